"""Compare the hours of whole lists with two other engines, and explain every difference.

    python -m tests.oracle.lists --days 400 --from 2026-01-01

The lists are the real one and the made-up one of `finder prove`. What the others are asked is the
canonical text of a facility's hours; working days, for which they have no word, are named by date,
so many days at a time that the text does not become too long.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from finder.csvfile import contents
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import Rules, rules_of
from finder.hours.rules import DateSpan, Rule
from finder.proof import made_up_list
from finder.settings import RESOURCES
from tests.oracle.differential import (
    Table,
    compare,
    comparison_calendar,
    without_days_off,
)
from tests.oracle.runs import Question, Run, our_runs

WORKDAYS_AT_ONCE = 80


def real_list() -> tuple[Facility, ...]:
    """Return the facilities of data/facilities.csv."""
    return contents((RESOURCES / "data" / "facilities.csv").read_bytes()).facilities


def questions(facilities: Iterable[Facility], first: dt.date, days: int) -> list[Question]:
    """Return the different canonical texts of a list as questions; who has no hours has none."""
    texts = {str(one.rules): one.rules for one in facilities if one.has_hours}
    return [one for rules in texts.values() for one in _questions(rules, first, days)]


def _questions(rules: Rules, first: dt.date, days: int) -> Iterator[Question]:
    if not any(rule.workdays for rule in (*rules.ordinary, *rules.special)):
        yield Question(str(rules), first, days)
        return
    for number in range(0, days, WORKDAYS_AT_ONCE):
        start = first + dt.timedelta(days=number)
        count = min(WORKDAYS_AT_ONCE, days - number)
        yield Question(str(with_dates_for_workdays(rules, start, count)), start, count)


def with_dates_for_workdays(rules: Rules, first: dt.date, days: int) -> Rules:
    """Return the rules with the dates of working days in place of `WD`."""
    calendar = comparison_calendar()
    dates = [first + dt.timedelta(days=number) for number in range(-1, days + 1)]
    return Rules(
        tuple(_dated(rule, dates, calendar) for rule in rules.ordinary),
        tuple(_dated(rule, dates, calendar) for rule in rules.special),
    )


def _dated(rule: Rule, dates: Sequence[dt.date], calendar: Calendar) -> Rule:
    if not rule.workdays:
        return rule
    runs: list[list[dt.date]] = []
    for date in dates:
        day = calendar.day(date)
        if day is None or not rule.matches(date, day):
            continue
        # The reference implementation reads no span across months in a list.
        if runs and date - runs[-1][-1] == dt.timedelta(days=1) and date.day > 1:
            runs[-1].append(date)
        else:
            runs.append([date])
    spans = [DateSpan(_ymd(run[0]), _ymd(run[-1])) for run in runs]
    return replace(
        rule, years=(), weeks=(), weekdays=(), workdays=False, holidays=False, dates=tuple(spans)
    )


def _ymd(date: dt.date) -> tuple[int, int, int]:
    return date.year, date.month, date.day


def misread(facilities: Iterable[Facility], first: dt.date, days: int) -> list[str]:
    """Return whose canonical text does not give every minute what the facility's rules give.

    Exceptions alone are left out: without ordinary hours all other dates are unknown, which no
    text can say.
    """
    return [
        f"{one.id}: {question.text}"
        for one in facilities
        if one.rules.ordinary
        for question in _questions(one.rules, first, days)
        if _own_runs(one.rules, question) != _own_runs(rules_of(question.text), question)
    ]


def _own_runs(rules: Rules, question: Question) -> list[Run]:
    calendar = comparison_calendar()
    return our_runs(
        rules, question, calendar if rules.speaks_of_holidays else without_days_off(calendar)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for each list and what is unexplained; return 1 if anything is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--days", type=int, default=400, help="how many days of each text")
    parser.add_argument("--from", dest="first", type=dt.date.fromisoformat, required=True)
    asked = parser.parse_args(arguments)
    wrong: list[str] = []
    for name, facilities in (("data/facilities.csv", real_list()), ("made up", made_up_list())):
        table = Table()
        texts = questions(facilities, asked.first, asked.days)
        compare(texts, table)
        sys.stdout.write(f"{name}: {len(facilities)} facilities, {len(texts)} different texts\n")
        sys.stdout.write(f"{table}\n")
        wrong += [*table.unexplained, *misread(facilities, asked.first, asked.days)]
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""What ordinary rules mean, weekday by weekday: for each season, and on public holidays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from finder.holidays import Calendar, Day, DayKind
from finder.hours.evaluation import Cause, day_intervals
from finder.hours.rules import DateSpan, Join, Rule, Rules, State
from finder.hours.words_plan import Part, Plan

_FIRST_YEAR = 2000
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Table:
    """The hours of each weekday: on ordinary days, on holidays and on make-up working days.

    `off` has None for a weekday of which nothing is said for the case that it is a holiday.
    """

    ordinary: tuple[Plan, ...]
    off: tuple[Plan | None, ...]
    work: tuple[Plan, ...]


def tabular(rules: tuple[Rule, ...]) -> bool:
    """Return whether a table by season and weekday can say all that `rules` do."""
    return all(
        not rule.years
        and not rule.weeks
        and not any(span.nths for span in rule.weekdays)
        and not any(span.start[0] for span in rule.dates)
        and rule.join is not Join.ELSE
        for rule in rules
    )


def tables(rules: tuple[Rule, ...]) -> list[tuple[tuple[DateSpan, ...], Table]]:
    """Return the table of each season with its dates, () where there is one for all the year."""
    starts = sorted({start for rule in rules for span in rule.dates for start in edges(span)})
    if not starts:
        return [((), _table(rules, 1, 1))]
    seasons: list[tuple[tuple[int, int], Table]] = []
    for month, day in starts:
        table = _table(rules, month, day)
        if not seasons or seasons[-1][1] != table:
            seasons.append(((month, day), table))
    if len(seasons) > 1 and seasons[0][1] == seasons[-1][1]:
        seasons.pop(0)
    if len(seasons) == 1:
        return [((), seasons[0][1])]
    found: dict[Table, list[DateSpan]] = {}
    for index, (start, table) in enumerate(seasons):
        following = seasons[(index + 1) % len(seasons)][0]
        found.setdefault(table, []).append(season(start, following))
    return [(tuple(dates), table) for table, dates in found.items()]


def season(start: tuple[int, int], following: tuple[int, int]) -> DateSpan:
    """Return the dates from `start` to the day before `following`, each a month and a day."""
    return _span(start, _day_before(*following))


def edges(span: DateSpan) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first day of a span and the first after it, as month and day."""
    end_month, end_day = span.end[1:]
    end_day = min(end_day, _LENGTHS[end_month - 1])
    return (span.start[1], span.start[2]), _day_after(end_month, end_day)


def _day_after(month: int, day: int) -> tuple[int, int]:
    if day < _LENGTHS[month - 1]:
        return month, day + 1
    return month % 12 + 1, 1


def _day_before(month: int, day: int) -> tuple[int, int]:
    if day > 1:
        return month, day - 1
    before = (month - 2) % 12 + 1
    return before, _LENGTHS[before - 1]


def _span(start: tuple[int, int], end: tuple[int, int]) -> DateSpan:
    whole = start[1] == 1 and end[1] == _LENGTHS[end[0] - 1]
    if whole:
        return DateSpan((0, start[0], 1), (0, end[0], 31), whole_months=True)
    return DateSpan((0, *start), (0, *end))


def _table(rules: tuple[Rule, ...], month: int, day: int) -> Table:
    days = [date_on(month, day, weekday) for weekday in range(7)]
    return Table(
        ordinary=tuple(_plan(rules, date, DayKind.ORDINARY) or () for date in days),
        off=tuple(_plan(rules, date, DayKind.OFF) for date in days),
        work=tuple(_plan(rules, date, DayKind.WORK) or () for date in days),
    )


@cache
def date_on(month: int, day: int, weekday: int) -> dt.date:
    """Return a date of that month and day which is that weekday; 28 years have them all."""
    for year in range(_FIRST_YEAR, _FIRST_YEAR + 28):
        if (month, day) != (2, 29) or year % 4 == 0:
            date = dt.date(year, month, day)
            if date.weekday() == weekday:
                return date
    raise AssertionError("every date is every weekday within 28 years")


@cache
def calendar_of(date: dt.date, kind: DayKind) -> Calendar:
    """Return a calendar that knows one date, as a day of that kind."""
    return Calendar({date: Day(kind)}, date, date, source="")


def _plan(rules: tuple[Rule, ...], date: dt.date, kind: DayKind) -> Plan | None:
    """Return what is not closed on such a day; None where nobody has said."""
    intervals = day_intervals(Rules(rules), date, calendar_of(date, kind))
    if any(part.cause is Cause.HOLIDAY_UNCONFIRMED for part in intervals):
        return None
    return tuple(
        Part(part.start_min, part.end_min, part.state, part.note)
        for part in intervals
        if part.state is not State.CLOSED
    )

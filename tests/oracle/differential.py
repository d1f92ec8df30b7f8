"""Compare the hours engine with two others on random expressions, and explain every difference.

    python -m tests.oracle.differential --count 20000 --days 60

The others are npm opening_hours (the reference implementation; LGPL-3.0, tests only) and
opening-hours-py. A difference is explained only if a model of the other's reading gives its
answer; what is left over is printed and makes the command fail.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from finder.errors import HoursError
from finder.holidays import Calendar, Day, official_calendar
from finder.hours import DAY_MIN, Rules, rules_of
from tests.oracle.classes import (
    UNEXPLAINED,
    Case,
    reference_class,
    refusal_here,
    refusal_there,
    rust_class,
)
from tests.oracle.expressions import expression
from tests.oracle.runs import (
    Question,
    Run,
    differences,
    our_runs,
    reference_runs,
    rust_runs,
)

REFERENCE, RUST = "opening_hours (npm)", "opening-hours-py"
SAME = "the same"

# One in so many expressions is asked at every minute, not only where its text has a time.
EVERY_MINUTE_STEP = 200
CHUNK = 400


@dataclass
class Table:
    """How many expressions, and how many minutes of them, fell into each class."""

    expressions: Counter[tuple[str, str]] = field(default_factory=Counter)
    minutes: Counter[tuple[str, str]] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)

    def count(self, engine: str, minutes_by_class: Counter[str]) -> None:
        """Add one expression."""
        for name in minutes_by_class or {SAME: 0}:
            self.expressions[engine, name] += 1
            self.minutes[engine, name] += minutes_by_class[name]

    def refused(self, engine: str, name: str, question: Question, reason: str) -> None:
        """Add one expression that an engine refuses."""
        self.count(engine, Counter({name: 0}))
        if name == UNEXPLAINED:
            self.unexplained.append(f"{engine} refuses {question.text!r}: {reason}")

    def __str__(self) -> str:
        lines = [f"{'engine':<21}{'expressions':>12}{'minutes':>12}  class"]
        lines += [
            f"{engine:<21}{count:>12}{self.minutes[engine, name]:>12}  {name}"
            for (engine, name), count in sorted(self.expressions.items())
        ]
        return "\n".join(lines)


def comparison_calendar() -> Calendar:
    """Return the official days off, those of its last year repeated for the two after it."""
    official = official_calendar()
    days: dict[dt.date, Day] = dict(official.days)
    last = official.known_until.year
    for date, day in official.days.items():
        if date.year == last:
            days |= {date.replace(year=last + years): day for years in (1, 2)}
    return Calendar(days, official.known_from, dt.date(last + 2, 12, 31), "comparison")


def without_days_off(calendar: Calendar) -> Calendar:
    """Return a calendar of ordinary days: on it, rules silent of holidays are never unknown."""
    return Calendar({}, calendar.known_from, calendar.known_until, calendar.source)


def questions(seed: int, count: int, days: int) -> Iterator[Question]:
    """Yield `count` questions, the same for the same seed; they start in 2025 or 2026."""
    random = Random(seed)
    for index in range(count):
        start = dt.date(2025, 1, 1) + dt.timedelta(days=random.randrange(730))
        text = expression(random, start)
        yield Question(text, start, days, index % EVERY_MINUTE_STEP == EVERY_MINUTE_STEP - 1)


def compare(asked: Sequence[Question], table: Table) -> None:
    """Ask all three engines and count the classes of their differences into `table`."""
    calendar = comparison_calendar()
    ordinary = without_days_off(calendar)
    read: list[tuple[Question, Rules]] = []
    for question in asked:
        try:
            read.append((question, rules_of(question.text)))
        except HoursError as error:
            table.refused("finder", refusal_here(error), question, str(error))
    reference = reference_runs([question for question, _ in read], calendar)
    for (question, rules), theirs in zip(read, reference, strict=True):
        days = calendar if rules.speaks_of_holidays else ordinary
        ours = our_runs(rules, question, days)
        _count(table, REFERENCE, Case(question, rules, days), ours, theirs)
        states = [(minute, (state, "")) for minute, (state, _) in ours]
        rust = rust_runs(rules, question, calendar)
        _count(table, RUST, Case(question, rules, days), states, rust)


def _count(table: Table, engine: str, case: Case, ours: list[Run], theirs: list[Run] | str) -> None:
    found: Counter[str] = Counter()
    if isinstance(theirs, str):
        table.refused(engine, refusal_there(theirs), case.question, theirs)
        return
    explain = reference_class if engine == REFERENCE else rust_class
    for start, end, our_answer, their_answer in differences(ours, theirs, case.question.end_min):
        name = explain(case, start, our_answer, their_answer)
        found[name] += end - start
        if name == UNEXPLAINED:
            date = case.question.start + dt.timedelta(days=start // DAY_MIN)
            table.unexplained.append(
                f"{engine}: {case.question.text!r} {date} minute {start % DAY_MIN}: "
                f"{our_answer} here, {their_answer} there"
            )
    table.count(engine, found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of classes and what is unexplained; return 1 if anything is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=20_000, help="how many expressions")
    parser.add_argument("--days", type=int, default=60, help="how many days of each")
    parser.add_argument("--seed", type=int, default=1, help="which expressions")
    asked = parser.parse_args(arguments)
    table = Table()
    chunk: list[Question] = []
    for question in questions(asked.seed, asked.count, asked.days):
        chunk.append(question)
        if len(chunk) == CHUNK:
            compare(chunk, table)
            chunk = []
    compare(chunk, table)
    sys.stdout.write(f"{table}\n")
    sys.stdout.writelines(f"{line}\n" for line in table.unexplained[:50])
    return 1 if table.unexplained else 0


if __name__ == "__main__":
    sys.exit(main())

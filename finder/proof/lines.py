"""What the evaluator says of every minute of some days: what everything else is held to.

A line is the evaluator's stretches, one after the other. What follows from them (until when, the
next opening) is looked for here a second time, backwards and plainly, not as the timeline does it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from finder.holidays import Calendar
from finder.hours import DAY_MIN, ZONE, Interval, Rules, State, Status, date_stretches
from finder.hours.timeline import HORIZON_DAYS, UNPUBLISHED_HORIZON_DAYS

_Value = TypeVar("_Value")

# A value from a minute on, up to the next run; minutes count from 00:00 of the first date.
Run = tuple[int, _Value]

# Last entry may have been on the day before.
_DAYS_BEFORE = 2
_NEVER = 1 << 60


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The evaluator's pieces of `days` dates from `first` on, and as far as a status looks.

    Args:
        starts, parts: where each piece starts, in minutes from 00:00 of `first`, and what it is.
        changes, note_changes, admits, unknowns, last_entries: for each piece, where the next one
            starts that has another state, has another note, lets newcomers in, is unknown, or is
            after last entry.
    """

    first: dt.date
    days: int
    calendar: Calendar
    starts: tuple[int, ...]
    parts: tuple[Interval, ...]
    changes: tuple[int, ...]
    note_changes: tuple[int, ...]
    admits: tuple[int, ...]
    unknowns: tuple[int, ...]
    last_entries: tuple[int, ...]

    @property
    def end_min(self) -> int:
        return self.days * DAY_MIN

    def edges(self, start_min: int, end_min: int) -> tuple[int, ...]:
        """Return where pieces start from `start_min` on and before `end_min`."""
        return self.starts[bisect_left(self.starts, start_min) : bisect_left(self.starts, end_min)]


def line(rules: Rules, first: dt.date, days: int, calendar: Calendar) -> Line:
    """Return the line of a facility's rules."""
    starts: list[int] = []
    parts: list[Interval] = []
    for number in range(-_DAYS_BEFORE, days + HORIZON_DAYS + 1):
        for stretch in date_stretches(rules, first + dt.timedelta(days=number), calendar):
            clock = stretch.start.hour * 60 + stretch.start.minute
            starts.append(number * DAY_MIN + clock)
            parts.append(stretch.interval)
    pairs = list(zip(starts, parts, strict=True))
    return Line(
        first,
        days,
        calendar,
        tuple(starts),
        tuple(parts),
        _next_other(pairs, lambda part: part.state),
        _next_other(pairs, lambda part: part.note),
        _next_with(pairs, lambda part: part.admits),
        _next_with(pairs, lambda part: part.state is State.UNKNOWN),
        _next_with(pairs, lambda part: part.is_after_last_entry),
    )


def _next_other(
    pairs: list[tuple[int, Interval]], says: Callable[[Interval], object]
) -> tuple[int, ...]:
    """Return where the next piece starts of which something else holds, for each piece."""
    found = [_NEVER] * len(pairs)
    for place in range(len(pairs) - 2, -1, -1):
        start, later = pairs[place + 1]
        found[place] = found[place + 1] if says(later) == says(pairs[place][1]) else start
    return tuple(found)


def _next_with(
    pairs: list[tuple[int, Interval]], holds: Callable[[Interval], bool]
) -> tuple[int, ...]:
    """Return where the next piece starts of which something holds, for each piece."""
    found = [_NEVER] * len(pairs)
    for place in range(len(pairs) - 2, -1, -1):
        start, later = pairs[place + 1]
        found[place] = start if holds(later) else found[place + 1]
    return tuple(found)


def part_at(found: Line, minute: int) -> Interval:
    """Return what holds at a minute."""
    return found.parts[_place(found, minute)]


def _place(found: Line, minute: int) -> int:
    return bisect_right(found.starts, minute) - 1


def moment(first: dt.date, minute: int) -> dt.datetime:
    """Return the moment so many minutes after 00:00 of `first`."""
    return dt.datetime.combine(first, dt.time(), ZONE) + dt.timedelta(minutes=minute)


def expected_status(found: Line, minute: int) -> Status:
    """Return what a status has to be at a minute."""
    place, date = _place(found, minute), found.first + dt.timedelta(days=minute // DAY_MIN)
    part, horizon = found.parts[place], (minute // DAY_MIN + 1) * DAY_MIN + _sight_min(found, date)
    until = _within(found.changes[place], horizon)
    turn = horizon if until is None else until
    next_open = None if part.admits else _within(found.admits[place], horizon)
    knows = part.admits or part.state is State.UNKNOWN
    unsure_until = horizon if next_open is None else next_open
    note_until = _within(found.note_changes[place], turn)
    if part.is_after_last_entry:
        last_entry: int | None = _shut_since(found, place, minute)
    else:
        last_entry = _within(found.last_entries[place], turn)
    return Status(
        moment(found.first, minute),
        part,
        _moment_of(found, until),
        _moment_of(found, note_until),
        "" if note_until is None else part_at(found, note_until).note,
        _moment_of(found, next_open),
        _moment_of(found, None if knows else _within(found.unknowns[place], unsure_until)),
        _moment_of(found, last_entry),
        found.calendar.day(date),
    )


def _sight_min(found: Line, date: dt.date) -> int:
    """Return how far beyond its date a status looks."""
    published = max(0, (found.calendar.known_until - date).days - 1)
    return min(HORIZON_DAYS, published + UNPUBLISHED_HORIZON_DAYS) * DAY_MIN


def _within(minute: int, horizon: int) -> int | None:
    return minute if minute < horizon else None


def _moment_of(found: Line, minute: int | None) -> dt.datetime | None:
    return None if minute is None else moment(found.first, minute)


def _shut_since(found: Line, place: int, minute: int) -> int:
    """Return since when newcomers are shut out, looking back as far as yesterday."""
    yesterday = (minute // DAY_MIN - 1) * DAY_MIN
    while found.parts[place - 1].is_after_last_entry and found.starts[place - 1] >= yesterday:
        place -= 1
    return found.starts[place]


def runs(
    found: Line, says: Callable[[Interval], _Value], start_min: int = 0, end_min: int | None = None
) -> list[Run[_Value]]:
    """Return what is said of every minute from `start_min` to `end_min`, equal neighbours joined.

    Args:
        end_min: the end of the line's dates if None.
    """
    end = found.end_min if end_min is None else end_min
    out: list[Run[_Value]] = []
    for place in range(_place(found, start_min), len(found.starts)):
        start = max(found.starts[place], start_min)
        if start >= end:
            break
        value = says(found.parts[place])
        if not out or out[-1][1] != value:
            out.append((start, value))
    return out


def value_at(found: list[Run[_Value]], minute: int) -> _Value:
    """Return the value of the run that holds at a minute."""
    return found[bisect_right(found, minute, key=lambda run: run[0]) - 1][1]


def rank_of(part: Interval) -> int:
    """Return the place in a list: 0 open, 1 past last entry, 2 unknown, 3 closed."""
    if part.state is State.OPEN:
        return 1 if part.is_after_last_entry else 0
    return {State.UNKNOWN: 2, State.CLOSED: 3}[part.state]

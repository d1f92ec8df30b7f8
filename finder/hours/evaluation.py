"""The one evaluator: rules and a calendar to the intervals of a date.

Everything that shows, sorts or filters by open or closed asks this module. It follows the OSM
opening_hours specification but for these points, each in favour of what a notice on a door means:

- hours past midnight belong to the day on which they start, and the next day's rule does not cut
  them;
- a rule after `;` without a day replaces every day;
- on a statutory day off, rules that say nothing of holidays are unknown;
- outside the published calendar a minute is known only if it would be the same on a day off and
  on an ordinary day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from finder.holidays import ORDINARY_DAY, Calendar, Day, DayKind
from finder.hours.rules import DAY_MIN, Join, Rule, Rules, State

# What a note says when the doors are already shut to newcomers.
LAST_ENTRY_WORDS = (
    "停止入馆",
    "停止入场",
    "停止入内",
    "停止入园",
    "停止入院",
    "清场",
    "last entry",
)


class Cause(Enum):
    """Why an interval has its state."""

    RULE = "rule"  # its `rule` says so
    NO_RULE = "no_rule"  # no rule opens it
    NO_HOURS = "no_hours"  # nobody has given any hours
    HOLIDAY_UNCONFIRMED = "holiday_unconfirmed"  # a day off of which the rules say nothing
    CALENDAR_UNPUBLISHED = "calendar_unpublished"  # it depends on a calendar not yet published


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of one day with one state and one note.

    Args:
        start_min, end_min: minutes from the midnight at which the day starts, 0 to 2880; the
            closing minute is not part of it.
        ordinary: for an unknown day off, the opening hours of the same weekday otherwise.
    """

    start_min: int
    end_min: int
    state: State
    note: str = ""
    cause: Cause = Cause.NO_RULE
    rule: Rule | None = None
    ordinary: tuple[Interval, ...] | None = None

    @property
    def admits(self) -> bool:
        """Whether a newcomer can go in: open, and before last entry."""
        return self.state is State.OPEN and not self.is_after_last_entry

    @property
    def is_after_last_entry(self) -> bool:
        """Whether it is the stretch between last entry and closing."""
        note = self.note.casefold()
        return self.state is State.OPEN and any(word in note for word in LAST_ENTRY_WORDS)


@lru_cache(maxsize=262_144)
def day_intervals(rules: Rules, date: dt.date, calendar: Calendar) -> tuple[Interval, ...]:
    """Return the intervals that belong to `date`, in order and without gaps.

    They cover 00:00 to 24:00, and go on to 48:00 at most where hours run past midnight. Hours of
    the day before that run into `date` are not among them: `finder.hours.stretches` joins days.
    """
    if not rules.ordinary and not rules.special:
        return (Interval(0, DAY_MIN, State.UNKNOWN, cause=Cause.NO_HOURS),)
    day = calendar.day(date)
    if day is not None:
        return known_day_intervals(rules, date, day)
    return _merged(_either(rules, date))


def known_day_intervals(rules: Rules, date: dt.date, day: Day) -> tuple[Interval, ...]:
    """Return what `day_intervals` does of a date that the calendar calls `day`; not kept.

    There must be some rule.
    """
    return _merged(_confirmed(rules, date, day))


def day_case(rules: Rules, date: dt.date, day: Day) -> tuple[bool, ...]:
    """Return all that `known_day_intervals` depend on: days of one case have the same."""
    is_off = day.kind is DayKind.OFF
    days = (day, ORDINARY_DAY) if is_off else (day,)
    every = (*rules.ordinary, *rules.special)
    return (is_off, *(rule.matches(date, one) for one in days for rule in every))


def _either(rules: Rules, date: dt.date) -> list[Interval]:
    """Return what is the same whatever the calendar will say, and unknown elsewhere."""
    kinds = (DayKind.ORDINARY, DayKind.OFF, *([DayKind.WORK] if date.weekday() >= 5 else []))
    possible = [_confirmed(rules, date, Day(kind)) for kind in kinds]
    ordinary = _open_intervals(possible[0])
    edges = sorted({edge for parts in possible for part in parts for edge in _edges(part)})
    either: list[Interval] = []
    for start, end in pairwise(edges):
        usual, *others = (_part_at(parts, start) for parts in possible)
        if all((usual.state, usual.note) == (other.state, other.note) for other in others):
            either.append(_between(usual, start, end))
        else:
            either.append(
                Interval(
                    start,
                    end,
                    State.UNKNOWN,
                    cause=Cause.CALENDAR_UNPUBLISHED,
                    ordinary=ordinary,
                )
            )
    return either


def _edges(part: Interval) -> tuple[int, int]:
    return part.start_min, part.end_min


def _confirmed(rules: Rules, date: dt.date, day: Day) -> list[Interval]:
    """Return the day's intervals, unknown where a day off is not spoken of."""
    parts = _painted(rules, date, day)
    if day.kind is not DayKind.OFF or rules.speaks_of_holidays or not rules.ordinary:
        return parts
    ordinary = _open_intervals(_painted(rules, date, ORDINARY_DAY))
    return [
        part
        if part.rule and part.rule.confirms_holidays
        else Interval(
            part.start_min,
            part.end_min,
            State.UNKNOWN,
            cause=Cause.HOLIDAY_UNCONFIRMED,
            ordinary=ordinary,
        )
        for part in parts
    ]


def _open_intervals(parts: list[Interval]) -> tuple[Interval, ...]:
    return tuple(part for part in _merged(parts) if part.state is State.OPEN)


def _painted(rules: Rules, date: dt.date, day: Day) -> list[Interval]:
    """Return the day as the rules paint it, one over the other, in the order of the text."""
    parts = [_unpainted(rules)]
    for rule in (*rules.ordinary, *rules.special):
        if not rule.matches(date, day):
            continue
        if _replaces_the_day(rule):
            parts = [Interval(0, DAY_MIN, State.CLOSED, rule=rule)]
        for span in rule.spans:
            paint = Interval(span.start_min, span.end_min, rule.state, rule.note, Cause.RULE, rule)
            parts = _laid_over(parts, paint, only_closed=rule.join is Join.ELSE)
    return parts


def _replaces_the_day(rule: Rule) -> bool:
    if rule.state is State.CLOSED:
        return not rule.times and rule.join is not Join.ELSE
    return rule.join is Join.REPLACE


def _unpainted(rules: Rules) -> Interval:
    if rules.ordinary:
        return Interval(0, DAY_MIN, State.CLOSED)
    return Interval(0, DAY_MIN, State.UNKNOWN, cause=Cause.NO_HOURS)


def _laid_over(parts: list[Interval], paint: Interval, only_closed: bool) -> list[Interval]:
    """Return `parts` with `paint` over them, or over what is closed of them."""
    if only_closed:
        kept = [part for part in parts if part.state is not State.CLOSED]
        painted = _laid_over(parts, paint, only_closed=False)
        for part in kept:
            painted = _laid_over(painted, part, only_closed=False)
        return painted
    out: list[Interval] = []
    for part in parts:
        if part.start_min < min(part.end_min, paint.start_min):
            out.append(_between(part, part.start_min, min(part.end_min, paint.start_min)))
        if max(part.start_min, paint.end_min) < part.end_min:
            out.append(_between(part, max(part.start_min, paint.end_min), part.end_min))
    out.append(paint)
    return sorted(out, key=lambda part: part.start_min)


def _between(part: Interval, start_min: int, end_min: int) -> Interval:
    # dataclasses.replace takes several times as long, and a check paints many days a rule.
    return Interval(start_min, end_min, part.state, part.note, part.cause, part.rule, part.ordinary)


def _part_at(parts: list[Interval], minute: int) -> Interval:
    for part in parts:
        if part.start_min <= minute < part.end_min:
            return part
    return Interval(minute, 2 * DAY_MIN, State.CLOSED)


def _says(part: Interval) -> tuple[object, ...]:
    return part.state, part.note, part.cause, part.rule, part.ordinary


def _merged(parts: list[Interval]) -> tuple[Interval, ...]:
    """Return `parts` with neighbours joined that say the same for the same reason."""
    out: list[Interval] = []
    for part in parts:
        if out and _says(out[-1]) == _says(part):
            out[-1] = _between(out[-1], out[-1].start_min, part.end_min)
        else:
            out.append(part)
    while len(out) > 1 and out[-1].start_min >= DAY_MIN and out[-1].cause is Cause.NO_RULE:
        out.pop()
    return tuple(out)

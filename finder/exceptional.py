"""The coming dates on which a facility is not as on other such days: closures, special hours and
holidays.

The evaluator says what holds on a date, and what would hold if it were an ordinary one; a date is
exceptional where the two differ. A date whose calendar is not published yet is none: nobody knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from finder.facility import Facility
from finder.holidays import ORDINARY_DAY, Calendar, DayKind
from finder.hours import Cause, Interval, Rules, State, day_intervals
from finder.hours.evaluation import known_day_intervals
from finder.hours.stretches import ONE_DAY

# A year, so that every festival is there once.
AHEAD_DAYS = 366

# How far a first and a last date are looked for at once, and at most.
AROUND_DAYS = 366
MOST_DAYS = 20 * 366


class Why(Enum):
    """What makes dates exceptional."""

    NOTICE = "notice"  # a dated exception of the facility's own
    HOLIDAY = "holiday"  # the official calendar


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates in a row on which the same holds.

    Args:
        first, last: both included.
        state: OPEN if it is open at some time, UNKNOWN if else anything is unknown, CLOSED if not.
        festival: what makes them exceptional, in Chinese; blank where a notice does.
        intervals: what holds on each of the dates.
    """

    first: dt.date
    last: dt.date
    state: State
    why: Why
    festival: str
    intervals: tuple[Interval, ...]

    @property
    def note(self) -> str:
        """What is said of dates that are closed or unknown throughout; "" if nothing is."""
        notes = dict.fromkeys(part.note for part in self.intervals if part.note)
        return "" if self.state is State.OPEN else "；".join(notes)


def exceptional(
    facilities: Iterable[Facility], first: dt.date, calendar: Calendar, days: int = AHEAD_DAYS
) -> Iterator[tuple[Facility, Dates]]:
    """Yield the exceptional dates of each facility that touch `days` dates from `first` on.

    Those that begin earlier or end later have their own first and last date.
    """
    start, end = first - AROUND_DAYS * ONE_DAY, first + days * ONE_DAY
    for facility in facilities:
        for dates in exceptional_dates(facility.rules, start, days + 2 * AROUND_DAYS, calendar):
            if first <= dates.last and dates.first < end:
                yield facility, dates


# Many facilities share their hours, and all ask of the same day.
@lru_cache(maxsize=1024)
def exceptional_dates(
    rules: Rules, first: dt.date, days: int, calendar: Calendar
) -> tuple[Dates, ...]:
    """Return the exceptional dates of some rules, in order; those in a row as one.

    What goes on before the first or after the last of the `days` dates is followed to its end, for
    nobody is to read that a place opens where only the looking ended.
    """
    weekly = Rules(tuple(rule for rule in rules.ordinary if not rule.is_dated))
    out: list[Dates] = []
    for date in _candidates(rules, first, days, calendar):
        found = _exception(rules, weekly, date, calendar)
        if found is None:
            continue
        before = out[-1] if out else None
        if before and before.last + ONE_DAY == date and _same(before, found):
            found = Dates(
                before.first, date, found.state, found.why, found.festival, found.intervals
            )
            out.pop()
        out.append(found)
    last = first + (days - 1) * ONE_DAY
    if out and out[0].first == first:
        out[0] = replace(out[0], first=_end(rules, weekly, out[0], first, calendar, -ONE_DAY))
    if out and out[-1].last == last:
        out[-1] = replace(out[-1], last=_end(rules, weekly, out[-1], last, calendar, ONE_DAY))
    return tuple(out)


def _end(
    rules: Rules, weekly: Rules, dates: Dates, date: dt.date, calendar: Calendar, step: dt.timedelta
) -> dt.date:
    """Return the last of the dates from `date` on, in steps of a day, on which the same holds."""
    for _ in range(MOST_DAYS):
        found = _exception(rules, weekly, date + step, calendar)
        if found is None or not _same(dates, found):
            break
        date += step
    return date


def _candidates(rules: Rules, first: dt.date, days: int, calendar: Calendar) -> Iterator[dt.date]:
    dated = [rule for rule in (*rules.ordinary, *rules.special) if rule.is_dated]
    for number in range(days):
        date = first + number * ONE_DAY
        if date in calendar.days or any(rule.matches(date, ORDINARY_DAY) for rule in dated):
            yield date


def _exception(rules: Rules, weekly: Rules, date: dt.date, calendar: Calendar) -> Dates | None:
    """Return what holds on a date if it is exceptional."""
    parts = day_intervals(rules, date, calendar)
    if any(part.cause in (Cause.CALENDAR_UNPUBLISHED, Cause.NO_HOURS) for part in parts):
        return None
    day, state = calendar.day(date), _state(parts)
    is_dated = any(part.rule and part.rule.is_dated for part in parts)
    is_off = day is not None and day.kind is DayKind.OFF and rules.speaks_of_holidays
    # A closed weekday inside a closure is part of it, or the closure would seem to end before it.
    is_in_closure = state is State.CLOSED and (is_dated or is_off)
    if (
        weekly.ordinary
        and not is_in_closure
        and _said(parts) == _said(known_day_intervals(weekly, date, ORDINARY_DAY))
    ):
        return None
    return Dates(
        date,
        date,
        state,
        Why.NOTICE if is_dated else Why.HOLIDAY,
        day.festival if day and not is_dated else "",
        parts,
    )


def _state(parts: tuple[Interval, ...]) -> State:
    states = {part.state for part in parts}
    return next((one for one in (State.OPEN, State.UNKNOWN) if one in states), State.CLOSED)


def _said(parts: tuple[Interval, ...]) -> list[object]:
    return [(part.start_min, part.end_min, part.state, part.note) for part in parts]


def _same(before: Dates, found: Dates) -> bool:
    return (before.why, before.festival, _said(before.intervals)) == (
        found.why,
        found.festival,
        _said(found.intervals),
    )

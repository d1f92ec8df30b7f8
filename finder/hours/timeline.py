"""The status of a facility at a moment, and when it changes."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from finder.holidays import Calendar, Day
from finder.hours.evaluation import Cause, Interval
from finder.hours.rules import Rules, State
from finder.hours.stretches import ONE_DAY, ZONE, Stretch, date_stretches

# How far a status looks for the next change: a year, but only this far past the last date of the
# published calendar, where most answers are unknown.
HORIZON_DAYS = 370
UNPUBLISHED_HORIZON_DAYS = 31


# A named tuple, unlike the other values: it is made ten thousand times a search, four times faster.
class Status(NamedTuple):
    """The answer for one facility at one moment.

    Args:
        when: the moment, in Asia/Shanghai.
        interval: the interval that holds, with its state, note and reason.
        until: when the *state* changes, not merely the note; None beyond the horizon.
        note_until: when the note changes, if that is before `until`.
        next_note: the note from `note_until` on.
        next_open: when newcomers can next go in; None if they can now, or beyond the horizon.
        next_unknown: the start of the first unknown stretch before `next_open`, if there is one.
        last_entry: when the doors shut to newcomers in the open stretch that holds now.
        day: what the calendar says of the date; None where it is not published.
    """

    when: dt.datetime
    interval: Interval
    until: dt.datetime | None
    note_until: dt.datetime | None
    next_note: str
    next_open: dt.datetime | None
    next_unknown: dt.datetime | None
    last_entry: dt.datetime | None
    day: Day | None

    @property
    def state(self) -> State:
        return self.interval.state

    @property
    def note(self) -> str:
        return self.interval.note

    @property
    def admits(self) -> bool:
        """Whether a newcomer can go in at that moment."""
        return self.interval.admits

    @property
    def holiday_unconfirmed(self) -> bool:
        """Whether it is unknown because nobody has said what holds on this public holiday."""
        return self.interval.cause is Cause.HOLIDAY_UNCONFIRMED


# What a status says besides its moment, in the order of its fields.
_Answer = tuple[
    Interval,
    dt.datetime | None,
    dt.datetime | None,
    str,
    dt.datetime | None,
    dt.datetime | None,
    dt.datetime | None,
    Day | None,
]


def stretches_from(rules: Rules, date: dt.date, calendar: Calendar) -> Iterator[Stretch]:
    """Yield the stretches from 00:00 of `date` on, day after day up to the horizon."""
    published = max(0, (calendar.known_until - date).days)
    for days in range(min(HORIZON_DAYS, published + UNPUBLISHED_HORIZON_DAYS)):
        yield from date_stretches(rules, date + dt.timedelta(days=days), calendar)


def status_at(rules: Rules, when: dt.datetime, calendar: Calendar) -> Status:
    """Return the status at `when`, an aware datetime of any zone; seconds do not count.

    Raises:
        ValueError: `when` has no zone.
    """
    local, date, minute = _local(when)
    starts, answers = _day_answers(rules, date, calendar)
    return Status(local, *answers[bisect_right(starts, minute) - 1])


# One moment is asked of many facilities, and so are those at which somebody gets there.
@lru_cache(maxsize=1024)
def _local(when: dt.datetime) -> tuple[dt.datetime, dt.date, int]:
    """Return a moment on the clocks of Beijing: itself, its date and its minute of the day."""
    if when.tzinfo is None:
        raise ValueError("`when` needs a zone: a naive datetime is nobody's moment.")
    local = when.astimezone(ZONE).replace(second=0, microsecond=0)
    return local, local.date(), local.hour * 60 + local.minute


@lru_cache(maxsize=32_768)
def _day_answers(
    rules: Rules, date: dt.date, calendar: Calendar
) -> tuple[tuple[int, ...], tuple[_Answer, ...]]:
    """Return the minutes of `date` at which another answer starts, and those answers."""
    today = date_stretches(rules, date, calendar)
    line = [*today, *_ahead(rules, today[-1].interval, date, calendar)]
    return (
        tuple(stretch.start.hour * 60 + stretch.start.minute for stretch in today),
        tuple(_answer(rules, line, index, calendar) for index in range(len(today))),
    )


def _ahead(rules: Rules, last: Interval, date: dt.date, calendar: Calendar) -> list[Stretch]:
    """Return the stretches after `date`, which ends with `last`, as far as a status needs them."""
    ahead: list[Stretch] = []
    if _never_changes(rules):
        return ahead
    changes, admits = False, last.admits
    for stretch in stretches_from(rules, date + ONE_DAY, calendar):
        ahead.append(stretch)
        changes = changes or stretch.interval.state is not last.state
        admits = admits or stretch.interval.admits
        if changes and admits:
            break
    return ahead


def _answer(rules: Rules, line: list[Stretch], index: int, calendar: Calendar) -> _Answer:
    """Return what holds in the stretch at `index` of `line`."""
    now, ahead = line[index], line[index + 1 :]
    state, admits = now.interval.state, now.interval.admits
    until = _first_start(ahead, lambda part: part.state is not state)
    same_state = [stretch for stretch in ahead if until is None or stretch.start < until]
    other_note = [stretch for stretch in same_state if stretch.interval.note != now.interval.note]
    next_open = None if admits else _first_start(ahead, lambda part: part.admits)
    unsure = [stretch for stretch in ahead if next_open is None or stretch.start < next_open]
    return (
        now.interval,
        until,
        other_note[0].start if other_note else None,
        other_note[0].interval.note if other_note else "",
        next_open,
        None
        if admits or state is State.UNKNOWN
        else _first_start(unsure, lambda part: part.state is State.UNKNOWN),
        _last_entry_before(rules, now, calendar)
        if now.interval.is_after_last_entry
        else _first_start(same_state, lambda part: part.is_after_last_entry),
        calendar.day(now.start.date()),
    )


def _first_start(stretches: list[Stretch], holds: Callable[[Interval], bool]) -> dt.datetime | None:
    return next((stretch.start for stretch in stretches if holds(stretch.interval)), None)


def _last_entry_before(rules: Rules, now: Stretch, calendar: Calendar) -> dt.datetime:
    """Return where the run of stretches after last entry that `now` is part of starts."""
    start = now.start
    before = [
        *date_stretches(rules, now.start.date() - ONE_DAY, calendar),
        *date_stretches(rules, now.start.date(), calendar),
    ]
    for stretch in reversed(before):
        if stretch.end == start and stretch.interval.is_after_last_entry:
            start = stretch.start
    return start


def _never_changes(rules: Rules) -> bool:
    """Return whether every moment has the same state: no hours given, or `24/7` alone."""
    everything = (*rules.ordinary, *rules.special)
    return not everything or (len(everything) == 1 and everything[0].always)

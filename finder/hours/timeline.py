"""Days joined into one line of time, and the status of a facility at a moment of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from finder.holidays import Calendar, Day
from finder.hours.evaluation import Cause, Interval, day_intervals
from finder.hours.rules import DAY_MIN, Rules, State

# Opening hours are on the clocks of Beijing, whatever the zone of the server or the reader.
ZONE = ZoneInfo("Asia/Shanghai")

# How far a status looks for the next change: a year, but only this far past the last date of the
# published calendar, where most answers are unknown.
HORIZON_DAYS = 370
UNPUBLISHED_HORIZON_DAYS = 31


@dataclass(frozen=True, slots=True)
class Stretch:
    """An interval with its place in time: `start` and `end` are aware, in Asia/Shanghai."""

    start: dt.datetime
    end: dt.datetime
    interval: Interval


@dataclass(frozen=True, slots=True)
class Status:
    """The answer for one facility at one moment.

    Args:
        when: the moment, in Asia/Shanghai.
        interval: the interval that holds, with its state, note and reason.
        until: when the *state* changes, not merely the note; None beyond the horizon.
        note_until: when the note changes, if that is before `until`.
        next_open: when newcomers can next go in; None if they can now, or beyond the horizon.
        next_unknown: the start of the first unknown stretch before `next_open`, if there is one.
        last_entry: when the doors shut to newcomers in the open stretch that holds now.
        day: what the calendar says of the date; None where it is not published.
    """

    when: dt.datetime
    interval: Interval
    until: dt.datetime | None
    note_until: dt.datetime | None
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


def date_stretches(rules: Rules, date: dt.date, calendar: Calendar) -> list[Stretch]:
    """Return what happens between 00:00 and 24:00 of `date`, without gaps.

    What runs on from the day before comes first and is not cut by the rules of `date`.
    """
    night_before = [
        replace(part, start_min=max(part.start_min, DAY_MIN))
        for part in day_intervals(rules, date - dt.timedelta(days=1), calendar)
        if part.end_min > DAY_MIN
    ]
    midnight = dt.datetime.combine(date, dt.time(), ZONE)
    stretches = [
        _stretch(midnight, part.start_min - DAY_MIN, part.end_min - DAY_MIN, part)
        for part in night_before
    ]
    dawn = night_before[-1].end_min - DAY_MIN if night_before else 0
    for part in day_intervals(rules, date, calendar):
        start, end = max(part.start_min, dawn), min(part.end_min, DAY_MIN)
        if start < end:
            stretches.append(_stretch(midnight, start, end, part))
    return stretches


def _stretch(midnight: dt.datetime, start_min: int, end_min: int, interval: Interval) -> Stretch:
    return Stretch(
        midnight + dt.timedelta(minutes=start_min),
        midnight + dt.timedelta(minutes=end_min),
        interval,
    )


def stretches_from(rules: Rules, date: dt.date, calendar: Calendar) -> Iterator[Stretch]:
    """Yield the stretches from 00:00 of `date` on, day after day up to the horizon."""
    published = (calendar.known_until - date).days
    for days in range(max(UNPUBLISHED_HORIZON_DAYS, min(HORIZON_DAYS, published))):
        yield from date_stretches(rules, date + dt.timedelta(days=days), calendar)


def status_at(rules: Rules, when: dt.datetime, calendar: Calendar) -> Status:
    """Return the status at `when`, an aware datetime of any zone; seconds do not count.

    Raises:
        ValueError: `when` has no zone.
    """
    if when.tzinfo is None:
        raise ValueError("`when` needs a zone: a naive datetime is nobody's moment.")
    when = when.astimezone(ZONE).replace(second=0, microsecond=0)
    now, ahead = _now_and_ahead(rules, when, calendar)
    state, admits = now.interval.state, now.interval.admits
    until = _first_start(ahead, lambda part: part.state is not state)
    same_state = [stretch for stretch in ahead if until is None or stretch.start < until]
    next_open = None if admits else _first_start(ahead, lambda part: part.admits)
    unsure = [stretch for stretch in ahead if next_open is None or stretch.start < next_open]
    return Status(
        when=when,
        interval=now.interval,
        until=until,
        note_until=_first_start(same_state, lambda part: part.note != now.interval.note),
        next_open=next_open,
        next_unknown=None
        if admits or state is State.UNKNOWN
        else _first_start(unsure, lambda part: part.state is State.UNKNOWN),
        last_entry=_last_entry_before(rules, now, calendar)
        if now.interval.is_after_last_entry
        else _first_start(same_state, lambda part: part.is_after_last_entry),
        day=calendar.day(when.date()),
    )


def _now_and_ahead(
    rules: Rules, when: dt.datetime, calendar: Calendar
) -> tuple[Stretch, list[Stretch]]:
    """Return the stretch that holds `when`, and those after it as far as a status needs them."""
    coming = (
        stretch for stretch in stretches_from(rules, when.date(), calendar) if stretch.end > when
    )
    now = next(coming)
    ahead: list[Stretch] = []
    if _never_changes(rules):
        return now, ahead
    changes = admits = False
    for stretch in coming:
        ahead.append(stretch)
        changes = changes or stretch.interval.state is not now.interval.state
        admits = admits or stretch.interval.admits
        if changes and (admits or now.interval.admits):
            break
    return now, ahead


def _first_start(stretches: list[Stretch], holds: Callable[[Interval], bool]) -> dt.datetime | None:
    return next((stretch.start for stretch in stretches if holds(stretch.interval)), None)


def _last_entry_before(rules: Rules, now: Stretch, calendar: Calendar) -> dt.datetime:
    """Return where the run of stretches after last entry that `now` is part of starts."""
    start = now.start
    yesterday = now.start.date() - dt.timedelta(days=1)
    before = [
        *date_stretches(rules, yesterday, calendar),
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

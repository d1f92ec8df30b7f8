"""When people can go: the evaluator's open stretches, from opening to closing.

Nothing is decided here. A stretch after last entry becomes a moment of the opening before it, and
hours past midnight become one opening again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from finder.holidays import Calendar
from finder.hours import Rules, State, Stretch, date_stretches
from finder.hours.stretches import ONE_DAY, ZONE


@dataclass(frozen=True, slots=True)
class Opening:
    """A time to visit, in Asia/Shanghai.

    Args:
        note: what is open or allowed then, such as 二层、七层; "" for everything.
        last_entry: when the doors shut to newcomers; None if only at `end`.
    """

    start: dt.datetime
    end: dt.datetime
    note: str = ""
    last_entry: dt.datetime | None = None

    @property
    def is_whole_day(self) -> bool:
        """Whether it is exactly one date, 00:00 to 24:00, open to newcomers throughout."""
        is_midnight = (self.start.hour, self.start.minute) == (0, 0)
        return is_midnight and self.end - self.start == ONE_DAY and self.last_entry is None


def date_openings(rules: Rules, date: dt.date, calendar: Calendar) -> tuple[Opening, ...]:
    """Return the openings between 00:00 and 24:00 of `date`, cut at midnight."""
    return _joined(date_stretches(rules, date, calendar))


def openings(rules: Rules, first: dt.date, days: int, calendar: Calendar) -> tuple[Opening, ...]:
    """Return the openings that start on one of `days` dates from `first` on.

    Hours past midnight are one opening; a date that is open around the clock is one by itself.
    """
    found = openings_during(rules, first, days, calendar)
    return tuple(one for one in found if one.start.date() >= first)


def openings_during(
    rules: Rules, first: dt.date, days: int, calendar: Calendar
) -> tuple[Opening, ...]:
    """Return what `openings` does, and before it the opening that runs on into `first`, if any."""
    last = first + dt.timedelta(days=days - 1)
    dates = (first + dt.timedelta(days=number) for number in range(-1, days + 1))
    stretches = (part for date in dates for part in date_stretches(rules, date, calendar))
    midnight = dt.datetime.combine(first, dt.time(), ZONE)
    return tuple(
        one for one in _joined(stretches) if one.end > midnight and one.start.date() <= last
    )


def unknown_stretches(rules: Rules, date: dt.date, calendar: Calendar) -> tuple[Stretch, ...]:
    """Return the stretches of `date` of which nobody knows whether it is open."""
    stretches = date_stretches(rules, date, calendar)
    return tuple(part for part in stretches if part.interval.state is State.UNKNOWN)


def _joined(stretches: Iterable[Stretch]) -> tuple[Opening, ...]:
    out: list[Opening] = []
    for stretch in stretches:
        part = stretch.interval
        if part.state is not State.OPEN:
            continue
        before = out[-1] if out and out[-1].end == stretch.start else None
        if part.is_after_last_entry:
            if before is None:
                out.append(Opening(stretch.start, stretch.end, part.note, stretch.start))
            else:
                shut = before.last_entry or stretch.start
                out[-1] = replace(before, end=stretch.end, last_entry=shut)
        elif before and _goes_on(before, stretch):
            out[-1] = replace(before, end=stretch.end)
        else:
            out.append(Opening(stretch.start, stretch.end, part.note))
    return tuple(out)


def _goes_on(before: Opening, stretch: Stretch) -> bool:
    """Return whether `stretch` is the same opening as `before`, which ends where it starts."""
    if before.last_entry or before.note != stretch.interval.note:
        return False
    return not before.is_whole_day and stretch.end - stretch.start != ONE_DAY

"""Hours drawn as bars: a date from 0:00 to 24:00 in minutes, each bar with its rank."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from finder.holidays import Calendar
from finder.hours import DAY_MIN, ZONE, Rules, Status, date_stretches
from finder.search import rank


class Bar(NamedTuple):
    """A stretch of a date.

    Args:
        start_min, end_min: 0 to 1440.
        rank: the place of its state in a list, as `finder.search.rank`.
        is_partial: open with a note, such as of the floors that are open.
    """

    start_min: int
    end_min: int
    rank: int
    is_partial: bool = False


@lru_cache(maxsize=8_192)
def bars(rules: Rules, date: dt.date, calendar: Calendar) -> tuple[Bar, ...]:
    """Return the bars of `date` without gaps."""
    found: list[Bar] = []
    for stretch in date_stretches(rules, date, calendar):
        start_min, end_min = minutes_on(date, stretch.start, stretch.end)
        bare = Status(stretch.start, stretch.interval, None, None, "", None, None, None, None)
        looks = (rank(bare), bare.admits and bool(bare.note))
        if found and found[-1][2:] == looks:
            start_min = found.pop().start_min
        found.append(Bar(start_min, end_min, *looks))
    return tuple(found)


def minutes_on(date: dt.date, start: dt.datetime, end: dt.datetime) -> tuple[int, int]:
    """Return what a stretch of time covers of `date`, in minutes; the same twice for nothing."""
    midnight = dt.datetime.combine(date, dt.time(), ZONE)
    first, last = (
        min(max(int((moment - midnight).total_seconds()) // 60, 0), DAY_MIN)
        for moment in (start, end)
    )
    return first, last

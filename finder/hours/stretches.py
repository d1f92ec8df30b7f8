"""Dates in a line of time: what runs on from the night before meets what starts today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from finder.holidays import Calendar
from finder.hours.evaluation import Interval, day_intervals
from finder.hours.rules import DAY_MIN, Join, Rules, State


def _zone() -> dt.tzinfo:
    """Return the time of Beijing."""
    try:
        return ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        # The system has no time-zone data and tzdata is gone. China has had no other time, and no
        # summer time, since 1991.
        return dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")


# Opening hours are on the clocks of Beijing, whatever the zone of the server or the reader.
ZONE = _zone()

ONE_DAY = dt.timedelta(days=1)

# Minutes of a date, 0 to 1440, and the interval that holds between them.
_Piece = tuple[int, int, Interval]


@dataclass(frozen=True, slots=True)
class Stretch:
    """An interval with its place in time: `start` and `end` are aware, in Asia/Shanghai."""

    start: dt.datetime
    end: dt.datetime
    interval: Interval


def date_stretches(rules: Rules, date: dt.date, calendar: Calendar) -> list[Stretch]:
    """Return what happens between 00:00 and 24:00 of `date`, without gaps.

    What runs on from the day before is not cut by the rules of `date`.
    """
    midnight = dt.datetime.combine(date, dt.time(), ZONE)
    return [
        Stretch(
            midnight + dt.timedelta(minutes=start_min),
            midnight + dt.timedelta(minutes=end_min),
            part,
        )
        for start_min, end_min, part in _pieces(rules, date, calendar)
    ]


def _pieces(rules: Rules, date: dt.date, calendar: Calendar) -> list[_Piece]:
    pieces = [
        (part.start_min, min(part.end_min, DAY_MIN), part)
        for part in day_intervals(rules, date, calendar)
        if part.start_min < DAY_MIN
    ]
    for part in day_intervals(rules, date - ONE_DAY, calendar):
        if part.end_min > DAY_MIN:
            pieces = _with_night(pieces, part, rules)
    return pieces


def _with_night(pieces: list[_Piece], night: Interval, rules: Rules) -> list[_Piece]:
    """Return `pieces` with what runs on from the day before laid over them."""
    night_start, night_end = max(night.start_min - DAY_MIN, 0), night.end_min - DAY_MIN
    out: list[_Piece] = []
    for piece in pieces:
        start, end, part = piece
        cut_start, cut_end = max(start, night_start), min(end, night_end)
        if cut_start >= cut_end or _outlasts(part, night, rules):
            out.append(piece)
            continue
        if start < cut_start:
            out.append((start, cut_start, part))
        if out and out[-1][2] is night:
            out[-1] = (out[-1][0], cut_end, night)
        else:
            out.append((cut_start, cut_end, night))
        if cut_end < end:
            out.append((cut_end, end, part))
    return out


def _outlasts(part: Interval, night: Interval, rules: Rules) -> bool:
    """Return whether `part` of a date holds although `night` runs on into it.

    A fallback (`||`) holds only where nothing before it does, and what nobody knows of yesterday
    does not make unknown what is open today.
    """
    if night.rule is None:
        return part.state is State.OPEN
    if night.state is State.CLOSED:
        return part.rule is not None and part.rule.join is Join.ELSE
    if night.rule.join is not Join.ELSE or part.state is State.CLOSED:
        return False
    if part.rule is None or part.rule.join is not Join.ELSE:
        return True
    return rules.ordinary.index(part.rule) < rules.ordinary.index(night.rule)

"""What the staff's pages show of a simulation: figures, sentences, and two weeks drawn as bars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from finder.errors import Gettext, untranslated
from finder.facility import Facility
from finder.flips import Dates, Flip
from finder.forecast import FORECAST_DAYS
from finder.holidays import Calendar, DayKind
from finder.hours.stretches import ONE_DAY
from finder.simulation import facility_flips, facility_texts, minute_of, simulation_headline
from finder.strips import Bar, bars, minutes_on
from finder.wording import day_text

# So many facilities are drawn on a page; the figures are of all.
SHOWN_FACILITIES = 20


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One date of a strip.

    Args:
        before, after: the bars of the two lists; none where the facility is not in that list.
        flips: the minutes from and to which the answers differ.
    """

    date: dt.date
    before: tuple[Bar, ...]
    after: tuple[Bar, ...]
    flips: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ShownFlips:
    """One facility for which residents will get other answers.

    Args:
        texts: in which way they differ.
        kind: `changed`, `added` or `removed`.
    """

    facility: Facility
    kind: str
    texts: tuple[str, ...]
    days: tuple[ShownDay, ...]


@dataclass(frozen=True, slots=True)
class ShownSimulation:
    """The context of `staff/_simulation.html`.

    Args:
        headline: the figures, of all facilities.
        dates: each date with what the calendar says of it, and whether nobody works then.
        rows: the first facilities; those whose state changes stand before the others.
        more: how many facilities are not among them.
    """

    headline: str
    first: dt.datetime
    dates: tuple[tuple[dt.date, str, bool], ...]
    rows: tuple[ShownFlips, ...]
    more: int


def shown_simulation(
    flips: Sequence[Flip],
    before: Sequence[Facility],
    first: dt.datetime,
    calendar: Calendar,
    days: int = FORECAST_DAYS,
    calendar_before: Calendar | None = None,
    gettext: Gettext = untranslated,
    limit: int = SHOWN_FACILITIES,
) -> ShownSimulation:
    """Return what a page shows of a simulation.

    Args:
        flips: what `simulation` found with the same `before`, `first`, `calendar` and `days`.
        limit: how many facilities are drawn.
    """
    start = minute_of(first)
    dates = Dates(start, days)
    all_dates = [start.date() + number * ONE_DAY for number in range(days)]
    old = {one.id: one for one in before}
    groups = facility_flips(flips)

    def days_of(own: tuple[Flip, ...]) -> tuple[ShownDay, ...]:
        facility = own[0].facility
        was = old.get(facility.id)
        return tuple(
            ShownDay(
                date,
                bars(was.rules, date, calendar_before or calendar) if was else (),
                bars(facility.rules, date, calendar) if own[0].after else (),
                _minutes(own, date),
            )
            for date in all_dates
        )

    return ShownSimulation(
        headline=simulation_headline(flips, days, gettext),
        first=start,
        dates=tuple(
            (date, day_text(calendar.day(date), gettext), _is_off(date, calendar))
            for date in all_dates
        ),
        rows=tuple(
            ShownFlips(facility, _kind(own[0]), facility_texts(own, dates, gettext), days_of(own))
            for facility, own in groups[:limit]
        ),
        more=max(0, len(groups) - limit),
    )


def _is_off(date: dt.date, calendar: Calendar) -> bool:
    day = calendar.day(date)
    if day is None or day.kind is DayKind.ORDINARY:
        return date.weekday() >= 5
    return day.kind is DayKind.OFF


def _kind(flip: Flip) -> str:
    if flip.before is None:
        return "added"
    return "removed" if flip.after is None else "changed"


def _minutes(flips: tuple[Flip, ...], date: dt.date) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for flip in flips:
        start_min, end_min = minutes_on(date, flip.start, flip.end)
        if start_min == end_min:
            continue
        if found and found[-1][1] == start_min:
            start_min = found.pop()[0]
        found.append((start_min, end_min))
    return tuple(found)

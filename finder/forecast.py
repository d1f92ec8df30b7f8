"""Every status of the coming days in one answer, for a page that shows them without asking again.

A timeline is a line of segments. Within a segment nothing of what a page shows changes but the
minutes of a countdown, so a page finds the sentence of any minute by looking up its segment.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from finder.answer import JsonObject, iso, shown_stretches
from finder.errors import Gettext, sentence, untranslated
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import ZONE, Rules, date_stretches, status_at
from finder.matching import syllables
from finder.naming import facility_name, place_name
from finder.search import offered_services, rank
from finder.translations import catalogue
from finder.wording import (
    SOON_MIN,
    day_text,
    error_text,
    hours_text,
    status_text,
    stretch_text,
    verified_text,
)

# How many days a forecast reaches, the one on which it is made included.
FORECAST_DAYS = 14

_COUNTDOWN = dt.timedelta(minutes=SOON_MIN)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a forecast in which its sentence stays the same.

    Args:
        start_min, until_min: where it starts and where the state changes, in minutes from the
            start of the forecast; the latter None where no change is in sight. It may lie beyond
            the end of the forecast, and beyond segments with the same state.
        rank: the place in a list, as `finder.search.rank`.
        text: the words of `wording.status_text`; a countdown has `{n}` in place of its minutes,
            which are `until_min` less the minute asked for.
    """

    start_min: int
    rank: int
    text: str
    until_min: int | None


def segments(
    rules: Rules,
    first: dt.date,
    calendar: Calendar,
    gettext: Gettext = untranslated,
    has_phone: bool = False,
) -> tuple[Segment, ...]:
    """Return the segments from 00:00 of `first` to the end of the forecast, without gaps."""
    start = dt.datetime.combine(first, dt.time(), ZONE)
    found: list[Segment] = []
    for date in dates(first):
        for when in _edges(rules, date, calendar):
            status = status_at(rules, when, calendar)
            segment = Segment(
                _minutes_between(start, when),
                rank(status),
                status_text(status, gettext, has_phone, leaves_minutes_open=True),
                _minutes_between(start, status.until) if status.until else None,
            )
            if not found or _shown(found[-1]) != _shown(segment):
                found.append(segment)
    return tuple(found)


def dates(first: dt.date) -> list[dt.date]:
    """Return the dates of a forecast that starts with `first`."""
    return [first + dt.timedelta(days=days) for days in range(FORECAST_DAYS)]


def _edges(rules: Rules, date: dt.date, calendar: Calendar) -> list[dt.datetime]:
    """Return the moments of `date` at which the sentence may become another one.

    Midnight is always one of them: tomorrow becomes today.
    """
    edges: list[dt.datetime] = []
    for stretch in date_stretches(rules, date, calendar):
        edges.append(stretch.start)
        until = status_at(rules, stretch.start, calendar).until
        if until and stretch.start < until - _COUNTDOWN < stretch.end:
            edges.append(until - _COUNTDOWN)
    return edges


def _shown(segment: Segment) -> tuple[int, str, int | None]:
    return segment.rank, segment.text, segment.until_min


def _minutes_between(start: dt.datetime, end: dt.datetime) -> int:
    return int((end - start).total_seconds()) // 60


def date_words(
    rules: Rules, date: dt.date, calendar: Calendar, gettext: Gettext = untranslated
) -> str:
    """Return what happens on `date` in one line: those of the week table, or that it is shut."""
    lines = [stretch_text(stretch, gettext) for stretch in shown_stretches(rules, date, calendar)]
    return sentence("；").text(gettext).join(lines) or sentence("闭馆").text(gettext)


@dataclass(frozen=True, slots=True)
class _Texts:
    """Sentences that are written once and then named by their place."""

    places: dict[str, int] = field(default_factory=dict)

    def place(self, text: str) -> int:
        return self.places.setdefault(text, len(self.places))


def forecast_object(
    facilities: tuple[Facility, ...],
    made_at: dt.datetime,
    calendar: Calendar,
    language: str = "zh",
) -> JsonObject:
    """Return the object of `/api/forecast.json`: all facilities, from 00:00 of the day on.

    Facilities with the same hours share a timeline, by its place. A segment is the minutes since
    the one before it started, its rank, the place of its text, and the minutes from its start to
    the next change of the state; the first counts from `start`, in minutes since 1970 (UTC).

    Args:
        made_at: the present moment, in Asia/Shanghai.
        language: `zh` or `en`.
    """
    gettext = catalogue(language)
    first = made_at.date()
    texts = _Texts()
    places: dict[tuple[Rules, bool], int] = {}
    timelines: list[JsonObject] = []
    shown: list[JsonObject] = []
    for facility in facilities:
        key = (facility.rules, bool(facility.phone))
        if key not in places:
            places[key] = len(timelines)
            timelines.append(_timeline_object(*key, first, calendar, texts, gettext))
        shown.append(_facility_object(facility, first, language) | {"timeline": places[key]})
    start = dt.datetime.combine(first, dt.time(), ZONE)
    return {
        "made_at": iso(made_at.replace(microsecond=0)),
        "start": int(start.timestamp()) // 60,
        "days": FORECAST_DAYS,
        "day_notes": [day_text(calendar.day(date), gettext) or None for date in dates(first)],
        "texts": list(texts.places),
        "timelines": timelines,
        "facilities": shown,
    }


def _timeline_object(
    rules: Rules,
    has_phone: bool,
    first: dt.date,
    calendar: Calendar,
    texts: _Texts,
    gettext: Gettext,
) -> JsonObject:
    # Counted from one to the next, the same day is written the same, and compresses to little.
    rows: list[list[int | None]] = []
    before_min = 0
    for part in segments(rules, first, calendar, gettext, has_phone):
        left_min = None if part.until_min is None else part.until_min - part.start_min
        rows.append([part.start_min - before_min, part.rank, texts.place(part.text), left_min])
        before_min = part.start_min
    return {
        "segments": rows,
        "days": [texts.place(date_words(rules, date, calendar, gettext)) for date in dates(first)],
    }


def _facility_object(facility: Facility, today: dt.date, language: str) -> JsonObject:
    """Return what a page shows of a facility besides its status; what is blank is left out."""
    gettext = catalogue(language)
    position, error_m = facility.position, facility.error_m
    title, town_name = facility_name(facility, language), place_name(facility.town, gettext)
    services = offered_services(facility)
    columns = ("town", "address", "wheelchair", "phone", "website", "notice", "source")
    return {
        "id": facility.id,
        "name": facility.name,
        "kind": facility.kind_key.value,
        "kind_name": facility.kind_key.label.text(gettext),
        "lat": round(position.lat, 6) if position else None,
        "lon": round(position.lon, 6) if position else None,
        **{name: getattr(facility, name) for name in columns if getattr(facility, name)},
        **({"title": title} if title != facility.name else {}),
        **({"town_name": town_name} if town_name != facility.town else {}),
        **({"error_m": error_m, "accuracy": error_text(error_m, gettext)} if error_m else {}),
        **({"services": list(services)} if services else {}),
        "hours": hours_text(facility.rules, gettext),
        **({"published": facility.opening_hours} if facility.opening_hours else {}),
        "verified": verified_text(facility.verified_date, today, gettext),
        "syllables": syllables(facility),
    }

"""Answers as JSON objects: the same ones for the API and the terminal."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field

from finder.arrival import arrival_text
from finder.errors import Gettext, sentence, untranslated
from finder.facility import Facility
from finder.geo import cycle_minutes, walk_minutes
from finder.holidays import Calendar
from finder.hours import Rules, State, Status, Stretch, date_stretches, status_at
from finder.search import Query, Result, result_of
from finder.wording import (
    day_text,
    distance_text,
    hours_text,
    note_text,
    status_text,
    stretch_text,
    weekday_name,
    why_unknown,
)

JsonObject = dict[str, object]

# The most ways that are kept written for one moment: about three megabytes.
MOST_PARTS = 10_000

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Parts:
    """JSON that was written for one list, moment and language.

    Args:
        facilities: what stands before and after the way to a facility, by its id.
        ways: what somebody finds there, by its id and the minutes of the walk.
    """

    facilities: dict[str, tuple[str, str]] = field(default_factory=dict)
    ways: dict[tuple[str, int | None], str] = field(default_factory=dict)


def iso(moment: dt.datetime | None) -> str | None:
    """Return a moment as ISO 8601 with its offset."""
    return moment.isoformat() if moment else None


def near_object(
    query: Query, results: tuple[Result, ...], gettext: Gettext = untranslated
) -> JsonObject:
    """Return the object of `/api/near` and `finder near --json`."""
    assert query.position is not None  # noqa: S101 - both ask for one
    return {
        "at": iso(query.when),
        "lat": query.position.lat,
        "lon": query.position.lon,
        "results": [_result_object(result, gettext) for result in results],
    }


def near_texts(
    query: Query, results: tuple[Result, ...], gettext: Gettext = untranslated
) -> Iterator[str]:
    """Yield the lines of `finder near`: the moment, then a facility each."""
    yield f"{query.when:%Y-%m-%d} {weekday_name(query.when, gettext)} {query.when:%H:%M}"
    for one in results:
        away = distance_text(one.distance_m or 0.0, gettext)
        text = status_text(one.status, gettext, has_phone=bool(one.facility.phone))
        yield f"{away:>9}  {one.facility.name}  {text}"
    if not results:
        yield sentence("这个时间没有开放的设施。").text(gettext)


def near_text(
    query: Query,
    found: Iterable[tuple[Facility, Status, float | None]],
    calendar: Calendar,
    parts: Parts,
    gettext: Gettext = untranslated,
) -> str:
    """Return `near_object` as JSON, of facilities with their statuses and distances in metres.

    Args:
        parts: what was written before for the same list, moment and language; it grows.
    """
    head = _encoded(near_object(query, (), gettext)).removesuffix("]}")
    shown = []
    for facility, status, away_m in found:
        walk_min = None if away_m is None else walk_minutes(away_m)
        written = parts.facilities.get(facility.id)
        way = parts.ways.get((facility.id, walk_min))
        if written is None or way is None:
            result = result_of(facility, status, away_m, calendar)
            written, way = _written(result, gettext)
            if len(parts.ways) < MOST_PARTS:
                parts.facilities[facility.id] = written
                parts.ways[facility.id, walk_min] = way
        if away_m is None:
            distance = '"distance_m":null,"walk_minutes":null,"cycle_minutes":null'
        else:
            distance = (
                f'"distance_m":{round(away_m, 1)},"walk_minutes":{walk_min},'
                f'"cycle_minutes":{cycle_minutes(away_m)}'
            )
        shown.append(f"{written[0]},{distance},{way},{written[1]}")
    return f"{head}{','.join(shown)}]}}"


def _written(result: Result, gettext: Gettext) -> tuple[tuple[str, str], str]:
    place = _encoded(_place_object(result.facility))
    state = _encoded(_state_object(result, gettext))
    return (place[:-1], state[1:]), _encoded(_arrival_object(result, gettext))[1:-1]


def _result_object(result: Result, gettext: Gettext) -> JsonObject:
    return {
        **_place_object(result.facility),
        **_way_object(result),
        **_arrival_object(result, gettext),
        **_state_object(result, gettext),
    }


def _place_object(facility: Facility) -> JsonObject:
    position = facility.position
    return {
        "id": facility.id,
        "name": facility.name,
        "kind": facility.kind_key.value,
        "lat": position.lat if position else None,
        "lon": position.lon if position else None,
    }


def _way_object(result: Result) -> JsonObject:
    return {
        "distance_m": None if result.distance_m is None else round(result.distance_m, 1),
        "walk_minutes": result.walk_minutes,
        "cycle_minutes": result.cycle_minutes,
    }


def _arrival_object(result: Result, gettext: Gettext) -> JsonObject:
    walked = result.arrival
    return {
        "arrival": arrival_text(walked, gettext) if walked else None,
        "open_on_arrival": walked.admits if walked else None,
    }


def _state_object(result: Result, gettext: Gettext) -> JsonObject:
    return {
        **status_object(result.facility, result.status, gettext),
        "accuracy_m": result.facility.error_m,
        "verified_on": result.facility.verified_on or None,
    }


def status_object(facility: Facility, status: Status, gettext: Gettext) -> JsonObject:
    """Return the keys that say whether a facility is open."""
    return {
        "state": status.state.value,
        "note": note_text(status, gettext) or None,
        "until": iso(status.until),
        "next_open": iso(status.next_open),
        "last_entry": iso(status.last_entry),
        "holiday_unconfirmed": status.holiday_unconfirmed,
        "text": status_text(status, gettext, has_phone=bool(facility.phone)),
    }


def facility_object(
    facility: Facility, when: dt.datetime, calendar: Calendar, gettext: Gettext = untranslated
) -> JsonObject:
    """Return everything about one facility: its columns, its status, and its week from `when`."""
    status = status_at(facility.rules, when, calendar)
    position = facility.position
    return {
        **asdict(facility),
        "opening_hours_osm": str(facility.rules),
        "opening_hours_text": hours_text(facility.rules, gettext),
        "kind": facility.kind_key.value,
        "lat": position.lat if position else None,
        "lon": position.lon if position else None,
        "datum": "wgs84",
        "accuracy_m": facility.error_m,
        "at": iso(when),
        "status": status_object(facility, status, gettext),
        "week": [
            {
                "date": date.isoformat(),
                "day": day_text(calendar.day(date), gettext) or None,
                "intervals": [
                    {
                        **interval_object(stretch, gettext),
                        "text": stretch_text(stretch, gettext),
                    }
                    for stretch in shown_stretches(facility.rules, date, calendar)
                ],
            }
            for date in week(when.date())
        ],
    }


def week(first: dt.date) -> list[dt.date]:
    """Return seven dates from `first` on."""
    return [first + dt.timedelta(days=days) for days in range(7)]


def shown_stretches(rules: Rules, date: dt.date, calendar: Calendar) -> list[Stretch]:
    """Return the stretches of `date` that are worth a line: not those closed without a note."""
    return [
        stretch
        for stretch in date_stretches(rules, date, calendar)
        if stretch.interval.state is not State.CLOSED or stretch.interval.note
    ]


def interval_object(stretch: Stretch, gettext: Gettext = untranslated) -> JsonObject:
    """Return a stretch of time as JSON; what is unknown has its reason as its note."""
    part = stretch.interval
    note = why_unknown(stretch, gettext) if part.state is State.UNKNOWN else part.note
    return {
        "start": iso(stretch.start),
        "end": iso(stretch.end),
        "state": part.state.value,
        "note": note or None,
    }

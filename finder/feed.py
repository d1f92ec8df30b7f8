"""The list as a feed of JSON files for programs that keep a copy, in the manner of GTFS and GBFS.

Times are of the date on which they start and go past 24:00, as in GTFS. What nobody knows is null
or `unknown`, never left out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from operator import itemgetter

from finder.answer import JsonObject
from finder.exceptional import Dates, exceptional
from finder.facility import Facility, Kind
from finder.holidays import Calendar, Day
from finder.hours import ZONE, Interval, Rules, State, clock, day_intervals
from finder.hours.stretches import ONE_DAY
from finder.origin import Origin
from finder.wording import hours_text

FORMAT = "1.0"

# How long a copy may be kept before the manifest is looked at again.
TTL_S = 300

# For so many dates the hours are also there as plain times.
HOURS_DAYS = 14

PARTS = ("facilities", "hours", "calendar", "closures")

# Whose positions are among the data; under which licence the list itself stands nobody has said.
CREDITS = ("© OpenStreetMap contributors (ODbL)", "GeoNames (CC BY 4.0)")

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _head(origin: Origin, until: dt.date | None) -> JsonObject:
    """Return what every file begins with.

    Args:
        until: the last date that the file is good for; None if no date is known after which it
            is not.
    """
    return {
        "format_version": FORMAT,
        "feed_version": origin.listing.number,
        "published_at": origin.listing.published_at or None,
        "valid_from": origin.first.isoformat(),
        "valid_until": max(until, origin.first).isoformat() if until else None,
        "ttl_s": TTL_S,
        "language": "en" if origin.language == "en" else "zh-Hans",
        "timezone": str(ZONE),
        "licence": None,
        "credits": list(CREDITS),
    }


def _untils(origin: Origin) -> dict[str, dt.date | None]:
    """Return the last date that each file is good for: of its dates, or of the known holidays."""
    known = origin.calendar.known_until
    hours = origin.first + (HOURS_DAYS - 1) * ONE_DAY
    return {"facilities": None, "hours": hours, "calendar": known, "closures": known}


def manifest_parts(origin: Origin) -> Iterator[bytes]:
    """Yield the manifest: what the feed is, of when, and where its files are."""
    untils = _untils(origin)
    first_over = min(until for until in untils.values() if until)
    files = [{"name": name, "url": origin.page(f"/feed/{name}.json")} for name in PARTS]
    about = {"facilities_count": len(origin.listing.facilities), "files": files}
    yield _encoded(_head(origin, first_over) | about).encode()


def facilities_parts(origin: Origin) -> Iterator[bytes]:
    """Yield every facility but for its hours."""
    kinds = {kind.value: kind.label.text(origin.gettext) for kind in Kind}
    rows = (_facility(one, origin) for one in origin.listing.facilities)
    return _file(
        _head(origin, _untils(origin)["facilities"]) | {"kinds": kinds}, "facilities", rows
    )


def hours_parts(origin: Origin) -> Iterator[bytes]:
    """Yield the hours of every facility: as staff wrote them, as a rule, and date by date."""
    rows = (_hours(one, origin) for one in origin.listing.facilities)
    return _file(_head(origin, _untils(origin)["hours"]), "hours", rows)


def calendar_parts(origin: Origin) -> Iterator[bytes]:
    """Yield the days off and make-up working days that the hours go by."""
    calendar = origin.calendar
    known: JsonObject = {
        "known_from": calendar.known_from.isoformat(),
        "known_until": calendar.known_until.isoformat(),
        "source": calendar.source,
    }
    days = sorted(calendar.days.items(), key=itemgetter(0))
    rows = (_day(date, day, origin) for date, day in days if date.year >= origin.first.year)
    return _file(_head(origin, _untils(origin)["calendar"]) | known, "days", rows)


def closures_parts(origin: Origin) -> Iterator[bytes]:
    """Yield the coming closures, special hours and holidays of every facility."""
    found = exceptional(origin.listing.facilities, origin.first, origin.calendar)
    known: JsonObject = {"known_until": origin.calendar.known_until.isoformat()}
    return _file(
        _head(origin, _untils(origin)["closures"]) | known,
        "closures",
        (_closure(*one, origin) for one in found),
    )


def _file(head: JsonObject, name: str, rows: Iterable[JsonObject]) -> Iterator[bytes]:
    """Yield an object with the rows as its last member, a row at a time."""
    yield f'{_encoded(head).removesuffix("}")},"{name}":['.encode()
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n{_encoded(row)}".encode()
    yield b"\n]}\n"


def _facility(one: Facility, origin: Origin) -> JsonObject:
    lat, lon = one.position or (None, None)
    return {
        "id": one.id,
        "name": one.name,
        "name_en": one.name_en or None,
        "kind": one.kind_key.value,
        "town": one.town or None,
        "address": one.address or None,
        "lat": None if lat is None else round(lat, 6),
        "lon": None if lon is None else round(lon, 6),
        "accuracy_m": one.error_m,
        "services": list(one.service_names),
        "wheelchair": one.wheelchair or None,
        "phone": one.phone or None,
        "website": one.website or None,
        "notice": one.notice or None,
        "source": one.source or None,
        "verified_on": one.verified_on or None,
        "url": origin.page(f"/facilities/{one.id}"),
    }


def _hours(one: Facility, origin: Origin) -> JsonObject:
    rules = one.rules
    dates = [origin.first + number * ONE_DAY for number in range(HOURS_DAYS)]
    return {
        "facility_id": one.id,
        "published": one.opening_hours or None,
        "published_exceptions": one.special_hours or None,
        "rule": str(rules) or None,
        "text": hours_text(rules, origin.gettext),
        "verified_on": one.verified_on or None,
        "dates": {date.isoformat(): _date(rules, date, origin.calendar) for date in dates},
    }


def _date(rules: Rules, date: dt.date, calendar: Calendar) -> list[JsonObject]:
    return [_interval(part) for part in day_intervals(rules, date, calendar)]


def _interval(part: Interval) -> JsonObject:
    made: JsonObject = {
        "from": clock(part.start_min),
        "to": clock(part.end_min),
        "state": part.state.value,
    }
    if part.state is State.UNKNOWN:
        made["why"] = part.cause.value
    if part.note:
        made["note"] = part.note
    if part.is_after_last_entry:
        made["admits"] = False
    return made


def intervals(dates: Dates, state: State) -> list[JsonObject]:
    """Return the times of exceptional dates that have a state."""
    return [_interval(part) for part in dates.intervals if part.state is state]


def _day(date: dt.date, day: Day, origin: Origin) -> JsonObject:
    # The translation of nothing is the head of the catalogue.
    festival = origin.gettext(day.festival) if day.festival else None
    return {"date": date.isoformat(), "kind": day.kind.value, "festival": festival}


def _closure(facility: Facility, dates: Dates, origin: Origin) -> JsonObject:
    return {
        "facility_id": facility.id,
        "first": dates.first.isoformat(),
        "last": dates.last.isoformat(),
        "state": dates.state.value,
        "why": dates.why.value,
        "festival": origin.gettext(dates.festival) if dates.festival else None,
        "note": dates.note or None,
        "open": intervals(dates, State.OPEN),
        "unknown": intervals(dates, State.UNKNOWN),
    }

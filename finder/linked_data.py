"""One facility as linked data of schema.org, for search engines and assistants (JSON-LD).

schema.org has no word for "nobody knows". So the ordinary week is stated only for spans of dates of
which all is known, dates that differ from it by name, and the rest not at all.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from finder.answer import JsonObject
from finder.facility import Facility, Kind
from finder.holidays import Calendar
from finder.hours import Rules
from finder.hours.stretches import ONE_DAY
from finder.openings import Opening, openings, unknown_stretches

DATA_DAYS = 60
_YEAR_DAYS = 366
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TYPES = {
    Kind.LIBRARY: "Library",
    Kind.MINI_LIBRARY: "Library",
    Kind.MUSEUM: "Museum",
    Kind.HERITAGE: "LandmarksOrHistoricalBuildings",
}

# Every day is ordinary in it: what it gives is the week that holds when there is no holiday.
_NO_HOLIDAYS = Calendar({}, dt.date.min, dt.date.max, source="")

# Opening and closing as schema.org writes them, and what is open then.
_Times = tuple[str, str, str]
_Week = tuple[tuple[_Times, ...], ...]


def linked_data(facility: Facility, today: dt.date, calendar: Calendar, address: str) -> JsonObject:
    """Return the facility as an object of schema.org.

    Args:
        today: the first of the `DATA_DAYS` dates that are spoken of.
        address: the facility's page in the language of the reader, absolute.
    """
    position = facility.position
    data: JsonObject = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(facility.kind_key, "CivicStructure"),
        # One thing, whatever the language of the page that speaks of it.
        "@id": address.partition("?")[0],
        "name": facility.name,
        "alternateName": facility.name_en,
        "url": facility.website or address,
        "telephone": facility.phone,
        "address": _without_blanks(
            {
                "@type": "PostalAddress",
                "streetAddress": facility.address,
                "addressLocality": facility.town,
            }
        ),
    }
    # A representative point may be kilometres off, and the format cannot say so.
    if position and not facility.error_m:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": round(position.lat, 6),
            "longitude": round(position.lon, 6),
        }
    data |= _hours(facility.rules, today, calendar)
    return {key: value for key, value in data.items() if value}


def json_text(data: JsonObject) -> str:
    """Return the object as text that can stand inside a script element."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _without_blanks(data: JsonObject) -> JsonObject | None:
    given = {key: value for key, value in data.items() if value}
    return given if len(given) > 1 else None


def _plain_week(rules: Rules, today: dt.date) -> _Week | None:
    """Return the times of Monday to Sunday if every ordinary week of a year is the same one."""
    weekly = Rules(tuple(rule for rule in rules.ordinary if not rule.is_dated))
    if not weekly.ordinary:
        return None
    found: list[set[tuple[_Times, ...] | None]] = [set() for _ in _WEEKDAYS]
    for date, times in _times_of_dates(weekly, today, _YEAR_DAYS, _NO_HOLIDAYS).items():
        found[date.weekday()].add(times)
    week = [next(iter(times)) for times in found if len(times) == 1]
    known = tuple(times for times in week if times is not None)
    return known if len(known) == len(_WEEKDAYS) else None


def _times_of_dates(
    rules: Rules, first: dt.date, days: int, calendar: Calendar
) -> dict[dt.date, tuple[_Times, ...] | None]:
    """Return the times that start on each of `days` dates.

    None stands for a date of which not all is known, or whose times cannot be written: opening
    and closing are times of the day, so that they say nothing of more than 24 hours.
    """
    dates = [first + number * ONE_DAY for number in range(days + 1)]
    unknown = {date for date in dates if unknown_stretches(rules, date, calendar)}
    times: dict[dt.date, list[_Times]] = {date: [] for date in dates[:-1]}
    for one in openings(rules, first, days, calendar):
        date = one.start.date()
        times[date].append(_times(one))
        is_long = one.end - one.start >= ONE_DAY and not one.is_whole_day
        if is_long or (_is_late(one) and one.end.date() in unknown):
            unknown.add(date)
    return {date: None if date in unknown else tuple(found) for date, found in times.items()}


def _is_late(opening: Opening) -> bool:
    """Return whether it runs on into the next date."""
    return opening.end > opening.start.replace(hour=0, minute=0) + ONE_DAY


def _times(opening: Opening) -> _Times:
    """Return when it opens and closes; a closing time before the opening one is the next day's.

    From 00:00 to 00:00 would mean closed, so a whole day ends at 23:59.
    """
    if opening.is_whole_day:
        return "00:00", "23:59", opening.note
    return f"{opening.start:%H:%M}", f"{opening.end:%H:%M}", opening.note


# The same all day long, and by far the longest work of a page.
@lru_cache(maxsize=1024)
def _hours(rules: Rules, today: dt.date, calendar: Calendar) -> JsonObject:
    """Return the ordinary week and the dates that differ from it; nothing without such a week."""
    week = _plain_week(rules, today)
    if week is None:
        return {}
    # Yesterday too: its night may still run.
    said = _times_of_dates(rules, today - ONE_DAY, DATA_DAYS + 1, calendar)
    if _is_so_all_year(rules, week, today, calendar):
        weekly = _week_objects(week, {})
    else:
        weekly = [
            one
            for first, last in _known_spans([date for date in said if said[date] is not None])
            for one in _week_objects(week, _valid(first, last))
        ]
    special = [
        one
        for date, times in said.items()
        if times is not None and times != week[date.weekday()]
        for one in _objects(times, _valid(date, date))
    ]
    return {"openingHoursSpecification": weekly, "specialOpeningHoursSpecification": special}


def _is_so_all_year(rules: Rules, week: _Week, today: dt.date, calendar: Calendar) -> bool:
    """Return whether the week may be stated without an end.

    It is believed for as long as somebody keeps it, so that no exception may come after the dates
    that are named.
    """
    if any(rule.is_dated for rule in (*rules.ordinary, *rules.special)):
        return False
    times = _times_of_dates(rules, today, _YEAR_DAYS, calendar)
    named = today + DATA_DAYS * ONE_DAY
    return all(
        found == week[date.weekday()] or (found is not None and date < named)
        for date, found in times.items()
    )


def _valid(first: dt.date, last: dt.date) -> JsonObject:
    return {"validFrom": first.isoformat(), "validThrough": last.isoformat()}


def _known_spans(dates: Sequence[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """Return the runs of dates without a gap, first and last of each."""
    runs = groupby(enumerate(dates), key=lambda pair: pair[1] - pair[0] * ONE_DAY)
    spans = [[date for _number, date in run] for _start, run in runs]
    return [(span[0], span[-1]) for span in spans]


def _week_objects(week: _Week, valid: JsonObject) -> list[JsonObject]:
    """Return the week, weekdays of the same times together."""
    days: dict[tuple[_Times, ...], list[str]] = {}
    for name, times in zip(_WEEKDAYS, week, strict=True):
        days.setdefault(times, []).append(name)
    return [
        one
        for times, names in days.items()
        for one in _objects(times, {"dayOfWeek": names} | valid)
    ]


def _objects(times: Iterable[_Times], selector: JsonObject) -> list[JsonObject]:
    """Return an object for each time of the selected days; closed all day is 00:00 to 00:00."""
    found = []
    for opens, closes, note in tuple(times) or (("00:00", "00:00", ""),):
        one: JsonObject = {"@type": "OpeningHoursSpecification", **selector}
        one |= {"opens": opens, "closes": closes}
        found.append(one | ({"description": note} if note else {}))
    return found

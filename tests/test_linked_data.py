"""Linked data of a facility: every statement is one of the evaluator, and nothing else is said."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import DAY_MIN, ZONE, State, date_stretches
from finder.linked_data import DATA_DAYS, json_text, linked_data
from tests.made_up import facility

ADDRESS = "https://finder.example/facilities/jia"
TODAY = dt.date(2026, 11, 24)
ONE_DAY = dt.timedelta(days=1)
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def data_of(found: Facility, calendar: Calendar, today: dt.date = TODAY) -> dict[str, Any]:
    """Return the data as a reader of the page gets it."""
    parsed: dict[str, Any] = json.loads(json_text(linked_data(found, today, calendar, ADDRESS)))
    return parsed


def holds(one: dict[str, Any], date: dt.date) -> bool:
    first, last = one.get("validFrom", "0000"), one.get("validThrough", "9999")
    named = "dayOfWeek" not in one or DAYS[date.weekday()] in one["dayOfWeek"]
    return bool(first <= date.isoformat() <= last and named)


def stated(data: dict[str, Any], date: dt.date) -> list[tuple[dt.datetime, dt.datetime]] | None:
    """Return the openings that the data state for a date; None if they say nothing of it.

    Read as search engines do: special dates win, 00:00 to 00:00 is closed, 23:59 is the end of
    the day, closing before opening is on the next day.
    """
    for key in ("specialOpeningHoursSpecification", "openingHoursSpecification"):
        found = [one for one in data.get(key, []) if holds(one, date)]
        if found:
            return [times(one, date) for one in found if one["opens"] != one["closes"]]
    return None


def times(one: dict[str, Any], date: dt.date) -> tuple[dt.datetime, dt.datetime]:
    start, end = (
        dt.datetime.combine(date, dt.time.fromisoformat(one[key]), ZONE)
        for key in ("opens", "closes")
    )
    if one["closes"] == "23:59":
        end += dt.timedelta(minutes=1)
    return start, end if end > start else end + ONE_DAY


def assert_agrees(found: Facility, calendar: Calendar, today: dt.date) -> int:
    """Check every date of which the data speak, minute by minute; return how many there are."""
    data = data_of(found, calendar, today)
    days = [today + number * ONE_DAY for number in range(-1, DATA_DAYS)]
    openings = {date: stated(data, date) for date in days}
    for date in days[1:]:
        parts = date_stretches(found.rules, date, calendar)
        if openings[date] is None:
            continue
        assert all(part.interval.state is not State.UNKNOWN for part in parts), (found.id, date)
        there = [*(openings[date - ONE_DAY] or []), *(openings[date] or [])]
        for part in parts:
            ran_on = part.interval.end_min > DAY_MIN and part.end.date() == date
            if ran_on and openings[date - ONE_DAY] is None:
                continue  # hours of a day that is not spoken of
            at = part.start
            while at < part.end:
                is_open = any(start <= at < end for start, end in there)
                assert is_open == (part.interval.state is State.OPEN), (found.id, at)
                at += dt.timedelta(minutes=15)
    return sum(openings[date] is not None for date in days[1:])


@pytest.mark.parametrize("today", [TODAY, dt.date(2026, 9, 10), dt.date(2026, 12, 25)])
def test_every_statement_about_the_next_sixty_days_is_the_evaluators(
    facilities: tuple[Facility, ...], calendar: Calendar, today: dt.date
) -> None:
    spoken_of = {one.id: assert_agrees(one, calendar, today) for one in facilities}
    assert spoken_of["xiaopu-24h"] == DATA_DAYS
    assert spoken_of["grand-canal-museum"] == 0
    assert spoken_of["tz-library"] > 0


@pytest.mark.parametrize(
    "hours",
    [
        "Mo-Su 18:00-26:00",
        "Mo-Su,PH 18:00-26:00; Sa off",
        "Mo-Su,PH 09:00-24:00",
        "Fr 22:00-46:00; PH off",
        "Mo-Fr 09:00-17:00; Sa-Su 00:00-24:00; PH off",
        "Mo-Fr 09:00-17:00; PH 10:00-12:00",
        "WD 09:00-17:00; PH off",
        'Mo-Su,PH 09:00-17:00, Mo-Su,PH 16:30-17:00 open "停止入馆"',
        "Mo-Su 09:00-17:00; 2026 Sep 20-30 off",
        "Mo-Su 09:00-12:00 unknown",
    ],
)
@pytest.mark.parametrize("special", ["", "2026年10月1日至3日闭馆", "2026年12月24日10:00-12:00"])
def test_hours_of_every_shape_are_stated_truly_or_not_at_all(
    calendar: Calendar, hours: str, special: str
) -> None:
    found = facility(opening_hours=hours, special_hours=special)
    for today in (TODAY, dt.date(2026, 9, 10), dt.date(2026, 12, 25)):
        assert_agrees(found, calendar, today)


def test_a_plain_week_is_stated_once_with_closed_days_and_merged_last_entry(
    calendar: Calendar,
) -> None:
    hours = 'Tu-Su,PH 09:00-17:00, Tu-Su,PH 16:30-17:00 open "停止入馆"; 2026 Dec 24 off'
    data = data_of(facility(opening_hours=hours), calendar)
    # 2027 is not published: a Tuesday to Sunday is open anyhow, Monday 4 January nobody knows.
    valid = {"validFrom": "2026-11-23", "validThrough": "2027-01-03"}
    kind = {"@type": "OpeningHoursSpecification"}
    closed = {"opens": "00:00", "closes": "00:00"}
    dated = {"validFrom": "2026-12-24", "validThrough": "2026-12-24"}
    assert data["openingHoursSpecification"][:2] == [
        kind | {"dayOfWeek": ["Monday"]} | valid | closed,
        kind | {"dayOfWeek": DAYS[1:]} | valid | {"opens": "09:00", "closes": "17:00"},
    ]
    assert data["specialOpeningHoursSpecification"][0] == kind | dated | closed


def test_around_the_clock_holds_without_end(calendar: Calendar) -> None:
    data = data_of(facility(opening_hours="24/7"), calendar)
    assert data["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": DAYS,
            "opens": "00:00",
            "closes": "23:59",
        }
    ]
    assert "specialOpeningHoursSpecification" not in data


@pytest.mark.parametrize(
    "hours",
    ["", "Apr-Oct 09:00-18:00; Nov-Mar 09:00-16:00", "Mo-Su,PH 09:00-17:00; Mo[1] off"],
)
def test_what_is_no_plain_week_has_no_hours(calendar: Calendar, hours: str) -> None:
    data = data_of(facility(opening_hours=hours), calendar)
    assert "openingHoursSpecification" not in data
    assert "specialOpeningHoursSpecification" not in data


def test_what_it_is_and_where(calendar: Calendar) -> None:
    found = facility(name_en="Jia", address="某街1号", town="某镇", phone="010-1", kind="museum")
    data = data_of(found, calendar)
    assert data["@type"] == "Museum"
    assert (data["name"], data["alternateName"], data["telephone"]) == ("甲馆", "Jia", "010-1")
    assert data["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "某街1号",
        "addressLocality": "某镇",
    }
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 39.9, "longitude": 116.7}
    assert data["url"] == data["@id"] == ADDRESS
    bare = data_of(facility(accuracy_m="3000"), calendar)
    assert not {"geo", "address", "telephone", "alternateName"} & set(bare)


def test_a_facility_is_the_same_thing_in_both_languages(calendar: Calendar) -> None:
    data = linked_data(facility(), TODAY, calendar, f"{ADDRESS}?lang=en")
    assert (data["@id"], data["url"]) == (ADDRESS, f"{ADDRESS}?lang=en")


def test_a_name_cannot_end_the_script_that_holds_the_data(calendar: Calendar) -> None:
    text = json_text(linked_data(facility(name="</script><b>"), TODAY, calendar, ADDRESS))
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><b>"


def test_the_page_carries_its_data(client: FlaskClient) -> None:
    page = client.get("/facilities/tz-library").text
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert script
    data = json.loads(script[1])
    assert data["name"] == "通州区图书馆"
    assert data["@id"] == "http://localhost/facilities/tz-library"


# Of schema.org 29: the properties that we use, with the types of their values. A Library, a Museum
# and the others are CivicStructures and so Places and Things; none of them is anything else here.
THING = {"@id": str, "@type": str, "name": str, "alternateName": str, "url": str}
PLACE = {
    "telephone": str,
    "address": "PostalAddress",
    "geo": "GeoCoordinates",
    "openingHoursSpecification": ["OpeningHoursSpecification"],
    "specialOpeningHoursSpecification": ["OpeningHoursSpecification"],
}
SCHEMA: dict[str, dict[str, Any]] = {
    **{
        kind: {"@context": str, **THING, **PLACE}
        for kind in ("Library", "Museum", "LandmarksOrHistoricalBuildings", "CivicStructure")
    },
    "PostalAddress": {"@type": str, "streetAddress": str, "addressLocality": str},
    "GeoCoordinates": {"@type": str, "latitude": float, "longitude": float},
    "OpeningHoursSpecification": {
        "@type": str,
        "dayOfWeek": [str],
        "opens": str,
        "closes": str,
        "validFrom": str,
        "validThrough": str,
        # Of Thing.
        "description": str,
    },
}


def assert_of_schema(value: Any, expected: Any) -> None:
    """Check that a value has only properties of its type, each of the type that it may have."""
    if isinstance(expected, list):
        assert isinstance(value, list)
        assert value
        for one in value:
            assert_of_schema(one, expected[0])
    elif isinstance(expected, str):
        assert value["@type"] == expected
        assert set(value) <= set(SCHEMA[expected]), expected
        for name, one in value.items():
            assert_of_schema(one, SCHEMA[expected][name])
    else:
        assert isinstance(value, expected)
        assert value != ""


def assert_whole(one: dict[str, Any]) -> None:
    """Check that hours name their times and of which days they are."""
    assert re.fullmatch(r"[0-2]\d:[0-5]\d", one["opens"])
    assert re.fullmatch(r"[0-2]\d:[0-5]\d", one["closes"])
    assert set(one.get("dayOfWeek", [])) <= set(DAYS)
    if "validFrom" in one:
        first, last = (dt.date.fromisoformat(one[key]) for key in ("validFrom", "validThrough"))
        assert first <= last
    assert "dayOfWeek" in one or one["validFrom"] == one["validThrough"]


@pytest.mark.parametrize("today", [TODAY, dt.date(2026, 9, 20), dt.date(2026, 12, 28)])
def test_every_facility_has_only_properties_that_its_type_has(
    facilities: tuple[Facility, ...], calendar: Calendar, today: dt.date
) -> None:
    awkward = [
        facility(opening_hours=hours, special_hours=special, name_en="Jia", phone="010-1")
        for hours in ("WD 09:00-17:00; PH off", "Mo-Su,PH 18:00-26:00", "", "24/7")
        for special in ("", "2026年10月1日至3日闭馆（设备检修）")
    ]
    for one in (*facilities, *awkward):
        data = data_of(one, calendar, today)
        assert data["@context"] == "https://schema.org"
        assert_of_schema(data, data["@type"])
        for key in ("openingHoursSpecification", "specialOpeningHoursSpecification"):
            for hours in data.get(key, []):
                assert_whole(hours)
        assert ("geo" in data) == (one.position is not None and not one.error_m)


def test_closures_and_festivals_are_special_dates(calendar: Calendar) -> None:
    found = facility(
        opening_hours="Mo-Su 09:00-17:00; PH off", special_hours="2026年9月22日闭馆（设备检修）"
    )
    data = data_of(found, calendar, dt.date(2026, 9, 20))
    special = {one["validFrom"]: one for one in data["specialOpeningHoursSpecification"]}
    closed = {"2026-09-22", "2026-09-25", "2026-10-01", "2026-10-07"}
    assert closed <= set(special)
    assert {special[date]["opens"] for date in closed} == {"00:00"}
    assert {special[date]["closes"] for date in closed} == {"00:00"}


@pytest.mark.parametrize(
    ("hours", "special"),
    [
        ("24/7", "2027年1月15日至2月20日闭馆"),
        ("24/7", "2027年2月10日至20日闭馆"),
        ("Mo-Su,PH 09:00-17:00", "2026年1月1日至2029年12月31日闭馆（改造）"),
    ],
)
def test_no_week_is_stated_beyond_the_dates_whose_closures_are_named(
    calendar: Calendar, hours: str, special: str
) -> None:
    found = facility(opening_hours=hours, special_hours=special)
    data = data_of(found, calendar)
    assert stated(data, dt.date(2027, 2, 15)) is None
    assert_agrees(found, calendar, TODAY)


def test_a_festival_behind_the_named_dates_ends_the_week(calendar: Calendar) -> None:
    data = data_of(facility(opening_hours="24/7; PH off"), calendar, dt.date(2025, 12, 20))
    assert stated(data, dt.date(2026, 5, 1)) is None

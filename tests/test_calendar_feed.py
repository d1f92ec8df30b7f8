"""The calendar of a facility's openings, read again by the library that wrote it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar as Feed

from finder.calendar_feed import FEED_DAYS, calendar_feed
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import ZONE
from finder.openings import openings_during, unknown_stretches
from tests.made_up import facility

FIRST = dt.date(2026, 11, 24)
ADDRESS = "https://finder.example/facilities/jia"


def events(found: Facility, calendar: Calendar, first: dt.date = FIRST) -> list[Any]:
    feed = Feed.from_ical(calendar_feed(found, first, calendar, ADDRESS))
    assert feed.errors == []
    return feed.walk("VEVENT")


def test_the_feed_says_what_it_is_and_how_often_to_ask_again(calendar: Calendar) -> None:
    data = calendar_feed(facility(), FIRST, calendar, ADDRESS)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in data
    assert b"BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n" in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    feed: Any = Feed.from_ical(data)
    assert feed["x-wr-calname"] == "甲馆 开放时间"
    assert feed["version"] == "2.0"


def test_an_opening_is_an_event_with_last_entry_in_its_description(calendar: Calendar) -> None:
    hours = 'Mo-Su,PH 09:00-17:00, Mo-Su,PH 16:30-17:00 open "停止入馆"'
    found = facility(opening_hours=hours, address="某街1号", verified_on="2026-11-01")
    first = events(found, calendar)[0]
    assert first.start == dt.datetime(2026, 11, 24, 9, tzinfo=ZONE)
    assert first.end == dt.datetime(2026, 11, 24, 17, tzinfo=ZONE)
    assert first["summary"] == "甲馆"
    assert first["location"] == "某街1号"
    assert first["url"] == ADDRESS
    assert (first["geo"].latitude, first["geo"].longitude) == (39.9, 116.7)
    assert first["uid"] == "20261124T0900-jia@finder.example"
    assert first["description"].startswith("16:30 停止入馆\n")
    assert "2026-11-01 核实" in first["description"]
    assert first["transp"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("published_at", "expected"),
    [
        ("", "2026-11-23T16:00"),
        ("2026-11-20T01:02:03+00:00", "2026-11-23T16:00"),
        # On the same day, by which a phone knows that the event is another one.
        ("2026-11-24T01:02:03+00:00", "2026-11-24T01:02:03"),
    ],
)
def test_events_of_a_new_list_are_newer_than_the_day_s_first_ones(
    calendar: Calendar, published_at: str, expected: str
) -> None:
    data = calendar_feed(facility(), FIRST, calendar, ADDRESS, published_at=published_at)
    feed: Any = Feed.from_ical(data)
    stamps = {one["dtstamp"].dt for one in feed.walk("VEVENT")}
    assert stamps == {dt.datetime.fromisoformat(expected).replace(tzinfo=dt.UTC)}


def test_the_calendar_of_a_page_is_of_its_list(client: FlaskClient) -> None:
    published = client.get("/feed/manifest.json").json
    assert published is not None
    when = dt.datetime.fromisoformat(published["published_at"])
    feed: Any = Feed.from_ical(client.get("/facilities/tz-library.ics").data)
    assert {one["dtstamp"].dt >= when for one in feed.walk("VEVENT")} == {True}


def test_a_position_that_may_be_kilometres_off_is_not_given(calendar: Calendar) -> None:
    assert "geo" not in events(facility(accuracy_m="3000"), calendar)[0]


def test_around_the_clock_is_one_event_a_day(calendar: Calendar) -> None:
    found = events(facility(opening_hours="24/7"), calendar)
    assert [one.start for one in found] == [
        FIRST + dt.timedelta(days=number) for number in range(FEED_DAYS)
    ]
    assert {str(one["summary"]) for one in found} == {"甲馆 24 小时开放"}


def test_an_unconfirmed_holiday_is_a_tentative_day_that_keeps_nobody_busy(
    calendar: Calendar,
) -> None:
    found = facility(opening_hours="Tu-Su 09:00-17:00; Mo off")
    by_date = {one.start: one for one in events(found, calendar, dt.date(2026, 9, 28))}
    unsure = by_date[dt.date(2026, 10, 1)]
    assert unsure["summary"] == "甲馆 节假日时间未确认"
    assert unsure["description"].startswith("节假日时间未确认·平常周四 9:00–17:00\n")
    assert unsure["transp"] == "TRANSPARENT"
    assert unsure["status"] == "TENTATIVE"
    assert dt.date(2026, 9, 28) not in by_date


@pytest.mark.parametrize("first", [FIRST, dt.date(2026, 9, 20), dt.date(2026, 12, 20)])
def test_the_events_of_every_facility_are_the_evaluators_openings(
    facilities: tuple[Facility, ...], calendar: Calendar, first: dt.date
) -> None:
    for found in facilities:
        there = events(found, calendar, first)
        assert len({str(one["uid"]) for one in there}) == len(there)
        open_ones = [one for one in there if one["status"] == "CONFIRMED"]
        expected = openings_during(found.rules, first, FEED_DAYS, calendar)
        assert [
            (one.start, one.end)
            if isinstance(one.start, dt.datetime)
            else tuple(dt.datetime.combine(day, dt.time(), ZONE) for day in (one.start, one.end))
            for one in open_ones
        ] == [(one.start, one.end) for one in expected]
        unsure = [
            stretch
            for number in range(FEED_DAYS)
            for stretch in unknown_stretches(
                found.rules, first + dt.timedelta(days=number), calendar
            )
        ]
        assert len(there) - len(open_ones) == len(unsure)


def test_who_looks_at_night_finds_the_opening_that_began_the_day_before(calendar: Calendar) -> None:
    found = facility(opening_hours="Mo-Su,PH 18:00-26:00")
    first, second, *_ = events(found, calendar, dt.date(2026, 11, 25))
    assert first.start == dt.datetime(2026, 11, 24, 18, tzinfo=ZONE)
    assert second.start == dt.datetime(2026, 11, 25, 18, tzinfo=ZONE)


def test_an_opening_of_several_days_is_in_the_calendar_of_each(calendar: Calendar) -> None:
    # Open from Monday noon to Sunday noon without a break; somebody subscribes on Tuesday.
    found = facility(opening_hours="Mo-Sa,PH 12:00-36:00")
    first, *_ = events(found, calendar, dt.date(2026, 11, 24))
    assert first.start == dt.datetime(2026, 11, 23, 12, tzinfo=ZONE)
    assert first.end == dt.datetime(2026, 11, 29, 12, tzinfo=ZONE)


def test_the_feed_is_served_and_an_unknown_one_is_not(client: FlaskClient) -> None:
    answer = client.get("/facilities/tz-library.ics")
    assert answer.mimetype == "text/calendar"
    feed = Feed.from_ical(answer.data)
    first: Any = feed.walk("VEVENT")[0]
    assert first["url"] == "http://localhost/facilities/tz-library"
    assert first["summary"] == "通州区图书馆"
    english: Any = Feed.from_ical(client.get("/facilities/tz-library.ics?lang=en").data)
    assert english["name"] == "Tongzhou District Library opening hours"
    assert client.get("/facilities/nowhere.ics").status_code == 404

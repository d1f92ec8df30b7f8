"""The calendar of closures, read again by the library that wrote it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from icalendar import Calendar as Feed

from finder.closures_calendar import closures_calendar
from finder.exceptional import exceptional
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours.stretches import ONE_DAY
from tests.made_up import facility
from tests.origins import HOSTILE, TODAY, origin, whole

CLOSED = "2026年9月28日至30日闭馆（设备检修）"


def all_events(*found: Facility, **changes: Any) -> list[Any]:
    feed = Feed.from_ical(whole(closures_calendar(origin(found, **changes))))
    assert feed.errors == []
    return feed.walk("VEVENT")


def events(*found: Facility, **changes: Any) -> list[Any]:
    """Return the events but for the last, which tells how far the holidays are known."""
    return all_events(*found, **changes)[:-1]


def test_dates_in_a_row_are_one_event_that_keeps_nobody_busy() -> None:
    (event,) = events(facility(special_hours=CLOSED))
    assert (event.start, event.end) == (dt.date(2026, 9, 28), dt.date(2026, 10, 1))
    assert event["summary"] == "甲馆 临时闭馆"
    assert "设备检修" in event["description"]
    assert event["transp"] == "TRANSPARENT"
    assert event["status"] == "CONFIRMED"
    assert event["url"] == "https://finder.example/facilities/jia"


def test_how_far_the_holidays_are_known_is_always_told(calendar: Calendar) -> None:
    for found in ((), (facility(special_hours=CLOSED),)):
        event = all_events(*found)[-1]
        assert (event.start, event.end) == (dt.date(2027, 1, 1), dt.date(2027, 1, 2))
        assert event["summary"] == "2027-01-01 起的节假日安排未公布"
        assert "放假安排公布到 2026-12-31" in event["description"]
        assert event["status"] == "TENTATIVE"
    ids = [all_events(today=TODAY + number * ONE_DAY)[-1]["uid"] for number in (0, 1)]
    assert ids == ["unpublished-20270101@finder.example"] * 2
    later = replace(calendar, known_until=dt.date(2027, 12, 31))
    (event,) = all_events(calendar=later)
    assert event.start == dt.date(2028, 1, 1)
    (english,) = all_events(language="en")
    assert english["summary"] == "Holidays from 2027-01-01 on not published"


def test_a_holiday_that_nobody_confirmed_is_tentative_and_not_closed() -> None:
    found = events(facility(opening_hours="Mo-Su 09:00-17:00"))
    assert [str(one["summary"]) for one in found] == ["甲馆 节假日时间未确认"] * 2
    assert {str(one["status"]) for one in found} == {"TENTATIVE"}
    assert "中秋节" in found[0]["description"]


def test_other_hours_are_told_with_their_times() -> None:
    hours = "Tu-Su,PH 09:00-17:00"
    (event,) = events(facility(opening_hours=hours))
    assert event["summary"] == "甲馆 开放 9:00–17:00"
    (english,) = events(facility(opening_hours=hours, name_en="Jia"), language="en")
    assert english["summary"] == "Jia open 9:00–17:00"
    assert english["description"].startswith("National Day")


def test_what_nobody_knows_of_an_open_date_is_told_and_makes_it_tentative() -> None:
    special = '2026 Sep 28 09:00-12:00, 2026 Sep 28 13:00-15:00 unknown "设备检修"'
    (event,) = events(facility(special_hours=special))
    assert event["summary"] == "甲馆 开放 9:00–12:00；13:00–15:00（设备检修） 是否开放不确定"
    assert event["status"] == "TENTATIVE"


def test_last_entry_is_no_opening_of_its_own() -> None:
    special = "2026年9月28日9:00-16:00（15:00停止入馆）"
    (event,) = events(facility(special_hours=special))
    assert event["summary"] == "甲馆 开放 9:00–16:00；15:00 停止入馆"
    (english,) = events(facility(special_hours=special, name_en="Jia"), language="en")
    assert english["summary"] == "Jia open 9:00–16:00; last entry 15:00"


def test_events_of_a_list_are_not_older_than_its_publishing() -> None:
    found = facility(special_hours=CLOSED)
    stamps = [events(found, today=dt.date(2026, 9, day))[0]["dtstamp"].dt for day in (19, 20)]
    assert stamps == [
        dt.datetime(2026, 9, 19, 2, 3, 4, tzinfo=dt.UTC),
        dt.datetime(2026, 9, 19, 16, tzinfo=dt.UTC),
    ]


def test_an_event_has_the_same_id_on_every_day() -> None:
    found = facility(special_hours=CLOSED)
    ids = {str(events(found, today=dt.date(2026, 9, day))[0]["uid"]) for day in (20, 28, 29, 30)}
    assert ids == {"exception-20260928-jia@finder.example"}


def test_every_exceptional_date_of_the_real_list_is_there(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    found = events(*facilities)
    assert len(found) == len(list(exceptional(facilities, TODAY, calendar)))
    assert len({str(one["uid"]) for one in found}) == len(found)


def test_no_name_ends_a_line_or_begins_another() -> None:
    hostile = [
        facility(id=f"jia-{number}", name=f"{text}\nEND:VEVENT", special_hours=CLOSED)
        for number, text in enumerate(HOSTILE)
    ]
    assert len(events(*hostile)) == len(hostile)

"""The board of a holiday: its dates, its rows, and the page."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient

from finder.day_words import day_lines
from finder.facility import Facility
from finder.holiday_board import board, holiday_from, holidays_of, neighbours
from finder.holidays import Calendar, Day, DayKind
from tests.made_up import facility


def days(*numbers: int, month: int) -> tuple[dt.date, ...]:
    return tuple(dt.date(2026, month, number) for number in numbers)


def test_a_holiday_is_its_days_off_and_the_weekends_worked_for_it(calendar: Calendar) -> None:
    holiday = holiday_from(calendar, dt.date(2026, 9, 28))
    assert holiday is not None
    assert holiday.festivals == ("国庆节",)
    assert holiday.days_off == days(*range(1, 8), month=10)
    assert holiday.working_days == (dt.date(2026, 9, 20), dt.date(2026, 10, 10))
    assert holiday.dates[0] == dt.date(2026, 9, 20)


def test_every_day_of_the_calendar_belongs_to_exactly_one_holiday(calendar: Calendar) -> None:
    dates = [date for holiday in holidays_of(calendar) for date in holiday.dates]
    assert sorted(dates) == sorted(calendar.days)
    assert len(dates) == len(set(dates))


def test_two_festivals_in_one_run_are_both_named(calendar: Calendar) -> None:
    off = {
        dt.date(2030, 1, 1): Day(DayKind.OFF, "元旦"),
        dt.date(2030, 1, 2): Day(DayKind.OFF, "春节"),
    }
    made = Calendar(off, dt.date(2030, 1, 1), dt.date(2030, 12, 31), "")
    assert [one.festivals for one in holidays_of(made)] == [("元旦", "春节")]
    assert holidays_of(Calendar({}, calendar.known_from, calendar.known_until, "")) == ()


@pytest.mark.parametrize(
    ("date", "first"),
    [
        ("2026-10-07", "2026-10-01"),
        ("2026-10-08", None),
        ("2026-09-20", "2026-09-25"),
        ("2026-01-04", "2026-02-15"),
    ],
)
def test_the_next_holiday_is_the_one_that_is_not_over(
    calendar: Calendar, date: str, first: str | None
) -> None:
    holiday = holiday_from(calendar, dt.date.fromisoformat(date))
    assert (holiday.days_off[0].isoformat() if holiday else None) == first


def test_one_can_go_from_holiday_to_holiday(calendar: Calendar) -> None:
    before, after = neighbours(calendar, holiday_from(calendar, dt.date(2026, 9, 25)))
    assert before is not None
    assert after is not None
    assert (before.festivals, after.festivals) == (("端午节",), ("国庆节",))
    last, nothing = neighbours(calendar, None)
    assert (last, nothing) == (after, None)


def test_rows_are_the_facilities_with_hours_and_say_what_the_evaluator_says(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    dates = days(1, 2, 10, month=10)
    groups = board(facilities, dates, calendar)
    rows = [row for group in groups for row in group.rows]
    shown = [one.id for row in rows for one in row.facilities]
    assert sorted(shown) == sorted(one.id for one in facilities if one.opening_hours)
    for row in rows:
        for one in row.facilities:
            assert row.days == tuple(day_lines(one.rules, date, calendar) for date in dates)


def test_only_facilities_without_a_position_share_a_row(calendar: Calendar) -> None:
    listed = [
        facility(id="a"),
        facility(id="b"),
        facility(id="c", lat="", lon=""),
        facility(id="d", lat="", lon=""),
        facility(id="e", lat="", lon="", opening_hours="24/7"),
    ]
    (group,) = board(listed, days(1, month=10), calendar)
    assert ["".join(one.id for one in row.facilities) for row in group.rows] == [
        "a",
        "b",
        "cd",
        "e",
    ]


def test_the_page_shows_hours_closed_and_unconfirmed_in_words(client: FlaskClient) -> None:
    page = client.get("/holidays?from=2026-10-01").text
    assert "<h1 " in page
    assert "2026 年国庆节：各馆开放时间" in page
    assert "10月1日至10月7日放假，9月20日（周日）上班，10月10日（周六）上班。" in page
    rows = re.findall(r'<th scope="row">.*?</tr>', page, re.S)
    by_name = {(re.findall(r">([^<>]+)</a>", row) or [""])[0]: row for row in rows}
    assert by_name["通州区博物馆"].count("未确认") == 7
    assert by_name["北苑街道文体活动中心"].count("闭馆") == 7
    assert by_name["北京城市图书馆"].count("10:00–20:00") == 9
    assert "位置待补的 17 处" in page
    assert "另有 48 处没有公布开放时间，没有列入。" in page


def test_where_the_calendar_ends_the_page_says_so(client: FlaskClient) -> None:
    page = client.get("/holidays").text
    assert "2026-12-31 以后的放假安排还没有公布" in page
    assert '<table class="board">' not in page
    assert 'href="/holidays?from=2026-10-01"' in page


def test_the_footer_leads_to_the_board_in_the_language_of_the_page(client: FlaskClient) -> None:
    assert 'href="/holidays"' in client.get("/").text
    assert 'href="/holidays?lang=en"' in client.get("/?lang=en").text


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "1999-01-01"])
def test_a_date_that_cannot_be_understood_is_refused(client: FlaskClient, text: str) -> None:
    answer = client.get(f"/holidays?from={text}")
    assert answer.status_code == 400
    assert f"“{text}”不是看得懂的日期。" in answer.text

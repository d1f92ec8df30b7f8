"""A facility that closes at once: exactly these days, with the reason, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.closure import closed_at_once, closed_special_hours
from finder.errors import QueryError
from finder.facility import Facility
from finder.holidays import Calendar, official_calendar
from finder.hours import State, read_hours, status_at
from finder.settings import RESOURCES
from tests.made_up import facility, moment

TODAY = dt.date(2026, 11, 24)
HOURS = "周二至周日9:00-17:00，周一闭馆"
FIRST = dt.date(2026, 9, 1)


@pytest.mark.parametrize(
    ("special", "last", "reason", "text"),
    [
        ("", TODAY, "设备检修", "2026年11月24日闭馆（设备检修）"),
        ("", dt.date(2027, 1, 3), "设备检修", "2026年11月24日至2027年1月3日闭馆（设备检修）"),
        ("", TODAY, "停电", "2026年11月24日闭馆（停电）"),
        ("", TODAY, "停电（测试）", '2026 Nov 24 off "停电（测试）"'),
        (
            "2026年12月24日闭馆（设备检修）",
            TODAY,
            "设备检修",
            "2026年12月24日闭馆（设备检修）；2026年11月24日闭馆（设备检修）",
        ),
        (
            "2026年12月24日闭馆（设备检修）",
            dt.date(2026, 11, 26),
            "水管（测试）",
            '2026 Dec 24 off "设备检修"; 2026 Nov 24-2026 Nov 26 off "水管（测试）"',
        ),
        (
            "2026年11月24日9:00-12:00",
            TODAY,
            "设备检修",
            '2026 Nov 24 09:00-12:00; 2026 Nov 24 off "设备检修"',
        ),
    ],
)
def test_the_text_is_chinese_where_it_can_be_read(
    calendar: Calendar, special: str, last: dt.date, reason: str, text: str
) -> None:
    one = facility(opening_hours=HOURS, special_hours=special)
    assert closed_special_hours(one, TODAY, last, reason, calendar) == text


@pytest.mark.parametrize(
    "hours", ["", HOURS, "全天24小时", "Mo-Su 20:00-26:00", "Mo-Fr 09:00-17:00"]
)
def test_it_ends_by_itself(calendar: Calendar, hours: str) -> None:
    one = facility(opening_hours=hours)
    last = dt.date(2026, 11, 26)
    text = closed_special_hours(one, TODAY, last, "停电", calendar)
    rules = read_hours(hours, text)
    status = status_at(rules, moment("2026-11-26T15:00"), calendar)
    assert (status.state, status.note) == (State.CLOSED, "停电")
    for at in ("2026-11-23T15:00", "2026-11-27T15:00", "2026-11-28T23:30", "2027-02-01T10:00"):
        before, after = (status_at(each, moment(at), calendar) for each in (one.rules, rules))
        assert (after.state, after.note) == (before.state, before.note)


@pytest.mark.parametrize("at", ["2026-11-24T00:30", "2026-11-24T01:59"])
def test_hours_of_the_night_before_are_closed_at_once_too(calendar: Calendar, at: str) -> None:
    one = facility(opening_hours="每日 18:00-次日2:00")
    now = moment(at)
    assert status_at(one.rules, now, calendar).state is State.OPEN
    rules = read_hours(one.opening_hours, closed_at_once(one, now, TODAY, "停电", calendar))
    for minutes in range(0, 48 * 60, 10):
        when = now + dt.timedelta(minutes=minutes)
        if when < moment("2026-11-25T18:00"):
            assert status_at(rules, when, calendar).state is State.CLOSED
    assert status_at(rules, moment("2026-11-25T19:00"), calendar).state is State.OPEN


def test_in_the_daytime_the_night_before_is_left_as_it_was(calendar: Calendar) -> None:
    one = facility(opening_hours="每日 18:00-次日2:00")
    now = moment("2026-11-24T02:00")
    text = closed_special_hours(one, TODAY, TODAY, "停电", calendar)
    assert closed_at_once(one, now, TODAY, "停电", calendar) == text


def test_the_real_list_can_be_closed_row_by_row(
    calendar: Calendar, facilities: tuple[Facility, ...]
) -> None:
    for one in facilities:
        text = closed_special_hours(one, TODAY, TODAY, "停电", calendar)
        rules = read_hours(one.opening_hours, text)
        assert status_at(rules, moment("2026-11-24T12:00"), calendar).state is State.CLOSED


@pytest.mark.parametrize(
    ("last", "reason", "words"),
    [
        (dt.date(2026, 11, 23), "停电", "2026-11-23"),
        (dt.date(2206, 11, 24), "停电", "一年以内"),
        (TODAY, "  ", "没有写原因"),
        (TODAY, "停" * 41, "41 个字"),
        (TODAY, "停\n电", "不能用的字符"),
        (TODAY, '停"电', "不能用的字符"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    calendar: Calendar, last: dt.date, reason: str, words: str
) -> None:
    with pytest.raises(QueryError, match=words):
        closed_special_hours(facility(opening_hours=HOURS), TODAY, last, reason, calendar)


@given(
    first=st.dates(FIRST, dt.date(2026, 12, 31)),
    days=st.integers(0, 30),
    reason=st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12),
)
def test_no_reason_is_taken_for_hours(first: dt.date, days: int, reason: str) -> None:
    calendar = official_calendar()
    last = first + dt.timedelta(days=days)
    one = facility(opening_hours=HOURS)
    try:
        text = closed_special_hours(one, first, last, reason, calendar)
    except QueryError:
        return
    rules = read_hours(HOURS, text)
    for date in (first, last):
        noon = dt.datetime.combine(date, dt.time(12), moment("2026-11-24T12:00").tzinfo)
        assert status_at(rules, noon, calendar).state is State.CLOSED


@pytest.mark.parametrize("reason", ["停电", "停水", "设备检修", "恶劣天气", "临时活动"])
def test_the_reasons_that_the_page_proposes_stay_chinese(calendar: Calendar, reason: str) -> None:
    page = (RESOURCES / "templates" / "staff" / "facility.html").read_text("utf-8")
    assert f"'{reason}'" in page
    text = closed_special_hours(facility(opening_hours=HOURS), TODAY, TODAY, reason, calendar)
    assert text == f"2026年11月24日闭馆（{reason}）"

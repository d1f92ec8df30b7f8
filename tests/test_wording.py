"""The sentences that residents read, for real facilities at real moments."""

from __future__ import annotations

import datetime as dt

import pytest

from finder import wording
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import Status, date_stretches, rules_of, status_at
from tests.made_up import moment

NIGHT_SHUT = 'Mo-Su 09:00-17:00, Mo-Su 16:30-17:00 open "停止入馆"'


def status(hours: str, at: str, calendar: Calendar, special: str = "") -> Status:
    return status_at(rules_of(hours, special), moment(at), calendar)


@pytest.mark.parametrize(
    ("facility_id", "at", "text"),
    [
        # Saturday night at the culture centre
        ("tz-culture-centre", "2026-11-28T22:00", "开放中·至 24:00"),
        ("tz-culture-centre", "2026-11-28T23:30", "开放中·30 分钟后闭馆（24:00）"),
        ("tz-culture-centre", "2026-11-28T23:59", "开放中·1 分钟后闭馆（24:00）"),
        ("tz-culture-centre", "2026-11-29T00:00", "闭馆·9:00 开放"),
        # Tuesday evening at the library: two floors
        ("tz-library", "2026-11-24T16:00", "开放中·至 22:00·18:00 起仅二层、七层"),
        ("tz-library", "2026-11-24T20:00", "开放中·仅二层、七层·至 22:00"),
        ("tz-library", "2026-11-24T21:30", "开放中·仅二层、七层·30 分钟后闭馆（22:00）"),
        ("tz-library", "2026-11-24T22:00", "闭馆·明天 8:30 开放"),
        # Monday at the library
        ("tz-library", "2026-11-23T10:00", "闭馆·明天 8:30 开放"),
        ("tz-library", "2026-11-22T22:30", "闭馆·周二 8:30 开放"),
        # A statutory holiday on a Monday: one says so, the other does not
        ("lu-county-site-museum", "2026-10-05T10:00", "开放中·至 17:00·16:30 停止入馆"),
        ("tz-museum", "2026-10-05T10:00", "节假日时间未确认·平常周一闭馆"),
        ("tz-museum", "2026-10-06T10:00", "节假日时间未确认·平常周二 9:00–17:00"),
        (
            "tz-library",
            "2026-10-06T20:00",
            "节假日时间未确认·平常周二 8:30–18:00、18:00–22:00（二层、七层）",
        ),
        ("beiyuan-culture-and-sports-centre", "2026-10-05T10:00", "闭馆·周四 8:30 开放"),
        # Past last entry
        (
            "lu-county-site-museum",
            "2026-11-24T16:29",
            "开放中·31 分钟后闭馆（17:00）·16:30 停止入馆",
        ),
        ("lu-county-site-museum", "2026-11-24T16:45", "已停止入馆·17:00 闭馆"),
        ("hanmeilin-museum", "2026-11-24T16:45", "已停止入场·17:00 闭馆"),
        ("lu-county-site-museum", "2026-11-24T17:00", "闭馆·明天 9:00 开放"),
        # Around the clock, and nobody knows
        ("luyunzhu-24h", "2026-11-25T03:00", "24 小时开放"),
        ("luyunzhu-24h", "2026-10-01T03:00", "24 小时开放"),
        ("yujiawu-culture-centre", "2026-11-24T20:00", "开放时间未知"),
        ("canal-station-01", "2026-11-24T20:00", "开放时间未知"),
        ("songzhuang-art-museum", "2026-11-24T20:00", "开放时间未知·请先致电"),
        # A day that another block of hours interrupts
        ("linheli-culture-centre", "2026-11-24T12:30", "闭馆·13:30 开放"),
        # The next year, whose calendar is not published
        ("tz-library", "2026-12-31T22:30", "闭馆·2027-01-01时间未确认"),
        ("beijing-library", "2026-12-31T22:30", "闭馆·明天 10:00 开放"),
        ("tz-museum", "2027-03-02T10:00", "节假日安排未公布·平常周二 9:00–17:00"),
        ("xinhua-culture-centre", "2027-03-02T10:00", "开放中·至 18:00"),
    ],
)
def test_a_resident_reads(
    facility_id: str, at: str, text: str, facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    (found,) = (one for one in facilities if one.id == facility_id)
    answer = status_at(found.rules, moment(at), calendar)
    assert wording.status_text(answer, has_phone=bool(found.phone)) == text


def test_at_three_at_night_only_round_the_clock_places_are_open(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    when = moment("2026-11-25T03:00")
    texts = {
        one.id: wording.status_text(status_at(one.rules, when, calendar)) for one in facilities
    }
    awake = {one.id for one in facilities if str(one.rules) == "24/7"}
    assert {name for name, text in texts.items() if text == "24 小时开放"} == awake
    for one in facilities:
        if one.id not in awake:
            expected = "闭馆" if one.opening_hours else "开放时间未知"
            assert texts[one.id].startswith(expected), one.id


@pytest.mark.parametrize(
    ("hours", "special", "at", "text"),
    [
        (NIGHT_SHUT, "", "2026-11-24T16:14", "开放中·至 17:00·16:30 停止入馆"),
        ("Mo-Su 20:00-26:00", "", "2026-11-24T21:00", "开放中·至 明天 2:00"),
        ("Mo-Su 20:00-26:00", "", "2026-11-25T01:30", "开放中·30 分钟后闭馆（2:00）"),
        ("Sa 10:00-12:00", "", "2026-11-22T11:00", "闭馆·周六 10:00 开放"),
        ("Sa 10:00-12:00", "", "2026-11-21T12:00", "闭馆·11月28日 10:00 开放"),
        (
            "Mo-Su 09:00-17:00",
            '2026 Dec 01-03 off "检修"',
            "2026-12-01T10:00",
            "临时闭馆至 2026-12-03·检修·周五 9:00 开放",
        ),
        (
            "Mo-Su 09:00-17:00",
            '2026 Dec 01 off "检修"',
            "2026-12-01T10:00",
            "临时闭馆·检修·明天 9:00 开放",
        ),
        (
            "Mo-Su 09:00-17:00",
            '2026 Dec 01 off "检修"',
            "2026-12-01T08:00",
            "临时闭馆·检修·明天 9:00 开放",
        ),
        (
            "24/7",
            '2026 Dec 01-03 off "检修"',
            "2026-12-02T08:00",
            "临时闭馆至 2026-12-03·检修·周五 0:00 开放",
        ),
        ('24/7 open "凭读者证"', "", "2026-11-24T10:00", "24 小时开放·凭读者证"),
        ('Mo-Su 09:00-17:00 open "预约参观"', "", "2026-11-24T10:00", "开放中·预约参观·至 17:00"),
        (
            'Mo-Su 09:00-17:00 unknown "视演出而定"',
            "",
            "2026-11-24T10:00",
            "是否开放不确定·视演出而定·请先致电",
        ),
        ("", "", "2026-11-24T10:00", "开放时间未知·请先致电"),
    ],
)
def test_made_up_hours_read(
    hours: str, special: str, at: str, text: str, calendar: Calendar
) -> None:
    found = status(hours, at, calendar, special)
    assert wording.status_text(found, has_phone=True) == text


@pytest.mark.parametrize(
    ("then", "now", "is_end", "text"),
    [
        ("2026-11-24T18:00", "2026-11-24T10:00", False, "18:00"),
        ("2026-11-24T08:05", "2026-11-24T07:00", False, "8:05"),
        ("2026-11-25T08:30", "2026-11-24T10:00", False, "明天 8:30"),
        ("2026-11-26T08:30", "2026-11-24T10:00", False, "周四 8:30"),
        ("2026-11-30T08:30", "2026-11-24T10:00", False, "周一 8:30"),
        ("2026-12-01T08:30", "2026-11-24T10:00", False, "12月1日 8:30"),
        ("2027-01-01T08:30", "2026-12-31T10:00", False, "明天 8:30"),
        ("2027-01-03T08:30", "2026-12-31T10:00", False, "周日 8:30"),
        ("2027-01-10T08:30", "2026-12-31T10:00", False, "2027-01-10 8:30"),
        ("2026-11-25T00:00", "2026-11-24T10:00", False, "明天 0:00"),
        ("2026-11-25T00:00", "2026-11-24T10:00", True, "24:00"),
        ("2026-11-26T00:00", "2026-11-24T10:00", True, "明天 24:00"),
        ("2027-01-01T00:00", "2026-12-31T10:00", True, "24:00"),
    ],
)
def test_a_moment_is_told_from_now(then: str, now: str, is_end: bool, text: str) -> None:
    assert wording.moment_text(moment(then), moment(now), is_end=is_end) == text


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (dt.date(2026, 1, 2), "1月2日"),
        (dt.date(2026, 12, 31), "12月31日"),
        (dt.date(2027, 1, 2), "2027-01-02"),
        (dt.date(2025, 12, 31), "2025-12-31"),
    ],
)
def test_a_date_of_another_year_says_the_year(date: dt.date, text: str) -> None:
    assert wording.date_text(date, dt.date(2026, 11, 24)) == text


@pytest.mark.parametrize(
    ("metres", "text"),
    [
        (0, "10 米"),
        (4, "10 米"),
        (126, "130 米"),
        (994, "990 米"),
        (995, "1 公里"),
        (1234, "1.2 公里"),
        (9960, "10 公里"),
        (31_000, "31 公里"),
    ],
)
def test_a_distance_is_no_more_exact_than_it_is_known(metres: float, text: str) -> None:
    assert wording.distance_text(metres) == text


@pytest.mark.parametrize(
    ("error_m", "text"),
    [
        (100, "位置为大致地点，误差约 100 米"),
        (1000, "位置为代表点，误差约 1 公里"),
        (2500, "位置为代表点，误差约 2.5 公里"),
    ],
)
def test_how_far_off_a_position_may_be_is_said(error_m: int, text: str) -> None:
    assert wording.error_text(error_m) == text


@pytest.mark.parametrize(
    ("verified", "text"),
    [
        (None, "开放时间尚未核实"),
        (dt.date(2026, 11, 24), "2026-11-24 核实"),
        (dt.date(2026, 10, 1), "2026-10-01 核实"),
        (dt.date(2026, 9, 30), "2026-09-30 核实（2 个月前）"),
        (dt.date(2023, 12, 5), "2023-12-05 核实（35 个月前）"),
    ],
)
def test_when_the_hours_were_confirmed_is_said_with_the_year(
    verified: dt.date | None, text: str
) -> None:
    assert wording.verified_text(verified, dt.date(2026, 11, 24)) == text


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (dt.date(2026, 11, 24), ""),
        (dt.date(2026, 10, 1), "国庆节放假"),
        (dt.date(2026, 10, 10), "调休工作日"),
        (dt.date(2027, 1, 1), "节假日安排未公布"),
    ],
)
def test_a_date_says_what_the_calendar_does(date: dt.date, text: str, calendar: Calendar) -> None:
    assert wording.day_text(calendar.day(date)) == text


@pytest.mark.parametrize(
    ("hours", "date", "lines"),
    [
        (
            'Tu-Su 08:30-18:00, Tu-Su 18:00-22:00 open "二层、七层"; Mo off',
            dt.date(2026, 11, 24),
            ["闭馆", "8:30–18:00", "18:00–22:00 二层、七层", "闭馆"],
        ),
        ("24/7", dt.date(2026, 11, 24), ["0:00–24:00"]),
        ("Mo-Su 20:00-26:00", dt.date(2026, 11, 24), ["0:00–2:00", "闭馆", "20:00–24:00"]),
        (
            'Mo-Su 20:00-26:00; 2026 Nov 24 off "设备检修"',
            dt.date(2026, 11, 24),
            ["0:00–2:00", "2:00–24:00 闭馆 设备检修"],
        ),
        ('Mo-Su off "设备检修"', dt.date(2026, 11, 24), ["闭馆 设备检修"]),
        ("", dt.date(2026, 11, 24), ["开放时间未知"]),
        (
            "Mo-Su 09:00-17:00",
            dt.date(2026, 10, 1),
            ["节假日时间未确认·平常周四 9:00–17:00"],
        ),
    ],
)
def test_a_week_table_has_a_line_for_each_stretch(
    hours: str, date: dt.date, lines: list[str], calendar: Calendar
) -> None:
    found = date_stretches(rules_of(hours), date, calendar)
    assert [wording.stretch_text(stretch) for stretch in found] == lines


@pytest.mark.parametrize(
    ("hours", "at", "text"),
    [
        ('Mo-Su 09:00-17:00 open "二层"', "2026-11-24T10:00", "二层"),
        ("Mo-Su 09:00-17:00", "2026-11-24T10:00", ""),
        ("Mo-Su 09:00-17:00", "2026-11-24T18:00", ""),
        ("Mo-Su 09:00-17:00", "2026-10-01T10:00", "节假日时间未确认·平常周四 9:00–17:00"),
        ("", "2026-10-01T10:00", "开放时间未知"),
    ],
)
def test_a_note_says_why_something_is_unknown(
    hours: str, at: str, text: str, calendar: Calendar
) -> None:
    assert wording.note_text(status(hours, at, calendar)) == text

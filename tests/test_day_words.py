"""A date in lines, and why a status is what it is."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.day_words import day_lines, reason_text, today_text
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import status_at
from finder.translations import catalogue
from tests.made_up import facility, moment

TODAY = dt.date(2026, 11, 24)


def row(facilities: tuple[Facility, ...], name: str) -> Facility:
    return next(one for one in facilities if one.id == name)


@pytest.mark.parametrize(
    ("name", "date", "line"),
    [
        ("tz-library", "2026-11-24", "今天 8:30–18:00；18:00–22:00 二层、七层"),
        ("tz-library", "2026-11-25", "明天 8:30–18:00；18:00–22:00 二层、七层"),
        ("tz-library", "2026-11-30", "11月30日 闭馆"),
        ("lu-county-site-museum", "2026-11-24", "今天 9:00–17:00；16:30 停止入馆"),
        ("tz-museum", "2026-10-05", "10月5日 节假日时间未确认·平常周一闭馆"),
        ("xiaopu-24h", "2026-11-24", "今天 24 小时开放"),
        ("linheli-culture-centre", "2026-11-24", "今天 8:00–12:00；13:30–17:30"),
    ],
)
def test_a_date_is_one_line(
    facilities: tuple[Facility, ...], calendar: Calendar, name: str, date: str, line: str
) -> None:
    day = day_lines(row(facilities, name).rules, dt.date.fromisoformat(date), calendar)
    assert today_text(day, TODAY) == line


@pytest.mark.parametrize(
    ("name", "at", "reason"),
    [
        (
            "tz-library",
            "2026-11-24T20:00",
            "依据：平常时间（周二至周日8:30-18:00、18:00-22:00（仅限二层、七层））",
        ),
        (
            "tz-library",
            "2026-11-24T03:00",
            "依据：平常时间（周二至周日8:30-18:00、18:00-22:00（仅限二层、七层））",
        ),
        ("tz-library", "2026-11-23T10:00", "依据：平常时间（周一闭馆）"),
        ("yongshun-culture-centre", "2026-11-23T10:00", "依据：平常时间（周一9:00-12:00）"),
        (
            "lu-county-site-museum",
            "2026-10-05T16:40",
            "依据：平常时间（周二至周日、法定节假日9:00-17:00（16:30停止入馆））",
        ),
        ("tz-museum", "2026-10-05T10:00", "节假日未确认：资料没有写法定节假日"),
        ("tz-museum", "2027-01-05T10:00", "2027 年的节假日安排还没有公布"),
        ("xiaopu-24h", "2026-11-24T03:00", "依据：平常时间（全天24小时开放）"),
        ("grand-canal-museum", "2026-11-24T10:00", "没有公布开放时间"),
    ],
)
def test_a_status_names_its_reason(
    facilities: tuple[Facility, ...], calendar: Calendar, name: str, at: str, reason: str
) -> None:
    rules = row(facilities, name).rules
    assert reason_text(status_at(rules, moment(at), calendar), rules) == reason


def test_a_dated_exception_is_the_reason_and_marks_the_date(calendar: Calendar) -> None:
    rules = facility(special_hours="2026年10月1日至3日闭馆").rules
    status = status_at(rules, moment("2026-10-02T10:00"), calendar)
    assert reason_text(status, rules) == "依据：特殊时间（2026年10月1日至3日闭馆）"
    marked = [
        day_lines(rules, dt.date(2026, 10, number), calendar).is_special for number in range(1, 6)
    ]
    assert marked == [True, True, True, False, False]


def test_a_day_that_no_rule_names_is_closed_by_all_of_them(calendar: Calendar) -> None:
    rules = facility(opening_hours="Tu 09:00-17:00").rules
    status = status_at(rules, moment("2026-11-25T10:00"), calendar)
    assert reason_text(status, rules).startswith("依据：公布的时间里没有这一天（周二9:00-17:00")


def test_the_lines_are_english_where_the_page_is(calendar: Calendar) -> None:
    english = catalogue("en")
    rules = facility(special_hours="2026年10月1日至3日闭馆").rules
    status = status_at(rules, moment("2026-10-02T10:00"), calendar)
    day = day_lines(rules, dt.date(2026, 11, 24), calendar, english)
    assert today_text(day, TODAY, english) == "Today 9:00–17:00"
    assert reason_text(status, rules, english).startswith("Why: special hours (")

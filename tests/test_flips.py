"""Equal flips of many days as one line that somebody reads."""

from __future__ import annotations

import datetime as dt

from finder.flips import Dates, grouped_texts
from finder.holidays import Calendar
from finder.simulation import simulation
from tests.made_up import facility, moment

# A Tuesday evening without a holiday.
NOW = moment("2026-11-24T20:00")


def lines(before: str, after: str, calendar: Calendar, start: dt.datetime = NOW) -> list[str]:
    """Return what will differ in two weeks for the made-up facility with such hours."""
    old, new = [facility(opening_hours=before)], [facility(opening_hours=after)]
    return list(grouped_texts(simulation(old, new, start, calendar), Dates(start, 14)))


def test_equal_flips_of_many_days_are_one_line(calendar: Calendar) -> None:
    late = 'Tu-Fr 09:00-18:00, Tu-Fr 18:00-22:00 open "二层、七层"; Sa-Mo 09:00-18:00'
    assert lines("Mo-Su 09:00-18:00", late, calendar) == [
        "现在起至22:00 由“闭馆”变为“开放中·仅二层、七层”",
        "周二至周五 18:00-22:00（共 7 天）由“闭馆”变为“开放中·仅二层、七层”",
    ]


def test_days_that_are_not_all_of_their_weekdays_are_dates(calendar: Calendar) -> None:
    found = lines(
        "Mo-Su,PH 00:00-24:00", "Mo-Su,PH 00:00-24:00; 2026 Nov 26-28 off; 2026 Dec 3 off", calendar
    )
    assert found == ["11月26日至28日、12月3日（周四） 全天（共 4 天）由“开放中”变为“临时闭馆”"]


def test_what_is_left_of_days_told_by_their_times_needs_no_times(calendar: Calendar) -> None:
    after = "9:00-17:00，16:00停止入馆，周一闭馆（法定节假日除外）"
    assert lines("", after, calendar) == [
        "周二至周日 9:00-16:00（共 11 天）由“开放时间未知”变为“开放中”",
        "周二至周日 16:00-17:00（共 11 天）由“开放时间未知”变为“已停止入馆”",
        "每天的其余时间由“开放时间未知”变为“闭馆”",
    ]


def test_days_of_which_something_stays_the_same_keep_their_times(calendar: Calendar) -> None:
    before = "Mo-Su,PH 09:00-17:00"
    after = 'Mo-Su,PH 10:00-17:00; Mo-Su,PH 20:00-21:00 off "测试"'
    found = lines(before, after, calendar, moment("2026-11-24T00:00"))
    assert found == [
        "每天 9:00-10:00（共 14 天）由“开放中”变为“闭馆”",
        "每天 20:00-21:00（共 14 天）由“闭馆”变为“闭馆·测试”",
    ]


def test_stretches_of_several_days_are_told_one_by_one(calendar: Calendar) -> None:
    assert lines("", 'WD 09:00-17:00 unknown "测试"', calendar) == [
        "现在起至明天 9:00 由“开放时间未知”变为“闭馆”",
        "周一至周五 9:00-17:00（共 9 天）由“开放时间未知”变为“是否开放不确定·测试”",
        "11月25日至26日、11月30日至12月3日 17:00-次日9:00（共 6 天）由“开放时间未知”变为“闭馆”",
        "周五 17:00至周一 9:00 由“开放时间未知”变为“闭馆”",
        "12月4日 17:00至12月7日 9:00 由“开放时间未知”变为“闭馆”",
        "12月7日（周一） 17:00-24:00 由“开放时间未知”变为“闭馆”",
    ]


def test_what_opens_or_closes_stands_before_what_is_said_beside(calendar: Calendar) -> None:
    before = "Mo-Su,PH 09:00-17:00"
    after = (
        'Mo-Su,PH 09:00-10:00 open "二层", Mo-Su,PH 10:00-18:00, Mo-Su,PH 03:00-04:00 off "测试"'
    )
    assert lines(before, after, calendar, moment("2026-11-24T00:00")) == [
        "每天 17:00-18:00（共 14 天）由“闭馆”变为“开放中”",
        "每天 9:00-10:00（共 14 天）由“开放中”变为“开放中·仅二层”",
        "每天 3:00-4:00（共 14 天）由“闭馆”变为“闭馆·测试”",
    ]


def test_each_of_several_long_stretches_has_its_line(calendar: Calendar) -> None:
    assert lines("Mo-Su,PH 00:00-24:00", "Mo-Fr,PH 00:00-12:00", calendar) == [
        "现在起至24:00 由“开放中”变为“闭馆”",
        "周一至周四 12:00-24:00（共 7 天）由“开放中”变为“闭馆”",
        "周五 12:00至周日 24:00 由“开放中”变为“闭馆”",
        "12月4日 12:00至12月6日 24:00 由“开放中”变为“闭馆”",
    ]

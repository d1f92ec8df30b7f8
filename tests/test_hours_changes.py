"""The difference of two opening hours in plain sentences."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.day_changes import day_hours
from finder.holidays import Calendar, official_calendar
from finder.hours import Rule, Rules, day_intervals, read_hours
from finder.hours_changes import hours_change_texts
from finder.translations import catalogue
from tests.hours_words import rule_lists

# Rules that differ in one thing or another, many of them with the same meaning as another.
SAMPLES = (
    "",
    "24/7",
    "Mo-Su 09:00-17:00",
    "周一至周日9:00-17:00",
    "Mo-Su,PH 09:00-17:00",
    "每天9:00-17:00，法定节假日照常开放",
    "Mo-Su 09:00-17:00; PH off",
    "Tu-Su 09:00-17:00",
    "周二至周日9:00-17:00，周一闭馆",
    "周二至周日9:00-17:00，周一闭馆（法定节假日除外）",
    "9:00-17:00，16:30停止入馆，周一闭馆",
    "9:00-17:00（仅限二层）",
    "WD 09:00-17:00",
    "Mo-Fr 09:00-17:00",
    'Mo off "整修"; Tu-Su 09:00-17:00',
    "Mo-Su 09:00-12:00,13:00-17:00",
    "Mo-Su 18:00-26:00",
    'Mo-Su 18:00-26:00; Mo-Su 22:00-26:00 off "整修"',
    "Apr-Oct Mo-Su 09:00-18:00; Nov-Mar Mo-Su 09:00-17:00",
    "4月至10月9:00-18:00，11月至次年3月9:00-17:00",
    "Mo[1] 09:00-17:00",
    "Mo-Su 09:00-17:00; Mo[1] off",
    "week 1-53/2 Mo 09:00-17:00",
    'Mo-Su 09:00-17:00 || unknown "请致电"',
    "Mo-Su 09:00-17:00 unknown",
    "Mo-Su 09:00-17:00; 2026 Dec 24 off",
    "WD 09:00-17:00; 2026 Dec 26 10:00-12:00",
)
SPECIAL = (
    "",
    "2026 Dec 24 off",
    "2026年12月24日闭馆",
    '2026 Dec 24 off "测试"',
    "2026 Dec 24-31 off; 2026 Dec 25 09:00-12:00",
    "2026 Dec 25 09:00-12:00; 2026 Dec 24-31 off",
)

hours = st.builds(read_hours, st.sampled_from(SAMPLES), st.sampled_from(SPECIAL))


def said(before: str, after: str) -> list[str]:
    return list(hours_change_texts(read_hours(before, ""), read_hours(after, "")))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Tu 09:00-18:00", "Tu 09:00-22:00", ["周二闭馆时间 18:00 → 22:00"]),
        (
            "周二至周日8:30-18:00，周一闭馆",
            "周二至周日8:30-18:00，夜间18:00-22:00（仅限二层、七层），周一闭馆",
            ["周二至周日闭馆时间 18:00 → 22:00（二层、七层）"],
        ),
        (
            "周二至周日8:30-18:00，夜间18:00-22:00（仅限二层、七层），周一闭馆",
            "周二至周日8:30-18:00，周一闭馆",
            ["周二至周日闭馆时间 22:00（二层、七层） → 18:00"],
        ),
        (
            "周二至周日8:30-18:00，夜间18:00-22:00（仅限二层），周一闭馆",
            "周二至周日8:30-18:00，夜间18:00-21:00（仅限二层），周一闭馆",
            ["周二至周日闭馆时间 22:00（二层） → 21:00（二层）"],
        ),
        ("Mo-Su 09:00-17:00", "Mo-Su 08:30-17:00", ["每天开馆时间 9:00 → 8:30"]),
        ("Mo-Su 09:00-17:00", "Mo-Su 08:00-18:00", ["每天：9:00-17:00 → 8:00-18:00"]),
        (
            "Mo-Su 09:00-12:00,13:00-17:00",
            "Mo-Su 10:00-12:00,13:00-17:00",
            ["每天开馆时间 9:00 → 10:00"],
        ),
        (
            "Mo-Su 09:00-12:00,13:00-17:00",
            "Mo-Su 09:00-12:00,14:00-17:00",
            ["每天：9:00-12:00、13:00-17:00 → 9:00-12:00、14:00-17:00"],
        ),
        ("Mo 18:00-24:00", "Mo 18:00-26:00", ["周一闭馆时间 24:00 → 次日2:00"]),
        ("Mo-Su 09:00-17:00", "Tu-Su 09:00-17:00", ["周一：9:00-17:00 → 闭馆"]),
        (
            "9:00-17:00，16:30停止入馆",
            "9:00-17:00，16:00停止入馆",
            ["每天停止入馆时间 16:30 → 16:00"],
        ),
        (
            "9:00-17:00，16:30停止入馆",
            "9:00-17:30，16:30停止入馆",
            ["每天闭馆时间 17:00 → 17:30"],
        ),
        (
            "9:00-17:00",
            "9:00-17:00，16:30停止入馆",
            ["每天：9:00-17:00 → 9:00-17:00（16:30停止入馆）"],
        ),
        (
            "9:00-17:00，16:30停止入馆",
            "9:00-18:00，17:30停止入馆",
            ["每天：9:00-17:00（16:30停止入馆） → 9:00-18:00（17:30停止入馆）"],
        ),
        (
            "Mo-Su 09:00-17:00",
            "Mo-Su,PH 09:00-17:00",
            ["法定节假日：没有说明 → 9:00-17:00"],
        ),
        (
            "周二至周日9:00-17:00，周一闭馆",
            "周二至周日9:00-17:00，周一闭馆（法定节假日除外）",
            ["法定节假日：没有说明 → 9:00-17:00"],
        ),
        ("工作日9:00-17:00", "工作日9:00-18:00", ["工作日闭馆时间 17:00 → 18:00"]),
        (
            "Mo-Fr 09:00-17:00",
            "WD 09:00-17:00",
            ["法定节假日：没有说明 → 闭馆", "调休上班的周六、周日：闭馆 → 9:00-17:00"],
        ),
        ("Mo-Su 09:00-17:00", "Mo-Su 09:00-17:00 unknown", ["每天：9:00-17:00 → 9:00-17:00不确定"]),
        (
            "Mo off; Tu-Su 09:00-17:00",
            'Mo off "整修"; Tu-Su 09:00-17:00',
            ["周一：闭馆 → 闭馆（整修）"],
        ),
        (
            "Apr-Oct Mo-Su 09:00-18:00; Nov-Mar Mo-Su 09:00-17:00",
            "Apr-Oct Mo-Su 09:00-19:00; Nov-Mar Mo-Su 09:00-17:00",
            ["4月至10月每天闭馆时间 18:00 → 19:00"],
        ),
        (
            "Mo[1] 09:00-17:00",
            "Mo[2] 09:00-17:00",
            ["开放时间：每月第1个周一9:00-17:00 → 每月第2个周一9:00-17:00"],
        ),
        ("", "Mo 09:00-17:00", ["开放时间：未知 → 周一9:00-17:00；周二至周日闭馆"]),
        (
            "Mo-Su 09:00-17:00; 2026 Dec 24 off",
            "Mo-Su 09:00-17:00; 2026 Dec 24 10:00-12:00",
            ["特殊时间：2026年12月24日闭馆 → 2026年12月24日10:00-12:00"],
        ),
        (
            "Mo-Su 09:00-17:00; 2026 Dec 24 off; 2026 Dec 25 off",
            "Mo-Su 09:00-17:00; 2026 Dec 25 off; 2026 Dec 26 off",
            ["取消特殊时间：2026年12月24日闭馆", "新增特殊时间：2026年12月26日闭馆"],
        ),
    ],
)
def test_a_change_is_told_by_weekday_season_or_date(
    before: str, after: str, expected: list[str]
) -> None:
    assert said(before, after) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("周二至周日9:00-17:00，周一闭馆", "Tu-Su 09:00-17:00"),
        ("Mo-Fr 09:00-17:00; Sa,Su 09:00-17:00", "Mo-Su 9:00-17:00"),
        ("Mo-Su 09:00-12:00,12:00-17:00", "Mo-Su 09:00-17:00"),
        (
            "4月至10月9:00-18:00，11月至次年3月9:00-17:00",
            "Nov-Mar Mo-Su 09:00-17:00; Apr-Oct Mo-Su 09:00-18:00",
        ),
        ("24/7", "Mo-Su,PH 00:00-24:00"),
    ],
)
def test_what_is_only_written_another_way_is_no_change(one: str, other: str) -> None:
    assert said(one, other) == []
    assert said(other, one) == []


def all_year(rules: Rules, calendar: Calendar) -> list[object]:
    """Return what holds on every day of two years, of which the second has no calendar."""
    dates = (dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(730))
    return [day_hours(day_intervals(rules, date, calendar)) for date in dates]


@settings(max_examples=150)
@given(hours, hours)
def test_no_change_is_told_exactly_where_every_day_of_two_years_is_the_same(
    before: Rules, after: Rules
) -> None:
    calendar = official_calendar()
    texts = hours_change_texts(before, after)
    if not texts:
        assert all_year(before, calendar) == all_year(after, calendar)
    assert all(" → " in text or "特殊时间" in text for text in texts)


@settings(max_examples=150)
@given(hours, hours)
def test_both_sides_of_a_change_are_different_words_in_both_languages(
    before: Rules, after: Rules
) -> None:
    for language in ("zh", "en"):
        for text in hours_change_texts(before, after, catalogue(language)):
            was, arrow, now = text.partition(" → ")
            assert not arrow or was.rpartition("：")[2] != now


@settings(max_examples=300)
@given(rule_lists(), rule_lists(), st.data())
def test_random_rules_are_never_called_the_same_where_a_day_differs(
    one: tuple[Rule, ...], other: tuple[Rule, ...], data: st.DataObject
) -> None:
    """Also of rules that are nearly the same: one of them left out, or put elsewhere."""
    near = data.draw(st.permutations(one)) if data.draw(st.booleans()) else list(one[1:])
    calendar = official_calendar()
    for after in (Rules(other), Rules(tuple(near)), Rules((), one)):
        texts = hours_change_texts(Rules(one), after)
        if not texts:
            assert all_year(Rules(one), calendar) == all_year(after, calendar)
        for text in texts:
            was, _arrow, now = text.rpartition("：")[2].partition(" → ")
            assert was != now


@given(hours)
def test_the_same_hours_have_no_change(rules: Rules) -> None:
    assert hours_change_texts(rules, rules) == ()

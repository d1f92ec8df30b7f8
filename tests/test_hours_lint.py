"""Warnings: what is probably not meant is said, what is meant is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from finder.facility import Facility
from finder.hours.lint import looks_twelve_hour, warnings
from finder.hours.reading import read_hours
from finder.hours.rules import Rule, Rules, TimeSpan
from tests.hours_words import rule_lists
from tests.notices import lines

HOLIDAYS = "没有写法定节假日是否开放"


def said(opening_hours: str, special_hours: str = "") -> list[str]:
    """Return the warnings, that of holidays aside."""
    found = warnings(read_hours(opening_hours, special_hours))
    return [text for problem in found if HOLIDAYS not in (text := problem.message.text())]


@pytest.mark.parametrize(
    ("opening_hours", "words"),
    [
        ('Mo-Fr 08:30-18:00; Tu-Su 18:00-22:00 open "二层"', "取代前面的“Mo-Fr 08:30-18:00”"),
        ("Mo-Su 09:00-12:00; We 14:00-17:00", "取代前面的"),
        ("Mo 09:00-12:00,11:00-15:00", "9:00-12:00 和 11:00-15:00 有重叠"),
        ("Mo 09:00-12:00, Mo 11:00-15:00", "有重叠"),
        ("Mo-Fr 09:00-17:00; Mo-Fr 10:00-16:00", "“Mo-Fr 09:00-17:00”从不起作用"),
        ("Mo off; Mo-Su 09:00-17:00", "“Mo off”从不起作用"),
        ("2026 Oct 01 Mo off", "从不起作用"),
        ("Mo 09:00-09:20", "9:00-9:20 不到半小时"),
        ("Mo 04:00-23:00", "4:00-23:00 超过 18 小时"),
        ("Mo-Fr 09:00-05:00", "09:00-05:00 像是 12 小时制"),
        ("Mo-Fr 01:30-05:00", "像是 12 小时制"),
        (
            'Mo-Su 09:00-17:00, Mo-Su 17:00-17:30 open "停止入馆"',
            "17:00-17:30 停止入馆，不在开放时间以内",
        ),
        ('Tu-Su 09:00-17:00, Mo 16:00-17:00 open "停止入场"', "停止入场，不在开放时间以内"),
    ],
)
def test_what_is_probably_a_mistake_is_said(opening_hours: str, words: str) -> None:
    assert any(words in text for text in said(opening_hours))


@pytest.mark.parametrize(
    "opening_hours",
    [
        "24/7",
        "24/7; PH off",
        "Mo-Su 00:00-24:00",
        "Mo 09:00-09:30",
        "Mo 04:00-22:00",
        "Mo-Su 09:00-17:00; PH 10:00-16:00",
        "Mo-Su 09:00-17:00; Jul-Aug 09:00-20:00",
        "Tu-Su 09:00-17:00; Mo off",
        'Tu-Su 08:30-18:00, Tu-Su 18:00-22:00 open "二层、七层"; Mo off',
        'Tu-Su,PH 09:00-17:00, Tu-Su,PH 16:45-17:00 open "清场"',
        "Fr 18:00-26:00",
        "Feb Mo[5] 09:00-17:00",
        "week 53 Su 09:00-17:00",
        "Mo 09:00-12:00; Feb 29 off",
        "Sa,Su 10:00-16:00; WD 09:00-17:00; PH off",
    ],
)
def test_what_is_meant_is_left_alone(opening_hours: str) -> None:
    assert said(opening_hours) == []


@pytest.mark.parametrize(
    ("opening_hours", "warned"),
    [
        ("Mo-Fr 09:00-17:00", True),
        ("WD 09:00-17:00", False),
        ("WD 09:00-17:00; Sa,Su 10:00-16:00", True),
        ("Mo-Fr 09:00-17:00; PH off", False),
        ("Mo-Su,PH 09:00-17:00", False),
        ("24/7", False),
        ("", False),
        ("2026年10月1日至3日闭馆", False),
    ],
)
def test_hours_that_say_nothing_of_holidays_are_warned_of(opening_hours: str, warned: bool) -> None:
    found = warnings(read_hours(opening_hours))
    assert any(HOLIDAYS in problem.message.text() for problem in found) is warned


def test_the_real_list_has_no_other_warning_than_that_of_holidays(
    facilities: tuple[Facility, ...],
) -> None:
    for facility in facilities:
        assert said(facility.opening_hours, facility.special_hours) == [], facility.name


@pytest.mark.parametrize("notice", [notice for notice, _ in lines("notices_read.txt")][::5])
def test_a_notice_that_was_read_loses_no_hours(notice: str) -> None:
    assert not any("取代" in text or "重叠" in text for text in said(notice))


@pytest.mark.parametrize(
    ("opening_hours", "value", "hint"),
    [
        ("Mo-Fr 09:00-17:00; Mo-Fr 10:00-16:00", "Mo-Fr 09:00-17:00", "核对或删去"),
        ("Mo-Su 09:00-12:00; We 14:00-17:00", "We 14:00-17:00", "分号改成逗号"),
        ("Mo 09:00-12:00,11:00-15:00", "Mo 09:00-12:00,11:00-15:00", "合成一段"),
        ("Mo 09:00-12:00, Mo 11:00-15:00", "Mo 11:00-15:00", "合成一段"),
        ("Mo 09:00-09:20", "09:00-09:20", "核对上午、下午"),
        ("Mo 04:00-23:00", "04:00-23:00", "核对上午、下午"),
        ("Mo-Fr 01:30-05:00", "01:30-05:00", "13:00 到 23:59"),
        (
            'Mo-Su 09:00-17:00, Mo-Su 17:00-17:30 open "停止入馆"',
            'Mo-Su 17:00-17:30 open "停止入馆"',
            "停止入馆应早于闭馆",
        ),
    ],
)
def test_a_warning_names_the_rule_or_the_time_and_says_what_to_do(
    opening_hours: str, value: str, hint: str
) -> None:
    (problem,) = warnings(read_hours(opening_hours + "; PH off"))
    assert problem.value == value
    assert hint in problem.hint.text()


@pytest.mark.parametrize(
    ("start_min", "end_min", "doubtful"),
    [
        (540, 1740, True),
        (90, 300, True),
        (540, 1020, False),
        (1080, 1560, False),
        (300, 1260, False),
        (0, 360, False),
        # One minute to each side of every bound.
        (59, 300, False),
        (60, 300, True),
        (359, 660, True),
        (359, 661, False),
        (360, 660, False),
        (719, 1440, False),
        (719, 1441, True),
        (719, 2159, True),
        (719, 2160, False),
        (720, 1441, False),
    ],
)
def test_twelve_hour_times_are_told_by_their_ends(
    start_min: int, end_min: int, doubtful: bool
) -> None:
    assert looks_twelve_hour(TimeSpan(start_min, end_min)) is doubtful


@given(rule_lists())
@settings(deadline=None, max_examples=50)
def test_any_rules_can_be_looked_through(rules: tuple[Rule, ...]) -> None:
    for problem in warnings(Rules(rules)):
        assert problem.message.text()


def test_rules_of_more_kinds_of_days_than_can_be_looked_through_are_said_to_be_so() -> None:
    many = "; ".join(f"{2020 + 2 * at} Jan-{2021 + 2 * at} Dec Mo 09:00-10:00" for at in range(25))
    assert [one.message.text() for one in warnings(read_hours(many))] == [
        "25 条规则里的日子太复杂，没有逐日核对。"
    ]


def test_twenty_rules_of_single_weeks_are_looked_through() -> None:
    # Each pair of them was once looked for on every day of 28 years.
    many = "; ".join(f"week {10 + at} Mo 09:00-10:00" for at in range(20))
    found = [one.message.text() for one in warnings(read_hours(many))]
    assert not any("没有逐日核对" in one for one in found)

"""The two columns of hours, each in Chinese or in the OSM grammar."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.errors import HoursError
from finder.holidays import official_calendar
from finder.hours import Rules, State, day_intervals, rules_of
from finder.hours.reading import is_chinese, read_hours


def states(rules: Rules, date: str) -> set[State]:
    intervals = day_intervals(rules, dt.date.fromisoformat(date), official_calendar())
    return {part.state for part in intervals}


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("Tu-Su 09:00-17:00", False),
        ('Tu-Su 18:00-22:00 open "二层、七层"; Mo off', False),
        ("24/7", False),
        ("", False),
        ("周二至周日9:00-17:00", True),
        ('Mo 09:00-17:00 open "七层', False),
        ("24小时", True),
        ("９：００－１７：００", True),
        ("9:00—17:00", True),
        ("9:00~17:00", True),
        ("9:00-17:00", True),
        ("Mo-Fr 09:00–17:00", False),
        ('周一9:00-12:00 "note"', True),
    ],
)
def test_a_text_is_chinese_by_what_stands_outside_quotes(text: str, chinese: bool) -> None:
    assert is_chinese(text) is chinese


@pytest.mark.parametrize(
    ("opening_hours", "special_hours"),
    [
        ("周二至周日9:00-17:00，周一闭馆", "2026-10-01至10-03 闭馆 国庆"),
        ("Tu-Su 09:00-17:00; Mo off", "2026年10月1日至3日闭馆（国庆）"),
        ("周二至周日9:00-17:00，周一闭馆", '2026 Oct 01-03 off "国庆"'),
        ("Tu-Su 09:00-17:00; Mo off", '2026 Oct 01-03 off "国庆"'),
    ],
)
def test_each_column_may_be_in_either_language(opening_hours: str, special_hours: str) -> None:
    wanted = rules_of("Tu-Su 09:00-17:00; Mo off", '2026 Oct 01-03 off "国庆"')
    assert read_hours(opening_hours, special_hours) == wanted


def test_blank_columns_are_no_rules() -> None:
    assert read_hours("", "") == Rules()
    assert read_hours(" ", " ") == Rules()


def test_an_exception_alone_does_not_close_the_rest_of_the_year() -> None:
    rules = read_hours("2026年12月24日闭馆")
    assert rules.ordinary == ()
    assert states(rules, "2026-12-24") == {State.CLOSED}
    assert states(rules, "2026-12-23") == {State.UNKNOWN}


def test_exceptions_of_both_columns_win_over_the_ordinary_hours() -> None:
    rules = read_hours("每天9:00-17:00；2026年12月24日闭馆", "2026 Dec 25 off")
    assert [str(rule) for rule in rules.special] == ["2026 Dec 24 off", "2026 Dec 25 off"]


@pytest.mark.parametrize(
    "special_hours",
    [
        "周一闭馆",
        "1月2日至3日闭馆",
        "Oct 01-03 off",
        "每天9:00-17:00",
        "10月1日9:00-12:00",
        "春节闭馆",
    ],
)
def test_an_exception_without_its_year_is_refused(special_hours: str) -> None:
    with pytest.raises(HoursError):
        read_hours("", special_hours)


@pytest.mark.parametrize(
    "text",
    [
        "9:00-5:00",
        "1:30-5:00",
        "09:00-12:00,01:30-05:00",
        "12:00-1:30",
        "17:00-9:00",
        "3:00-22:00",
        "18:00-02:00",
    ],
)
def test_times_alone_that_look_like_twelve_hours_are_refused(text: str) -> None:
    with pytest.raises(HoursError, match="上午还是下午"):
        read_hours(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("9:00-17:00", "09:00-17:00"),
        ("08:30-11:30,14:00-17:30", "08:30-11:30,14:00-17:30"),
        ("00:00-24:00", "00:00-24:00"),
    ],
)
def test_times_alone_are_those_of_every_day(text: str, canonical: str) -> None:
    assert str(read_hours(text)) == f"Mo-Su {canonical}"


def test_a_refusal_says_where_in_its_column() -> None:
    with pytest.raises(HoursError) as caught:
        read_hours("周二至周日9:00-17:00，需排队")
    assert caught.value.problems[0].column == 17
    assert caught.value.problems[0].value == "需排队"


@pytest.mark.parametrize("blank", ["\u3000", " \u3000", "\u00a0"])
def test_a_blank_of_chinese_typing_makes_no_text_chinese(blank: str) -> None:
    for text in ("24h", "Mo-Fr 09:00-17:00"):
        said = []
        for one in (text, text + blank):
            try:
                said.append(str(read_hours(one)))
            except HoursError as error:
                said.append(error.problems[0].message.text())
        assert said[0] == said[1]

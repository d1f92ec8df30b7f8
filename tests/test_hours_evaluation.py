"""What the rules say of a date: the hours that belong to it, and why."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.holidays import Calendar, Day, DayKind, official_calendar
from finder.hours import DAY_MIN, Cause, Interval, Rules, State, day_intervals, rules_of
from finder.hours.rules import Rule
from tests.hours_words import during, on, rule_lists

# 2026-10-01 (Thursday) to 10-07 are days off; 2026-09-20 (Sunday) and 10-10 (Saturday) are worked.
HOLIDAY_MONDAY = "2026-10-05"
MONDAY = "2026-10-12"


def intervals(text: str, date: str, special: str = "") -> tuple[Interval, ...]:
    return day_intervals(rules_of(text, special), dt.date.fromisoformat(date), official_calendar())


# A text, a date and the hours of that date.
HOURS = [
    # times
    ("Mo-Su,PH 00:00-24:00", MONDAY, "00:00-24:00"),
    ("Mo-Fr 09:00-17:00", MONDAY, "09:00-17:00"),
    ("Mo-Fr 09:00-17:00", "2026-10-17", "off"),
    ("Mo-Fr 09:00-11:30,13:00-17:00", MONDAY, "09:00-11:30, 13:00-17:00"),
    ("Mo 18:00-00:00", MONDAY, "18:00-24:00"),
    ("Mo 18:00-02:00", MONDAY, "18:00-26:00"),
    ("Mo 18:00-26:00", MONDAY, "18:00-26:00"),
    ("Mo 08:00-32:00", MONDAY, "08:00-32:00"),
    ("Mo open", MONDAY, "00:00-24:00"),
    ("Mo 09:00-12:00,11:00-14:00", MONDAY, "09:00-14:00"),
    # ; replaces the day, or cuts out what is closed
    ("Mo-Fr 09:00-17:00; Mo 10:00-12:00", MONDAY, "10:00-12:00"),
    ("Mo 18:00-26:00; Mo 10:00-12:00", MONDAY, "10:00-12:00"),
    ("Mo 18:00-26:00; Mo off", MONDAY, "off"),
    ("Mo-Fr 08:30-18:00; Tu-Su 18:00-22:00", "2026-10-13", "18:00-22:00"),
    ("Mo-Fr 09:00-17:00; 10:00-12:00", MONDAY, "10:00-12:00"),
    ("Mo-Fr 09:00-17:00; Mo 12:00-13:00 off", MONDAY, "09:00-12:00, 13:00-17:00"),
    ("Mo-Fr 09:00-17:00; 12:00-13:00 off", MONDAY, "09:00-12:00, 13:00-17:00"),
    ("Mo-Fr 09:00-17:00; Mo 08:00-18:00 off", MONDAY, "off"),
    ("Mo off; Mo-Fr 09:00-17:00", MONDAY, "09:00-17:00"),
    ('Mo 09:00-17:00; Mo unknown "盘点"', MONDAY, "? 00:00-24:00 盘点"),
    # , adds to it
    ("Mo-Fr 09:00-17:00, Mo 18:00-20:00", MONDAY, "09:00-17:00, 18:00-20:00"),
    ('Mo 09:00-20:00, Mo 17:00-20:00 open "七层"', MONDAY, "09:00-17:00, 17:00-20:00 七层"),
    ("Mo 09:00-17:00, Mo 12:00-13:00 unknown", MONDAY, "09:00-12:00, ? 12:00-13:00, 13:00-17:00"),
    ("Mo 09:00-17:00, Mo off", MONDAY, "off"),
    # || holds where nothing before it does
    ("Mo 09:00-12:00 || unknown", MONDAY, "? 00:00-09:00, 09:00-12:00, ? 12:00-24:00"),
    ("Mo 09:00-12:00 || 10:00-14:00 unknown", MONDAY, "09:00-12:00, ? 12:00-14:00"),
    ("Mo off || 10:00-14:00", MONDAY, "10:00-14:00"),
    ("Mo unknown || 10:00-14:00", MONDAY, "? 00:00-24:00"),
    ("Mo 09:00-12:00 || Mo off", MONDAY, "09:00-12:00"),
    (
        "Mo 09:00-10:00 || 09:00-12:00 || unknown",
        MONDAY,
        "? 00:00-09:00, 09:00-10:00, 10:00-12:00, ? 12:00-24:00",
    ),
    ("Mo 09:00-12:00 || unknown; Mo 15:00-16:00", MONDAY, "15:00-16:00"),
    # the n-th weekday of a month
    ("Mo[1] 09:00-17:00", "2026-11-02", "09:00-17:00"),
    ("Mo[1] 09:00-17:00", "2026-11-09", "off"),
    ("Mo[-1] 09:00-17:00", "2026-11-30", "09:00-17:00"),
    ("Mo[-1] 09:00-17:00", "2026-11-23", "off"),
    ("Mo[5] 09:00-17:00", "2026-11-30", "09:00-17:00"),
    ("Mo[5] 09:00-17:00", "2026-12-28", "off"),
    ("Mo[2,4] 09:00-17:00", "2026-11-23", "09:00-17:00"),
    ("We[-1] 09:00-17:00", "2024-02-28", "09:00-17:00"),
    ("Th[-1] 09:00-17:00", "2024-02-29", "09:00-17:00"),
    # weekdays over Sunday
    ("Fr-Mo 09:00-17:00", "2026-10-18", "09:00-17:00"),
    ("Fr-Mo 09:00-17:00", "2026-10-13", "off"),
    # weeks: 2026 has 53
    ("week 53 09:00-17:00", "2026-12-28", "09:00-17:00"),
    ("week 53 09:00-17:00", "2026-12-27", "off"),
    ("week 01 09:00-17:00", "2025-12-29", "09:00-17:00"),
    ("week 01-53/2 09:00-17:00", "2026-10-12", "off"),
    ("week 02-53/2 09:00-17:00", "2026-10-12", "09:00-17:00"),
    ("week 40,42 09:00-17:00", "2026-10-12", "09:00-17:00"),
    ("week 42 Tu 09:00-17:00", "2026-10-12", "off"),
    # dates and seasons
    ("Nov-Mar 09:00-16:00", "2026-12-14", "09:00-16:00"),
    ("Nov-Mar 09:00-16:00", "2026-03-31", "09:00-16:00"),
    ("Nov-Mar 09:00-16:00", "2026-04-01", "off"),
    ("Dec 24-Jan 02 09:00-16:00", "2026-12-24", "09:00-16:00"),
    ("Dec 24-Jan 02 09:00-16:00", "2025-01-02", "09:00-16:00"),
    ("Dec 24-Jan 02 09:00-16:00", "2026-01-05", "off"),
    ("Feb 09:00-16:00", "2024-02-29", "09:00-16:00"),
    ("Feb 29 09:00-16:00", "2024-02-29", "09:00-16:00"),
    ("Feb 28-Mar 01 09:00-16:00", "2024-02-29", "09:00-16:00"),
    ("Oct 12,Oct 14 09:00-16:00", "2026-10-14", "09:00-16:00"),
    ("Oct 12,Oct 14 09:00-16:00", "2026-10-13", "off"),
    ("2026 Oct 12-14 09:00-16:00", "2026-10-14", "09:00-16:00"),
    ("2025 Oct 12-14 09:00-16:00", "2026-10-14", "off"),
    ("2025 Dec 24-2026 Jan 12 09:00-16:00", "2026-01-12", "09:00-16:00"),
    ("2025-2026 Oct 12-14 09:00-16:00", "2026-10-14", "09:00-16:00"),
    ("2024,2026 09:00-16:00", "2026-10-14", "09:00-16:00"),
    ("2024,2026 09:00-16:00", "2025-10-14", "off"),
    ("2026 Nov-2027 Mar 09:00-16:00", "2026-11-30", "09:00-16:00"),
]


@pytest.mark.parametrize(("text", "date", "expected"), HOURS)
def test_hours_of_a_date(text: str, date: str, expected: str) -> None:
    assert on(text, date) == expected


# A text, an exception, a date and what is to be expected of it; ? is unknown.
HOLIDAYS = [
    # named: the rules say it
    ("Mo-Fr 09:00-17:00; PH off", "", HOLIDAY_MONDAY, "off"),
    ("Mo-Fr 09:00-17:00; PH 10:00-12:00", "", HOLIDAY_MONDAY, "10:00-12:00"),
    ("Mo-Fr 09:00-17:00, PH 18:00-20:00", "", HOLIDAY_MONDAY, "09:00-17:00, 18:00-20:00"),
    ("Tu-Su,PH 09:00-17:00", "", HOLIDAY_MONDAY, "09:00-17:00"),
    ("Su,PH 10:00-16:00", "", "2026-10-03", "10:00-16:00"),
    ("PH 10:00-16:00", "", "2026-10-03", "10:00-16:00"),
    ("PH 10:00-16:00", "", MONDAY, "off"),
    ("PH off; Mo-Fr 09:00-17:00", "", HOLIDAY_MONDAY, "09:00-17:00"),
    ("Jan PH off; 09:00-17:00", "", HOLIDAY_MONDAY, "09:00-17:00"),
    # a make-up working weekend is not a day off, and no weekday either
    ("Mo-Fr 09:00-17:00; PH off", "", "2026-09-20", "off"),
    ("Mo-Su 09:00-17:00; PH off", "", "2026-09-20", "09:00-17:00"),
    ("Su,PH 10:00-16:00", "", "2026-09-20", "10:00-16:00"),
    ("Su 10:00-16:00", "", "2026-09-20", "10:00-16:00"),
    # WD: working days by the calendar, make-up working weekends among them
    ("WD 09:00-17:00; PH off", "", MONDAY, "09:00-17:00"),
    ("WD 09:00-17:00; PH off", "", "2026-09-20", "09:00-17:00"),
    ("WD 09:00-17:00; PH off", "", "2026-10-17", "off"),
    ("WD 09:00-17:00; PH off", "", HOLIDAY_MONDAY, "off"),
    ("WD 09:00-17:00", "", HOLIDAY_MONDAY, "off"),
    ("WD 09:00-17:00; Sa,Su 10:00-16:00", "", HOLIDAY_MONDAY, "? 00:00-24:00"),
    ("Mo-Su,PH 08:00-20:00; WD 09:00-17:00", "", HOLIDAY_MONDAY, "08:00-20:00"),
    # silent: unknown on a day off, the closed weekday too
    ("Mo-Fr 09:00-17:00", "", HOLIDAY_MONDAY, "? 00:00-24:00"),
    ("Tu-Su 09:00-17:00", "", HOLIDAY_MONDAY, "? 00:00-24:00"),
    ("Tu-Su 09:00-17:00; Mo off", "", HOLIDAY_MONDAY, "? 00:00-24:00"),
    ("Mo-Fr 09:00-17:00", "", MONDAY, "09:00-17:00"),
    ("Mo 20:00-26:00", "", HOLIDAY_MONDAY, "? 00:00-26:00"),
    ("open", "", HOLIDAY_MONDAY, "? 00:00-24:00"),
    # exempt
    ("24/7", "", HOLIDAY_MONDAY, "00:00-24:00"),
    ("Mo-Su,PH 00:00-24:00", "", HOLIDAY_MONDAY, "00:00-24:00"),
    ("24/7; Mo 12:00-13:00 off", "", HOLIDAY_MONDAY, "00:00-12:00, ? 12:00-13:00, 13:00-24:00"),
    # dated exceptions win and confirm
    ("Mo-Fr 09:00-17:00", "2026 Oct 01-07 off", HOLIDAY_MONDAY, "off"),
    ("Mo-Fr 09:00-17:00", "2026 Oct 01-07 10:00-12:00", HOLIDAY_MONDAY, "10:00-12:00"),
    ("Mo-Fr 09:00-17:00", "2026-2027 Oct 01-07 10:00-12:00", HOLIDAY_MONDAY, "10:00-12:00"),
    (
        "Mo-Fr 09:00-17:00",
        "2026 Oct 05 14:00-15:00 off",
        HOLIDAY_MONDAY,
        "? 00:00-14:00, ? 15:00-24:00",
    ),
    ("Tu-Su,PH 09:00-17:00", "2026 Oct 12-13 off", MONDAY, "off"),
    ("24/7", '2026 Oct 12 12:00-14:00 off "检修"', MONDAY, "00:00-12:00, 14:00-24:00"),
    ("Mo 09:00-17:00", "2026 Oct 12 18:00-20:00", MONDAY, "18:00-20:00"),
    ("Mo-Su 09:00-17:00", "2026 Jul-Oct 08:00-20:00", MONDAY, "08:00-20:00"),
    ("Mo-Su 09:00-17:00", "2026 Jul-Oct 08:00-20:00", HOLIDAY_MONDAY, "? 00:00-24:00"),
    ("Mo-Su 09:00-17:00", "2026 Jul-Oct off", HOLIDAY_MONDAY, "off"),
    ("Mo-Su 09:00-17:00", "2026 off", HOLIDAY_MONDAY, "off"),
    ("Mo-Su 09:00-17:00", "2026 Jul-Oct Mo off", HOLIDAY_MONDAY, "? 00:00-24:00"),
    ("Mo-Su 09:00-17:00", "2026 Oct 01-07 Mo off", HOLIDAY_MONDAY, "off"),
    # exceptions alone: the other days are not known
    ("", "2026 Oct 12 10:00-12:00", MONDAY, "10:00-12:00"),
    ("", "2026 Oct 12 10:00-12:00", "2026-10-13", "? 00:00-24:00"),
    ("", "2026 Oct 01-07 off", HOLIDAY_MONDAY, "off"),
    ("", "", MONDAY, "? 00:00-24:00"),
]


@pytest.mark.parametrize(("text", "special", "date", "expected"), HOLIDAYS)
def test_holidays_and_exceptions(text: str, special: str, date: str, expected: str) -> None:
    assert on(text, date, special) == expected


def test_an_unconfirmed_holiday_says_why_and_what_the_ordinary_hours_are() -> None:
    (whole_day,) = intervals("Mo-Fr 09:00-11:00,13:00-17:00", HOLIDAY_MONDAY)
    assert whole_day.cause is Cause.HOLIDAY_UNCONFIRMED
    assert [(part.start_min, part.end_min) for part in whole_day.ordinary or ()] == [
        (540, 660),
        (780, 1020),
    ]


def test_a_museum_that_is_closed_on_mondays_is_unknown_on_a_holiday_monday() -> None:
    (whole_day,) = intervals("Tu-Su 09:00-17:00", HOLIDAY_MONDAY)
    assert (whole_day.state, whole_day.ordinary) == (State.UNKNOWN, ())


def test_hours_that_nobody_has_given_are_unknown_and_never_closed() -> None:
    (whole_day,) = intervals("", MONDAY)
    assert (whole_day.state, whole_day.cause) == (State.UNKNOWN, Cause.NO_HOURS)


@pytest.mark.parametrize(
    ("text", "end_min"),
    [
        ("Fr 18:00-26:00", 1560),
        ('Fr 18:00-26:00, Fr 20:00-25:00 open "甲"', 1560),
        ("Fr 18:00-26:00 off; Mo 09:00-10:00", 1560),
        ("Fr 18:00-24:00", DAY_MIN),
        ("Fr 09:00-12:00", DAY_MIN),
    ],
)
def test_past_midnight_a_date_goes_on_only_as_long_as_a_rule_says_something(
    text: str, end_min: int
) -> None:
    assert intervals(text, "2026-10-16")[-1].end_min == end_min


def test_what_is_closed_says_whether_a_rule_closes_it() -> None:
    (by_rule,) = intervals('Mo off "闭馆日"', MONDAY)
    assert (by_rule.cause, by_rule.note) == (Cause.RULE, "闭馆日")
    (by_none,) = intervals("Tu 09:00-17:00", MONDAY)
    assert (by_none.cause, by_none.rule) == (Cause.NO_RULE, None)


def test_the_rule_that_decides_is_named() -> None:
    closed, opened, _ = intervals("Mo-Fr 09:00-17:00; PH off", MONDAY)
    assert str(opened.rule) == "Mo-Fr 09:00-17:00"
    assert closed.cause is Cause.NO_RULE


# After the last published date: unknown unless it would be the same on a day off.
UNPUBLISHED = [
    ("Mo-Fr 09:00-17:00", "2027-10-11", "? 00:00-24:00"),
    ("Mo-Fr 09:00-17:00; PH off", "2027-10-11", "? 09:00-17:00"),
    ("Mo-Fr 09:00-17:00; PH off", "2027-10-10", "off"),
    (
        "Mo-Fr 09:00-17:00; PH 10:00-18:00",
        "2027-10-11",
        "? 09:00-10:00, 10:00-17:00, ? 17:00-18:00",
    ),
    ("Mo 20:00-26:00; PH off", "2027-10-11", "? 20:00-26:00"),
    ("Mo-Su,PH 09:00-17:00", "2027-10-11", "09:00-17:00"),
    ("24/7", "2027-10-11", "00:00-24:00"),
    ("24/7; PH off", "2027-10-11", "? 00:00-24:00"),
    ("WD 09:00-17:00; PH off", "2027-10-11", "? 09:00-17:00"),
    ("WD 09:00-17:00; PH off", "2027-10-10", "? 09:00-17:00"),
    ("Mo-Su,PH 09:00-17:00; WD 09:00-18:00", "2027-10-10", "09:00-17:00, ? 17:00-18:00"),
    ("", "2027-10-11", "? 00:00-24:00"),
]


@pytest.mark.parametrize(("text", "date", "expected"), UNPUBLISHED)
def test_past_the_calendar_only_what_is_the_same_either_way_is_known(
    text: str, date: str, expected: str
) -> None:
    known_until_2026 = Calendar(
        official_calendar().days, dt.date(2004, 1, 1), dt.date(2026, 12, 31), "测试"
    )
    assert on(text, date, calendar=known_until_2026) == expected


def test_past_the_calendar_the_reason_is_that_it_is_not_published() -> None:
    calendar = Calendar({}, dt.date(2026, 1, 1), dt.date(2026, 12, 31), "测试")
    rules = rules_of("Mo-Fr 09:00-17:00; PH off")
    _, unsure, _ = day_intervals(rules, dt.date(2027, 10, 11), calendar)
    assert unsure.cause is Cause.CALENDAR_UNPUBLISHED
    assert [(part.start_min, part.end_min) for part in unsure.ordinary or ()] == [(540, 1020)]


# A text, a date, and what happens between 00:00 and 24:00 of it.
NIGHTS = [
    ("Fr 20:00-02:00", "2026-10-16", "20:00-24:00"),
    ("Fr 20:00-02:00", "2026-10-17", "00:00-02:00"),
    ("Fr 20:00-02:00; Sa off", "2026-10-17", "00:00-02:00"),
    ("Fr 20:00-02:00; Sa 01:00-03:00 off", "2026-10-17", "00:00-02:00"),
    ("Fr 20:00-02:00; Sa 09:00-12:00", "2026-10-17", "00:00-02:00, 09:00-12:00"),
    ("Fr 20:00-02:00; Fr off", "2026-10-17", "off"),
    ("Mo-Su 08:00-32:00", "2026-10-17", "00:00-08:00, 08:00-24:00"),
    (
        'Fr 20:00-02:00 unknown "电影"; Sa 00:00-12:00',
        "2026-10-17",
        "? 00:00-02:00 电影, 02:00-12:00",
    ),
    # what closes past midnight closes the next morning, whatever is open then
    ("24/7; Fr 22:00-02:00 off", "2026-10-17", "02:00-24:00"),
    # a fallback past midnight is still a fallback
    ("Sa 00:00-08:00 || 22:00-06:00 unknown", "2026-10-17", "00:00-08:00, ? 22:00-24:00"),
    (
        "Sa 01:00-02:00 || 22:00-06:00 unknown",
        "2026-10-17",
        "? 00:00-01:00, 01:00-02:00, ? 02:00-06:00, ? 22:00-24:00",
    ),
    (
        "Mo off || 20:00-04:00 || 00:00-06:00 unknown",
        "2026-10-17",
        "00:00-04:00, ? 04:00-06:00, 20:00-24:00",
    ),
    (
        "Mo off || 00:00-03:00 unknown || 20:00-04:00",
        "2026-10-17",
        "? 00:00-03:00, 03:00-04:00, 20:00-24:00",
    ),
    # an unknown night does not make unknown what is open today: 10-08 follows the holiday
    ("00:00-24:00, 20:00-26:00", "2026-10-08", "00:00-24:00"),
    ("Mo-We 20:00-26:00", "2026-10-08", "? 00:00-02:00"),
    ("Mo-We 20:00-26:00; Th 01:00-05:00", "2026-10-08", "? 00:00-01:00, 01:00-05:00"),
]


@pytest.mark.parametrize(("text", "date", "expected"), NIGHTS)
def test_hours_past_midnight_stay_with_the_day_on_which_they_start(
    text: str, date: str, expected: str
) -> None:
    assert during(text, date) == expected


DATES = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))


@given(rule_lists(), DATES)
def test_intervals_cover_the_day_in_order_and_without_gaps(
    rules: tuple[Rule, ...], date: dt.date
) -> None:
    parts = day_intervals(Rules(rules), date, official_calendar())
    assert parts[0].start_min == 0
    assert DAY_MIN <= parts[-1].end_min <= 2 * DAY_MIN
    assert all(part.start_min < part.end_min for part in parts)
    assert all(one.end_min == two.start_min for one, two in pairwise(parts))


@given(rule_lists(), DATES)
def test_neighbours_differ_in_what_they_say(rules: tuple[Rule, ...], date: dt.date) -> None:
    parts = day_intervals(Rules(rules), date, official_calendar())
    for one, two in pairwise(parts):
        assert (one.state, one.note, one.cause, one.rule) != (
            two.state,
            two.note,
            two.cause,
            two.rule,
        )


@given(rule_lists(), st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
def test_an_unpublished_year_never_contradicts_the_published_one(
    rules: tuple[Rule, ...], date: dt.date
) -> None:
    unpublished = Calendar({}, dt.date(2004, 1, 1), dt.date(2025, 12, 31), "测试")
    guess = day_intervals(Rules(rules), date, unpublished)
    truth = day_intervals(Rules(rules), date, official_calendar())
    for minute in range(0, DAY_MIN, 15):
        guessed, true = (
            next(part for part in parts if part.start_min <= minute < part.end_min)
            for parts in (guess, truth)
        )
        if guessed.cause is not Cause.CALENDAR_UNPUBLISHED:
            assert (guessed.state, guessed.note) == (true.state, true.note)


@given(rule_lists(), DATES)
def test_a_day_off_changes_nothing_but_what_names_it_or_is_silent(
    rules: tuple[Rule, ...], date: dt.date
) -> None:
    on_day_off = Calendar(
        {date: Day(DayKind.OFF, "测试")}, dt.date(2004, 1, 1), dt.date(2030, 12, 31), "测试"
    )
    ordinary = Calendar({}, dt.date(2004, 1, 1), dt.date(2030, 12, 31), "测试")
    one = day_intervals(Rules(rules), date, on_day_off)
    other = day_intervals(Rules(rules), date, ordinary)
    if any(rule.holidays for rule in rules):
        assert all(part.cause is not Cause.HOLIDAY_UNCONFIRMED for part in one)
    elif one != other and not any(rule.workdays for rule in rules):
        assert any(part.cause is Cause.HOLIDAY_UNCONFIRMED for part in one)

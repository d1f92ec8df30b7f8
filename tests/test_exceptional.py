"""A date is exceptional where the evaluator says otherwise than on other such weekdays."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.exceptional import Dates, Why, exceptional, exceptional_dates
from finder.facility import Facility
from finder.holidays import ORDINARY_DAY, Calendar, DayKind
from finder.hours import Cause, Rules, State, day_intervals
from finder.hours.evaluation import known_day_intervals
from finder.hours.stretches import ONE_DAY
from tests.made_up import facility

FIRST = dt.date(2026, 9, 20)


def found(calendar: Calendar, hours: str, special: str = "", days: int = 30) -> list[Dates]:
    rules = facility(opening_hours=hours, special_hours=special).rules
    return list(exceptional_dates(rules, FIRST, days, calendar))


def said(dates: list[Dates]) -> list[tuple[str, str, str, str]]:
    return [
        (f"{one.first:%m-%d}", f"{one.last:%m-%d}", one.state.value, one.why.value) for one in dates
    ]


@pytest.mark.parametrize(
    ("hours", "special", "expected"),
    [
        ("Mo-Su,PH 09:00-17:00", "", []),
        ("24/7", "", []),
        ("", "", []),
        (
            "Mo-Su 09:00-17:00; PH off",
            "",
            [("09-25", "09-27", "closed", "holiday"), ("10-01", "10-07", "closed", "holiday")],
        ),
        (
            "Mo-Su 09:00-17:00",
            "",
            [("09-25", "09-27", "unknown", "holiday"), ("10-01", "10-07", "unknown", "holiday")],
        ),
        # The Monday of a holiday is open, where other Mondays are not.
        ("Tu-Su,PH 09:00-17:00", "", [("10-05", "10-05", "open", "holiday")]),
        # A working Saturday or Sunday.
        (
            "WD 09:00-17:00; PH off",
            "",
            [
                ("09-20", "09-20", "open", "holiday"),
                ("09-25", "09-27", "closed", "holiday"),
                ("10-01", "10-07", "closed", "holiday"),
                ("10-10", "10-10", "open", "holiday"),
            ],
        ),
        (
            "Mo-Su,PH 09:00-17:00",
            "2026年9月28日至30日闭馆（设备检修）",
            [("09-28", "09-30", "closed", "notice")],
        ),
        ("Mo-Su,PH 09:00-17:00", "2026 Sep 28 09:00-17:00", []),
        (
            "",
            "2026年9月28日10:00-12:00",
            [("09-28", "09-28", "open", "notice")],
        ),
    ],
)
def test_the_dates_that_are_not_as_usual(
    calendar: Calendar, hours: str, special: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert said(found(calendar, hours, special)) == expected


def test_every_date_of_the_real_list_differs_and_no_other_does(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    for rules in {one.rules for one in facilities}:
        spans = exceptional_dates(rules, FIRST, 200, calendar)
        weekly = Rules(tuple(rule for rule in rules.ordinary if not rule.is_dated))
        for number in range(200):
            date = FIRST + number * ONE_DAY
            parts = day_intervals(rules, date, calendar)
            holding = [one for one in spans if one.first <= date <= one.last]
            assert len(holding) <= 1
            if (
                any(part.cause is Cause.CALENDAR_UNPUBLISHED for part in parts)
                or not weekly.ordinary
            ):
                assert holding == []
                continue
            usual = known_day_intervals(weekly, date, ORDINARY_DAY)
            differs = states(parts) != states(usual)
            day = calendar.day(date)
            is_off = day is not None and day.kind is DayKind.OFF and rules.speaks_of_holidays
            is_closed = all(part.state is State.CLOSED for part in parts)
            assert bool(holding) == (differs or (is_off and is_closed)), (str(rules), date)


@pytest.mark.parametrize("note", ["", "（设备检修）"])
def test_a_closure_goes_on_over_weekdays_that_are_closed_anyway(
    calendar: Calendar, note: str
) -> None:
    special = f"2026年9月22日至10月15日闭馆{note}"
    (dates,) = found(calendar, "Tu-Su,PH 09:00-17:00", special)
    assert (dates.first, dates.last) == (dt.date(2026, 9, 22), dt.date(2026, 10, 15))
    assert dates.state is State.CLOSED


@pytest.mark.parametrize(
    "hours",
    ["Mo-Su 09:00-17:00; Mo off; PH off", "Tu-Su 09:00-17:00; PH off", "WD 09:00-17:00"],
)
def test_a_holiday_is_one_closure_over_weekdays_that_are_closed_anyway(
    calendar: Calendar, hours: str
) -> None:
    closed = [dates for dates in found(calendar, hours) if dates.state is State.CLOSED]
    assert said(closed) == [
        ("09-25", "09-27", "closed", "holiday"),
        ("10-01", "10-07", "closed", "holiday"),
    ]
    assert [one.festival for one in closed] == ["中秋节", "国庆节"]


def test_years_of_closure_have_their_own_first_and_last_date(calendar: Calendar) -> None:
    one = facility(special_hours="2024年1月1日至2030年12月31日闭馆（改造）")
    for number in (0, 1, 40):
        ((_, dates),) = exceptional([one], FIRST + number * ONE_DAY, calendar)
        assert (dates.first, dates.last) == (dt.date(2024, 1, 1), dt.date(2030, 12, 31))


def states(parts: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [
        tuple(getattr(part, name) for name in ("start_min", "end_min", "state", "note"))
        for part in parts
    ]


def test_one_that_has_begun_keeps_its_first_date_and_one_that_is_over_is_gone(
    calendar: Calendar,
) -> None:
    one = facility(special_hours="2026年9月10日至30日闭馆；2026年9月1日闭馆")
    for today in (dt.date(2026, 9, 20), dt.date(2026, 9, 30)):
        ((_, dates),) = exceptional([one], today, calendar, days=5)
        assert (dates.first, dates.last) == (dt.date(2026, 9, 10), dt.date(2026, 9, 30))
        assert dates.why is Why.NOTICE
    assert list(exceptional([one], dt.date(2026, 10, 1), calendar, days=5)) == []


def test_a_date_of_a_calendar_that_is_not_published_is_none_unless_it_is_said(
    calendar: Calendar,
) -> None:
    one = facility(opening_hours="Mo-Su 09:00-17:00", special_hours="2027年1月5日闭馆（设备检修）")
    shown = [dates for _, dates in exceptional([one], dt.date(2026, 12, 30), calendar, days=30)]
    assert said(shown) == [("01-05", "01-05", "closed", "notice")]
    assert shown[0].note == "设备检修"
    assert shown[0].state is State.CLOSED

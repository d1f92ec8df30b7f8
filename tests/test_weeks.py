"""The week that is looked at, and its hours."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.holidays import Calendar
from finder.weeks import (
    WEEK_HOURS,
    holiday_week,
    hour_of,
    is_ordinary,
    moment_of,
    monday_of,
    ordinary_week,
)
from tests.made_up import moment


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        ("2026-11-24", "2026-11-30"),
        ("2026-11-29", "2026-11-30"),
        ("2026-11-30", "2026-12-07"),
        # The weeks of 中秋, of 国庆 and of its make-up Saturday are none.
        ("2026-09-10", "2026-10-12"),
        # The calendar ends on a Thursday: nothing is known of that week, nor of the next one.
        ("2026-12-27", "2026-12-28"),
        ("2027-03-01", "2027-03-08"),
    ],
)
def test_the_ordinary_week_is_the_next_one_without_a_holiday(
    calendar: Calendar, today: str, monday: str
) -> None:
    found = ordinary_week(dt.date.fromisoformat(today), calendar)
    assert found.isoformat() == monday
    assert found.weekday() == 0


@pytest.mark.parametrize(
    ("monday", "ordinary"),
    [("2026-11-30", True), ("2026-09-28", False), ("2026-10-05", False), ("2026-12-28", False)],
)
def test_a_week_that_is_not_published_is_not_called_ordinary(
    calendar: Calendar, monday: str, ordinary: bool
) -> None:
    assert is_ordinary(dt.date.fromisoformat(monday), calendar) is ordinary


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        ("2026-09-28", "2026-09-28"),
        # In the middle of the holiday the week that is left of it.
        ("2026-10-06", "2026-10-05"),
        # After the last one that is published, that one.
        ("2026-11-24", "2026-09-28"),
    ],
)
def test_the_holiday_week_is_the_next_one_or_the_last(
    calendar: Calendar, today: str, monday: str
) -> None:
    assert holiday_week(dt.date.fromisoformat(today), calendar) == dt.date.fromisoformat(monday)


def test_without_a_holiday_there_is_no_holiday_week(calendar: Calendar) -> None:
    bare = Calendar({}, calendar.known_from, calendar.known_until, "")
    assert holiday_week(dt.date(2026, 11, 24), bare) is None


def test_every_hour_of_a_week_has_its_moment_and_back() -> None:
    monday = dt.date(2026, 11, 30)
    moments = [moment_of(monday, hour) for hour in range(WEEK_HOURS)]
    assert [hour_of(one) for one in moments] == list(range(WEEK_HOURS))
    assert moments[0] == moment("2026-11-30T00:00")
    assert moments[-1] == moment("2026-12-06T23:00")


def test_a_moment_within_an_hour_is_of_that_hour_by_the_clocks_of_beijing() -> None:
    assert hour_of(moment("2026-12-01T10:59")) == 34
    assert hour_of(dt.datetime(2026, 12, 1, 2, 30, tzinfo=dt.UTC)) == 34
    assert monday_of(dt.date(2026, 12, 6)) == dt.date(2026, 11, 30)

"""The calendar says what the State Council's notice says, and nothing past what is published."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from finder.holidays import Calendar, Day, DayKind, official_calendar

DATA = Path(__file__).with_name("data")
NOTICE = DATA / "holidays_2026.csv"
DAYS_2026 = [dt.date(2026, 1, 1) + dt.timedelta(days=index) for index in range(365)]


def notice() -> dict[dt.date, Day]:
    with NOTICE.open(encoding="utf-8", newline="") as file:
        return {
            dt.date.fromisoformat(row["date"]): Day(DayKind(row["day"]), row["holiday"])
            for row in csv.DictReader(file)
        }


def official() -> Calendar:
    return official_calendar()


def test_every_day_of_2026_is_what_the_notice_says() -> None:
    expected = {date: notice().get(date, Day(DayKind.ORDINARY)) for date in DAYS_2026}
    assert {date: official().day(date) for date in DAYS_2026} == expected


def test_2026_has_33_days_off_and_6_make_up_working_days() -> None:
    kinds = [day.kind for date in DAYS_2026 if (day := official().day(date))]
    assert kinds.count(DayKind.OFF) == 33
    assert kinds.count(DayKind.WORK) == 6


def test_make_up_working_days_are_saturdays_and_sundays() -> None:
    worked = [date for date, day in official().days.items() if day.kind is DayKind.WORK]
    assert {date.weekday() for date in worked} == {5, 6}


def test_what_is_known_starts_and_ends_with_a_whole_year() -> None:
    assert official().known_from == dt.date(2004, 1, 1)
    assert (official().known_until.month, official().known_until.day) == (12, 31)
    assert official().known_until.year >= 2026


def test_nothing_is_known_of_the_days_before_and_after() -> None:
    before = official().known_from - dt.timedelta(days=1)
    after = official().known_until + dt.timedelta(days=1)
    assert official().day(before) is None
    assert official().day(after) is None
    assert official().day(official().known_from) is not None
    assert official().day(official().known_until) is not None


@given(st.dates(dt.date(2004, 1, 1), dt.date(2026, 12, 31)))
def test_every_known_day_has_a_festival_unless_it_is_ordinary(date: dt.date) -> None:
    day = official().day(date)
    assert day is not None
    assert bool(day.festival) is (day.kind is not DayKind.ORDINARY)

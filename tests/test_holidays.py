"""The calendar says what the State Council's notice says, and nothing past what is published."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.errors import CalendarError
from finder.holidays import Calendar, Day, DayKind, calendar_from_csv, official_calendar

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


HEADER = "date,day,holiday\n"


def test_a_file_changes_single_days_and_leaves_the_others() -> None:
    text = HEADER + "2026-01-02,work,\n2026-01-05,off,元旦\n"
    calendar = calendar_from_csv(text, official())
    assert calendar.day(dt.date(2026, 1, 2)) == Day(DayKind.ORDINARY)
    assert calendar.day(dt.date(2026, 1, 5)) == Day(DayKind.OFF, "元旦")
    assert calendar.day(dt.date(2026, 1, 1)) == official().day(dt.date(2026, 1, 1))
    assert calendar.known_until == official().known_until


def test_a_file_with_a_new_year_of_days_off_makes_that_year_known() -> None:
    year = official().known_until.year + 1
    text = HEADER + "".join(
        f"{date.replace(year=year)},off,{day.festival}\n"
        for date, day in notice().items()
        if day.kind is DayKind.OFF
    )
    calendar = calendar_from_csv(text, official())
    assert calendar.known_until == dt.date(year, 12, 31)
    assert calendar.day(dt.date(year, 1, 1)) == Day(DayKind.OFF, "元旦")
    assert calendar.day(dt.date(year, 12, 31)) == Day(DayKind.ORDINARY)
    assert calendar.day(dt.date(year + 1, 1, 1)) is None


def test_the_notice_as_a_file_and_the_library_are_the_same_calendar() -> None:
    empty = Calendar({}, dt.date(2026, 1, 1), dt.date(2025, 12, 31), "")
    calendar = calendar_from_csv(NOTICE, empty)
    assert {date: calendar.day(date) for date in DAYS_2026} == {
        date: official().day(date) for date in DAYS_2026
    }


def test_a_file_as_a_spreadsheet_saves_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "假日.csv"
    path.write_bytes("\ufeff日期,类型,节日\r\n2026/1/5, OFF ,元旦\r\n\r\n".encode())
    calendar = calendar_from_csv(path, official())
    assert calendar.day(dt.date(2026, 1, 5)) == Day(DayKind.OFF, "元旦")


def test_the_source_names_both() -> None:
    calendar = calendar_from_csv(HEADER + "2026-01-05,off,元旦\n", official())
    assert calendar.source.startswith(official().source)
    assert calendar.source != official().source


NEXT_YEAR = official().known_until.year + 1

WRONG = [
    ("", 1, "date", ""),
    ("day,holiday\n", 1, "date", ""),
    ("date,holiday\n", 1, "day", ""),
    ("date,day,day\n", 1, "day", "day"),
    (HEADER + "2026-02-30,off,春节\n", 2, "date", "2026-02-30"),
    (HEADER + "1月1日,off,元旦\n", 2, "date", "1月1日"),
    (HEADER + ",off,元旦\n", 2, "date", ""),
    (HEADER + "2026-01-05,off,元旦\n2026-01-06,holiday,元旦\n", 3, "day", "holiday"),
    (HEADER + "2026-01-05,,元旦\n", 2, "day", ""),
    (HEADER + "2026-01-05,off,元旦\n2026-01-05,off,元旦\n", 3, "date", "2026-01-05"),
    (HEADER + "2026-01-05,off\n", 2, "holiday", ""),
    (HEADER + "2026-01-05,off,\n", 2, "holiday", ""),
    (HEADER + "2026-01-05,off,元旦,,\n2026-01-06,off,x,y\n", 3, None, "y"),
    (HEADER + "2026-01-05,off,元旦,x\n", 2, None, "x"),
    (HEADER + "2003-12-31,off,元旦\n", 2, "date", "2003-12-31"),
    (HEADER + "2026-01-06,work,元旦\n", 2, "day", "work"),
    (HEADER + f"{NEXT_YEAR}-01-01,off,元旦\n", 2, "date", str(NEXT_YEAR)),
    (HEADER + f"{NEXT_YEAR + 1}-01-01,off,元旦\n", 2, "date", f"{NEXT_YEAR + 1}-01-01"),
]


@pytest.mark.parametrize(("text", "row", "column", "value"), WRONG)
def test_a_wrong_row_is_named_with_its_number_column_and_value(
    text: str, row: int, column: str | None, value: str
) -> None:
    with pytest.raises(CalendarError) as refused:
        calendar_from_csv(text, official())
    problem = refused.value.problems[0]
    assert (problem.row, problem.column, problem.value) == (row, column, value)
    assert problem.message.text()
    assert problem.hint.text()

"""Staff's file of days off: what it changes, and what it may not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from finder.errors import CalendarError, FileError
from finder.holidayfile import calendar_at, calendar_csv, calendar_from_csv
from finder.holidays import Calendar, Day, DayKind
from finder.settings import RESOURCES
from tests.test_holidays import DAYS_2026, NOTICE, notice, official
from tests.work import calls

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
    calendar = calendar_from_csv(NOTICE.read_text("utf-8"), empty)
    assert {date: calendar.day(date) for date in DAYS_2026} == {
        date: official().day(date) for date in DAYS_2026
    }


def test_a_file_as_a_spreadsheet_saves_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "假日.csv"
    path.write_bytes("\ufeff日期,类型,节日\r\n2026/1/5, OFF ,元旦\r\n\r\n".encode())
    assert calendar_at(path).day(dt.date(2026, 1, 5)) == Day(DayKind.OFF, "元旦")


def test_a_file_in_gbk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gbk.csv"
    path.write_bytes("date,day,holiday\r\n2026-01-05,休,元旦\r\n".encode("gb18030"))
    assert calendar_at(path).day(dt.date(2026, 1, 5)) == Day(DayKind.OFF, "元旦")


def test_the_file_that_comes_with_the_finder_changes_nothing() -> None:
    assert calendar_at(RESOURCES / "data" / "holidays.csv") is official()


def test_a_wrong_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    path.write_text("date,day,holiday\n2026-02-30,off,春节\n", "utf-8")
    with pytest.raises(CalendarError, match=r"made-up\.csv.*2026-02-30"):
        calendar_at(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="nowhere"):
        calendar_at(tmp_path / "nowhere.csv")


def test_a_year_written_out_and_read_again_is_the_same_year() -> None:
    before = Calendar({}, dt.date(2026, 1, 1), dt.date(2025, 12, 31), "")
    again = calendar_from_csv(calendar_csv(official(), 2026), before)
    assert {date: again.day(date) for date in DAYS_2026} == {
        date: official().day(date) for date in DAYS_2026
    }


def test_the_source_names_both() -> None:
    calendar = calendar_from_csv(HEADER + "2026-01-05,off,元旦\n", official())
    assert calendar.source.startswith(official().source)
    assert calendar.source != official().source


def test_a_quotation_mark_without_another_makes_no_year_known() -> None:
    # It took in all rows after it, whose festivals were then taken for named.
    year = official().known_until.year + 1
    days = [f"{date.replace(year=year)},off,{day.festival}\n" for date, day in notice().items()]
    with pytest.raises(CalendarError, match="引号"):
        calendar_from_csv(HEADER + f'{year}-01-01,off,"元旦\n' + "".join(days[1:]), official())


def test_a_day_that_stands_twice_is_found_without_holding_each_row_against_all_others() -> None:
    first = official().known_from
    days = [f"{first + dt.timedelta(days=number)},off,元旦\n" for number in range(2_000)]
    text = HEADER + "".join(days) + days[0]

    def refused() -> None:
        with pytest.raises(CalendarError, match="两次"):
            calendar_from_csv(text, official())

    assert calls(refused) < 100_000


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
    (HEADER + '2026-01-05,off,"元旦\n2026-01-06,off,元旦\n', 2, None, '"'),
    (HEADER + '2026-01-05,off,"元旦"x\n', 2, None, '"'),
    (HEADER + f"2026-01-05,off,{'春' * 200_000}\n", 2, None, '"'),
    (HEADER + '2026-01-05,off,"元旦,春节"\n', 2, "holiday", "元旦,春节"),
    (HEADER + f"2026-01-05,off,{'春' * 31}\n", 2, "holiday", "春" * 30),
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

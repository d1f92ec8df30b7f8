"""What a spreadsheet spoils in a row is refused in one sentence that says what it was."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.csvfile import contents
from finder.errors import Problem
from tests.made_up import csv_text

ROW = {"id": "jia", "name": "甲馆", "kind": "library"}


def problem_of(column: str, value: str) -> Problem:
    """Return the one problem of a file with this cell."""
    found = contents(csv_text([{**ROW, column: value}]).encode())
    (problem,) = found.problems
    assert (problem.row, problem.column) == (2, column)
    return problem


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0.375", "9:00"),
        ("45265", "2023-12-05"),
        ("45265.375", "2023-12-05 9:00"),
        ("2024/7/1", "2024-07-01"),
    ],
)
@pytest.mark.parametrize("column", ["opening_hours", "special_hours"])
def test_hours_that_became_a_number_say_which_time_or_date_it_is(
    column: str, value: str, words: str
) -> None:
    problem = problem_of(column, value)
    assert problem.value == value
    assert f"{value} 是 Excel 的 {words}；" in str(problem.hint)


@pytest.mark.parametrize("value", ["9:00", "2023-12-05", "24-Jul", "7月24日"])
def test_hours_that_became_a_time_or_date_are_to_be_entered_as_text(value: str) -> None:
    problem = problem_of("opening_hours", value)
    assert "像是被表格软件改过" in str(problem.message)
    assert "设为“文本”" in str(problem.hint)
    assert "Excel" not in str(problem.hint)


@pytest.mark.parametrize("value", ["9：00-17：00", "９：００－１７：００", "周一 9：00—17：00"])
def test_full_width_hours_are_read(value: str) -> None:
    found = contents(csv_text([{**ROW, "opening_hours": value}]).encode())
    assert found.problems == ()
    assert found.facilities[0].rules.ordinary


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("name", "#REF!", "错误值"),
        ("opening_hours", "#N/A", "错误值"),
        ("notice", "#DIV/0!", "错误值"),
        ("phone", "1.05694672E+11", "科学计数"),
        ("phone", "1E+10", "科学计数"),
        ("verified_on", "5/12/2023", "看不出是哪一天"),
        ("verified_on", "12/5/23", "看不出是哪一天"),
        ("verified_on", "12.5.2023", "看不出是哪一天"),
        ("name", "甲\ufffd馆", "原来的字已经丢了"),
        ("name", "????", "变成了问号"),
        ("address", "???1?", "变成了问号"),
        ("address", "閫氬窞鍖哄浘涔", "乱码，可能是“通州区图"),
        ("address", "é€šå·žåŒº", "乱码，可能是“通州区"),
    ],
)
def test_what_a_spreadsheet_spoiled_is_said(column: str, value: str, says: str) -> None:
    problem = problem_of(column, value)
    assert says in str(problem.message)
    assert str(problem.hint)


@pytest.mark.parametrize(
    ("phone", "likely"),
    [
        ("1056946717", "010-56946717"),
        ("2112345678", "021-12345678"),
        ("3165551234", "0316-5551234"),
    ],
)
def test_a_phone_number_without_its_zero_is_asked_about(phone: str, likely: str) -> None:
    found = contents(csv_text([{**ROW, "phone": phone}]).encode())
    assert found.problems == ()
    (warning,) = found.warnings
    assert (warning.row, warning.column, warning.value) == (2, "phone", phone)
    assert likely in str(warning.hint)


@pytest.mark.parametrize("phone", ["010-56946717", "13812345678", "4001234567", "12345", "6954000"])
def test_other_phone_numbers_are_not(phone: str) -> None:
    assert contents(csv_text([{**ROW, "phone": phone}]).encode()).warnings == ()


def test_hours_confirmed_in_the_future_are_a_warning_where_the_day_is_known() -> None:
    data = csv_text([{**ROW, "verified_on": "2026-11-25"}]).encode()
    assert contents(data).warnings == ()
    assert contents(data, dt.date(2026, 11, 25)).warnings == ()
    (warning,) = contents(data, dt.date(2026, 11, 24)).warnings
    assert (warning.row, warning.column, warning.value) == (2, "verified_on", "2026-11-25")


@pytest.mark.parametrize("row", [{"备注": "\x1b[2J"}, {"备注": "\uffff"}])
def test_control_characters_are_refused_in_columns_of_staff_too(row: dict[str, str]) -> None:
    (problem,) = contents(csv_text([{**ROW, **row}]).encode()).problems
    assert (problem.row, problem.column) == (2, "备注")

"""The header may be written in many ways; rows are laid under it, or refused."""

from __future__ import annotations

import pytest

from finder.csvfile import Contents, contents


def read(text: str) -> Contents:
    return contents(text.encode())


GOOD = "编号,名称,类型\njia,甲馆,图书馆\n"


@pytest.mark.parametrize("above", ["设施表（测试）\n", "设施表（测试）,,\n\n", ",,\n", "\n\n\n"])
def test_a_header_that_stands_further_down_is_pointed_at(above: str) -> None:
    (problem,) = read(above + GOOD).problems
    row = above.count("\n") + 1
    assert problem.row == row
    assert f"第 {row} 行" in str(problem.message)


@pytest.mark.parametrize(
    "text", ["jia,甲馆,图书馆\n", "编号|名称|类型\njia|甲馆|图书馆\n", '{"id": "jia"}', "测试"]
)
def test_what_has_no_header_at_all_is_told_in_one_sentence(text: str) -> None:
    found = read(text)
    (problem,) = found.problems
    assert (problem.row, found.warnings) == (1, ())
    assert "不是表头" in str(problem.message)
    assert "制表符" in str(problem.hint)


@pytest.mark.parametrize(("right", "wrong"), [("utf-8", "gb18030"), ("gb18030", "latin-1")])
def test_a_scrambled_header_is_one_problem_that_says_what_it_was(right: str, wrong: str) -> None:
    text = "名称类型,编号编号,类型类型\njia,jia,jia\n"
    scrambled = text.encode(right).decode(wrong, "replace")
    (problem,) = read(scrambled).problems
    assert "乱码" in str(problem.message)
    assert "名称类型" in str(problem.message)


def test_our_own_column_of_problems_is_dropped_without_a_word() -> None:
    text = "编号,名称,问题,类型\njia,甲馆,问题：测试,图书馆\n"
    assert read(text) == read(GOOD)


def test_columns_of_nothing_are_dropped_without_a_word() -> None:
    assert read("编号,名称,,类型,,\njia,甲馆,,图书馆,,\n") == read(GOOD)


def test_a_column_without_a_name_that_has_something_is_kept_and_refused() -> None:
    found = read("编号,名称,类型,\njia,甲馆,图书馆,测试\n")
    assert found.sheet
    assert found.sheet.rows[0].cells[3] == "测试"
    (problem,) = found.problems
    assert (problem.row, problem.value) == (2, "测试")
    assert "第 4 列没有列名" in str(problem.message)


def test_a_row_without_its_last_blank_cells_is_taken_and_named() -> None:
    found = read("编号,名称,类型,电话,提示\njia,甲馆,图书馆\n")
    assert [one.id for one in found.facilities] == ["jia"]
    (warning,) = found.warnings
    assert warning.row == 2
    assert "只有 3 格" in str(warning.message)


@pytest.mark.parametrize("row", ["jia,甲馆", "jia,甲馆,图书馆,测试"])
def test_a_row_that_does_not_fit_is_refused(row: str) -> None:
    (problem,) = read(f"编号,名称,类型\n{row}\n").problems
    assert problem.row == 2
    assert "表头有 3 列" in str(problem.message)


def test_blank_cells_beyond_the_header_are_nothing() -> None:
    assert read("编号,名称,类型\njia,甲馆,图书馆,, \n") == read(GOOD)


@pytest.mark.parametrize(
    ("column", "given", "kept"),
    [
        ("核实日期", "2023/12/5", "2023-12-05"),
        ("核实日期", "45265", "2023-12-05"),
        ("位置误差（米）", "3000.0", "3000"),
        ("备注", "2023/12/5", "2023/12/5"),
        ("备注", "3000.0", "3000.0"),
        ("电话", "'+86-10-1234", "+86-10-1234"),
        ("备注", "'=1+1", "=1+1"),
        ("备注", "=1+1", "=1+1"),
    ],
)
def test_what_a_spreadsheet_did_to_a_cell_is_undone(column: str, given: str, kept: str) -> None:
    found = read(f"编号,名称,类型,{column}\njia,甲馆,图书馆,{given}\n")
    assert found.problems == ()
    assert found.sheet
    assert found.sheet.rows[0].cells[3] == kept


def test_positions_lose_only_zeros_that_say_nothing() -> None:
    found = read("编号,名称,类型,纬度,经度\njia,甲馆,图书馆,39.900,116.681260\n")
    assert [(one.lat, one.lon) for one in found.facilities] == [("39.9", "116.68126")]


def test_comments_are_neither_facilities_nor_read() -> None:
    found = read("编号,名称,类型,核实日期\n# 错,,,2023/12/5\njia,甲馆,图书馆,\n")
    assert (found.problems, found.warnings) == ((), ())
    assert found.sheet
    assert found.sheet.rows[0].cells == ("# 错", "", "", "2023/12/5")


def test_a_comment_that_looks_like_a_facility_is_named() -> None:
    found = read("序号,编号,名称,类型\n#1,jia,甲馆,图书馆\n2,yi,乙馆,图书馆\n")
    assert [one.id for one in found.facilities] == ["yi"]
    assert [(one.row, one.value) for one in found.warnings] == [(1, "序号"), (2, "#1")]


def test_a_comment_loses_no_cell() -> None:
    (problem,) = read("编号,名称,类型\n# 甲,乙,丙,丁\njia,甲馆,图书馆\n").problems
    assert (problem.row, "表头有 3 列" in str(problem.message)) == (2, True)

"""Text is parted as its writer meant, or the row is named where that cannot be told."""

from __future__ import annotations

import pytest

from finder.csvfile import contents
from finder.csvtext import MAX_CELL, MAX_COLUMNS, sheet_of_text
from finder.errors import FileError
from finder.file_limits import WEB
from finder.sheet import Sheet

LINES = ("编号,名称,类型,备注", "jia,甲馆,图书馆,测试", "yi,乙馆,博物馆,测试")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_commas_semicolons_and_tabs_make_no_difference(
    delimiter: str, line_end: str, encoding: str
) -> None:
    text = line_end.join(LINES).replace(",", delimiter)
    assert contents(text.encode(encoding)) == contents("\n".join(LINES).encode())


def test_unicode_text_of_excel_is_read() -> None:
    data = b"\xff\xfe" + "\r\n".join(LINES).replace(",", "\t").encode("utf-16-le")
    assert [one.id for one in contents(data).facilities] == ["jia", "yi"]


@pytest.mark.parametrize("line", ["sep=;\r\n", "sep=;\n", "SEP=;\r"])
def test_the_line_that_names_the_separator_is_no_row(line: str) -> None:
    text = line + "\n".join(LINES).replace(",", ";")
    assert contents(text.encode()) == contents("\n".join(LINES).encode())


def test_the_separator_inside_of_quotes_is_text() -> None:
    text = 'id;name;kind\njia;"甲;馆,一";library\n'
    assert contents(text.encode()).facilities[0].name == "甲;馆,一"


def first_problem(text: str) -> tuple[int | None, str, str]:
    with pytest.raises(FileError) as raised:
        sheet_of_text(text)
    (problem,) = raised.value.problems
    return problem.row, str(problem.message), str(problem.hint)


HEAD = "id,name,kind\n"


@pytest.mark.parametrize(
    ("text", "row", "says"),
    [
        (HEAD + 'jia,"A,library\nyi,B,library\n', 2, "没有配对"),
        (HEAD + 'jia,"A\nB",library\nyi,"B,library\n', 3, "没有配对"),
        (HEAD + "\n" + 'jia,"A"B,library\n', 3, "没有配对"),
        (HEAD + 'jia,"' + "A,\n" * 200_000, 2, "没有配对"),
        (HEAD + f'jia,"{"甲" * (MAX_CELL + 1)}",library\n', 2, str(MAX_CELL)),
        (HEAD + "甲" * 200_000, 2, str(MAX_CELL)),
        (HEAD + "," * MAX_COLUMNS + "x\n", 2, str(MAX_COLUMNS)),
        (HEAD + "a,b,c\n" * (WEB.rows + 1), WEB.rows + 2, str(WEB.rows)),
        ("编号，名称，类型\njia，甲馆，图书馆\n", 1, "全角逗号"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_cannot_be_parted_is_named_with_its_row(text: str, row: int, says: str) -> None:
    number, message, hint = first_problem(text)
    assert number == row
    assert says in message
    assert hint
    assert not any(word in message for word in ("csv", "expected", "end of data", "field"))


def test_as_many_rows_as_are_allowed_are_read_with_blank_ones_after_them() -> None:
    text = HEAD + "a,b,c\n" * (WEB.rows - 1) + "x,,\n" + ",,\n" * 3000 + "\n" * 3000
    assert len(sheet_of_text(text).rows) == WEB.rows


def test_a_file_of_nothing_is_a_sheet_of_nothing() -> None:
    assert sheet_of_text("") == sheet_of_text("\n , \n") == Sheet((), ())

"""The file that staff get back is their own, with what to mend beside each row."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.annotation import annotated
from finder.cells import restored
from finder.csvfile import contents, table
from finder.errors import FileError
from finder.sheet import Sheet, csv_bytes
from finder.xlsxfile import xlsx_bytes
from tests.test_sheet import sheets

TEXT = """\
Kind,备注,ID,名称,电话
# 测试,,,,
馆,'=1+1,jia,甲馆,1056946717

图书馆,,甲,乙馆,无
图书馆,,bing,丙馆,1056946717
"""
FORMS: tuple[Literal["csv", "xlsx"], ...] = ("csv", "xlsx")


def marked(data: bytes, form: Literal["csv", "xlsx"]) -> bytes:
    found = contents(data)
    return annotated(data, found.problems, found.warnings, form=form)


@pytest.mark.parametrize("form", FORMS)
def test_every_row_names_what_to_mend_and_stands_where_it_stood(
    form: Literal["csv", "xlsx"],
) -> None:
    sheet = table(marked(TEXT.encode(), form))
    assert sheet.header[:5] == ("Kind", "备注", "ID", "名称", "电话")
    assert sheet.header[5].startswith("问题\n提醒：备注：不认识的列")
    assert [row.number for row in sheet.rows] == [2, 3, 4, 5, 6]
    beside = {row.number: row.cells[5] for row in sheet.rows}
    assert [number for number, text in beside.items() if text] == [3, 5, 6]
    assert beside[3].startswith("问题：Kind：没有“馆”这个类型。请写")
    assert [line.split("：")[:2] for line in beside[5].split("\n")] == [
        ["问题", "ID"],
        ["问题", "电话"],
    ]
    assert beside[6].startswith("提醒：电话：")


def test_the_csv_form_is_one_that_excel_opens() -> None:
    data = marked(TEXT.encode(), "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {6}
    assert rows[2][1] == "'=1+1"


@pytest.mark.parametrize("form", FORMS)
def test_uploaded_again_it_says_the_same_as_before(form: Literal["csv", "xlsx"]) -> None:
    once = marked(TEXT.encode(), form)
    assert contents(once) == contents(TEXT.encode())
    assert table(marked(once, form)) == table(once)


@pytest.mark.parametrize("form", FORMS)
def test_mended_and_uploaded_again_it_has_no_problem(form: Literal["csv", "xlsx"]) -> None:
    sheet = table(marked(TEXT.encode(), form))
    mended = csv_bytes(sheet).decode().replace("\n馆,", "\n图书馆,").replace(",甲,", ",yi,")
    found = contents(mended.replace(",无,", ",010-1234,").encode())
    assert found.problems == ()
    assert found.sheet
    assert found.sheet.header == ("kind", "备注", "id", "name", "phone")


@pytest.mark.parametrize("form", FORMS)
def test_a_title_above_the_header_may_be_deleted_afterwards(
    form: Literal["csv", "xlsx"],
) -> None:
    sheet = table(marked(b"\xe6\xb5\x8b\xe8\xaf\x95\n" + TEXT.encode(), form))
    assert "表头好像在第 2 行" in sheet.rows[0].cells[5]
    without = Sheet(tuple(map(restored, sheet.rows[0].cells)), sheet.rows[1:])
    assert contents(csv_bytes(without)).facilities == contents(TEXT.encode()).facilities
    assert contents(csv_bytes(without)).problems == contents(TEXT.encode()).problems


@pytest.mark.parametrize("form", FORMS)
def test_rows_too_long_keep_all_their_cells(form: Literal["csv", "xlsx"]) -> None:
    data = "id,name,kind\njia,甲馆,library,多,多\n".encode()
    sheet = table(marked(data, form))
    assert sheet.header == ("id", "name", "kind", "", "", "问题")
    assert sheet.rows[0].cells[:5] == ("jia", "甲馆", "library", "多", "多")
    assert "表头有 3 列" in sheet.rows[0].cells[5]
    # What has slipped is not taken for columns of staff's own.
    assert len(contents(marked(data, form)).problems) == 2


@given(sheets(), st.sampled_from(FORMS))
def test_the_marks_change_nothing_of_what_is_read(
    sheet: Sheet, form: Literal["csv", "xlsx"]
) -> None:
    data = csv_bytes(sheet)
    again = contents(marked(data, form))
    assert (again.sheet, again.problems) == (sheet, contents(data).problems)


def test_a_workbook_is_marked_too() -> None:
    whole = contents(TEXT.replace("馆,'=", "图书馆,'=").encode()).sheet
    assert whole
    data = xlsx_bytes(whole)
    assert contents(marked(data, "xlsx")) == contents(data)


def test_the_sentences_may_be_in_another_language(csv_path: Path) -> None:
    data = csv_path.read_bytes()
    found = contents(data)
    made = annotated(data, (), found.warnings, form="csv", gettext=lambda _message: "English.")
    assert "提醒：opening_hours：English.English." in made.decode("utf-8-sig")


def test_what_is_no_table_cannot_be_marked() -> None:
    with pytest.raises(FileError):
        annotated(b"%PDF-1.7", ())

"""A sheet keeps everything that staff wrote, whatever file it goes through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finder.csvfile import contents, table
from finder.errors import NotFoundError
from finder.facility import COLUMNS
from finder.sheet import Sheet, SheetRow, column_of, csv_bytes, is_ours, with_cell
from finder.xlsxfile import xlsx_bytes
from tests.test_cells import BORDER

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
# What every kind of file can hold.
PLAIN = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=6
)
CELL = st.one_of(
    st.sampled_from(["", "甲,乙", 'a"b', "一\n二", "x;y\tz", "2023/12/5", "0.50", "#N/A", "'=1"]),
    BORDER,
    PLAIN,
)
# Staff's own columns, some named like a formula.
OWN = st.sampled_from(["备注", "=1+1", "'@", "内部, 编号", "x;y", "一\n二", "?"])


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Return a sheet as `contents` gives it: facilities, comments, blank rows, own columns."""
    known = draw(st.sets(st.sampled_from(COLUMNS[4:])))
    header = draw(st.permutations([*COLUMNS[:4], *known, *draw(st.sets(OWN))]))
    rows = [("jia", "甲馆", "library")]
    given_rows = draw(st.lists(st.lists(CELL, min_size=len(header), max_size=len(header))))
    first = dict(zip(("id", "name", "kind"), rows[0], strict=True))
    cells = [tuple(first.get(name, "") for name in header), *map(tuple, given_rows)]
    for kind in draw(st.lists(st.sampled_from(["blank", "comment"]), max_size=3)):
        text = "# 测试" if kind == "comment" else ""
        cells.insert(draw(st.integers(0, len(cells))), (text, *[""] * (len(header) - 1)))
    raw = Sheet(tuple(header), tuple(SheetRow(at, row) for at, row in enumerate(cells, 2)))
    found = contents(csv_bytes(raw)).sheet
    assume(found is not None)
    assert found
    return found


@given(
    sheets(),
    st.sampled_from(ENCODINGS),
    st.booleans(),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_sheet_comes_back_from_every_csv_file(
    sheet: Sheet, encoding: str, chinese: bool, delimiter: str, line_end: str
) -> None:
    data = csv_bytes(
        sheet, encoding=encoding, chinese=chinese, delimiter=delimiter, line_end=line_end
    )
    assert contents(data).sheet == sheet


@given(sheets(), st.booleans())
def test_a_sheet_comes_back_from_a_workbook(sheet: Sheet, chinese: bool) -> None:
    assert contents(xlsx_bytes(sheet, chinese=chinese)).sheet == sheet


@pytest.fixture(scope="module")
def sheet(csv_path: Path) -> Sheet:
    found = contents(csv_path.read_bytes()).sheet
    assert found
    return found


def test_the_real_list_comes_back_byte_for_byte(csv_path: Path, sheet: Sheet) -> None:
    assert csv_bytes(sheet) == csv_path.read_bytes()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("chinese", [True, False])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_real_list_is_the_same_in_every_file(
    csv_path: Path, sheet: Sheet, encoding: str, chinese: bool, delimiter: str
) -> None:
    data = csv_bytes(sheet, encoding=encoding, chinese=chinese, delimiter=delimiter)
    assert contents(data) == contents(csv_path.read_bytes())


def test_the_real_list_is_the_same_when_excel_has_saved_it(csv_path: Path, sheet: Sheet) -> None:
    text = csv_bytes(sheet, chinese=True, line_end="\r\n").decode()
    dates = re.compile(r"(?<=,)(\d{4})-0?(\d+)-0?(\d+)(?=,)")
    saved = dates.sub(r"\1/\2/\3", text)
    assert len(dates.findall(text)) > 50
    assert contents(saved.encode("gb18030")) == contents(csv_path.read_bytes())


def test_comments_blank_rows_own_columns_and_their_order_survive() -> None:
    text = "备注,kind,id,name\n# 测试,,,\n,,,\n甲,library,jia,甲馆\n"
    found = contents(text.encode())
    assert [one.id for one in found.facilities] == ["jia"]
    assert found.rows == {"jia": 4}
    assert found.sheet
    assert csv_bytes(found.sheet).decode() == text


def test_text_that_gb18030_shares_with_utf8_is_not_mistaken() -> None:
    found = contents("id,name,kind\njia,浣犲ソ,library\n".encode()).sheet
    assert found
    data = csv_bytes(found, encoding="gb18030")
    assert data.decode("gb18030").startswith("编号")
    assert contents(data).sheet == found


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("opening_hours", "opening_hours"),
        (" Opening Hours ", "opening_hours"),
        ("OPENING-HOURS", "opening_hours"),
        ("\ufeff编号", "id"),
        ("编 号", "id"),
        ("ＩＤ", "id"),
        ("位置误差(米)", "accuracy_m"),
        ("位置误差（米）", "accuracy_m"),
        ("备注", None),
        ("", None),
    ],
)
def test_a_header_is_known_however_it_is_typed(title: str, column: str | None) -> None:
    assert column_of(title) == column


@pytest.mark.parametrize(
    ("title", "ours"),
    [
        ("问题", True),
        (" 问题\n问题：测试", True),
        ("提醒：测试", True),
        ("问题清单", False),
        ("", False),
    ],
)
def test_our_own_column_is_known(title: str, ours: bool) -> None:
    assert is_ours(title) == ours


def test_one_cell_is_replaced_and_nothing_else(sheet: Sheet) -> None:
    changed = with_cell(sheet, "tz-library", "verified_on", "2026-11-24")
    before, after = (csv_bytes(one).decode().splitlines() for one in (sheet, changed))
    assert [(one, two) for one, two in zip(before, after, strict=True) if one != two] == [
        (before[1], before[1].replace("2023-12-05", "2026-11-24"))
    ]


def test_a_column_that_is_missing_is_added_at_the_end() -> None:
    found = contents("id,name,kind\n# 测试,,\njia,甲馆,library\n".encode()).sheet
    assert found
    changed = with_cell(found, "jia", "phone", "010-1234")
    assert csv_bytes(changed).decode() == (
        "id,name,kind,phone\n# 测试,,,\njia,甲馆,library,010-1234\n"
    )


def test_a_row_that_is_not_there_is_named(sheet: Sheet) -> None:
    with pytest.raises(NotFoundError, match="made-up"):
        with_cell(sheet, "made-up", "phone", "010-1234")


def test_the_rows_of_a_table_have_the_numbers_that_a_spreadsheet_shows() -> None:
    data = b'id,name,kind\r\njia,"A\r\nB",library\r\n\r\nyi,C,library\r\n'
    assert [(row.number, row.cells[:1]) for row in table(data).rows] == [
        (2, ("jia",)),
        (3, ()),
        (4, ("yi",)),
    ]

"""Workbooks as Excel makes them: what a cell shows is what is read, or it is refused."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from finder.csvfile import contents
from finder.errors import FileError
from finder.file_limits import WEB
from finder.sheet import Sheet, csv_bytes
from finder.xlsxfile import sheet_of_xlsx, xlsx_bytes
from finder.xlsxfile.archive import MAX_OTHER_TAGS, MAX_PARTS

HEADER = ("编号", "名称", "类型", "核实日期", "纬度", "经度", "位置误差（米）", "开放时间", "电话")
JIA = ("jia", "甲馆", "图书馆", None, 39.9, 116.7, None, "周一至周五9:00-17:00", None)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(*rows: Sequence[object]) -> Workbook:
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for row in rows:
        page.append(row)
    return book


def page_of(book: Workbook) -> Worksheet:
    page = book.active
    assert isinstance(page, Worksheet)
    return page


def only_problem(data: bytes) -> tuple[str, str]:
    (problem,) = contents(data).problems
    return str(problem.message), str(problem.hint)


def cell_of(value: object, number_format: str = "General", epoch: dt.datetime | None = None) -> str:
    """Return what is read of a cell in a date column that holds `value`."""
    book = workbook(HEADER, JIA)
    if epoch:
        book.epoch = epoch
    cell = page_of(book)["D2"]
    cell.value = value
    cell.number_format = number_format
    return sheet_of_xlsx(saved(book)).rows[0].cells[3]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("甲馆\n二层", "General", "甲馆\n二层"),
        ("甲馆_x000D_\n二层", "General", "甲馆\n二层"),
        (3000, "General", "3000"),
        (3000.0, "0.00", "3000"),
        (39.91168, "General", "39.91168"),
        (116.68125999999999, "General", "116.68126"),
        (1056946717, "General", "1056946717"),
        (105694671701.0, "0.00E+00", "105694671701"),
        (True, "General", "TRUE"),
        (0.375, "General", "0.375"),
        (0.375, "h:mm", "9:00"),
        (dt.time(9, 0), "h:mm", "9:00"),
        (dt.timedelta(hours=24), "[h]:mm", "24:00"),
        (dt.datetime(2023, 12, 5), "yyyy/m/d", "2023-12-05"),
        (dt.date(2023, 12, 5), 'yyyy"年"m"月"d"日"', "2023-12-05"),
        (45265, "yyyy-mm-dd", "2023-12-05"),
        (dt.datetime(2023, 12, 5, 9, 30), "yyyy/m/d h:mm", "2023-12-05 9:30"),
        ("#N/A", "General", "#N/A"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(value: object, number_format: str, text: str) -> None:
    assert cell_of(value, number_format) == text


def test_the_dates_of_old_macs_begin_in_1904() -> None:
    day = dt.datetime(2023, 12, 5)
    assert cell_of(day, "yyyy/m/d", MAC_EPOCH) == "2023-12-05"
    assert cell_of(43803, "General", MAC_EPOCH) == "2023-12-05"


def test_numbers_dates_and_times_of_excel_become_what_the_list_says() -> None:
    row = ("jia", "甲馆", "图书馆", dt.datetime(2023, 12, 5), 39.9, 116.7, 3000.0, "24小时", None)
    found = contents(saved(workbook(HEADER, row)))
    assert found.problems == ()
    (jia,) = found.facilities
    assert (jia.verified_on, jia.lat, jia.lon, jia.accuracy_m) == (
        "2023-12-05",
        "39.9",
        "116.7",
        "3000",
    )


def test_blank_rows_and_styled_columns_far_away_are_nothing() -> None:
    book = workbook(HEADER, JIA)
    page = page_of(book)
    page["A900000"].fill = PatternFill("solid", fgColor="FFFF00")
    page["XFD3"].fill = PatternFill("solid", fgColor="FFFF00")
    assert contents(saved(book)) == contents(saved(workbook(HEADER, JIA)))


def test_blank_rows_between_are_counted() -> None:
    found = contents(saved(workbook(HEADER, [], JIA, [], ["乙", "乙馆", "图书馆"])))
    assert [problem.row for problem in found.problems] == [5]
    assert found.rows == {"jia": 3, "乙": 5}


def test_the_first_visible_sheet_with_our_headers_is_taken() -> None:
    book = workbook(["说明"], ["测试"])
    for title, state in (("旧", "hidden"), ("更旧", "veryHidden"), ("新", "visible")):
        page = book.create_sheet(title)
        page.append(HEADER)
        page.append(("old" if state != "visible" else "jia", *JIA[1:]))
        page.sheet_state = state
    assert [one.id for one in contents(saved(book)).facilities] == ["jia"]


def test_two_visible_sheets_with_our_headers_are_one_too_many() -> None:
    book = workbook(HEADER, JIA)
    page_of(book).title = "甲"
    book.create_sheet("乙").append(HEADER)
    message, _hint = only_problem(saved(book))
    assert message == "“甲”和“乙”两张工作表都像设施表。"


def merged(book: Workbook) -> None:
    page_of(book).merge_cells("B2:B3")


def formula(book: Workbook) -> None:
    page_of(book)["I2"] = '=CONCAT("010","-1234")'


def error(book: Workbook) -> None:
    page_of(book)["B2"] = "#REF!"


def title_row(book: Workbook) -> None:
    page_of(book).insert_rows(1, 2)
    page_of(book)["A1"] = "设施表（测试）"
    page_of(book).merge_cells("A1:I1")


def other_table(book: Workbook) -> None:
    page_of(book).delete_rows(1, 9)
    page_of(book).append(["姓名", "电话"])


def many_rows(book: Workbook) -> None:
    page_of(book).cell(WEB.rows + 2, 1, "yi")


def wide_row(book: Workbook) -> None:
    page_of(book)["ZZ2"] = "测试"


def no_sheet(book: Workbook) -> None:
    page_of(book).delete_rows(1, 9)


@pytest.mark.parametrize(
    ("spoil", "row", "says"),
    [
        (merged, 2, "B2:B3 是合并的单元格"),
        (formula, 2, '公式“=CONCAT("010","-1234")”还没有算出结果'),
        (error, 2, "“#REF!”是表格软件的错误值"),
        (title_row, 3, "表头好像在第 3 行"),
        (other_table, 1, "表头缺少“编号”"),
        (many_rows, WEB.rows + 2, f"超过 {WEB.rows} 行"),
        (wide_row, 2, "格，超过"),
        (no_sheet, None, "文件是空的"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(
    spoil: Callable[[Workbook], None], row: int | None, says: str
) -> None:
    book = workbook(HEADER, JIA)
    spoil(book)
    first = contents(saved(book)).problems[0]
    assert says in str(first.message)
    assert first.row == row
    assert str(first.hint)


def archive(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def as_excel(data: bytes) -> bytes:
    """Return the workbook with its texts in a part of their own, as Excel keeps them."""
    parts = parts_of(data)
    name, texts = "xl/worksheets/sheet1.xml", []

    def shared(match: re.Match[bytes]) -> bytes:
        texts.append(b"<si>%s</si>" % match[1])
        return b't="s"><v>%d</v></c>' % (len(texts) - 1)

    inline = rb't="inlineStr"><is>(.*?)</is></c>'
    parts[name] = re.sub(inline, shared, parts[name], flags=re.DOTALL)
    parts["xl/sharedStrings.xml"] = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
    ) % b"".join(texts)
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
        b'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    return archive(parts)


@pytest.fixture(scope="module")
def good() -> bytes:
    return as_excel(saved(workbook(HEADER, JIA)))


def test_texts_in_a_part_of_their_own_are_the_same_without_their_pronunciation(
    good: bytes,
) -> None:
    assert contents(good) == contents(saved(workbook(HEADER, JIA)))
    parts = parts_of(good)
    spoken = "<r><t>甲</t></r><r><t>馆</t></r><rPh sb='0' eb='1'><t>jia</t></rPh>".encode()
    texts = parts["xl/sharedStrings.xml"].replace("<t>甲馆</t>".encode(), spoken)
    assert texts != parts["xl/sharedStrings.xml"]
    spoken_too = archive({**parts, "xl/sharedStrings.xml": texts})
    assert contents(spoken_too) == contents(good)


LAUGHS = b"".join(
    b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 10)
)
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a0 "ha">' + LAUGHS + b"%s]>"
OUTSIDE = b'<!ENTITY a10 SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("entity", [b"&a9;", b"&a10;"])
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_xml_that_grows_or_reads_other_files_is_refused(
    good: bytes, part: str, entity: bytes
) -> None:
    parts = parts_of(good)
    body = parts[part].partition(b"?>")[2] or parts[part]
    parts[part] = (DOCTYPE % OUTSIDE) + body.replace("编号".encode(), entity)
    assert "已损坏" in only_problem(archive(parts))[0]


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(good: bytes) -> None:
    bomb = archive({**parts_of(good), "xl/media/a.bin": bytes(WEB.unpacked_bytes)})
    assert len(bomb) < 100_000
    message, _hint = only_problem(bomb)
    assert str(WEB.unpacked_bytes) in message


def test_a_part_that_is_bigger_than_it_says_is_no_bomb(good: bytes) -> None:
    parts = parts_of(good)
    part = parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"] + bytes(10**7)
    small = archive(parts).replace(len(part).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert "已损坏" in only_problem(small)[0]


def test_a_workbook_of_thousands_of_parts_is_refused(good: bytes) -> None:
    parts = {f"xl/{number}": b"" for number in range(MAX_PARTS)}
    assert str(MAX_PARTS) in only_problem(archive({**parts_of(good), **parts}))[0]


@pytest.mark.parametrize(
    ("part", "tag", "count"),
    [
        ("xl/styles.xml", b"<xf/>", MAX_OTHER_TAGS),
        ("xl/sharedStrings.xml", b"<si/>", WEB.tags),
        ("xl/worksheets/sheet1.xml", b"<a>", WEB.tags),
    ],
)
def test_a_workbook_of_too_many_tags_is_refused_before_it_is_parsed(
    good: bytes, part: str, tag: bytes, count: int
) -> None:
    parts = parts_of(good)
    message, hint = only_problem(archive({**parts, part: parts[part] + tag * count}))
    assert str(count) in message
    assert "新的工作簿" in hint


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("xl/workbook.bin", "xlsb"),
        ("content.xml", "OpenDocument"),
        ("inner.zip", "压缩包"),
    ],
)
def test_other_archives_are_named(name: str, says: str) -> None:
    assert says in only_problem(archive({name: b"x"}))[0]


def test_a_workbook_cut_off_or_with_a_broken_part_is_refused(good: bytes) -> None:
    assert "已损坏" in only_problem(good[: len(good) // 2])[0]
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        parts = parts_of(good)
        parts[part] = parts[part][:-20]
        assert "已损坏" in only_problem(archive(parts))[0]


def test_no_damage_to_a_workbook_raises_anything_else(good: bytes) -> None:
    chance = random.Random(7)
    parts = parts_of(good)
    for _ in range(150):
        name = chance.choice(sorted(parts))
        part = bytearray(parts[name])
        for _ in range(chance.randrange(1, 6)):
            part[chance.randrange(len(part))] = chance.randrange(256)
        try:
            sheet_of_xlsx(archive({**parts, name: bytes(part)}))
        except FileError as error:
            assert error.problems[0].hint.text()
        broken = bytearray(good)
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        contents(bytes(broken))


@given(st.binary(max_size=200))
def test_no_bytes_after_the_mark_of_an_archive_raise(data: bytes) -> None:
    assert len(contents(b"PK\x03\x04" + data).problems) == 1


def test_a_written_workbook_is_all_text_under_a_bold_header_that_stays_in_sight() -> None:
    sheet = Sheet(("id", "name", "备注"), ())
    made = contents(b"id,name,kind\njia,=1+1,library\n").sheet
    assert made
    assert made.header == ("id", "name", "kind")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(made)))
    page = page_of(book)
    assert page.freeze_panes == "A2"
    assert [cell.value for cell in page[1]] == ["编号", "名称", "类型"]
    assert all(cell.font.bold for cell in page[1])
    assert [cell.value for cell in page[2]] == ["jia", "'=1+1", "library"]
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}
    assert {cell.number_format for row in page.iter_rows() for cell in row} == {"@"}
    # What is typed below stays text too.
    assert {page.column_dimensions[name].number_format for name in "ABC"} == {"@"}
    assert page_of(openpyxl.load_workbook(io.BytesIO(xlsx_bytes(sheet)))).max_row == 1


def test_the_real_list_is_the_same_when_excel_has_made_numbers_and_dates_of_it(
    csv_path: Path,
) -> None:
    found = contents(csv_path.read_bytes())
    assert found.sheet
    book = workbook(found.sheet.header)
    for row in found.sheet.rows:
        page_of(book).append(
            [
                float(cell)
                if re.fullmatch(r"[0-9.]+", cell)
                else dt.datetime.fromisoformat(cell)
                if name == "verified_on" and cell
                else cell
                for name, cell in zip(found.sheet.header, row.cells, strict=True)
            ]
        )
    assert contents(saved(book)) == found


@pytest.mark.parametrize("chinese", [True, False])
def test_the_real_list_comes_back_from_a_workbook(csv_path: Path, chinese: bool) -> None:
    found = contents(csv_path.read_bytes())
    assert found.sheet
    back = contents(xlsx_bytes(found.sheet, chinese=chinese))
    assert back == found
    assert back.sheet
    assert csv_bytes(back.sheet) == csv_path.read_bytes()

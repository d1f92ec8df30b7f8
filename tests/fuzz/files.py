"""Files of facilities: read, given back with their problems beside them, held against others."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from functools import cache

from finder.annotation import annotated
from finder.csvfile import Contents, contents
from finder.errors import FileError
from finder.facility import COLUMNS, Facility
from finder.hours import ZONE
from finder.review import review
from finder.settings import RESOURCES
from finder.sheet import ENCODINGS, SheetRow, csv_bytes
from finder.simulation import facility_flips, flips_object
from finder.xlsxfile import xlsx_bytes
from tests.fuzz import hours
from tests.fuzz.choices import Choices, one_in, pick
from tests.fuzz.mutation import ODD, data, text
from tests.fuzz.target import Target, check_problems

TODAY = dt.date(2026, 11, 24)
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=ZONE)
_DELIMITERS = (",", ",", ",", ";", "\t", "，")


@cache
def rows() -> tuple[dict[str, str], ...]:
    """Return rows of the real list, the shortest of each kind."""
    with (RESOURCES / "data" / "facilities.csv").open(encoding="utf-8") as file:
        found = sorted(csv.DictReader(file), key=lambda row: len("".join(row.values())))
    return tuple({row["kind"]: row for row in reversed(found)}.values())


@cache
def few() -> tuple[Facility, ...]:
    """Return a small list that is published before."""
    return contents(_file(list(COLUMNS), [list(row.values()) for row in rows()[:4]])).facilities


@cache
def cells() -> tuple[str, ...]:
    """Return cells of every column, and what a spreadsheet makes of some."""
    found = {cell for row in rows() for cell in row.values()}
    odd = ("0.375", "45265", "2023/12/5", "5/12/2023", "1.05E+11", "#N/A", "=1+1", "'=1+1", "TRUE")
    return (*sorted(found), *odd, "39.91168", "116.68126", "gcj02", "bd09", "limited", "１２３")


def _file(header: list[str], body: list[list[str]], delimiter: str = ",") -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([header, *body])
    return file.getvalue().encode("utf-8", "replace")


def table(choices: Choices) -> tuple[list[str], list[list[str]]]:
    """Return a header and rows, most of them real but for one cell."""
    chosen = [dict(pick(choices, rows())) for _ in range(choices.integer(1, 3))]
    for _ in range(choices.integer(0, 4)):
        row = pick(choices, chosen)
        column = pick(choices, COLUMNS)
        row[column] = text(choices, _corpus(choices, column), 400)
    header = list(COLUMNS)
    for _ in range(choices.integer(0, 3) if one_in(choices, 3) else 0):
        header[choices.integer(0, len(header) - 1)] = text(choices, (*COLUMNS, "名称", "问题"), 40)
    return header, [list(row.values()) for row in chosen]


def _corpus(choices: Choices, column: str) -> tuple[str, ...]:
    if column in ("opening_hours", "special_hours") and one_in(choices, 2):
        return hours.chinese() if one_in(choices, 2) else hours.osm()
    return cells()


def csv_file(choices: Choices) -> bytes:
    """Return the bytes of a CSV file, spoilt in its cells, its marks or its bytes."""
    header, body = table(choices)
    delimiter = pick(choices, _DELIMITERS)
    made = _file(header, body, delimiter)
    if one_in(choices, 5):
        made = made.decode().encode(pick(choices, ENCODINGS), "replace")
    if one_in(choices, 12):
        made = (
            pick(choices, (b"sep=;\n", b"\xef\xbb\xbf", b"PK\x03\x04", b"<html>", b"%PDF")) + made
        )
    return data(choices, (made,)) if one_in(choices, 2) else made


def check_file(given: bytes) -> None:
    """Read a file; what is read comes back from what is written, and its problems have words."""
    found = contents(given, TODAY)
    check_problems((*found.problems, *found.warnings))
    assert found.facilities or found.problems
    if found.sheet is None:
        return
    # The row of a problem is one that the file has.
    last = max((row.number for row in found.sheet.rows), default=1)
    assert all(1 <= (one.row or 1) <= last for one in (*found.problems, *found.warnings))
    if any(problem.column is None for problem in found.problems):
        # A row that does not fit the header is cut where the file is written anew.
        return
    again = contents(csv_bytes(found.sheet), TODAY)
    assert (again.facilities, again.sheet) == (found.facilities, found.sheet)
    assert again.problems or not found.problems


def check_upload(given: bytes) -> None:
    """Check a file, and all that its page shows: the review, and the file with its problems."""
    check_file(given)
    found = contents(given, TODAY)
    try:
        marked = annotated(given, found.problems, found.warnings)
        as_text = annotated(given, found.problems, found.warnings, form="csv")
    except FileError as error:
        assert found.sheet is None
        check_problems(error.problems)
        return
    sheet = found.sheet
    if sheet is None or any(map(_is_lost, ("".join(sheet.header), *map(_joined, sheet.rows)))):
        return
    if all(one.column is not None for one in found.problems):
        _check_same(contents(marked, TODAY), found)
        _check_same(contents(as_text, TODAY), found)
        _check_same(contents(xlsx_bytes(sheet), TODAY), found)
    if not found.problems:
        shown = review(few(), found.facilities, NOON, hours.calendar())
        flips_object(shown.flips)
        facility_flips(shown.flips)


def _joined(row: SheetRow) -> str:
    return "".join(row.cells)


def _is_lost(text: str) -> bool:
    """Return whether a workbook cannot hold a text as it is; that it has it is a problem of it."""
    return any(one in "\ufffe\uffff" or (one < " " and one not in "\t\n\r") for one in text)


def _check_same(one: Contents, other: Contents) -> None:
    assert one.facilities == other.facilities
    assert [problem.row for problem in one.problems] == [problem.row for problem in other.problems]


@cache
def _workbook() -> tuple[tuple[str, bytes], ...]:
    """Return the parts of a workbook of ours."""
    sheet = contents(_file(list(COLUMNS), [list(row.values()) for row in rows()[:3]])).sheet
    assert sheet
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(sheet))) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


# What stands in a part, and what a program or an attacker may put in its place.
_XML = (
    (b't="inlineStr"', b't="s"'),
    (b't="inlineStr"', b't="n"'),
    (b't="s"', b't="d"'),
    (b't="s"', b't="e"'),
    (b't="s"', b't="b"'),
    (b't="s"', b""),
    (b"<v>", b"<f>1+1</f><v>"),
    (b"<v>", b"<v>9"),
    (b"<v>", b"<v>-"),
    (b"<v>", b"<v>1E+999"),
    (b"<v>", b"<v>nan"),
    (b'r="A1"', b'r="XFD1048576"'),
    (b'r="A2"', b'r="A0"'),
    (b'r="2"', b'r="99999999"'),
    (b"<sheetData>", b'<sheetData><row r="1048576"><c r="A1"/></row>'),
    (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>'),
    (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A2:XFD9999999"/></mergeCells>'),
    (b"<?xml", b'<!DOCTYPE a [<!ENTITY b "c">]><?xml'),
    (b'encoding="UTF-8"', b'encoding="UTF-7"'),
    (b"sheet1.xml", b"sheet9.xml"),
    (b"worksheet", b"chartsheet"),
    (b'date1904="', b'date1904="1'),
    (b'count="', b'count="-'),
    (b'numFmtId="', b'numFmtId="9'),
)


def workbook(choices: Choices) -> bytes:
    """Return the bytes of an Excel file, spoilt in a part of it, in its list of parts, or whole."""
    parts = dict(_workbook())
    for _ in range(choices.integer(0, 3)):
        name = pick(choices, tuple(parts))
        old, new = pick(choices, _XML)
        parts[name] = parts[name].replace(old, new, choices.integer(1, 3))
        if one_in(choices, 3):
            parts[name] = data(choices, (parts[name],))
        if one_in(choices, 30) and len(parts) > 1:
            del parts[name]
    if one_in(choices, 30):
        parts[pick(choices, ("../a.xml", "/a", "xl/vbaProject.bin", "a\\b", *ODD))] = b"a"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            # An archive ends a name at NUL, and has none that is empty.
            known = name.encode("utf-8", "replace").decode().partition("\0")[0]
            archive.writestr(known or "a", part)
    made = file.getvalue()
    return data(choices, (made,)) if one_in(choices, 4) else made


TARGETS = (
    Target("csv", 140_000, csv_file, check_file),
    Target("csv-review", 2_000, csv_file, check_upload),
    Target("xlsx", 2_000, workbook, check_upload),
)

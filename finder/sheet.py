"""A table as a spreadsheet shows it, and the CSV file of it."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cache

from finder.cells import is_excel_error, neutralised_row, stripped
from finder.errors import NotFoundError, Problem, sentence
from finder.facility import Facility, header_names

# What a CSV file is written in.
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")

# The column that the finder adds, and what it writes before a warning there.
PROBLEMS_COLUMN = "问题"
WARNINGS_MARK = "提醒"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row below the header.

    Args:
        number: the row number that a spreadsheet shows; the header is row 1.
        cells: its texts, from the left.
    """

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(map(stripped, self.cells))

    @property
    def is_comment(self) -> bool:
        """Whether staff wrote it for themselves: its first cell begins with `#`."""
        if not self.cells or "#" not in self.cells[0]:
            return False
        first = stripped(self.cells[0])
        return first.startswith("#") and not is_excel_error(first)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole table: the header in row 1, and every row below it, blank ones and comments too.

    As it was read, it has what staff wrote. As `finder.csvfile.contents` gives it back, known
    columns have their English names, every row is as long as the header, and no cell has blanks
    round it.
    """

    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def column_of(title: str) -> str | None:
    """Return the column that a header names, English or Chinese; None for an unknown one.

    Blanks, capitals, full-width forms and the lines between words make no difference.
    """
    return _titles().get(_key(title))


def is_ours(title: str) -> bool:
    """Return whether the finder added the column: it is dropped where it comes back."""
    title = stripped(title)
    marked = (f"{mark}{end}" for mark in (PROBLEMS_COLUMN, WARNINGS_MARK) for end in ("：", "\n"))
    return title == PROBLEMS_COLUMN or title.startswith(tuple(marked))


@cache
def _titles() -> dict[str, str]:
    return {_key(title): name for title, name in header_names().items()}


def _key(title: str) -> str:
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(folded.replace("_", " ").replace("-", " ").replace("\ufeff", " ").split())


def titles(sheet: Sheet, chinese: bool) -> tuple[str, ...]:
    """Return the header in English or Chinese; unknown columns as staff wrote them."""
    names = {one.name: str(one.metadata["chinese"]) for one in fields(Facility)}
    return tuple(names.get(title, title) if chinese else title for title in sheet.header)


def csv_bytes(
    sheet: Sheet,
    *,
    encoding: str = "utf-8",
    chinese: bool = False,
    delimiter: str = ",",
    line_end: str = "\n",
) -> bytes:
    """Return the file of a sheet, with no cell that a spreadsheet would run as a formula.

    Args:
        encoding: one of `ENCODINGS`; Excel needs utf-8-sig to see Chinese.
        chinese: whether known columns have their Chinese names.
        delimiter: comma, semicolon or tab.
        line_end: line feed for the file that the finder keeps; Windows likes "\\r\\n".
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(neutralised_row(titles(sheet, chinese)))
    writer.writerows(neutralised_row(row.cells) for row in sheet.rows)
    data = file.getvalue().encode(encoding)
    if encoding == "gb18030" and not chinese and _is_utf8(data):
        # By chance it could be read as UTF-8 too; with the Chinese header it cannot.
        return csv_bytes(
            sheet, encoding=encoding, chinese=True, delimiter=delimiter, line_end=line_end
        )
    return data


def _is_utf8(data: bytes) -> bool:
    try:
        return not data.decode().isascii()
    except UnicodeDecodeError:
        return False


def with_cell(sheet: Sheet, facility_id: str, column: str, value: str) -> Sheet:
    """Return the sheet with another value in one known column of one facility.

    A column that the header lacks is added at the end.

    Raises:
        NotFoundError: no row has this id.
    """
    if column not in sheet.header:
        sheet = Sheet(
            (*sheet.header, column),
            tuple(replace(row, cells=(*row.cells, "")) for row in sheet.rows),
        )
    at, place = sheet.header.index("id"), sheet.header.index(column)
    for index, row in enumerate(sheet.rows):
        if row.cells[at] == facility_id and not row.is_comment:
            cells = (*row.cells[:place], value, *row.cells[place + 1 :])
            rows = (*sheet.rows[:index], replace(row, cells=cells), *sheet.rows[index + 1 :])
            return replace(sheet, rows=rows)
    message = sentence("没有编号为“%(value)s”的设施。", value=facility_id)
    raise NotFoundError(Problem(message, sentence("请核对编号。"), column="id", value=facility_id))


def facility_rows(sheet: Sheet) -> Iterator[SheetRow]:
    """Yield the rows that are neither blank nor comments."""
    return (row for row in sheet.rows if not row.is_blank and not row.is_comment)

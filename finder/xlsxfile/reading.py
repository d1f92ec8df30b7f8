"""A workbook's bytes to a sheet: what its cells show, and what they hide."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, from_excel

from finder.cells import folded
from finder.csvtext import (
    HEADER_ROWS,
    MAX_COLUMNS,
    known_titles,
    sheet_of_rows,
    too_many_bytes,
    too_many_rows,
)
from finder.errors import FileError, Problem, sentence
from finder.file_limits import WEB, FileLimits
from finder.progress import READING, Progress, silent, told
from finder.sheet import Sheet, column_of
from finder.xlsxfile.archive import broken, measure, part_bytes

_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
# What Excel has; more is written only to make a reader count.
_EXCEL_ROWS = 1_048_576
# Up to the next tag: what stands in a comment may begin without end.
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^<>]*ref=\"([A-Z]+)(\d+):([A-Z]+)(\d+)\"")


def sheet_of_xlsx(data: bytes, limits: FileLimits = WEB, progress: Progress = silent) -> Sheet:
    """Return the one visible sheet of a workbook that has our headers, as it is shown.

    Raises:
        FileError: it is no workbook, is broken, unpacks to too much, has no sheet or several with
            our headers, or has cells whose content the file does not say.
    """
    measure(data, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _sheet(data, limits, progress)
    except FileError:
        raise
    except Exception as error:  # openpyxl raises whatever it met in a broken part
        raise broken() from error


def _sheet(data: bytes, limits: FileLimits, progress: Progress) -> Sheet:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    visible = [page for page in book.worksheets if page.sheet_state == "visible"]
    heads = {page.title: list(_rows(page, book.epoch, limits, HEADER_ROWS)) for page in visible}
    ours = [page for page in visible if _header_row(heads[page.title])]
    if len(ours) > 1:
        one, two = (page.title for page in ours[:2])
        message = sentence("“%(one)s”和“%(two)s”两张工作表都像设施表。", one=one, two=two)
        raise FileError(Problem(message, sentence("请只保留一张，或隐藏另一张。")))
    filled = [page for page in visible if any(map(any, heads[page.title]))]
    # Of a sheet without our headers it will be said that they are missing.
    chosen = next(iter((*ours, *filled)), None)
    if chosen is None:
        return Sheet((), ())
    # How many there are is not known until they are read.
    rows = list(told(_rows(chosen, book.epoch, limits), READING, 0, progress))
    book.close()
    while rows and not any(rows[-1]):
        rows.pop()
    _refuse_hidden_content(data, chosen.title, _part(chosen), rows)
    # A workbook leaves blank cells out; they are there all the same.
    width = max(map(len, rows), default=0)
    if width <= MAX_COLUMNS:
        rows = [(*cells, *[""] * (width - len(cells))) for cells in rows]
    return sheet_of_rows(rows)


def _header_row(rows: list[tuple[str, ...]]) -> int:
    """Return the number of the row with most headers of ours; 0 if none has two."""
    counts = [known_titles(cells) for cells in rows[:HEADER_ROWS]]
    most = max(counts, default=0)
    return counts.index(most) + 1 if most > 1 else 0


def _part(page: object) -> str:
    return str(getattr(page, "_worksheet_path", "")).lstrip("/")


def _rows(
    page: Any, epoch: dt.datetime, limits: FileLimits, most: int | None = None
) -> Iterator[tuple[str, ...]]:
    """Yield the texts of the first `most` rows or all, without blank cells at their ends."""
    page.reset_dimensions()  # what they say need not be true
    walked = size = 0
    dated: set[int] = set()
    for number, row in enumerate(page.iter_rows(max_row=most, values_only=True), start=1):
        if not row:
            # There may be a million of them, before the last one that somebody once coloured.
            if number > _EXCEL_ROWS:
                raise too_many_rows(limits)
            if number <= limits.rows + 1:
                yield ()
            continue
        walked += len(row)
        last = next((at for at in range(len(row), 0, -1) if row[at - 1] not in (None, "")), 0)
        if walked > limits.walked_cells or (number > limits.rows + 1 and last):
            raise too_many_rows(limits)
        # One cell more says that there are too many.
        is_wide = last > MAX_COLUMNS
        values = (*row[:MAX_COLUMNS], row[last - 1]) if is_wide else row[:last]
        if epoch == MAC_EPOCH:
            values = tuple(_mac(value, at in dated) for at, value in enumerate(values))
        cells = tuple(map(_text, values))
        # Many cells may point to one long text.
        size += len("".join(cells).encode("utf-8", "replace"))
        if size > limits.size_bytes:
            raise too_many_bytes(size, limits)
        if number <= HEADER_ROWS:
            dated |= {at for at, cell in enumerate(cells) if column_of(cell) == "verified_on"}
        yield cells


def _mac(value: object, is_date: bool) -> object:
    """Return a bare number of a date column by the count of old Macs, which begins in 1904."""
    if is_date and isinstance(value, int | float) and not isinstance(value, bool):
        return from_excel(value, MAC_EPOCH)
    return value


def _text(value: object) -> str:
    """Return a value as its cell shows it, dates in ISO."""
    match value:
        case None:
            return ""
        case str():
            # How the format spells a carriage return.
            return folded(value.replace("_x000D_", "\r"))
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case dt.datetime() if not (value.hour or value.minute):
            return value.date().isoformat()
        case dt.datetime():
            return f"{value.date().isoformat()} {value.hour}:{value.minute:02d}"
        case dt.time():
            return f"{value.hour}:{value.minute:02d}"
        case dt.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value)


def _refuse_hidden_content(data: bytes, title: str, part: str, rows: list[tuple[str, ...]]) -> None:
    """Look for what a reader of values cannot see.

    Raises:
        FileError: merged cells, of which only the first has a value, or formulas never computed.
    """
    xml = part_bytes(data, part)
    problems = list(_merged(xml, rows))
    if _FORMULA.search(xml):
        problems += _uncomputed(data, title, rows)
    if problems:
        raise FileError(*problems)


def _merged(xml: bytes, rows: list[tuple[str, ...]]) -> Iterator[Problem]:
    header = _header_row(rows)
    for left, top, right, bottom in _MERGED.findall(xml):
        row = int(top)
        # A title above the header is said to be one.
        if not header <= row <= len(rows) or not any(rows[row - 1]):
            continue
        value = f"{left.decode()}{row}:{right.decode()}{int(bottom)}"
        message = sentence("%(value)s 是合并的单元格，只有第一格有内容。", value=value)
        hint = sentence("请取消合并，把每一行都填上。")
        yield Problem(message, hint, value=value, row=row)


def _uncomputed(data: bytes, title: str, rows: list[tuple[str, ...]]) -> Iterator[Problem]:
    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    sheet = book[title]
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=len(rows)), start=1):
        for at, cell in enumerate(row):
            cells = rows[number - 1]
            if cell.data_type == "f" and not (at < len(cells) and cells[at]):
                value = str(cell.value)
                message = sentence("公式“%(value)s”还没有算出结果。", value=value)
                hint = sentence("请在表格软件里打开并保存一次，或把公式换成它的结果。")
                yield Problem(message, hint, get_column_letter(at + 1), value, number)
    book.close()

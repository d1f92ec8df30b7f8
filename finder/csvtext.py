"""The text of a CSV file to a sheet: which mark parts its cells, and where a quote goes wrong."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator

from finder.cells import folded
from finder.errors import FileError, Problem, sentence
from finder.file_limits import WEB, FileLimits
from finder.progress import READING, Progress, silent, told
from finder.sheet import Sheet, SheetRow, column_of

# Excel keeps 32,767 in a cell; an apostrophe may be added.
MAX_CELL = 32_000
MAX_COLUMNS = 200
_DELIMITERS = (",", ";", "\t", "，")
# So many rows are looked at to find the header.
HEADER_ROWS = 20
# So many characters are parted into lines at once.
_PIECE = 65_536
# What Excel writes and reads before the first row.
_SEP = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)


def sheet_of_text(text: str, limits: FileLimits = WEB, progress: Progress = silent) -> Sheet:
    """Return the table of a text, parted by commas, semicolons or tabs.

    Raises:
        FileError: a quote without its other, a cell, row or file that is too long, or full-width
            commas between the cells.
    """
    sep = _SEP.match(text)
    if sep:
        text = text[sep.end() :]
    delimiter = sep[1] if sep and sep[1] in _DELIMITERS else _delimiter(text)
    if delimiter == "，":
        raise FileError(
            Problem(
                sentence("各格之间用的是全角逗号“，”。"),
                sentence("请改用英文逗号，或在表格软件里另存为“CSV UTF-8”。"),
                value="，",
                row=1,
            )
        )
    rows: list[tuple[str, ...]] = []
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    has_returns = "\r" in text
    try:
        # A cell may hold several lines, so that there may be fewer rows.
        for cells in told(reader, READING, text.count("\n"), progress):
            if len(rows) <= limits.rows:
                kept = cells[: MAX_COLUMNS + 1]
                rows.append(tuple(map(folded, kept) if has_returns else kept))
            elif any(map(str.strip, cells)):
                raise too_many_rows(limits)
    except csv.Error as error:
        # csv has one kind of error, and its words for a cell beyond its own limit.
        is_long = "field larger" in str(error)
        raise (_too_long if is_long else _bad_quote)(len(rows) + 1) from None
    return sheet_of_rows(rows)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends.

    A whole copy, which takes four bytes a character, is never made.
    """
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield from io.StringIO(text[start:end], newline="")
        start = end


def _measured(number: int, cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row that is not too wide and has no cell that is too long.

    Raises:
        FileError: it is, or has.
    """
    if len(cells) > MAX_COLUMNS:
        message = sentence(
            "这一行有 %(cells)d 格，超过 %(limit)d 格。", cells=len(cells), limit=MAX_COLUMNS
        )
        raise FileError(Problem(message, sentence("请只保留设施这一张表。"), row=number))
    if cells and max(map(len, cells)) > MAX_CELL:
        longest = max(cells, key=len)
        message = sentence(
            "有一格有 %(size)d 个字，超过 %(limit)d 个字。", size=len(longest), limit=MAX_CELL
        )
        hint = sentence("请缩短这一格，并检查引号是否成对。")
        raise FileError(Problem(message, hint, value=longest[:20], row=number))
    return cells


def sheet_of_rows(rows: list[tuple[str, ...]]) -> Sheet:
    """Return the sheet whose first row is the header; blank rows at its end are left out.

    Raises:
        FileError: a row that is too wide, or a cell that is too long.
    """
    while rows and not any(map(str.strip, rows[-1])):
        rows.pop()
    for number, cells in enumerate(rows, start=1):
        _measured(number, cells)
    if not rows:
        return Sheet((), ())
    below = (SheetRow(number, cells) for number, cells in enumerate(rows[1:], start=2))
    return Sheet(rows[0], tuple(below))


def too_many_rows(limits: FileLimits) -> FileError:
    """Return the error that a file has more rows than are taken."""
    message = sentence("表头下面超过 %(limit)d 行。", limit=limits.rows)
    return FileError(Problem(message, limits.hint, row=limits.rows + 2))


def too_many_bytes(size: int, limits: FileLimits) -> FileError:
    """Return the error that a file, or the text of its cells, is bigger than is taken."""
    message = sentence(
        "文件有 %(size)d 字节，超过 %(limit)d 字节。", size=size, limit=limits.size_bytes
    )
    return FileError(Problem(message, limits.hint))


def known_titles(cells: tuple[str, ...] | list[str]) -> int:
    """Return how many cells of a row are headers of ours."""
    return len({name for cell in cells if (name := column_of(cell))})


def _delimiter(text: str) -> str:
    """Return the mark that gives the first rows most headers of ours; a comma when in doubt."""

    def score(delimiter: str) -> int:
        reader = csv.reader(io.StringIO(text[:65_536], newline=""), delimiter=delimiter)
        try:
            return max(map(known_titles, itertools.islice(reader, HEADER_ROWS)), default=0)
        except csv.Error:
            return 0

    best = max(_DELIMITERS, key=score)
    return best if score(best) > 1 else ","


def _too_long(row: int) -> FileError:
    return FileError(
        Problem(
            sentence(
                '这一行有一格太长，超过 %(limit)d 个字，也许是英文双引号（"）没有配对。',
                limit=MAX_CELL,
            ),
            sentence("请缩短这一格，并检查引号是否成对。"),
            row=row,
        )
    )


def _bad_quote(row: int) -> FileError:
    return FileError(
        Problem(
            sentence('这一行的英文双引号（"）没有配对，后面的内容分不清。'),
            sentence("内容里的英文双引号请改成“”，或在表格软件里重新保存。"),
            row=row,
        )
    )

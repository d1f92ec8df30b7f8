"""The staff's own file with what is wrong written beside each row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from finder.cells import bare
from finder.csvfile import table
from finder.errors import Gettext, Problem, untranslated
from finder.sheet import (
    PROBLEMS_COLUMN,
    WARNINGS_MARK,
    Sheet,
    column_of,
    csv_bytes,
    is_ours,
)
from finder.xlsxfile import xlsx_bytes


def annotated(
    data: bytes,
    problems: Iterable[Problem],
    warnings: Iterable[Problem] = (),
    *,
    form: Literal["csv", "xlsx"] = "xlsx",
    gettext: Gettext = untranslated,
) -> bytes:
    """Return a file as staff wrote it, with a last column 问题 that names what to mend, row by row.

    Its rows and columns stand where they stood, so that row numbers still hold. Mended and
    uploaded again, the column is dropped.

    Args:
        data: the file that was checked.
        problems: what `finder.csvfile.contents` found; those of no row go to the header.
        warnings: the same, marked as such.
        form: "csv" is UTF-8 with the mark that Excel needs.

    Raises:
        FileError: the file holds no table.
    """
    sheet = _with_problems(table(data), list(problems), list(warnings), gettext)
    if form == "xlsx":
        return xlsx_bytes(sheet, chinese=False)
    return csv_bytes(sheet, encoding="utf-8-sig", line_end="\r\n")


def _with_problems(
    sheet: Sheet, problems: list[Problem], warnings: list[Problem], gettext: Gettext
) -> Sheet:
    titles = {name: title for title in sheet.header if (name := column_of(title))}
    lines: dict[int, list[str]] = {}
    for mark, found in ((PROBLEMS_COLUMN, problems), (WARNINGS_MARK, warnings)):
        for one in found:
            column = titles.get(str(one.column), one.column)
            place = f"{column}：" if isinstance(column, str) else ""
            words = f"{one.message.text(gettext)}{one.hint.text(gettext)}"
            lines.setdefault(one.row or 1, []).append(f"{mark}：{place}{words}")
    ours = {at for at, title in enumerate(sheet.header) if is_ours(title)}
    width = max([len(sheet.header), *(len(row.cells) for row in sheet.rows)])

    def beside(cells: tuple[str, ...], words: list[str]) -> tuple[str, ...]:
        padded = (*cells, *[""] * (width - len(cells)))
        kept = (bare(cell) for at, cell in enumerate(padded) if at not in ours)
        return (*kept, "\n".join(words))

    rows = (replace(row, cells=beside(row.cells, lines.get(row.number, []))) for row in sheet.rows)
    return Sheet(beside(sheet.header, [PROBLEMS_COLUMN, *lines.get(1, [])]), tuple(rows))

"""Bytes of a file of facilities, CSV or Excel, to facilities and problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from finder.csvtext import sheet_of_text, too_many_bytes
from finder.errors import FileError, Problem, sentence
from finder.facility import COLUMNS, Facility
from finder.file_limits import WEB, FileLimits
from finder.filekinds import XLSX_START, refuse_other_kinds
from finder.header import Shaped, shaped
from finder.positions import list_warnings
from finder.progress import CHECKING, Progress, silent, told
from finder.rowcheck import odd_cells, row_problems, row_warnings
from finder.sheet import Sheet, SheetRow, facility_rows
from finder.textfile import decoded
from finder.xlsxfile import sheet_of_xlsx


@dataclass(frozen=True)
class Contents:
    """What a file holds.

    Args:
        facilities: the rows without problems, in the order of the file.
        problems: what must be mended before the file can be published.
        warnings: what may be meant, but should be looked at.
        sheet: the whole table in the shape that is kept; None where the header cannot be read.
        rows: the row number of each id, which is that of its first row.
    """

    facilities: tuple[Facility, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    sheet: Sheet | None = None
    rows: Mapping[str, int] = field(default_factory=dict)


def table(data: bytes, limits: FileLimits = WEB, progress: Progress = silent) -> Sheet:
    """Return the table of a file as staff wrote it, CSV or Excel.

    The encodings are those of `finder.textfile`. Row numbers are those that a spreadsheet shows.

    Raises:
        FileError: it is too big, no table, or broken.
    """
    if len(data) > limits.size_bytes:
        raise too_many_bytes(len(data), limits)
    if is_xlsx(data):
        return sheet_of_xlsx(data, limits, progress)
    refuse_other_kinds(data)
    return sheet_of_text(decoded(data), limits, progress)


def is_xlsx(data: bytes) -> bool:
    """Return whether the bytes are those of a workbook, or of another archive."""
    return data.startswith(XLSX_START)


def contents(
    data: bytes,
    today: dt.date | None = None,
    *,
    limits: FileLimits = WEB,
    progress: Progress = silent,
) -> Contents:
    """Return the facilities of a file, CSV or Excel, and everything that is wrong with it.

    Args:
        data: the bytes of the file.
        today: if it is given, hours confirmed later than that are a warning.
        progress: told of the rows that are read and then checked.
    """
    try:
        form = shaped(table(data, limits, progress))
    except FileError as error:
        return Contents((), error.problems)
    sheet = form.sheet
    if sheet is None:
        return Contents((), form.problems, form.warnings)
    if not any(facility_rows(sheet)):
        message = sentence("文件只有表头，没有设施。")
        problem = Problem(message, sentence("请至少写一行设施。"), row=1)
        return Contents((), (problem,), form.warnings, sheet)
    return _facilities(sheet, form, today, progress)


def _facilities(sheet: Sheet, form: Shaped, today: dt.date | None, progress: Progress) -> Contents:
    found: list[Facility] = []
    problems = list(form.problems)
    warnings = list(form.warnings)
    seen: dict[str, int] = {}
    places = [(at, name) for at, name in enumerate(sheet.header) if name in COLUMNS]
    has_own_columns = len(places) < len(sheet.header)
    for row in told(sheet.rows, CHECKING, len(sheet.rows), progress):
        odd = list(odd_cells(sheet.header, row)) if has_own_columns or row.is_comment else []
        problems += odd
        if row.is_blank or row.is_comment or row.number in form.ragged:
            continue
        facility = Facility(**{name: row.cells[at] for at, name in places})
        wrong = [_in_row(problem, row.number) for problem in row_problems(facility)]
        if facility.id and facility.id in seen:
            wrong.append(_twice(facility.id, row, seen[facility.id]))
        seen.setdefault(facility.id, row.number)
        problems += wrong
        if not wrong and not odd:
            found.append(facility)
            warnings += [_in_row(one, row.number) for one in row_warnings(facility, today)]
    seen.pop("", None)
    warnings += list_warnings(found, seen)
    problems.sort(key=_row_number)
    warnings.sort(key=_row_number)
    return Contents(tuple(found), tuple(problems), tuple(warnings), sheet, seen)


def _in_row(problem: Problem, row: int) -> Problem:
    # dataclasses.replace takes several times as long, and a warning may be of every row.
    return Problem(problem.message, problem.hint, problem.column, problem.value, row)


def _row_number(problem: Problem) -> int:
    return problem.row or 0


def _twice(facility_id: str, row: SheetRow, first: int) -> Problem:
    return Problem(
        sentence("编号“%(value)s”在第 %(row)d 行已经用过。", value=facility_id, row=first),
        sentence("每处设施的编号必须不同。"),
        column="id",
        value=facility_id,
        row=row.number,
    )

"""The header of a table as staff wrote it to columns, and its rows in the shape of the header."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from finder.cells import bare, iso_date, stripped, unscrambled
from finder.csvtext import HEADER_ROWS, known_titles
from finder.errors import Problem, sentence
from finder.facility import COLUMNS, Facility
from finder.sheet import Sheet, SheetRow, column_of, is_ours

# Decimals of nothing, which a spreadsheet adds or drops by itself.
_ZEROS = re.compile(r"(-?[0-9]+(?:\.[0-9]*[1-9])?)\.?0*")
# No number is longer; on a long row of zeros the pattern would take minutes.
_LONGEST_NUMBER = 40
_REQUIRED = tuple(one.name for one in fields(Facility) if one.metadata["required"])


@dataclass(frozen=True, slots=True)
class Shaped:
    """A table in the shape that the finder keeps.

    Args:
        sheet: with known columns by their English names; None where the header is wrong.
        problems: what is wrong with the header and with the length of rows.
        warnings: what is odd about them.
        ragged: the numbers of the rows that cannot be laid under the header.
    """

    sheet: Sheet | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    ragged: frozenset[int] = frozenset()


def shaped(sheet: Sheet) -> Shaped:
    """Return a table as it was read with its columns named and its rows as long as its header."""
    if not sheet.header and not sheet.rows:
        message = sentence("文件是空的，没有表头，也没有设施。")
        return Shaped(None, (Problem(message, sentence("请换一个含有表头的设施表。")),), ())
    if misplaced := _misplaced(sheet):
        return Shaped(None, (misplaced,), ())
    header = [_cell(sheet.header, at) for at in range(len(sheet.header))]
    names = [column_of(cell) or cell for cell in header]
    problems = list(_header_problems(header, names))
    warnings = list(_header_warnings(names))
    if problems:
        # Where no column is known, that is said once.
        is_header = any(name in COLUMNS for name in names)
        return Shaped(None, tuple(problems), tuple(warnings) if is_header else ())
    kept = _kept(sheet, names)
    lay = _layer(names, kept)
    rows: list[SheetRow] = []
    unfit: list[Problem] = []
    for given in sheet.rows:
        made = lay(given)
        rows.append(made)
        if len(given.cells) != len(names) or made.is_comment:
            unfit += _misfits(given, made, names)
            warnings += _odd_rows(given, made, names)
    return Shaped(
        Sheet(tuple(names[at] for at in kept), tuple(rows)),
        (*_unnamed(sheet, names), *unfit),
        tuple(warnings),
        frozenset(problem.row for problem in unfit if problem.row),
    )


def _layer(names: list[str], kept: list[int]) -> Callable[[SheetRow], SheetRow]:
    """Return what makes of a row one with a cell for each column that is kept."""
    plain = [(place, _PLAIN[names[at]]) for place, at in enumerate(kept) if names[at] in _PLAIN]
    is_whole = kept == list(range(len(names)))

    def laid(row: SheetRow) -> SheetRow:
        cells = row.cells
        if not (is_whole and len(cells) == len(names)):
            cells = tuple(cells[at] if at < len(cells) else "" for at in kept)
        made = _stripped(cells)
        laid = row if made == row.cells else SheetRow(row.number, made)
        if laid.is_blank or laid.is_comment:
            return laid
        changed = [(place, word) for place, to in plain if (word := to(made[place])) != made[place]]
        if not changed:
            return laid
        found = list(made)
        for place, word in changed:
            found[place] = word
        return SheetRow(row.number, tuple(found))

    return laid


def _stripped(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return what `_cell` makes of each cell."""
    made = tuple(map(str.strip, cells))
    # All at once: few rows have what a cell has to be looked at for.
    together = "".join(made)
    if "'" in together or "\ufeff" in together:
        return tuple(_cell(cells, at) for at in range(len(cells)))
    return made


def _misfits(given: SheetRow, made: SheetRow, names: list[str]) -> Iterator[Problem]:
    """Yield that a row has content beyond the header, or ends before what it must have."""
    is_facility = not made.is_blank and not made.is_comment
    needed = max(names.index(name) for name in _REQUIRED) if is_facility else -1
    if len(given.cells) <= needed or any(map(stripped, given.cells[len(names) :])):
        yield Problem(
            sentence(
                "这一行有 %(cells)d 格，表头有 %(columns)d 列。",
                cells=len(given.cells),
                columns=len(names),
            ),
            sentence("含有逗号的内容请用英文双引号括起来。"),
            row=given.number,
        )


def _odd_rows(given: SheetRow, made: SheetRow, names: list[str]) -> Iterator[Problem]:
    """Yield that a row is shorter than the header, or a comment that looks like a facility."""
    if made.is_blank:
        return
    if made.is_comment:
        if all(names.index(name) < len(given.cells) for name in _REQUIRED) and all(
            stripped(given.cells[names.index(name)]) for name in _REQUIRED
        ):
            value = made.cells[0]
            message = sentence("这一行以 # 开头（%(value)s），当作备注，不会显示。", value=value)
            hint = sentence("如果它是一处设施，请去掉 #。")
            yield Problem(message, hint, value=value, row=made.number)
    elif len(given.cells) < len(names):
        message = sentence(
            "这一行只有 %(cells)d 格，表头有 %(columns)d 列；缺的按空白处理。",
            cells=len(given.cells),
            columns=len(names),
        )
        yield Problem(message, sentence("如果中间少了一格，请补上。"), row=made.number)


def _cell(cells: Sequence[str], at: int) -> str:
    """Return a cell as it was meant; blank where the row is shorter."""
    return bare(cells[at]) if at < len(cells) else ""


@lru_cache(maxsize=4_096)
def _plain_date(cell: str) -> str:
    """Return a date as it was before a spreadsheet wrote it in its own way."""
    return iso_date(cell) or cell


def _plain_number(cell: str) -> str:
    """Return a number without the decimals of nothing that a spreadsheet may have added."""
    is_padded = cell[-1:] in ("0", ".") and "." in cell and len(cell) <= _LONGEST_NUMBER
    number = _ZEROS.fullmatch(cell) if is_padded else None
    return number[1] if number else cell


_PLAIN: dict[str, Callable[[str], str]] = {
    "verified_on": _plain_date,
    **dict.fromkeys(("lat", "lon", "accuracy_m"), _plain_number),
}


def _kept(sheet: Sheet, names: list[str]) -> list[int]:
    """Return the places of the columns that stay: not our own of problems, none wholly blank."""
    return [
        at
        for at, name in enumerate(names)
        if not is_ours(name) and (name or _has_content(sheet, at))
    ]


def _has_content(sheet: Sheet, at: int) -> bool:
    return any(stripped(row.cells[at]) for row in sheet.rows if at < len(row.cells))


def _misplaced(sheet: Sheet) -> Problem | None:
    """Return that the header stands further down, under a title, if it does."""
    here = known_titles(sheet.header)
    for row in sheet.rows[: HEADER_ROWS - 1]:
        if here < 2 and known_titles(row.cells) > 2:
            message = sentence("表头好像在第 %(row)d 行，不在第 1 行。", row=row.number)
            hint = sentence("请删去表头上面的标题行和空行。")
            return Problem(message, hint, row=row.number)
    return None


def _header_problems(header: list[str], names: list[str]) -> Iterator[Problem]:
    scrambled = next((text for cell in header if (text := unscrambled(cell))), None)
    if scrambled and "id" not in names:
        value = next(cell for cell in header if unscrambled(cell))
        message = sentence("表头是乱码：“%(value)s”可能是“%(text)s”。", value=value, text=scrambled)
        hint = sentence("请从没有乱码的文件重新做起，另存为 .xlsx 或“CSV UTF-8”。")
        yield Problem(message, hint, value=value, row=1)
        return
    if not any(name in COLUMNS for name in names):
        message = sentence("这不是表头：没有一个认识的列名。")
        hint = sentence(
            "第 1 行要有“编号”“名称”“类型”，各列用英文逗号、分号或制表符分开；或另存为 .xlsx。"
        )
        yield Problem(message, hint, value=header[0] if header else "", row=1)
        return
    for at, name in enumerate(names):
        if name in COLUMNS and name in names[:at]:
            message = sentence("列“%(value)s”出现了两次。", value=header[at])
            yield Problem(message, sentence("请只保留一列。"), name, header[at], 1)
    for column in fields(Facility):
        if column.metadata["required"] and column.name not in names:
            chinese = column.metadata["chinese"]
            message = sentence(
                "表头缺少“%(chinese)s”（%(name)s）。", chinese=chinese, name=column.name
            )
            yield Problem(message, sentence("请在第一行补上这一列。"), column.name, row=1)


def _header_warnings(names: list[str]) -> Iterator[Problem]:
    for name in names:
        if name and not is_ours(name) and not column_of(name):
            message = sentence("不认识的列“%(value)s”，不会显示给读者。", value=name)
            yield Problem(message, sentence("如果写错了，请改成说明里的列名。"), name, name, 1)


def _unnamed(sheet: Sheet, names: list[str]) -> Iterator[Problem]:
    """Yield the first cell of each column that has no name: it may have slipped there."""
    for at, name in enumerate(names):
        rows = (row for row in sheet.rows if at < len(row.cells) and stripped(row.cells[at]))
        if not name and (row := next(rows, None)):
            value = stripped(row.cells[at])
            message = sentence(
                "“%(value)s”所在的第 %(place)d 列没有列名。", value=value, place=at + 1
            )
            hint = sentence("请在第 1 行写上列名；如果是错位，请移回去。")
            yield Problem(message, hint, value=value, row=row.number)

"""Bytes of a CSV file to facilities and problems."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from finder.errors import (
    CoordinateError,
    FileError,
    HoursError,
    Problem,
    Sentence,
    sentence,
)
from finder.facility import Facility, header_names, kind_named
from finder.geo import Datum, point
from finder.hours import read_hours
from finder.hours.lint import warnings as hours_warnings
from finder.textfile import decoded

MAX_BYTES = 20_000_000

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PHONE = re.compile(r"[0-9+()（）\-—、,，;；转 /]{5,60}")
_WHEELCHAIR = ("", "yes", "limited", "no")
# Blanks of spreadsheets and Chinese keyboards: not printable to Python, but seen by people.
_BLANKS = "\n\r\t\u3000\xa0"


@dataclass(frozen=True)
class Contents:
    """What a file holds.

    Args:
        facilities: the rows without problems, in the order of the file.
        problems: what must be mended before the file can be published.
        warnings: what may be meant, but should be looked at.
    """

    facilities: tuple[Facility, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def contents(data: bytes) -> Contents:
    """Return the facilities of a CSV file and everything that is wrong with it.

    The encodings are those of `finder.textfile`. Row numbers are those that a spreadsheet shows.
    """
    if len(data) > MAX_BYTES:
        message = sentence(
            "文件有 %(size)d 字节，超过 %(limit)d 字节。", size=len(data), limit=MAX_BYTES
        )
        return Contents((), (Problem(message, sentence("请只保留设施这一张表。")),))
    try:
        text = decoded(data)
    except FileError as error:
        return Contents((), error.problems)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        message = sentence("这个文件不是完整的 CSV：%(error)s。", error=str(error))
        return Contents((), (Problem(message, sentence("请检查引号是否成对。")),))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        message = sentence("文件是空的，没有表头，也没有设施。")
        return Contents((), (Problem(message, sentence("请换一个含有表头的 CSV 文件。")),))
    names, problems, warnings = _header(rows[0])
    if problems:
        return Contents((), tuple(problems), tuple(warnings))
    if len(rows) == 1:
        message = sentence("文件只有表头，没有设施。")
        return Contents((), (Problem(message, sentence("请至少写一行设施。"), row=1),))
    return _facilities(names, rows, warnings)


def _facilities(
    names: list[str | None], rows: list[list[str]], warnings: list[Problem]
) -> Contents:
    found: list[Facility] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            problems.append(_ragged(number, len(cells), len(names)))
            continue
        values = {name: cell.strip() for name, cell in zip(names, cells, strict=True) if name}
        facility = Facility(**values)
        wrong = [replace(problem, row=number) for problem in _problems(facility)]
        if facility.id in seen:
            wrong.append(_twice(facility.id, number, seen[facility.id]))
        seen.setdefault(facility.id, number)
        problems.extend(wrong)
        if not wrong:
            found.append(facility)
            warnings += [
                replace(
                    problem,
                    row=number,
                    column="opening_hours",
                    value=problem.value or facility.opening_hours,
                )
                for problem in hours_warnings(facility.rules)
            ]
    return Contents(tuple(found), tuple(problems), tuple(warnings))


def _header(cells: list[str]) -> tuple[list[str | None], list[Problem], list[Problem]]:
    """Return the column of each cell, None for an unknown one; problems; warnings."""
    known = header_names()
    names: list[str | None] = []
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for cell in (cell.strip() for cell in cells):
        name = known.get(cell)
        if name is None:
            message = sentence("不认识的列“%(value)s”，不会显示给读者。", value=cell)
            hint = sentence("如果写错了，请改成说明里的列名。")
            warnings.append(Problem(message, hint, column=cell, value=cell, row=1))
        elif name in names:
            message = sentence("列“%(value)s”出现了两次。", value=cell)
            problems.append(
                Problem(message, sentence("请只保留一列。"), column=name, value=cell, row=1)
            )
        names.append(name)
    for column in fields(Facility):
        if column.metadata["required"] and column.name not in names:
            message = sentence(
                "表头缺少“%(chinese)s”（%(name)s）。",
                chinese=column.metadata["chinese"],
                name=column.name,
            )
            problems.append(
                Problem(message, sentence("请在第一行补上这一列。"), column=column.name, row=1)
            )
    return names, problems, warnings


def _ragged(row: int, cells: int, columns: int) -> Problem:
    return Problem(
        sentence("这一行有 %(cells)d 格，表头有 %(columns)d 列。", cells=cells, columns=columns),
        sentence("含有逗号的内容请用英文双引号括起来。"),
        row=row,
    )


def _twice(facility_id: str, row: int, first: int) -> Problem:
    return Problem(
        sentence("编号“%(value)s”在第 %(row)d 行已经用过。", value=facility_id, row=first),
        sentence("每处设施的编号必须不同。"),
        column="id",
        value=facility_id,
        row=row,
    )


def _problems(facility: Facility) -> Iterator[Problem]:
    """Yield what is wrong with one row, column by column."""
    for column in fields(Facility):
        value = str(getattr(facility, column.name))
        if column.metadata["required"] and not value:
            message = sentence("“%(name)s”不能留空。", name=column.metadata["chinese"])
            hint = sentence("例如：%(example)s", example=column.metadata["example"])
            yield Problem(message, hint, column=column.name)
        if any(not character.isprintable() and character not in _BLANKS for character in value):
            message = sentence("“%(name)s”里有看不见的控制字符。", name=column.metadata["chinese"])
            hint = sentence("请删去后重新输入这一格。")
            yield Problem(message, hint, column=column.name, value=value)
    yield from _shape_problems(facility)
    yield from _position_problems(facility)
    yield from _hours_problems(facility)


def _hours_problems(facility: Facility) -> Iterator[Problem]:
    """Yield what cannot be read in the two columns of hours, each read by itself."""
    for name, texts in (
        ("opening_hours", (facility.opening_hours, "")),
        ("special_hours", ("", facility.special_hours)),
    ):
        try:
            read_hours(*texts)
        except HoursError as error:
            for problem in error.problems:
                yield replace(problem, column=name, value=texts[0] or texts[1])


def _wrong(facility: Facility, column: str, message: Sentence, hint: Sentence) -> Problem:
    return Problem(message, hint, column=column, value=str(getattr(facility, column)))


def _shape_problems(facility: Facility) -> Iterator[Problem]:
    if facility.id and not _ID.fullmatch(facility.id):
        message = sentence("编号“%(value)s”的写法不对。", value=facility.id)
        yield _wrong(facility, "id", message, sentence("只用小写英文字母、数字和中间的连字符。"))
    try:
        kind_named(facility.kind)
    except ValueError:
        if facility.kind:
            message = sentence("没有“%(value)s”这个类型。", value=facility.kind)
            hint = sentence("请写说明里的类型，例如 library 或 图书馆。")
            yield _wrong(facility, "kind", message, hint)
    if facility.phone and not _PHONE.fullmatch(facility.phone):
        message = sentence("“%(value)s”不像电话号码。", value=facility.phone)
        yield _wrong(
            facility, "phone", message, sentence("请只写数字和连字符，例如 010-56946717。")
        )
    if facility.website and not re.fullmatch(r"https?://[^\s<>\"']+", facility.website):
        message = sentence("“%(value)s”不是网址。", value=facility.website)
        yield _wrong(facility, "website", message, sentence("请以 http:// 或 https:// 开头。"))
    if facility.wheelchair not in _WHEELCHAIR:
        message = sentence("无障碍一栏不认识“%(value)s”。", value=facility.wheelchair)
        yield _wrong(facility, "wheelchair", message, sentence("请写 yes、limited、no 或留空。"))
    if facility.verified_on and not _is_iso_date(facility.verified_on):
        message = sentence("“%(value)s”不是日期。", value=facility.verified_on)
        yield _wrong(facility, "verified_on", message, sentence("请写成 2026-01-31。"))


def _is_iso_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _position_problems(facility: Facility) -> Iterator[Problem]:
    if bool(facility.lat) != bool(facility.lon):
        missing = "lon" if facility.lat else "lat"
        message = sentence("只填了一半坐标。")
        yield _wrong(facility, missing, message, sentence("请把纬度和经度都填上，或都留空。"))
    elif facility.lat:
        try:
            point(facility.lat, facility.lon)
        except CoordinateError as error:
            yield from error.problems
    if facility.datum and facility.datum not in list(Datum):
        message = sentence("没有“%(value)s”这个坐标系。", value=facility.datum)
        yield _wrong(facility, "datum", message, sentence("请写 wgs84、gcj02 或 bd09。"))
    if facility.accuracy_m and not re.fullmatch(r"[0-9]{1,6}", facility.accuracy_m):
        message = sentence("位置误差“%(value)s”不是整数米。", value=facility.accuracy_m)
        yield _wrong(
            facility, "accuracy_m", message, sentence("请只写数字，例如 3000；就在门口请留空。")
        )

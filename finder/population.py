"""A file of where how many people live, `lat,lon,people`: checked like the other files.

None comes with the program: no such figures are among its sources.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from finder.cells import stripped
from finder.errors import CoordinateError, FileError, Problem, Sentence, sentence
from finder.file_limits import TERMINAL, FileLimits
from finder.filekinds import refuse_other_kinds
from finder.geo import Point, point
from finder.textfile import decoded

COLUMNS = ("lat", "lon", "people")
_CHINESE_COLUMNS = {"纬度": "lat", "经度": "lon", "人口": "people", "人数": "people"}
# Who has more wrong rows has the same thing wrong in all of them.
MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Population:
    """Where how many people live, as two rows of the same length; positions are WGS-84."""

    positions: tuple[Point, ...]
    people: tuple[float, ...]


def population(data: bytes, limits: FileLimits = TERMINAL) -> Population:
    """Return the population of a CSV file; columns that it has besides do not count.

    Raises:
        FileError: with every row that is wrong, the first hundred of them.
    """
    if len(data) > limits.size_bytes:
        message = sentence(
            "文件有 %(size)d 字节，超过 %(limit)d 字节。",
            size=len(data),
            limit=limits.size_bytes,
        )
        raise FileError(Problem(message, sentence("请把相邻的格子合并。")))
    refuse_other_kinds(data)
    rows = _rows(decoded(data), limits)
    places = _places(next(rows, (1, []))[1])
    problems: list[Problem] = []
    positions: list[Point] = []
    people: list[float] = []
    for number, cells in rows:
        wrong = _row(cells, places, positions, people)
        problems += [replace(one, row=number) for one in wrong]
        if len(problems) >= MOST_PROBLEMS:
            break
    if not problems and not any(people):
        message = sentence("人口文件里没有一个人。")
        problems = [Problem(message, sentence("请至少写一行大于 0 的人数。"), column="people")]
    if problems:
        raise FileError(*problems)
    return Population(tuple(positions), tuple(people))


def _rows(text: str, limits: FileLimits) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, with the numbers that a spreadsheet shows."""
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(text.splitlines(), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > limits.rows + 1:
                message = sentence("表头下面超过 %(limit)d 行。", limit=limits.rows)
                raise FileError(Problem(message, sentence("请把相邻的格子合并。"), row=number))
            if any(map(stripped, cells)):
                yield number, [stripped(cell) for cell in cells]
    except csv.Error:
        message = sentence("这一行读不出来，可能是引号没有成对。")
        hint = sentence("请删去引号，人口文件里只要数字。")
        raise FileError(Problem(message, hint, row=number + 1)) from None


def _places(header: Sequence[str]) -> tuple[int, ...]:
    """Return where the columns stand.

    Raises:
        FileError: one is missing, or there twice.
    """
    names = [_CHINESE_COLUMNS.get(cell, cell.lower()) for cell in header]
    hint = sentence("第一行写 lat,lon,people（纬度、经度、人数）。")
    problems = [
        Problem(
            sentence("表头要有一列“%(column)s”。", column=column),
            hint,
            column=column,
            value=column if column in names else "",
            row=1,
        )
        for column in COLUMNS
        if names.count(column) != 1
    ]
    if problems:
        raise FileError(*problems)
    return tuple(names.index(column) for column in COLUMNS)


def _row(
    cells: Sequence[str], places: Sequence[int], positions: list[Point], people: list[float]
) -> tuple[Problem, ...]:
    """Add a row to what has been read, unless it is wrong; return what is wrong with it."""
    lat, lon, count = (cells[at] if at < len(cells) else "" for at in places)
    problems: tuple[Problem, ...] = ()
    try:
        position = point(lat, lon)
    except CoordinateError as error:
        problems = error.problems
    number = _count(count)
    if number is None:
        problems += (_wrong_count(count),)
    if not problems:
        positions.append(position)
        people.append(number or 0.0)
    return problems


def _count(text: str) -> float | None:
    """Return a number of people; a grid's may have decimals."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 and "_" not in text else None


def _wrong_count(text: str) -> Problem:
    message: Sentence = sentence("“%(value)s”不是人数。", value=text)
    hint = sentence("请写 0 或更大的数字，不带单位和逗号，例如 1200。")
    return Problem(message, hint, column="people", value=text)

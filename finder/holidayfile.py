"""The file in which staff enter days off and make-up working days themselves.

It has the columns `date,day,holiday` and changes the official calendar: single days, or a year
whose notice is out before the library has it.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from finder.errors import CalendarError, Problem, Sentence, sentence
from finder.holidays import Calendar, Day, DayKind, official_calendar
from finder.textfile import decoded, file_bytes

COLUMNS = ("date", "day", "holiday")
_LONGEST_NAME = 30
# They come with the rows that a quotation mark takes in.
_NO_NAME = ',"'
_CHINESE_COLUMNS = {"日期": "date", "类型": "day", "节日": "holiday"}
_KINDS = {"off": DayKind.OFF, "休": DayKind.OFF, "work": DayKind.WORK, "班": DayKind.WORK}
_DATE = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")

# What every yearly notice speaks of (全国年节及纪念日放假办法, article 2).
STATUTORY = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")


@cache
def calendar_at(path: Path) -> Calendar:
    """Return the official calendar with what staff have entered in the CSV file at `path`.

    Raises:
        CalendarError: with every row that is wrong, the file named.
        FileError: the file is missing or no text.
    """
    try:
        return calendar_from_csv(decoded(file_bytes(path)), official_calendar())
    except CalendarError as error:
        raise CalendarError(
            *(
                replace(
                    problem,
                    message=sentence("%(file)s：%(words)s", file=path.name, words=problem.message),
                )
                for problem in error.problems
            )
        ) from error


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    date: dt.date
    kind: DayKind
    festival: str


def calendar_from_csv(text: str, base: Calendar) -> Calendar:
    """Return `base` with the days of a CSV `date,day,holiday` in place of its own.

    `day` is `off` or `work` (休, 班). A `work` on a weekday takes back a day off. A year after
    those of `base` becomes known only if the file names all seven statutory festivals of it: with
    less, every day that nobody has entered yet would be answered as an ordinary one.

    A file of no more than its header changes nothing.

    Raises:
        CalendarError: with every row that is wrong, and every year that is not complete.
    """
    problems: list[Problem] = []
    rows = _rows(text, base, problems)
    known_until = _known_until(rows, base, problems)
    if problems:
        raise CalendarError(*problems)
    if not rows:
        return base
    days = dict(base.days)
    for row in rows:
        if row.kind is DayKind.WORK and row.date.weekday() < 5:
            days.pop(row.date, None)
        else:
            days[row.date] = Day(row.kind, row.festival)
    return Calendar(days, base.known_from, known_until, f"{base.source}、自备节假日表")


def calendar_csv(calendar: Calendar, year: int) -> str:
    """Return the days of a year as the CSV that `calendar_from_csv` reads, in order."""
    rows = [
        f"{date.isoformat()},{day.kind.value},{day.festival}\n"
        for date, day in sorted(calendar.days.items())
        if date.year == year
    ]
    return "".join([",".join(COLUMNS) + "\n", *rows])


def _rows(text: str, base: Calendar, problems: list[Problem]) -> list[_Row]:
    """Return the rows that can be read; what is wrong is added to `problems`."""
    table = _table(text, problems)
    if problems:
        return []
    header = [cell.strip() for cell in table[0]] if table else []
    names = [_CHINESE_COLUMNS.get(cell, cell.lower()) for cell in header]
    for column in COLUMNS:
        if names.count(column) != 1:
            value = column if column in names else ""
            message = sentence("表头要有一列“%(column)s”。", column=column)
            hint = sentence("第一行写 date,day,holiday。")
            problems.append(Problem(message, hint, column=column, value=value, row=1))
    if problems:
        return []
    rows: list[_Row] = []
    for number, cells in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in cells):
            row = _row(number, names, [cell.strip() for cell in cells], base, problems)
            rows += [row] if row else []
    seen: set[dt.date] = set()
    for row in rows:
        if row.date in seen:
            message = sentence("%(value)s 写了两次。", value=row.date.isoformat())
            hint = sentence("请只留一行。")
            problems.append(_problem(row.number, "date", row.date.isoformat(), message, hint))
        seen.add(row.date)
    return rows


def _table(text: str, problems: list[Problem]) -> list[list[str]]:
    """Return the cells of all rows; a quotation mark without another would take in the rest."""
    table: list[list[str]] = []
    try:
        table.extend(csv.reader(text.removeprefix("\ufeff").splitlines(), strict=True))
    except csv.Error:
        message = sentence("这一行分不成格子：引号没有成对，或一格太长。")
        hint = sentence("请删去引号；节日名称里不要有逗号。")
        problems.append(_problem(len(table) + 1, None, '"', message, hint))
    return table


def _row(
    number: int, names: Sequence[str], cells: Sequence[str], base: Calendar, problems: list[Problem]
) -> _Row | None:
    if extra := "".join(cells[len(names) :]):
        message = sentence("“%(value)s”在表头之外。", value=extra)
        hint = sentence("请删去多余的格子，节日名称里不要有逗号。")
        problems.append(_problem(number, None, extra, message, hint))
        return None
    row = dict(zip(names, [*cells, *[""] * len(names)], strict=False))
    before = len(problems)
    date, kind = _date(row["date"]), _KINDS.get(row["day"].lower())
    if date is None:
        message = sentence("“%(value)s”不是日期。", value=row["date"])
        hint = sentence("请写作 2026-10-01。")
        problems.append(_problem(number, "date", row["date"], message, hint))
    elif date < base.known_from:
        message = sentence("%(value)s 太早。", value=row["date"])
        hint = sentence("请写 %(first)s 及以后的日期。", first=base.known_from.isoformat())
        problems.append(_problem(number, "date", row["date"], message, hint))
    if kind is None:
        message = sentence("“%(value)s”不是 off 或 work。", value=row["day"])
        hint = sentence("放假写 off，调休上班写 work。")
        problems.append(_problem(number, "day", row["day"], message, hint))
    if kind is DayKind.OFF and not row["holiday"]:
        message = sentence("放假的日子没有写节日名称。")
        hint = sentence("请写上通知里的名称，例如 国庆节。")
        problems.append(_problem(number, "holiday", "", message, hint))
    if len(row["holiday"]) > _LONGEST_NAME or not set(row["holiday"]).isdisjoint(_NO_NAME):
        name = row["holiday"][:_LONGEST_NAME]
        message = sentence("“%(value)s”不像节日名称。", value=name)
        hint = sentence("请写上通知里的名称，例如 国庆节。")
        problems.append(_problem(number, "holiday", name, message, hint))
    if kind is DayKind.WORK and date and date.weekday() < 5 and date not in base.days:
        message = sentence("%(date)s 本来就是工作日。", date=date.isoformat())
        hint = sentence("work 只用于调休上班的周六、周日。")
        problems.append(_problem(number, "day", row["day"], message, hint))
    if date is None or kind is None or len(problems) > before:
        return None
    return _Row(number, date, kind, row["holiday"])


def _date(text: str) -> dt.date | None:
    match = _DATE.fullmatch(text)
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _known_until(rows: list[_Row], base: Calendar, problems: list[Problem]) -> dt.date:
    """Return the last known date with the years that the rows complete, one after another."""
    known_until = base.known_until
    for year in sorted({row.date.year for row in rows if row.date > base.known_until}):
        of_year = [row for row in rows if row.date.year == year]
        first = of_year[0]
        if year != known_until.year + 1:
            message = sentence("%(year)d 年之前还有没写的年份。", year=year)
            hint = sentence("请先写 %(year)d 年的节假日。", year=known_until.year + 1)
            problems.append(_problem(first.number, "date", first.date.isoformat(), message, hint))
            continue
        named = "".join(row.festival for row in of_year if row.kind is DayKind.OFF)
        missing = [festival for festival in STATUTORY if festival not in named]
        if missing:
            names = tuple(missing)
            message = sentence("%(year)d 年没有写全，缺：%(names)s。", year=year, names=names)
            hint = sentence("请等国务院办公厅通知公布后，把全年的放假和调休一起写上。")
            problems.append(_problem(first.number, "date", str(year), message, hint))
            continue
        known_until = dt.date(year, 12, 31)
    return known_until


def _problem(
    row: int, column: str | None, value: str, message: Sentence, hint: Sentence
) -> Problem:
    return Problem(message, hint, column=column, value=value, row=row)

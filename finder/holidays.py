"""The Chinese calendar of days off and make-up working days.

Source: the State Council's yearly notice (国务院办公厅关于部分节假日安排的通知), through the
chinesecalendar library, which holds 2004 to the last year whose notice it has.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from finder.errors import CalendarError, Problem, Sentence, sentence


class DayKind(Enum):
    """What the official calendar says of a date."""

    ORDINARY = "ordinary"  # nothing: an ordinary weekday or weekend
    OFF = "off"  # a statutory day off, weekend days inside a holiday included
    WORK = "work"  # a Saturday or Sunday that is worked for a holiday (调休)


@dataclass(frozen=True, slots=True)
class Day:
    """A date's kind and, unless it is ordinary, the festival that it belongs to (in Chinese)."""

    kind: DayKind
    festival: str = ""


ORDINARY_DAY = Day(DayKind.ORDINARY)


@dataclass(frozen=True, eq=False)
class Calendar:
    """Days off and make-up working days between two dates, both inclusive.

    Args:
        days: every date that is not ordinary.
        known_from, known_until: outside these dates nothing is known.
        source: where it comes from, for people.
    """

    days: Mapping[dt.date, Day]
    known_from: dt.date
    known_until: dt.date
    source: str

    def day(self, date: dt.date) -> Day | None:
        """Return what is known of `date`; None where no calendar has been published."""
        if self.known_from <= date <= self.known_until:
            return self.days.get(date, ORDINARY_DAY)
        return None


# The library's short names, completed to those of the State Council's notice.
_FESTIVALS = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


@cache
def official_calendar() -> Calendar:
    """Return the calendar of all years that chinesecalendar holds."""
    from chinese_calendar import Holiday, constants

    names = {holiday.value: holiday.chinese for holiday in Holiday}
    days: dict[dt.date, Day] = {}
    for kind, dates in ((DayKind.OFF, constants.holidays), (DayKind.WORK, constants.workdays)):
        for date, name in dates.items():
            chinese = names.get(name, name)
            days[date] = Day(kind, _FESTIVALS.get(chinese, chinese))
    return Calendar(
        days=days,
        known_from=dt.date(min(days).year, 1, 1),
        known_until=dt.date(max(days).year, 12, 31),
        source="国务院办公厅节假日安排通知（chinesecalendar）",
    )


COLUMNS = ("date", "day", "holiday")
_CHINESE_COLUMNS = {"日期": "date", "类型": "day", "节日": "holiday"}
_KINDS = {"off": DayKind.OFF, "休": DayKind.OFF, "work": DayKind.WORK, "班": DayKind.WORK}
_DATE = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")

# What every yearly notice speaks of (全国年节及纪念日放假办法, article 2).
STATUTORY = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    date: dt.date
    kind: DayKind
    festival: str


def calendar_from_csv(text_or_path: str | Path, base: Calendar) -> Calendar:
    """Return `base` with the days of a CSV `date,day,holiday` in place of its own.

    `day` is `off` or `work` (休, 班). A `work` on a weekday takes back a day off. A year after
    those of `base` becomes known only if the file names all seven statutory festivals of it: with
    less, every day that nobody has entered yet would be answered as an ordinary one.

    Args:
        text_or_path: the CSV's text, or the path of a file (UTF-8, or GB 18030 as Excel saves it).

    Raises:
        CalendarError: with every row that is wrong, and every year that is not complete.
    """
    text = _decoded(text_or_path) if isinstance(text_or_path, Path) else text_or_path
    problems: list[Problem] = []
    rows = _rows(text, base, problems)
    known_until = _known_until(rows, base, problems)
    if problems:
        raise CalendarError(*problems)
    days = dict(base.days)
    for row in rows:
        if row.kind is DayKind.WORK and row.date.weekday() < 5:
            days.pop(row.date, None)
        else:
            days[row.date] = Day(row.kind, row.festival)
    return Calendar(days, base.known_from, known_until, f"{base.source}、自备节假日表")


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise CalendarError(
            Problem(
                sentence("%(file)s 不是文本文件。", file=path.name),
                sentence("请另存为“CSV UTF-8（逗号分隔）”。"),
                value=path.name,
            )
        ) from error


def _rows(text: str, base: Calendar, problems: list[Problem]) -> list[_Row]:
    """Return the rows that can be read; what is wrong is added to `problems`."""
    table = list(csv.reader(text.removeprefix("\ufeff").splitlines()))
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
    for row in rows:
        if any(other.date == row.date and other.number < row.number for other in rows):
            message = sentence("%(value)s 写了两次。", value=row.date.isoformat())
            hint = sentence("请只留一行。")
            problems.append(_problem(row.number, "date", row.date.isoformat(), message, hint))
    return rows


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
            names = "、".join(missing)
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

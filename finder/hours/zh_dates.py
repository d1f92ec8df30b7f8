"""Dates of Chinese notices: 2026年10月1日至7日, 4月1日-次年3月31日, 2026-10-01至10-03."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from finder.errors import HoursError, sentence
from finder.hours.dates import FIRST_YEAR, LAST_YEAR
from finder.hours.rules import DateSpan
from finder.hours.zh_clock import chinese_number
from finder.hours.zh_cursor import Cursor
from finder.hours.zh_tokens import Word

# In the place of the last date that was named, where there is none.
NO_DATE = (0, 0, 0)

DATE_KINDS = ("iso_date", "full_date", "year_month", "month_day", "month_end", "month")
# 12月30日至1月3日 is over the new year; 10月7日至10月1日 is a mistake.
_LONGEST_TURN_MONTHS = 4
_LEAP_YEAR = 2024
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class _Day:
    """A date as written: 0 stands for what is left out."""

    year: int
    month: int
    day: int
    start: int
    end: int
    next_year: bool = False


def read_date_spans(
    cursor: Cursor, last_named: tuple[int, int, int] = NO_DATE
) -> tuple[DateSpan, ...]:
    """Return the dates that come next, those after 、 and 和 too.

    Args:
        last_named: the last date with a year before this place; a date without a year has its
            year.

    Raises:
        HoursError: a date that does not exist, or whose year or end is not certain.
    """
    start = cursor.ahead().start
    spans = [_span(cursor, last_named)]
    while _another_follows(cursor):
        cursor.take("pause", "and", "comma")
        spans.append(_span(cursor, spans[-1].end))
        if spans[-1].start[0] and spans[-2].end[0] and spans[-1].start <= spans[-2].end:
            raise cursor.refused(sentence("并列的日期请按先后次序写。"), since=start)
    if len({bool(span.start[0]) for span in spans}) > 1:
        raise cursor.refused(sentence("并列的日期请都写年份，或都不写。"))
    return tuple(spans)


def _another_follows(cursor: Cursor) -> bool:
    if not cursor.sees("pause", "and", "comma"):
        return False
    if cursor.sees("comma"):
        return cursor.sees("day_number", ahead=1)
    return cursor.sees(*DATE_KINDS, "day_number", ahead=1)


def _span(cursor: Cursor, last_named: tuple[int, int, int]) -> DateSpan:
    first = _with_year(cursor, _date(cursor, last_named), last_named)
    if not (cursor.sees("range") and _date_ahead(cursor)):
        return _checked(cursor, first, first)
    cursor.take("range")
    last = _date(cursor, (first.year, first.month, first.day))
    if last.next_year:
        last = replace(last, year=first.year + 1 if first.year else 0)
    elif first.year and not last.year:
        ahead = (last.month, last.day) < (first.month, first.day)
        last = replace(last, year=first.year + ahead)
        if ahead and not 0 < (last.month - first.month) % 12 <= _LONGEST_TURN_MONTHS:
            raise _backwards(cursor, first, last)
    elif last.year and not first.year:
        raise cursor.refused(sentence("请在开始日期前也写上年份。"), since=first.start)
    return _checked(cursor, first, last)


def _date_ahead(cursor: Cursor) -> bool:
    """Return whether the word after the range sign belongs to a date."""
    if cursor.sees("next_year", ahead=1):
        return cursor.sees("month_day", "month_end", "month", ahead=2)
    return cursor.sees(*DATE_KINDS, "day_number", ahead=1) or _numbers_ahead(cursor)


def _numbers_ahead(cursor: Cursor) -> bool:
    """Return whether `10-03`, `10/3` or `10.3` follows a date in figures and a range sign."""
    before = cursor.ahead(-1) if cursor.at else cursor.ahead()
    if before.kind != "iso_date" or not cursor.sees("number", ahead=1):
        return False
    return "." in cursor.ahead(1).text or (
        cursor.sees("range", "pause", ahead=2) and cursor.sees("number", ahead=3)
    )


def _date(cursor: Cursor, base: tuple[int, int, int]) -> _Day:
    next_year = cursor.take("next_year")
    word = cursor.take(*DATE_KINDS, "day_number")
    if word is None:
        return _in_figures(cursor, base)
    numbers = [chinese_number(part) for part in word.parts if part]
    if word.kind in ("iso_date", "full_date"):
        found = _Day(numbers[0], numbers[1], numbers[2], word.start, word.end)
    elif word.kind == "year_month":
        found = _Day(numbers[0], numbers[1], 0, word.start, word.end)
    elif word.kind == "month_day":
        found = _Day(0, numbers[0], numbers[1], word.start, word.end)
    elif word.kind == "month":
        found = _Day(0, numbers[0], 0, word.start, word.end)
    elif word.kind == "month_end":
        month = numbers[0] if 1 <= numbers[0] <= 12 else 1
        last = calendar.monthrange(base[0] or _LEAP_YEAR, month)[1]
        found = _Day(0, numbers[0], last, word.start, word.end)
    else:
        if not base[1]:
            raise cursor.source.refused(word.start, word.end, _WRITE_DATES)
        found = _Day(base[0], base[1], numbers[0], word.start, word.end)
    _check_weekday(cursor, found, base)
    _skip_lunar(cursor)
    return replace(found, next_year=next_year is not None)


def _skip_lunar(cursor: Cursor) -> None:
    """Go past （初一） after a date, and （除夕） between two dates: the dates say it all."""
    if not (cursor.sees("left") and cursor.sees("right", ahead=2)):
        return
    if cursor.sees("lunar", ahead=1) or (
        cursor.sees("festival", ahead=1) and cursor.sees("range", ahead=3)
    ):
        cursor.at += 3


def _in_figures(cursor: Cursor, base: tuple[int, int, int]) -> _Day:
    word = cursor.take("number")
    if word is None:
        raise cursor.refused(_WRITE_DATES)
    month, dot, day = word.text.partition(".")
    end = word.end
    if not dot:
        cursor.take("range", "pause")
        last = cursor.take("number")
        day, end = (last.text, last.end) if last else ("0", end)
    if not day.isdigit():
        raise cursor.source.refused(word.start, end, _WRITE_DATES)
    return _Day(base[0], int(month), int(day), word.start, end)


_WRITE_DATES = sentence("日期请写年月日，例如 2026年10月1日至3日。")


def _with_year(cursor: Cursor, day: _Day, last_named: tuple[int, int, int]) -> _Day:
    """Return `day` with the year that was named before, unless it would lie before that."""
    if day.year or not last_named[0]:
        return day
    if (day.month, day.day) < last_named[1:]:
        raise cursor.source.because(
            day.start,
            day.end,
            sentence("“%(value)s”是哪一年？", value=cursor.source.words(day.start, day.end)),
            _WRITE_DATES,
        )
    return replace(day, year=last_named[0])


def _check_weekday(cursor: Cursor, day: _Day, base: tuple[int, int, int]) -> None:
    """Go past `(周四)` after a date; refuse it where the date is another day of the week."""
    if not (cursor.sees("left") and cursor.sees("weekday", ahead=1)):
        return
    if not cursor.sees("right", ahead=2):
        return
    weekday: Word = cursor.ahead(1)
    name = weekday.part.replace("天", "日")
    year = day.year or base[0]
    try:
        actual = _WEEKDAYS[dt.date(year, day.month, day.day).weekday()] if year else ""
    except ValueError:
        actual = ""
    if actual and actual != name and not name.isascii():
        raise cursor.source.because(
            day.start,
            weekday.end + 1,
            sentence(
                "%(date)s 是星期%(actual)s，不是星期%(value)s。",
                date=cursor.source.words(day.start, day.end),
                actual=actual,
                value=name,
            ),
            sentence("请核对日期和星期。"),
        )
    if not actual:
        return
    cursor.at += 3


def _checked(cursor: Cursor, first: _Day, last: _Day) -> DateSpan:
    for day in (first, last):
        if not _exists(day):
            value = cursor.source.words(day.start, day.end)
            raise cursor.source.because(
                day.start, day.end, sentence("没有 %(value)s 这一天。", value=value), _WRITE_DATES
            )
    if bool(first.day) != bool(last.day):
        raise cursor.source.refused(first.start, last.end, sentence("起止都写到日，或都只写到月。"))
    start = (first.year, first.month, first.day or 1)
    end = (last.year, last.month, last.day or 31)
    if first.year and end < start:
        raise _backwards(cursor, first, last)
    if not first.year and first.start != last.start and start == end:
        raise _backwards(cursor, first, last)
    return DateSpan(start, end, whole_months=not first.day)


def _backwards(cursor: Cursor, first: _Day, last: _Day) -> HoursError:
    value = cursor.source.words(first.start, last.end)
    return cursor.source.because(
        first.start,
        last.end,
        sentence("%(value)s 的结束早于开始。", value=value),
        sentence("跨年请在两端都写年份，或写“次年”。"),
    )


def _exists(day: _Day) -> bool:
    if day.year and not FIRST_YEAR <= day.year <= LAST_YEAR:
        return False
    if not 1 <= day.month <= 12 or day.day < 0:
        return False
    return day.day <= calendar.monthrange(day.year or _LEAP_YEAR, day.month)[1]

"""The part of a rule that names years, months, days and weeks."""

from __future__ import annotations

from dataclasses import dataclass

from finder.errors import HoursError, sentence
from finder.hours.reader import Reader
from finder.hours.spans import MONTHS, DateSpan, WeekSpan, YearSpan
from finder.hours.tokens import Token, refusal

FIRST_YEAR, LAST_YEAR = 2000, 2199
FIRST_DAY = FIRST_YEAR, 1, 1
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Dates:
    """The years, dates and weeks that a rule names."""

    years: tuple[YearSpan, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    weeks: tuple[WeekSpan, ...] = ()


def read_dates(reader: Reader) -> Dates:
    """Return what stands before the weekdays of a rule.

    Raises:
        HoursError: a date that does not exist or a span whose end is not certain.
    """
    years: list[YearSpan] = []
    while _year_ahead(reader) and not _year_belongs_to_month(reader):
        years.append(_year_span(reader))
        if not (reader.peek("sign", ",") and reader.peek("number", ahead=1)):
            break
        reader.take("sign", ",")
    dates: list[DateSpan] = []
    while _date_ahead(reader):
        _check_year(reader, years, dates)
        dates.append(_date_span(reader, inside_years=bool(years)))
        if not (reader.peek("sign", ",") and _date_ahead(reader, ahead=1)):
            break
        reader.take("sign", ",")
    return Dates(tuple(years), tuple(dates), _weeks(reader))


def _year_ahead(reader: Reader, ahead: int = 0) -> bool:
    return reader.peek("number", ahead=ahead)


def _year_belongs_to_month(reader: Reader) -> bool:
    return reader.peek("word", *MONTHS, ahead=1)


def _date_ahead(reader: Reader, ahead: int = 0) -> bool:
    return reader.peek("word", *MONTHS, ahead=ahead) or (
        _year_ahead(reader, ahead) and reader.peek("word", *MONTHS, ahead=ahead + 1)
    )


def _year(reader: Reader) -> int:
    token = reader.need("number", hint=sentence("年份写四位数字，例如 2026。"))
    year = int(token.text)
    if len(token.text) != 4 or not FIRST_YEAR <= year <= LAST_YEAR:
        raise refusal(
            token.column,
            token.text,
            sentence("“%(value)s”不像年份。", value=token.text),
            sentence("年份写四位数字，例如 2026；时间写作 09:00。"),
        )
    return year


def _year_span(reader: Reader) -> YearSpan:
    first_token = reader.token
    first = _year(reader)
    if not reader.take("sign", "-"):
        return YearSpan(first, first)
    last = _year(reader)
    if last <= first:
        raise refusal(
            first_token.column,
            f"{first}-{last}",
            sentence("年份 %(first)d-%(last)d 的结束不在开始之后。", first=first, last=last),
            sentence("一年写作 2026，几年写作 2026-2028。"),
        )
    return YearSpan(first, last)


def _date_span(reader: Reader, inside_years: bool) -> DateSpan:
    first_token = reader.token
    year = _year(reader) if _year_ahead(reader) else 0
    month = _month(reader)
    day = _day(reader, year, month)
    if not reader.take("sign", "-"):
        return _span(year, month, day, year, month, day)
    if day and reader.peek("number") and not _year_belongs_to_month(reader):
        end_day = _day(reader, year, month)
        if end_day < day:
            raise _backwards(first_token, f"{MONTHS[month - 1]} {day:02d}-{end_day:02d}")
        return _span(year, month, day, year, month, end_day)
    if _year_ahead(reader) and not year:
        raise reader.unexpected(sentence("请在开始日期前也写上年份。"))
    end_year = _year(reader) if _year_ahead(reader) else year
    end_month = _month(reader)
    if bool(day) != reader.peek("number"):
        raise reader.unexpected(sentence("起止都写到日，或都只写到月。"))
    end_day = _day(reader, end_year, end_month)
    span = _span(year, month, day, end_year, end_month, end_day)
    if span.end < span.start and (year or inside_years):
        # 2026 Nov-Mar: the winter that starts in 2026, or two pieces of 2026? Nobody can tell.
        raise _backwards(first_token, str(span))
    return span


def _span(year: int, month: int, day: int, end_year: int, end_month: int, end_day: int) -> DateSpan:
    if day:
        return DateSpan((year, month, day), (end_year, end_month, end_day))
    return DateSpan((year, month, 1), (end_year, end_month, 31), whole_months=True)


def _month(reader: Reader) -> int:
    token = reader.need("word", *MONTHS, hint=sentence("月份写作 Jan Feb Mar … Dec。"))
    return MONTHS.index(token.text) + 1


def _day(reader: Reader, year: int, month: int) -> int:
    """Return the day that comes next, 0 where none does."""
    token = reader.take("number")
    if token is None:
        return 0
    day = int(token.text)
    leap = year == 0 or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    days = 28 if month == 2 and not leap else _MONTH_DAYS[month - 1]
    if len(token.text) > 2 or not 1 <= day <= days:
        name = MONTHS[month - 1]
        raise refusal(
            token.column,
            token.text,
            sentence("没有 %(value)s 这一天。", value=f"{name} {token.text}"),
            sentence("%(month)s 只有 %(days)d 天。", month=name, days=days),
        )
    return day


def _backwards(token: Token, value: str) -> HoursError:
    return refusal(
        token.column,
        value,
        sentence("%(value)s 的结束早于开始。", value=value),
        sentence("跨年请在两端都写年份，例如 2026 Dec 24-2027 Jan 02。"),
    )


def _check_year(reader: Reader, years: list[YearSpan], before: list[DateSpan]) -> None:
    """Refuse a date whose year stands where the others' does not: nobody can tell what it means."""
    has_year = _year_ahead(reader)
    if (years and has_year) or (before and has_year != bool(before[0].start[0])):
        raise reader.unexpected(sentence("并列的日期请都写年份，或都不写。"))


def _weeks(reader: Reader) -> tuple[WeekSpan, ...]:
    if not reader.take("word", "week"):
        return ()
    spans = [_week_span(reader)]
    while reader.peek("sign", ",") and reader.peek("number", ahead=1):
        reader.take("sign", ",")
        spans.append(_week_span(reader))
    return tuple(spans)


def _week_span(reader: Reader) -> WeekSpan:
    first_token = reader.token
    first = _week(reader)
    if not reader.take("sign", "-"):
        return WeekSpan(first, first)
    last = _week(reader)
    if last < first:
        raise refusal(
            first_token.column,
            f"{first}-{last}",
            sentence("周次 %(first)d-%(last)d 的结束早于开始。", first=first, last=last),
            sentence("跨年请分成两段，例如 week 50-53,1-5。"),
        )
    step = 1
    if last > first and reader.take("sign", "/"):
        token = reader.need("number", hint=sentence("隔几周写作 week 1-53/2。"))
        step = int(token.text)
        if not 1 <= step <= 52:
            raise refusal(
                token.column,
                token.text,
                sentence("不能每隔 %(value)s 周。", value=token.text),
                sentence("隔几周写作 week 1-53/2。"),
            )
    return WeekSpan(first, last, step)


def _week(reader: Reader) -> int:
    token = reader.need("number", hint=sentence("周次写作 week 1-53。"))
    week = int(token.text)
    if not 1 <= week <= 53:
        raise refusal(
            token.column,
            token.text,
            sentence("没有第 %(value)s 周。", value=token.text),
            sentence("周次从 1 到 53。"),
        )
    return week

"""What a statement is about: dates or a season, days, and parts of the facility."""

from __future__ import annotations

from dataclasses import dataclass, replace

from finder.errors import HoursError, sentence
from finder.hours.rules import DateSpan
from finder.hours.zh_clock import chinese_number
from finder.hours.zh_cursor import Cursor
from finder.hours.zh_dates import DATE_KINDS, NO_DATE, read_date_spans
from finder.hours.zh_days import DAY_KINDS, read_days
from finder.hours.zh_statements import Days

SELECTOR_KINDS = (
    *("year_round", "every", "season", "each_year", "part", "remaining"),
    *DAY_KINDS,
    *DATE_KINDS,
)
_BETWEEN = ("colon", "filler", "opening_time")
_SEASON_HINT = sentence(
    "请写明起止日期，例如 夏季（4月1日至10月31日）9:00-18:00；寒假每年不同，还要写年份。"
)
# Where these are open the house need not be; floors by themselves are read as parts.
_NO_ROOMS = (
    *("服务台", "办证处", "检索室", "咖啡厅", "书吧", "剧场", "影厅", "放映厅", "馆"),
    *("层", "楼", "F"),
)
# Dates after a year that are longer than this are a season, not a part of that year's exception.
_LONGEST_ELIDED_DAYS = 45


@dataclass(frozen=True, slots=True)
class Selector:
    """Dates, days and parts; see `Statement` for `yearly`, `heads` and `rest`."""

    start: int
    days: Days | None = None
    dates: tuple[DateSpan, ...] = ()
    yearly: bool = False
    heads: bool = False
    parts: tuple[str, ...] = ()
    note: str = ""
    rest: bool = False

    @property
    def empty(self) -> bool:
        return not (self.days or self.dates or self.parts)


def read_selector(cursor: Cursor, last_named: tuple[int, int, int] = NO_DATE) -> Selector:
    """Return what comes next, empty where no day, date or part does.

    Raises:
        HoursError: a season without dates, or a date that is not certain.
    """
    found = Selector(cursor.ahead().start, yearly=cursor.take("year_round") is not None)
    while True:
        grown = _grown(cursor, found, last_named)
        if grown is None:
            return found
        found = grown
        mark = cursor.at
        cursor.skip(*_BETWEEN)
        if cursor.sees("comma") and cursor.sees("season", *DATE_KINDS, ahead=1) and found.days:
            cursor.take("comma")
        elif cursor.sees("comma") and cursor.sees("every", *DAY_KINDS, ahead=1) and found.dates:
            if found.days is None:
                cursor.take("comma")
        elif cursor.at != mark and not cursor.sees(*SELECTOR_KINDS):
            cursor.at = mark
            return found


def _grown(cursor: Cursor, found: Selector, last_named: tuple[int, int, int]) -> Selector | None:
    """Return `found` with what comes next, None where nothing does that it lacks."""
    if found.days is None and cursor.sees("every", *DAY_KINDS):
        days = read_days(cursor)
        if days is None:
            raise cursor.refused()
        return replace(found, days=days, heads=bool(found.dates))
    if found.rest and found.days == Days(every=True) and cursor.sees("every", *DAY_KINDS):
        # 其余时间周二至周日
        days = read_days(cursor)
        return replace(found, days=days or found.days)
    if found.days is None and not found.dates and cursor.take("remaining"):
        return replace(found, days=Days(every=True), rest=True)
    if not found.dates and cursor.sees("season", "each_year", *DATE_KINDS):
        return _dates(cursor, found, last_named)
    if not found.dates and (figures := _figures(cursor)):
        return replace(found, dates=figures)
    if not found.parts and cursor.sees("part"):
        return replace(found, parts=read_parts(cursor))
    return None


def read_parts(cursor: Cursor) -> tuple[str, ...]:
    """Return the parts of the facility that come next, as they are written."""
    parts = []
    while word := cursor.take("part"):
        parts.append(cursor.source.words(word.start, word.end))
        if cursor.sees("pause", "and", "comma") and cursor.sees("part", ahead=1):
            cursor.take("pause", "and", "comma")
    return tuple(parts)


def room_heading(cursor: Cursor) -> str:
    """Return the rooms that head a whole notice, none where it is of the house or of several."""
    mark = cursor.at
    bracket = cursor.take("left") is not None
    parts = read_parts(cursor)
    closed = not bracket or cursor.take("right") is not None
    heads = (
        bool(parts) and closed and cursor.sees("colon", "line", "every", "opening_time", *DAY_KINDS)
    )
    if (
        heads
        and not any(part.endswith(_NO_ROOMS) for part in parts)
        and not any(
            cursor.sees("part", "only", ahead=ahead) for ahead in range(len(cursor.source.text))
        )
    ):
        cursor.skip("colon", "line")
        return "、".join(parts)
    cursor.at = mark
    return ""


def _dates(cursor: Cursor, found: Selector, last_named: tuple[int, int, int]) -> Selector:
    each_year = cursor.take("each_year") is not None
    season = cursor.take("season")
    if season is None:
        if not cursor.sees(*DATE_KINDS):
            raise cursor.refused(_SEASON_HINT)
        dates = read_date_spans(cursor, NO_DATE if each_year else last_named)
        _check_elided(cursor, dates, found, last_named)
        check_count(cursor, dates)
        named_season = _skip_bracketed(cursor, "season")
        if named_season and not dates[0].start[0] and "寒" in cursor.ahead(-2).text:
            raise _no_dates(cursor, found.start, cursor.before())
        note = _festival(cursor) if dates[0].start[0] else ""
        return replace(found, dates=dates, yearly=each_year or named_season, note=note)
    mark = cursor.at
    if cursor.sees("comma") and cursor.ahead(1).text.startswith("即"):
        cursor.take("comma")
    cursor.skip("filler", "opening_time", "colon")
    if cursor.sees("line") and cursor.sees("each_year", *DATE_KINDS, ahead=1):
        cursor.take("line")
    bracket = cursor.take("left")
    each_year = cursor.take("each_year") is not None or each_year
    dates = _figures(cursor)
    if not dates and cursor.sees(*DATE_KINDS):
        dates = read_date_spans(cursor)
    if not dates or (bracket and not cursor.take("right")):
        cursor.at = mark
        raise _no_dates(cursor, season.start, season.end)
    if "寒" in season.text and not dates[0].start[0]:
        raise _no_dates(cursor, season.start, cursor.before())
    return replace(found, dates=dates, yearly=True)


def check_count(cursor: Cursor, dates: tuple[DateSpan, ...]) -> None:
    """Go past 三天 after dates.

    Raises:
        HoursError: they are not so many days.
    """
    word = cursor.take("count_days")
    if word is None:
        return
    number = chinese_number(word.text.removeprefix("共").removesuffix("天"))
    if sum(span.days for span in dates) != number or not dates[0].start[0]:
        raise cursor.source.because(
            word.start,
            word.end,
            sentence("“%(value)s”与日期不符。", value=word.text),
            sentence("请核对起止日期。"),
        )


def _no_dates(cursor: Cursor, start: int, end: int) -> HoursError:
    value = cursor.source.words(start, end)
    return cursor.source.because(
        start,
        end,
        sentence("“%(value)s”是哪一天到哪一天？", value=value),
        _SEASON_HINT,
    )


def _figures(cursor: Cursor) -> tuple[DateSpan, ...]:
    """Return the dates of `5.1-9.30`, which no time could be; nothing where it could."""
    if not (cursor.sees("number") and cursor.sees("range", ahead=1)):
        return ()
    turns = cursor.sees("next_year", ahead=2)
    texts = [cursor.ahead().text, cursor.ahead(2 + turns).text]
    pairs = [text.split(".") for text in texts]
    if not cursor.sees("number", ahead=2 + turns) or not all(len(pair) == 2 for pair in pairs):
        return ()
    if all(len(pair[1]) == 2 for pair in pairs) and not turns:
        return ()
    (month, day), (end_month, end_day) = (map(int, pair) for pair in pairs)
    lengths = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    for one, other in ((month, day), (end_month, end_day)):
        if not 1 <= one <= 12 or not 1 <= other <= lengths[one - 1]:
            return ()
    if turns and (end_month, end_day) >= (month, day):
        return ()
    cursor.at += 3 + turns
    return (DateSpan((0, month, day), (0, end_month, end_day)),)


def _check_elided(
    cursor: Cursor, dates: tuple[DateSpan, ...], found: Selector, last_named: tuple[int, int, int]
) -> None:
    """Refuse a whole season that would take its year from a date before it."""
    if last_named[0] and any(span.start[0] and span.days > _LONGEST_ELIDED_DAYS for span in dates):
        start = found.start
        if not cursor.source.words(start, cursor.before()).startswith("20"):
            raise _no_dates(cursor, start, cursor.before())


def _skip_bracketed(cursor: Cursor, kind: str) -> bool:
    if cursor.sees("left") and cursor.sees(kind, ahead=1) and cursor.sees("right", ahead=2):
        cursor.at += 3
        return True
    return False


def _festival(cursor: Cursor) -> str:
    if cursor.sees("left") and cursor.sees("festival", ahead=1) and cursor.sees("right", ahead=2):
        cursor.take("left")
        name = cursor.take_festival()
        cursor.take("right")
        return name
    return cursor.take_festival()

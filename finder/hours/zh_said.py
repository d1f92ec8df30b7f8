"""What a statement says in words of the days that it is about: closed, as usual, except."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from finder.errors import sentence
from finder.hours.rules import DAY_MIN, TimeSpan
from finder.hours.zh_between import interlude, names_the_week, to_times
from finder.hours.zh_clock import minute_of
from finder.hours.zh_cursor import Cursor
from finder.hours.zh_entry import entry_statement
from finder.hours.zh_moments import read_moment, time_ahead
from finder.hours.zh_selector import Selector
from finder.hours.zh_statements import Days, Gap, Half, Kind, Statement
from finder.hours.zh_tail import ENDS, Heard, resumes, statement_of, timed, trailing
from finder.hours.zh_tokens import Word


def selected(heard: Heard, chosen: Selector, closed: bool = False) -> list[Statement]:
    """Return what is said of the days, dates or parts `chosen`.

    Raises:
        HoursError: nothing that can be read is said of them.
    """
    cursor = heard.cursor
    if cursor.sees("left") and cursor.sees("closed", ahead=1) and cursor.sees("right", ahead=2):
        cursor.at += 3  # 周一（闭馆）
        return [statement_of(chosen, Kind.CLOSED, cursor)]
    if resumes(heard, chosen):
        if cursor.sees("left") and time_ahead(cursor, 1):
            # …起正常开放（9:00-17:00）
            if any(not said.dated for said in heard.statements):
                raise cursor.refused(sentence("平日的时间请只写一次。"))
            cursor.take("left")
            heard.depth += 1
            return timed(heard, Selector(chosen.start, days=Days(every=True), rest=True))
        return []
    inside = interlude(heard, chosen)
    to_times(cursor, chosen)
    if closed:
        cursor.skip("all_day", "closed")
        return [statement_of(chosen, Kind.CLOSED, cursor), *inside]
    if time_ahead(cursor):
        return [*timed(heard, chosen), *inside]
    if cursor.sees("left") and time_ahead(cursor, 1) and not inside:
        cursor.take("left")
        heard.depth += 1
        return timed(heard, chosen)
    return [*_in_words(heard, chosen), *inside]


def _in_words(heard: Heard, chosen: Selector) -> list[Statement]:
    cursor = heard.cursor
    half = _half(cursor)
    reason = cursor.take("reason")
    entry = None if reason or half else entry_statement(cursor, chosen.start)
    if entry and chosen.parts:
        raise cursor.refused(sentence("请先写全馆的停止入馆时间。"), since=chosen.start)
    if entry and not chosen.empty:
        return [replace(entry, days=chosen.days, dates=chosen.dates)]
    all_day = cursor.take("all_day") is not None
    joined = cursor.sees("and", "pause") and cursor.sees("in_case", ahead=1)
    if joined and chosen.days and chosen.days.only_holidays:
        # 法定节假日和遇特殊情况将另行通知
        cursor.at += 2
        cursor.skip("filler")
    said = cursor.take("notice", "except") if joined else cursor.take(*_SAID)
    if said:
        found = _SAID[said.kind](heard, chosen, half, all_day)
        if found.kind is Kind.CLOSED:
            reason = reason or cursor.take("reason")
            found = replace(found, note=_reason_text(reason) if reason else found.note)
            reason = None
        if not reason:
            return [replace(found, end=cursor.before())]
    elif all_day and not half and not reason:
        return [_all_day(heard, chosen, half, all_day)]
    elif not half and not reason and _only_days(heard, chosen):
        return [statement_of(chosen, Kind.OPEN_DAYS, cursor)]
    raise cursor.source.refused(
        chosen.start,
        max(cursor.ahead().end, cursor.before()),
        _WRITE_OPEN,
    )


def _reason_text(word: Word) -> str:
    return word.text.removeprefix("因")


def _only_days(heard: Heard, chosen: Selector) -> bool:
    """Return whether days stand alone after 开放日：, or before ，全年无休."""
    alone = chosen.days is not None and not (chosen.parts or chosen.dates or chosen.rest)
    joined = heard.gap is not Gap.STOP and heard.cursor.sees("end")
    if alone and joined and _all_bare(heard):
        return True  # 上午9:00-12:00，下午14:00-17:00，周一至周五
    all_year = heard.cursor.sees("comma") and heard.cursor.sees("all_year", ahead=1)
    return alone and heard.cursor.sees(*ENDS) and (all_year or _announced(heard))


def _all_bare(heard: Heard) -> bool:
    """Return whether only times, of no days, have been said."""
    said = heard.statements
    return bool(said) and all(
        spoken.kind is Kind.OPEN and not (spoken.days or spoken.dates or spoken.parts)
        for spoken in said
    )


def _announced(heard: Heard) -> bool:
    """Return whether 开放日： stands before the days."""
    return any(
        heard.cursor.sees("opening_day", ahead=-back) for back in range(1, heard.cursor.at + 1)
    )


def _half(cursor: Cursor) -> Half | None:
    word = cursor.take("half_day")
    if word is None:
        return None
    cursor.skip("filler")
    if word.text == "上午":
        return Half.MORNING
    if word.text == "下午":
        return Half.AFTERNOON
    if cursor.sees("extend"):
        return None
    raise cursor.source.refused(
        word.start, cursor.before(), sentence("请写明从几点到几点，例如 晚上18:00-21:00。")
    )


_WRITE_OPEN = sentence("请写明时间或是否闭馆，例如 周二至周日9:00-17:00，周一闭馆。")

_Reader = Callable[[Heard, Selector, "Half | None", bool], Statement]


def _closed(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    del all_day  # 全天闭馆 is no more than 闭馆
    return replace(statement_of(chosen, Kind.CLOSED, heard.cursor), half=half)


def _open(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    if half:
        return replace(statement_of(chosen, Kind.OPEN_HALF, heard.cursor), half=half)
    if all_day:
        return _all_day(heard, chosen, half, all_day)
    holidays = chosen.days is not None and chosen.days.only_holidays
    if holidays and "免费" in heard.cursor.source.words(chosen.start, heard.cursor.before()):
        # 法定节假日免费开放 may say no more than that nobody pays then.
        raise heard.cursor.source.refused(chosen.start, heard.cursor.before(), _WRITE_OPEN)
    return statement_of(chosen, Kind.USUAL if holidays else Kind.OPEN_DAYS, heard.cursor)


def _all_day(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    heard.cursor.skip("all_day", "open")
    if half or heard.cursor.sees("part"):
        # 24小时自习室 is a room's name as much as its hours.
        raise heard.cursor.refused(since=chosen.start)
    opened = replace(
        statement_of(chosen, Kind.OPEN, heard.cursor),
        times=(TimeSpan(0, DAY_MIN),),
        always=True,
        all_day=all_day,
    )
    return trailing(heard, opened)


def _always(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    del all_day  # 全天24小时 is no less than 24小时
    return _all_day(heard, chosen, half, all_day=False)


def _usual(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    if half or all_day:
        raise heard.cursor.refused(since=chosen.start)
    heard.cursor.skip("open", "pause", "usual", "opening_time")
    opens = heard.cursor.source.words(chosen.start, heard.cursor.before()).endswith("开放")
    kind = Kind.OPEN_DAYS if opens and names_the_week(chosen) else Kind.USUAL
    return statement_of(chosen, kind, heard.cursor)


def _all_year(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    found = _usual(heard, chosen, half, all_day)
    if chosen.days and chosen.days.general and not chosen.dates:
        return replace(found, kind=Kind.ALL_YEAR)
    if not (chosen.days and chosen.days.only_holidays):
        # 星期三全年无休: all Wednesdays, or all days?
        raise heard.cursor.refused(since=chosen.start)
    return found


def _except(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    if half or all_day or chosen.days is None:
        raise heard.cursor.refused(since=chosen.start)
    return statement_of(chosen, Kind.EXCEPT, heard.cursor)


def _notice(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    if half or all_day:
        raise heard.cursor.refused(since=chosen.start)
    return statement_of(chosen, Kind.NOTICE, heard.cursor)


def _extend(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    if half or all_day or not time_ahead(heard.cursor):
        raise heard.cursor.refused(since=chosen.start)
    minute = minute_of(read_moment(heard.cursor), heard.cursor.source)
    return replace(statement_of(chosen, Kind.EXTEND, heard.cursor), minute=minute)


_SAID: dict[str, _Reader] = {
    "always": _always,
    "closed": _closed,
    "closing_time": _closed,
    "usual": _usual,
    "all_year": _all_year,
    "open": _open,
    "except": _except,
    "notice": _notice,
    "extend": _extend,
}

"""Last entry of Chinese notices: 16:30停止入馆, 闭馆前30分钟停止入馆, 最晚入馆时间16:30."""

from __future__ import annotations

from finder.errors import sentence
from finder.hours.zh_clock import chinese_number, minute_of
from finder.hours.zh_cursor import Cursor
from finder.hours.zh_moments import read_moment, read_span, time_ahead
from finder.hours.zh_statements import Kind, Statement
from finder.hours.zh_tokens import Word

_NOTES = ("停止入场", "停止入园", "停止入院", "停止入内")
_SHUT = ("no_entry", "no_tickets")


def entry_note(word: Word) -> str:
    """Return what the evaluator knows as last entry for the words of a notice."""
    tickets = (
        ("票时间" in word.text or "截止" in word.text[-4:])
        and "检票" not in word.text
        and "验票" not in word.text
    )
    if word.kind == "no_tickets" or (tickets and any(sign in word.text for sign in "票券")):
        # Whoever has a ticket may still go in, so it is no last entry.
        return "停止售票"
    if any(sign in word.text for sign in ("清", "静")):
        return "清场"
    wanted = next((note for note in _NOTES if note[2:] in word.text), "停止入馆")
    return wanted if "验票" not in word.text else "停止入馆"


def after_moment(cursor: Cursor, start: int, minute: int) -> Statement | None:
    """Return last entry at `minute` where the words after the time say so."""
    mark = cursor.at
    cursor.skip("after", "filler")
    word = cursor.take(*_SHUT, "enter_before")
    last_named = cursor.sees("entry_end") and cursor.ahead().text.startswith("最")
    if (
        word is None
        and last_named
        and cursor.sees("right", "end", "stop", "line", "comma", ahead=1)
    ):
        word = cursor.take("entry_end")
    if word is None:
        cursor.at = mark
        return None
    note = entry_note(word)
    # 16:30停止检票、停止入馆 is one last entry.
    while cursor.sees("pause", "and") and cursor.sees(*_SHUT, ahead=1):
        cursor.take("pause", "and")
        other = cursor.take(*_SHUT)
        if other and note in ("停止售票", "清场"):
            note = entry_note(other)
    return Statement(Kind.LAST_ENTRY, start, cursor.before(), minute=minute, note=note)


def entry_statement(cursor: Cursor, start: int) -> Statement | None:
    """Return last entry where it comes next, None where something else does.

    Raises:
        HoursError: last entry without a time.
    """
    if cursor.sees("before_close"):
        return _before_closing(cursor, start)
    if cursor.sees("ticket_time"):
        return _ticket_time(cursor, start)
    word = cursor.take("entry_end")
    if word is None and cursor.sees(*_SHUT) and cursor.sees("colon", "filler", ahead=1):
        word = cursor.take(*_SHUT)
    if word is None and cursor.sees(*_SHUT) and time_ahead(cursor, 1):
        word = cursor.take(*_SHUT)
    if word is None:
        return None
    cursor.skip("colon", "filler")
    if cursor.sees("before_close"):
        return _before_closing(cursor, start, entry_note(word))
    if not time_ahead(cursor):
        raise cursor.refused(sentence("请写明几点停止入馆，例如 16:30停止入馆。"), since=start)
    minute = minute_of(read_moment(cursor), cursor.source)
    if cursor.sees("range"):
        raise cursor.refused(since=start)
    return Statement(Kind.LAST_ENTRY, start, cursor.before(), minute=minute, note=entry_note(word))


def _ticket_time(cursor: Cursor, start: int) -> Statement:
    """Return 售票时间9:00-16:30 after the hours: until then there are tickets."""
    cursor.take("ticket_time")
    cursor.skip("colon")
    span = read_span(cursor, read_moment(cursor)) if time_ahead(cursor) else None
    if span is None or not cursor.sees("right", "end", "stop", "line"):
        raise cursor.refused(sentence("请写明几点停止售票，例如 16:30停止售票。"), since=start)
    return Statement(
        Kind.LAST_ENTRY,
        start,
        cursor.before(),
        times=(span,),
        minute=span.end_min,
        note="停止售票",
    )


def _before_closing(cursor: Cursor, start: int, note: str = "") -> Statement:
    cursor.take("before_close")
    cursor.skip("filler")
    duration = cursor.take("duration")
    before_min = _minutes(duration.text) if duration else 0
    word = None
    if duration and not note:
        cursor.skip("filler", "comma")
        word = cursor.take(*_SHUT)
    if not before_min or not (note or word):
        hint = sentence("请写明提前多久停止入馆，例如 闭馆前30分钟停止入馆。")
        raise cursor.refused(hint, since=start)
    return Statement(
        Kind.LAST_ENTRY,
        start,
        cursor.before(),
        before_min=before_min,
        note=entry_note(word) if word else note,
    )


def _minutes(text: str) -> int:
    """Return the minutes of 30分钟, 半小时, 1个半小时 or 一刻钟; 0 where it is none of them."""
    if text.startswith("半"):
        return 30
    number = chinese_number(text.rstrip("分钟min小时个半刻 "))
    if number < 1:
        return 0
    if "刻" in text:
        return 15 * number
    if "小时" in text:
        return 60 * number + (30 if "半" in text else 0)
    return number


def bracketed_reason(cursor: Cursor, start: int) -> Statement:
    """Return `（设备检修）` after a closing."""
    word = cursor.take("reason")
    if word is None or not cursor.sees("right", "end", "stop", "line", "comma"):
        raise cursor.refused(since=start)
    return Statement(Kind.REASON, start, cursor.before(), note=word.text.removeprefix("因"))

"""Reads times off a row of Chinese words: one, or one to another."""

from __future__ import annotations

from finder.errors import sentence
from finder.hours.rules import TimeSpan
from finder.hours.zh_clock import Moment, chinese_number, span_of
from finder.hours.zh_cursor import Cursor

_BETWEEN = ("colon", "filler", "opening_time", "open")
_TO = ("range", "extend")


def time_ahead(cursor: Cursor, ahead: int = 0) -> bool:
    """Return whether a time stands `ahead`, after the word for its half of the day."""
    while cursor.sees("half_day", "next_day", ahead=ahead):
        ahead += 1
        while cursor.sees(*_BETWEEN, ahead=ahead):
            ahead += 1
    return cursor.sees("clock", "spoken", ahead=ahead) or _bare_ahead(cursor, ahead)


def _bare_ahead(cursor: Cursor, ahead: int) -> bool:
    """Return whether `9` of `9-17点` or `早9-晚5`, or `9.00` of `9.00-17.00`, stands ahead."""
    if not cursor.sees("number", ahead=ahead):
        return False
    word, before = cursor.ahead(ahead), cursor.ahead(ahead - 1)
    if before.kind == "range" or (
        before.kind == "half_day" and cursor.ahead(ahead - 2).kind == "range"
    ):
        return True
    if not cursor.sees("range", ahead=ahead + 1):
        return False
    other = ahead + 2
    halves = before.kind == "half_day" and cursor.sees("half_day", ahead=other)
    other += cursor.sees("half_day", ahead=other)
    if "." in word.text:
        return cursor.sees("number", ahead=other) and _is_dotted_time(
            word.text, cursor.ahead(other).text
        )
    return cursor.sees("spoken", ahead=other) or (
        halves and cursor.sees("number", "clock", ahead=other)
    )


def _is_dotted_time(first: str, last: str) -> bool:
    """Return whether `9.00` and `17.00` can only be times, not the dates 8.30 and 11.30."""
    both = [text.split(".") for text in (first, last)]
    if not all(len(pair) == 2 and len(pair[0]) <= 2 and len(pair[1]) == 2 for pair in both):
        return False
    return any(
        int(hour) not in range(1, 13) or int(minute) not in range(1, 32) for hour, minute in both
    )


def read_moment(cursor: Cursor) -> Moment:
    """Return the time that comes next.

    Raises:
        HoursError: there is none.
    """
    start = cursor.ahead().start
    next_day = cursor.take("next_day")
    half_word = cursor.take("half_day")
    half = half_word.text if half_word else ""
    if next_day and not half:
        half = "凌晨" if "凌晨" in next_day.text else "早" if "早" in next_day.text else ""
    if half_word or next_day:
        cursor.skip(*_BETWEEN)
    word = cursor.take("clock", "spoken", "number")
    if word is None:
        raise cursor.refused(sentence("时间写作 9:00-17:00。"))
    if word.kind == "clock":
        hour, minute = int(word.parts[0] or 0), int(word.parts[1] or 0)
    elif word.kind == "spoken":
        hour, minute = chinese_number(word.part), _minute(word.parts[1:])
    else:
        head, _, tail = word.text.partition(".")
        hour, minute = int(head[:4]), int(tail[:4] or 0)
    if hour < 0 or minute < 0:
        raise cursor.source.refused(word.start, word.end, sentence("时间写作 9:00-17:00。"))
    if word.kind == "number" and cursor.sees("colon"):
        raise cursor.refused(sentence("时间写作 9:00-17:00。"), since=start)
    letters = cursor.take("half_day_letters")
    if letters and half:
        raise cursor.refused(sentence("请按 24 小时制写，例如 14:00。"), since=start)
    return Moment(
        hour,
        minute,
        letters.text[0].lower() if letters else half,
        start,
        cursor.before(),
        next_day=next_day is not None,
    )


def _minute(parts: tuple[str | None, ...]) -> int:
    half, quarters, minutes, short = parts
    if half:
        return 30
    if quarters:
        return {"一": 15, "三": 45}[quarters]
    text = minutes or short
    return chinese_number(text) if text else 0


def read_span(cursor: Cursor, first: Moment) -> TimeSpan | None:
    """Return the time from `first` to the one that comes next; None where no `至` follows.

    Raises:
        HoursError: a time whose half of the day is not certain.
    """
    opens = cursor.sees("open") and cursor.sees("range", ahead=1) and time_ahead(cursor, 2)
    if opens:
        # 6:00开园至19:30闭园
        cursor.at += 2
        last = read_moment(cursor)
        if not cursor.take("closed"):
            raise cursor.refused(sentence("时间写作 9:00-17:00。"), since=first.start)
        return span_of(first, last, cursor.source)
    sign = cursor.ahead()
    if not cursor.sees(*_TO) or not time_ahead(cursor, 1):
        return None
    if sign.kind == "extend" and not sign.text.startswith(("开", "营")):
        return None
    cursor.take(*_TO)
    last = read_moment(cursor)
    return span_of(first, last, cursor.source)

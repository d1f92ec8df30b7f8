"""A Chinese notice to its statements, one after the other; nothing of it is left out."""

from __future__ import annotations

import re
from dataclasses import replace

from finder.errors import sentence
from finder.hours.zh_cursor import Cursor
from finder.hours.zh_dates import DATE_KINDS
from finder.hours.zh_entry import bracketed_reason, entry_statement
from finder.hours.zh_moments import time_ahead
from finder.hours.zh_phrases import PHRASES, postponed
from finder.hours.zh_said import selected
from finder.hours.zh_selector import (
    SELECTOR_KINDS,
    check_count,
    read_parts,
    read_selector,
    room_heading,
)
from finder.hours.zh_start import start_date
from finder.hours.zh_statements import Gap, Kind, Statement
from finder.hours.zh_tail import Heard, timed
from finder.hours.zh_text import HALF_WIDTH_FIGURES
from finder.hours.zh_tokens import Source, chinese_words

_GAPS = {
    "comma": Gap.COMMA,
    "pause": Gap.COMMA,
    "and": Gap.COMMA,
    "colon": Gap.NONE,
    "stop": Gap.STOP,
    "line": Gap.STOP,
}
# What heads the hours of a house, and not those of its telephone.
_OF_HOUSE = re.compile("开放|开馆|开园|参观|营业|借阅|阅览")
_SAYS_NOTHING = ("heading", "filler", "opening_time", "opening_day", "label")


def read_notice(text: str) -> tuple[Statement, ...]:
    """Return what `text` states, in order.

    Raises:
        HoursError: with the first words that could not be read for certain.
    """
    source = Source(text)
    cursor = Cursor(chinese_words(text), source)
    heard = Heard(cursor)
    since = start_date(cursor)
    room = room_heading(cursor) or _office_heading(cursor)
    while not cursor.sees("end"):
        _next(heard)
    heard.finish()
    if heard.depth:
        raise cursor.refused(sentence("括号没有配对。"))
    if not room:
        return (*since, *heard.statements)
    return (*since, *(replace(said, room=room) for said in heard.statements))


def _office_heading(cursor: Cursor) -> str:
    """Go past 办公时间： at the start of a notice that names no other time, and return nothing."""
    others = cursor.sees("office_time") and any(
        cursor.sees("opening_time", "adjusted_time", "opening_day", "part", ahead=ahead)
        for ahead in range(len(cursor.source.text))
    )
    if not others:
        cursor.take("office_time")
    return ""


def _next(heard: Heard) -> None:
    """Read one sign, one word that says nothing of hours, or one statement."""
    cursor = heard.cursor
    sign = cursor.take(*_GAPS, "left", "right")
    if sign and sign.kind in ("stop", "line"):
        heard.label = ""
    if sign:
        heard.gap = max(heard.gap, _GAPS.get(sign.kind, Gap.NONE))
        heard.depth += {"left": 1, "right": -1}.get(sign.kind, 0)
        if heard.depth < 0:
            raise cursor.source.refused(sign.start, sign.end, sentence("括号没有配对。"))
        return
    if _beside(heard):
        return
    last = heard.statements[-1].kind if heard.statements else Kind.OPEN
    free = heard.statements and heard.gap > Gap.NONE and "免费" in cursor.ahead().text
    alone = cursor.sees("open") and cursor.sees("end", "stop", "line", "right", "comma", ahead=1)
    if (last is Kind.OPEN or (free and alone)) and cursor.take("open"):
        return
    if heard.statements and heard.statements[-1].dated and cursor.sees("count_days"):
        check_count(cursor, heard.statements[-1].dates)
        return
    statements = _year(heard) if cursor.sees("year") else _statements(heard)
    for statement in statements:
        heard.add(statement)


def _beside(heard: Heard) -> bool:
    """Read a word that says nothing of hours; return whether one came next."""
    cursor = heard.cursor
    if _aside(heard):
        return True
    if heard.contact and cursor.sees("opening_time") and _OF_HOUSE.search(cursor.ahead().text):
        heard.contact = False
    if cursor.take(*_SAYS_NOTHING) or (not heard.statements and cursor.take("adjusted_time")):
        return True
    if heard.contact and not cursor.sees("in_case", "notice"):
        # 电话：…；周一至周五9:00-17:00: is the telephone answered then?
        raise cursor.refused(sentence("请先写开放时间，再写电话。"))
    return False


def _aside(heard: Heard) -> bool:
    """Read what a visitor must do, a telephone or an address; return whether it came next."""
    cursor = heard.cursor
    word = cursor.take("noted", "unnoted", "contact", "address")
    if word is None:
        return False
    if word.kind == "address" and any(
        cursor.sees("address", ahead=-back) for back in range(2, cursor.at + 1)
    ):
        hint = sentence("请只写一处的地址和开放时间。")
        raise cursor.source.refused(word.start, word.end, hint)
    heard.contact = heard.contact or word.kind == "contact"
    words = cursor.source.text[word.start : word.end].translate(HALF_WIDTH_FIGURES)
    note = words if word.kind == "noted" else ""
    gap = heard.gap
    heard.add(Statement(Kind.ASIDE, word.start, word.end, note=note))
    heard.gap = gap
    return True


def _year(heard: Heard) -> list[Statement]:
    """`2026年国庆节：` names the year of the dates that follow, in brackets too."""
    cursor = heard.cursor
    word = cursor.take("year")
    if word is None:
        raise cursor.refused()
    festival = cursor.take_festival()
    if not festival and not cursor.sees("opening_time", "colon"):
        raise cursor.refused(sentence("年份后请写月日，例如 2026年10月1日。"), word.start)
    heard.last_named = (int(word.parts[0] or 0), 1, 0)
    heard.head(festival, word.start)
    if not (cursor.sees("left") and cursor.sees(*DATE_KINDS, ahead=1)):
        return []
    cursor.take("left")
    chosen = read_selector(cursor, heard.last_named)
    if not cursor.take("right"):
        raise cursor.refused(sentence("括号没有配对。"))
    if not chosen.days:
        cursor.take("every_day")
    return selected(heard, chosen)


def _statements(heard: Heard) -> list[Statement]:
    cursor = heard.cursor
    start = cursor.ahead().start
    colon = cursor.sees("colon", ahead=1)
    if cursor.sees("closed") and time_ahead(cursor, 1 + colon) and (colon or _opened(heard)):
        cursor.at += 1 + colon
        return timed(heard, read_selector(cursor), closes=True)
    if time_ahead(cursor):
        return timed(heard, read_selector(cursor))
    if cursor.sees("half_day") and not time_ahead(cursor):
        return selected(heard, read_selector(cursor))
    if cursor.sees("part"):
        return _parts(heard)
    if cursor.sees(*SELECTOR_KINDS, "closing_time", "number"):
        return _about_days(heard)
    entry = entry_statement(cursor, start)
    if entry:
        return [entry]
    return _said_in_words(heard, start)


def _opened(heard: Heard) -> bool:
    """Return whether 开馆 9:00 waits for 闭馆 17:00."""
    kinds = [said.kind for said in heard.statements if said.kind in (Kind.OPENS, Kind.CLOSES)]
    return bool(kinds) and kinds[-1] is Kind.OPENS


def _about_days(heard: Heard) -> list[Statement]:
    cursor = heard.cursor
    closing = cursor.take("closing_time")
    if closing:
        cursor.skip("colon", "filler")
    if closing and time_ahead(cursor):
        if "日" in closing.text:
            # 休息日10:00-16:00: open or closed then?
            raise cursor.refused(since=closing.start)
        return timed(heard, read_selector(cursor), closes=True)
    mark = cursor.at
    chosen = read_selector(cursor, heard.last_named)
    if closing and cursor.at == mark:
        # 9:00-17:00，闭馆日: on which days?
        hint = sentence("请写明哪几天闭馆，例如 周一闭馆。")
        raise cursor.source.refused(closing.start, closing.end, hint)
    return selected(heard, chosen, closed=closing is not None)


def _parts(heard: Heard) -> list[Statement]:
    """`二层、七层` in brackets belongs to the hours before; before hours, to those."""
    cursor = heard.cursor
    mark, start = cursor.at, cursor.ahead().start
    parts = read_parts(cursor)
    if heard.depth and cursor.sees("right"):
        return [Statement(Kind.ONLY, start, cursor.before(), parts=parts)]
    cursor.at = mark
    return selected(heard, read_selector(cursor, heard.last_named))


def _said_in_words(heard: Heard, start: int) -> list[Statement]:
    cursor = heard.cursor
    kind = cursor.ahead().kind
    if kind in PHRASES:
        return PHRASES[kind](heard, start)
    simple = {"all_year": Kind.ALL_YEAR, "no_lunch": Kind.NO_LUNCH}
    if kind in simple:
        cursor.take(kind)
        return [Statement(simple[kind], start, cursor.before())]
    if kind in ("always", "all_day", "closed", "usual", "open", "except", "notice"):
        return selected(heard, read_selector(cursor))
    first = not heard.statements or heard.gap is Gap.STOP
    if kind == "reason" and first and cursor.sees("comma", ahead=1):
        # 因设备检修，2026年10月12日闭馆
        reason = cursor.ahead().text.removeprefix("因")
        cursor.take("reason")
        heard.head(reason, start)
        return []
    if kind == "reason":
        return [bracketed_reason(cursor, start)]
    if kind == "postpone":
        raise postponed(cursor)
    raise cursor.refused()

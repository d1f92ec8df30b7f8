"""A Chinese notice to its statements, one after the other; nothing of it is left out."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import HoursError, sentence
from finder.hours.zh_cursor import Cursor
from finder.hours.zh_entry import bracketed_reason, entry_statement
from finder.hours.zh_moments import time_ahead
from finder.hours.zh_selector import SELECTOR_KINDS, read_parts, read_selector
from finder.hours.zh_statements import Gap, Kind, Statement
from finder.hours.zh_tail import Heard, selected, timed
from finder.hours.zh_tokens import Source, chinese_words

_GAPS = {
    "comma": Gap.COMMA,
    "pause": Gap.COMMA,
    "and": Gap.COMMA,
    "colon": Gap.NONE,
    "stop": Gap.STOP,
    "line": Gap.STOP,
}
_SAYS_NOTHING = ("filler", "opening_time", "opening_day")


def read_notice(text: str) -> tuple[Statement, ...]:
    """Return what `text` states, in order.

    Raises:
        HoursError: with the first words that could not be read for certain.
    """
    source = Source(text)
    cursor = Cursor(chinese_words(text), source)
    heard = Heard(cursor)
    while not cursor.sees("end"):
        _next(heard)
    if heard.depth:
        raise cursor.refused(sentence("括号没有配对。"))
    return tuple(heard.statements)


def _next(heard: Heard) -> None:
    """Read one sign, one word that says nothing of hours, or one statement."""
    cursor = heard.cursor
    sign = cursor.take(*_GAPS, "left", "right")
    if sign:
        heard.gap = max(heard.gap, _GAPS.get(sign.kind, Gap.NONE))
        heard.depth += {"left": 1, "right": -1}.get(sign.kind, 0)
        if heard.depth < 0:
            raise cursor.source.refused(sign.start, sign.end, sentence("括号没有配对。"))
        return
    if cursor.take(*_SAYS_NOTHING):
        return
    if cursor.sees("year"):
        _year(heard)
        return
    statements = _statements(heard)
    for statement in statements:
        heard.add(statement)


def _year(heard: Heard) -> None:
    """`2026年国庆节：` names the year of the dates that follow."""
    word = heard.cursor.take("year")
    if word is None:
        raise heard.cursor.refused()
    festival = heard.cursor.take("festival")
    if not festival and not heard.cursor.sees("opening_time", "colon"):
        raise heard.cursor.refused(sentence("年份后请写月日，例如 2026年10月1日。"), word.start)
    heard.last_named = (int(word.parts[0] or 0), 1, 0)
    heard.label = festival.text if festival else ""


def _statements(heard: Heard) -> list[Statement]:
    cursor = heard.cursor
    start = cursor.ahead().start
    if time_ahead(cursor):
        return timed(heard, read_selector(cursor, (0, 0, 0)))
    if cursor.sees("half_day") and not time_ahead(cursor):
        return selected(heard, read_selector(cursor, (0, 0, 0)))
    if cursor.sees("part"):
        return _parts(heard)
    if cursor.sees(*SELECTOR_KINDS) or cursor.sees("closing_time"):
        return _about_days(heard)
    entry = entry_statement(cursor, start)
    if entry:
        return [entry]
    return _said_in_words(heard, start)


def _about_days(heard: Heard) -> list[Statement]:
    cursor = heard.cursor
    closing = cursor.take("closing_time")
    if closing:
        cursor.skip("colon", "filler")
    if closing and time_ahead(cursor):
        return timed(heard, read_selector(cursor, (0, 0, 0)), closes=True)
    return selected(heard, read_selector(cursor, heard.last_named), closed=closing is not None)


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
    readers = {
        "only": _only,
        "save": _save,
        "meeting": _meeting,
        "included": _included,
        "lunch": _lunch,
        "festival": _festival,
        "in_case": _in_case,
    }
    kind = cursor.ahead().kind
    if kind in readers:
        return readers[kind](heard, start)
    simple = {"all_year": Kind.ALL_YEAR, "no_lunch": Kind.NO_LUNCH}
    if kind in simple:
        cursor.take(kind)
        return [Statement(simple[kind], start, cursor.before())]
    if kind in ("always", "all_day", "closed", "usual", "open", "except", "notice"):
        return selected(heard, read_selector(cursor, (0, 0, 0)))
    if kind == "reason":
        return [bracketed_reason(cursor, start)]
    if kind == "postpone":
        raise _postponed(cursor)
    raise cursor.refused()


def _only(heard: Heard, start: int) -> list[Statement]:
    heard.cursor.take("only")
    parts = read_parts(heard.cursor)
    if not parts:
        raise heard.cursor.refused(sentence("请写明是哪一部分，例如 仅限二层、七层。"), since=start)
    heard.cursor.take("open")
    return [Statement(Kind.ONLY, start, heard.cursor.before(), parts=parts)]


def _save(heard: Heard, start: int) -> list[Statement]:
    """`除周一外` before a statement, `除法定节假日外` after one."""
    cursor = heard.cursor
    cursor.take("save")
    chosen = read_selector(cursor, (0, 0, 0))
    closed = cursor.take("closed") is not None
    beyond = cursor.take("beyond", "except") is not None
    if chosen.days is None or chosen.dates or chosen.parts:
        raise cursor.refused(since=start)
    if heard.statements and cursor.sees("right", "end", "stop", "line"):
        if closed:
            raise cursor.refused(since=start)
        return [Statement(Kind.EXCEPT, start, cursor.before(), days=chosen.days)]
    if not beyond:
        raise cursor.refused(since=start)
    kind = Kind.SAVE if chosen.days.only_holidays and not closed else Kind.CLOSED
    return [Statement(kind, start, cursor.before(), days=chosen.days)]


def _meeting(heard: Heard, start: int) -> list[Statement]:
    """`遇法定节假日照常开放`."""
    cursor = heard.cursor
    cursor.take("meeting")
    chosen = read_selector(cursor, (0, 0, 0))
    if chosen.days is None or not chosen.days.only_holidays:
        raise cursor.refused(since=start)
    cursor.skip("filler", "after")
    if cursor.sees("comma"):
        cursor.take("comma")
    if cursor.sees("postpone"):
        raise _postponed(cursor)
    return selected(heard, chosen)


def _included(heard: Heard, start: int) -> list[Statement]:
    """`含法定节假日` after hours: they hold on those holidays."""
    cursor = heard.cursor
    cursor.take("included")
    days = read_selector(cursor, (0, 0, 0)).days
    if days is None or not days.only_holidays:
        raise cursor.refused(since=start)
    return [Statement(Kind.USUAL, start, cursor.before(), days=replace(days, within=True))]


def _lunch(heard: Heard, start: int) -> list[Statement]:
    cursor = heard.cursor
    cursor.take("lunch")
    mark = cursor.at
    cursor.skip("colon", "filler")
    if not time_ahead(cursor):
        cursor.at = mark
        return [Statement(Kind.LUNCH, start, cursor.before())]
    return [replace(spoken, kind=Kind.LUNCH) for spoken in timed(heard, read_selector(cursor, (0, 0, 0)))]


def _festival(heard: Heard, start: int) -> list[Statement]:
    """`国庆` after a closing with dates names it; before dates it heads them."""
    cursor = heard.cursor
    word = cursor.take("festival")
    note = word.text if word else ""
    cursor.skip("filler", "opening_time")
    if cursor.take("colon") or (cursor.sees("left") and cursor.sees("year", ahead=1)):
        heard.label = note
        return []
    if cursor.sees(*SELECTOR_KINDS):
        heard.label = note
        return []
    if heard.statements and heard.statements[-1].dated and cursor.sees(
        "right", "end", "stop", "line", "comma"
    ):
        return [Statement(Kind.REASON, start, cursor.before(), note=note)]
    raise cursor.source.because(
        start,
        cursor.before(),
        sentence("“%(value)s”是哪一天到哪一天？", value=cursor.source.words(start, cursor.before())),
        sentence("请写明年月日，例如 2026年10月1日至3日闭馆。"),
    )


def _in_case(heard: Heard, start: int) -> list[Statement]:
    """`如有变动以公告为准` changes no hours until the announcement is made."""
    cursor = heard.cursor
    cursor.take("in_case")
    cursor.skip("comma", "filler", "opening_time", "pause", "and", "in_case")
    if not cursor.take("notice"):
        raise cursor.refused(since=start)
    return []


def _postponed(cursor: Cursor) -> HoursError:
    word = cursor.ahead()
    return cursor.source.because(
        word.start,
        word.end,
        sentence("“%(value)s”到哪一天，说不清。", value=cursor.source.words(word.start, word.end)),
        sentence("请把受影响的日期写进“特殊安排”，例如 2026年10月8日闭馆。"),
    )



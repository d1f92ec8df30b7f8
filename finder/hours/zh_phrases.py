"""Statements of a notice that start with a word of their own: 除周一外, 遇法定节假日, 午休."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import HoursError, sentence
from finder.hours.zh_cursor import Cursor
from finder.hours.zh_moments import time_ahead
from finder.hours.zh_said import selected
from finder.hours.zh_selector import SELECTOR_KINDS, read_parts, read_selector
from finder.hours.zh_statements import Kind, Statement
from finder.hours.zh_tail import Heard, timed


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
    save = cursor.take("save", "excluding")
    chosen = read_selector(cursor)
    closed = cursor.take("closed") is not None
    beyond = cursor.take("beyond", "except") is not None
    if chosen.days is None or chosen.dates or chosen.parts:
        raise cursor.refused(since=start)
    alone = save is not None and save.kind == "excluding"
    if heard.statements and (alone or cursor.sees("right", "end", "stop", "line")):
        if closed:
            raise cursor.refused(since=start)
        return [Statement(Kind.EXCEPT, start, cursor.before(), days=chosen.days)]
    if not beyond or not _hours_follow(cursor):
        raise cursor.refused(since=start)
    kind = Kind.SAVE if chosen.days.only_holidays and not closed else Kind.CLOSED
    return [Statement(kind, start, cursor.before(), days=chosen.days)]


def _hours_follow(cursor: Cursor) -> bool:
    """Return whether what 除周一外 excepts from are hours: 除周一外免费 closes no Monday."""
    ahead = 0
    while cursor.sees("comma", "colon", "stop", "line", "opening_time", ahead=ahead):
        ahead += 1
    if cursor.sees("filler", ahead=ahead) and cursor.ahead(ahead).text == "免费":
        return False
    while cursor.sees("filler", "opening_time", "colon", ahead=ahead):
        ahead += 1
    if time_ahead(cursor, ahead):
        return not cursor.sees("no_entry", "no_tickets", "after", ahead=ahead + 1)
    return cursor.sees(
        *SELECTOR_KINDS, *("open", "usual", "always", "all_day", "closed"), ahead=ahead
    )


def _meeting(heard: Heard, start: int) -> list[Statement]:
    """`遇法定节假日照常开放`."""
    cursor = heard.cursor
    cursor.take("meeting")
    chosen = read_selector(cursor)
    if chosen.days is None or not chosen.days.only_holidays:
        raise cursor.refused(since=start)
    cursor.skip("filler", "after")
    if cursor.sees("comma"):
        cursor.take("comma")
    if cursor.sees("postpone"):
        raise postponed(cursor)
    return selected(heard, chosen)


def _included(heard: Heard, start: int) -> list[Statement]:
    """`含法定节假日` after hours: they hold on those holidays."""
    cursor = heard.cursor
    cursor.take("included")
    chosen = read_selector(cursor)
    days = chosen.days
    if days is None or not days.only_holidays or chosen.dates or chosen.parts:
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
    times = timed(heard, read_selector(cursor))
    if any(spoken.kind is not Kind.OPEN for spoken in times):
        raise cursor.refused(since=start)
    return [replace(spoken, kind=Kind.LUNCH) for spoken in times]


def _festival(heard: Heard, start: int) -> list[Statement]:
    """`国庆` after a closing with dates names it; before dates it heads them."""
    cursor = heard.cursor
    note = cursor.take_festival()
    cursor.skip("filler", "opening_time")
    if cursor.sees("notice"):
        cursor.take("notice")
        return [Statement(Kind.NOTICE, start, cursor.before(), festival=True)]
    if cursor.sees("left") and cursor.sees("full_date", "iso_date", ahead=1):
        cursor.take("left")
        chosen = read_selector(cursor)
        if not cursor.take("right"):
            raise cursor.refused(sentence("括号没有配对。"))
        return selected(heard, replace(chosen, note=note))
    year = cursor.sees("left") and cursor.sees("year", ahead=1)
    if cursor.take("colon") or year or cursor.sees(*SELECTOR_KINDS):
        heard.head(note, start)
        return []
    if (
        heard.statements
        and heard.statements[-1].dated
        and cursor.sees("right", "end", "stop", "line", "comma")
    ):
        return [Statement(Kind.REASON, start, cursor.before(), note=note, festival=True)]
    raise cursor.source.because(
        start,
        cursor.before(),
        sentence("“%(value)s”是哪一天到哪一天？", value=note),
        sentence("请写明年月日，例如 2026年10月1日至3日闭馆。"),
    )


def _in_case(heard: Heard, start: int) -> list[Statement]:
    """`如有变动以公告为准` changes no hours until the announcement is made."""
    cursor = heard.cursor
    cursor.take("in_case")
    cursor.skip("comma", "filler", "opening_time", "pause", "and", "in_case")
    if cursor.sees("closed") and cursor.sees("comma", "notice", "later_notice", ahead=1):
        # 如遇特殊情况闭馆，以公告为准
        cursor.take("closed")
        cursor.skip("comma", "filler")
    if not cursor.take("notice", "later_notice"):
        raise cursor.refused(since=start)
    return []


def postponed(cursor: Cursor) -> HoursError:
    """Return the error that nobody can tell to which day 顺延 moves a closing."""
    word = cursor.ahead()
    return cursor.source.because(
        word.start,
        word.end,
        sentence("“%(value)s”到哪一天，说不清。", value=cursor.source.words(word.start, word.end)),
        sentence("请把受影响的日期写进“特殊安排”，例如 2026年10月8日闭馆。"),
    )


PHRASES = {
    "only": _only,
    "save": _save,
    "excluding": _save,
    "meeting": _meeting,
    "included": _included,
    "lunch": _lunch,
    "festival": _festival,
    "in_case": _in_case,
}

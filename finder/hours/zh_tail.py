"""What a notice says with times, and what has been heard of it so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from finder.errors import sentence
from finder.hours.zh_clock import Moment, minute_of
from finder.hours.zh_cursor import Cursor
from finder.hours.zh_dates import NO_DATE
from finder.hours.zh_entry import after_moment
from finder.hours.zh_moments import read_moment, read_span, time_ahead
from finder.hours.zh_selector import Selector, read_selector
from finder.hours.zh_statements import Gap, Kind, Statement

_OPEN_WORDS = ("open", "usual", "filler", "opening_time")
ENDS = ("comma", "pause", "stop", "line", "right", "end")


_WRITE_DATES = sentence("节日、年份后面请写月日，例如 2026年10月1日至3日闭馆。")


# A date with a year of its own is not one of the festival that headed those before it.
_OWN_YEAR = re.compile(r"20\d\d|２０")


@dataclass
class Heard:
    """What has been read of a notice so far.

    Args:
        gap: what sets the next statement apart.
        last_named: the last date with a year; zeros where there is none.
        label: the festival, or the reason, that heads the dates after it.
        unused: the place of such words while no date has followed.
        contact: a telephone has been said, and no 开放时间 since.
    """

    cursor: Cursor
    statements: list[Statement] = field(default_factory=list)
    gap: Gap = Gap.NONE
    depth: int = 0
    last_named: tuple[int, int, int] = NO_DATE
    label: str = ""
    unused: tuple[int, int] | None = None
    contact: bool = False

    def head(self, label: str, start: int) -> None:
        """Keep words, a year or a festival, that head the dates after them."""
        if self.unused:
            raise self.cursor.source.refused(*self.unused, _WRITE_DATES)
        self.label, self.unused = label, (start, self.cursor.before())

    def finish(self) -> None:
        """Refuse words that no date has followed."""
        if self.unused:
            raise self.cursor.source.refused(*self.unused, _WRITE_DATES)

    def add(self, statement: Statement) -> None:
        """Keep `statement` with the signs that set it apart."""
        if self.label and not statement.dated:
            start, end = statement.start, statement.end
            raise self.cursor.source.refused(start, end, _WRITE_DATES)
        if statement.dated:
            words = self.cursor.source.text[statement.start : statement.end]
            if not self.unused and _OWN_YEAR.match(words):
                self.label = ""
            self.unused = None
            self.last_named = statement.dates[-1].end
            if self.label and not statement.note:
                statement = replace(statement, note=self.label)
        self.statements.append(replace(statement, gap=self.gap, depth=self.depth))
        self.gap = Gap.NONE


def statement_of(chosen: Selector, kind: Kind, cursor: Cursor) -> Statement:
    """Return a statement of `kind` about what was `chosen`, up to where the cursor is."""
    return Statement(
        kind,
        chosen.start,
        cursor.before(),
        days=chosen.days,
        dates=chosen.dates,
        yearly=chosen.yearly,
        heads=chosen.heads,
        parts=chosen.parts,
        note=chosen.note,
        rest=chosen.rest,
    )


def timed(heard: Heard, chosen: Selector, closes: bool = False) -> list[Statement]:
    """Return what is said with the time that comes next.

    Raises:
        HoursError: a time that is not certain, or of which it is not said what happens then.
    """
    cursor = heard.cursor
    start = cursor.ahead().start
    first = read_moment(cursor)
    span = read_span(cursor, first)
    if span is None:
        return [_at_moment(cursor, chosen, first, start, closes)]
    if closes:
        return [replace(statement_of(chosen, Kind.CLOSED, cursor), start=start, times=(span,))]
    opened = replace(statement_of(chosen, Kind.OPEN, cursor), times=(span,))
    mark = cursor.at
    cursor.skip("filler")
    if cursor.take("closed"):
        cursor.take("reason")
        return [replace(opened, kind=Kind.CLOSED, end=cursor.before())]
    if cursor.take("lunch"):
        return [replace(opened, kind=Kind.LUNCH, end=cursor.before())]
    cursor.at = mark
    cursor.skip(*_OPEN_WORDS)
    return [trailing(heard, replace(opened, end=cursor.before()))]


def _at_moment(
    cursor: Cursor, chosen: Selector, moment: Moment, start: int, closes: bool
) -> Statement:
    minute = minute_of(moment, cursor.source)
    heading = _heading(cursor)
    # In 开馆时间9:00 停止入馆16:00 the word belongs to the time after it.
    next_owns = heading in ("opening_time", "open") and time_ahead(cursor, 1)
    entry = None if next_owns else after_moment(cursor, start, minute)
    if entry and chosen.parts:
        raise cursor.refused(sentence("请先写全馆的停止入馆时间。"), since=chosen.start)
    if entry and closes:
        raise cursor.refused(since=chosen.start)
    if entry:
        return replace(entry, days=chosen.days, dates=chosen.dates, start=chosen.start)
    found = replace(statement_of(chosen, Kind.OPENS, cursor), minute=minute)
    if closes:
        return replace(found, kind=Kind.CLOSES)
    mark = cursor.at
    cursor.skip("filler", "after")
    # In 开馆 9:00 闭馆 17:00 the word belongs to the time after it.
    heads = time_ahead(cursor, 1) or (cursor.sees("colon", ahead=1) and time_ahead(cursor, 2))
    if not heads and cursor.take("closed", "closing_time", "leave"):
        return replace(found, kind=Kind.CLOSES, end=cursor.before())
    if cursor.take("open", "entry_start"):
        return replace(found, end=cursor.before())
    cursor.at = mark
    before = _heading(cursor)
    after = (*ENDS, "closed", "closing_time", "entry_end", "no_entry", "no_tickets")
    if before in ("colon", "opening_time", "open") and cursor.sees(*after):
        return replace(found, end=cursor.before())
    raise cursor.source.refused(
        moment.start, moment.end, sentence("请写明从几点到几点，例如 9:00-17:00。")
    )


def _heading(cursor: Cursor) -> str:
    """Return the kind of the word before the time that has just been read."""
    back = 2
    while cursor.ahead(-back).kind == "half_day" and cursor.at > back:
        back += 1
    return cursor.ahead(-back).kind if cursor.at >= back else ""


def trailing(heard: Heard, opened: Statement) -> Statement:
    """Return `opened` with the days or the season that stand in brackets after it."""
    cursor = heard.cursor
    mark = cursor.at
    if not cursor.take("left"):
        return opened
    cursor.skip("filler")
    chosen = read_selector(cursor)
    fits = not (opened.days and chosen.days) and not (opened.dates and chosen.dates)
    if chosen.empty or chosen.parts or not fits or not cursor.sees("right", "comma"):
        cursor.at = mark
        return opened
    if not cursor.take("right"):
        # （周一至周日，节假日照常开放）: the bracket goes on.
        heard.depth += 1
    if chosen.dates and chosen.dates[0].start[0]:
        raise cursor.refused(sentence("有年份的日期请写在时间前面。"), since=chosen.start)
    return replace(
        opened,
        end=cursor.before(),
        days=chosen.days or opened.days,
        dates=chosen.dates or opened.dates,
        yearly=chosen.yearly or opened.yearly,
        trailing=True,
    )


def resumes(heard: Heard, chosen: Selector) -> bool:
    """Go past 10月8日起恢复正常开放 after dated exceptions; return whether it stood there.

    The ordinary hours hold then without saying so.
    """
    cursor = heard.cursor
    dates = chosen.dates
    if not (dates and heard.last_named < dates[0].start):
        return False
    if chosen.days or chosen.parts or not (heard.statements and heard.statements[-1].dated):
        return False
    mark = cursor.at
    cursor.skip("after", "comma", "filler")
    began = cursor.ahead(-1).kind in ("after", "comma", "filler")
    usual = cursor.sees("usual") and cursor.ahead().text.startswith("正常") and began
    if (cursor.sees("resume") or usual) and cursor.sees(*ENDS, "left", ahead=1):
        cursor.at += 1
        return True
    cursor.at = mark
    return False

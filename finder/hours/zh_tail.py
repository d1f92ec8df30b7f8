"""What a statement says of the days that it is about: times, closed, as usual, except."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from finder.errors import sentence
from finder.hours.rules import DAY_MIN, TimeSpan
from finder.hours.zh_clock import Moment, minute_of
from finder.hours.zh_cursor import Cursor
from finder.hours.zh_entry import after_moment, entry_statement
from finder.hours.zh_moments import read_moment, read_span, time_ahead
from finder.hours.zh_selector import Selector, read_selector
from finder.hours.zh_statements import Days, Gap, Half, Kind, Statement

_OPEN_WORDS = ("open", "usual", "filler", "opening_time")
_ENDS = ("comma", "pause", "stop", "line", "right", "end")


@dataclass
class Heard:
    """What has been read of a notice so far."""

    cursor: Cursor
    statements: list[Statement] = field(default_factory=list)
    gap: Gap = Gap.NONE
    depth: int = 0
    last_named: tuple[int, int, int] = (0, 0, 0)
    label: str = ""

    def add(self, statement: Statement) -> None:
        """Keep `statement` with the signs that set it apart."""
        if statement.dated:
            self.last_named = statement.dates[-1].end
            if self.label and not statement.note:
                statement = replace(statement, note=self.label)
        self.statements.append(replace(statement, gap=self.gap, depth=self.depth))
        self.gap = Gap.NONE


def _statement(chosen: Selector, kind: Kind, cursor: Cursor) -> Statement:
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
        return [replace(_statement(chosen, Kind.CLOSED, cursor), start=start, times=(span,))]
    opened = replace(_statement(chosen, Kind.OPEN, cursor), times=(span,))
    mark = cursor.at
    cursor.skip("filler")
    if cursor.take("closed"):
        cursor.take("reason")
        return [replace(opened, kind=Kind.CLOSED, end=cursor.before())]
    if cursor.take("lunch"):
        return [replace(opened, kind=Kind.LUNCH, end=cursor.before())]
    cursor.at = mark
    cursor.skip(*_OPEN_WORDS)
    return [_trailing(heard, replace(opened, end=cursor.before()))]


def _at_moment(
    cursor: Cursor, chosen: Selector, moment: Moment, start: int, closes: bool
) -> Statement:
    minute = minute_of(moment, cursor.source)
    entry = after_moment(cursor, start, minute)
    if entry:
        return replace(entry, days=chosen.days, dates=chosen.dates, start=chosen.start)
    found = replace(_statement(chosen, Kind.OPENS, cursor), minute=minute)
    if closes:
        return replace(found, kind=Kind.CLOSES)
    mark = cursor.at
    cursor.skip("filler", "after")
    if cursor.take("closed", "closing_time"):
        return replace(found, kind=Kind.CLOSES, end=cursor.before())
    if cursor.take("open"):
        return replace(found, end=cursor.before())
    cursor.at = mark
    before = cursor.ahead(-2).kind if cursor.at > 1 else ""
    if before in ("colon", "opening_time") and cursor.sees(*_ENDS):
        return replace(found, end=cursor.before())
    raise cursor.source.refused(
        moment.start, moment.end, sentence("请写明从几点到几点，例如 9:00-17:00。")
    )


def _trailing(heard: Heard, opened: Statement) -> Statement:
    """Return `opened` with the days or the season that stand in brackets after it."""
    cursor = heard.cursor
    mark = cursor.at
    if not cursor.take("left"):
        return opened
    cursor.skip("filler")
    chosen = read_selector(cursor, (0, 0, 0))
    fits = not (opened.days and chosen.days) and not (opened.dates and chosen.dates)
    if chosen.empty or chosen.parts or not fits or not cursor.take("right"):
        cursor.at = mark
        return opened
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


def selected(heard: Heard, chosen: Selector, closed: bool = False) -> list[Statement]:
    """Return what is said of the days, dates or parts `chosen`.

    Raises:
        HoursError: nothing that can be read is said of them.
    """
    cursor = heard.cursor
    inside = _interlude(heard, chosen)
    _to_times(cursor)
    if closed:
        cursor.skip("all_day", "closed")
        return [_statement(chosen, Kind.CLOSED, cursor), *inside]
    if time_ahead(cursor):
        return [*timed(heard, chosen), *inside]
    if cursor.sees("left") and time_ahead(cursor, 1) and not inside:
        cursor.take("left")
        heard.depth += 1
        return timed(heard, chosen)
    return [*_in_words(heard, chosen), *inside]


def _to_times(cursor: Cursor) -> None:
    """Go past what may stand between days and their times: 开放时间：, a comma, a line's end."""
    mark = cursor.at
    cursor.skip("colon", "filler", "opening_time", "open", "comma", "line")
    if time_ahead(cursor) or (cursor.sees("left") and time_ahead(cursor, 1)):
        return
    cursor.at = mark
    cursor.skip("colon", "filler", "opening_time")


def _interlude(heard: Heard, chosen: Selector) -> list[Statement]:
    """Return what brackets between the days and their times say: 周一（法定节假日除外）闭馆."""
    cursor = heard.cursor
    mark = cursor.at
    if chosen.empty or not cursor.take("left"):
        return []
    start = cursor.ahead().start
    save = cursor.take("save", "meeting")
    days = read_selector(cursor, (0, 0, 0)).days
    out: Statement | None = None
    if days and (cursor.take("except", "beyond") or (save and save.kind == "save")):
        out = Statement(Kind.EXCEPT, start, cursor.before(), days=days, depth=1)
    elif days and not save and cursor.take("closed"):
        out = Statement(Kind.CLOSED, start, cursor.before(), days=days, depth=1)
    cursor.skip("beyond")
    if out and cursor.take("right") and not cursor.sees(*_ENDS):
        return [out]
    cursor.at = mark
    return []


def _in_words(heard: Heard, chosen: Selector) -> list[Statement]:
    cursor = heard.cursor
    half = _half(cursor)
    reason = cursor.take("reason")
    if not reason and not half:
        entry = entry_statement(cursor, chosen.start)
        if entry and not chosen.empty:
            return [replace(entry, days=chosen.days, dates=chosen.dates)]
    all_day = cursor.take("all_day") is not None
    said = cursor.ahead()
    for kind in _SAID:
        if cursor.take(kind):
            found = replace(_SAID[kind](heard, chosen, half, all_day), end=cursor.before())
            if reason and found.kind is not Kind.CLOSED:
                break
            if found.kind is Kind.CLOSED:
                later = cursor.take("reason")
                reason = reason or later
                note = reason.text.removeprefix("因") if reason else found.note
                return [replace(found, end=cursor.before(), note=note)]
            return [found]
    if all_day and not half:
        return [_all_day(heard, chosen, half, all_day)]
    opened = not chosen.empty and not chosen.parts and not chosen.dates and cursor.sees(*_ENDS)
    if opened and heard.statements and chosen.days and cursor.ahead(-1).kind == "filler":
        opened = False
    if opened and not half and not reason and _announced(heard):
        return [_statement(chosen, Kind.OPEN_DAYS, cursor)]
    cursor.at = max(cursor.at, 0)
    raise cursor.source.refused(
        chosen.start,
        max(said.end, cursor.before()),
        sentence("请写明时间或是否闭馆，例如 周二至周日9:00-17:00，周一闭馆。"),
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


_Reader = Callable[[Heard, Selector, "Half | None", bool], Statement]


def _closed(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    del all_day  # 全天闭馆 is no more than 闭馆
    return replace(_statement(chosen, Kind.CLOSED, heard.cursor), half=half)


def _open(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    if half:
        return replace(_statement(chosen, Kind.OPEN_HALF, heard.cursor), half=half)
    if all_day:
        return _all_day(heard, chosen, half, all_day)
    holidays = chosen.days is not None and chosen.days.only_holidays
    return _statement(chosen, Kind.USUAL if holidays else Kind.OPEN_DAYS, heard.cursor)


def _all_day(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    del half
    heard.cursor.skip("all_day", "open")
    opened = replace(
        _statement(chosen, Kind.OPEN, heard.cursor),
        times=(TimeSpan(0, DAY_MIN),),
        all_day=all_day,
    )
    return _trailing(heard, opened)


def _usual(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    if half or all_day:
        raise heard.cursor.refused(since=chosen.start)
    heard.cursor.skip("open", "pause", "usual", "opening_time")
    return _statement(chosen, Kind.USUAL, heard.cursor)


def _except(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    if half or all_day or chosen.days is None:
        raise heard.cursor.refused(since=chosen.start)
    return _statement(chosen, Kind.EXCEPT, heard.cursor)


def _notice(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    if half or all_day:
        raise heard.cursor.refused(since=chosen.start)
    return _statement(chosen, Kind.NOTICE, heard.cursor)


def _extend(heard: Heard, chosen: Selector, half: Half | None, all_day: bool) -> Statement:
    if half or all_day or not time_ahead(heard.cursor):
        raise heard.cursor.refused(since=chosen.start)
    minute = minute_of(read_moment(heard.cursor), heard.cursor.source)
    return replace(_statement(chosen, Kind.EXTEND, heard.cursor), minute=minute)


_SAID: dict[str, _Reader] = {
    "always": lambda heard, chosen, half, all_day: _all_day(heard, chosen, half, False),
    "closed": _closed,
    "closing_time": _closed,
    "usual": _usual,
    "all_year": _usual,
    "open": _open,
    "except": _except,
    "notice": _notice,
    "extend": _extend,
}



"""What may stand between days and what a notice says of them."""

from __future__ import annotations

from finder.hours.zh_cursor import Cursor
from finder.hours.zh_moments import time_ahead
from finder.hours.zh_selector import Selector, read_selector
from finder.hours.zh_statements import WEEKEND, Kind, Statement
from finder.hours.zh_tail import ENDS, Heard

_MOST_DAYS = 5


def to_times(cursor: Cursor, chosen: Selector) -> None:
    """Go past what may stand between days and their times: 开放时间：, a comma, a line's end."""
    mark = cursor.at
    open_words = ("open", "usual") if names_the_week(chosen) else ("open",)
    # 周六开放时间调整为9:00-12:00 leaves the other days to a notice before it.
    most = names_the_week(chosen) and chosen.days and len(chosen.days.weekdays) >= _MOST_DAYS
    times = ("opening_time", "adjusted_time") if most else ("opening_time",)
    cursor.skip("colon", "filler", *times, *open_words, "comma", "line")
    if time_ahead(cursor) or (cursor.sees("left") and time_ahead(cursor, 1)):
        return
    cursor.at = mark
    cursor.skip("colon", "filler", "opening_time")
    whole_week = chosen.days is not None and chosen.days.general and not chosen.days.holidays
    if whole_week and cursor.sees("comma") and cursor.sees("always", ahead=1):
        cursor.take("comma")


def names_the_week(chosen: Selector) -> bool:
    """Return whether 周二至周日, and not only some days besides others, are chosen."""
    days = chosen.days
    if days is None or days.holidays or days.workdays or days.nths:
        return False
    return bool(days.weekdays) and not days.weekdays <= WEEKEND


def interlude(heard: Heard, chosen: Selector) -> list[Statement]:
    """Return what brackets between the days and their times say: 周一（法定节假日除外）闭馆."""
    cursor = heard.cursor
    mark = cursor.at
    if chosen.empty or not cursor.take("left"):
        return []
    start = cursor.ahead().start
    if cursor.take("all_year") and cursor.take("right") and not cursor.sees(*ENDS):
        return [Statement(Kind.ALL_YEAR, start, cursor.before())]
    cursor.at = mark + 1
    save = cursor.take("save", "meeting", "excluding")
    inside = read_selector(cursor)
    days = None if inside.dates or inside.parts else inside.days
    out: Statement | None = None
    if days and (cursor.take("except", "beyond") or (save and save.kind != "meeting")):
        out = Statement(Kind.EXCEPT, start, cursor.before(), days=days, depth=1)
    elif days and not save and cursor.take("closed"):
        out = Statement(Kind.CLOSED, start, cursor.before(), days=days, depth=1)
    cursor.skip("beyond")
    if out and cursor.take("right") and not cursor.sees(*ENDS):
        return [out]
    cursor.at = mark
    return []

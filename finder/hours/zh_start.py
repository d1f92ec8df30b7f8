"""自2026年4月1日起执行 at the head of a notice: from when on its hours hold."""

from __future__ import annotations

import datetime as dt

from finder.errors import sentence
from finder.hours.dates import FIRST_DAY
from finder.hours.rules import DateSpan, Rule, State
from finder.hours.zh_cursor import Cursor
from finder.hours.zh_dates import read_date_spans
from finder.hours.zh_groups import Notice
from finder.hours.zh_statements import Kind, Statement


def start_date(cursor: Cursor) -> tuple[Statement, ...]:
    """Return the date from which on the notice holds, nothing where none heads it.

    Raises:
        HoursError: a date that does not exist.
    """
    mark = cursor.at
    cursor.skip("filler")
    start = cursor.ahead().start
    if not cursor.sees("full_date", "iso_date"):
        cursor.at = mark
        return ()
    dates = read_date_spans(cursor)
    after = cursor.take("after")
    if len(dates) != 1 or dates[0].days != 1 or not after or after.text not in ("起", "开始"):
        cursor.at = mark
        return ()
    end = cursor.before()
    cursor.skip("comma", "filler")
    cursor.take("in_force")
    cursor.skip("comma", "colon", "line")
    if cursor.sees("closed"):
        cursor.at = mark
        return ()
    return (Statement(Kind.SINCE, start, end, dates=dates),)


def before_start(notice: Notice) -> list[Rule]:
    """Return that the days before the start date of `notice` are unknown.

    Raises:
        HoursError: it has dates with a year beside, which may be of the hours before.
    """
    since = notice.since
    if since is None or since.dates[0].start == FIRST_DAY:
        return []
    if notice.special or notice.special_closings:
        raise notice.unclear(since, sentence("请把开始执行的日期和例外的日期分开写。"))
    eve = dt.date(*since.dates[0].start) - dt.timedelta(days=1)
    dates = (DateSpan(FIRST_DAY, (eve.year, eve.month, eve.day)),)
    year, month, day = since.dates[0].start
    note = f"{year}年{month}月{day}日起执行"
    return [Rule(dates=dates, state=State.UNKNOWN, note=note)]

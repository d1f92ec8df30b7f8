"""Statements to a `Notice`: which days and dates each of them speaks of."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import sentence
from finder.hours.zh_closed import CLOSING_READERS
from finder.hours.zh_exceptions import EXCEPTION_READERS, set_holiday
from finder.hours.zh_groups import (
    ASK_DAYS,
    ASK_HOLIDAY,
    ASK_SEASON,
    Group,
    Holiday,
    Notice,
    check_weekdays,
    last_group,
)
from finder.hours.zh_hours import HOURS_READERS
from finder.hours.zh_later import afternoon_of_last, may_be_of_all
from finder.hours.zh_named import new_group
from finder.hours.zh_riders import note_hours, read_aside
from finder.hours.zh_statements import Gap, Kind, Statement
from finder.hours.zh_tokens import Source

# From so many days on, those in brackets after several times are taken to be the days of all.
_MOST_DAYS = 5

Before = tuple[Statement, ...]


def sorted_notice(statements: tuple[Statement, ...], source: Source) -> Notice:
    """Return what the `statements` say, each with the days that it speaks of.

    Raises:
        HoursError: a statement whose days are not certain.
    """
    notice = Notice(source)
    if statements and statements[0].kind is Kind.SINCE:
        notice.since, statements = statements[0], statements[1:]
    for index, statement in enumerate(statements):
        _READERS[statement.kind](notice, statement, statements[:index])
        if index and statements[index - 1].kind is Kind.SAVE:
            _after_save(notice, statement, statements[index - 1])
    if statements and statements[-1].kind is Kind.SAVE:
        raise notice.unclear(statements[-1], ASK_DAYS)
    every = [*notice.groups, *notice.parts, *notice.special]
    for group in every:
        if group.statement.room:
            group.blocks[:] = [replace(block, note=group.statement.room) for block in group.blocks]
        if group.statement.all_day and len(every) > 1:
            # 全天 beside other hours may be no more than those hours without a break.
            raise notice.unclear(group.statement, sentence("“全天”请写从几点到几点，或“24小时”。"))
        if group.no_lunch and (
            len(group.blocks) != 1 or notice.lunches or notice.lunch_unsaid is not None
        ):
            raise notice.contradicts(group.no_lunch)
        if group.opens_min is not None:
            raise notice.unclear(group.statement, sentence("请写明几点闭馆。"))
    note_hours(notice, statements)
    return notice


def _after_save(notice: Notice, said: Statement, save: Statement) -> None:
    """除法定节假日外 is said of a closing, which is excepted, or of hours, which do not hold."""
    if said.kind is Kind.CLOSED and notice.exempted:
        return
    hours = said.kind is Kind.OPEN and not said.dated and not said.parts
    if not hours or notice.closings or (said.days and not said.days.general):
        raise notice.unclear(save, ASK_HOLIDAY)
    set_holiday(notice, save, Holiday.OFF)


def _open(notice: Notice, said: Statement, before: Before) -> None:
    if said.days and said.days.within:
        # 周一至周日（含法定节假日）: holidays have the hours of their weekday.
        set_holiday(notice, said, Holiday.USUAL)
        notice.within = True
        said = replace(said, days=replace(said.days, holidays=False, within=False))
    if said.parts:
        _part(notice, said)
    elif said.dated:
        _special(notice, said)
    elif said.trailing:
        _trailing(notice, said, before)
    elif said.days or said.dates:
        new_group(notice, said)
    else:
        _more_times(notice, said, before)


def _special(notice: Notice, said: Statement) -> None:
    if said.days and (said.days.holidays or said.days.workdays or said.days.nths):
        raise notice.unclear(said, sentence("有年份的日期后面请直接写时间。"))
    check_weekdays(notice, said)
    group = Group(said, said.days, said.dates)
    group.add(said.times, notice.source, said.end)
    notice.special.append(group)


def _part(notice: Notice, said: Statement) -> None:
    if said.dated or said.trailing:
        raise notice.unclear(said, sentence("部分开放的日期请写得简单一些，每天一段时间。"))
    if notice.closings and notice.parts and not notice.groups:
        # 一楼9:00-17:00，周一闭馆；二楼9:00-21:00: the second floor too?
        raise notice.unclear(said, sentence("请写明闭馆的是全馆还是其中一部分。"))
    days = said.days
    if days is None and notice.groups:
        same = {group.days for group in notice.groups if group.dates == said.dates}
        days = same.pop() if len(same) == 1 else None
        if said.always and days and not days.general:
            # 周二至周日9:00-17:00，自习室24小时开放: on Mondays too?
            raise notice.unclear(said, ASK_DAYS)
    group = Group(said, days, said.dates, said.parts)
    group.add(said.times, notice.source, said.end)
    notice.parts.append(group)


def _more_times(notice: Notice, said: Statement, before: Before) -> None:
    """Times without days go on with those before them."""
    last = before[-1] if before else None
    if last and last.half and last.days and last.kind is Kind.CLOSED:
        # 周一上午闭馆，下午13:00-17:00; without the word for the half it may be any day's.
        if notice.source.text[said.start : said.start + 2] not in ("上午", "下午"):
            raise notice.unclear(said, ASK_DAYS)
        new_group(notice, replace(said, days=last.days))
        return
    group = last_group(notice)
    if said.always and group and group.statement.always:
        return  # 全天开放（24小时）
    _check_closed_before(notice, said, before)
    if last and last.dated and not (group and group.statement.dated):
        raise notice.unclear(said, ASK_DAYS)
    if group and group.trailing and said.gap is Gap.NONE:
        # 9:00-17:00（11月至3月）8:30-17:00: do the dates stand before or after their times?
        raise notice.unclear(said, ASK_SEASON)
    if group is None or group.trailing:
        new_group(notice, said)
        return
    whole = group.statement is last and last.all_day if last else False
    if whole and said.depth and said.gap is Gap.NONE:
        # 周一至周日全天开放（9:00-21:00）
        group.statement = replace(group.statement, all_day=False, always=False)
        group.blocks.clear()
    if may_be_of_all(notice, group, said):
        raise notice.unclear(said, ASK_DAYS)
    several = len(notice.groups) > 1 and not afternoon_of_last(notice, group, said, last)
    if said.gap is Gap.STOP and (group.statement.dated or group.parts or several):
        raise notice.unclear(said, ASK_DAYS)
    group.add(said.times, notice.source, said.end)


def _check_closed_before(notice: Notice, said: Statement, before: Before) -> None:
    """Refuse 周五闭馆14:00-17:30: is it closed then, or open then on other days?"""
    others = [spoken for spoken in before if spoken.kind not in (Kind.EXCEPT, Kind.ALL_YEAR)]
    last = others[-1] if others else None
    if last is None or last.kind is not Kind.CLOSED or last.depth != said.depth:
        return
    group = last_group(notice)
    evening = group and group.blocks and not (last.half or last.times) and said.gap is not Gap.STOP
    headed = "开放时间" in notice.source.text[last.end : said.start]
    if (said.gap is Gap.NONE and not headed) or evening:
        raise notice.unclear(said, ASK_DAYS)


def _trailing(notice: Notice, said: Statement, before: Before) -> None:
    """9:00-17:00（周一至周五）: the days hold for the times before them too."""
    _check_closed_before(notice, said, before)
    group = last_group(notice)
    if group and group.days and not group.trailing and said.gap is not Gap.STOP:
        if said.days:
            # 周一至周五8:30-11:30，下午13:30-17:00（节假日）: of which days is the afternoon?
            raise notice.unclear(said, ASK_DAYS)
        if group.blocks and group.blocks[-1].end_min <= said.times[0].start_min:
            # 周一至周五9:00-17:00，18:00-21:00（5月至9月）: of these months only the evening?
            raise notice.unclear(said, ASK_SEASON)
    open_group = (
        group is not None
        and not (group.days or group.dates or group.parts or group.trailing)
        and said.gap is not Gap.STOP
    )
    if group is not None and open_group:
        if said.dates:
            # 上午8:00-12:00，下午14:00-17:00（5月至9月）: is the morning of all the year?
            raise notice.unclear(said, ASK_SEASON)
        # After 19:00-21:00（周一至周五）； the days of all hours stand behind them.
        behind = any(other.trailing for other in notice.groups)
        many = said.days and (said.days.general or len(said.days.weekdays) >= _MOST_DAYS)
        if not many and not behind:
            # 9:00-17:00，18:00-21:00（周五、周六）: of these days only the evening?
            raise notice.unclear(said, ASK_DAYS)
        group.add(said.times, notice.source, said.end)
        group.days = said.days
    else:
        new_group(notice, said)
    notice.groups[-1].trailing = True


def _opens(notice: Notice, said: Statement, before: Before) -> None:
    """9:00开馆 waits for 17:00闭馆."""
    del before
    if said.parts or said.dated:
        raise notice.unclear(said, sentence("请写明从几点到几点，例如 9:00-17:00。"))
    last = last_group(notice)
    if last and last.opens_min is not None:
        raise notice.contradicts(said)
    if last and not said.days and not said.dates:
        raise notice.unclear(said, ASK_DAYS)
    new_group(notice, replace(said, times=()))
    notice.groups[-1].opens_min = said.minute


_READERS = {
    Kind.OPEN: _open,
    Kind.OPENS: _opens,
    **HOURS_READERS,
    **CLOSING_READERS,
    **EXCEPTION_READERS,
    Kind.ASIDE: read_aside,
}

"""Statements to a `Notice`: which days and dates each of them speaks of."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import sentence
from finder.hours.rules import DateSpan
from finder.hours.zh_cells import overlaps
from finder.hours.zh_closed import CLOSING_READERS
from finder.hours.zh_exceptions import EXCEPTION_READERS, set_holiday
from finder.hours.zh_groups import (
    ASK_DAYS,
    ASK_HOLIDAY,
    ASK_SEASON,
    Group,
    Holiday,
    Notice,
    last_group,
)
from finder.hours.zh_hours import HOURS_READERS
from finder.hours.zh_statements import Days, Gap, Kind, Statement
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
    for index, statement in enumerate(statements):
        _READERS[statement.kind](notice, statement, statements[:index])
        if index and statements[index - 1].kind is Kind.SAVE:
            _after_save(notice, statement, statements[index - 1])
    if statements and statements[-1].kind is Kind.SAVE:
        raise notice.unclear(statements[-1], ASK_DAYS)
    every = [*notice.groups, *notice.parts, *notice.special]
    for group in every:
        if group.statement.all_day and len(every) > 1:
            # 全天 beside other hours may be no more than those hours without a break.
            raise notice.unclear(group.statement, sentence("“全天”请写从几点到几点，或“24小时”。"))
        if group.opens_min is not None:
            raise notice.unclear(group.statement, sentence("请写明几点闭馆。"))
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
        _trailing(notice, said)
    elif said.days or said.dates:
        _new_group(notice, said)
    else:
        _more_times(notice, said, before)


def _special(notice: Notice, said: Statement) -> None:
    if said.days and (said.days.holidays or said.days.workdays or said.days.nths):
        raise notice.unclear(said, sentence("有年份的日期后面请直接写时间。"))
    group = Group(said, said.days, said.dates)
    group.add(said.times, notice.source, said.end)
    notice.special.append(group)


def _part(notice: Notice, said: Statement) -> None:
    if said.dated or said.trailing:
        raise notice.unclear(said, sentence("部分开放的日期请写得简单一些，每天一段时间。"))
    days = said.days
    if days is None and notice.groups:
        same = {group.days for group in notice.groups if group.dates == said.dates}
        days = same.pop() if len(same) == 1 else None
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
        _new_group(notice, replace(said, days=last.days))
        return
    group = last_group(notice)
    if said.always and group and group.statement.always:
        return  # 全天开放（24小时）
    if last and last.kind is Kind.CLOSED and said.gap is Gap.NONE and last.depth == said.depth:
        # 周五闭馆14:00-17:30: is it closed then, or open then on other days?
        raise notice.unclear(said, ASK_DAYS)
    if last and last.dated and not (group and group.statement.dated):
        raise notice.unclear(said, ASK_DAYS)
    if group is None or group.trailing:
        _new_group(notice, said)
        return
    if said.gap is Gap.STOP and (group.statement.dated or group.parts or len(notice.groups) > 1):
        raise notice.unclear(said, ASK_DAYS)
    group.add(said.times, notice.source, said.end)


def _trailing(notice: Notice, said: Statement) -> None:
    """9:00-17:00（周一至周五）: the days hold for the times before them too."""
    group = last_group(notice)
    own = replace(said, days=said.days, trailing=False)
    open_group = (
        group is not None
        and not (group.days or group.dates or group.parts or group.trailing)
        and said.gap is not Gap.STOP
    )
    if group is not None and open_group:
        if said.dates:
            # 上午8:00-12:00，下午14:00-17:00（5月至9月）: is the morning of all the year?
            raise notice.unclear(said, ASK_SEASON)
        if not (said.days and (said.days.general or len(said.days.weekdays) >= _MOST_DAYS)):
            # 9:00-17:00，18:00-21:00（周五、周六）: of these days only the evening?
            raise notice.unclear(said, ASK_DAYS)
        group.add(said.times, notice.source, said.end)
        group.days = said.days
    else:
        _new_group(notice, own)
    notice.groups[-1].trailing = True


def _new_group(notice: Notice, said: Statement) -> None:
    last = last_group(notice)
    if (
        last
        and not (last.days or last.dates or last.parts)
        and said.days
        and said.gap is Gap.NONE
        and not said.depth
    ):
        # 9:00-17:00 周一至周五，周六9:00-12:00: do the days stand before or after their times?
        raise notice.unclear(said, ASK_DAYS)
    days, dates = said.days, said.dates
    parts: tuple[str, ...] = ()
    if days and not dates and not said.rest:
        parts = _heading_parts(notice, said, last)
        dates = _heading_season(notice, said)
    elif dates and not days:
        days = _days_before(notice, said)
    group = Group(said, days, dates, parts)
    group.add(said.times, notice.source, said.end)
    _carve_out(last, group)
    (notice.parts if parts else notice.groups).append(group)


def _carve_out(base: Group | None, group: Group) -> None:
    """周一至周五9:00-17:00（周三9:00-12:00）: the days in brackets are taken out of the others."""
    days = group.days
    if base is None or base.days is None or days is None or base.days.general:
        return
    plain = not (days.holidays or days.workdays or days.nths or base.parts or group.parts)
    if not (plain and group.statement.depth and base.dates == group.dates):
        return
    meets = overlaps(tuple(base.blocks), tuple(group.blocks))
    if meets and days.weekdays < base.days.weekdays:
        base.days = replace(base.days, weekdays=base.days.weekdays - days.weekdays)


def _heading_parts(notice: Notice, said: Statement, last: Group | None) -> tuple[str, ...]:
    """Return the parts that head `said`: 一层：周一至周五…，周六…."""
    if last is None or not last.parts:
        return ()
    if said.gap is Gap.COMMA and last.statement.days and last.statement.parts:
        return last.parts
    raise notice.unclear(said, sentence("请写明这是哪一层、哪一室的时间。"))


def _heading_season(notice: Notice, said: Statement) -> tuple[DateSpan, ...]:
    """Return the season that heads `said`: 夏季（…）：周二至周五…，周六、周日…."""
    seasonal = [group for group in notice.groups if group.dates]
    if not seasonal:
        return ()
    heading = next(
        (group for group in reversed(notice.groups) if group.statement.dates == group.dates), None
    )
    if heading and heading.statement.heads and not (said.days and said.days.only_holidays):
        return heading.dates
    if said.days and said.days.only_holidays:
        return ()
    raise notice.unclear(said, ASK_SEASON)


def _days_before(notice: Notice, said: Statement) -> Days | None:
    """Return the days of a season that names none: those of the season, or hours, before it."""
    if not notice.groups:
        return None
    season = notice.groups[-1].dates
    same = [group.days for group in notice.groups if group.dates == season]
    if len(same) == 1:
        return same[0]
    if season or any(days is None or days.holidays or days.workdays for days in same):
        raise notice.unclear(said, ASK_SEASON)
    weekdays = frozenset[int]().union(*(days.weekdays for days in same if days))
    return Days(weekdays=weekdays, every=any(days.every for days in same if days))


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
    _new_group(notice, replace(said, times=()))
    notice.groups[-1].opens_min = said.minute


_READERS = {
    Kind.OPEN: _open,
    Kind.OPENS: _opens,
    **HOURS_READERS,
    **CLOSING_READERS,
    **EXCEPTION_READERS,
}

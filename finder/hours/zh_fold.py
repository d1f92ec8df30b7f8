"""Statements to a `Notice`: which days and dates each of them speaks of."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import sentence
from finder.hours.rules import DateSpan, TimeSpan
from finder.hours.zh_closed import CLOSING_READERS
from finder.hours.zh_groups import ASK_DAYS, ASK_SEASON, Block, Group, Notice
from finder.hours.zh_statements import Days, Gap, Kind, Statement
from finder.hours.zh_tokens import Source

Before = tuple[Statement, ...]


def sorted_notice(statements: tuple[Statement, ...], source: Source) -> Notice:
    """Return what the `statements` say, each with the days that it speaks of.

    Raises:
        HoursError: a statement whose days are not certain.
    """
    notice = Notice(source)
    for index, statement in enumerate(statements):
        read = _READERS.get(statement.kind) or CLOSING_READERS[statement.kind]
        read(notice, statement, statements[:index])
    if statements and statements[-1].kind is Kind.SAVE:
        raise notice.unclear(statements[-1], ASK_DAYS)
    for group in (*notice.groups, *notice.parts, *notice.special):
        if group.opens_min is not None:
            raise notice.unclear(group.statement, sentence("请写明几点闭馆。"))
    return notice


def _open(notice: Notice, said: Statement, before: Before) -> None:
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


def last_group(notice: Notice) -> Group | None:
    """Return the group whose statement is the last of all."""
    every = [*notice.groups, *notice.parts, *notice.special]
    return max(every, key=lambda group: group.statement.start, default=None)


def _more_times(notice: Notice, said: Statement, before: Before) -> None:
    """Times without days go on with those before them."""
    last = before[-1] if before else None
    if last and last.half and last.days and last.kind is Kind.CLOSED:
        # 周一上午闭馆，下午13:00-17:00
        _new_group(notice, replace(said, days=last.days))
        return
    group = last_group(notice)
    if group is None or group.trailing:
        _new_group(notice, said)
        return
    if said.gap is Gap.STOP and (group.statement.dated or group.parts or len(notice.groups) > 1):
        raise notice.unclear(said, ASK_DAYS)
    if last and last.dated and not group.statement.dated:
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
    (notice.parts if parts else notice.groups).append(group)


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


def _closes(notice: Notice, said: Statement, before: Before) -> None:
    del before
    last = last_group(notice)
    if last is None or said.days or said.dates or last.statement.dated:
        raise notice.unclear(said, sentence("请写明从几点到几点，例如 9:00-17:00。"))
    if last.opens_min is None:
        # 9:00-17:00，17:00闭馆 says it twice.
        if not last.blocks or last.blocks[-1].end_min != said.minute:
            raise notice.contradicts(said)
        return
    if said.minute <= last.opens_min:
        raise notice.contradicts(said)
    last.add((TimeSpan(last.opens_min, said.minute),), notice.source, said.end)
    last.opens_min = None


def _extend(notice: Notice, said: Statement, before: Before) -> None:
    """周五、周六延长至21:00: the usual hours of those days, with another end."""
    del before
    if not (said.days or said.dates) or said.dated or said.parts:
        raise notice.unclear(said, sentence("请写明是哪几天，从几点到几点。"))
    if said.days and (said.days.holidays or said.days.workdays or said.days.nths):
        raise notice.unclear(said, sentence("请写明从几点到几点，例如 9:00-21:00。"))
    if len(notice.groups) != 1 or len(notice.groups[0].blocks) != 1:
        raise notice.unclear(said, sentence("请写明从几点到几点，例如 9:00-21:00。"))
    base = notice.groups[0]
    block = base.blocks[0]
    if said.minute <= block.end_min or base.entries or block.note or base.dates:
        raise notice.unclear(said, sentence("请写明从几点到几点，例如 9:00-21:00。"))
    days = said.days or base.days
    if said.days and base.days and not base.days.general and said.days.weekdays <= base.days.weekdays:
        base.days = replace(base.days, weekdays=base.days.weekdays - said.days.weekdays)
    group = Group(said, days, said.dates, blocks=[Block(block.start_min, said.minute)])
    notice.groups.append(group)


def _only(notice: Notice, said: Statement, before: Before) -> None:
    """（仅限二层、七层） belongs to the hours right before it."""
    group = last_group(notice)
    if group is None or not before or before[-1].kind is not Kind.OPEN or said.gap is not Gap.NONE:
        raise notice.unclear(said, sentence("请写在所限的时间后面，例如 18:00-22:00（仅限二层）。"))
    note = "、".join(said.parts)
    if group.parts or len(group.blocks) == group.last_count and not group.days:
        raise notice.unclear(said, sentence("请先写全馆的时间，再写部分开放的时间。"))
    kept = len(group.blocks) - group.last_count
    group.blocks[kept:] = [replace(block, note=note) for block in group.blocks[kept:]]


def _open_days(notice: Notice, said: Statement, before: Before) -> None:
    """周二至周日开放 gives their days to hours without any."""
    del before
    if said.dates or said.parts or said.days is None or notice.open_days:
        raise notice.unclear(said, sentence("请写明时间，例如 周二至周日9:00-17:00。"))
    notice.open_days = said


_READERS = {
    Kind.OPEN: _open,
    Kind.OPENS: _opens,
    Kind.CLOSES: _closes,
    Kind.EXTEND: _extend,
    Kind.ONLY: _only,
    Kind.OPEN_DAYS: _open_days,
}

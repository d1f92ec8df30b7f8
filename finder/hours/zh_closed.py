"""Statements of a notice that close, except, or end entry, sorted into a `Notice`."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import sentence
from finder.hours.rules import TimeSpan
from finder.hours.zh_exceptions import exempt, set_holiday
from finder.hours.zh_groups import (
    ASK_DAYS,
    ASK_HOLIDAY,
    ASK_SEASON,
    Closing,
    Group,
    Holiday,
    Notice,
    check_weekdays,
    last_group,
)
from finder.hours.zh_statements import Days, Gap, Kind, Statement

Before = tuple[Statement, ...]


def _closed(notice: Notice, said: Statement, before: Before) -> None:
    if said.parts:
        _part_closed(notice, said)
        return
    plainly = said.days is None or said.days == Days(every=True)
    if said.rest and (said.dates or said.times or said.half or not plainly):
        # 其余时间周一闭馆: of what time?
        raise notice.unclear(said, sentence("请写明哪几天闭馆，例如 周一闭馆。"))
    if said.times:
        _lunch(notice, said, before)
    elif said.half:
        _half(notice, said)
    elif said.dated:
        if said.days and (said.days.holidays or said.days.workdays or said.days.nths):
            raise notice.unclear(said, sentence("请写明年月日，例如 2026年10月1日至3日闭馆。"))
        check_weekdays(notice, said)
        notice.special_closings.append(said)
    elif said.rest:
        notice.rest_closed = True
    elif said.days is None and not said.dates:
        raise notice.unclear(said, sentence("请写明哪几天闭馆，例如 周一闭馆。"))
    else:
        _closed_days(notice, said, before)


def _part_closed(notice: Notice, said: Statement) -> None:
    """17:00-21:00少儿阅览室不开放 is a note on those hours of the whole."""
    group = last_group(notice)
    plain = said.times and not (said.days or said.dates or said.half)
    if group is None or group.parts or not plain or said.gap is Gap.STOP:
        raise notice.unclear(said, sentence("部分关闭请写明时间，或写到“提示”一栏。"))
    group.shut.append(said)


def _closed_days(notice: Notice, said: Statement, before: Before) -> None:
    days = said.days or Days(every=True)
    if days.workdays or (days.every and not said.dates):
        raise notice.unclear(said, sentence("请写明哪几天闭馆，例如 周一闭馆。"))
    if days.holidays:
        if days.within or said.dates:
            raise notice.unclear(said, ASK_HOLIDAY)
        set_holiday(notice, said, Holiday.OFF)
        if not days.weekdays:
            return
    if notice.special and not notice.groups and not said.dates and not days.nths:
        _within_dates(notice, said)
        return
    if before and before[-1].kind is Kind.SAVE:
        exempt(notice, before[-1])
        said = replace(said, gap=max(said.gap, before[-1].gap))
    if notice.parts and not notice.groups and said.gap < notice.parts[-1].statement.gap:
        # 一楼9:00-17:00；二楼9:00-21:00（周一闭馆）: the first floor too?
        raise notice.unclear(said, sentence("请写明闭馆的是全馆还是其中一部分。"))
    bound = _of_last_season(notice, said)
    dates = notice.groups[-1].dates if bound else said.dates
    notice.closings.append(Closing(replace(said, dates=dates), days, said.note, bound=bound))


def _within_dates(notice: Notice, said: Statement) -> None:
    """2026年7月1日至8月31日周二至周日9:00-18:00，周一闭馆: of these dates only."""
    last = notice.special[-1]
    named = last.days and not last.days.general
    if len(notice.special) > 1 or not named or notice.special_closings or said.days is None:
        raise notice.unclear(said, sentence("请写明年月日，例如 2026年10月1日至3日闭馆。"))
    dated = replace(said, dates=last.dates)
    check_weekdays(notice, dated)
    if last.days and last.days.weekdays & said.days.weekdays:
        raise notice.contradicts(said)
    notice.special_closings.append(dated)


def _of_last_season(notice: Notice, said: Statement) -> bool:
    """Return whether a closing may be of the last season only, not of the whole year."""
    if said.dates or said.yearly or not any(group.dates for group in notice.groups):
        return False
    if not notice.groups[-1].dates:
        return False
    names = {group.dates for group in notice.groups}
    widest = max((group.statement.gap for group in notice.groups[1:]), default=Gap.NONE)
    return len(names) < 2 or bool(said.depth) or said.gap < widest


def _plain(days: Days) -> bool:
    """Return whether they are weekdays and nothing else."""
    other = days.holidays or days.workdays or days.nths
    return not other and (days.general or bool(days.weekdays))


def _half(notice: Notice, said: Statement) -> None:
    if said.dated or said.dates or (said.days and not _plain(said.days)):
        raise notice.unclear(said, sentence("请写明那一天从几点到几点开放。"))
    days = said.days
    if days is None:
        group = last_group(notice)
        earlier = [closing for closing in notice.closings if closing.half]
        if earlier and not (group and group.statement.start > earlier[-1].statement.start):
            days = earlier[-1].days
        elif group and group.days and said.gap is not Gap.STOP and not group.statement.dated:
            days = group.days
        else:
            raise notice.unclear(said, ASK_DAYS)
    notice.closings.append(Closing(replace(said, days=days), days, half=said.half))


def _open_half(notice: Notice, said: Statement, before: Before) -> None:
    """周一上午开放 needs 下午闭馆 right after it."""
    del before
    if said.days is None or said.dates or said.parts or not _plain(said.days):
        raise notice.unclear(said, ASK_DAYS)
    notice.closings.append(Closing(said, said.days, half=said.half))


def _entry(notice: Notice, said: Statement, before: Before) -> None:
    del before
    group = last_group(notice)
    if group is None or said.dates or (said.days and said.days != group.days):
        raise notice.unclear(said, sentence("请先写开放时间，再写几点停止入馆。"))
    several = len([*notice.groups, *notice.parts, *notice.special]) > 1
    if any(several or not _is_within(group, span) for span in said.times):
        # 售票时间9:00-16:30 of hours that are others
        raise notice.unclear(said, sentence("请写明几点停止售票，例如 16:30停止售票。"))
    for target in _entry_targets(notice, group, said):
        early = target.blocks and said.minute > target.blocks[-1].end_min
        if target.statement.always or early:
            # 24小时开放，16:30停止入馆
            raise notice.contradicts(said)
        target.entries.append(said)


def _is_within(group: Group, span: TimeSpan) -> bool:
    """Return whether `span` is the only hours of `group` but for their end."""
    return [block.start_min for block in group.blocks] == [span.start_min] and not group.parts


def _entry_targets(notice: Notice, group: Group, said: Statement) -> list[Group]:
    without = [other for other in notice.groups if not other.entries]
    if group.entries:
        without = [group]
    if group.statement.dated or group.parts or len(notice.groups) == 1:
        return [group]
    if not said.before_min and (said.depth or said.gap < group.statement.gap):
        return [group]
    if said.before_min and said.depth and len(without) > 1:
        raise notice.unclear(said, sentence("请写明是哪一段时间，或写明几点停止入馆。"))
    closing = {other.blocks[-1].end_min for other in without if other.blocks}
    if not said.before_min and len(closing) > 1:
        raise notice.unclear(said, sentence("各天闭馆时间不同，请分别写明几点停止入馆。"))
    return without


def _lunch(notice: Notice, said: Statement, before: Before) -> None:
    """12:00-13:00午休 is cut out of the hours before it."""
    del before
    if said.dates or said.parts:
        raise notice.unclear(said, ASK_SEASON)
    if not said.times:
        notice.lunch_unsaid = said
        return
    group = last_group(notice)
    # After 周一至周五…，周六…，12:00-13:00闭馆 may be of all days; after ；周六…， of Saturday.
    own = group is not None and said.gap is Gap.COMMA and group.statement.gap is Gap.STOP
    several = len(notice.groups) > 1 and not (said.days or said.depth or own)
    if group is None or group.statement.dated or group.parts or several:
        raise notice.unclear(said, ASK_DAYS)
    if group.statement.always:
        raise notice.contradicts(said)
    days = said.days or (group.days if len(notice.groups) > 1 else None)
    notice.lunches.append(Closing(said, days, times=said.times))


def _no_lunch(notice: Notice, said: Statement, before: Before) -> None:
    """周六9:00-17:00（中午不休） beside other hours is of Saturday."""
    group = last_group(notice)
    last = before[-1] if before else None
    inside = last is not None and last.kind is Kind.OPEN and said.depth and said.gap is Gap.NONE
    if group and inside and len(notice.groups) > 1 and not (group.parts or group.statement.dated):
        group.no_lunch = said
    else:
        notice.no_lunch = said


def _reason(notice: Notice, said: Statement, before: Before) -> None:
    last = before[-1] if before else None
    if last and last.kind is Kind.OPEN and last.dated and said.festival:
        return
    if last and last.kind is Kind.CLOSED and last.half and not said.festival:
        return  # A half of a day has no note.
    if last is None or last.kind is not Kind.CLOSED or last.times:
        raise notice.unclear(said, sentence("原因请写在闭馆后面，例如 周一闭馆（设备检修）。"))
    if last.dated:
        notice.special_closings[-1] = replace(notice.special_closings[-1], note=said.note)
    elif notice.closings and notice.closings[-1].statement.start == last.start:
        notice.closings[-1] = replace(notice.closings[-1], note=said.note)
    else:
        raise notice.unclear(said, sentence("原因请写到“提示”一栏。"))


CLOSING_READERS = {
    Kind.CLOSED: _closed,
    Kind.OPEN_HALF: _open_half,
    Kind.LAST_ENTRY: _entry,
    Kind.LUNCH: _lunch,
    Kind.NO_LUNCH: _no_lunch,
    Kind.REASON: _reason,
}

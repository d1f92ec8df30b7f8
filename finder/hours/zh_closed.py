"""Statements of a notice that close, except, or end entry, sorted into a `Notice`."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import sentence
from finder.hours.zh_groups import ASK_DAYS, ASK_HOLIDAY, ASK_SEASON, Closing, Group, Holiday, Notice
from finder.hours.zh_statements import WORKING_WEEK, Days, Gap, Kind, Statement

Before = tuple[Statement, ...]


def _last_main(notice: Notice) -> Group | None:
    every = [*notice.groups, *notice.parts, *notice.special]
    return max(every, key=lambda group: group.statement.start, default=None)


def _closed(notice: Notice, said: Statement, before: Before) -> None:
    if said.parts:
        raise notice.unclear(said, sentence("部分关闭请写到“提示”一栏。"))
    if said.times:
        _lunch(notice, said, before)
    elif said.half:
        _half(notice, said)
    elif said.dated:
        if said.days and (said.days.holidays or said.days.workdays or said.days.nths):
            raise notice.unclear(said, sentence("请写明年月日，例如 2026年10月1日至3日闭馆。"))
        notice.special_closings.append(said)
    elif said.rest:
        notice.rest_closed = True
    elif said.days is None and not said.dates:
        raise notice.unclear(said, sentence("请写明哪几天闭馆，例如 周一闭馆。"))
    else:
        _closed_days(notice, said, before)


def _closed_days(notice: Notice, said: Statement, before: Before) -> None:
    days = said.days or Days(every=True)
    if days.workdays or (days.every and not said.dates):
        raise notice.unclear(said, sentence("请写明哪几天闭馆，例如 周一闭馆。"))
    if days.holidays:
        if days.within or said.dates:
            raise notice.unclear(said, ASK_HOLIDAY)
        set_holiday(notice, said, Holiday.OFF)
        days = replace(days, holidays=False, statutory=False)
        if not days.weekdays:
            return
    _check_season(notice, said)
    if before and before[-1].kind is Kind.SAVE:
        _exempt(notice, before[-1])
    notice.closings.append(Closing(replace(said, days=days), days, said.note))


def _check_season(notice: Notice, said: Statement) -> None:
    """Refuse a closing of which it is not certain whether it is of the last season only."""
    seasons = [group for group in notice.groups if group.dates]
    if not seasons or said.dates:
        return
    names = list(dict.fromkeys(group.dates for group in notice.groups))
    widest = max((group.statement.gap for group in notice.groups[1:]), default=Gap.NONE)
    if len(names) < 2 or said.depth or said.gap < widest:
        raise notice.unclear(said, sentence("请写明闭馆是全年还是只在这个季节，例如 全年周一闭馆。"))


def _half(notice: Notice, said: Statement) -> None:
    if said.dated or said.dates or (said.days and (said.days.holidays or said.days.nths)):
        raise notice.unclear(said, sentence("请写明那一天从几点到几点开放。"))
    days = said.days
    if days is None:
        group = _last_main(notice)
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
    if said.days is None or said.dates or said.parts or said.days.holidays or said.half is None:
        raise notice.unclear(said, ASK_DAYS)
    notice.closings.append(Closing(said, said.days, half=said.half))


def _usual(notice: Notice, said: Statement, before: Before) -> None:
    days = said.days
    if days is None or said.dates or said.parts or days.every or days.workdays or days.nths:
        raise notice.unclear(said, sentence("请写明是哪几天照常开放，例如 法定节假日照常开放。"))
    if days.weekdays:
        notice.usual_days.append(said)
    if not days.holidays:
        return
    if days.within and (not before or before[-1].kind is not Kind.OPEN):
        raise notice.unclear(said, ASK_HOLIDAY)
    set_holiday(notice, said, Holiday.USUAL)
    notice.within = notice.within or days.within


def _except(notice: Notice, said: Statement, before: Before) -> None:
    last = before[-1] if before else None
    days = said.days
    if last is None or days is None or said.dates or last.dated or last.half or last.parts:
        raise notice.unclear(said, ASK_HOLIDAY)
    if days.only_holidays and last.kind is Kind.CLOSED and not last.times:
        _exempt(notice, said)
    elif days.only_holidays and last.kind is Kind.OPEN:
        _holidays_off(notice, said)
    elif last.kind is Kind.OPEN and days.weekdays and not days.holidays and not days.nths:
        notice.closings.append(Closing(said, days))
    else:
        raise notice.unclear(said, ASK_HOLIDAY)


def _exempt(notice: Notice, said: Statement) -> None:
    set_holiday(notice, said, Holiday.USUAL)
    notice.exempt = True


def _holidays_off(notice: Notice, said: Statement) -> None:
    """周一至周五9:00-17:00（法定节假日除外）."""
    group = _last_main(notice)
    days = group.days if group else None
    ordinary = days is None or days.general or (days.weekdays and days.weekdays <= WORKING_WEEK)
    if not ordinary or notice.closings:
        # 周二至周日（法定节假日除外）: closed on holidays, or open on a Monday that is one?
        raise notice.unclear(said, ASK_HOLIDAY)
    set_holiday(notice, said, Holiday.OFF)


def _save(notice: Notice, said: Statement, before: Before) -> None:
    """除法定节假日外 speaks of the statement after it, which `_closed_days` reads."""
    del before
    if notice.holiday is not Holiday.UNSAID:
        raise notice.contradicts(said)


def set_holiday(notice: Notice, said: Statement, holiday: Holiday) -> None:
    """Keep what `said` says of public holidays.

    Raises:
        HoursError: something else was said before.
    """
    if notice.holiday not in (Holiday.UNSAID, holiday):
        raise notice.contradicts(said)
    notice.holiday = holiday
    notice.holiday_statement = notice.holiday_statement or said


def _all_year(notice: Notice, said: Statement, before: Before) -> None:
    del before
    set_holiday(notice, said, Holiday.USUAL)
    notice.all_year = said


def _announced(notice: Notice, said: Statement, before: Before) -> None:
    """法定节假日另行通知; of no days at all it changes nothing until it is made."""
    del before
    if said.dates or said.parts or (said.days and not said.days.only_holidays):
        raise notice.unclear(said, sentence("请写明日期和时间。"))
    if said.days:
        set_holiday(notice, said, Holiday.ANNOUNCED)


def _entry(notice: Notice, said: Statement, before: Before) -> None:
    del before
    group = _last_main(notice)
    if group is None or said.dates or (said.days and said.days != group.days):
        raise notice.unclear(said, sentence("请先写开放时间，再写几点停止入馆。"))
    for target in _entry_targets(notice, group, said):
        target.entries.append(said)


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
    group = _last_main(notice)
    several = len(notice.groups) > 1 and not (said.days or said.depth or said.gap is Gap.COMMA)
    if group is None or group.statement.dated or group.parts or several:
        raise notice.unclear(said, ASK_DAYS)
    days = said.days or (group.days if len(notice.groups) > 1 else None)
    notice.lunches.append(Closing(said, days, times=said.times))


def _no_lunch(notice: Notice, said: Statement, before: Before) -> None:
    del before
    notice.no_lunch = said


def _reason(notice: Notice, said: Statement, before: Before) -> None:
    last = before[-1] if before else None
    if last is None or last.kind is not Kind.CLOSED or last.half or last.times:
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
    Kind.USUAL: _usual,
    Kind.EXCEPT: _except,
    Kind.SAVE: _save,
    Kind.ALL_YEAR: _all_year,
    Kind.NOTICE: _announced,
    Kind.LAST_ENTRY: _entry,
    Kind.LUNCH: _lunch,
    Kind.NO_LUNCH: _no_lunch,
    Kind.REASON: _reason,
}

"""Statements on public holidays: as usual, closed, excepted, announced later."""

from __future__ import annotations

from finder.errors import sentence
from finder.hours.zh_groups import ASK_HOLIDAY, Closing, Holiday, Notice, last_group
from finder.hours.zh_statements import WEEKEND, WORKING_WEEK, Kind, Statement

Before = tuple[Statement, ...]


def _usual(notice: Notice, said: Statement, before: Before) -> None:
    days = said.days
    if days is None or said.dates or said.parts or days.every or days.workdays or days.nths:
        raise notice.unclear(said, sentence("请写明是哪几天照常开放，例如 法定节假日照常开放。"))
    if days.weekdays:
        if not notice.groups or not (days.general or days.weekdays <= WEEKEND):
            # 周三照常开放: on the other days too?
            raise notice.unclear(said, sentence("请写明这几天从几点到几点开放。"))
        notice.usual_days.append(said)
    if not days.holidays:
        return
    if days.within and (not before or before[-1].kind is not Kind.OPEN):
        raise notice.unclear(said, ASK_HOLIDAY)
    set_holiday(notice, said, Holiday.USUAL)
    notice.within = notice.within or days.within
    closed = before[-1] if before else None
    if closed and closed.kind is Kind.CLOSED and not (closed.half or closed.times or closed.dated):
        # 周一闭馆，遇法定节假日照常开放: a Monday too.
        notice.exempted += 1


def _except(notice: Notice, said: Statement, before: Before) -> None:
    last = before[-1] if before else None
    days = said.days
    if days is None or said.dates or (last and (last.dated or last.half or last.parts)):
        raise notice.unclear(said, ASK_HOLIDAY)
    if not (days.holidays or days.nths or days.every or days.workdays) and (
        last is None or last.kind in (Kind.OPEN, Kind.OPEN_DAYS)
    ):
        notice.closings.append(Closing(said, days))
        return
    if last is None:
        raise notice.unclear(said, ASK_HOLIDAY)
    if days.holidays and days.weekdays and last.kind is Kind.OPEN and not days.nths:
        # 周一至周五9:00-17:00（周末及法定节假日除外）
        notice.closings.append(Closing(said, days))
        set_holiday(notice, said, Holiday.OFF)
    elif days.only_holidays and last.kind is Kind.CLOSED and not last.times:
        exempt(notice, said)
    elif days.only_holidays and last.kind is Kind.OPEN:
        _holidays_off(notice, said)
    else:
        raise notice.unclear(said, ASK_HOLIDAY)


def exempt(notice: Notice, said: Statement) -> None:
    """Keep that the weekly closing does not hold on public holidays."""
    set_holiday(notice, said, Holiday.USUAL)
    notice.exempted += 1


def _holidays_off(notice: Notice, said: Statement) -> None:
    """周一至周五9:00-17:00（法定节假日除外）."""
    group = last_group(notice)
    days = group.days if group else None
    ordinary = days is None or days.general or (days.weekdays and days.weekdays <= WORKING_WEEK)
    of_all = len(notice.groups) > 1 and not said.depth
    if not (ordinary or of_all) or notice.closings:
        # 周二至周日（法定节假日除外）: closed on holidays, or open on a Monday that is one?
        raise notice.unclear(said, ASK_HOLIDAY)
    set_holiday(notice, said, Holiday.OFF)
    notice.hours_excepted = said


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
    if said.parts or said.dates:
        raise notice.unclear(said, ASK_HOLIDAY)
    set_holiday(notice, said, Holiday.USUAL)
    notice.all_year = said


def _announced(notice: Notice, said: Statement, before: Before) -> None:
    """法定节假日另行通知; of no days at all it changes nothing until it is made."""
    del before
    if said.dates or said.parts or (said.days and not said.days.only_holidays):
        raise notice.unclear(said, sentence("请写明日期和时间。"))
    if said.festival:
        notice.festival_announced = said
    elif said.days:
        set_holiday(notice, said, Holiday.ANNOUNCED)
    elif "另行" in notice.source.text[said.start : said.end]:
        raise notice.unclear(said, sentence("请写明什么时候的安排另行通知。"))


EXCEPTION_READERS = {
    Kind.USUAL: _usual,
    Kind.EXCEPT: _except,
    Kind.SAVE: _save,
    Kind.ALL_YEAR: _all_year,
    Kind.NOTICE: _announced,
}

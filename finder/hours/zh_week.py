"""The groups of a notice to one table: for each season, weekday by weekday."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import sentence
from finder.hours.zh_cells import (
    check_lunch,
    days_of,
    halved,
)
from finder.hours.zh_groups import ASK_DAYS, ASK_SEASON, Closing, Group, Notice
from finder.hours.zh_others import fill_others
from finder.hours.zh_parts import overlay_parts
from finder.hours.zh_statements import ALL_WEEK, WORKING_WEEK, Days
from finder.hours.zh_table import Dates, Week, finished


def weeks_of(notice: Notice) -> list[Week]:
    """Return the table of each season, the one without dates first.

    Raises:
        HoursError: two statements of the same day, or days of which nothing certain is said.
    """
    _spread_usual(notice)
    _spread_open_days(notice)
    names = dict.fromkeys(group.dates for group in notice.groups)
    for part in notice.parts:
        if part.dates and part.dates not in names:
            raise notice.unclear(part.statement, ASK_SEASON)
    if not notice.groups and notice.parts:
        names = dict.fromkeys([()])
    for closing in notice.closings:
        seasons = {other.statement.dates for other in notice.closings if other.bound}
        if closing.bound and seasons != set(names):
            raise notice.unclear(
                closing.statement,
                sentence("请写明闭馆是全年还是只在这个季节，例如 全年周一闭馆。"),
            )
    weeks = [_week(notice, dates) for dates in sorted(names, key=bool)]
    for said in notice.usual_days:
        if said.days and not all(said.days.weekdays <= set(week.cells) for week in weeks):
            raise notice.contradicts(said)
    return weeks


def _spread_usual(notice: Notice) -> None:
    """双休日照常开放: the hours of the other days hold on those too."""
    for said in notice.usual_days:
        days = said.days or Days()
        first = notice.groups[0]
        if len(notice.groups) > 1 or first.dates or (first.days and first.days.workdays):
            raise notice.unclear(said, sentence("请写明这几天从几点到几点开放。"))
        if first.days and not first.days.general:
            first.days = replace(first.days, weekdays=first.days.weekdays | days.weekdays)


def _spread_open_days(notice: Notice) -> None:
    said = notice.open_days
    if said is None or said.days is None:
        return
    without = [group for group in notice.groups if group.days is None]
    for group in without:
        group.days = said.days
    named = frozenset[int]().union(*(group.days.weekdays for group in notice.groups if group.days))
    general = any(group.days.general for group in notice.groups if group.days)
    wanted = ALL_WEEK if said.days.general else said.days.weekdays
    if not notice.groups or (ALL_WEEK if general else named) != wanted or said.days.nths:
        raise notice.unclear(said, sentence("请写明这几天从几点到几点开放。"))


def _week(notice: Notice, dates: Dates) -> Week:
    week = Week(dates)
    groups = [group for group in notice.groups if group.dates == dates]
    closings = [closing for closing in notice.closings if closing.statement.dates in ((), dates)]
    weekly = [closing for closing in closings if closing.days and not closing.days.nths]
    for closing in weekly:
        if closing.half is None and closing.days:
            week.closed |= dict.fromkeys(closing.days.weekdays, closing.note)
    _fill(week, groups, notice)
    _halve(week, [closing for closing in weekly if closing.half], notice)
    overlay_parts(week, notice, dates)
    for lunch in notice.lunches:
        if lunch.days and not lunch.days.general and not lunch.days.weekdays <= set(week.cells):
            raise notice.contradicts(lunch.statement)
    for plan in (*week.cells.values(), week.workdays, week.holidays):
        if plan:
            check_lunch(plan, notice)
    if set(week.cells) & set(week.closed):
        raise notice.contradicts(closings[0].statement)
    if week.workdays and set(week.cells) & WORKING_WEEK:
        # 工作日9:00-17:00，周三14:00-17:00: on a Wednesday that is worked?
        said = next(group for group in groups if days_of(group, notice) & WORKING_WEEK)
        raise notice.unclear(said.statement, ASK_DAYS)
    if not week.cells and not week.workdays and not week.holidays:
        raise notice.unclear((notice.groups or notice.parts)[0].statement, ASK_DAYS)
    return week


def _fill(week: Week, groups: list[Group], notice: Notice) -> None:
    general = [group for group in groups if _is_general(group)]
    bare = [group for group in general if group.days is None and not group.trailing]
    if bare and any(group.trailing for group in groups):
        raise notice.unclear(general[0].statement, ASK_DAYS)
    for group in groups:
        if group.days and not group.days.nths:
            _fill_named(week, group, notice)
    if len(general) > 1:
        raise notice.contradicts(general[1].statement)
    for group in general:
        fill_others(week, group, notice)


def _fill_named(week: Week, group: Group, notice: Notice) -> None:
    if group.days and group.days.workdays:
        _workdays(week, group, notice)
    if group.days and group.days.holidays:
        if week.holiday_group:
            raise notice.contradicts(group.statement)
        week.holiday_group = group
        week.holidays = finished(tuple(group.blocks), group, notice)
    for weekday in days_of(group, notice):
        if weekday in week.cells or weekday in week.closed:
            raise notice.contradicts(group.statement)
        week.cells[weekday] = finished(tuple(group.blocks), group, notice, weekday)


def _is_general(group: Group) -> bool:
    if group.days is None:
        return True
    return group.days.general


def _workdays(week: Week, group: Group, notice: Notice) -> None:
    if week.workdays or (group.days and (group.days.weekdays & frozenset(range(5)))):
        raise notice.contradicts(group.statement)
    week.workdays = finished(tuple(group.blocks), group, notice)


def _halve(week: Week, closings: list[Closing], notice: Notice) -> None:
    for closing in closings:
        own = [group for group in notice.groups if group.days == closing.days]
        plans = {tuple(group.blocks) for group in own}
        for plan in plans:
            if closing.days and not closing.days.general and halved(plan, closings, notice) != plan:
                raise notice.contradicts(closing.statement)
    for weekday in ALL_WEEK:
        of_day = [
            closing
            for closing in closings
            if closing.days and (closing.days.general or weekday in closing.days.weekdays)
        ]
        if of_day and weekday not in week.cells:
            raise notice.unclear(of_day[0].statement, sentence("请写明那一天从几点到几点开放。"))
        if of_day:
            week.cells[weekday] = halved(week.cells[weekday], of_day, notice)

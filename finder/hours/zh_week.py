"""The groups of a notice to one table: for each season, weekday by weekday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from finder.errors import sentence
from finder.hours.rules import DateSpan
from finder.hours.zh_cells import (
    Plan,
    check_lunch,
    days_of,
    halved,
    overlaps,
    with_entries,
    with_parts,
    with_shut,
    without_lunch,
)
from finder.hours.zh_groups import ASK_DAYS, ASK_SEASON, Closing, Group, Notice
from finder.hours.zh_statements import ALL_WEEK

Dates = tuple[DateSpan, ...]


@dataclass
class Week:
    """One season of a notice.

    Args:
        cells: the hours of each weekday that is open.
        closed: the weekdays that are said to be closed, with the reason.
        workdays: the hours of working days of the calendar.
        holidays: the hours of public holidays, where they have their own.
    """

    dates: Dates
    cells: dict[int, Plan] = field(default_factory=dict)
    closed: dict[int, str] = field(default_factory=dict)
    workdays: Plan = ()
    holidays: Plan = ()
    holiday_group: Group | None = None


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
        if said.days is None or not notice.groups:
            raise notice.unclear(said, ASK_DAYS)
        first = notice.groups[0]
        if len(notice.groups) > 1 or first.dates or (first.days and first.days.workdays):
            raise notice.unclear(said, sentence("请写明这几天从几点到几点开放。"))
        if first.days and not first.days.general:
            first.days = replace(first.days, weekdays=first.days.weekdays | said.days.weekdays)


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
    _overlay_parts(week, notice, dates)
    for lunch in notice.lunches:
        if lunch.days and not lunch.days.general and not lunch.days.weekdays <= set(week.cells):
            raise notice.contradicts(lunch.statement)
    for weekday, plan in week.cells.items():
        check_lunch(plan, notice)
        if weekday in week.closed:
            raise notice.contradicts(closings[0].statement)
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
        _fill_others(week, group, notice)


def _fill_named(week: Week, group: Group, notice: Notice) -> None:
    if group.days and group.days.workdays:
        _workdays(week, group, notice)
    if group.days and group.days.holidays:
        if week.holiday_group:
            raise notice.contradicts(group.statement)
        week.holiday_group = group
        week.holidays = finished(tuple(group.blocks), group, notice, weekday=-1)
    for weekday in days_of(group, notice):
        if weekday in week.cells or weekday in week.closed:
            raise notice.contradicts(group.statement)
        week.cells[weekday] = finished(tuple(group.blocks), group, notice, weekday)


def _is_general(group: Group) -> bool:
    if group.days is None:
        return True
    return group.days.general


def _fill_others(week: Week, group: Group, notice: Notice) -> None:
    if week.workdays:
        raise notice.unclear(group.statement, ASK_DAYS)
    blocks = tuple(group.blocks)
    for plan in week.cells.values():
        # 每天9:00-17:00，周六18:00-21:00: in place of the day's hours, or besides them?
        if not overlaps(plan, blocks) and not group.statement.rest:
            raise notice.unclear(group.statement, ASK_DAYS)
    for weekday in ALL_WEEK - set(week.cells) - set(week.closed):
        week.cells[weekday] = finished(blocks, group, notice, weekday)


def _workdays(week: Week, group: Group, notice: Notice) -> None:
    if week.workdays or (group.days and (group.days.weekdays & frozenset(range(5)))):
        raise notice.contradicts(group.statement)
    week.workdays = finished(tuple(group.blocks), group, notice, weekday=-1)


def finished(plan: Plan, group: Group, notice: Notice, weekday: int) -> Plan:
    """Return `plan` of `group` with lunch and last entry."""
    plan = without_lunch(plan, notice.lunches, weekday, notice)
    return with_entries(with_shut(plan, group, notice), group, notice)


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


def _overlay_parts(week: Week, notice: Notice, dates: Dates) -> None:
    parts = [part for part in notice.parts if part.dates in ((), dates)]
    if not parts:
        return
    _check_parts(week, parts, notice)
    main = dict(week.cells)
    for weekday in ALL_WEEK:
        named = [
            ("、".join(part.parts), tuple(part.blocks))
            for part in parts
            if weekday in (days_of(part, notice) or _part_days(part, main))
        ]
        _check_twice(named, notice)
        if weekday in week.closed and named:
            raise notice.contradicts(parts[0].statement)
        absent = [
            ("、".join(part.parts), ())
            for part in parts
            if "、".join(part.parts) not in {name for name, _ in named}
        ]
        plan = with_parts(main.get(weekday, ()), [*_joined(named), *_joined(absent)])
        if plan:
            week.cells[weekday] = plan


def _part_days(part: Group, main: dict[int, Plan]) -> frozenset[int]:
    if part.days is None and main:
        return frozenset(main)
    return ALL_WEEK


def _joined(named: Sequence[tuple[str, Plan]]) -> list[tuple[str, Plan]]:
    """Return one plan for each name."""
    out: dict[str, Plan] = {}
    for name, plan in named:
        out[name] = (*out.get(name, ()), *plan)
    return list(out.items())


def _check_twice(named: Sequence[tuple[str, Plan]], notice: Notice) -> None:
    """Refuse two times of the same part that overlap."""
    for index, (name, plan) in enumerate(named):
        if any(name == other and overlaps(plan, times) for other, times in named[:index]):
            raise notice.contradicts(notice.parts[0].statement)


def _check_parts(week: Week, parts: list[Group], notice: Notice) -> None:
    for part in parts:
        days = part.days
        if part.entries or (days and (days.holidays or days.workdays or days.nths)):
            raise notice.unclear(part.statement, sentence("部分开放的时间请写得简单一些。"))
    if week.holidays or week.workdays:
        raise notice.unclear(parts[0].statement, sentence("部分开放的时间请写得简单一些。"))
    if not week.cells and not all(
        name.endswith(("层", "楼", "F")) for part in parts for name in part.parts
    ):
        raise notice.unclear(parts[0].statement, sentence("请先写全馆的开放时间。"))

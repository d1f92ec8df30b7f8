"""Hours of days or dates that a notice names: which of what stands before them they go on with."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import sentence
from finder.hours.rules import DateSpan
from finder.hours.zh_cells import overlaps
from finder.hours.zh_groups import ASK_DAYS, ASK_SEASON, Group, Notice, last_group
from finder.hours.zh_statements import Days, Gap, Statement

# From so many days on, naming them again is no mistake for other days.
_MOST_DAYS = 5


def new_group(notice: Notice, said: Statement) -> None:
    """Start a group of hours with the days, dates and parts of `said`.

    Raises:
        HoursError: it is not certain what `said` speaks of.
    """
    last = last_group(notice)
    if last and _goes_on_later(last, said):
        last.add(said.times, notice.source, said.end)
        return
    apart = last and last.statement.dated and last.days and not last.days.general
    if apart and not notice.groups and not said.rest:
        # 2026年7月1日至8月31日周二至周日9:00-18:00；周一9:00-12:00: a Monday of those dates?
        raise notice.unclear(said, ASK_DAYS)
    if last and last.statement.dated and said.gap is not Gap.STOP and not said.rest:
        # 2026年10月1日至7日9:00-17:00，每天9:00-12:00: every day of those?
        raise notice.unclear(said, ASK_DAYS)
    bare = last and not (last.days or last.dates or last.parts)
    if bare and said.gap is Gap.NONE and not said.depth:
        # 9:00-17:00 周一至周五，周六9:00-12:00: do the days stand before or after their times?
        raise notice.unclear(said, ASK_DAYS if said.days else ASK_SEASON)
    days, dates = said.days, said.dates
    headed = days and not dates and not said.rest
    parts = _heading_parts(notice, said, last) if headed else ()
    if headed:
        dates = _heading_season(notice, said)
    elif dates and not days:
        days = _days_before(notice, said)
    group = Group(said, days, dates, parts)
    group.add(said.times, notice.source, said.end)
    _carve_out(last, group)
    (notice.parts if parts else notice.groups).append(group)


def _goes_on_later(last: Group, said: Statement) -> bool:
    """Return whether 周二至周日18:00-22:00 follows 周二至周日9:00-17:00, the same days."""
    days = said.days
    if days is None or days != last.days or len(days.weekdays) < _MOST_DAYS:
        return False
    if not (said.times and last.blocks):
        return False
    plain = not (days.holidays or days.workdays or last.parts or last.trailing or last.entries)
    same = last.dates == said.dates and not last.statement.dated and said.gap is Gap.STOP
    return plain and same and said.times[0].start_min >= last.blocks[-1].end_min


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
        if said.gap >= heading.statement.gap and not _said_of_all(seasonal, heading, said):
            raise notice.unclear(said, ASK_SEASON)
        return heading.dates
    if said.days and said.days.only_holidays:
        return ()
    raise notice.unclear(said, ASK_SEASON)


def _said_of_all(seasonal: list[Group], heading: Group, said: Statement) -> bool:
    """Return whether the earlier seasons have hours of the days of `said` too.

    Otherwise 夏季（…）周一至周五…，冬季（…）周一至周五…，周六… may be of a Saturday in either.
    """
    for dates in {group.dates for group in seasonal} - {heading.dates}:
        named = [group.days for group in seasonal if group.dates == dates]
        if any(days is None or days.general for days in named):
            continue
        weekdays = frozenset[int]().union(*(days.weekdays for days in named if days))
        if said.days and not said.days.weekdays <= weekdays:
            return False
    return True


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

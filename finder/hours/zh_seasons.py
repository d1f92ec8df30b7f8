"""Whether the seasons of a notice fill the year, once each."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import HoursError, sentence
from finder.hours.rules import DateSpan
from finder.hours.zh_groups import ASK_SEASON, Notice
from finder.hours.zh_statements import Statement
from finder.hours.zh_table import Dates, Week

_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEAR = [(month, day) for month in range(1, 13) for day in range(1, _LENGTHS[month - 1] + 1)]
_LEAP_DAY = (2, 29)
# A shorter time without a year is an exception of one year, not a season.
_SHORTEST_SEASON_DAYS = 28


def _days(dates: Dates) -> set[tuple[int, int]]:
    found = set()
    for span in dates:
        start, end = span.start[1:], span.end[1:]
        for day in _YEAR:
            inside = start <= day <= end if start <= end else day >= start or day <= end
            if inside:
                found.add(day)
    return found


def checked_seasons(weeks: list[Week], notice: Notice) -> dict[Dates, Dates]:
    """Return for each season its dates, with 29 February where it would fall between two.

    Raises:
        HoursError: seasons that overlap, leave out days of the year, or are too short to be one.
    """
    seasons = {week.dates: _days(week.dates) for week in weeks if week.dates}
    closed = {
        closing.statement.dates: closing.statement
        for closing in notice.closings
        if closing.statement.dates and closing.statement.dates not in seasons
    }
    _check_lengths(seasons, notice)
    covered = _checked_overlaps(seasons, notice)
    base = any(not week.dates for week in weeks)
    names = {dates: dates for dates in (*seasons, *closed)}
    if seasons and base and (notice.rest_closed or set(_YEAR) - covered <= {_LEAP_DAY}):
        # 9:00-17:00，夏季（…）…，冬季（…）…: when do the first hours hold?
        raise notice.contradicts(next(group.statement for group in notice.groups if group.dates))
    missing = set(_YEAR) - covered if seasons and not base else set()
    for dates, said in closed.items():
        days = _days(dates)
        if days & covered or not (said.yearly or days >= missing - {_LEAP_DAY} != set()):
            raise _which_year(notice, said)
        missing -= days
    if missing == {_LEAP_DAY}:
        return {dates: _through_leap_day(dates) for dates in names}
    if missing and not notice.rest_closed:
        month, day = min(missing)
        group = next(group for group in notice.groups if group.dates)
        raise notice.refused(
            group.statement,
            sentence("没有写 %(month)d月%(day)d日 几点开放。", month=month, day=day),
            sentence("请写上其余日期的时间，或写“其余时间闭馆”。"),
        )
    return names


def _check_lengths(seasons: dict[Dates, set[tuple[int, int]]], notice: Notice) -> None:
    for group in notice.groups:
        named = group.statement.yearly or not group.dates
        if not named and len(seasons[group.dates]) < _SHORTEST_SEASON_DAYS:
            raise _which_year(notice, group.statement)


def _checked_overlaps(
    seasons: dict[Dates, set[tuple[int, int]]], notice: Notice
) -> set[tuple[int, int]]:
    covered: set[tuple[int, int]] = set()
    for dates, days in seasons.items():
        if covered & days:
            group = next(group for group in notice.groups if group.dates == dates)
            raise notice.unclear(group.statement, sentence("季节的日期有重叠，请核对。"))
        covered |= days
    return covered


def _which_year(notice: Notice, said: Statement) -> HoursError:
    value = notice.source.words(said.start, said.end)
    return notice.refused(
        said,
        sentence("“%(value)s”是每年，还是某一年？", value=value),
        sentence("请写上年份，例如 2026年10月1日至3日；年年如此请写“每年”。"),
    )


def _through_leap_day(dates: Dates) -> Dates:
    """Return `dates` with an end of 28 February moved to the 29th."""
    return tuple(
        replace(span, end=(span.end[0], *_LEAP_DAY)) if span.end[1:] == (2, 28) else span
        for span in dates
    )


def check_base(weeks: list[Week], notice: Notice) -> None:
    """Refuse a season that leaves open what happens on a day that is open otherwise."""
    base = next((week for week in weeks if not week.dates), None)
    if base is None:
        return
    for week in weeks:
        left_out = set(base.cells) - set(week.cells) - set(week.closed)
        if week.dates and (left_out or base.workdays or week.workdays):
            group = next(group for group in notice.groups if group.dates == week.dates)
            raise notice.unclear(group.statement, ASK_SEASON)


def spans_overlap(one: tuple[DateSpan, ...], other: tuple[DateSpan, ...]) -> bool:
    """Return whether two sets of dates with years have a day in common."""
    return any(a.start <= b.end and b.start <= a.end for a in one for b in other)

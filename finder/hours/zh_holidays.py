"""Whether what a notice says of public holidays is certain, and for which hours."""

from __future__ import annotations

from finder.errors import sentence
from finder.hours.rules import DAY_MIN
from finder.hours.zh_cells import Plan
from finder.hours.zh_groups import ASK_HOLIDAY, Group, Holiday, Notice
from finder.hours.zh_statements import ALL_WEEK, WEEKEND, WORKING_WEEK
from finder.hours.zh_table import Week

ASK_ORDINARY = sentence("请写明平日从几点到几点开放。")


def check_holidays(weeks: list[Week], notice: Notice) -> None:
    """Refuse what leaves open whether, or when, the facility opens on some public holiday.

    Raises:
        HoursError: with the words that leave it open.
    """
    said = notice.holiday_statement
    for week in weeks:
        if week.holiday_group and not week.cells and not week.workdays:
            raise notice.unclear(week.holiday_group.statement, ASK_ORDINARY)
    _check_all_year(weeks, notice)
    if said and not weeks:
        raise notice.unclear(said, ASK_HOLIDAY)
    _check_festival(weeks, notice)
    _check_excepted(weeks, notice)
    full = [closing for closing in notice.closings if not closing.half]
    if notice.exempt and said and len(full) != notice.exempted:
        # 周一闭馆（法定节假日除外），周二闭馆: the exception is of Mondays only.
        raise notice.unclear(said, ASK_HOLIDAY)
    for week in weeks:
        if week.holiday_group:
            _check_own_hours(week, week.holiday_group, weeks, notice)
        if said and notice.holiday is Holiday.USUAL and not week.holidays:
            _check_usual(week, notice)


def _check_all_year(weeks: list[Week], notice: Notice) -> None:
    """Refuse 全年无休 beside a closing, and a season's closing that a holiday may open."""
    said = notice.holiday_statement
    seasons = {week.dates for week in weeks}
    for closing in notice.closings:
        dates = closing.statement.dates
        if dates and dates not in seasons and notice.all_year:
            raise notice.contradicts(notice.all_year)
        if dates and dates not in seasons and closing.days and closing.days.weekdays and said:
            # 冬季（…）周一闭馆，节假日照常开放: a Monday of that winter too?
            raise notice.unclear(said, ASK_HOLIDAY)
    closed = any(set(week.cells) != ALL_WEEK for week in weeks)
    # 全年开放，周一闭馆（法定节假日除外） closes Mondays; 全年无休 does not.
    mild = notice.all_year and "开放" in notice.source.words(
        notice.all_year.start, notice.all_year.end
    )
    if notice.all_year and closed and not (mild and notice.exempt):
        raise notice.contradicts(notice.all_year)


def _check_festival(weeks: list[Week], notice: Notice) -> None:
    """Refuse 春节期间另行通知 beside hours of public holidays, of which it is one."""
    festival = notice.festival_announced
    own = any(week.holidays for week in weeks)
    if festival and (own or notice.holiday not in (Holiday.UNSAID, Holiday.ANNOUNCED)):
        raise notice.unclear(festival, ASK_HOLIDAY)


def _check_excepted(weeks: list[Week], notice: Notice) -> None:
    """Refuse （法定节假日除外） after the hours of some days, where others have their own."""
    said = notice.hours_excepted
    if said is None:
        return
    for closing in notice.closings:
        if closing.days and not closing.days.weekdays <= WEEKEND and not closing.half:
            # 每天9:00-17:00（法定节假日除外），周一闭馆: is a Monday that is one open?
            raise notice.unclear(said, ASK_HOLIDAY)
    if len(notice.groups) == 1:
        return
    later = any(group.statement.start > said.start for group in notice.groups)
    every = all(set(week.cells) >= WORKING_WEEK for week in weeks)
    if said.depth or later or not every:
        raise notice.unclear(said, ASK_HOLIDAY)


def _check_own_hours(week: Week, group: Group, weeks: list[Week], notice: Notice) -> None:
    days = group.days
    if days is None:
        return
    if notice.holiday is not Holiday.UNSAID and not notice.exempt:
        raise notice.contradicts(group.statement)
    weekend_unsaid = WEEKEND - set(week.cells) - set(week.closed)
    some_seasons = len({bool(other.holidays) for other in weeks}) > 1
    if some_seasons or days.within or (week.workdays and weekend_unsaid):
        raise notice.unclear(group.statement, ASK_HOLIDAY)
    if not days.statutory and weekend_unsaid:
        raise notice.unclear(
            group.statement, sentence("“节假日”含周末吗？请写“法定节假日”或“周末”。")
        )
    closed = set(week.closed)
    if closed and not closed >= WORKING_WEEK and not notice.exempt:
        raise notice.unclear(
            group.statement,
            sentence("周一闭馆遇法定节假日是否开放？请写“周一闭馆（法定节假日除外）”。"),
        )


def _check_usual(week: Week, notice: Notice) -> None:
    said = notice.holiday_statement
    plans = set(week.cells.values())
    vague = bool(week.workdays) or not plans
    # 周一至周五9:00-17:00，双休日（含法定节假日）10:00-16:00: and a Thursday that is one?
    vague = vague or (len(plans) > 1 and (notice.within or set(week.cells) != ALL_WEEK))
    but_one = len(week.cells) == len(ALL_WEEK) - 1 and said and said.days and said.days.statutory
    open_then = notice.exempt or (but_one and not notice.closings)
    vague = vague or (set(week.cells) != ALL_WEEK and (notice.within or not open_then))
    if vague and said:
        raise notice.unclear(said, ASK_HOLIDAY)


def holds_on_holidays(week: Week, notice: Notice) -> bool:
    """Return whether the first hours of `week` are also those of public holidays.

    Each weekday's own rule comes after them, so that a holiday has the hours of its weekday.
    """
    if notice.holiday is Holiday.USUAL and not week.holidays:
        return True
    return notice.holiday is Holiday.UNSAID and _is_always(week, notice)


def _is_always(week: Week, notice: Notice) -> bool:
    """Return whether it says 24小时 of every day, so that nothing closes it."""
    plans: set[Plan] = set(week.cells.values())
    if week.dates or set(week.cells) != ALL_WEEK or len(plans) != 1:
        return False
    (plan,) = plans
    whole = len(plan) == 1 and (plan[0].start_min, plan[0].end_min) == (0, DAY_MIN)
    return whole and all(group.statement.always for group in notice.groups)

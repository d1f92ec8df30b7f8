"""The days that a notice does not name: 每天9:00-17:00 beside 周六9:00-12:00."""

from __future__ import annotations

from finder.hours.zh_cells import Plan, overlaps
from finder.hours.zh_groups import ASK_DAYS, Group, Notice
from finder.hours.zh_statements import ALL_WEEK, Gap
from finder.hours.zh_table import Week, finished

# Hours that go on to here are a whole day, to which evenings may be added.
_LATE_MIN = 16 * 60
_EVENING_MIN = 17 * 60


def fill_others(week: Week, group: Group, notice: Notice) -> None:
    if week.workdays:
        raise notice.unclear(group.statement, ASK_DAYS)
    blocks = tuple(group.blocks)
    evenings = _evenings(week, group, notice)
    _check_late(group, notice)
    for plan in (plan for weekday, plan in week.cells.items() if weekday not in evenings):
        # 每天9:00-17:00，周六18:00-21:00: in place of the day's hours, or besides them?
        if not overlaps(plan, blocks) and not group.statement.rest:
            raise notice.unclear(group.statement, ASK_DAYS)
    named = notice.closings or notice.special or notice.special_closings or notice.parts
    if group.statement.rest and len(notice.groups) == 1 and not named:
        # 其余时间9:00-17:00: of the rest of what?
        raise notice.unclear(group.statement, ASK_DAYS)
    left = ALL_WEEK - set(week.cells) - set(week.closed)
    if group.statement.rest and not left:
        raise notice.contradicts(group.statement)
    if len(left) < len(set(week.cells) - evenings) and not group.statement.rest:
        # 9:00-17:00，周二至周日14:00-17:00: are the first hours of Mondays only?
        times = {tuple((block.start_min, block.end_min) for block in blocks)}
        if left or group.entries or {_times(plan) for plan in week.cells.values()} != times:
            raise notice.contradicts(group.statement)
    for weekday in left:
        week.cells[weekday] = finished(blocks, group, notice, weekday)
    for weekday in evenings:
        week.cells[weekday] = (
            *finished(blocks, group, notice, weekday),
            *week.cells[weekday],
        )


def _times(plan: Plan) -> tuple[tuple[int, int], ...]:
    """Return when `plan` is open, its notes left out."""
    times: list[tuple[int, int]] = []
    for block in plan:
        if times and times[-1][1] == block.start_min:
            times[-1] = (times[-1][0], block.end_min)
        else:
            times.append((block.start_min, block.end_min))
    return tuple(times)


def _check_late(base: Group, notice: Notice) -> None:
    """Refuse 每天9:00-21:00，周五晚18:00-22:00: is it open on Friday mornings?"""
    for group in notice.groups:
        words = notice.source.text[group.statement.start : group.statement.end]
        late = group.blocks and group.blocks[0].start_min >= _EVENING_MIN and "晚" in words
        if late and group is not base and overlaps(tuple(group.blocks), tuple(base.blocks)):
            raise notice.unclear(group.statement, ASK_DAYS)


def _evenings(week: Week, base: Group, notice: Notice) -> frozenset[int]:
    """Return the weekdays whose hours, called evening ones, go on after those of all days."""
    found = frozenset[int]()
    for group in notice.groups:
        words = notice.source.text[group.statement.start : group.statement.end]
        named = group.days.weekdays if group.days and not group.days.general else frozenset[int]()
        if "晚" not in words or group.statement.gap is not Gap.COMMA or base.entries:
            continue
        ends_min = base.blocks[-1].end_min
        after = _LATE_MIN <= ends_min <= group.blocks[0].start_min
        if after and group.dates == week.dates and group.statement.start > base.statement.start:
            found |= named
    return found

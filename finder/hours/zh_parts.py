"""Parts of a facility whose hours differ from those of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from finder.errors import sentence
from finder.hours.zh_cells import Plan, days_of, overlaps, with_parts
from finder.hours.zh_groups import Group, Notice
from finder.hours.zh_statements import ALL_WEEK
from finder.hours.zh_table import Dates, Week


def overlay_parts(week: Week, notice: Notice, dates: Dates) -> None:
    parts = [part for part in notice.parts if part.dates in ((), dates)]
    if not parts:
        return
    _check_parts(week, parts, notice)
    main = dict(week.cells)
    for weekday in ALL_WEEK:
        named = [
            ("、".join(part.parts), tuple(part.blocks))
            for part in parts
            if weekday in (days_of(part, notice) or _part_days(part, week, main))
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


def _part_days(part: Group, week: Week, main: dict[int, Plan]) -> frozenset[int]:
    if part.days is None and main:
        return frozenset(main)
    # 一楼…，二楼…，周一闭馆 closes both; 自习室每天… says otherwise.
    return ALL_WEEK - (frozenset(week.closed) if part.days is None else frozenset())


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
    alike = len(parts) > 1 and len({(part.days, tuple(part.blocks)) for part in parts}) == 1
    floors = all(name.endswith(("层", "楼", "F")) for part in parts for name in part.parts)
    if not week.cells and not (floors or alike):
        raise notice.unclear(parts[0].statement, sentence("请先写全馆的开放时间。"))

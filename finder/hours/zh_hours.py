"""Statements that change hours given before: 9:00开馆 … 17:00闭馆, 延长至21:00, 仅限二层."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import sentence
from finder.hours.rules import TimeSpan
from finder.hours.zh_groups import Block, Group, Notice, check_weekdays, last_group
from finder.hours.zh_statements import Gap, Kind, Statement

# From so many days on, those after the hours are taken to be all that it is open.
_MOST_DAYS = 5

Before = tuple[Statement, ...]


def _closes(notice: Notice, said: Statement, before: Before) -> None:
    del before
    last = last_group(notice)
    if last is None or said.days or said.dates or last.statement.dated:
        raise notice.unclear(said, sentence("请写明从几点到几点，例如 9:00-17:00。"))
    if last.opens_min is None:
        # 9:00-17:00，17:00闭馆 says it twice.
        if not last.blocks or last.blocks[-1].end_min != said.minute:
            raise notice.contradicts(said)
        return
    if said.minute <= last.opens_min:
        raise notice.contradicts(said)
    last.add((TimeSpan(last.opens_min, said.minute),), notice.source, said.end)
    last.opens_min = None


def _extend(notice: Notice, said: Statement, before: Before) -> None:
    """周五、周六延长至21:00: the usual hours of those days, with another end."""
    del before
    if not (said.days or said.dates) or said.dated or said.parts:
        raise notice.unclear(said, sentence("请写明是哪几天，从几点到几点。"))
    if said.days and (said.days.holidays or said.days.workdays or said.days.nths):
        raise notice.unclear(said, sentence("请写明从几点到几点，例如 9:00-21:00。"))
    if len(notice.groups) != 1 or len(notice.groups[0].blocks) != 1:
        raise notice.unclear(said, sentence("请写明从几点到几点，例如 9:00-21:00。"))
    base = notice.groups[0]
    block = base.blocks[0]
    named = base.days if base.days and not base.days.general else None
    if named and (named.holidays or named.workdays or named.nths):
        raise notice.unclear(said, sentence("请写明从几点到几点，例如 9:00-21:00。"))
    if named and said.days and not said.days.weekdays <= named.weekdays:
        # 周一至周五9:00-17:00，周六延长至21:00: from when on?
        raise notice.unclear(said, sentence("请写明从几点到几点，例如 9:00-21:00。"))
    if said.minute <= block.end_min or base.entries or block.note or base.dates:
        raise notice.unclear(said, sentence("请写明从几点到几点，例如 9:00-21:00。"))
    days = said.days or base.days
    if named and said.days:
        base.days = replace(named, weekdays=named.weekdays - said.days.weekdays)
    group = Group(said, days, said.dates, blocks=[Block(block.start_min, said.minute)])
    notice.groups.append(group)


def _only(notice: Notice, said: Statement, before: Before) -> None:
    """（仅限二层、七层） belongs to the hours right before it."""
    group = last_group(notice)
    if group is None or not before or before[-1].kind is not Kind.OPEN or said.gap is not Gap.NONE:
        raise notice.unclear(said, sentence("请写在所限的时间后面，例如 18:00-22:00（仅限二层）。"))
    note = "、".join(said.parts)
    if group.parts:
        raise notice.unclear(said, sentence("请先写全馆的时间，再写部分开放的时间。"))
    kept = len(group.blocks) - group.last_count
    group.blocks[kept:] = [replace(block, note=note) for block in group.blocks[kept:]]


def _open_days(notice: Notice, said: Statement, before: Before) -> None:
    """周二至周日开放 gives their days to hours without any."""
    del before
    few = said.days and not said.days.general and len(said.days.weekdays) < _MOST_DAYS
    if said.dated and said.days and not (said.days.general or said.parts):
        _dated_days(notice, said)
        return
    if said.dates or said.parts or said.days is None or notice.open_days:
        raise notice.unclear(said, sentence("请写明时间，例如 周二至周日9:00-17:00。"))
    if few and notice.groups:
        # 9:00-17:00，周六、周日开放: on those days only, or on those too?
        raise notice.unclear(said, sentence("请写明这几天从几点到几点开放。"))
    notice.open_days = said


def _dated_days(notice: Notice, said: Statement) -> None:
    """2026年7月1日至8月31日周一正常开放: Mondays have the hours of the other days."""
    check_weekdays(notice, said)
    if len(notice.groups) != 1 or notice.groups[0].dates or notice.parts or notice.lunches:
        raise notice.unclear(said, sentence("请写明这几天从几点到几点开放。"))
    base = notice.groups[0]
    group = Group(said, said.days, said.dates, blocks=list(base.blocks), entries=base.entries)
    notice.special.append(group)


HOURS_READERS = {
    Kind.CLOSES: _closes,
    Kind.EXTEND: _extend,
    Kind.ONLY: _only,
    Kind.OPEN_DAYS: _open_days,
}

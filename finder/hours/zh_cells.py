"""The hours of one weekday in one season of a notice: lunch cut out, last entry and parts noted."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from finder.errors import sentence
from finder.hours.rules import TimeSpan
from finder.hours.zh_groups import ASK_DAYS, Block, Closing, Group, Notice
from finder.hours.zh_statements import Half, Kind, Statement

Plan = tuple[Block, ...]

_MORNING_ENDS_MIN = 13 * 60
_AFTERNOON_STARTS_MIN = 11 * 60 + 30
# Whether 下午闭馆 closes the evening too is not certain.
_EVENING_STARTS_MIN = 17 * 60
_NOON_MIN, _ONE_MIN = 12 * 60, 13 * 60


def without_lunch(plan: Plan, lunches: list[Closing], weekday: int | None, notice: Notice) -> Plan:
    """Return `plan` with the times that are closed on `weekday` cut out.

    Raises:
        HoursError: a time that is not inside the hours.
    """
    for lunch in lunches:
        if lunch.days and not lunch.days.general and weekday not in lunch.days.weekdays:
            continue
        for span in lunch.times:
            cut = [
                piece
                for block in plan
                for piece in (
                    replace(block, end_min=min(block.end_min, span.start_min)),
                    replace(block, start_min=max(block.start_min, span.end_min)),
                )
                if piece.start_min < piece.end_min
            ]
            inside = any(
                block.start_min < span.start_min and span.end_min < block.end_min for block in plan
            )
            if not inside and tuple(cut) != plan:
                raise notice.contradicts(lunch.statement)
            plan = tuple(cut)
    return plan


def check_lunch(plan: Plan, notice: Notice) -> None:
    """Refuse 中午不休 where hours break at noon, and 午休 where nobody says when."""
    breaks = any(
        one.end_min < other.start_min
        and one.end_min <= _ONE_MIN + 60
        and other.start_min >= _NOON_MIN
        for one, other in pairwise(plan)
    )
    if notice.no_lunch and breaks:
        raise notice.contradicts(notice.no_lunch)
    if notice.lunch_unsaid and (
        len(plan) < 2 or any(block.start_min < _NOON_MIN + 30 < block.end_min for block in plan)
    ):
        raise notice.unclear(notice.lunch_unsaid, sentence("请写明午休从几点到几点。"))


def half_closed(plan: Plan, half: Half, said: Statement, notice: Notice) -> Plan:
    """Return `plan` without its blocks of that `half` of the day.

    Raises:
        HoursError: a block is in both halves, so nobody knows when the other half ends.
    """
    kept = []
    for block in plan:
        morning = block.end_min <= _MORNING_ENDS_MIN
        afternoon = block.start_min >= _AFTERNOON_STARTS_MIN
        evening = half is Half.AFTERNOON and block.start_min >= _EVENING_STARTS_MIN
        if evening or not (morning or afternoon):
            raise notice.unclear(said, sentence("请写明那一天从几点到几点开放。"))
        if morning != (half is Half.MORNING):
            kept.append(block)
    if not kept:
        raise notice.contradicts(said)
    return tuple(kept)


def halved(plan: Plan, closings: list[Closing], notice: Notice) -> Plan:
    """Return `plan` of a weekday after what `closings` say of its halves."""
    closed = [closing for closing in closings if closing.statement.kind is Kind.CLOSED]
    for closing in closed:
        if closing.half:
            plan = half_closed(plan, closing.half, closing.statement, notice)
    for closing in closings:
        if closing.statement.kind is Kind.OPEN_HALF and closing.half:
            others = {other.half for other in closed}
            if closing.half in others or not others:
                raise notice.unclear(closing.statement, sentence("请写明那一天从几点到几点开放。"))
    return plan


def with_shut(plan: Plan, group: Group, notice: Notice) -> Plan:
    """Return `plan` with the parts that are closed in some of it noted.

    Raises:
        HoursError: a time that is not inside the hours, or two notes for one time.
    """
    for said in group.shut:
        note = "、".join(said.parts) + "不开放"
        for span in said.times:
            inside = [
                block
                for block in plan
                if block.start_min <= span.start_min and span.end_min <= block.end_min
            ]
            if len(inside) != 1 or inside[0].note:
                raise notice.contradicts(said)
            plan = tuple(
                piece
                for block in plan
                for piece in (_split(block, span, note) if block is inside[0] else [block])
                if piece.start_min < piece.end_min
            )
    return plan


def _split(block: Block, span: TimeSpan, note: str) -> list[Block]:
    return [
        replace(block, end_min=span.start_min),
        Block(span.start_min, span.end_min, note),
        replace(block, start_min=span.end_min),
    ]


def _is_closing(entry: Statement, group: Group, notice: Notice) -> bool:
    """Return whether the end of entry when it closes says no more than that it closes."""
    every = [*notice.groups, *notice.parts, *notice.special]
    ends = {other.blocks[-1].end_min for other in every if other.blocks}
    lone = len(group.entries) == 1 and len(ends) == 1 and entry.note != "停止售票"
    return lone or entry.note == "清场"


def with_entries(plan: Plan, group: Group, notice: Notice) -> Plan:
    """Return `plan` with what is after last entry noted.

    Raises:
        HoursError: last entry is not inside the hours.
    """
    cuts: list[tuple[int, str, Statement]] = []
    for entry in group.entries:
        minute = entry.minute
        if entry.before_min:
            if len(plan) != 1:
                raise notice.unclear(entry, sentence("请分别写明上午、下午几点停止入馆。"))
            minute = plan[0].end_min - entry.before_min
        if plan and minute == plan[-1].end_min and _is_closing(entry, group, notice):
            # Nobody is let in once it is closed.
            continue
        if not any(block.start_min < minute < block.end_min for block in plan):
            raise notice.refused(
                entry,
                sentence(
                    "“%(value)s”不在开放时间以内。",
                    value=notice.source.words(entry.start, entry.end),
                ),
                sentence("停止入馆应早于闭馆，例如 9:00-17:00（16:30停止入馆）。"),
            )
        cuts.append((minute, entry.note, entry))
    notes = [(note, _block_at(plan, minute)) for minute, note, _ in cuts]
    if len(set(notes)) != len(cuts) or len({minute for minute, _, _ in cuts}) != len(cuts):
        raise notice.contradicts(cuts[-1][2])
    out = list(plan)
    for minute, note, _ in sorted(cuts, key=lambda cut: cut[0]):
        out = [piece for block in out for piece in _cut(block, minute, note)]
    return tuple(out)


def _block_at(plan: Plan, minute: int) -> Block | None:
    return next((block for block in plan if block.start_min <= minute < block.end_min), None)


def _cut(block: Block, minute: int, note: str) -> list[Block]:
    if not block.start_min < minute < block.end_min:
        return [block]
    # Of several notes the later one holds: 停止入馆 ends where 清场 starts.
    before = block.note.split("，")[0] if _is_entry(block.note.split("，")[-1]) else block.note
    if _is_entry(before):
        before = ""
    both = "，".join(part for part in (before, note) if part)
    return [replace(block, end_min=minute), replace(block, start_min=minute, note=both)]


def _is_entry(note: str) -> bool:
    return note.startswith("停止") or note == "清场"


def with_parts(main: Plan, parts: list[tuple[str, Plan]]) -> Plan:
    """Return the hours of the whole and of its parts as one plan.

    Where the whole is open, a note names the parts that are not; elsewhere those that are.
    """
    within = {name for name, plan in parts if not plan or overlaps(plan, main)}
    edges = sorted(
        {
            edge
            for plan in (main, *(plan for _, plan in parts))
            for block in plan
            for edge in (block.start_min, block.end_min)
        }
    )
    out: list[Block] = []
    for start, end in pairwise(edges):
        base = _block_at(main, start)
        # A part with hours only outside those of the whole is open with the whole besides.
        shut = [name for name, plan in parts if not _covers(plan, start) and name in within]
        open_parts = [name for name, plan in parts if _covers(plan, start)]
        if base is None and not open_parts:
            continue
        names = dict.fromkeys(shut if base else open_parts)
        note = "、".join(names) + ("不开放" if base and names else "")
        if base and base.note:
            note = "，".join(text for text in (note, base.note) if text)
        if out and out[-1].end_min == start and out[-1].note == note:
            out[-1] = replace(out[-1], end_min=end)
        else:
            out.append(Block(start, end, note))
    return tuple(out)


def _covers(plan: Plan, minute: int) -> bool:
    return any(block.start_min <= minute < block.end_min for block in plan)


def overlaps(one: Plan, other: Plan) -> bool:
    """Return whether the two have a minute in common."""
    return any(
        block.start_min < rival.end_min and rival.start_min < block.end_min
        for block in one
        for rival in other
    )


def days_of(group: Group, notice: Notice) -> frozenset[int]:
    """Return the weekdays that `group` names, none for the whole week.

    Raises:
        HoursError: it names days that cannot stand here.
    """
    if group.days is None or group.days.general:
        return frozenset()
    if group.days.every and group.days.weekdays:
        raise notice.unclear(group.statement, ASK_DAYS)
    return group.days.weekdays

"""The table of a notice to rules."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import sentence
from finder.hours.rules import DAY_MIN, Join, Rule, State, TimeSpan, WeekdaySpan
from finder.hours.zh_cells import Plan, without_lunch
from finder.hours.zh_groups import ASK_HOLIDAY, Block, Closing, Holiday, Notice
from finder.hours.zh_holidays import check_holidays, holds_on_holidays
from finder.hours.zh_riders import after_last_entry
from finder.hours.zh_seasons import check_base, checked_seasons, spans_overlap
from finder.hours.zh_start import before_start
from finder.hours.zh_statements import WEEKEND, Days, Statement
from finder.hours.zh_table import Dates, Week, finished
from finder.hours.zh_week import weeks_of


def rules_of_notice(notice: Notice) -> tuple[Rule, ...]:
    """Return the rules that `notice` states.

    Raises:
        HoursError: what it states is incomplete or contradicts itself.
    """
    weeks = weeks_of(notice)
    if not weeks:
        checked_seasons(weeks, notice)
    weekly = (
        notice.closings
        or notice.lunches
        or notice.usual_days
        or [notice.no_lunch, notice.lunch_unsaid, notice.open_days, notice.holiday_statement]
        != [None] * 4
    )
    if not weeks and (weekly or not (notice.special or notice.special_closings)):
        raise notice.source.because(
            0,
            len(notice.source.text),
            sentence("“%(value)s”没有写开放时间。", value=notice.source.words(0, 40)),
            sentence("请写明从几点到几点，例如 周二至周日9:00-17:00。"),
        )
    names = checked_seasons(weeks, notice)
    check_base(weeks, notice)
    check_holidays(weeks, notice)
    rules = [rule for week in weeks for rule in _weekly(week, names.get(week.dates, ()), notice)]
    rules += _closed(weeks, names, notice)
    rules += _nths(notice)
    rules += _holidays(weeks, names, notice)
    return _always((*rules, *_special(notice), *before_start(notice)))


def _always(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return `rules` with every day from 0:00 to 24:00 written as 24/7."""
    first = rules[0]
    whole = Rule(weekdays=(WeekdaySpan(0, 6),), holidays=True, times=(TimeSpan(0, DAY_MIN),))
    others_dated = all(rule.is_dated or rule.holidays for rule in rules[1:])
    if replace(first, note="") == whole and others_dated:
        return (Rule(always=True, note=first.note), *rules[1:])
    return rules


def _weekly(week: Week, dates: Dates, notice: Notice) -> list[Rule]:
    on_holidays = holds_on_holidays(week, notice)
    plans: dict[Plan, list[int]] = {}
    for weekday in sorted(week.cells):
        plans.setdefault(week.cells[weekday], []).append(weekday)
    rules: list[Rule] = []
    first = True
    for plan, weekdays in plans.items():
        frame = Rule(dates=dates, weekdays=weekday_spans(weekdays), holidays=on_holidays and first)
        rules += _painted(frame, plan)
        first = False
    if week.workdays:
        rules += _painted(Rule(dates=dates, workdays=True), week.workdays)
    return rules


def _painted(frame: Rule, plan: Plan) -> list[Rule]:
    """Return a rule for each note of `plan`, the first of which replaces the day."""
    notes: dict[str, list[Block]] = {}
    for block in plan:
        notes.setdefault(block.note, []).append(block)
    rules = [
        replace(
            frame,
            join=Join.ADD,
            times=tuple(TimeSpan(block.start_min, block.end_min) for block in blocks),
            note=note,
        )
        for note, blocks in sorted(notes.items(), key=_note_order)
    ]
    # Last entry is laid over the hours that it ends, as staff write it: 9-17, 16:30-17 …
    rules = [rule if _is_entry(rule.note) else _whole(rule, plan) for rule in rules]
    rules[0] = replace(rules[0], join=Join.REPLACE)
    return [replace(rule, note=after_last_entry(rule.note)) for rule in rules]


def _note_order(pair: tuple[str, list[Block]]) -> tuple[bool, bool]:
    """Hours without a note come first, last entry, which is laid over the others, last."""
    return _is_entry(pair[0]), bool(pair[0])


def _is_entry(note: str) -> bool:
    return note.rpartition("，")[2].startswith(("停止", "清场"))


def _whole(rule: Rule, plan: Plan) -> Rule:
    """Return `rule` with its times up to closing, what is after last entry included."""
    times: list[TimeSpan] = []
    for block in plan:
        joins = times and times[-1].end_min == block.start_min and _is_entry(block.note)
        if joins and block.note.rpartition("，")[0] == rule.note:
            times[-1] = TimeSpan(times[-1].start_min, block.end_min)
        elif block.note == rule.note:
            times.append(TimeSpan(block.start_min, block.end_min))
    return replace(rule, times=tuple(times))


def weekday_spans(weekdays: list[int]) -> tuple[WeekdaySpan, ...]:
    """Return `weekdays`, sorted, as spans; two neighbours are named one by one."""
    runs: list[list[int]] = []
    for weekday in weekdays:
        if runs and runs[-1][-1] == weekday - 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    return tuple(
        span
        for run in runs
        for span in (
            [WeekdaySpan(run[0], run[-1])]
            if len(run) > 2
            else [WeekdaySpan(weekday, weekday) for weekday in run]
        )
    )


def _closed(weeks: list[Week], names: dict[Dates, Dates], notice: Notice) -> list[Rule]:
    """Return what is said to be closed."""
    every = [
        Rule(
            dates=names.get(closing.statement.dates, closing.statement.dates),
            weekdays=weekday_spans(sorted(closing.days.weekdays)),
            state=State.CLOSED,
            note=closing.note,
        )
        for closing in notice.closings
        if closing.days and _is_said(closing, closing.days, weeks, notice)
    ]
    return list(dict.fromkeys(every))


def _is_said(closing: Closing, days: Days, weeks: list[Week], notice: Notice) -> bool:
    """Return whether a rule of its own says that it is closed on `days`."""
    if closing.half or days.nths:
        return False
    if days.weekdays and days.weekdays <= WEEKEND and any(week.workdays for week in weeks):
        # 工作日 names the weekends that are worked too.
        return False
    # A Monday that is a holiday is open, so nothing may close all Mondays.
    may_open = notice.holiday is Holiday.USUAL or any(week.holidays for week in weeks)
    return not (may_open and days.weekdays)


def _nths(notice: Notice) -> list[Rule]:
    rules: list[Rule] = []
    for closing in notice.closings:
        if closing.days and closing.days.nths:
            _check_nths(notice, closing.statement)
            spans = _nth_spans(closing.days)
            rules.append(Rule(weekdays=spans, state=State.CLOSED, note=closing.note))
    for group in notice.groups:
        if group.days and group.days.nths:
            if group.dates:
                raise notice.unclear(group.statement, ASK_HOLIDAY)
            _check_nths(notice, group.statement)
            spans = _nth_spans(group.days)
            plan = finished(tuple(group.blocks), group, notice, spans[0].first)
            rules += _painted(Rule(weekdays=spans), plan)
    return rules


def _check_nths(notice: Notice, said: Statement) -> None:
    if notice.holiday not in (Holiday.UNSAID, Holiday.OFF):
        raise notice.unclear(said, ASK_HOLIDAY)


def _nth_spans(days: Days) -> tuple[WeekdaySpan]:
    (weekday,) = days.weekdays
    return (WeekdaySpan(weekday, weekday, days.nths),)


def _holidays(weeks: list[Week], names: dict[Dates, Dates], notice: Notice) -> list[Rule]:
    rules: list[Rule] = []
    for week in weeks:
        if week.holidays:
            dates = names.get(week.dates, ())
            rules += _painted(Rule(dates=dates, holidays=True), week.holidays)
    only_workdays = weeks and all(week.workdays and not week.cells for week in weeks)
    if notice.holiday is Holiday.OFF or (
        only_workdays and not rules and notice.holiday is Holiday.UNSAID
    ):
        rules.append(Rule(holidays=True, state=State.CLOSED))
    if notice.holiday is Holiday.ANNOUNCED:
        rules.append(Rule(holidays=True, state=State.UNKNOWN, note="另行通知"))
    return rules


def _special(notice: Notice) -> list[Rule]:
    """Return the exceptions with dates of a year, in the order of the text."""
    found: list[tuple[int, Dates, list[Rule]]] = []
    for group in notice.special:
        named = group.days and not group.days.general
        weekdays = sorted(group.days.weekdays) if group.days and named else []
        frame = Rule(dates=group.dates, weekdays=weekday_spans(weekdays))
        plan = finished(tuple(group.blocks), group, notice)
        if notice.lunches and without_lunch(tuple(group.blocks), notice.lunches, None, notice) != (
            tuple(group.blocks)
        ):
            raise notice.unclear(group.statement, sentence("请写明那一天从几点到几点开放。"))
        found.append((group.statement.start, group.dates, _painted(frame, plan)))
    for said in notice.special_closings:
        weekdays = sorted(said.days.weekdays) if said.days and not said.days.general else []
        rule = Rule(
            dates=said.dates,
            weekdays=weekday_spans(weekdays),
            state=State.CLOSED,
            note=said.note,
        )
        found.append((said.start, said.dates, [rule]))
    found.sort(key=lambda item: item[0])
    for index, (start, dates, rules) in enumerate(found):
        if any(
            spans_overlap(dates, earlier) and not _other_days(rules, others)
            for _, earlier, others in found[:index]
        ):
            raise notice.source.refused(
                start, len(notice.source.text), sentence("有年份的日期前后重叠，请核对。")
            )
    return [rule for _, _, rules in found for rule in rules]


def _other_days(rules: list[Rule], others: list[Rule]) -> bool:
    """Return whether both name weekdays and none in common."""
    one, other = (
        {day for rule in half for span in rule.weekdays for day in range(span.first, span.last + 1)}
        for half in (rules, others)
    )
    return bool(one and other) and not one & other

"""Days of opening hours as short texts, and random rules."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from finder.holidays import Calendar, official_calendar
from finder.hours import DAY_MIN, Interval, State, clock, date_stretches, day_intervals, rules_of
from finder.hours.rules import (
    DateSpan,
    Join,
    Rule,
    TimeSpan,
    WeekdaySpan,
    WeekSpan,
    YearSpan,
)

_SIGNS = {State.OPEN: "", State.CLOSED: "off ", State.UNKNOWN: "? "}


def words(parts: list[tuple[int, int, Interval]]) -> str:
    """Return `09:00-17:00 二层, ? 17:00-24:00`: what is not closed; `off` where nothing is."""
    said = [
        f"{_SIGNS[part.state]}{clock(start_min)}-{clock(end_min)} {part.note}".strip()
        for start_min, end_min, part in parts
        if part.state is not State.CLOSED
    ]
    return ", ".join(said) or "off"


def on(text: str, date: str, special: str = "", calendar: Calendar | None = None) -> str:
    """Return the hours that belong to `date`."""
    intervals = day_intervals(
        rules_of(text, special), dt.date.fromisoformat(date), calendar or official_calendar()
    )
    return words([(part.start_min, part.end_min, part) for part in intervals])


def during(text: str, date: str, special: str = "", calendar: Calendar | None = None) -> str:
    """Return what happens between 00:00 and 24:00 of `date`."""
    day = dt.date.fromisoformat(date)
    stretches = date_stretches(rules_of(text, special), day, calendar or official_calendar())
    parts: list[tuple[int, int, Interval]] = []
    for stretch in stretches:
        start_min = stretch.start.hour * 60 + stretch.start.minute
        end_min = stretch.end.hour * 60 + stretch.end.minute or DAY_MIN
        parts.append((start_min, end_min, stretch.interval))
    return words(parts)


NOTES = st.sampled_from(("", "", "二层、七层", "call first", "停止入馆"))
STATES = st.sampled_from(State)


@st.composite
def time_spans(draw: st.DrawFn) -> TimeSpan:
    start_min = draw(st.integers(0, DAY_MIN - 1))
    return TimeSpan(start_min, start_min + draw(st.integers(1, DAY_MIN)))


@st.composite
def week_spans(draw: st.DrawFn) -> WeekSpan:
    first = draw(st.integers(1, 53))
    last = draw(st.integers(first, 53))
    return WeekSpan(first, last, draw(st.integers(1, 52)) if first < last else 1)


@st.composite
def weekday_spans(draw: st.DrawFn) -> WeekdaySpan:
    first = draw(st.integers(0, 6))
    if draw(st.booleans()):
        nths = draw(st.lists(st.sampled_from((1, 2, 3, 4, 5, -1, -2, -3, -4, -5)), max_size=3))
        return WeekdaySpan(first, first, tuple(nths))
    return WeekdaySpan(first, draw(st.integers(0, 6)))


@st.composite
def date_spans(draw: st.DrawFn, has_year: bool, may_wrap: bool = True) -> DateSpan:
    first = draw(st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31)))
    last = draw(st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31)))
    if has_year or not may_wrap:
        first, last = min(first, last), max(first, last)
    if not has_year and not may_wrap:
        last = max(last.replace(year=2028, day=28), first.replace(year=2028, day=28))
        first = first.replace(year=2028, day=1) if first.month <= last.month else last
        first, last = min(first, last), max(first, last)
    start = (first.year if has_year else 0, first.month, first.day)
    end = (last.year if has_year else 0, last.month, last.day)
    if draw(st.booleans()):
        return DateSpan((*start[:2], 1), (*end[:2], 31), whole_months=True)
    return DateSpan(start, end)


@st.composite
def year_spans(draw: st.DrawFn) -> YearSpan:
    first = draw(st.integers(2024, 2028))
    return YearSpan(first, first + draw(st.integers(0, 3)))


@st.composite
def rule_lists(draw: st.DrawFn) -> tuple[Rule, ...]:
    """Rules that the grammar can write."""
    rules: list[Rule] = []
    for place in range(draw(st.integers(1, 4))):
        joins = [Join.REPLACE, Join.ELSE]
        if rules and rules[-1].join is not Join.ELSE:
            joins.append(Join.ADD)
        join = draw(st.sampled_from(joins)) if place else Join.REPLACE
        rules.append(draw(_rules(join)))
    falls_back = any(rule.join is Join.ELSE for rule in rules)
    if falls_back and any(_closes_a_night(rule) for rule in rules):
        rules = [rule for rule in rules if rule.join is not Join.ELSE]
    return tuple(rules)


def _closes_a_night(rule: Rule) -> bool:
    return rule.state is State.CLOSED and any(span.end_min > DAY_MIN for span in rule.times)


@st.composite
def _rules(draw: st.DrawFn, join: Join) -> Rule:
    state, note = draw(STATES), draw(NOTES)
    if draw(st.integers(0, 19)) == 0:
        return Rule(join, always=True, state=state, note=note)
    years: list[YearSpan] = []
    dates: list[DateSpan] = []
    shape = draw(st.integers(0, 5))
    if shape == 0:
        years = draw(st.lists(year_spans(), min_size=1, max_size=2))
    elif shape == 1:
        dates = draw(st.lists(date_spans(has_year=True), min_size=1, max_size=2))
    elif shape == 2:
        dates = draw(st.lists(date_spans(has_year=False), min_size=1, max_size=2))
    elif shape == 3:
        # One year before a date would be the date's own.
        years = [*draw(st.lists(year_spans(), max_size=1)), YearSpan(2025, 2027)]
        dates = [draw(date_spans(has_year=False, may_wrap=False))]
    weekdays = draw(st.lists(weekday_spans(), max_size=2))
    if len(dates) > 1 and dates[-1].is_one_month:
        weekdays = [span for span in weekdays if not span.nths]
    holidays, workdays = draw(st.booleans()), draw(st.integers(0, 4)) == 0
    if join is Join.ADD and not (years or dates or weekdays or holidays or workdays):
        holidays = True
    return Rule(
        join,
        years=tuple(years),
        dates=tuple(dates),
        weeks=tuple(draw(st.lists(week_spans(), max_size=2))),
        weekdays=tuple(weekdays),
        holidays=holidays,
        workdays=workdays,
        times=tuple(draw(st.lists(time_spans(), max_size=2))),
        state=state,
        note=note,
    )

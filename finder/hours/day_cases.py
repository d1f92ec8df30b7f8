"""The ways in which days differ to some rules, each with one day that stands for all of them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from finder.holidays import Day, DayKind
from finder.hours.evaluation import day_case
from finder.hours.rules import DateSpan, Rule, Rules, WeekdaySpan, WeekSpan, YearSpan
from finder.hours.samples import LEAP_YEAR, sample_days

_DAYS = {kind: Day(kind) for kind in DayKind}

# What chooses the days of a rule: years, dates, weeks, weekdays, holidays, workdays.
Selectors = tuple[
    tuple[YearSpan, ...],
    tuple[DateSpan, ...],
    tuple[WeekSpan, ...],
    tuple[WeekdaySpan, ...],
    bool,
    bool,
]


def selectors_of(rule: Rule) -> Selectors:
    """Return what two rules of the same days have in common."""
    return rule.years, rule.dates, rule.weeks, rule.weekdays, rule.holidays, rule.workdays


def _days_rule(selectors: Selectors) -> Rule:
    """Return a rule of the same days."""
    years, dates, weeks, weekdays, holidays, workdays = selectors
    return Rule(
        years=years,
        dates=dates,
        weeks=weeks,
        weekdays=weekdays,
        holidays=holidays,
        workdays=workdays,
    )


class DayCase(NamedTuple):
    """The first of the sample days that are all alike to some rules.

    Args:
        is_past_leap_year: a day of a later year lies between the case before and this one.
    """

    date: dt.date
    day: Day
    is_past_leap_year: bool


# Rules of the same days and other times are common: a list has many hours and few kinds of week.
@lru_cache(maxsize=4_096)
def day_cases(selectors: tuple[Selectors, ...]) -> tuple[DayCase, ...]:
    """Return a day for each way in which the sample days differ to rules with these selectors."""
    rules = Rules(tuple(map(_days_rule, selectors)))
    found: dict[tuple[bool, ...], DayCase] = {}
    is_past = False
    for date, kind in sample_days(rules.ordinary):
        case = day_case(rules, date, _DAYS[kind])
        if case not in found:
            found[case] = DayCase(date, _DAYS[kind], is_past)
            is_past = False
        is_past = is_past or date.year > LEAP_YEAR
    return tuple(found.values())


@lru_cache(maxsize=4_096)
def meet_on_some_day(one: Selectors, other: Selectors) -> bool:
    """Return whether there is a day that rules with these selectors both speak of."""
    rules = (_days_rule(one), _days_rule(other))
    return any(
        all(rule.matches(date, _DAYS[kind]) for rule in rules) for date, kind in sample_days(rules)
    )

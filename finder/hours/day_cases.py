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


# So many spans are held against days at most: about half a second.
_MOST_LOOKS = 600_000
# Putting the hours of a day together takes as long as so many looks.
_PAINTING = 10


class DayCase(NamedTuple):
    """The first of the sample days that are all alike to some rules.

    Args:
        matching: a bit for each rule that speaks of the day, the lowest for the first.
        is_past_leap_year: a day of a later year lies between the case before and this one.
    """

    date: dt.date
    day: Day
    matching: int
    is_past_leap_year: bool


# Rules of the same days and other times are common: a list has many hours and few kinds of week.
@lru_cache(maxsize=4_096)
def day_cases(selectors: tuple[Selectors, ...]) -> tuple[DayCase, ...]:
    """Return a day for each way in which the sample days differ to rules with these selectors.

    None at all where that takes too long to find out.
    """
    rules = Rules(tuple(map(_days_rule, selectors)))
    spans = sum(len(years) + len(dates) + len(weeks) + len(weekdays) + 1
                for years, dates, weeks, weekdays, _holidays, _workdays in selectors)  # fmt: skip
    found: dict[tuple[bool, ...], DayCase] = {}
    is_past, left = False, _MOST_LOOKS
    for date, kind in sample_days(rules.ordinary):
        left -= spans
        if left < 0:
            return ()
        case = day_case(rules, date, _DAYS[kind])
        if case not in found:
            # The rules on the day itself come first.
            matching = sum(1 << at for at in range(len(selectors)) if case[1 + at])
            found[case] = DayCase(date, _DAYS[kind], matching, is_past)
            left -= _PAINTING * spans
            is_past = False
        is_past = is_past or date.year > LEAP_YEAR
    return tuple(found.values())


@lru_cache(maxsize=4_096)
def meetings(selectors: tuple[Selectors, ...]) -> tuple[int, ...]:
    """Return for each rule a bit for every rule that speaks of a day that it speaks of too."""
    found = [0] * len(selectors)
    for matching in {case.matching for case in day_cases(selectors)}:
        for at in range(len(selectors)):
            if matching >> at & 1:
                found[at] |= matching
    return tuple(found)

"""The sampled days show every case that a whole span of years shows."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings

from finder.holidays import Day, DayKind
from finder.hours.grammar import parsed
from finder.hours.rules import Rule
from finder.hours.samples import LEAP_YEAR, sample_days
from tests.hours_words import rule_lists
from tests.work import calls


def cases(rules: tuple[Rule, ...], days: list[tuple[dt.date, DayKind]]) -> set[tuple[bool, ...]]:
    """Return which of the rules hold together on one of `days`."""
    return {tuple(rule.matches(date, Day(kind)) for rule in rules) for date, kind in days}


def every_day(years: int) -> list[tuple[dt.date, DayKind]]:
    first = dt.date(LEAP_YEAR, 1, 1)
    dates = (first + dt.timedelta(days=number) for number in range(365 * years + 1))
    return [(date, kind) for date in dates for kind in (DayKind.ORDINARY, DayKind.OFF)]


@pytest.mark.parametrize(
    "text",
    [
        "Tu-Su 09:00-17:00; Mo off",
        "May 01-03 Sa 09:00-12:00; Mo off",
        "Feb 29 We 09:00-12:00",
        "Nov-Mar Mo 09:00-12:00; Dec 24-Jan 02 off",
        "Apr 30-May 02 Mo 09:00-12:00; May 01 Su 10:00-12:00",
    ],
)
def test_every_case_of_28_years_is_among_the_samples(text: str) -> None:
    rules = parsed(text)
    assert cases(rules, every_day(28)) <= cases(rules, list(sample_days(rules)))


@settings(deadline=None, max_examples=30)
@given(rule_lists())
def test_no_case_of_a_year_is_missing_from_the_samples(rules: tuple[Rule, ...]) -> None:
    plain = tuple(rule for rule in rules if not rule.is_dated)
    assert cases(plain, every_day(1)) <= cases(plain, list(sample_days(plain)))


@pytest.mark.parametrize(
    "text",
    [
        "2026," * 195 + "2026 off",
        "2026-2199," * 95 + "2026-2199 off",
        "2026 Jan 01-2027 Dec 31," * 38 + "2026 Jan 01-2027 Dec 31 off",
    ],
)
def test_a_span_that_is_named_a_hundred_times_is_walked_once(text: str) -> None:
    # Each was walked by itself and held against all others: up to four seconds.
    rules = parsed(text)
    once = parsed(text.rpartition(",")[2])
    assert list(sample_days(rules)) == list(sample_days(once))
    assert calls(lambda: list(sample_days(rules))) < 2 * calls(lambda: list(sample_days(once)))


def test_spans_of_one_beginning_are_walked_together() -> None:
    one, all_ = (
        parsed(",".join(f"2026-{last}" for last in range(first, 2200)) + " off")
        for first in (2199, 2120)
    )
    # Each day is held against eighty spans, and not eighty times against eighty.
    assert calls(lambda: list(sample_days(all_))) < 80 * calls(lambda: list(sample_days(one)))


def test_weekly_rules_need_only_a_week() -> None:
    assert len(list(sample_days(parsed("Tu-Su 09:00-17:00; Mo off; PH off")))) == 7 * 2 + 2


def test_every_day_of_a_named_year_is_among_the_samples() -> None:
    found = {date for date, _ in sample_days(parsed("2027 Mo 09:00-17:00"))}
    first = dt.date(2027, 1, 1)
    assert found >= {first + dt.timedelta(days=number) for number in range(365)}

"""One day stands for all that are alike: nothing is found out by looking at the others too."""

from __future__ import annotations

from itertools import islice, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from finder.holidays import Calendar, Day
from finder.hours import day_intervals
from finder.hours.day_cases import day_cases, meetings, selectors_of
from finder.hours.evaluation import day_case, known_day_intervals
from finder.hours.lint import _open_blocks, _survey
from finder.hours.rules import Rule, Rules, TimeSpan
from finder.hours.samples import LEAP_YEAR, sample_days
from tests.hours_words import rule_lists


def day_by_day(rules: Rules) -> tuple[set[Rule], set[TimeSpan]]:
    """Return what the survey does, by looking at each sample day."""
    every = (*rules.ordinary, *rules.special)
    decided: set[Rule] = set()
    blocks: set[TimeSpan] = set()
    for date, kind in sample_days(every):
        calendar = Calendar({date: Day(kind)}, date, date, source="")
        parts = day_intervals.__wrapped__(rules, date, calendar)
        decided |= {part.rule for part in parts if part.rule}
        blocks |= _open_blocks(parts)
        if date.year > LEAP_YEAR and decided >= set(every):
            break
    return decided, blocks


# Rules that count weeks have sample days of 28 years.
@settings(max_examples=10)
@given(rule_lists(), st.booleans())
def test_the_cases_say_as_much_as_all_sample_days(rules: tuple[Rule, ...], are_split: bool) -> None:
    rules_of_both = Rules(rules[:1], rules[1:]) if are_split else Rules(rules)
    if rules:
        assert _survey(rules_of_both) == day_by_day(rules_of_both)


@given(rule_lists())
def test_days_of_one_case_have_the_same_hours(rules: tuple[Rule, ...]) -> None:
    if not rules:
        return
    known: dict[tuple[bool, ...], object] = {}
    for date, kind in islice(sample_days(rules), 150):
        of_day = known_day_intervals(Rules(rules), date, Day(kind))
        assert known.setdefault(day_case(Rules(rules), date, Day(kind)), of_day) == of_day


@settings(max_examples=25)
@given(rule_lists())
def test_two_rules_meet_where_a_sample_day_is_of_both(rules: tuple[Rule, ...]) -> None:
    met = meetings(tuple(map(selectors_of, rules)))
    for at, (one, other) in enumerate(pairwise(rules)):
        expected = any(
            one.matches(date, Day(kind)) and other.matches(date, Day(kind))
            for date, kind in sample_days((one, other))
        )
        assert bool(met[at] >> (at + 1) & 1) == bool(met[at + 1] >> at & 1) == expected


def test_other_times_on_the_same_days_need_no_other_cases() -> None:
    week = Rule(times=(TimeSpan(540, 1020),)), Rule(times=(TimeSpan(600, 660),), note="二层")
    first, second = ((selectors_of(one),) for one in week)
    assert first == second
    assert day_cases(first) is day_cases(second)
    assert {case.date.year for case in day_cases(first)} == {LEAP_YEAR}

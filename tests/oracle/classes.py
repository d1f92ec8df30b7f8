"""Why an answer of another engine is not ours: each class with the test that it must pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from finder.errors import HoursError
from finder.holidays import Calendar
from finder.hours import DAY_MIN, Rules
from finder.hours.rules import DateSpan, Join, Rule
from tests.oracle.model import OURS, THEIRS, Answer, Reading, state_at
from tests.oracle.runs import Question, with_dates_for_holidays
from tests.oracle.rust_model import day_states, year_of_list

REFUSED_HERE = "refused here: it can be read in two ways"
REFUSED_THERE = "refused there"
NIGHTS = "departure: hours past midnight stay with their day"
DATELESS = "departure: a rule without a day replaces the day"
BOTH = "departure: both of these"
FREED_FALLBACK = "fault there: a fallback is none past midnight"
WHOLE_YEAR = "fault there: a season that ends the day before it starts is empty"
FEBRUARY_END = "fault there: days of February up to its end are none"
DAY_FALLBACK = "fault there: a fallback is decided for the whole day"
YEAR_OF_LIST = "fault there: the year of whole months holds for all dates after them"
WEEK_STEP = "fault there: a step longer than its range of weeks is not seen"
UNEXPLAINED = "UNEXPLAINED"

_REFERENCE_CLASSES = (
    (NIGHTS, Reading(cuts_nights=True)),
    (DATELESS, Reading(adds_dateless=True)),
    (BOTH, Reading(cuts_nights=True, adds_dateless=True)),
    (FREED_FALLBACK, THEIRS),
)

# What this grammar refuses of the generator's texts, by the message.
_AMBIGUOUS = (
    "“%(rule)s”过了半夜，又有 ||，看不出哪一天不开放。",
    "“%(weekday)s”是只指最后一个月，还是各月都算？",
)
# What the others say of texts that their grammar does not have.
_NOT_THERE = (
    "Unexpected token",
    "more than one constrained weekday",
    "An additional rule does not make sense here",
    "Failed to parse expression",
)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, its rules as read here, and the calendar that they were asked with."""

    question: Question
    rules: Rules
    calendar: Calendar


def refusal_here(error: HoursError) -> str:
    """Return the class of a text that is refused here."""
    return REFUSED_HERE if error.problems[0].message.message in _AMBIGUOUS else UNEXPLAINED


def refusal_there(reason: str) -> str:
    """Return the class of a text that another engine refuses for `reason`."""
    return REFUSED_THERE if any(words in reason for words in _NOT_THERE) else UNEXPLAINED


def reference_class(case: Case, minute: int, ours: Answer, theirs: Answer) -> str:
    date, at = _moment(case.question, minute)
    rules = case.rules.ordinary
    if state_at(rules, date, at, case.calendar, OURS) != ours:
        return UNEXPLAINED
    for name, reading in _REFERENCE_CLASSES:
        if state_at(rules, date, at, case.calendar, reading) == theirs:
            return name
    for name, is_lost in ((WHOLE_YEAR, _is_whole_year), (FEBRUARY_END, _ends_february)):
        left = tuple(_without_spans(rule, is_lost) for rule in rules)
        readings = (OURS, *(reading for _, reading in _REFERENCE_CLASSES))
        if left != rules and theirs in {
            state_at(left, date, at, case.calendar, reading) for reading in readings
        }:
            return name
    return UNEXPLAINED


def _without_spans(rule: Rule, is_lost: Callable[[DateSpan], bool]) -> Rule:
    """Return `rule` with a date long past in place of the spans that the other engine loses."""
    past = DateSpan((1900, 1, 1), (1900, 1, 1))
    return replace(rule, dates=tuple(past if is_lost(span) else span for span in rule.dates))


def _is_whole_year(span: DateSpan) -> bool:
    """Return whether a span without a year goes round to the day before it starts."""
    if span.start[0] or span.start <= span.end:
        return False
    # Counted in a leap year.
    next_day = dt.date(2000, span.end[1], 1) + dt.timedelta(days=span.end[2])
    return (next_day.month, next_day.day) == span.start[1:]


def _ends_february(span: DateSpan) -> bool:
    """Return whether a span of days of February, written `Feb 08-28`, goes to its end."""
    return not span.whole_months and (
        span.start[:2] == span.end[:2] and span.end[1] == 2 and span.end[2] >= 28
    )


def rust_class(case: Case, minute: int, ours: Answer, theirs: Answer) -> str:
    date, at = _moment(case.question, minute)
    expanded = with_dates_for_holidays(case.rules, case.question, case.calendar).ordinary
    edges = case.question.edges
    states = day_states(expanded, date, edges)
    place = max(index for index, edge in enumerate(edges) if edge <= at)
    ours_again, _ = state_at(case.rules.ordinary, date, at, case.calendar, OURS)
    if states[place] is not theirs[0] or ours_again is not ours[0]:
        return UNEXPLAINED
    return _rust_reason(case, at)


def _rust_reason(case: Case, minute: int) -> str:
    rules = case.rules.ordinary
    weeks = [span for rule in rules for span in rule.weeks if span.step > 1]
    if any(span.step > span.last - span.first for span in weeks):
        return WEEK_STEP
    if any(year_of_list(rule) for rule in rules):
        return YEAR_OF_LIST
    latest = max(span.end_min for rule in rules for span in rule.spans) - DAY_MIN
    if minute < latest:
        return NIGHTS
    if any(rule.join is Join.ELSE for rule in rules):
        return DAY_FALLBACK
    return UNEXPLAINED


def _moment(question: Question, minute: int) -> tuple[dt.date, int]:
    return question.start + dt.timedelta(days=minute // DAY_MIN), minute % DAY_MIN

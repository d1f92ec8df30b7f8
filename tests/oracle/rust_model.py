"""How opening-hours-py reads rules, at the edges of one day; states only.

Each rule has a schedule of the day (with what runs on from the night before); a rule after `;`
that matches the date takes the schedule's place, one that only closes hours is cut out, and a
fallback is decided for the whole day: a closed day with a note needs none. A step longer than its
range of weeks is not seen, and the year of whole months holds for all dates listed after them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from finder.holidays import ORDINARY_DAY
from finder.hours.rules import DAY_MIN, Join, Rule, State
from tests.oracle.model import ONE_DAY


@dataclass(frozen=True, slots=True)
class _Schedule:
    """A state for each edge, None in holes; whether a rule with a note is part of it."""

    states: tuple[State | None, ...]
    noted: bool

    @property
    def stops_fallback(self) -> bool:
        return self.noted or any(state not in (None, State.CLOSED) for state in self.states)

    def under(self, over: _Schedule) -> _Schedule:
        states = zip(self.states, over.states, strict=True)
        return _Schedule(tuple(above or below for below, above in states), self.noted or over.noted)


def day_states(rules: Sequence[Rule], date: dt.date, edges: Sequence[int]) -> list[State]:
    """Return the states from each of `edges` on; `rules` name no holidays."""
    matched = False
    schedule: _Schedule | None = None
    for rule in rules:
        matches = _matches(rule, date)
        own = _schedule(rule, date, matches, edges)
        if rule.join is Join.ELSE:
            if not (matched and schedule and schedule.stops_fallback):
                matched, schedule = matches, own
            continue
        if rule.join is Join.ADD or (rule.state is State.CLOSED and rule.times):
            schedule = schedule.under(own) if schedule and own else own or schedule
        elif matches or schedule is None or not schedule.stops_fallback:
            schedule = own or schedule
        matched = matched or matches
    states = schedule.states if schedule else (None,) * len(edges)
    return [state or State.CLOSED for state in states]


def year_of_list(rule: Rule) -> int:
    """Return the year that is taken to hold for all dates of a list; 0 if there is none."""
    if len(rule.dates) < 2 or not rule.dates[0].whole_months:
        return 0
    return rule.dates[0].start[0]


def _matches(rule: Rule, date: dt.date) -> bool:
    if year_of_list(rule) not in (0, date.year):
        return False
    weeks = tuple(
        replace(span, step=1) if span.step > span.last - span.first else span for span in rule.weeks
    )
    return replace(rule, weeks=weeks).matches(date, ORDINARY_DAY)


def _schedule(rule: Rule, date: dt.date, matches: bool, edges: Sequence[int]) -> _Schedule | None:
    runs_on = _matches(rule, date - ONE_DAY)
    if not (matches or runs_on):
        return None
    states = tuple(
        rule.state
        if (matches and _covers(rule, edge)) or (runs_on and _covers(rule, edge + DAY_MIN))
        else None
        for edge in edges
    )
    return _Schedule(states, bool(rule.note) and any(states))


def _covers(rule: Rule, minute: int) -> bool:
    return any(span.start_min <= minute < span.end_min for span in rule.spans)

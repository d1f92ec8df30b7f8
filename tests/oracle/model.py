"""The meaning of rules at one minute, written a second time and the plainest way.

Ours paints intervals; this asks each rule in turn. With its two switches it also gives the two
readings in which the reference implementation departs from ours on purpose.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from finder.holidays import Calendar, Day
from finder.hours.rules import DAY_MIN, Join, Rule, State

Answer = tuple[State, str]
CLOSED: Answer = (State.CLOSED, "")
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is read where the specification and a notice on a door part ways.

    Args:
        cuts_nights: a rule of the next day ends the hours that run into it, and hours past
            midnight stay although a later rule replaces the day on which they start.
        adds_dateless: a rule after `;` without a day is laid over the day, not in its place,
            unless the rule before it has no day either and this one opens.
        frees_nights: what a rule after `||` says past midnight is no longer a fallback.
    """

    cuts_nights: bool = False
    adds_dateless: bool = False
    frees_nights: bool = False


OURS = Reading()
THEIRS = Reading(cuts_nights=True, adds_dateless=True, frees_nights=True)


def state_at(
    rules: tuple[Rule, ...], date: dt.date, minute: int, calendar: Calendar, reading: Reading
) -> Answer:
    """Return the state and note of `rules` at `minute` of `date`; days off need no confirmation."""
    if reading.cuts_nights:
        return _one_list(rules, date, minute, calendar, reading)
    now = _of_day(rules, date, minute, calendar, reading)
    night = _of_day(rules, date - ONE_DAY, minute + DAY_MIN, calendar, reading)
    if night is None or (now and _now_holds(rules, now, night)):
        return _answer(now) if now else CLOSED
    return _answer(night)


def _now_holds(rules: tuple[Rule, ...], now: Rule, night: Rule) -> bool:
    if night.join is not Join.ELSE:
        return night.state is State.CLOSED and now.join is Join.ELSE
    if now.state is State.CLOSED:
        return False
    return now.join is not Join.ELSE or _place(rules, now) < _place(rules, night)


def _place(rules: tuple[Rule, ...], rule: Rule) -> int:
    return next(place for place, other in enumerate(rules) if other is rule)


def _of_day(
    rules: tuple[Rule, ...], date: dt.date, minute: int, calendar: Calendar, reading: Reading
) -> Rule | None:
    """Return the rule that decides `minute` (which may be past 24:00) among those of `date`."""
    found: Rule | None = None
    for place, rule in enumerate(rules):
        if not rule.matches(date, _day(calendar, date)):
            continue
        if _replaces(rules, place, reading) or (rule.state is State.CLOSED and not rule.times):
            found = found if rule.join is Join.ELSE else None
        covers = any(span.start_min <= minute < span.end_min for span in rule.spans)
        holds = rule.join is not Join.ELSE or found is None or found.state is State.CLOSED
        if covers and holds:
            found = rule
    return found


def _one_list(
    rules: tuple[Rule, ...], date: dt.date, minute: int, calendar: Calendar, reading: Reading
) -> Answer:
    matching: list[tuple[Rule, int]] = []
    for place, rule in enumerate(rules):
        if rule.matches(date, _day(calendar, date)):
            if _replaces(rules, place, reading):
                matching = []
            matching.append((rule, minute))
        if rule.matches(date - ONE_DAY, _day(calendar, date - ONE_DAY)):
            matching.append((rule, minute + DAY_MIN))
    found: Rule | None = None
    for rule, at in matching:
        covers = any(span.start_min <= at < span.end_min for span in rule.spans)
        freed = reading.frees_nights and at >= DAY_MIN
        falls_back = rule.join is Join.ELSE and not freed
        if covers and not (falls_back and found and found.state is not State.CLOSED):
            found = rule
    return _answer(found) if found else CLOSED


def _replaces(rules: tuple[Rule, ...], place: int, reading: Reading) -> bool:
    rule = rules[place]
    if rule.join is not Join.REPLACE or rule.state is State.CLOSED:
        return False
    if not reading.adds_dateless or has_days(rule):
        return True
    return place > 0 and rule.state is State.OPEN and not has_days(rules[place - 1])


def has_days(rule: Rule) -> bool:
    """Return whether `rule` names years, dates, weeks, weekdays or holidays."""
    return bool(rule.years or rule.dates or rule.weeks or rule.weekdays or rule.holidays)


def _day(calendar: Calendar, date: dt.date) -> Day:
    day = calendar.day(date)
    if day is None:
        raise ValueError(f"{date} is outside the calendar of the comparison.")
    return day


def _answer(rule: Rule) -> Answer:
    return rule.state, rule.note

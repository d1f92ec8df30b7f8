"""Openings: the evaluator's open stretches, joined to what people call one visit."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import State, date_stretches, rules_of
from finder.openings import (
    Opening,
    date_openings,
    openings,
    openings_during,
    unknown_stretches,
)

TUESDAY = dt.date(2026, 11, 24)


def said(found: tuple[Opening, ...]) -> str:
    return "; ".join(
        f"{one.start:%a %H:%M}-{one.end:%a %H:%M}"
        + (f" last {one.last_entry:%H:%M}" if one.last_entry else "")
        + (f" ({one.note})" if one.note else "")
        for one in found
    )


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("Mo-Su 09:00-17:00", "Tue 09:00-Tue 17:00"),
        (
            'Mo-Su 09:00-17:00, Mo-Su 16:30-17:00 open "停止入馆"',
            "Tue 09:00-Tue 17:00 last 16:30",
        ),
        (
            'Mo-Su 08:30-18:00, Mo-Su 18:00-22:00 open "二层"',
            "Tue 08:30-Tue 18:00; Tue 18:00-Tue 22:00 (二层)",
        ),
        ("Tu 18:00-26:00; We off", "Tue 18:00-Wed 02:00"),
        ("Mo 22:00-26:00", ""),
        ("24/7", "Tue 00:00-Wed 00:00"),
        ("Tu off", ""),
        ("", ""),
    ],
)
def test_the_openings_that_start_on_a_date(hours: str, expected: str, calendar: Calendar) -> None:
    rules = rules_of(hours) if hours else Facility(id="a", name="a", kind="museum").rules
    assert said(openings(rules, TUESDAY, 1, calendar)) == expected


def test_what_runs_on_into_the_first_date_is_an_opening_during_it(calendar: Calendar) -> None:
    rules = rules_of("Mo-Su 18:00-26:00")
    during = said(openings_during(rules, TUESDAY, 1, calendar))
    assert during == "Mon 18:00-Tue 02:00; " + said(openings(rules, TUESDAY, 1, calendar))


def test_a_date_is_cut_at_midnight_where_it_is_shown_by_itself(calendar: Calendar) -> None:
    rules = rules_of("Mo-Su 18:00-26:00")
    shown = "Tue 00:00-Tue 02:00; Tue 18:00-Wed 00:00"
    assert said(date_openings(rules, TUESDAY, calendar)) == shown


def test_around_the_clock_each_date_is_an_opening_of_its_own(calendar: Calendar) -> None:
    found = openings(rules_of("24/7"), TUESDAY, 3, calendar)
    assert len(found) == 3
    assert all(one.is_whole_day for one in found)


def test_openings_and_unknown_stretches_are_what_the_evaluator_says_minute_by_minute(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    quarter = dt.timedelta(minutes=15)
    for first in (dt.date(2026, 9, 24), dt.date(2026, 12, 29)):
        for one in facilities:
            days = [first + dt.timedelta(days=number) for number in range(10)]
            visits = openings(one.rules, first - dt.timedelta(days=1), 11, calendar)
            for date in days:
                unknown = unknown_stretches(one.rules, date, calendar)
                for stretch in date_stretches(one.rules, date, calendar):
                    at = stretch.start
                    while at < stretch.end:
                        is_open = any(visit.start <= at < visit.end for visit in visits)
                        is_unknown = any(part.start <= at < part.end for part in unknown)
                        assert is_open == (stretch.interval.state is State.OPEN)
                        assert is_unknown == (stretch.interval.state is State.UNKNOWN)
                        at += quarter

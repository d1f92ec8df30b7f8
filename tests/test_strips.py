"""Bars of a date: what the evaluator says, without gaps."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import read_hours, status_at
from finder.search import rank
from finder.strips import bars, minutes_on
from tests.made_up import moment

TUESDAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("Mo-Su 09:00-17:00", [(0, 540, 3, False), (540, 1020, 0, False), (1020, 1440, 3, False)]),
        ("24/7", [(0, 1440, 0, False)]),
        ("", [(0, 1440, 2, False)]),
        (
            "Mo-Su 20:00-26:00",
            [(0, 120, 0, False), (120, 1200, 3, False), (1200, 1440, 0, False)],
        ),
        (
            "0:00-24:00，23:00停止入馆",
            [(0, 1380, 0, False), (1380, 1440, 1, False)],
        ),
        (
            'Mo-Su 00:00-12:00, Mo-Su 12:00-24:00 open "二层"',
            [(0, 720, 0, False), (720, 1440, 0, True)],
        ),
    ],
)
def test_the_bars_of_a_date(
    hours: str, expected: list[tuple[int, int, int, bool]], calendar: Calendar
) -> None:
    assert [tuple(bar) for bar in bars(read_hours(hours, ""), TUESDAY, calendar)] == expected


def test_every_bar_has_the_rank_that_the_evaluator_gives_each_of_its_hours(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    midnight = moment("2026-10-01T00:00")
    for one in facilities:
        found = bars(one.rules, midnight.date(), calendar)
        assert (found[0].start_min, found[-1].end_min) == (0, 1440)
        for hour in range(24):
            when = midnight + dt.timedelta(hours=hour)
            (bar,) = [bar for bar in found if bar.start_min <= hour * 60 < bar.end_min]
            assert bar.rank == rank(status_at(one.rules, when, calendar))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-24T09:00", "2026-11-24T17:00", (540, 1020)),
        ("2026-11-23T09:00", "2026-11-24T17:00", (0, 1020)),
        ("2026-11-24T09:00", "2026-11-26T17:00", (540, 1440)),
        ("2026-11-25T09:00", "2026-11-26T17:00", (1440, 1440)),
        ("2026-11-22T09:00", "2026-11-24T00:00", (0, 0)),
    ],
)
def test_the_minutes_of_a_date_that_a_stretch_covers(
    start: str, end: str, expected: tuple[int, int]
) -> None:
    assert minutes_on(TUESDAY, moment(start), moment(end)) == expected

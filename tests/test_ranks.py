"""The ranks of a date are those of the evaluator, minute by minute."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.holidays import Calendar
from finder.hours import Rules, read_hours, status_at
from finder.ranks import day_ranks
from finder.search import rank
from tests.made_up import moment

TEXTS = (
    "24/7",
    "Mo-Su,PH 09:00-17:00",
    "Tu-Su 09:00-17:00",
    "Mo-Fr 09:00-11:30,13:30-17:00; PH off",
    "Mo-Su 18:00-26:00",
    'Mo-Su 09:00-17:00, Mo-Su 16:30-17:00 open "停止入馆"',
    "",
    "Mo off",
    "周二至周日9:00-17:00，周一闭馆",
)
# A Saturday worked, a public holiday, the night after it, an ordinary day, one not yet published.
DATES = ("2026-10-10", "2026-10-01", "2026-10-02", "2026-11-24", "2031-01-01")


def rules() -> list[Rules]:
    exception = read_hours("Mo-Su,PH 09:00-17:00", "2026年11月24日闭馆（设备检修）")
    return [*(read_hours(text, "") for text in TEXTS), exception]


@pytest.mark.parametrize("date", DATES)
def test_every_minute_has_the_rank_of_its_status(date: str, calendar: Calendar) -> None:
    every = rules()
    found = day_ranks(every, dt.date.fromisoformat(date), calendar)
    midnight = moment(f"{date}T00:00")
    for minute in range(1440):
        when = midnight + dt.timedelta(minutes=minute)
        expected = [rank(status_at(one, when, calendar)) for one in every]
        assert found.at(minute).tolist() == expected, when


def test_no_opening_hours_have_no_ranks(calendar: Calendar) -> None:
    assert day_ranks([], dt.date(2026, 11, 24), calendar).at(600).tolist() == []

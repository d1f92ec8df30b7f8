"""How fast opening hours are read and answered; `make bench-hours`, not part of `make test`.

Goals on one core: 20,000 texts a second; the status of 10,000 facilities at one moment in 20 ms
once their day is cached.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

import pytest

from finder.errors import HoursError
from finder.holidays import official_calendar
from finder.hours import ZONE, Rules, Status, status_at
from finder.hours.grammar import parsed
from tests.oracle.expressions import expression

# As public facilities write them; the times vary so that no two texts are the same.
SHAPES = (
    "Tu-Su {0}-{1}",
    "Mo-Su,PH {0}-{1}",
    "Mo-Fr {0}-{1}; PH off",
    "Mo-Fr {0}-11:30,13:30-{1}; Sa,Su,PH {0}-{1}",
    'Tu-Su {0}-{1}, Tu-Su {1}-22:00 open "二层、七层"',
    "Apr-Oct Mo-Su {0}-{1}; Nov-Mar Mo-Su {0}-16:30; 2026 Oct 01-07 off",
)


def facility_texts(count: int) -> list[str]:
    clocks = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(6 * 60, 20 * 60)]
    texts: list[str] = []
    for index in range(count):
        place, shape = divmod(index, len(SHAPES))
        first, last = divmod(place, 380)
        texts.append(SHAPES[shape].format(clocks[first], clocks[455 + last]))
    return texts


def random_texts(count: int) -> list[str]:
    random = Random(1)
    texts: list[str] = []
    while len(texts) < count:
        text = expression(random, dt.date(2026, 6, 1))
        try:
            parsed(text)
        except HoursError:
            continue
        texts.append(text)
    return texts


@pytest.mark.parametrize("texts", [facility_texts, random_texts])
def test_parse_2000_texts(
    benchmark: Callable[..., None], texts: Callable[[int], list[str]]
) -> None:
    asked = texts(2000)
    assert len(set(asked)) > 1900
    benchmark(lambda: [parsed(text) for text in asked])


MOMENT = dt.datetime(2026, 10, 13, 10, 30, tzinfo=ZONE)


def statuses(rules: list[Rules], moment: dt.datetime) -> list[Status]:
    calendar = official_calendar()
    return [status_at(one, moment, calendar) for one in rules]


def test_status_of_10000_facilities_once_their_day_is_cached(
    benchmark: Callable[..., list[Status]],
) -> None:
    rules = [Rules(parsed(text)) for text in facility_texts(10_000)]
    assert len(set(rules)) == 10_000
    statuses(rules, MOMENT)
    # Another minute of the day each time: it is the day that is cached, not the moment.
    minutes = iter(range(1, 100_000))

    def another_moment() -> list[Status]:
        return statuses(rules, MOMENT + dt.timedelta(minutes=next(minutes) % 600))

    assert len(benchmark(another_moment)) == 10_000


def test_status_of_1000_facilities_on_a_new_day(benchmark: Callable[..., list[Status]]) -> None:
    rules = [Rules(parsed(text)) for text in facility_texts(1000)]
    days = iter(range(1, 100_000))

    def another_day() -> list[Status]:
        return statuses(rules, MOMENT - dt.timedelta(days=next(days)))

    assert len(benchmark(another_day)) == 1000

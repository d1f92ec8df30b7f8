"""Which part of an area has an open facility within 15 minutes, for each hour of a week.

What is not certain is kept apart: a position that is off, opening hours that nobody knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from finder.boxes import Floats
from finder.circle import Gain, Share, Way
from finder.facility import Facility
from finder.ground import Ground, within
from finder.holidays import Calendar
from finder.hours import Rules
from finder.ranks import day_ranks
from finder.weeks import HOURS, WEEK_HOURS, dates_from

Bits = npt.NDArray[np.uint8]
_OPEN, _UNKNOWN = 0, 2


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """For each point of a ground the hours of a week, a bit each, in which something is in reach.

    Every hour of `certain` is one of `counted`, and every hour of those one of `possible`.

    Args:
        certain: open to newcomers for sure, and in reach wherever it is within its error.
        counted: open or unknown, in reach if it is where the list says.
        possible: open or unknown, in reach from somewhere within its error.
    """

    certain: Bits
    counted: Bits
    possible: Bits


@dataclass(frozen=True, slots=True, eq=False)
class Nearby:
    """Which points are in reach of each candidate: `numbers[ends[n - 1]:ends[n]]` of the n-th."""

    candidates: Ground
    numbers: npt.NDArray[np.intp]
    ends: npt.NDArray[np.intp]


def week_bits(
    every: Sequence[Rules], monday: dt.date, calendar: Calendar
) -> tuple[list[Bits], list[Bits]]:
    """Return of different opening hours the hours in which they are open, and open or unknown.

    Each is looked at on the full hour, by the one evaluator. Past last entry is not open.
    """
    ranks = np.stack(
        [
            day.at(hour * 60)
            for day in (day_ranks(every, date, calendar) for date in dates_from(monday))
            for hour in range(HOURS)
        ],
        axis=1,
    )
    is_open, is_unknown = ranks == _OPEN, ranks == _UNKNOWN
    return list(np.packbits(is_open, axis=1)), list(np.packbits(is_open | is_unknown, axis=1))


def reached(
    facilities: Iterable[Facility],
    here: Ground,
    way: Way,
    monday: dt.date,
    calendar: Calendar,
) -> Reached:
    """Return what is in reach of the points of a ground in the week of a Monday.

    Facilities without a position are left out.
    """
    located = [one for one in facilities if one.position]
    numbers: dict[Rules, int] = {}
    for one in located:
        numbers.setdefault(one.rules, len(numbers))
    size = (len(here.positions), -(-WEEK_HOURS // 8))
    found = Reached(*(np.zeros(size, np.uint8) for _ in range(3)))
    if not located:
        return found
    opened, maybe = week_bits(tuple(numbers), monday, calendar)
    for one in located:
        assert one.position is not None  # noqa: S101 - chosen above
        error_m, number = one.error_m or 0, numbers[one.rules]
        near, away = within(here, one.position, way.reach_m + error_m)
        found.certain[near[away + error_m <= way.reach_m]] |= opened[number]
        found.counted[near[away <= way.reach_m]] |= maybe[number]
        found.possible[near] |= maybe[number]
    return found


def shares(here: Ground, found: Reached) -> tuple[Share, ...]:
    """Return the shares of a ground's weight, hour by hour of the week."""
    whole = here.weight or 1.0
    rows = [
        [float(here.weights[in_hour(bits, hour)].sum()) / whole for hour in range(WEEK_HOURS)]
        for bits in (found.certain, found.counted, found.possible)
    ]
    return tuple(map(Share, *rows))


def in_hour(bits: Bits, hour: int) -> npt.NDArray[np.bool_]:
    """Return for which points the bit of an hour is set."""
    return (bits[:, hour // 8] >> (7 - hour % 8) & 1).astype(bool)


def nearby(candidates: Ground, here: Ground, way: Way) -> Nearby:
    """Return which points of a ground are in reach of places where one more could be."""
    found = [within(here, position, way.reach_m)[0] for position in candidates.positions]
    ends = np.cumsum([0, *map(len, found)])
    return Nearby(candidates, np.concatenate([np.empty(0, np.intp), *found]), ends)


def missing(here: Ground, found: Reached, hours: Sequence[int]) -> Floats:
    """Return the weight of each point in hours in which no known position can be in its reach.

    Over several hours it is the mean.
    """
    count = np.zeros(len(here.positions))
    for hour in hours:
        count += ~in_hour(found.possible, hour)
    return count * here.weights / max(len(hours), 1)


def best_places(near: Nearby, lacking: Floats, count: int = 3) -> tuple[Gain, ...]:
    """Return the places of which each adds most to a ground, one after another (greedy).

    Of places that add the same, the southernmost.

    Args:
        lacking: what there is to add (`missing`), so that a gain is one wherever the facilities
            with a rough position really are, if none without a position is nearby.
    """
    left, best = lacking.copy(), list[Gain]()
    while len(best) < count and left.any():
        sums = np.concatenate([[0.0], np.cumsum(left[near.numbers])])[near.ends]
        # What differs only by rounding is the same.
        number = int(np.diff(sums).round(6).argmax())
        chosen = near.numbers[near.ends[number] : near.ends[number + 1]]
        gain = float(left[chosen].sum())
        if not gain:
            break
        best.append(Gain(near.candidates.positions[number], gain))
        left[chosen] = 0
    return tuple(best)

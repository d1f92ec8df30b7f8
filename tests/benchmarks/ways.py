"""A way to answer "the nearest that are open at that moment", and the exact order for all of them.

Facilities that admit somebody come first, then those past last entry, each by the geodesic. A way
has to find those with the shortest chords, straight lines through the Earth; `exact` puts them in
order with their distances by the functions that the finder itself uses, so that all ways pay the
same for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from finder.chords import Spot, arc_m, exact_order, spot
from finder.facility import Kind
from finder.geo import Point
from finder.holidays import Calendar
from finder.hours import Rules, status_at
from finder.search import rank
from tests.benchmarks.lists import MadeUp

# The places in the list of the facilities asked for, in order.
Query = Callable[[Point, dt.datetime, int, tuple[Kind, ...]], list[int]]
# The `k` facilities with the shortest chords of one rank (0 or 1): places and chords in metres.
Nearest = Callable[[int, int], tuple[Sequence[int], Sequence[float]]]

OPEN_RANKS = (0, 1)
# Asked for besides, so that the last one is seldom in doubt.
_MORE = 4
# Rounding of both computations, in metres.
_ROUNDING_M = 1e-6
# The geodesic of a chord c is at most c³/24·(1/R² - 1/S²) longer than that of another direction,
# R and S the smallest and largest radius of curvature of WGS-84 (6,335 and 6,400 km): 2.1e-17 c³.
# Five times that holds the higher terms, too, as far as half the Earth is wide.
_BEND_PER_M2 = 1e-16


@dataclass(frozen=True, slots=True)
class Way:
    """A way that is measured.

    Args:
        build: makes everything that does not depend on the moment.
        largest: lists with more facilities are left out.
        is_slow: a question goes through the whole list, so that it is asked seldom.
        moments: only these; empty means all.
        bytes_held: how much its server holds, for a way that holds nothing itself.
    """

    name: str
    build: Callable[[MadeUp, Calendar], Query]
    largest: int = 1_000_000
    is_slow: bool = False
    moments: tuple[str, ...] = ()
    bytes_held: Callable[[], int] | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A way that cannot be measured here, and why."""

    name: str
    reason: str


def ranks(rules: Sequence[Rules], when: dt.datetime, calendar: Calendar) -> list[int]:
    """Return the evaluator's rank of each of `rules` at a moment."""
    return [rank(status_at(one, when, calendar)) for one in rules]


def exact(nearest: Nearest, made: MadeUp, position: Point, count: int) -> list[int]:
    """Return the first `count` places in the order of the truth; their distances are known."""
    found: list[int] = []
    start = spot(position)
    for group in OPEN_RANKS:
        wanted = count - len(found)
        if wanted:
            pairs = sorted(
                (_arc_m(start, made, place), place) for place in _candidates(nearest, group, wanted)
            )
            ordered = exact_order(position, pairs, made.position)
            found += [place for _, place in islice(ordered, wanted)]
    return found


def _arc_m(start: Spot, made: MadeUp, place: int) -> float:
    end = made.facilities[place].spot
    assert end
    return arc_m(start, *end)


def _candidates(nearest: Nearest, group: int, count: int) -> Sequence[int]:
    """Return places with the `count` nearest by geodesic among them."""
    asked = count + _MORE
    while True:
        places, chords = nearest(group, asked)
        if len(places) < asked:
            return places
        for certain in range(count, asked):
            if _apart(chords[certain - 1], chords[certain]):
                return places[:certain]
        asked *= 2


def _apart(shorter: float, longer: float) -> bool:
    """Return whether the geodesics of two chords have the same order for certain."""
    return longer - shorter > _ROUNDING_M + _BEND_PER_M2 * longer * longer * longer

"""How long "the 20 nearest that are open at that moment" takes in each way, and how much it holds.

The ways take turns in short blocks, so that noise of the machine meets all of them. A question
never finds the geodesics that another way has computed for it.
"""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from geopy.distance import geodesic

from finder.chords import spot
from finder.facility import Kind
from finder.geo import Point, distance_m
from finder.holidays import Calendar
from tests.benchmarks.lists import MOMENTS, MadeUp
from tests.benchmarks.timing import held_bytes, timed
from tests.benchmarks.ways import OPEN_RANKS, Query, Way, ranks

COUNT = 20
CHECKED = 12
_BLOCK = 20
# Seconds after which a way is asked no more in one case.
_QUICK_S, _SLOW_S = 3.0, 2.0


@dataclass(frozen=True, slots=True)
class Case:
    """A list, a moment and a filter."""

    shape: str
    moment: str
    kinds: tuple[Kind, ...] = ()

    @property
    def name(self) -> str:
        return " ".join((self.shape, self.moment, *(kind.value for kind in self.kinds)))


CASES = (
    Case("dense", "weekday"),
    Case("dense", "weekday", (Kind.LIBRARY,)),
    Case("dense", "night"),
    Case("dense", "holiday"),
    Case("dense", "make-up day"),
    Case("sparse", "night"),
)


@dataclass
class Measured:
    """What was measured of one way with one list.

    Args:
        seconds: for each case, of every question.
        minute_s: for each case, of the first question of another minute.
    """

    name: str
    build_s: float = 0.0
    bytes_held: int = 0
    seconds: dict[str, list[float]] = field(default_factory=dict)
    minute_s: dict[str, float] = field(default_factory=dict)


@dataclass
class Built:
    """A way that stands, and what it has been measured to take."""

    way: Way
    query: Query
    measured: Measured

    def asks(self, case: Case, made: MadeUp) -> bool:
        """Return whether it can be asked, and is not too slow for it."""
        if self.way.moments and case.moment not in self.way.moments:
            return False
        if not self.way.is_slow or len(made.facilities) <= 10_000:
            return True
        return case == CASES[0] or (case == CASES[-1] and len(made.facilities) <= 100_000)


def measure(
    made: MadeUp, ways: Sequence[Way], calendar: Calendar, differences: list[str]
) -> list[Measured]:
    """Return what each way takes; answers that are not the truth's are added to `differences`."""
    built = [_built(way, made, calendar) for way in ways if len(made.facilities) <= way.largest]
    gc.collect()
    gc.freeze()
    for case in CASES:
        if case.shape == made.shape:
            asked = [one for one in built if one.asks(case, made)]
            _check(case, made, asked, calendar, differences)
            _time(case, made, asked, differences)
    gc.unfreeze()
    return [one.measured for one in built]


def _built(way: Way, made: MadeUp, calendar: Calendar) -> Built:
    before = held_bytes()
    seconds, query = timed(lambda: way.build(made, calendar))
    # Some ways make what they hold with the first question; not of a minute that is measured.
    if not way.is_slow:
        query(made.asked[0], MOMENTS["weekday"] - dt.timedelta(minutes=20), 1, ())
    held = way.bytes_held() if way.bytes_held else held_bytes() - before
    return Built(way, query, Measured(way.name, seconds, max(0, held)))


def _check(
    case: Case, made: MadeUp, ways: Sequence[Built], calendar: Calendar, differences: list[str]
) -> None:
    """Hold each way against the truth, and time its first question of the minute."""
    when = MOMENTS[case.moment]
    before = when - dt.timedelta(minutes=1)
    # The evaluator keeps the days that it has seen: nobody shall pay for the others.
    for moment in (before, when):
        ranks(made.rules, moment, calendar)
    wanted = [nearby_truth(made, at, case, calendar) for at in made.asked[:CHECKED]]
    for one in ways:
        if one.way.is_slow:
            continue
        one.query(made.asked[0], before, COUNT, case.kinds)
        start = time.perf_counter()
        one.query(made.asked[0], when, COUNT, case.kinds)
        one.measured.minute_s[case.name] = time.perf_counter() - start
        for at, places in zip(made.asked, wanted, strict=False):
            found = one.query(at, when, COUNT, case.kinds)
            _compare(one, case, made, at, found, places, differences)


def _compare(
    one: Built,
    case: Case,
    made: MadeUp,
    at: Point,
    found: list[int],
    wanted: list[int],
    differences: list[str],
) -> None:
    if found != wanted:
        differences.append(
            f"{one.way.name}, {len(made.facilities):,} {case.name}, from {at.lat}, {at.lon}: "
            f"{found} instead of {wanted}"
        )


def nearby_truth(made: MadeUp, at: Point, case: Case, calendar: Calendar) -> list[int]:
    """Return the answer by the evaluator and geopy's geodesic, of what may be in it.

    That is open, and its chord is at most a hundredth longer than the last one needed.
    """
    when = MOMENTS[case.moment]
    rank_of = np.array(ranks(made.rules, when, calendar))[made.hours_of]
    order = list(Kind)
    asked_for = np.ones(len(rank_of), bool)
    if case.kinds:
        asked_for = np.isin(made.kind_of, [order.index(kind) for kind in case.kinds])
    chords = np.sqrt(((made.xyz_m - spot(at)[:3]) ** 2).sum(axis=1))
    kept: list[tuple[int, float, int]] = []
    for rank in OPEN_RANKS:
        places = np.flatnonzero((rank_of == rank) & asked_for)
        if len(places) > COUNT:
            last = np.partition(chords[places], COUNT - 1)[COUNT - 1]
            places = places[chords[places] <= last * 1.01 + 1]
        kept += [
            (rank, float(geodesic(at, made.position(place)).meters), place)
            for place in places.tolist()
        ]
    return [place for *_, place in sorted(kept)[:COUNT]]


def _time(case: Case, made: MadeUp, ways: Sequence[Built], differences: list[str]) -> None:
    answers: dict[Point, list[int]] = {}

    def ask(one: Built, at: Point) -> None:
        start = time.perf_counter()
        found = one.query(at, MOMENTS[case.moment], COUNT, case.kinds)
        one.measured.seconds[case.name].append(time.perf_counter() - start)
        _compare(one, case, made, at, found, answers.setdefault(at, found), differences)

    for one in ways:
        one.measured.seconds[case.name] = []
    quick = [one for one in ways if not one.way.is_slow]
    for block in _blocks(made.asked):
        for one in quick:
            if sum(one.measured.seconds[case.name]) < _QUICK_S:
                distance_m.cache_clear()
                for at in block:
                    ask(one, at)
        quick = quick[1:] + quick[:1]
    for one in ways:
        for at in made.asked if one.way.is_slow else ():
            if sum(one.measured.seconds[case.name]) < _SLOW_S:
                distance_m.cache_clear()
                ask(one, at)


def _blocks(asked: Sequence[Point]) -> Iterator[Sequence[Point]]:
    for start in range(0, len(asked), _BLOCK):
        yield asked[start : start + _BLOCK]

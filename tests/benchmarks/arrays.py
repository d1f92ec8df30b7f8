"""Ways with numpy and scipy, over what is open at the minute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from finder.chords import spot
from finder.facility import Kind
from finder.geo import Point
from finder.holidays import Calendar
from tests.benchmarks.lists import MadeUp
from tests.benchmarks.ways import Query, Way, exact, ranks

# Asked for chords from a place: how many, then places and chords.
_Search = Callable[[tuple[float, float, float], int], tuple[Sequence[int], Sequence[float]]]
_Maker = Callable[[NDArray[np.int64], NDArray[np.float64]], _Search]


def _per_minute(make: _Maker, made: MadeUp, calendar: Calendar) -> Query:
    """Return a way that makes a search for each rank and kind when the minute's set changes."""
    order = list(Kind)
    rules = made.rules
    held: dict[tuple[int, tuple[Kind, ...]], _Search] = {}
    held_when: dt.datetime | None = None
    rank_of = np.empty(0, np.int8)

    def search(group: int, kinds: tuple[Kind, ...]) -> _Search:
        if (group, kinds) not in held:
            wanted = rank_of == group
            if kinds:
                wanted &= np.isin(made.kind_of, [order.index(kind) for kind in kinds])
            places = np.flatnonzero(wanted)
            held[group, kinds] = make(places, made.xyz_m[places])
        return held[group, kinds]

    def query(position: Point, when: dt.datetime, count: int, kinds: tuple[Kind, ...]) -> list[int]:
        nonlocal held_when, rank_of
        if when != held_when:
            now = np.array(ranks(rules, when, calendar), np.int8)[made.hours_of]
            if not np.array_equal(now, rank_of):
                held.clear()
            held_when, rank_of = when, now
        here = spot(position)[:3]
        return exact(lambda group, k: search(group, kinds)(here, k), made, position, count)

    return query


def _everything(places: NDArray[np.int64], xyz: NDArray[np.float64]) -> _Search:
    columns = np.ascontiguousarray(xyz.T)

    def search(here: tuple[float, float, float], count: int) -> tuple[list[int], list[float]]:
        squares = (columns[0] - here[0]) ** 2
        squares += (columns[1] - here[1]) ** 2
        squares += (columns[2] - here[2]) ** 2
        if count < len(places):
            near = np.argpartition(squares, count - 1)[:count]
        else:
            near = np.arange(len(places))
        near = near[np.argsort(squares[near], kind="stable")]
        return places[near].tolist(), np.sqrt(squares[near]).tolist()

    return search


def _tree(places: NDArray[np.int64], xyz: NDArray[np.float64]) -> _Search:
    tree: Any = cKDTree(xyz, balanced_tree=False)

    def search(here: tuple[float, float, float], count: int) -> tuple[list[int], list[float]]:
        asked = min(count, len(places))
        if asked == 0:
            return [], []
        chords, near = tree.query(here, asked)
        if asked == 1:
            return [int(places[near])], [float(chords)]
        return places[near].tolist(), chords.tolist()

    return search


def _with(make: _Maker) -> Callable[[MadeUp, Calendar], Query]:
    return lambda made, calendar: _per_minute(make, made, calendar)


NUMPY = Way("numpy over everything", _with(_everything))
CKDTREE = Way("scipy cKDTree a minute", _with(_tree))

"""The nearest facilities of a large list at any moment, without looking at all of them.

The evaluator stays the only judge: what it says of each *different* opening hours on a date is
kept as ranks by minute, and what is of one rank at a minute stands in a tree (`finder.boxes`). A
tree is made once for each set of ranks and lasts while that is the same, often half an hour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from finder.boxes import Boxes, Floats, Numbers, boxes, nearest, with_nowhere
from finder.chords import arc_error_m, arc_m, exact_order, spot
from finder.facility import Facility, Kind
from finder.geo import Point
from finder.hilbert import curve_order
from finder.holidays import Calendar
from finder.hours import ZONE, status_at
from finder.matching import matches
from finder.narrowing import Narrowing, minute_of, narrowing, settled
from finder.ranks import DayRanks, Ranks, day_ranks
from finder.search import Query, Result, find, is_asked_for, is_open_enough, place_of, result_of
from finder.walks import let_in

_Value = TypeVar("_Value", bound=Hashable)

# From so far away nobody walks, and the arc is too rough to tell all facilities of a city apart:
# only a few more than asked for are put in the exact order.
_FAR_M = 1_000_000.0

# So many candidates more than asked for are not worth a look with numpy.
_FEW = 32

# So many kinds of questions are made ready for the next minute.
_MOST_LATELY = 24
_SOME_DAY = dt.datetime(2026, 1, 1, tzinfo=ZONE)

_OPEN_RANKS = (0, 1)
_EVERY_RANK = (0, 1, 2, 3)
# What most ask, whatever has been asked lately: what is open.
_MOSTLY = frozenset((number, Narrowing()) for number in _OPEN_RANKS)


class Near(NamedTuple):
    """One facility of an answer: its place in the list, its rank, its distance."""

    place: int
    rank: int
    distance_m: float | None


class Index:
    """A list of facilities that can be asked for the nearest; safe for several threads.

    Args:
        facilities: the list; what has no position is not found.
        calendar: what the evaluator needs besides.
    """

    def __init__(self, facilities: tuple[Facility, ...], calendar: Calendar) -> None:
        self.facilities = facilities
        self._calendar = calendar
        located = [place for place, one in enumerate(facilities) if one.position]
        positions = [place_of(facilities[place]) for place in located]
        order = curve_order(*_table(positions, 2, len(located)).T)
        self._places = np.array(located, np.int32)[order]
        self._spots = _table((spot(one) for one in positions), 4, len(located))[order]
        self._points = with_nowhere(self._spots[:, :3])
        rows = [facilities[place] for place in self._places.tolist()]
        self._unlocated = tuple(one for one in facilities if not one.position)
        self._rules, self._rules_of = _numbered([one.rules for one in rows])
        sorts = [_sort(one) for one in rows]
        different, self._sort_of = _numbered(sorts)
        sample = dict(zip(sorts, rows, strict=True))
        self._samples = [sample[one] for one in different]
        self._day = lru_cache(maxsize=8)(self._made_day)
        self._ranks = lru_cache(maxsize=64)(self._made_ranks)
        self._mask = lru_cache(maxsize=64)(self._made_mask)
        self._tree = lru_cache(maxsize=48)(self._made_tree)
        self._lately = set(_MOSTLY)

    def nearest(
        self,
        position: Point,
        when: dt.datetime,
        count: int,
        kinds: tuple[Kind, ...] = (),
        open_only: bool = True,
    ) -> list[Near]:
        """Return the first of what `find` returns, without their statuses."""
        query = Query(when, position, open_only=open_only, kinds=kinds)
        return list(islice(self._stream(query, count), count))

    def find(self, query: Query) -> tuple[Result, ...]:
        """Return what `finder.search.find` returns."""
        query = settled(query)
        first = query.limit
        found = (
            self._result(one, query) for one in self._stream(query, first or len(self._places))
        )
        located = tuple(islice((one for one in found if is_open_enough(one, query)), first))
        if not query.text or len(located) == first:
            return located
        unlocated = find(self._unlocated, query, self._calendar)
        return (*located, *unlocated)[:first]

    def _result(self, near: Near, query: Query) -> Result:
        facility = self.facilities[near.place]
        status = status_at(facility.rules, query.when, self._calendar)
        return result_of(facility, status, near.distance_m, self._calendar)

    def counts(self, query: Query) -> tuple[int, int, int, int]:
        """Return how many facilities of each rank a question is about."""
        query = settled(query)
        by_rank = np.frombuffer(self._ranks(minute_of(query.when)), np.uint8)[self._rules_of]
        mask = self._mask(narrowing(query))
        found = np.bincount(by_rank if mask is None else by_rank[mask], minlength=4)
        if query.text:
            ranks = [one.rank for one in find(self._unlocated, query, self._calendar)]
            found += np.bincount(np.array(ranks, np.intp), minlength=4)
        if query.open_only:
            found[2:] = 0
        return tuple(found.tolist())

    def _stream(self, query: Query, first: int) -> Iterator[Near]:
        """Yield the facilities that a question is about in the order of an answer.

        Args:
            first: so many are probably wanted.
        """
        asked, ranks, found = narrowing(query), self._ranks(minute_of(query.when)), 0
        for number in _OPEN_RANKS if query.open_only else _EVERY_RANK:
            tree = self._tree(ranks, number, asked)
            if not (asked.walk or asked.wanted) and len(self._lately) < _MOST_LATELY:
                self._lately.add((number, asked))
            if query.position is None:
                places = np.sort(self._places[tree.chosen[: tree.count]]).tolist()
                near: Iterator[tuple[float | None, int]] = ((None, place) for place in places)
            else:
                near = self._by_distance(tree, query.position, max(first - found, 1))
            for away_m, place in near:
                found += 1
                yield Near(place, number, away_m)
            if found >= first:
                # Whoever wants more asks on.
                first = found + first

    def _by_distance(self, tree: Boxes, position: Point, count: int) -> Iterator[tuple[float, int]]:
        """Yield distances and places in the list, nearest first: `count`, then more at a time."""
        start, done = spot(position), 0
        while done < tree.count:
            numbers = nearest(tree, np.array(start[:3]), count)
            rows = self._spots[numbers]
            if len(numbers) > count + _FEW:
                near = arc_m(start, *rows.T)
                kept = near <= _farthest(near, count)
                numbers, rows = numbers[kept], rows[kept]
            # Not the arcs above: numpy may round another way than `find`, which has no numpy.
            arcs = [arc_m(start, *row) for row in rows.tolist()]
            pairs = sorted(zip(arcs, self._places[numbers].tolist(), strict=True))
            ordered = exact_order(position, pairs, lambda place: place_of(self.facilities[place]))
            yield from islice(ordered, done, count)
            done, count = count, count * 4

    def _made_ranks(self, minute: dt.datetime) -> bytes:
        return self._ranks_of(minute).tobytes()

    def _made_day(self, date: dt.date) -> DayRanks:
        return day_ranks(self._rules, date, self._calendar)

    def _made_mask(self, asked: Narrowing) -> npt.NDArray[np.bool_] | None:
        """Return which facilities have what is asked; None if nothing is."""
        if asked == Narrowing():
            return None
        query = Query(_SOME_DAY, kinds=asked.kinds, services=asked.services, towns=asked.towns)
        fits = np.array([is_asked_for(one, query, ()) for one in self._samples], bool)
        found = fits[self._sort_of]
        if asked.walk:
            found &= self._let_in(*asked.walk)
        for number in np.flatnonzero(found).tolist() if asked.wanted else ():
            found[number] = matches(self.facilities[self._places[number]], asked.wanted)
        return found

    def _let_in(self, position: Point, when: dt.datetime) -> npt.NDArray[np.bool_]:
        """Return which facilities let somebody in who sets out from a position at a moment."""
        start, query = spot(position), Query(when, position, arriving=True)
        arcs = arc_m(start, *self._spots.T)
        found, doubt = let_in(arcs, self._rules_of, self._ranks_of, when)
        for number in doubt.tolist():
            near = Near(int(self._places[number]), 0, arc_m(start, *self._spots[number].tolist()))
            found[number] = is_open_enough(self._result(near, query), query)
        return found

    def _ranks_of(self, when: dt.datetime) -> Ranks:
        return self._day(when.date()).at(when.hour * 60 + when.minute)

    def _made_tree(self, ranks: bytes, number: int, asked: Narrowing) -> Boxes:
        chosen = (np.frombuffer(ranks, np.uint8) == number)[self._rules_of]
        mask = self._mask(asked)
        if mask is not None:
            chosen &= mask
        return boxes(self._points, np.flatnonzero(chosen).astype(np.int32))

    @property
    def made(self) -> int:
        """How many trees have been made."""
        return self._tree.cache_info().misses

    def prepare(self, when: dt.datetime) -> None:
        """Make the trees ready that will be asked for at `when`, if it is like what was asked."""
        lately = self._lately
        if len(lately) >= _MOST_LATELY:
            # What nobody asks any more must not keep out what is asked now.
            self._lately = set(_MOSTLY)
        for number, asked in tuple(lately):
            self._tree(self._ranks(minute_of(when)), number, asked)


def _sort(facility: Facility) -> tuple[str, ...]:
    """Return all that `is_asked_for` looks at without a text."""
    return facility.kind, facility.town, facility.services, facility.wheelchair


def _table(rows: Iterable[tuple[float, ...]], width: int, count: int) -> Floats:
    values = chain.from_iterable(rows)
    return np.fromiter(values, np.float64, width * count).reshape(-1, width)


def _numbered(values: Sequence[_Value]) -> tuple[tuple[_Value, ...], Numbers]:
    """Return the different values, and the number of each value among them."""
    numbers: dict[_Value, int] = {}
    found = [numbers.setdefault(value, len(numbers)) for value in values]
    return tuple(numbers), np.array(found, np.int32)


def _farthest(arcs: Floats, count: int) -> float:
    """Return the arc beyond which none of the `count` nearest can be."""
    last = float(np.partition(arcs, count - 1)[count - 1])
    reach = last + 2 * arc_error_m(last)
    most = 4 * count + 64
    if last <= _FAR_M or len(arcs) <= most:
        return reach
    return min(reach, float(np.partition(arcs, most)[most]))

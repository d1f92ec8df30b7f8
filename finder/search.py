"""What somebody asks, and the facilities that answer it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from finder.facility import Facility, Kind
from finder.geo import Point, distance_m, walk_minutes
from finder.holidays import Calendar
from finder.hours import State, Status, status_at


@dataclass(frozen=True, slots=True)
class Query:
    """A question.

    Args:
        when: the moment, an aware datetime.
        position: where somebody is (WGS-84); None if they do not say.
        open_only: only what is open at that moment.
        kinds: only these; empty means all.
        limit: at most so many results; None means all.
    """

    when: dt.datetime
    position: Point | None = None
    open_only: bool = False
    kinds: tuple[Kind, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One facility's answer; the distance is None where the question names no position."""

    facility: Facility
    status: Status
    distance_m: float | None

    @property
    def walk_minutes(self) -> int | None:
        """Minutes on foot, estimated from the straight line; see `geo.walk_minutes`."""
        return None if self.distance_m is None else walk_minutes(self.distance_m)

    @property
    def rank(self) -> int:
        """0 open, 1 open but past last entry, 2 unknown, 3 closed."""
        return rank(self.status)


def rank(status: Status) -> int:
    """Return the place of a status in a list: 0 open, 1 past last entry, 2 unknown, 3 closed."""
    if status.state is State.OPEN:
        return 0 if status.admits else 1
    return 2 if status.state is State.UNKNOWN else 3


def find(facilities: Iterable[Facility], query: Query, calendar: Calendar) -> tuple[Result, ...]:
    """Return the facilities that have a position, open ones first, each group nearest first.

    Without a position in the question, each group keeps the order of the list.
    """
    results: list[Result] = []
    for facility in facilities:
        if facility.position is None or (query.kinds and facility.kind_key not in query.kinds):
            continue
        status = status_at(facility.rules, query.when, calendar)
        if query.open_only and status.state is not State.OPEN:
            continue
        away_m = distance_m(query.position, facility.position) if query.position else None
        results.append(Result(facility, status, away_m))
    results.sort(key=lambda result: (result.rank, result.distance_m or 0.0))
    return tuple(results[: query.limit])


def without_position(facilities: Iterable[Facility]) -> Counter[Kind]:
    """Return how many facilities of each kind have no position yet."""
    return Counter(facility.kind_key for facility in facilities if facility.position is None)

"""What somebody asks, and the facilities that answer it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from finder.arrival import Arrival, arrival
from finder.facility import Facility, Kind
from finder.geo import Point, cycle_minutes, distance_m, walk_minutes
from finder.holidays import Calendar
from finder.hours import State, Status, status_at


@dataclass(frozen=True, slots=True)
class Query:
    """A question.

    Args:
        when: the moment, an aware datetime.
        position: where somebody is (WGS-84); None if they do not say.
        open_only: only what is open at that moment.
        arriving: only what lets somebody in who walks there from `position`; what is open at
            that moment where no way is known.
        kinds: only these; empty means all.
        limit: at most so many results; None means all.
    """

    when: dt.datetime
    position: Point | None = None
    open_only: bool = False
    arriving: bool = False
    kinds: tuple[Kind, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One facility's answer.

    Args:
        distance_m: in a straight line; None where the question names no position.
        arrival: what somebody finds who walks there; None where there is no distance.
    """

    facility: Facility
    status: Status
    distance_m: float | None
    arrival: Arrival | None = None

    @property
    def walk_minutes(self) -> int | None:
        """Minutes on foot, estimated from the straight line; see `geo.walk_minutes`."""
        return None if self.distance_m is None else walk_minutes(self.distance_m)

    @property
    def cycle_minutes(self) -> int | None:
        """Minutes on a bicycle, estimated from the straight line; see `geo.cycle_minutes`."""
        return None if self.distance_m is None else cycle_minutes(self.distance_m)

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
        result = _result(facility, facility.position, query, calendar)
        if _is_open_enough(result, query):
            results.append(result)
    results.sort(key=lambda result: (result.rank, result.distance_m or 0.0))
    return tuple(results[: query.limit])


def _result(facility: Facility, position: Point, query: Query, calendar: Calendar) -> Result:
    status = status_at(facility.rules, query.when, calendar)
    if query.position is None:
        return Result(facility, status, None)
    away_m = distance_m(query.position, position)
    walked = arrival(facility.rules, status, walk_minutes(away_m), calendar)
    return Result(facility, status, away_m, walked)


def _is_open_enough(result: Result, query: Query) -> bool:
    is_open = result.status.state is State.OPEN
    if query.arriving and not (result.arrival.admits if result.arrival else is_open):
        return False
    return is_open or not query.open_only


def without_position(facilities: Iterable[Facility]) -> Counter[Kind]:
    """Return how many facilities of each kind have no position yet."""
    return Counter(facility.kind_key for facility in facilities if facility.position is None)

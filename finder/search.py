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
from finder.matching import matches, terms

# The name of what `wheelchair` says, among the services that can be asked for.
STEP_FREE = "无障碍"


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
        text: only what it means (`finder.matching`), facilities without a position included.
        services: only what offers all of these; `STEP_FREE` is one of them.
        towns: only what is in one of these; empty means everywhere.
        limit: at most so many results; None means all.
    """

    when: dt.datetime
    position: Point | None = None
    open_only: bool = False
    arriving: bool = False
    kinds: tuple[Kind, ...] = ()
    text: str = ""
    services: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One facility's answer.

    Args:
        distance_m: in a straight line; None where the question or the facility has no position.
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

    Without a position in the question, each group keeps the order of the list. Who searches for a
    text also gets the facilities without a position, after all others.
    """
    wanted = terms(query.text)
    results: list[Result] = []
    for facility in facilities:
        if not (facility.position or wanted) or not _is_asked_for(facility, query, wanted):
            continue
        result = _result(facility, query, calendar)
        if _is_open_enough(result, query):
            results.append(result)
    results.sort(key=_place_in_list)
    return tuple(results[: query.limit])


def _place_in_list(result: Result) -> tuple[bool, int, float]:
    return result.facility.position is None, result.rank, result.distance_m or 0.0


def _is_asked_for(facility: Facility, query: Query, wanted: tuple[str, ...]) -> bool:
    if query.kinds and facility.kind_key not in query.kinds:
        return False
    if query.towns and facility.town not in query.towns:
        return False
    return set(query.services) <= set(offered_services(facility)) and matches(facility, wanted)


def offered_services(facility: Facility) -> tuple[str, ...]:
    """Return the services of a facility, `STEP_FREE` last if a wheelchair gets in at all."""
    step_free = (STEP_FREE,) if facility.wheelchair in ("yes", "limited") else ()
    return tuple(dict.fromkeys((*facility.service_names, *step_free)))


def _result(facility: Facility, query: Query, calendar: Calendar) -> Result:
    status = status_at(facility.rules, query.when, calendar)
    if query.position is None or facility.position is None:
        return Result(facility, status, None)
    away_m = distance_m(query.position, facility.position)
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

"""What somebody asks, and the facilities that answer it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from finder.arrival import Arrival, arrival
from finder.chords import arc_m, exact_order, spot
from finder.facility import Facility, Kind
from finder.geo import Point, cycle_minutes, walk_minutes
from finder.holidays import Calendar
from finder.hours import Interval, State, Status, status_at
from finder.matching import matches, terms

# The name of what `wheelchair` says, among the services that can be asked for.
STEP_FREE = "无障碍"

# Nobody arrives who would have to walk for more than a day.
LONGEST_WALK_MIN = 24 * 60


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


def rank(status: Status | Interval) -> int:
    """Return the place of a status in a list: 0 open, 1 past last entry, 2 unknown, 3 closed."""
    if status.state is State.OPEN:
        return 0 if status.admits else 1
    return 2 if status.state is State.UNKNOWN else 3


@dataclass(frozen=True, slots=True)
class Group:
    """Facilities of one rank, in the order of the list, that a question is about.

    Args:
        is_nowhere: whether they have no position.
    """

    rank: int
    is_nowhere: bool
    facilities: tuple[Facility, ...]
    statuses: tuple[Status, ...]


def find(facilities: Iterable[Facility], query: Query, calendar: Calendar) -> tuple[Result, ...]:
    """Return the facilities that have a position, open ones first, each group nearest first.

    Without a position in the question, each group keeps the order of the list. Who searches for a
    text also gets the facilities without a position, after all others.
    """
    return nearest(groups(facilities, query, calendar), query, calendar)


def groups(facilities: Iterable[Facility], query: Query, calendar: Calendar) -> tuple[Group, ...]:
    """Return the part of an answer that does not depend on where somebody is, nor on a limit."""
    wanted = terms(query.text)
    found: dict[tuple[bool, int], list[tuple[Facility, Status]]] = {}
    for facility in facilities:
        if (facility.position or wanted) and is_asked_for(facility, query, wanted):
            status = status_at(facility.rules, query.when, calendar)
            if not query.open_only or status.state is State.OPEN:
                key = facility.spot is None, rank(status)
                found.setdefault(key, []).append((facility, status))
    return tuple(
        Group(number, is_nowhere, *map(tuple, zip(*found[is_nowhere, number], strict=True)))
        for is_nowhere, number in sorted(found)
    )


def nearest(found: Iterable[Group], query: Query, calendar: Calendar) -> tuple[Result, ...]:
    """Return the results of `groups` in the order of an answer."""
    results = (result_of(*one, calendar) for one in in_order(found, query.position))
    return tuple(islice((one for one in results if is_open_enough(one, query)), query.limit))


def in_order(
    found: Iterable[Group], position: Point | None
) -> Iterator[tuple[Facility, Status, float | None]]:
    """Yield the facilities of `groups` in the order of an answer, with distances in metres."""
    for group in found:
        for away_m, number in _ordered(group, position):
            yield group.facilities[number], group.statuses[number], away_m


def _ordered(group: Group, position: Point | None) -> Iterable[tuple[float | None, int]]:
    """Return the numbers of a group's facilities in the order of an answer, with distances."""
    if position is None or group.is_nowhere:
        return ((None, number) for number in range(len(group.facilities)))
    start = spot(position)
    arcs = sorted(
        (arc_m(start, *one.spot), number) for number, one in enumerate(group.facilities) if one.spot
    )
    return exact_order(position, arcs, lambda number: place_of(group.facilities[number]))


def place_of(facility: Facility) -> Point:
    """Return the position of a facility that has one."""
    assert facility.position is not None  # noqa: S101 - the others have no distance either
    return facility.position


def is_asked_for(facility: Facility, query: Query, wanted: tuple[str, ...]) -> bool:
    """Return whether a question is about a facility, whatever its status.

    Args:
        wanted: the terms of the query's text.
    """
    if query.kinds and facility.kind_key not in query.kinds:
        return False
    if query.towns and facility.town not in query.towns:
        return False
    if query.services and not set(query.services) <= set(offered_services(facility)):
        return False
    return not wanted or matches(facility, wanted)


def offered_services(facility: Facility) -> tuple[str, ...]:
    """Return the services of a facility, `STEP_FREE` last if a wheelchair gets in at all."""
    step_free = (STEP_FREE,) if facility.wheelchair in ("yes", "limited") else ()
    return tuple(dict.fromkeys((*facility.service_names, *step_free)))


def result_of(
    facility: Facility, status: Status, away_m: float | None, calendar: Calendar
) -> Result:
    if away_m is None:
        return Result(facility, status, None)
    walked = arrival(facility.rules, status, walk_minutes(away_m), calendar)
    return Result(facility, status, away_m, walked)


def is_open_enough(result: Result, query: Query) -> bool:
    """Return whether a result is as open as a question asks."""
    is_open = result.status.state is State.OPEN
    walked = result.arrival
    if query.arriving and walked and not (walked.admits and walked.minutes <= LONGEST_WALK_MIN):
        return False
    return is_open or not (query.open_only or (query.arriving and not walked))


def without_position(facilities: Iterable[Facility]) -> Counter[Kind]:
    """Return how many facilities of each kind have no position yet."""
    return Counter(facility.kind_key for facility in facilities if facility.position is None)

"""Ways that go through the whole list for each question."""

from __future__ import annotations

import datetime as dt

from geopy.distance import geodesic
from opening_hours import OpeningHours, State

from finder import search
from finder.facility import Kind
from finder.geo import Point
from finder.holidays import Calendar
from finder.hours import ZONE
from tests.benchmarks.lists import MadeUp
from tests.benchmarks.ways import Query, Way


def truth(made: MadeUp, calendar: Calendar) -> Query:
    """Return `finder.search.find`, which every other way has to agree with."""

    def query(position: Point, when: dt.datetime, count: int, kinds: tuple[Kind, ...]) -> list[int]:
        asked = search.Query(when, position, open_only=True, kinds=kinds, limit=count)
        results = search.find(made.facilities, asked, calendar)
        return [int(result.facility.id.rpartition("-")[2]) for result in results]

    return query


def first_idea(made: MadeUp, _: Calendar) -> Query:
    """Return what one writes first: opening-hours-py and geopy, sorted."""
    engines = [OpeningHours(one.osm) if one.osm else None for one in made.hours]
    rows = [
        (place, engines[text], facility.position, facility.kind_key)
        for place, (text, facility) in enumerate(
            zip(made.hours_of.tolist(), made.facilities, strict=True)
        )
    ]

    def query(position: Point, when: dt.datetime, count: int, kinds: tuple[Kind, ...]) -> list[int]:
        local = when.astimezone(ZONE).replace(tzinfo=None)
        found: list[tuple[bool, float, int]] = []
        for place, hours, there, kind in rows:
            if hours is None or (kinds and kind not in kinds):
                continue
            state, note = hours.state(local)
            if state == State.OPEN:
                found.append((note == "停止入馆", geodesic(position, there).meters, place))
        found.sort()
        return [place for *_, place in found[:count]]

    return query


LOOP = Way("plain loop (find)", truth, is_slow=True)
# It has no calendar of Chinese days off, so that it is asked on ordinary days only.
FIRST_IDEA = Way(
    "loop, opening-hours-py",
    first_idea,
    largest=10_000,
    is_slow=True,
    moments=("weekday", "night"),
)

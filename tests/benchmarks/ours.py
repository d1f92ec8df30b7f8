"""The finder's own index."""

from __future__ import annotations

import datetime as dt

from finder.facility import Kind
from finder.geo import Point
from finder.holidays import Calendar
from finder.index import Index
from tests.benchmarks.lists import MadeUp
from tests.benchmarks.ways import Query, Way


def build(made: MadeUp, calendar: Calendar) -> Query:
    """Return the index of the finder, as its pages ask it."""
    index = Index(made.facilities, calendar)

    def query(position: Point, when: dt.datetime, count: int, kinds: tuple[Kind, ...]) -> list[int]:
        return [found.place for found in index.nearest(position, when, count, kinds)]

    return query


OURS = Way("finder.index (ours)", build)

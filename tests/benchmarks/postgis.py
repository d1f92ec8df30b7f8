"""PostGIS: nearest neighbours on the globe, and the hours as a multirange of moments.

Needs a server (`make bench POSTGRES=postgresql://…`) with a database that may be written to: the
list goes to a temporary table.
"""

from __future__ import annotations

import datetime as dt
import importlib
import math
import weakref
from typing import Any

from finder.chords import spot
from finder.facility import Kind
from finder.geo import Point
from finder.holidays import Calendar
from finder.hours import ZONE, Rules, State, date_stretches
from tests.benchmarks.lists import MOMENTS, MadeUp
from tests.benchmarks.ways import LeftOut, Query, Way, exact

NAME = "PostGIS, KNN + multirange"
_TABLE = """
  DROP TABLE IF EXISTS finder_bench;
  CREATE TEMPORARY TABLE finder_bench(
    place integer, at geography(Point), kind smallint,
    rank0 tstzmultirange, rank1 tstzmultirange);
"""
_INDEX = """
  CREATE INDEX ON finder_bench USING gist(at);
  ANALYZE finder_bench;
"""
_NEAREST = """
  SELECT place, at <-> %(here)s::geography AS away_m FROM finder_bench
  WHERE {rank} @> %(when)s {kinds}
  ORDER BY at <-> %(here)s::geography LIMIT %(count)s
"""
# The operator measures on a sphere: no chord is shorter than this part of what it says, up to
# 4,000 km.
_SHORTER = 0.97


def build(made: MadeUp, calendar: Calendar, postgres: str, sizes: list[int]) -> Query:
    """Return a way that asks the server; it knows the days of the moments that are measured.

    Args:
        sizes: gets the bytes of the table and its index.
    """
    psycopg: Any = importlib.import_module("psycopg")
    database = psycopg.connect(postgres, autocommit=True)
    database.execute(_TABLE)
    open_at = [_multiranges(rules, calendar) for rules in made.rules]
    columns = "place, at, kind, rank0, rank1"
    with database.cursor().copy(f"COPY finder_bench({columns}) FROM STDIN") as copy:
        kinds = made.kind_of.tolist()
        for place, hours in enumerate(made.hours_of.tolist()):
            at = made.position(place)
            point = f"SRID=4326;POINT({at.lon} {at.lat})"
            copy.write_row((place, point, kinds[place], *open_at[hours]))
    database.execute(_INDEX)
    sizes.append(database.execute("SELECT pg_total_relation_size('finder_bench')").fetchone()[0])
    order, xyz = list(Kind), made.xyz_m

    def query(position: Point, when: dt.datetime, count: int, kinds: tuple[Kind, ...]) -> list[int]:
        here = spot(position)[:3]
        values = {"here": f"SRID=4326;POINT({position.lon} {position.lat})", "when": when}
        values["kinds"] = [order.index(kind) for kind in kinds]

        def nearest(rank: int, k: int) -> tuple[list[int], list[float]]:
            asked = k + k // 4
            while True:
                text = _NEAREST.format(
                    rank=f"rank{rank}", kinds="AND kind = ANY(%(kinds)s)" if kinds else ""
                )
                rows = database.execute(text, values | {"count": asked}, prepare=True).fetchall()
                found = sorted((math.dist(here, xyz[place]), place) for place, _ in rows)
                if len(rows) < asked or found[k - 1][0] < rows[-1][1] * _SHORTER:
                    near = found[:k]
                    return [place for _, place in near], [chord for chord, _ in near]
                asked *= 2

        return exact(nearest, made, position, count)

    weakref.finalize(query, database.close)
    return query


def _multiranges(rules: Rules, calendar: Calendar) -> tuple[str, str]:
    """Return when rules have rank 0 and rank 1, on the days that are measured."""
    ranges: tuple[list[str], list[str]] = ([], [])
    for date in sorted({when.astimezone(ZONE).date() for when in MOMENTS.values()}):
        for stretch in date_stretches(rules, date, calendar):
            if stretch.interval.state is State.OPEN:
                start, end = stretch.start.isoformat(), stretch.end.isoformat()
                ranges[0 if stretch.interval.admits else 1].append(f'["{start}","{end}")')
    return "{" + ",".join(ranges[0]) + "}", "{" + ",".join(ranges[1]) + "}"


def way(postgres: str) -> Way | LeftOut:
    """Return the way, if a server is given and can be asked."""
    if not postgres:
        return LeftOut(NAME, "no server given (POSTGRES=postgresql://…)")
    try:
        psycopg: Any = importlib.import_module("psycopg")
    except ImportError:
        return LeftOut(NAME, "psycopg is not installed")
    try:
        with psycopg.connect(postgres) as database:
            database.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except psycopg.Error as error:
        return LeftOut(NAME, str(error).strip().splitlines()[0])
    sizes: list[int] = []
    return Way(
        NAME,
        lambda made, calendar: build(made, calendar, postgres, sizes),
        bytes_held=lambda: sizes[-1],
    )

"""SQLite: an R*Tree of the positions, joined with the hours of the day."""

from __future__ import annotations

import datetime as dt
import math
import sqlite3

from finder.chords import spot
from finder.facility import Kind
from finder.geo import Point
from finder.holidays import Calendar
from finder.hours import ZONE, State, date_stretches
from tests.benchmarks.lists import MadeUp
from tests.benchmarks.ways import Query, Way, exact

_TABLES = """
  CREATE VIRTUAL TABLE boxes USING rtree(place, south, north, west, east);
  CREATE TABLE places(place INTEGER PRIMARY KEY, hours INTEGER, kind INTEGER, x, y, z);
  CREATE TABLE hours(day INTEGER, hours INTEGER, start INTEGER, end INTEGER, rank INTEGER,
    PRIMARY KEY (day, hours, start)) WITHOUT ROWID;
"""
# The planner is told the order: the box first. Kinds are a mask, -1 is all.
_NEAREST = """
  SELECT places.place, (x - :x) * (x - :x) + (y - :y) * (y - :y) + (z - :z) * (z - :z) AS square
  FROM boxes CROSS JOIN places CROSS JOIN hours
  WHERE boxes.south <= :north AND boxes.north >= :south
    AND boxes.west <= :east AND boxes.east >= :west
    AND places.place = boxes.place AND (:kinds >> places.kind) & 1
    AND hours.day = :day AND hours.hours = places.hours
    AND hours.start <= :minute AND hours.end > :minute AND hours.rank = :rank
  ORDER BY square LIMIT :count
"""
# No radius of curvature of WGS-84 is smaller.
_LEAST_RADIUS_M = 6_335_000.0
_WHOLE_M = 6_000_000.0


def build(made: MadeUp, calendar: Calendar) -> Query:
    """Return a way that looks into a box, and into a larger one until enough is inside."""
    database = sqlite3.connect(":memory:")
    database.executescript(_TABLES)
    points = [made.position(place) for place in range(len(made.facilities))]
    database.executemany(
        "INSERT INTO boxes VALUES (?, ?, ?, ?, ?)",
        ((place, at.lat, at.lat, at.lon, at.lon) for place, at in enumerate(points)),
    )
    columns = (made.hours_of.tolist(), made.kind_of.tolist(), made.xyz_m.tolist())
    database.executemany(
        "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?)",
        (
            (place, hours, kind, *xyz)
            for place, (hours, kind, xyz) in enumerate(zip(*columns, strict=True))
        ),
    )
    database.commit()
    order = list(Kind)
    days: set[int] = set()
    # How far the last one was for this rank and these kinds: the next question's first box.
    reach: dict[tuple[int, int], float] = {}

    def query(position: Point, when: dt.datetime, count: int, kinds: tuple[Kind, ...]) -> list[int]:
        local = when.astimezone(ZONE)
        day = local.toordinal()
        if day not in days:
            _add_day(database, made, local.date(), calendar)
            days.add(day)
        x, y, z = spot(position)[:3]
        mask = sum(1 << order.index(kind) for kind in kinds) if kinds else -1
        values = {"x": x, "y": y, "z": z, "kinds": mask, "day": day}
        values["minute"] = local.hour * 60 + local.minute

        def nearest(rank: int, k: int) -> tuple[list[int], list[float]]:
            radius_m = reach.get((rank, mask), 500.0)
            while True:
                asked = values | _box(position, radius_m) | {"rank": rank, "count": k}
                rows = database.execute(_NEAREST, asked).fetchall()
                chords = [math.sqrt(square) for _, square in rows]
                if radius_m >= _WHOLE_M or (len(rows) == k and chords[-1] <= radius_m):
                    reach[rank, mask] = max(1.0, chords[-1] * 1.2) if rows else radius_m
                    return [place for place, _ in rows], chords
                radius_m *= 2 if len(rows) < k else 1.4

        return exact(nearest, made, position, count)

    return query


def _box(position: Point, radius_m: float) -> dict[str, float]:
    """Return a box that holds everything whose chord is at most `radius_m`."""
    if radius_m >= _WHOLE_M:
        return {"south": -90, "north": 90, "west": -180, "east": 180}
    angle = 2 * math.asin(radius_m / 2 / _LEAST_RADIUS_M) * 1.001
    # The box at its end nearest to the pole is the widest in degrees.
    far = min(abs(position.lat) + math.degrees(angle), 89.9)
    height, width = math.degrees(angle), math.degrees(angle) / math.cos(math.radians(far))
    return {
        "south": position.lat - height,
        "north": position.lat + height,
        "west": position.lon - width,
        "east": position.lon + width,
    }


def _add_day(database: sqlite3.Connection, made: MadeUp, date: dt.date, calendar: Calendar) -> None:
    """Write what the evaluator says of a date."""
    rows: list[tuple[int, int, int, int, int]] = []
    for number, one in enumerate(made.hours):
        for stretch in date_stretches(one.rules, date, calendar):
            if stretch.interval.state is State.OPEN:
                start = stretch.start.hour * 60 + stretch.start.minute
                length = (stretch.end - stretch.start) // dt.timedelta(minutes=1)
                rank = 0 if stretch.interval.admits else 1
                rows.append((date.toordinal(), number, start, start + length, rank))
    database.executemany("INSERT INTO hours VALUES (?, ?, ?, ?, ?)", rows)
    database.commit()


RTREE = Way("SQLite R*Tree + hours", build)

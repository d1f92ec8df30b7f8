"""Towns and metro stations: where somebody is who gives no position."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from finder.chords import arc_m, spot
from finder.geo import Point


@dataclass(frozen=True, slots=True)
class Place:
    """A town (its representative point) or a metro station, in WGS-84.

    Args:
        is_neighbour: whether it belongs to the next district and is only near by.
    """

    name: str
    kind: str
    position: Point
    source: str
    is_neighbour: bool = False


@cache
def places(path: Path) -> tuple[Place, ...]:
    """Return the places of the file `name,kind,lat,lon,source,note`, in its order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            Place(
                row["name"],
                row["kind"],
                Point(float(row["lat"]), float(row["lon"])),
                row["source"],
                is_neighbour="邻近" in row["note"],
            )
            for row in csv.DictReader(file)
        )


def place_named(name: str, path: Path) -> Place | None:
    """Return the place with exactly this name; None if there is none."""
    return next((place for place in places(path) if place.name == name), None)


def nearest_place(position: Point, known: Iterable[Place]) -> tuple[Place, float] | None:
    """Return the nearest of some places, with its distance in metres; None if there are none."""
    start = spot(position)
    away = ((arc_m(start, *spot(place.position)), place) for place in known)
    found = min(away, key=lambda one: one[0], default=None)
    return (found[1], found[0]) if found else None

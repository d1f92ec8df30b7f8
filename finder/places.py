"""Towns and metro stations: where somebody is who gives no position."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from finder.geo import Point


@dataclass(frozen=True, slots=True)
class Place:
    """A town (its representative point) or a metro station, in WGS-84."""

    name: str
    kind: str
    position: Point
    source: str


@cache
def places(path: Path) -> tuple[Place, ...]:
    """Return the places of the file `name,kind,lat,lon,source,note`, in its order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            Place(
                row["name"], row["kind"], Point(float(row["lat"]), float(row["lon"])), row["source"]
            )
            for row in csv.DictReader(file)
        )


def place_named(name: str, path: Path) -> Place | None:
    """Return the place with exactly this name; None if there is none."""
    return next((place for place in places(path) if place.name == name), None)

"""Made-up lists of any size: where the facilities are, when they are open, what is asked.

Everything is drawn from a seed, so that two runs measure the same. Names say that they are made
up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from finder.chords import spot
from finder.facility import Facility, Kind
from finder.geo import Point
from finder.hours import ZONE, Rules, read_hours
from tests.benchmarks.rules_mix import Hours, mixed_hours

# A town's centres: latitude, longitude, how far it spreads (degrees), its share.
_CENTRES = (
    (39.90, 116.40, 0.050, 30),
    (39.91, 116.66, 0.030, 20),
    (39.98, 116.31, 0.025, 15),
    (39.85, 116.29, 0.040, 10),
    (40.07, 116.59, 0.020, 8),
    (39.73, 116.33, 0.020, 7),
    (39.79, 116.52, 0.100, 10),
)
# South, west, north, east: as large as a country.
_COUNTRY = (22.0, 80.0, 46.0, 124.0)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A list, and its columns as the ways need them.

    Args:
        facilities: the list; `spot` and `rules` have been read already.
        hours: every different text of hours.
        hours_of: for each facility its place in `hours`.
        kind_of: for each facility the place of its kind in `Kind`.
        xyz_m: for each facility its place on WGS-84, from the middle of the Earth.
        asked: where somebody asks from.
    """

    shape: str
    facilities: tuple[Facility, ...]
    hours: tuple[Hours, ...]
    hours_of: NDArray[np.int32]
    kind_of: NDArray[np.uint8]
    xyz_m: NDArray[np.float64]
    asked: tuple[Point, ...]

    @property
    def rules(self) -> list[Rules]:
        return [one.rules for one in self.hours]

    def position(self, place: int) -> Point:
        found = self.facilities[place].position
        assert found
        return found


MOMENTS = {
    "weekday": dt.datetime(2026, 10, 14, 10, 40, tzinfo=ZONE),
    "night": dt.datetime(2026, 10, 14, 3, 0, tzinfo=ZONE),
    "holiday": dt.datetime(2026, 10, 1, 10, 40, tzinfo=ZONE),
    "make-up day": dt.datetime(2026, 10, 10, 10, 40, tzinfo=ZONE),
}


def made_up(size: int, shape: str, asked: int) -> MadeUp:
    """Return a list of `size` facilities: `dense` like a town, or `sparse` over a country."""
    draw = Random(f"{size} {shape}")
    hours = mixed_hours(draw, min(4000, max(40, size // 20)))
    weights = [one.weight for one in hours]
    hours_of = draw.choices(range(len(hours)), weights, k=size)
    kind_of = draw.choices(range(len(Kind)), (6, 3, 8, 2, 1, 6, 3, 2, 1, 1), k=size)
    points = [_position(draw, shape) for _ in range(size)]
    places = tuple(_position(draw, shape) for _ in range(asked))
    return _columns(shape, points, hours, hours_of, kind_of, places)


def of_points(points: Sequence[Point]) -> MadeUp:
    """Return a list of libraries that never close, at these positions."""
    hours = (Hours("24/7", "24/7", 1, read_hours("24/7")),)
    nothing = [0] * len(points)
    return _columns("points", points, hours, nothing, nothing, ())


def _columns(
    shape: str,
    points: Sequence[Point],
    hours: tuple[Hours, ...],
    hours_of: Sequence[int],
    kind_of: Sequence[int],
    asked: tuple[Point, ...],
) -> MadeUp:
    keys = [kind.value for kind in Kind]
    facilities: list[Facility] = []
    for number, point in enumerate(points):
        one = Facility(
            id=f"made-up-{number}",
            name=f"虚构{number}馆",
            kind=keys[kind_of[number]],
            lat=str(point.lat),
            lon=str(point.lon),
            opening_hours=hours[hours_of[number]].text,
            source="测试",
        )
        # Read once here, so that no way pays for what another has read before it.
        assert one.spot and one.kind_key
        one.__dict__["rules"] = hours[hours_of[number]].rules
        facilities.append(one)
    return MadeUp(
        shape,
        tuple(facilities),
        hours,
        np.array(hours_of, np.int32),
        np.array(kind_of, np.uint8),
        np.array([spot(point)[:3] for point in points], np.float64).reshape(-1, 3),
        asked,
    )


def _position(draw: Random, shape: str) -> Point:
    if shape == "sparse":
        south, west, north, east = _COUNTRY
        lat, lon = draw.uniform(south, north), draw.uniform(west, east)
    else:
        (centre,) = draw.choices(_CENTRES, [share for *_, share in _CENTRES])
        lat, lon = draw.gauss(centre[0], centre[2]), draw.gauss(centre[1], centre[2] * 1.3)
    return Point(round(lat, 6), round(lon, 6))

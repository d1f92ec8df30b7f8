"""Geodesic distances near by, from straight chords: a hundred times as fast as the geodesic itself.

`geo.distance_m` solves the geodesic for any two positions; a search asks for thousands a second,
nearly all of them across a city. The functions here take single numbers as well as numpy arrays.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from finder.geo import Point, distance_m

# WGS-84 (NIMA TR8350.2): semi-major axis, and the squares of the two eccentricities.
_AXIS_M = 6_378_137.0
_FLATTENING = 1 / 298.257_223_563
_E2 = _FLATTENING * (2 - _FLATTENING)
_SECOND_E2 = _E2 / (1 - _E2)

# Farther away than that, the arc is too rough to be shown, and the geodesic is solved.
FARTHEST_ARC_M = 300_000.0

Number = TypeVar("Number")


class Spot(NamedTuple):
    """A position as earth-centred metres `x`, `y`, `z` on the ellipsoid.

    Args:
        sine2: the square of the sine of its latitude.
    """

    x: float
    y: float
    z: float
    sine2: float


def spot(position: Point) -> Spot:
    """Return where a position is in space."""
    lat, lon = math.radians(position.lat), math.radians(position.lon)
    sine = math.sin(lat)
    normal_m = _AXIS_M / math.sqrt(1 - _E2 * sine * sine)
    east_m = normal_m * math.cos(lat)
    return Spot(
        east_m * math.cos(lon),
        east_m * math.sin(lon),
        normal_m * (1 - _E2) * sine,
        sine * sine,
    )


def arc_m(start: Spot, x: Number, y: Number, z: Number, sine2: Number) -> Number:
    """Return the metres from `start` to other spots, each within `arc_error_m` of the geodesic.

    The chord is bent to the circle that has the curvature of the normal section halfway, which
    Euler's formula gives. Towards the poles the chord rises by `dz`, and since it is
    perpendicular to the normal halfway, the cosine of its azimuth there is dz/(chord cos lat): the
    cosines of the latitude cancel, so that nothing is singular at a pole.
    """
    dx, dy, dz = x - start.x, y - start.y, z - start.z  # type: ignore[operator]
    dz2 = dz * dz
    chord2 = dx * dx + dy * dy + dz2
    # The tiny number keeps a spot from being divided by its distance from itself.
    bend = 1 + _SECOND_E2 * dz2 / (chord2 + 1e-300)
    turn2 = (1 - _E2 / 2 * (start.sine2 + sine2)) * chord2 / _AXIS_M**2 * bend * bend  # type: ignore[operator]
    # The series of 2 asin(t/2)/t.
    series = 1 + turn2 * (1 / 24 + turn2 * (3 / 640 + turn2 * (5 / 7168 + turn2 * 35 / 294_912)))
    return chord2**0.5 * series  # type: ignore[no-any-return]


def arc_error_m(arc: float) -> float:
    """Return how far at most an arc is from the geodesic: 2 µm at 100 km, 0.5 mm at 300 km.

    Measured against Karney's geodesic all over the globe; the tests do it again. The error grows
    with the fifth power of the distance and stays below a tenth of this; the first term is
    rounding.
    """
    return 1e-8 + 2e-6 * (arc / 100_000) ** 5


# Most distances are of a city, and the fifth power takes longer than all the rest.
_NEAR_M = 50_000.0
_ERROR_NEAR_M = arc_error_m(_NEAR_M)


def exact_order(
    start: Point, found: Iterable[tuple[float, int]], end: Callable[[int], Point]
) -> Iterator[tuple[float, int]]:
    """Yield distances in metres with their numbers, in the order of the geodesics.

    Where two arcs are too near to each other to tell, the geodesics are solved; the smaller
    number is first where these are the same.

    Args:
        found: arcs with numbers, by arc and number.
        end: returns the position with a number.
    """
    run: list[tuple[float, int]] = []
    reach_m = 0.0
    for one in found:
        arc = one[0]
        error_m = _ERROR_NEAR_M if arc <= _NEAR_M else arc_error_m(arc)
        if arc - error_m > reach_m:
            if len(run) == 1 and reach_m <= FARTHEST_ARC_M:
                yield run[0]
            else:
                yield from _told_apart(start, run, end)
            run = []
        run.append(one)
        reach_m = arc + error_m
    yield from _told_apart(start, run, end)


def _told_apart(
    start: Point, run: list[tuple[float, int]], end: Callable[[int], Point]
) -> list[tuple[float, int]]:
    if not run or (len(run) == 1 and run[0][0] <= FARTHEST_ARC_M):
        return run
    ends = [(end(number), number) for _, number in run]
    if run[-1][0] <= FARTHEST_ARC_M and len({position for position, _ in ends}) == 1:
        return run
    return sorted((distance_m(start, position), number) for position, number in ends)

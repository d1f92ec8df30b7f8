"""Positions, the datums they come in, distances and walking times.

Inside the finder every position is WGS-84, latitude first. Chinese map services publish others:
GCJ-02 (高德, 腾讯) and BD-09 (百度). Neither has an official formula; the series used here are the
ones that surveyors fitted to published point pairs, good to about a metre inside China.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from finder.errors import CoordinateError, Problem, sentence

# A way is longer than the straight line (streets): 1.2 times in cities (Newell 1980), 1.21 to 1.23
# round stations (O'Sullivan and Morrall 1996); 1.3 is on the careful side. A walk is at an easy
# pace (4.5 km/h), so that children and the old arrive in time; a ride is one on a shared bicycle,
# traffic lights included (12 km/h).
WALK_DETOUR = 1.3
WALK_M_PER_MIN = 75.0
CYCLE_M_PER_MIN = 200.0

# A nanometre in a kilometre, so that rounding never makes the inverse a minute more.
_DOWN = 1 - 1e-12

# Krasovsky 1940, the ellipsoid that GCJ-02 is computed on.
_AXIS_M = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
_BD_FACTOR = math.pi * 3000 / 180


class Point(NamedTuple):
    """A position: degrees of latitude (-90 to 90) and longitude (-180 to 180), WGS-84."""

    lat: float
    lon: float


class Datum(StrEnum):
    """What a pair of coordinates refers to."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


@dataclass(frozen=True, slots=True)
class _Axis:
    name: str
    limit: float


def point(lat: str | float, lon: str | float) -> Point:
    """Return the position that two numbers or two texts name.

    Raises:
        CoordinateError: one is not a finite number, or outside ±90 and ±180 degrees.
    """
    problems: list[Problem] = []
    values: list[float] = []
    for axis, given in ((_Axis("lat", 90), lat), (_Axis("lon", 180), lon)):
        text = str(given).strip()
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or "_" in text:
            message = sentence("%(column)s 的值“%(value)s”不是数字。", column=axis.name, value=text)
        elif abs(value) > axis.limit:
            message = sentence(
                "%(column)s 的值 %(value)s 超出 ±%(limit)d 度。",
                column=axis.name,
                value=text,
                limit=int(axis.limit),
            )
        else:
            values.append(value)
            continue
        hint = sentence("请写十进制度数，纬度在前，例如 39.9117 和 116.6813。")
        problems.append(Problem(message, hint, column=axis.name, value=text))
    if problems:
        raise CoordinateError(*problems)
    return Point(*values)


@lru_cache(maxsize=65_536)
def distance_m(start: Point, end: Point) -> float:
    """Return the length in metres of the geodesic between two positions (Karney 2013)."""
    # geopy takes a fifth of a second to load; across a city `finder.chords` knows the distances.
    from geopy.distance import geodesic

    return float(geodesic(start, end).meters)


def rounded_up_m(metres: float) -> int:
    """Return metres as a person would say them: the next 10, above a kilometre the next 100."""
    step = 10 if metres <= 1000 else 100
    return -int(-metres // step) * step


def walk_minutes(straight_m: float) -> int:
    """Return the minutes, rounded up, of a walk to a place `straight_m` metres away."""
    return math.ceil(straight_m * WALK_DETOUR / WALK_M_PER_MIN)


def cycle_minutes(straight_m: float) -> int:
    """Return the minutes, rounded up, of a bicycle ride to a place `straight_m` metres away."""
    return math.ceil(straight_m * WALK_DETOUR / CYCLE_M_PER_MIN)


def walkable_m(minutes: int) -> float:
    """Return how far away, in a straight line, a place may be that is `minutes` on foot away."""
    return minutes * WALK_M_PER_MIN / WALK_DETOUR * _DOWN


def cyclable_m(minutes: int) -> float:
    """Return how far away, in a straight line, a place may be that is `minutes` by bicycle away."""
    return minutes * CYCLE_M_PER_MIN / WALK_DETOUR * _DOWN


def to_wgs84(given: Point, datum: Datum) -> Point:
    """Return the WGS-84 position of coordinates in `datum`."""
    if datum is Datum.WGS84:
        return given
    gcj02 = _undone(_bd09_of_gcj02, given) if datum is Datum.BD09 else given
    return _undone(_gcj02_of_wgs84, gcj02)


def from_wgs84(position: Point, datum: Datum) -> Point:
    """Return the coordinates in `datum` of a WGS-84 position."""
    if datum is Datum.WGS84:
        return position
    shifted = _gcj02_of_wgs84(position)
    return _bd09_of_gcj02(shifted) if datum is Datum.BD09 else shifted


def is_in_china(position: Point) -> bool:
    """Return whether the shift of GCJ-02 is applied here: a box round mainland China."""
    return 0.8293 <= position.lat <= 55.8271 and 72.004 <= position.lon <= 137.8347


def _gcj02_of_wgs84(position: Point) -> Point:
    if not is_in_china(position):
        return position
    x, y = position.lon - 105.0, position.lat - 35.0
    ripple = (20 * math.sin(6 * math.pi * x) + 20 * math.sin(2 * math.pi * x)) * 2 / 3
    north = (
        -100
        + 2 * x
        + 3 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * math.sqrt(abs(x))
        + ripple
        + _waves(y, ((20, 1.0), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30)))
    )
    east = (
        300
        + x
        + 2 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * math.sqrt(abs(x))
        + ripple
        + _waves(x, ((20, 1.0), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30)))
    )
    radians = math.radians(position.lat)
    curve = 1 - _ECCENTRICITY_SQUARED * math.sin(radians) ** 2
    meridian_m = _AXIS_M * (1 - _ECCENTRICITY_SQUARED) / curve**1.5
    parallel_m = _AXIS_M / math.sqrt(curve) * math.cos(radians)
    return Point(
        position.lat + math.degrees(north / meridian_m),
        position.lon + math.degrees(east / parallel_m),
    )


def _waves(angle: float, terms: tuple[tuple[float, float], ...]) -> float:
    return sum(size * math.sin(angle * math.pi * pace) for size, pace in terms) * 2 / 3


def _undone(shift: Callable[[Point], Point], given: Point) -> Point:
    # The shifts change by centimetres over their own length: a few rounds give it back exactly.
    guess = given
    for _ in range(6):
        shifted = shift(guess)
        guess = Point(guess.lat + given.lat - shifted.lat, guess.lon + given.lon - shifted.lon)
    return guess


def _bd09_of_gcj02(given: Point) -> Point:
    radius = math.hypot(given.lon, given.lat) + 0.000_02 * math.sin(given.lat * _BD_FACTOR)
    angle = math.atan2(given.lat, given.lon) + 0.000_003 * math.cos(given.lon * _BD_FACTOR)
    return Point(radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065)

"""Points on the ground that count for something, and which of them lie within a distance."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from finder.boxes import Floats
from finder.chords import arc_m, spot
from finder.circle import AROUND_M, STEP_M
from finder.geo import Point

# WGS-84: nowhere is a degree of latitude shorter than at the equator, where the meridian's radius
# of curvature is a(1 - e²).
_LEAST_M_PER_DEGREE = math.radians(6_335_439.0)
_M_PER_DEGREE = 111_200.0


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Points with weights, from south to north.

    Args:
        positions: where they are, WGS-84.
        lats: their latitudes, (n,).
        spots: x, y, z and sine2 of `finder.chords.spot`, (n, 4).
        weights: what each counts for: square kilometres or people, (n,).
    """

    positions: tuple[Point, ...]
    lats: Floats
    spots: Floats
    weights: Floats

    @property
    def weight(self) -> float:
        """What all points together count for."""
        return float(self.weights.sum())


def ground(positions: Sequence[Point], weights: Sequence[float]) -> Ground:
    """Return the ground of points with their weights, put in order."""
    order = sorted(range(len(positions)), key=lambda number: positions[number])
    ordered = tuple(positions[number] for number in order)
    return Ground(
        ordered,
        np.array([one.lat for one in ordered], np.float64),
        np.array([spot(one) for one in ordered], np.float64).reshape(-1, 4),
        np.array([weights[number] for number in order], np.float64),
    )


def within(here: Ground, position: Point, radius_m: float) -> tuple[npt.NDArray[np.intp], Floats]:
    """Return the numbers of the points within `radius_m` of a position, and how far away they are.

    The distances are the finder's own (`finder.chords`).
    """
    reach = radius_m / _LEAST_M_PER_DEGREE + 1e-9
    start, end = np.searchsorted(here.lats, (position.lat - reach, position.lat + reach))
    away = np.atleast_1d(arc_m(spot(position), *here.spots[start:end].T))
    found = np.flatnonzero(away <= radius_m)
    return found + start, away[found]


def grid(middles: Iterable[Point], around_m: float = AROUND_M, step_m: float = STEP_M) -> Ground:
    """Return cells of about `step_m` by `step_m`: their middles, which weigh their square km.

    A cell is part of it where its middle is within `around_m` of one of the points. The cells are
    those of one net of parallels and meridians, so that they get narrower to the north, by half a
    percent across a district.
    """
    points = tuple(middles)
    if not points:
        return ground((), ())
    lat_step, lon_step = cell_steps(points, step_m)
    south, west = min(one.lat for one in points), min(one.lon for one in points)
    chosen: set[tuple[int, int]] = set()
    for one in points:
        wide = around_m / _LEAST_M_PER_DEGREE
        rows = _numbers(one.lat - south, wide, lat_step)
        wide /= math.cos(math.radians(abs(one.lat) + wide))
        chosen.update(
            (row, column) for row in rows for column in _numbers(one.lon - west, wide, lon_step)
        )
    net = [
        Point(round(south + row * lat_step, 6), round(west + column * lon_step, 6))
        for row, column in chosen
    ]
    whole = ground(net, [_cell_km2(one, lat_step, lon_step) for one in net])
    near = np.zeros(len(net), bool)
    for one in points:
        near[within(whole, one, around_m)[0]] = True
    kept = np.flatnonzero(near).tolist()
    return ground([whole.positions[at] for at in kept], whole.weights[kept].tolist())


def cell_steps(points: Sequence[Point], step_m: float = STEP_M) -> tuple[float, float]:
    """Return the height and the width in degrees of the cells of `grid`."""
    lat_step = step_m / _M_PER_DEGREE
    middle = math.radians(sum(one.lat for one in points) / len(points))
    return lat_step, lat_step / math.cos(middle)


def _numbers(middle: float, wide: float, step: float) -> range:
    return range(math.floor((middle - wide) / step), math.ceil((middle + wide) / step) + 1)


def _cell_km2(middle: Point, lat_step: float, lon_step: float) -> float:
    high_m = lat_step * _M_PER_DEGREE
    wide_m = lon_step * _M_PER_DEGREE * math.cos(math.radians(middle.lat))
    return high_m * wide_m / 1e6

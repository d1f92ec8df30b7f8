"""The nearest points in a tree of boxes are those of all points."""

from __future__ import annotations

import numpy as np
import pytest

from finder.boxes import BRANCH, FEWEST, LEAF, Floats, boxes, nearest, with_nowhere
from finder.chords import spot
from finder.geo import Point
from finder.hilbert import curve_order

SHAPES = ("even", "city", "line", "one place", "two cities", "date line", "pole")


def degrees(shape: str, count: int, seed: int) -> Floats:
    """Return made-up positions, latitude and longitude, (count, 2)."""
    random = np.random.default_rng(seed)
    lats, lons = random.uniform(-1, 1, count), random.uniform(-1, 1, count)
    if shape == "city":
        lats, lons = random.normal(0, 0.1, count), random.normal(0, 0.1, count)
    if shape == "line":
        lats = lats * 0
    if shape == "one place":
        lats, lons = lats * 0, lons * 0
    if shape == "two cities":
        lats, lons = lats * 0.1 + np.where(lats > 0, 8, -8), lons * 0.1
    if shape == "date line":
        return np.column_stack([lats + 40, (lons + 360) % 360 - 180])
    if shape == "pole":
        return np.column_stack([90 - abs(lats), lons * 180])
    return np.column_stack([lats + 39.9, lons + 116.7])


def in_order(shape: str, count: int, seed: int) -> Floats:
    found = degrees(shape, count, seed)
    found = found[curve_order(found[:, 0], found[:, 1])]
    return np.array([spot(Point(lat, lon))[:3] for lat, lon in found.tolist()]).reshape(-1, 3)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "count", [1, FEWEST, FEWEST + 1, LEAF * BRANCH, LEAF * BRANCH + 1, 3 * LEAF * BRANCH + 77]
)
def test_the_nearest_of_all_are_among_what_is_found(shape: str, count: int) -> None:
    points = in_order(shape, count, count)
    random = np.random.default_rng(1)
    for share in (1.0, 0.4, 0.0):
        chosen = np.flatnonzero(random.random(count) < share).astype(np.int32)
        tree = boxes(with_nowhere(points), chosen)
        starts = [*in_order(shape, 8, 7), points[0], np.array(spot(Point(-30.0, -60.0))[:3])]
        for start in starts:
            for wanted in (1, 20, 700):
                away = np.linalg.norm(points[chosen] - start, axis=1)
                last = np.sort(away)[min(wanted, len(chosen)) - 1] if len(chosen) else 0.0
                found = nearest(tree, start, wanted)
                assert len(found) == len(set(found.tolist()))
                assert set(found.tolist()) <= set(chosen.tolist())
                assert set(chosen[away <= last].tolist()) <= set(found.tolist())


def test_few_more_are_found_than_asked_for() -> None:
    points = in_order("city", 20_000, 3)
    tree = boxes(with_nowhere(points), np.arange(20_000, dtype=np.int32))
    assert [len(nearest(tree, points[number], 20)) for number in range(0, 20_000, 997)] == [20] * 21


def test_a_tree_says_its_size() -> None:
    points = with_nowhere(in_order("city", 20_000, 3))
    tree = boxes(points, np.arange(20_000, dtype=np.int32))
    assert 20_000 * 4 < tree.size_bytes < 20_000 * 8

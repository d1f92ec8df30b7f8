"""Points with weights, what lies within a distance of a position, and the grid of an area."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.circle import AROUND_M, STEP_M
from finder.geo import Point, distance_m
from finder.ground import grid, ground, within

# A district, some of it on top of each other, and the ends of the Earth.
NEAR = st.builds(Point, st.floats(39.7, 40.0), st.floats(116.5, 116.9))
ANYWHERE = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
TONGZHOU = Point(39.9, 116.68)


@given(
    st.lists(NEAR | ANYWHERE, max_size=30), NEAR | ANYWHERE, st.floats(0, 250_000, allow_nan=False)
)
def test_within_is_what_the_geodesics_say(
    positions: list[Point], position: Point, radius_m: float
) -> None:
    here = ground(positions, range(len(positions)))
    numbers, away = within(here, position, radius_m)
    found = dict(zip(numbers.tolist(), away.tolist(), strict=True))
    for number, one in enumerate(here.positions):
        truth = distance_m(position, one)
        if number in found:
            assert truth <= radius_m + 0.001
            assert found[number] == pytest.approx(truth, abs=0.001)
        else:
            assert truth >= radius_m - 0.001


@given(st.lists(NEAR, max_size=20))
def test_a_point_keeps_its_weight_however_the_points_are_put_in_order(
    positions: list[Point],
) -> None:
    weights = [index + 1.0 for index in range(len(positions))]
    here = ground(positions, weights)
    assert sorted(zip(here.positions, here.weights.tolist(), strict=True)) == sorted(
        zip(positions, weights, strict=True)
    )
    assert here.lats.tolist() == sorted(one.lat for one in positions)


@settings(max_examples=15)
@given(st.lists(NEAR, min_size=1, max_size=3))
def test_the_grid_is_all_cells_near_a_point_and_no_others(middles: list[Point]) -> None:
    cells = grid(middles, around_m=700, step_m=250)
    chosen = set(cells.positions)
    for one in chosen:
        assert min(distance_m(one, middle) for middle in middles) <= 700.001
    # No cell is missing: whoever stands within the circle stands in a cell or beside one.
    for middle in middles:
        for angle in range(0, 360, 45):
            there = Point(
                middle.lat + 400 / 111_200 * math.cos(math.radians(angle)),
                middle.lon + 400 / 85_000 * math.sin(math.radians(angle)),
            )
            assert min(distance_m(there, one) for one in chosen) < 0.75 * 250


def test_the_cells_of_one_circle_weigh_as_much_as_the_circle() -> None:
    cells = grid([TONGZHOU])
    assert cells.weight == pytest.approx(math.pi * (AROUND_M / 1000) ** 2, rel=0.05)
    assert cells.weights.min() == pytest.approx((STEP_M / 1000) ** 2, rel=0.005)


def test_the_same_point_twice_makes_no_more_cells() -> None:
    assert grid([TONGZHOU, TONGZHOU]).positions == grid([TONGZHOU]).positions


def test_nothing_is_near_no_point() -> None:
    assert grid([]).positions == ()
    assert grid([]).weight == 0.0
    assert within(grid([]), TONGZHOU, 1000)[0].tolist() == []

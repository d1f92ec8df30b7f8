"""Distances from chords against the geodesics themselves, all over the globe."""

from __future__ import annotations

import math

import pytest
from geopy.distance import geodesic
from hypothesis import assume, given
from hypothesis import strategies as st

from finder.chords import FARTHEST_ARC_M, arc_error_m, arc_m, exact_order, spot
from finder.geo import Point, distance_m

positions = st.builds(
    Point, st.floats(-90, 90, allow_subnormal=False), st.floats(-180, 180, allow_subnormal=False)
)
steps = st.floats(-2, 2, allow_subnormal=False)


def arc(start: Point, end: Point) -> float:
    return arc_m(spot(start), *spot(end))


@given(positions, steps, steps)
def test_an_arc_is_within_its_error_of_the_geodesic(start: Point, up: float, right: float) -> None:
    end = Point(max(-90.0, min(90.0, start.lat + up)), start.lon + right)
    assert abs(arc(start, end) - distance_m(start, end)) <= arc_error_m(distance_m(start, end))


@given(positions, positions)
def test_it_also_is_across_half_the_globe(start: Point, end: Point) -> None:
    away_m = distance_m(start, end)
    assume(away_m < 10_000_000)
    assert abs(arc(start, end) - away_m) <= arc_error_m(away_m)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (Point(39.9, 116.7), Point(39.9, 116.7)),
        (Point(39.9, 180.0), Point(39.9, -179.99)),
        (Point(90.0, 0.0), Point(89.99, 73.0)),
        (Point(-89.999, 10.0), Point(-89.999, -170.0)),
        (Point(0.0, 116.7), Point(0.0, 116.71)),
        (Point(-0.005, 116.7), Point(0.005, 116.7)),
    ],
    ids=["same", "date line", "pole", "over a pole", "equator", "over the equator"],
)
def test_nothing_is_singular(start: Point, end: Point) -> None:
    assert arc(start, end) == pytest.approx(distance_m(start, end), abs=2e-8)


HERE = Point(39.9, 116.7)


@given(st.lists(st.builds(Point, st.floats(39.5, 40.5), st.floats(116.2, 117.2)), max_size=12))
def test_the_order_is_that_of_the_geodesics(ends: list[Point]) -> None:
    arcs = sorted((arc(HERE, end), number) for number, end in enumerate(ends))
    ordered = [number for _, number in exact_order(HERE, arcs, lambda number: ends[number])]
    assert ordered == sorted(range(len(ends)), key=lambda one: (distance_m(HERE, ends[one]), one))


def test_arcs_too_near_to_tell_are_told_apart_by_the_geodesic() -> None:
    # Mirrored at the meridian: the geodesics differ by rounding, the arcs by rounding of theirs.
    ends = [Point(39.91, 116.7 + side * 0.001 * step) for step in range(1, 40) for side in (1, -1)]
    arcs = sorted((arc(HERE, end), number) for number, end in enumerate(ends))
    found = list(exact_order(HERE, arcs, lambda number: ends[number]))
    assert found == sorted((distance_m(HERE, end), number) for number, end in enumerate(ends))


def test_one_position_keeps_the_order_of_the_list() -> None:
    ends = [Point(39.91, 116.71)] * 5
    arcs = [(arc(HERE, end), number) for number, end in enumerate(ends)]
    assert [number for _, number in exact_order(HERE, arcs, ends.__getitem__)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("away_km", [60, 150, 290])
def test_places_equally_far_are_told_apart_where_the_arc_is_rough(away_km: int) -> None:
    # All round: the geodesics differ by rounding, the arcs by up to a tenth of a millimetre.
    way = geodesic(kilometers=away_km)
    ends = [Point(*way.destination(HERE, bearing)[:2]) for bearing in range(0, 360, 15)]
    arcs = sorted((arc(HERE, end), number) for number, end in enumerate(ends))
    ordered = [number for _, number in exact_order(HERE, arcs, ends.__getitem__)]
    assert ordered == sorted(range(len(ends)), key=lambda one: (distance_m(HERE, ends[one]), one))
    assert ordered != [number for _, number in arcs]


def test_a_distance_beyond_three_hundred_kilometres_is_the_geodesic_itself() -> None:
    far = Point(31.2, 121.5)
    [(away_m, _)] = exact_order(HERE, [(arc(HERE, far), 0)], lambda _: far)
    assert away_m == distance_m(HERE, far) != arc(HERE, far)


@pytest.mark.parametrize(
    ("away_m", "error_m"),
    [(0, 1e-8), (50_000, 7.25e-8), (100_000, 2.01e-6), (300_000, 4.8601e-4)],
)
def test_the_error_is_a_nanometre_near_by_and_half_a_millimetre_far_away(
    away_m: float, error_m: float
) -> None:
    assert arc_error_m(away_m) == pytest.approx(error_m, rel=1e-9)


@pytest.mark.parametrize("chord", [0.001, 0.01, 0.05, 0.1, 0.15])
def test_on_the_equator_an_arc_is_that_of_a_circle(chord: float) -> None:
    # Where no curvature changes, only the end of the series is missing.
    angle = 2 * math.asin(chord / 2)
    along = arc(Point(0.0, 0.0), Point(0.0, math.degrees(angle)))
    assert along == pytest.approx(6_378_137.0 * angle, rel=1e-15 + 3e-5 * chord**10, abs=1e-8)


def test_an_arc_is_shown_up_to_three_hundred_kilometres_and_not_beyond() -> None:
    beyond = math.nextafter(FARTHEST_ARC_M, math.inf)
    far = Point(42.6, 116.7)
    own = [(FARTHEST_ARC_M, 0)]
    assert list(exact_order(HERE, own, lambda _: far)) == own
    first, _ = exact_order(HERE, [*own, (FARTHEST_ARC_M + 1, 1)], lambda _: far)
    assert first == own[0]
    together = [*own, (FARTHEST_ARC_M, 1)]
    assert list(exact_order(HERE, together, lambda _: far)) == together
    assert list(exact_order(HERE, [(beyond, 0)], lambda _: far)) == [(distance_m(HERE, far), 0)]

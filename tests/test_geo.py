"""Positions, datums and distances, held against published values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.errors import CoordinateError
from finder.geo import (
    Datum,
    Point,
    cyclable_m,
    cycle_minutes,
    distance_m,
    from_wgs84,
    is_in_china,
    point,
    rounded_up_m,
    to_wgs84,
    walk_minutes,
    walkable_m,
)

# The box round Tongzhou district.
IN_TONGZHOU = st.builds(Point, st.floats(39.58, 40.04), st.floats(116.51, 116.97))
SHIFTED = st.sampled_from([Datum.GCJ02, Datum.BD09])


# The pairs that the widely used converters publish in their read-me files.
@pytest.mark.parametrize(
    ("position", "datum", "shifted"),
    [
        (Point(39.915, 116.404), Datum.WGS84, Point(39.915, 116.404)),
        (Point(39.915, 116.404), Datum.GCJ02, Point(39.91640428150164, 116.41024449916938)),
        (Point(51.5, -0.12), Datum.GCJ02, Point(51.5, -0.12)),  # no shift outside China
    ],
)
def test_a_wgs84_position_has_the_published_coordinates_in_each_datum(
    position: Point, datum: Datum, shifted: Point
) -> None:
    assert from_wgs84(position, datum) == pytest.approx(shifted, abs=1e-9)
    assert distance_m(to_wgs84(shifted, datum), position) < 0.001


def test_bd09_lies_on_top_of_gcj02_by_the_published_amount() -> None:
    gcj = Point(39.915, 116.404)
    bd = Point(39.92133699351022, 116.41036949371029)
    assert from_wgs84(to_wgs84(gcj, Datum.GCJ02), Datum.BD09) == pytest.approx(bd, abs=1e-8)
    assert to_wgs84(bd, Datum.BD09) == pytest.approx(to_wgs84(gcj, Datum.GCJ02), abs=1e-8)


@given(IN_TONGZHOU, SHIFTED)
def test_to_a_datum_and_back_is_the_same_place_within_a_millimetre(
    position: Point, datum: Datum
) -> None:
    assert distance_m(to_wgs84(from_wgs84(position, datum), datum), position) < 0.001


@given(IN_TONGZHOU, SHIFTED)
def test_from_a_datum_and_back_is_the_same_place_within_a_millimetre(
    shifted: Point, datum: Datum
) -> None:
    assert distance_m(from_wgs84(to_wgs84(shifted, datum), datum), shifted) < 0.001


@given(IN_TONGZHOU)
def test_in_tongzhou_a_wrong_datum_is_hundreds_of_metres_off(position: Point) -> None:
    assert 400 < distance_m(position, from_wgs84(position, Datum.GCJ02)) < 700


# Karney's geodesics on WGS-84; the first is the worked example of GeographicLib.
@pytest.mark.parametrize(
    ("start", "end", "metres"),
    [
        (Point(40.6, -73.8), Point(51.6, -0.5), 5_551_759.400),
        (Point(0, 0), Point(1, 0), 110_574.389),
        (Point(0, 0), Point(0, 1), 111_319.491),
        (Point(39.9, 116.7), Point(39.9, 116.7), 0.0),
    ],
)
def test_a_distance_is_the_geodesic(start: Point, end: Point, metres: float) -> None:
    assert distance_m(start, end) == pytest.approx(metres, abs=0.001)
    assert distance_m(end, start) == pytest.approx(metres, abs=0.001)


@pytest.mark.parametrize(
    ("straight_m", "walk_min", "cycle_min"),
    [(0, 0, 0), (1, 1, 1), (57, 1, 1), (58, 2, 1), (577, 11, 4), (1000, 18, 7)],
)
def test_a_way_is_longer_than_the_line_and_rounded_up(
    straight_m: float, walk_min: int, cycle_min: int
) -> None:
    assert (walk_minutes(straight_m), cycle_minutes(straight_m)) == (walk_min, cycle_min)


@given(st.integers(1, 10_000))
def test_as_far_as_a_number_of_minutes_takes_is_no_minute_more(minutes: int) -> None:
    for metres, taken in ((walkable_m, walk_minutes), (cyclable_m, cycle_minutes)):
        away_m = metres(minutes)
        assert taken(away_m) == minutes
        assert taken(away_m * (1 + 1e-9)) == minutes + 1


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (0, 0),
        (0.1, 10),
        (10, 10),
        (10.1, 20),
        (999, 1000),
        (1000, 1000),
        (1000.1, 1100),
        (1100, 1100),
    ],
)
def test_metres_are_said_rounded_up_to_ten_and_beyond_a_kilometre_to_a_hundred(
    metres: float, said: int
) -> None:
    assert rounded_up_m(metres) == said


@pytest.mark.parametrize(
    ("position", "inside"),
    [
        (Point(39.9, 116.7), True),
        (Point(39.9, -116.7), False),
        (Point(-39.9, 116.7), False),
        # The corners of the box, and a step beyond each side.
        (Point(0.8293, 72.004), True),
        (Point(55.8271, 137.8347), True),
        (Point(0.8292, 116.7), False),
        (Point(55.8272, 116.7), False),
        (Point(39.9, 72.0039), False),
        (Point(39.9, 137.8348), False),
    ],
)
def test_the_shift_ends_where_china_does(position: Point, inside: bool) -> None:
    assert is_in_china(position) is inside
    assert (from_wgs84(position, Datum.GCJ02) != position) is inside


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("39.9", "116.7"), (" 39.9 ", "\t116.7\n"), (39.9, 116.7), ("+39.9", "1167e-1")],
)
def test_a_position_may_be_text_or_numbers(lat: str | float, lon: str | float) -> None:
    assert point(lat, lon) == pytest.approx(Point(39.9, 116.7))


@pytest.mark.parametrize(
    ("lat", "lon"), [("90", "180"), ("-90", "-180"), ("0", "0")], ids=["most", "least", "zero"]
)
def test_the_ends_of_the_axes_are_positions(lat: str, lon: str) -> None:
    assert point(lat, lon) == Point(float(lat), float(lon))


@pytest.mark.parametrize(
    ("lat", "lon", "columns"),
    [
        ("", "116.7", ["lat"]),
        ("39.9", " ", ["lon"]),
        ("北纬39.9", "116.7", ["lat"]),
        ("39°54′", "116.7", ["lat"]),
        ("39,9", "116.7", ["lat"]),
        ("39.9.1", "116.7", ["lat"]),
        ("3_9", "116.7", ["lat"]),
        ("0x27", "116.7", ["lat"]),
        ("nan", "116.7", ["lat"]),
        ("39.9", "inf", ["lon"]),
        ("39.9", "-inf", ["lon"]),
        ("1e999", "116.7", ["lat"]),
        ("90.0001", "116.7", ["lat"]),
        ("-91", "116.7", ["lat"]),
        ("39.9", "180.5", ["lon"]),
        ("39.9", "-181", ["lon"]),
        ("116.7", "39.9", ["lat"]),  # the wrong way round
        ("x", "y", ["lat", "lon"]),
        (math.nan, 116.7, ["lat"]),
        (39.9, 1e9, ["lon"]),
    ],
)
def test_a_bad_coordinate_is_refused_by_its_axis_and_value(
    lat: str | float, lon: str | float, columns: list[str]
) -> None:
    with pytest.raises(CoordinateError) as caught:
        point(lat, lon)
    given = {"lat": str(lat).strip(), "lon": str(lon).strip()}
    assert [problem.column for problem in caught.value.problems] == columns
    for problem in caught.value.problems:
        assert problem.value == given[str(problem.column)]
        assert problem.value in str(problem.message)
        assert "39.9117" in str(problem.hint)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_two_texts_are_a_position_or_a_coordinate_error(lat: str, lon: str) -> None:
    try:
        found = point(lat, lon)
    except CoordinateError:
        return
    assert abs(found.lat) <= 90
    assert abs(found.lon) <= 180

"""What is odd only beside other rows or the towns is a warning with a hint, never mended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.csvfile import contents
from finder.errors import Problem
from finder.geo import Datum, Point, distance_m, from_wgs84
from finder.places import places
from finder.positions import _nearest, margin_m
from finder.settings import RESOURCES
from tests.made_up import csv_text

ROW = {
    "id": "jia",
    "name": "甲馆",
    "kind": "library",
    "address": "",
    "lat": "39.9",
    "lon": "116.7",
    "datum": "",
    "accuracy_m": "",
}


def warned(*changes: dict[str, str]) -> tuple[Problem, ...]:
    rows = [{**ROW, "id": f"a-{at}", "name": f"甲馆{at}", **row} for at, row in enumerate(changes)]
    found = contents(csv_text(rows).encode())
    assert found.problems == ()
    assert [(one.lat, one.lon) for one in found.facilities] == [
        (row["lat"], row["lon"]) for row in rows
    ]
    return found.warnings


def degrees(position: Point) -> dict[str, str]:
    return {"lat": str(round(position.lat, 6)), "lon": str(round(position.lon, 6))}


def test_the_margin_is_the_widest_gap_between_neighbouring_towns() -> None:
    assert 8_000 < margin_m() < 15_000


@pytest.mark.parametrize(
    ("lat", "lon", "hint"),
    [
        ("40.9", "116.7", "请核对"),
        ("39.9", "115.7", "请核对"),
        ("0", "0", "请核对"),
        ("39.9", "11.67", "请核对"),
        ("-39.9", "116.7", "请核对"),
    ],
)
def test_a_position_far_from_every_town_is_named_with_the_distance(
    lat: str, lon: str, hint: str
) -> None:
    (warning,) = warned({"lat": lat, "lon": lon})
    assert (warning.row, warning.column, warning.value) == (2, "lat", lat)
    assert "公里" in str(warning.message)
    assert hint in str(warning.hint)


def test_a_position_inside_is_no_matter() -> None:
    assert warned({}, {"lat": "39.7", "lon": "116.8"}) == ()


def test_swapped_columns_are_a_problem_that_asks_so() -> None:
    found = contents(csv_text([{**ROW, "lat": "116.7", "lon": "39.9"}]).encode())
    (problem,) = found.problems
    assert (problem.column, problem.value) == ("lat", "116.7")
    assert str(problem.hint) == "是不是把纬度和经度写反了？"


def test_a_datum_that_would_bring_it_inside_is_a_hint() -> None:
    # 100 m beyond the margin, north of the northernmost town; the datums shift by more.
    every = places(RESOURCES / "data" / "places.csv")
    town = max((one for one in every if one.kind == "town"), key=lambda one: one.position.lat)
    lat = town.position.lat + (margin_m() + 100) / 111_195
    (warning,) = warned(degrees(Point(lat, town.position.lon)))
    assert "如果坐标系是 gcj02/bd09，位置就在范围内" in str(warning.hint)


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_two_doors_of_one_address_that_a_datum_parts_are_told(datum: Datum) -> None:
    door = Point(39.9, 116.7)
    shifted = from_wgs84(door, datum)
    assert distance_m(door, shifted) > 300
    address = {"address": "测试路1号"}
    (warning,) = warned({**address, **degrees(door)}, {**address, **degrees(shifted)})
    assert (warning.row, warning.column) == (3, "lat")
    assert "第 2 行" in str(warning.message)
    assert f"坐标系是 {datum.value}" in str(warning.hint)
    same = {**address, **degrees(shifted), "datum": datum.value}
    assert warned({**address, **degrees(door)}, same) == ()


def test_two_doors_of_one_address_far_apart_are_told() -> None:
    address = {"address": "测试路1号"}
    (warning,) = warned(address, {**address, "lat": "39.95"})
    assert "相距 55" in str(warning.message)
    assert "核对两处" in str(warning.hint)
    assert warned(address, {**address, "lat": "39.95", "accuracy_m": "3000"}) == ()


def test_one_position_for_two_doors_is_told_unless_it_is_one_building_or_rough() -> None:
    (warning,) = warned({}, {"lon": "116.70"[:5]})
    assert "第 2 行“甲馆0”完全一样" in str(warning.message)
    assert warned({"address": "测试路1号"}, {"address": "测试路1号"}) == ()
    assert warned({}, {"accuracy_m": "3000"}) == ()


def test_one_name_for_two_rows_is_told() -> None:
    (warning,) = warned({"name": "甲 馆"}, {"name": "甲馆", "lat": "39.91"})
    assert (warning.row, warning.column, warning.value) == (3, "name", "甲馆")
    assert "第 2 行" in str(warning.message)


@given(st.floats(39.4, 40.3), st.floats(116.2, 117.2))
def test_one_near_town_is_enough_and_none_is_a_warning(lat: float, lon: float) -> None:
    position = Point(round(lat, 5), round(lon, 5))
    found = warned(degrees(position))
    is_far = _nearest(position)[1] > margin_m()
    assert bool([one for one in found if one.column == "lat"]) == is_far

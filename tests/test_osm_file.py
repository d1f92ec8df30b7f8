"""What can be given back to OpenStreetMap, with its own tags, and nothing that is not certain."""

from __future__ import annotations

import json
from typing import Any

from finder.facility import Facility, Kind
from finder.hours import rules_of
from finder.osm_file import HOLIDAYS, osm_parts
from finder.osm_kinds import kind_of
from finder.overpass import Element
from tests.made_up import facility
from tests.origins import HOSTILE, origin, whole


def osm(*found: Facility, **changes: Any) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(whole(osm_parts(origin(found, **changes))))
    return parsed


def test_a_facility_has_the_tags_that_are_known_and_no_others() -> None:
    one = facility(name_en="Jia", address="某街1号", phone="010-1", verified_on="2026-09-01")
    (feature,) = osm(one)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [116.7, 39.9]}
    assert feature["properties"] == {
        "amenity": "library",
        "name": "甲馆",
        "name:en": "Jia",
        "addr:full": "某街1号",
        "opening_hours": "Mo-Su,PH 09:00-17:00",
        "check_date:opening_hours": "2026-09-01",
        "phone": "010-1",
    }
    assert feature["finder"] == {"opening_hours_left_out": None, "source": "测试"}


def test_hours_that_cannot_be_said_are_left_out_with_the_reason() -> None:
    one = facility(opening_hours="WD 09:00-17:00; PH off", verified_on="2026-09-01")
    (feature,) = osm(one)["features"]
    assert not {"opening_hours", "check_date:opening_hours"} & set(feature["properties"])
    assert "调休" in feature["finder"]["opening_hours_left_out"]
    (unknown,) = osm(facility(opening_hours=""))["features"]
    assert "opening_hours" not in unknown["properties"]
    assert unknown["finder"]["opening_hours_left_out"] is None


def test_what_is_not_at_its_door_is_left_out_and_counted(
    facilities: tuple[Facility, ...],
) -> None:
    told = osm(*facilities)
    exact = {one.id for one in facilities if one.position and not one.error_m}
    assert {one["id"] for one in told["features"]} == exact
    assert {one["id"] for one in told["left_out"]} == {one.id for one in facilities} - exact
    assert {one["reason"] for one in told["left_out"]} == {"位置待补", "位置只是大致地点"}
    for feature in told["features"]:
        if text := feature["properties"].get("opening_hours"):
            assert str(rules_of(text)) == text
        assert all(len(value) <= 255 for value in feature["properties"].values())


def test_a_value_that_no_tag_holds_is_left_out() -> None:
    (feature,) = osm(facility(address="长" * 300))["features"]
    assert "addr:full" not in feature["properties"]


def test_what_is_given_is_what_would_be_taken_from_there() -> None:
    for kind in (Kind.LIBRARY, Kind.MUSEUM, Kind.ARTS_VENUE, Kind.HERITAGE):
        (feature,) = osm(facility(kind=kind.value))["features"]
        assert kind_of(element(feature["properties"])) is kind
    for name, kind in (("甲文化馆", Kind.CULTURE_CENTRE), ("甲阅读空间", Kind.READING_SPACE)):
        (feature,) = osm(facility(kind=kind.value, name=name))["features"]
        assert kind_of(element(feature["properties"])) is kind


def element(tags: dict[str, str]) -> Element:
    from dataclasses import fields

    known: dict[str, Any] = {one.name: None for one in fields(Element)}
    return Element(**known | {"tags": tags})


def test_a_hostile_list_is_json() -> None:
    told = osm(*(facility(id=f"jia-{n}", name=text) for n, text in enumerate(HOSTILE)))
    assert [one["properties"]["name"] for one in told["features"]] == list(HOSTILE)
    assert osm() == {
        "type": "FeatureCollection",
        "about": str(HOLIDAYS),
        "features": [],
        "left_out": [],
    }


def test_the_file_says_first_whose_days_off_its_holidays_are() -> None:
    data = whole(osm_parts(origin([facility()], language="en"))).decode()
    assert data.index("State Council") < data.index('"features"')

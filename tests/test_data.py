"""The real list: complete, sourced, and with nothing made up."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from finder.csvfile import contents
from finder.facility import COLUMNS, Facility, Kind
from finder.geo import Point, distance_m
from finder.places import Place, place_named, places
from finder.search import without_position
from finder.settings import RESOURCES

CENTRE = Point(39.9, 116.68)


@pytest.fixture(scope="module")
def places_path() -> Path:
    return RESOURCES / "data" / "places.csv"


@pytest.fixture(scope="module")
def towns(places_path: Path) -> list[Place]:
    return [place for place in places(places_path) if place.kind == "town"]


def test_the_list_has_no_problems_and_no_warnings(csv_path: Path) -> None:
    found = contents(csv_path.read_bytes())
    assert found.problems == ()
    assert found.warnings == ()
    assert len(found.facilities) == 95


def test_the_file_is_utf8_with_all_columns_in_order(csv_path: Path) -> None:
    header = csv_path.read_bytes().decode("utf-8").splitlines()[0]
    assert tuple(header.split(",")) == COLUMNS


def test_every_kind_is_there_as_often_as_it_was_published(
    facilities: tuple[Facility, ...],
) -> None:
    assert Counter(one.kind_key for one in facilities) == {
        Kind.SMART_SPACE_24H: 18,
        Kind.CANAL_STATION: 3,
        Kind.MINI_LIBRARY: 35,
        Kind.TOWN_CULTURE_CENTRE: 23,
        Kind.CULTURE_CENTRE: 1,
        Kind.LIBRARY: 2,
        Kind.READING_SPACE: 2,
        Kind.MUSEUM: 6,
        Kind.ARTS_VENUE: 4,
        Kind.HERITAGE: 1,
    }


def test_every_town_has_its_culture_centre(
    facilities: tuple[Facility, ...], towns: list[Place]
) -> None:
    served = Counter(one.town for one in facilities if one.kind_key is Kind.TOWN_CULTURE_CENTRE)
    assert len(towns) == 22
    assert set(served) == {town.name for town in towns}
    assert served.most_common(1) == [("北苑街道", 2)]


def test_a_town_is_one_of_the_district_or_blank(
    facilities: tuple[Facility, ...], towns: list[Place]
) -> None:
    assert {one.town for one in facilities} - {town.name for town in towns} <= {""}


def test_every_row_says_where_it_comes_from(facilities: tuple[Facility, ...]) -> None:
    assert [one.id for one in facilities if not one.source] == []


def test_coordinates_of_others_carry_their_licence(facilities: tuple[Facility, ...]) -> None:
    for one in facilities:
        if "OpenStreetMap" in one.source:
            assert "ODbL" in one.source, one.id
        if "GeoNames" in one.source:
            assert "CC BY 4.0" in one.source, one.id


def test_what_has_no_position_is_counted_by_kind(facilities: tuple[Facility, ...]) -> None:
    assert without_position(facilities) == {
        Kind.SMART_SPACE_24H: 17,
        Kind.CANAL_STATION: 3,
        Kind.MINI_LIBRARY: 35,
    }


def test_every_position_is_in_the_district(facilities: tuple[Facility, ...]) -> None:
    for one in facilities:
        if one.position is not None:
            assert distance_m(one.position, CENTRE) < 30_000, one.id


def test_hours_that_nobody_published_stay_blank(facilities: tuple[Facility, ...]) -> None:
    blank = {one.id for one in facilities if not one.opening_hours}
    assert {one for one in blank if not one.startswith("mini-library-")} == {
        "grand-canal-museum",
        "performing-arts-centre",
        "sanmiao-yita",
        "songzhuang-art-museum",
        "taihu-stage-art-centre",
        "daqi-radio-museum",
        "telephone-museum",
        "wenwangge-museum",
        "hanzhangyuan-reading-space",
        "yujiawu-culture-centre",
        "canal-station-01",
        "canal-station-02",
        "canal-station-03",
    }
    assert len(blank) == 13 + 35


def test_only_places_published_as_such_are_open_around_the_clock(
    facilities: tuple[Facility, ...],
) -> None:
    always = {one.id for one in facilities if one.opening_hours == "24/7"}
    assert always == {"luyunzhu-24h"} | {
        one.id for one in facilities if one.kind_key is Kind.SMART_SPACE_24H
    }


def test_a_doubtful_hour_is_a_notice_and_not_an_hour(facilities: tuple[Facility, ...]) -> None:
    yujiawu = next(one for one in facilities if one.id == "yujiawu-culture-centre")
    assert yujiawu.opening_hours == yujiawu.special_hours == ""
    assert "存疑" in yujiawu.notice


def test_a_place_can_be_had_by_its_name(places_path: Path) -> None:
    assert len(places(places_path)) == 47
    assert Counter(place.kind for place in places(places_path)) == {
        "metro_station": 25,
        "town": 22,
    }
    station = place_named("八里桥站", places_path)
    assert station is not None
    assert station.position == Point(39.905052, 116.612705)
    assert place_named("八里桥", places_path) is None


def test_every_place_is_named_once_sourced_and_in_the_district(places_path: Path) -> None:
    found = places(places_path)
    assert len({place.name for place in found}) == len(found)
    for place in found:
        assert place.source, place.name
        assert distance_m(place.position, CENTRE) < 30_000, place.name

"""The real list: complete, sourced, and with nothing made up."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from finder.csvfile import contents
from finder.facility import COLUMNS, Facility, Kind
from finder.geo import Point, distance_m
from finder.hours import rules_of
from finder.places import Place, place_named, places
from finder.search import without_position
from finder.settings import RESOURCES
from tests.notices import meaning

CENTRE = Point(39.9, 116.68)


@pytest.fixture(scope="module")
def places_path() -> Path:
    return RESOURCES / "data" / "places.csv"


@pytest.fixture(scope="module")
def towns(places_path: Path) -> list[Place]:
    return [place for place in places(places_path) if place.kind == "town"]


def test_the_list_has_no_problems_and_no_warning_but_that_holidays_are_unsaid(
    csv_path: Path,
) -> None:
    found = contents(csv_path.read_bytes())
    assert found.problems == ()
    assert {str(one.message)[:10] for one in found.warnings} == {"没有写法定节假日是否"}
    assert len(found.facilities) == 95


# What each published text means; nothing else is derived from it.
MEANT = {
    "tz-library": 'Tu-Su 08:30-18:00, Tu-Su 18:00-22:00 open "二层、七层"; Mo off',
    "tz-culture-centre": "Mo-Fr 09:00-21:00; Sa,Su 09:00-24:00",
    "beijing-library": "Tu-Su,PH 10:00-20:00",
    "lu-county-site-museum": ('Tu-Su,PH 09:00-17:00, Tu-Su,PH 16:30-17:00 open "停止入馆"'),
    "tz-museum": "Tu-Su 09:00-17:00; Mo off",
    "hanmeilin-museum": 'Tu-Su,PH 09:00-17:00, Tu-Su,PH 16:00-17:00 open "停止入场"',
    "zhongcang-culture-centre": "Mo-Su 08:30-17:30",
    "xinhua-culture-centre": "Mo-Su,PH 09:00-18:00",
    "beiyuan-culture-and-sports-centre": "Mo-Su 08:30-20:00; PH off",
    "beiyuan-cultural-activity-centre-jinxi": "Mo-Su 08:30-20:30; PH off",
    "yuqiao-culture-centre": "Mo-Fr 09:00-20:00; Sa,Su 09:00-19:00",
    "luyuan-culture-centre": "Tu-Fr 09:00-17:30; Sa,Su 09:00-20:00; Mo off",
    "tongyun-culture-centre": "Mo-Su 08:30-17:00",
    "wenjing-culture-centre": "Mo-Su 09:00-18:00",
    "jiukeshu-culture-centre": "Mo-Su 09:00-17:30",
    "linheli-culture-centre": "Mo-Su 08:00-12:00,13:30-17:30",
    "yangzhuang-culture-centre": "Mo-Su 08:30-17:30",
    "luyi-culture-centre": "Mo-Su 09:00-17:00",
    "yongshun-culture-centre": "Mo 09:00-12:00; Tu-Su 09:00-20:00",
    "liyuan-cultural-activity-centre": "Mo-Su 08:30-12:00,13:00-17:30",
    "songzhuang-culture-centre": "Mo-Fr 09:00-17:30; Sa,Su 09:00-17:00",
    "zhangjiawan-culture-centre": "Mo-Su 08:00-12:00,14:00-18:00",
    "huoxian-academy-huoxian-culture-centre": "Mo-Su 08:30-11:30,12:00-17:00",
    "majuqiao-culture-centre": "Mo-Su 08:30-11:30,13:00-18:00",
    "xiji-culture-and-sports-centre": "Mo-Fr 08:00-17:00; Sa,Su 08:00-14:00",
    "taihu-culture-and-sports-centre": "Mo-Su 09:00-11:30,14:00-20:00",
    "yongledian-culture-centre": "Mo-Su 08:30-12:00,12:30-17:00",
    "lucheng-culture-centre": "Mo-Su 08:30-17:30",
}


def test_every_published_text_has_the_meaning_written_beside_it_here(
    facilities: tuple[Facility, ...],
) -> None:
    by_id = {one.id: one for one in facilities if one.opening_hours != "全天24小时"}
    assert {name for name, one in by_id.items() if one.opening_hours} == set(MEANT)
    for name, osm in MEANT.items():
        assert meaning(by_id[name].rules) == meaning(rules_of(osm)), name


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
    always = {one.id for one in facilities if str(one.rules) == "24/7"}
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

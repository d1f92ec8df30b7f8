"""Names that readers of either language can read."""

from __future__ import annotations

import pytest

from finder.naming import facility_name, place_name, service_name
from finder.places import places
from finder.settings import RESOURCES
from finder.translations import catalogue
from tests.made_up import facility

ENGLISH = catalogue("en")


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("宋庄镇", "Songzhuang Town"),
        ("北苑街道", "Beiyuan Subdistrict"),
        ("于家务回族乡", "Yujiawuhuizu Township"),
        ("通州北苑站", "Tongzhou Beiyuan Station"),
        ("站", "站"),
        ("", ""),
    ],
)
def test_a_town_or_a_station_has_its_pinyin_and_says_what_it_is(name: str, english: str) -> None:
    assert place_name(name, ENGLISH) == english
    assert place_name(name) == name


def test_every_place_can_be_read_in_english() -> None:
    for place in places(RESOURCES / "data" / "places.csv"):
        assert place_name(place.name, ENGLISH).isascii(), place.name


def test_a_facility_without_an_english_name_has_its_pinyin() -> None:
    assert facility_name(facility(name="甲馆"), "en") == "甲馆 (Jiaguan)"
    assert facility_name(facility(name="甲馆", name_en="A"), "en") == "A"
    assert facility_name(facility(name="甲馆", name_en="A"), "zh") == "甲馆"


def test_a_service_is_translated_and_an_unknown_one_stays() -> None:
    assert service_name("自习", ENGLISH) == "Study"
    assert service_name("自习") == "自习"
    assert service_name("测试", ENGLISH) == "测试"

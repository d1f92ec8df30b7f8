"""Which of our kinds a thing of OpenStreetMap is."""

from __future__ import annotations

import pytest

from finder.facility import Kind
from finder.geo import Point
from finder.osm_kinds import kind_of
from finder.overpass import TAGS, Element


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "library", "name": "测试图书馆"}, Kind.LIBRARY),
        ({"amenity": "library", "name": "测试城市书房"}, Kind.READING_SPACE),
        ({"amenity": "arts_centre", "name": "测试艺术中心"}, Kind.ARTS_VENUE),
        ({"amenity": "arts_centre", "name": "测试文化馆"}, Kind.CULTURE_CENTRE),
        ({"amenity": "theatre", "name": "测试剧院"}, Kind.ARTS_VENUE),
        ({"tourism": "museum", "name": "测试博物馆"}, Kind.MUSEUM),
        ({"tourism": "gallery", "name": "测试美术馆"}, Kind.ARTS_VENUE),
        ({"historic": "pagoda", "name": "测试塔"}, Kind.HERITAGE),
        ({"historic": "castle", "tourism": "museum", "name": "测试"}, Kind.MUSEUM),
        ({"amenity": "community_centre", "name": "测试街道综合文化中心"}, Kind.TOWN_CULTURE_CENTRE),
        (
            {"amenity": "community_centre", "name": "24小时智能文化空间（测试）"},
            Kind.SMART_SPACE_24H,
        ),
        ({"amenity": "community_centre", "name": "测试居民委员会"}, None),
        ({"amenity": "library", "access": "private", "name": "测试图书馆"}, None),
        ({"amenity": "cafe", "name": "测试文化馆"}, None),
    ],
)
def test_a_kind_is_told_by_the_tag_and_the_name(tags: dict[str, str], kind: Kind | None) -> None:
    assert kind_of(Element("node", 1, tags, Point(39.9, 116.7), 50)) is kind


def test_everything_that_is_asked_for_can_be_a_kind() -> None:
    for key, values in TAGS.items():
        for value in values:
            tags = {key: value, "name": "测试文化馆"}
            assert kind_of(Element("node", 1, tags, Point(39.9, 116.7), 50)), (key, value)

"""Which of our kinds a thing of OpenStreetMap is, by its tags and its name."""

from __future__ import annotations

from finder.facility import Kind
from finder.overpass import Element

# Names that say more than their tags: what our kinds are called, and what people call them.
_KIND_NAMES = (
    ("智能文化空间", Kind.SMART_SPACE_24H),
    ("运河文化驿站", Kind.CANAL_STATION),
    ("微型图书馆", Kind.MINI_LIBRARY),
    ("城市书房", Kind.READING_SPACE),
    ("阅读空间", Kind.READING_SPACE),
    ("文化馆", Kind.CULTURE_CENTRE),
    ("综合文化中心", Kind.TOWN_CULTURE_CENTRE),
    ("文化活动中心", Kind.TOWN_CULTURE_CENTRE),
    ("文体活动中心", Kind.TOWN_CULTURE_CENTRE),
    ("文体中心", Kind.TOWN_CULTURE_CENTRE),
)
_KIND_TAGS = {
    ("amenity", "library"): Kind.LIBRARY,
    ("amenity", "arts_centre"): Kind.ARTS_VENUE,
    ("amenity", "theatre"): Kind.ARTS_VENUE,
    ("tourism", "museum"): Kind.MUSEUM,
    ("tourism", "gallery"): Kind.ARTS_VENUE,
}


def kind_of(element: Element) -> Kind | None:
    """Return what an element is; None for no public culture facility.

    A `community_centre` is as often an office of the neighbourhood: its name must say culture.
    """
    tags = element.tags
    if tags.get("access") in ("private", "no"):
        return None
    by_tag = next((kind for tag, kind in _KIND_TAGS.items() if tags.get(tag[0]) == tag[1]), None)
    if by_tag is not None or tags.get("amenity") == "community_centre":
        named = next((kind for part, kind in _KIND_NAMES if part in tags.get("name", "")), None)
        return named or by_tag
    return Kind.HERITAGE if tags.get("historic") else None

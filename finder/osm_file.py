"""The facilities with the tags of OpenStreetMap, to give back what it lacks: GeoJSON for JOSM.

Only what is at its door: OpenStreetMap has no word for a position that is kilometres off.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from finder.answer import JsonObject
from finder.errors import Sentence, sentence
from finder.facility import Facility, Kind
from finder.geojson import point_geometry
from finder.origin import Origin
from finder.osm_hours import LONGEST, osm_hours

PATH = "/facilities.osm.geojson"

_KIND_TAGS = {
    Kind.LIBRARY: ("amenity", "library"),
    Kind.CULTURE_CENTRE: ("amenity", "community_centre"),
    Kind.READING_SPACE: ("amenity", "library"),
    Kind.SMART_SPACE_24H: ("amenity", "library"),
    Kind.CANAL_STATION: ("amenity", "community_centre"),
    Kind.MINI_LIBRARY: ("amenity", "library"),
    Kind.TOWN_CULTURE_CENTRE: ("amenity", "community_centre"),
    Kind.MUSEUM: ("tourism", "museum"),
    Kind.ARTS_VENUE: ("amenity", "arts_centre"),
    Kind.HERITAGE: ("historic", "yes"),
}

HOLIDAYS = sentence(
    "opening_hours 里的 PH 是国务院公布的放假日。有的读 OSM 标签的软件只认得其中几天，"
    "其余的按平常日子读。"
)

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def osm_parts(origin: Origin) -> Iterator[bytes]:
    """Yield the file: what can be given back, and after it what is left out and why."""
    left_out: list[JsonObject] = []
    about = _encoded(HOLIDAYS.text(origin.gettext))
    yield f'{{"type":"FeatureCollection","about":{about},"features":['.encode()
    is_first = True
    for one in origin.listing.facilities:
        if reason := _why_not(one):
            left_out.append({"id": one.id, "reason": reason.text(origin.gettext)})
            continue
        yield f"{'' if is_first else ','}\n{_encoded(_feature(one, origin))}".encode()
        is_first = False
    yield f'\n],"left_out":{_encoded(left_out)}}}\n'.encode()


def _why_not(one: Facility) -> Sentence | None:
    if one.position is None:
        return sentence("位置待补")
    if one.error_m:
        return sentence("位置只是大致地点")
    return None


def _feature(one: Facility, origin: Origin) -> JsonObject:
    assert one.position is not None  # noqa: S101 - asked before
    hours = osm_hours(one.rules, origin.first)
    reason = hours.reason.text(origin.gettext) if hours.reason else None
    return {
        "type": "Feature",
        "id": one.id,
        "geometry": point_geometry(*one.position),
        # All of these become tags where the file is opened.
        "properties": osm_tags(one, hours.text),
        "finder": {"opening_hours_left_out": reason, "source": one.source or None},
    }


def osm_tags(one: Facility, opening_hours: str) -> dict[str, str]:
    """Return what is known of a facility as tags; blank ones and too long ones are left out."""
    key, value = _KIND_TAGS[one.kind_key]
    tags = {
        key: value,
        "name": one.name,
        "name:en": one.name_en,
        "addr:full": one.address,
        "opening_hours": opening_hours,
        "check_date:opening_hours": one.verified_on if opening_hours else "",
        "phone": one.phone,
        "website": one.website,
        "wheelchair": one.wheelchair,
    }
    return {name: text for name, text in tags.items() if 0 < len(text) <= LONGEST}

"""Facilities as GeoJSON (RFC 7946): the only place that writes longitude first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from finder.errors import sentence
from finder.facility import Kind
from finder.naming import facility_name, place_name
from finder.places import Place
from finder.search import Result
from finder.translations import catalogue
from finder.wording import error_text, status_text

# What a marker says in one sign, by rank: colour and shape alone are not enough.
MARKS = (sentence("开"), sentence("停"), sentence("？"), sentence("闭"))


def facilities_geojson(
    results: Iterable[Result],
    unlocated: Mapping[Kind, int],
    language: str = "zh",
) -> dict[str, object]:
    """Return results as a FeatureCollection; those without a position are only counted.

    Args:
        unlocated: how many of each kind have no position.
        language: of the names and sentences, `zh` or `en`.
    """
    return {
        "type": "FeatureCollection",
        "features": [_feature(result, language) for result in results if result.facility.position],
        "without_position": {kind.value: count for kind, count in unlocated.items()},
    }


def _feature(result: Result, language: str) -> dict[str, object]:
    facility, status, gettext = result.facility, result.status, catalogue(language)
    assert facility.position is not None  # noqa: S101 - asked before
    return {
        "type": "Feature",
        "id": facility.id,
        "geometry": _geometry(*facility.position),
        "properties": {
            "name": facility_name(facility, language),
            "kind": facility.kind_key.value,
            "kind_name": facility.kind_key.label.text(gettext),
            "state": status.state.value,
            "rank": result.rank,
            "mark": MARKS[result.rank].text(gettext),
            "text": status_text(status, gettext, has_phone=bool(facility.phone)),
            "accuracy_m": facility.error_m,
            "accuracy": error_text(facility.error_m, gettext) if facility.error_m else None,
        },
    }


def places_geojson(places: Iterable[Place], language: str = "zh") -> dict[str, object]:
    """Return towns and stations as a FeatureCollection, with names of `zh` or `en`."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": _geometry(*place.position),
                "properties": {
                    "name": place_name(place.name, catalogue(language)),
                    "kind": place.kind,
                    "source": place.source,
                },
            }
            for place in places
        ],
    }


def _geometry(lat: float, lon: float) -> dict[str, object]:
    # Five places are a metre, the least that anybody sees.
    return {"type": "Point", "coordinates": [round(lon, 5), round(lat, 5)]}

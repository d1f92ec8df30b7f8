"""Facilities as GeoJSON (RFC 7946), which writes longitude first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from finder.chart import CERTAIN, COUNTED, NOTHING, POSSIBLE, Chart
from finder.coverage_words import hour_text
from finder.errors import Gettext, sentence, untranslated
from finder.facility import Kind
from finder.geo import Point
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
        "geometry": point_geometry(*facility.position),
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
                "geometry": point_geometry(*place.position),
                "properties": {
                    "name": place_name(place.name, catalogue(language)),
                    "kind": place.kind,
                    "source": place.source,
                },
            }
            for place in places
        ],
    }


def point_geometry(lat: float, lon: float) -> dict[str, object]:
    """Return a position, in WGS-84, as a point."""
    # Five places are a metre, the least that anybody sees.
    return {"type": "Point", "coordinates": [round(lon, 5), round(lat, 5)]}


# How sure it is that something is in reach of a cell, by its sign in a chart.
REACH = {CERTAIN: "certain", COUNTED: "counted", POSSIBLE: "possible", NOTHING: "none"}


def coverage_geojson(chart: Chart, hour: int, gettext: Gettext = untranslated) -> dict[str, object]:
    """Return the cells of a chart with what is in reach of them in an hour.

    Cells side by side that have the same are one polygon, which names their number.

    Args:
        hour: its number in the week, from 0.
    """
    runs: list[tuple[str, Point, int]] = []
    for position, sign in zip(chart.cells, chart.reach[hour], strict=True):
        if runs and runs[-1][0] == sign and _is_next(runs[-1][1], runs[-1][2], position, chart):
            runs[-1] = (sign, runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((sign, position, 1))
    return {
        "type": "FeatureCollection",
        "hour": hour_text(chart.figures, hour, gettext),
        "features": [
            {
                "type": "Feature",
                "geometry": _box(first, cells, chart.size),
                "properties": {"reach": REACH[sign], "cells": cells},
            }
            for sign, first, cells in runs
        ],
    }


def _is_next(first: Point, cells: int, position: Point, chart: Chart) -> bool:
    """Return whether a cell is the next one of a row that starts with `first`."""
    away = (position.lon - first.lon) / chart.size[1]
    return position.lat == first.lat and round(away) == cells


def _box(first: Point, cells: int, size: tuple[float, float]) -> dict[str, object]:
    high, wide = size
    south, north = round(first.lat - high / 2, 5), round(first.lat + high / 2, 5)
    west, east = round(first.lon - wide / 2, 5), round(first.lon + (cells - 0.5) * wide, 5)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}

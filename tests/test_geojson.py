"""What is called GeoJSON keeps RFC 7946, on the map and in the file for OpenStreetMap."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

# The members that §7.1 forbids to define anew, by the object that may not have them.
FORBIDDEN = {
    "FeatureCollection": {"coordinates", "geometries", "geometry", "properties"},
    "Feature": {"coordinates", "geometries", "features"},
    "Point": {"geometry", "properties", "features", "geometries"},
}


def assert_geojson(data: dict[str, Any]) -> None:
    assert data["type"] == "FeatureCollection"
    assert not FORBIDDEN["FeatureCollection"] & set(data)
    assert "crs" not in data
    for feature in data["features"]:
        assert feature["type"] == "Feature"
        assert not FORBIDDEN["Feature"] & set(feature)
        assert isinstance(feature["properties"], dict)
        assert isinstance(feature.get("id", ""), str | int)
        geometry = feature["geometry"]
        assert geometry["type"] == "Point"
        assert not FORBIDDEN["Point"] & set(geometry)
        lon, lat = geometry["coordinates"]
        # Longitude first: Tongzhou is at 116 E, which is no latitude.
        assert 116 < lon < 118
        assert 39 < lat < 41
    ids = [feature["id"] for feature in data["features"] if "id" in feature]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "path",
    [
        "/api/facilities.geojson",
        "/api/facilities.geojson?open=1&lang=en",
        "/api/places.geojson",
        "/facilities.osm.geojson",
    ],
)
def test_every_answer_of_the_type_keeps_its_rules(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.mimetype == "application/geo+json"
    data = json.loads(answer.data)
    assert data["features"]
    assert_geojson(data)

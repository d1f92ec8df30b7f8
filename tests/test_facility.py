"""A facility's texts as values."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import fields

import pytest

from finder.facility import COLUMNS, Facility, Kind, header_names, kind_named
from finder.geo import Datum, Point, distance_m, from_wgs84
from tests.made_up import facility


@pytest.mark.parametrize("datum", Datum)
def test_a_position_is_wgs84_whatever_datum_staff_wrote(datum: Datum) -> None:
    door = Point(39.9, 116.7)
    written = from_wgs84(door, datum)
    found = facility(lat=f"{written.lat:.9f}", lon=f"{written.lon:.9f}", datum=datum.value)
    assert found.position is not None
    assert distance_m(found.position, door) < 0.002


def test_a_blank_datum_is_wgs84() -> None:
    assert facility(datum="").position == Point(39.9, 116.7)


@pytest.mark.parametrize(("lat", "lon"), [("", ""), ("39.9", ""), ("", "116.7")])
def test_a_facility_without_both_coordinates_has_no_position(lat: str, lon: str) -> None:
    assert facility(lat=lat, lon=lon).position is None


def test_blank_columns_are_none_and_not_zero() -> None:
    blank = facility()
    assert blank.error_m is None
    assert blank.verified_date is None
    assert blank.service_names == ()


def test_filled_columns_are_values() -> None:
    filled = facility(accuracy_m="3000", verified_on="2023-12-05", services="借阅; 自习;;")
    assert filled.error_m == 3000
    assert filled.verified_date == dt.date(2023, 12, 5)
    assert filled.service_names == ("借阅", "自习")


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_has_a_key_and_a_chinese_name(kind: Kind) -> None:
    assert kind_named(kind.value) is kind
    assert kind_named(str(kind.label)) is kind
    assert facility(kind=str(kind.label)).kind_key is kind


@pytest.mark.parametrize("name", ["", "Library", "library ", "图书", "LIBRARY"])
def test_another_name_is_no_kind(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}$"):
        kind_named(name)


def test_every_column_says_what_it_means_with_an_example() -> None:
    for column in fields(Facility):
        assert column.metadata["meaning"], column.name
        assert column.metadata["example"], column.name
        assert column.metadata["chinese"], column.name


def test_every_column_has_its_own_header_in_two_languages() -> None:
    headers = Counter(header_names().values())
    assert headers == dict.fromkeys(COLUMNS, 2)
    assert all(header_names()[column] == column for column in COLUMNS)


def test_hours_and_their_exceptions_are_read_together() -> None:
    found = facility(special_hours='2026 Dec 24 off "检修"')
    assert len(found.rules.ordinary) == 1
    assert len(found.rules.special) == 1

"""The JSON objects that the API and the terminal share, and GeoJSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

import pytest

from finder import answer, geojson
from finder.facility import COLUMNS, Facility
from finder.geo import Datum, Point, from_wgs84
from finder.holidays import Calendar
from finder.places import Place
from finder.search import Query, find, without_position
from finder.translations import catalogue
from tests.made_up import facility, moment

HERE = Point(39.9117, 116.6813)
TUESDAY = moment("2026-11-24T20:00")

RESULT_KEYS = [
    "id",
    "name",
    "kind",
    "lat",
    "lon",
    "distance_m",
    "walk_minutes",
    "cycle_minutes",
    "arrival",
    "open_on_arrival",
    "state",
    "note",
    "until",
    "next_open",
    "last_entry",
    "holiday_unconfirmed",
    "accuracy_m",
    "verified_on",
    "text",
]


def near(
    facilities: Sequence[Facility], when: dt.datetime, calendar: Calendar
) -> list[dict[str, object]]:
    query = Query(when, HERE)
    results = answer.near_object(query, find(facilities, query, calendar))["results"]
    assert isinstance(results, list)
    return results


def test_an_answer_repeats_the_question() -> None:
    assert answer.near_object(Query(TUESDAY, HERE), ()) == {
        "at": "2026-11-24T20:00:00+08:00",
        "lat": 39.9117,
        "lon": 116.6813,
        "results": [],
    }


def test_every_result_has_exactly_the_published_keys(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    results = near(facilities, TUESDAY, calendar)
    assert len(results) == 40
    for result in results:
        assert sorted(result) == sorted(RESULT_KEYS)


def test_the_library_on_a_tuesday_evening(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    (library,) = (one for one in near(facilities, TUESDAY, calendar) if one["id"] == "tz-library")
    assert library == {
        "id": "tz-library",
        "name": "通州区图书馆",
        "kind": "library",
        "lat": 39.91168,
        "lon": 116.68126,
        "distance_m": 4.1,
        "walk_minutes": 1,
        "cycle_minutes": 1,
        "arrival": "步行约 1 分钟",
        "open_on_arrival": True,
        "state": "open",
        "note": "二层、七层",
        "until": "2026-11-24T22:00:00+08:00",
        "next_open": None,
        "last_entry": None,
        "holiday_unconfirmed": False,
        "accuracy_m": None,
        "verified_on": "2023-12-05",
        "text": "开放中·仅二层、七层·至 22:00",
    }


def test_an_unconfirmed_holiday_is_unknown_and_says_so(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    results = near(facilities, moment("2026-10-05T10:00"), calendar)
    (museum,) = (one for one in results if one["id"] == "tz-museum")
    assert museum["state"] == "unknown"
    assert museum["holiday_unconfirmed"] is True
    assert museum["note"] == "节假日时间未确认·平常周一闭馆"
    (other,) = (one for one in results if one["id"] == "lu-county-site-museum")
    assert (other["state"], other["holiday_unconfirmed"]) == ("open", False)
    assert other["last_entry"] == "2026-10-05T16:30:00+08:00"


def test_a_closed_facility_says_when_it_opens_next(calendar: Calendar) -> None:
    (result,) = near([facility(opening_hours="Tu-Su 08:30-18:00")], TUESDAY, calendar)
    assert result["state"] == "closed"
    assert result["until"] == result["next_open"] == "2026-11-25T08:30:00+08:00"
    assert result["note"] is None


def test_midnight_is_the_start_of_the_next_date(calendar: Calendar) -> None:
    (result,) = near([facility(opening_hours="Mo-Su 09:00-24:00")], TUESDAY, calendar)
    assert result["until"] == "2026-11-25T00:00:00+08:00"


def test_what_never_changes_has_no_until(calendar: Calendar) -> None:
    (result,) = near([facility(opening_hours="24/7")], TUESDAY, calendar)
    assert (result["state"], result["until"], result["next_open"]) == ("open", None, None)


def test_coordinates_are_wgs84_whatever_the_file_says(calendar: Calendar) -> None:
    shifted = from_wgs84(HERE, Datum.BD09)
    one = facility(lat=str(shifted.lat), lon=str(shifted.lon), datum="bd09", accuracy_m="100")
    (result,) = near([one], TUESDAY, calendar)
    assert (result["lat"], result["lon"]) == pytest.approx(HERE, abs=1e-8)
    assert (result["distance_m"], result["accuracy_m"]) == (0.0, 100)


def test_a_facility_is_its_columns_its_status_and_its_week(calendar: Calendar) -> None:
    one = facility(kind="图书馆", special_hours='2026 Nov 26 off "检修"')
    found = answer.facility_object(one, TUESDAY, calendar)
    said = {"opening_hours_osm", "opening_hours_text"}
    assert set(found) == {*COLUMNS, *said, "at", "status", "week"}
    assert found["opening_hours_osm"] == 'Mo-Su,PH 09:00-17:00; 2026 Nov 26 off "检修"'
    assert found["opening_hours_text"] == (
        "每天9:00-17:00；法定节假日照常开放；2026年11月26日闭馆（检修）"
    )
    assert (found["kind"], found["datum"], found["at"]) == (
        "library",
        "wgs84",
        "2026-11-24T20:00:00+08:00",
    )
    week = found["week"]
    assert isinstance(week, list)
    assert [day["date"] for day in week] == [f"2026-11-{day}" for day in range(24, 31)]
    assert week[0] == {
        "date": "2026-11-24",
        "day": None,
        "intervals": [
            {
                "start": "2026-11-24T09:00:00+08:00",
                "end": "2026-11-24T17:00:00+08:00",
                "state": "open",
                "note": None,
                "text": "9:00–17:00",
            }
        ],
    }
    assert [part["text"] for part in week[2]["intervals"]] == ["闭馆 检修"]


def test_a_facility_without_position_has_none(calendar: Calendar) -> None:
    found = answer.facility_object(facility(lat="", lon=""), TUESDAY, calendar)
    assert (found["lat"], found["lon"]) == (None, None)


def test_no_key_is_translated(facilities: tuple[Facility, ...], calendar: Calendar) -> None:
    query = Query(TUESDAY, HERE)
    results = find(facilities, query, calendar)
    english = answer.near_object(query, results, catalogue("en"))["results"]
    assert isinstance(english, list)
    chinese = near(facilities, TUESDAY, calendar)
    worded = {"text", "note", "arrival"}
    for one, other in zip(chinese, english, strict=True):
        assert {key: one[key] for key in one if key not in worded} == {
            key: other[key] for key in other if key not in worded
        }


def test_geojson_writes_longitude_first(calendar: Calendar) -> None:
    everything = [facility(), facility(id="nowhere", lat="", lon="")]
    found = geojson.facilities_geojson(
        find(everything, Query(moment("2026-11-24T10:00")), calendar), without_position(everything)
    )
    assert found["type"] == "FeatureCollection"
    assert found["without_position"] == {"library": 1}
    assert found["features"] == [
        {
            "type": "Feature",
            "id": "jia",
            "geometry": {"type": "Point", "coordinates": [116.7, 39.9]},
            "properties": {
                "name": "甲馆",
                "kind": "library",
                "kind_name": "图书馆",
                "state": "open",
                "rank": 0,
                "mark": "开",
                "text": "开放中·至 17:00",
                "accuracy_m": None,
                "accuracy": None,
            },
        }
    ]


def test_every_rank_has_its_own_mark(calendar: Calendar) -> None:
    shutting = 'Mo-Su 09:00-17:00, Mo-Su 16:30-17:00 open "停止入馆"'
    everything = [
        facility(id=f"rank-{rank}", opening_hours=hours)
        for rank, hours in enumerate(["24/7", shutting, "", "Mo-Su 09:00-12:00"])
    ]
    found = geojson.facilities_geojson(
        find(everything, Query(moment("2026-11-24T16:45")), calendar), {}
    )
    features = found["features"]
    assert isinstance(features, list)
    assert [
        (one["id"], one["properties"]["rank"], one["properties"]["mark"]) for one in features
    ] == [("rank-0", 0, "开"), ("rank-1", 1, "停"), ("rank-2", 2, "？"), ("rank-3", 3, "闭")]


def test_places_are_geojson_too() -> None:
    place = Place("测试站", "metro_station", Point(39.9, 116.7), "测试")
    assert geojson.places_geojson([place])["features"] == [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [116.7, 39.9]},
            "properties": {"name": "测试站", "kind": "metro_station", "source": "测试"},
        }
    ]


def test_the_note_of_an_unknown_interval_says_why_and_what_other_days_have(
    calendar: Calendar,
) -> None:
    one = facility(opening_hours="周二至周日9:00-17:00，周一闭馆")
    found = answer.facility_object(one, moment("2026-10-01T10:00"), calendar)
    week = found["week"]
    assert isinstance(week, list)
    assert [part["note"] for part in week[0]["intervals"]] == [
        "节假日时间未确认·平常周四 9:00–17:00"
    ]


def test_the_text_of_an_answer_is_its_object(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    hostile = facility(id="hostile", name='"}],{"\u2028</script>\\', lat="39.91")
    for when in (TUESDAY, TUESDAY + dt.timedelta(hours=3)):
        for language in ("zh", "en"):
            parts = answer.Parts()
            for position in (HERE, Point(39.7, 116.9), None):
                text = "图书馆" if position else ""
                query = Query(when, position=position or HERE, text=text)
                results = find((*facilities, hostile), query, calendar)
                rows = ((one.facility, one.status, one.distance_m) for one in results)
                found = answer.near_text(query, rows, calendar, parts, catalogue(language))
                whole = answer.near_object(query, results, catalogue(language))
                assert found == json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
            assert set(parts.facilities) > {"hostile"}

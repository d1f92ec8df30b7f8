"""The JSON API, asked as a program asks it."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from finder import create_app, store
from finder.errors import FileError
from finder.following import follow
from finder.settings import Settings
from tests.conftest import NOW
from tests.made_up import moment
from tests.test_answer import RESULT_KEYS

LIBRARY = {"lat": "39.9117", "lon": "116.6813"}


def near(client: FlaskClient, **parameters: str) -> TestResponse:
    return client.get("/api/near?" + urlencode({**LIBRARY, **parameters}))


def assert_problem(response: TestResponse, status: int, column: str | None, value: str) -> None:
    """Assert the one shape of an error, and that its sentences say something."""
    assert response.status_code == status
    assert response.mimetype == "application/json"
    found = response.get_json()
    assert set(found) == {"ok", "problems"}
    assert found["ok"] is False
    (problem,) = found["problems"]
    assert set(problem) == {"column", "value", "message", "hint"}
    assert (problem["column"], problem["value"]) == (column, value)
    assert value in problem["message"] + problem["hint"]
    assert problem["message"].endswith("。")
    assert problem["hint"].endswith("。")


def test_near_answers_the_published_object(client: FlaskClient) -> None:
    response = near(client)
    found = response.get_json()
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    assert list(found) == ["at", "lat", "lon", "results"]
    assert (found["at"], found["lat"], found["lon"]) == (
        "2026-11-24T20:00:00+08:00",
        39.9117,
        116.6813,
    )
    assert len(found["results"]) == 20
    for result in found["results"]:
        assert sorted(result) == sorted(RESULT_KEYS)
    assert [one["id"] for one in found["results"][:2]] == ["tz-library", "tz-culture-centre"]


def test_chinese_is_written_as_it_is(client: FlaskClient) -> None:
    assert "通州区图书馆" in near(client).get_data(as_text=True)


def test_every_moment_has_its_offset(client: FlaskClient) -> None:
    for result in near(client, limit="1000").get_json()["results"]:
        for key in ("until", "next_open", "last_entry"):
            if result[key] is not None:
                assert dt.datetime.fromisoformat(result[key]).utcoffset() == dt.timedelta(hours=8)
                assert result[key].endswith("+08:00")


def test_open_ones_come_first_and_each_group_nearest_first(client: FlaskClient) -> None:
    results = near(client, limit="1000").get_json()["results"]
    order = {"open": 0, "unknown": 1, "closed": 2}
    found = [(order[one["state"]], one["distance_m"]) for one in results]
    assert found == sorted(found)
    assert len(found) == 40


@pytest.mark.parametrize(
    ("at", "facility_id", "state", "text"),
    [
        ("2026-11-28T23:30", "tz-culture-centre", "open", "开放中·30 分钟后闭馆（24:00）"),
        ("2026-11-24T20:00", "tz-library", "open", "开放中·仅二层、七层·至 22:00"),
        ("2026-11-23T10:00+08:00", "tz-library", "closed", "闭馆·明天 8:30 开放"),
        ("2026-11-23T02:00Z", "tz-library", "closed", "闭馆·明天 8:30 开放"),
        (
            "2026-10-05T10:00",
            "lu-county-site-museum",
            "open",
            "开放中·至 17:00·16:30 停止入馆",
        ),
        ("2026-10-05T10:00", "tz-museum", "unknown", "节假日时间未确认·平常周一闭馆"),
    ],
)
def test_another_moment_can_be_asked_for(
    client: FlaskClient, at: str, facility_id: str, state: str, text: str
) -> None:
    results = near(client, at=at, limit="1000").get_json()["results"]
    (found,) = (one for one in results if one["id"] == facility_id)
    assert (found["state"], found["text"]) == (state, text)


def test_at_three_at_night_only_round_the_clock_places_are_open(client: FlaskClient) -> None:
    results = near(client, at="2026-11-25T03:00", open="1").get_json()["results"]
    assert [one["id"] for one in results] == ["luyunzhu-24h", "xiaopu-24h"]


@pytest.mark.parametrize("kind", ["museum", "博物馆"])
def test_kind_and_limit_narrow_the_answer(client: FlaskClient, kind: str) -> None:
    results = near(client, kind=kind, limit="2").get_json()["results"]
    assert [one["kind"] for one in results] == ["museum", "museum"]


BAD = [
    ({"lat": ""}, "lat", ""),
    ({"lon": " "}, "lon", ""),
    ({"lat": "北"}, "lat", "北"),
    ({"lat": "91"}, "lat", "91"),
    ({"lon": "-180.1"}, "lon", "-180.1"),
    ({"lat": "nan"}, "lat", "nan"),
    ({"lon": "inf"}, "lon", "inf"),
    ({"lat": "<script>"}, "lat", "<script>"),
    ({"at": "今晚"}, "at", "今晚"),
    ({"at": "2026-11-31T10:00"}, "at", "2026-11-31T10:00"),
    ({"at": "1999-01-01T00:00"}, "at", "1999-01-01T00:00"),
    ({"open": "maybe"}, "open", "maybe"),
    ({"kind": "pub"}, "kind", "pub"),
    ({"kind": "library,pub"}, "kind", "pub"),
    ({"limit": "0"}, "limit", "0"),
    ({"limit": "-1"}, "limit", "-1"),
    ({"limit": "1001"}, "limit", "1001"),
    ({"limit": "1.5"}, "limit", "1.5"),
    ({"limit": "all"}, "limit", "all"),
    ({"arriving": "soon"}, "arriving", "soon"),
    ({"q": "书" * 101}, "q", "书" * 101),
    ({"service": "洗车"}, "service", "洗车"),
    ({"town": "宋庄"}, "town", "宋庄"),
    ({"radius": "500"}, "radius", "500"),
    ({"LAT": "39.9"}, "LAT", "39.9"),
]


@pytest.mark.parametrize(("parameters", "column", "value"), BAD)
def test_a_bad_parameter_is_400_with_a_sentence(
    client: FlaskClient, parameters: dict[str, str], column: str, value: str
) -> None:
    response = near(client, **parameters)
    # An unknown parameter is named; its value matters to nobody.
    expected = column if column in ("radius", "LAT") else value
    problem = response.get_json()["problems"][0]
    assert expected in problem["message"]
    assert problem["value"] == value
    assert (response.status_code, problem["column"]) == (400, column)
    assert set(problem) == {"column", "value", "message", "hint"}
    assert response.get_json()["ok"] is False


def test_a_missing_position_names_both_parameters(client: FlaskClient) -> None:
    response = client.get("/api/near")
    assert response.status_code == 400
    assert [one["column"] for one in response.get_json()["problems"]] == ["lat", "lon"]


@pytest.mark.parametrize("path", ["/api/near", "/api/facilities.geojson"])
def test_a_parameter_given_twice_is_400(client: FlaskClient, path: str) -> None:
    response = client.get(f"{path}?lat=39.9&lon=116.7&open=1&open=0")
    assert_problem(response, 400, "open", "")


@pytest.mark.parametrize("path", ["/api/near", "/api/facilities.geojson"])
def test_everything_that_is_wrong_is_named_in_one_answer(client: FlaskClient, path: str) -> None:
    wrong = {
        "radius": "500",
        "lang": "fr",
        "at": "今晚",
        "open": "maybe",
        "arriving": "soon",
        "kind": "pub,library,bar",
        "q": "书" * 101,
        "service": "洗车,自习,泊车",
        "town": "宋庄",
        "lat": "北",
        "lon": "181",
        "limit": "0",
    }
    response = client.get(f"{path}?{urlencode(wrong)}")
    assert response.status_code == 400
    assert [(one["column"], one["value"]) for one in response.get_json()["problems"]] == [
        ("radius", "500"),
        ("lang", "fr"),
        ("at", "今晚"),
        ("open", "maybe"),
        ("arriving", "soon"),
        ("kind", "pub"),
        ("kind", "bar"),
        ("q", "书" * 101),
        ("service", "洗车"),
        ("service", "泊车"),
        ("town", "宋庄"),
        ("lat", "北"),
        ("lon", "181"),
        ("limit", "0"),
    ]


@pytest.mark.parametrize(
    ("path", "column", "value"),
    [
        ("/api/facilities.geojson?at=x", "at", "x"),
        ("/api/facilities.geojson?open=x", "open", "x"),
        ("/api/facilities.geojson?kind=x", "kind", "x"),
        ("/api/facilities.geojson?town=x", "town", "x"),
        ("/api/facilities.geojson?service=x", "service", "x"),
        ("/api/facilities.geojson?arriving=x", "arriving", "x"),
        ("/api/facilities/tz-library?at=x", "at", "x"),
        ("/api/facilities/tz-library?lang=fr", "lang", "fr"),
        ("/api/forecast.json?lang=fr", "lang", "fr"),
        ("/api/places.geojson?lang=fr", "lang", "fr"),
    ],
)
def test_the_other_addresses_refuse_in_the_same_shape(
    client: FlaskClient, path: str, column: str, value: str
) -> None:
    assert_problem(client.get(path), 400, column, value)


@pytest.mark.parametrize("facility_id", ["jia", "TZ-library", "{{7*7}}", "通州区图书馆"])
def test_an_unknown_facility_is_404_in_the_same_shape(
    client: FlaskClient, facility_id: str
) -> None:
    assert_problem(client.get(f"/api/facilities/{facility_id}"), 404, "id", facility_id)


@pytest.mark.parametrize(
    "path",
    [
        "/api/near",
        "/api/facilities.geojson",
        "/api/facilities/tz-library",
        "/api/forecast.json",
        "/api/places.geojson",
    ],
)
def test_a_parameter_that_nothing_reads_is_400_wherever_it_is_sent(
    client: FlaskClient, path: str
) -> None:
    problems = client.get(f"{path}?utm_source=x").get_json()["problems"]
    assert ("utm_source", "x") in [(one["column"], one["value"]) for one in problems]


def test_an_unknown_address_is_404_in_the_same_shape(client: FlaskClient) -> None:
    assert_problem(client.get("/api/nothing"), 404, None, "/api/nothing")


def test_another_method_is_405_in_the_same_shape(client: FlaskClient) -> None:
    response = client.post("/api/near")
    assert response.status_code == 405
    found = response.get_json()
    assert found["ok"] is False
    assert [set(one) for one in found["problems"]] == [{"column", "value", "message", "hint"}]


def test_an_error_can_be_read_in_english(client: FlaskClient) -> None:
    chinese, english = (
        client.get(f"/api/near?lat=x&lon=116.7&lang={lang}").get_json()["problems"][0]
        for lang in ("zh", "en")
    )
    assert (chinese["column"], chinese["value"]) == (english["column"], english["value"])
    assert "不是数字" in chinese["message"]


def test_the_map_gets_geojson_with_longitude_first(client: FlaskClient) -> None:
    response = client.get("/api/facilities.geojson")
    found = response.get_json()
    assert response.mimetype == "application/geo+json"
    assert found["type"] == "FeatureCollection"
    assert len(found["features"]) == 40
    assert found["without_position"] == {
        "smart_space_24h": 17,
        "canal_station": 3,
        "mini_library": 35,
    }
    for feature in found["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert 116.5 < lon < 117
        assert 39.5 < lat < 40.1
    (library,) = (one for one in found["features"] if one["id"] == "tz-library")
    assert library["geometry"] == {"type": "Point", "coordinates": [116.68126, 39.91168]}
    assert library["properties"]["text"] == "开放中·仅二层、七层·至 22:00"


def test_the_map_can_be_narrowed_like_the_list(client: FlaskClient) -> None:
    found = client.get("/api/facilities.geojson?at=2026-11-25T03:00&open=1").get_json()
    assert {one["id"] for one in found["features"]} == {"luyunzhu-24h", "xiaopu-24h"}
    museums = client.get("/api/facilities.geojson?kind=museum").get_json()
    assert {one["properties"]["kind"] for one in museums["features"]} == {"museum"}


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"q": "tzqtsg"}, ["tz-library"]),
        ({"q": "library", "town": "通运街道"}, ["tz-library"]),
        ({"q": "yunhe yizhan"}, ["canal-station-01", "canal-station-02", "canal-station-03"]),
        ({"service": "讲座,期刊"}, ["tz-library"]),
        ({"town": "通运街道", "service": "演出"}, ["tz-culture-centre"]),
        ({"service": "无障碍"}, []),
    ],
)
def test_a_question_can_be_narrowed_by_words(
    client: FlaskClient, parameters: dict[str, str], found: list[str]
) -> None:
    assert [one["id"] for one in near(client, **parameters).get_json()["results"]] == found


def test_what_is_found_without_a_position_has_no_distance(client: FlaskClient) -> None:
    (first, *_) = near(client, q="运河文化驿站").get_json()["results"]
    for key in ("lat", "lon", "distance_m", "walk_minutes", "cycle_minutes", "arrival"):
        assert first[key] is None
    assert first["open_on_arrival"] is None


def test_the_map_shows_of_what_is_found_only_what_has_a_position(client: FlaskClient) -> None:
    found = client.get("/api/facilities.geojson?q=tsg").get_json()
    assert {one["id"] for one in found["features"]} == {
        "tz-library",
        "beijing-library",
        "luyunzhu-24h",
    }


def test_the_arrival_can_be_asked_for(client: FlaskClient) -> None:
    # The library shuts at 22:00, 57 minutes away.
    far = {"lat": "39.9117", "lon": "116.6427", "kind": "library", "limit": "1"}
    asked = {"at": "2026-11-24T21:30", **far}
    (library,) = near(client, **asked).get_json()["results"]
    assert (library["id"], library["open_on_arrival"]) == ("tz-library", False)
    assert library["arrival"] == "步行约 58 分钟，到达前闭馆"
    assert near(client, **asked, arriving="1").get_json()["results"] == []


def test_the_map_gets_towns_and_stations(client: FlaskClient) -> None:
    found = client.get("/api/places.geojson").get_json()
    assert len(found["features"]) == 47
    assert found["features"][0]["geometry"]["coordinates"] == [116.61271, 39.90505]


def test_towns_and_stations_have_names_that_an_english_reader_can_read(client: FlaskClient) -> None:
    features = client.get("/api/places.geojson?lang=en").get_json()["features"]
    assert all(feature["properties"]["name"].isascii() for feature in features)


def test_one_facility_has_its_columns_status_and_week(client: FlaskClient) -> None:
    found = client.get("/api/facilities/tz-library?at=2026-11-23T10:00").get_json()
    assert (found["id"], found["phone"], found["lat"]) == ("tz-library", "010-56946717", 39.91168)
    assert found["status"]["next_open"] == "2026-11-24T08:30:00+08:00"
    assert [day["date"] for day in found["week"]] == [f"2026-11-{day}" for day in range(23, 30)]
    assert found["week"][0]["intervals"] == []
    assert [part["text"] for part in found["week"][1]["intervals"]] == [
        "8:30–18:00",
        "18:00–22:00 二层、七层",
    ]


def test_a_facility_without_position_can_be_had_by_its_id(client: FlaskClient) -> None:
    found = client.get("/api/facilities/canal-station-01").get_json()
    assert (found["lat"], found["lon"], found["status"]["state"]) == (None, None, "unknown")


def test_a_newly_loaded_list_is_served_from_the_next_question_on(
    client: FlaskClient, settings: Settings, tmp_path: Path
) -> None:
    assert len(near(client).get_json()["results"]) == 20
    other = tmp_path / "测试.csv"
    other.write_text("id,name,kind,lat,lon\njia,甲馆,library,39.9,116.7\n", encoding="utf-8")
    with closing(store.connect(settings.database_path)) as database:
        follow(database, other, NOW)
    assert [one["name"] for one in near(client).get_json()["results"]] == ["甲馆"]
    assert client.get("/healthz").get_json()["version"] == 2


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    name = "{{7*7}}${alert(1)}</script><script>"
    path = tmp_path / "测试.csv"
    path.write_text(f'id,name,kind,lat,lon\njia,"{name}",library,39.9,116.7\n', encoding="utf-8")
    app = create_app(Settings(path, tmp_path / "data"), clock=lambda: moment("2026-11-24T20:00"))
    client = app.test_client()
    assert near(client).get_json()["results"][0]["name"] == name
    found = client.get("/api/facilities.geojson").get_json()
    assert found["features"][0]["properties"]["name"] == name


def test_now_is_beijing_time_wherever_the_clock_is(settings: Settings) -> None:
    noon = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
    client = create_app(settings, clock=lambda: noon).test_client()
    assert near(client).get_json()["at"] == "2026-11-24T20:00:00+08:00"


def test_a_list_with_problems_is_not_served(tmp_path: Path) -> None:
    path = tmp_path / "测试.csv"
    path.write_text("id,name,kind\njia,甲馆,错\n", encoding="utf-8")
    with pytest.raises(FileError, match="错"):
        create_app(Settings(path, tmp_path / "data"))


def test_a_database_that_cannot_be_opened_any_more_leaves_the_list_of_before(
    settings: Settings,
) -> None:
    client = create_app(settings).test_client()
    settings.database_path.unlink()
    settings.database_path.mkdir()
    assert client.get("/api/near?lat=39.9&lon=116.6").status_code == 200
    assert client.get("/").status_code == 200
    assert client.get("/readyz").status_code == 503

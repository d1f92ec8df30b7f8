"""What the environment may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from finder.assets import check_frontend
from finder.errors import SettingsError
from finder.lookups import Service
from finder.settings import RESOURCES, settings


def test_an_empty_environment_serves_the_list_that_comes_with_the_finder() -> None:
    found = settings({})
    assert found.csv_path == RESOURCES / "data" / "facilities.csv"
    assert found.places_path.is_file()
    assert found.database_path.name == "finder.sqlite"
    check_frontend()


def test_the_list_and_the_data_folder_can_be_elsewhere() -> None:
    found = settings({"FINDER_CSV": "list.csv", "FINDER_DATA": "kept"})
    assert found.csv_path == Path("list.csv")
    assert found.database_path == Path("kept/finder.sqlite")


@pytest.mark.parametrize(
    ("value", "name", "host", "shown"),
    [
        ("", "OpenStreetMap", "https://tile.openstreetmap.org", False),
        ("osm", "OpenStreetMap", "https://tile.openstreetmap.org", True),
        ("tianditu:a&b", "天地图", "https://t0.tianditu.gov.cn", True),
        ("https://tiles.example/{z}/{x}/{y}.png|© 测试", "底图", "https://tiles.example", True),
        ("https://{s}.tiles.example/{z}/{x}/{y}", "底图", "https://*.tiles.example", True),
        ("http://localhost:8080/{z}/{x}/{y}", "底图", "http://localhost:8080", True),
    ],
)
def test_a_base_map_is_a_name_an_address_or_a_key(
    value: str, name: str, host: str, shown: bool
) -> None:
    tiles = settings({"FINDER_TILES": value}).tiles
    assert tiles is not None
    assert (tiles.name, tiles.host, tiles.shown) == (name, host, shown)
    assert all(place in tiles.url for place in ("{z}", "{x}", "{y}"))
    assert "a&b" not in tiles.url


def test_there_may_be_no_base_map() -> None:
    assert settings({"FINDER_TILES": "none"}).tiles is None


@pytest.mark.parametrize(
    "value",
    [
        "google",
        "NONE",
        "https://tiles.example/",
        "https://tiles.example/{z}/{x}.png",
        "ftp://tiles.example/{z}/{x}/{y}",
        "javascript:alert(1)//{z}/{x}/{y}",
        "/{z}/{x}/{y}",
    ],
)
def test_another_base_map_is_refused_by_its_value(value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings({"FINDER_TILES": value})
    (problem,) = caught.value.problems
    assert (problem.column, problem.value) == ("FINDER_TILES", value)
    assert value in str(problem.message)


def test_the_secret_the_proxies_and_plain_http_are_as_set() -> None:
    found = settings(
        {"FINDER_SECRET": "s" * 32, "FINDER_PROXIES": " 2 ", "FINDER_INSECURE_COOKIES": "1"}
    )
    assert (found.secret, found.proxies, found.insecure_cookies) == ("s" * 32, 2, True)
    assert "sss" not in repr(found)
    plain = settings({})
    assert (plain.secret, plain.proxies, plain.insecure_cookies) == ("", 0, False)


def test_addresses_are_looked_up_at_nominatim_unless_said_otherwise() -> None:
    found = settings({"FINDER_NOMINATIM": "http://localhost:8080/nominatim"})
    assert found.geocoder == Service("nominatim", "http://localhost:8080/nominatim")
    baidu = settings({"FINDER_GEOCODER": "baidu", "FINDER_GEOCODER_KEY": "made-up"})
    assert baidu.geocoder == Service("baidu", "", "made-up")
    assert settings({}).overpass == "https://overpass-api.de/api/interpreter"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FINDER_PROXIES", "-1"),
        ("FINDER_PROXIES", "yes"),
        ("FINDER_PROXIES", "10"),
        ("FINDER_PROXIES", "²"),
    ],
)
def test_a_number_that_is_none_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings({name: value})
    (problem,) = caught.value.problems
    assert problem.column == name
    assert value in str(problem.message)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FINDER_GEOCODER", "amap"),
        ("FINDER_GEOCODER", "Nominatim"),
        ("FINDER_OVERPASS", "overpass-api.de/api/interpreter"),
        ("FINDER_OVERPASS", "file:///etc/passwd"),
        ("FINDER_OVERPASS", "ftp://overpass.example"),
        ("FINDER_OVERPASS", "https://"),
        ("FINDER_NOMINATIM", "nominatim.openstreetmap.org"),
        ("FINDER_URL", "finder.example"),
        ("FINDER_URL", "file:///finder.example"),
        ("FINDER_URL", "https://finder.example/below"),
        ("FINDER_URL", "https://finder.example?x=1"),
        ("FINDER_URL", "https://user@finder.example"),
        ("FINDER_URL", "https://finder.example\\@evil.example"),
    ],
)
def test_an_address_that_is_none_is_refused_by_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings({name: value})
    (problem,) = caught.value.problems
    assert (problem.column, problem.value) == (name, value)
    assert value in str(problem.message)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "none",
        "postgresql://finder@db.example/finder",
        "postgresql://finder:geheim%40%2F@db.example:5432/finder?sslmode=verify-full",
        "postgres://one.example:5432,two.example:5432/finder?target_session_attrs=read-write",
        "postgresql:///finder?host=/run/postgresql",
        "postgresql://finder@[::1]:5432/finder",
    ],
)
def test_a_shared_store_is_a_postgresql_address(value: str) -> None:
    found = settings({"FINDER_SHARED": f" {value} "})
    assert found.shared == value
    assert "geheim" not in repr(found)


@pytest.mark.parametrize(
    "value",
    [
        "db.example",
        "mysql://finder:geheim@db.example/finder",
        "postgresql:finder:geheim@db.example",
        "postgresql://finder:ge@heim@db.example/finder",
        "postgresql://finder:ge/heim@db.example/finder",
        "postgresql://finder:ge?heim@db.example/finder",
        "postgresql://finder:ge#heim@db.example/finder",
        "postgresql://finder:ge:heim@db.example/finder",
        "postgresql://finder:ge heim@db.example/finder",
        "postgresql://finder:geheim/finder",
        "postgresql://finder:ge[heim@db.example/finder",
        "postgresql://finder:ge：heim@db.example/finder",
        "host=db.example password=geheim",
    ],
)
def test_a_shared_store_that_is_none_is_refused_without_showing_a_password(value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings({"FINDER_SHARED": value})
    (problem,) = caught.value.problems
    assert (problem.column, problem.value) == ("FINDER_SHARED", "")
    assert "heim" not in str(caught.value)
    assert "%40" in str(problem.hint)


@pytest.mark.parametrize(("value", "rate"), [("", 6000), ("none", 0), ("1", 1), (" 250 ", 250)])
def test_how_much_one_address_may_ask_can_be_set_or_left_open(value: str, rate: int) -> None:
    assert settings({"FINDER_RATE": value}).rate == rate


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "100/minute", "１００", "9" * 5000])
def test_a_rate_that_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings({"FINDER_RATE": value})
    (problem,) = caught.value.problems
    assert (problem.column, problem.value) == ("FINDER_RATE", value)

"""A list too long for a phone: the server sorts it, and the map draws what is round its middle."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from finder import create_app
from finder.listing import MOST_ON_PHONE
from finder.settings import Settings
from tests.browsing import DESKTOP, PHONE, served, watched
from tests.conftest import NOW
from tests.made_up import csv_text

ROWS = 2 * MOST_ON_PHONE + 500
# Closed at eight in the evening, when the tests ask.
HOURS = ("Mo-Su off; PH off", "Mo-Su,PH 09:00-17:00", "Tu-Su,PH 09:00-20:00")
HERE = {"latitude": 39.87, "longitude": 116.72}


def written(path: Path) -> Path:
    """Write a made-up list; every fourth facility is never closed."""
    random = Random(3)
    rows = [
        {
            "id": f"guan-{number}",
            "name": f"测试{number}馆",
            "kind": random.choice(("图书馆", "博物馆")),
            "lat": f"{39.87 + random.gauss(0, 0.05):.6f}",
            "lon": f"{116.7 + random.gauss(0, 0.05):.6f}",
            "opening_hours": "24/7" if number % 4 == 0 else HOURS[number % 3],
            "source": "测试",
        }
        for number in range(ROWS)
    ]
    path.write_text(csv_text(rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("long")
    settings = Settings(csv_path=written(folder / "long.csv"), data_folder=folder, tiles=None)
    return create_app(settings, clock=lambda: NOW).test_client()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("long")
    with served(folder, FINDER_CSV=str(written(folder / "long.csv")), FINDER_TILES="none") as at:
        yield at


def test_the_page_counts_all_and_shows_some(client: FlaskClient) -> None:
    page = client.get("/").text
    assert f"现在有 {ROWS // 4} 处开放" in page
    assert page.count('<li class="facility rank-0"') == 60
    assert f"显示前 1000 处，共 {ROWS} 处" in page


def test_the_page_that_shows_more_shows_a_thousand(client: FlaskClient) -> None:
    page = client.get("/?all=1").text
    assert page.count('<li class="facility rank-') == 1000
    assert "显示前" not in page


def test_the_numbers_of_the_groups_are_those_of_the_whole_list(client: FlaskClient) -> None:
    page = client.get("/?lat=39.87&lon=116.7&all=1").text
    numbers = [int(one) for one in re.findall(r'<span class="number">(\d+)</span>', page)]
    assert numbers == [ROWS // 4, 0, 0, ROWS - ROWS // 4]


@pytest.mark.parametrize("asked", ["", "&kind=museum", "&open=1", "&q=测试1", "&arriving=1"])
def test_the_api_answers_as_for_a_short_list(client: FlaskClient, asked: str) -> None:
    near = client.get(f"/api/near?lat=39.87&lon=116.72&limit=500{asked}").json
    assert near
    away = [(one["state"] != "open", one["distance_m"]) for one in near["results"]]
    assert away == sorted(away)
    assert len(away) == 500


def test_the_map_gets_what_is_nearest(client: FlaskClient) -> None:
    features = json.loads(client.get("/api/facilities.geojson").data)["features"]
    assert len(features) == 1000
    asked = "/api/facilities.geojson?lat=39.8&lon=116.6&open=1&limit=5"
    few = json.loads(client.get(asked).data)["features"]
    near = client.get("/api/near?lat=39.8&lon=116.6&open=1&limit=5").json
    assert near
    assert [one["id"] for one in few] == [one["id"] for one in near["results"]]


def test_nobody_arrives_from_the_middle_of_the_list(client: FlaskClient) -> None:
    # A quarter of the list is open all night; the rest opens while somebody far away walks there.
    at = "at=2026-11-24T08:55"
    arriving = client.get(f"/api/facilities.geojson?arriving=1&{at}").data
    assert arriving == client.get(f"/api/facilities.geojson?open=1&{at}").data


def test_the_map_is_asked_what_the_list_is_asked(client: FlaskClient) -> None:
    page = client.get("/?q=测试1&kind=museum&arriving=1").text
    found = re.search('data-facilities="([^"]*)"', page)
    assert found
    query = parse_qs(urlsplit(unescape(found[1])).query)
    assert query == {"q": ["测试1"], "kind": ["museum"], "open": ["1"]}


def test_who_asks_on_does_so_from_the_same_position(client: FlaskClient) -> None:
    position = '<input type="hidden" name="lat" value="39.8"><input type="hidden" name="lon" '
    assert position in client.get("/?lat=39.8&lon=116.6&open=1").text
    assert 'name="lat"' not in client.get("/").text
    chosen = client.get("/?lat=39.8&lon=116.6&place=宋庄镇").text
    assert 'name="lat"' not in chosen
    assert "selected>宋庄镇</option>" in chosen


def test_no_phone_is_given_the_whole_list_to_keep(client: FlaskClient) -> None:
    assert 'data-worker=""' in client.get("/").text
    answer = client.get("/api/forecast.json")
    assert answer.status_code == 404
    assert answer.json
    assert "名单太长" in answer.json["problems"][0]["message"]


def test_who_taps_my_position_is_told_that_it_was_sent(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        geolocation=HERE,  # type: ignore[arg-type]
        permissions=["geolocation"],
    )
    page, seen = watched(context)
    page.goto(f"{address}/?open=1")
    page.click("#locate")
    expect(page.locator("#locate-status")).to_contain_text("您选的位置发给了本站")
    query = parse_qs(urlsplit(page.url).query)
    assert query == {"open": ["1"], "lat": ["39.8700"], "lon": ["116.7200"]}
    expect(page.locator(".facility .away").first).to_contain_text("米")
    assert seen.errors == []
    context.close()


def test_who_goes_back_finds_the_form_as_the_list_was_asked(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page, seen = watched(context)
    page.goto(f"{address}/?lat=39.87&lon=116.72")
    page.select_option("#place", "宋庄镇")
    page.wait_for_url("**place=**")
    expect(page.locator("#place")).to_have_value("宋庄镇")
    page.go_back()
    expect(page.locator("#locate-status")).to_contain_text("您选的位置发给了本站")
    expect(page.locator("#place")).to_have_value("")
    assert seen.errors == []
    context.close()


def test_the_map_follows_where_it_is_moved(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")  # type: ignore[arg-type]
    page, seen = watched(context)
    with page.expect_response(re.compile("facilities.geojson")):
        page.goto(address)
    expect(page.locator(".legend")).to_contain_text("只画离中心最近的 1000 处")
    expect(page.locator(".mark").first).to_be_visible()
    box = page.locator("#map_finder").bounding_box()
    assert box
    page.mouse.move(box["x"] + 500, box["y"] + 300)
    page.mouse.down()
    with page.expect_response(re.compile(r"facilities.geojson\?lat=\d+\.\d+&lon=\d+\.\d+")) as got:
        page.mouse.move(box["x"] + 100, box["y"] + 250, steps=5)
        page.mouse.up()
    assert got.value.ok
    assert seen.errors == []
    context.close()

"""The page of the 15-minute circle, its picture and the cells of its map."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from finder import create_app
from finder.circle import Way
from finder.coverage_words import percent_text
from finder.facility import Facility
from finder.geojson import places_geojson
from finder.holidays import Calendar
from finder.places import places
from finder.settings import RESOURCES, Settings
from finder.survey import area, survey
from tests.conftest import NOW
from tests.made_up import csv_text

MONDAY = dt.date(2026, 11, 30)
PLACES = places(RESOURCES / "data" / "places.csv")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An application whose charts are made once for all tests here."""
    folder = tmp_path_factory.mktemp("coverage")
    csv_path = folder / "facilities.csv"
    csv_path.write_bytes((RESOURCES / "data" / "facilities.csv").read_bytes())
    settings = Settings(csv_path=csv_path, data_folder=folder, tiles=None)
    return create_app(settings, clock=lambda: NOW).test_client()


def get(client: FlaskClient, address: str) -> TestResponse:
    """Ask until the chart is made."""
    for _ in range(120):
        answer = client.get(address)
        if answer.status_code != 503:
            return answer
        assert int(answer.headers["Retry-After"]) > 0
        time.sleep(0.5)
    raise AssertionError(address)


def text(answer: TestResponse) -> str:
    assert answer.status_code == 200
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


@pytest.mark.parametrize("way", Way)
def test_the_page_says_what_the_survey_finds_hour_by_hour(
    client: FlaskClient, facilities: tuple[Facility, ...], calendar: Calendar, way: Way
) -> None:
    figures = survey(facilities, area(PLACES), way, MONDAY, calendar).figures
    for at, hour in (("2026-12-01T20:00", 44), ("2026-12-05T03:00", 123)):
        said = text(get(client, f"/coverage?by={way.value}&at={at}"))
        share = figures.by_area[hour]
        assert f"确定够得着 {percent_text(share.certain)} " in said
        assert f"连同不确定的 {percent_text(share.counted)} " in said
        bound = f"在没有位置的 55 处都不在附近的前提下，不超过 {percent_text(share.possible)}。"
        assert f"实际不少于第一个数；{bound}" in said


def test_the_page_says_all_that_it_assumes_and_leaves_out(client: FlaskClient) -> None:
    said = text(get(client, "/coverage"))
    for part in (
        "离镇街代表点或地铁站 2000 米以内",
        "这个范围是假定的",
        "每小时 4.5 公里",
        "1.3 倍",
        "计入 40 处设施，其中 30 处位置只是大概，10 处没有开放时间。",
        "没有位置、没有计入的 55 处：24小时智能文化空间 17 处、",
        "这只是算术，不是规划",
    ):
        assert part in said


def test_nothing_is_sure_to_be_out_of_reach_while_a_position_is_missing(
    client: FlaskClient,
) -> None:
    page = get(client, "/coverage").text
    assert 'data-none="按已知位置够不着"' in page
    assert "肯定够不着" not in page
    assert "在没有位置的 55 处都不在附近的前提下，增加的至少有这么多" in page
    assert len(re.findall("按已知位置多 [0-9.]+ 平方公里", page)) >= 3
    assert "至少多" not in page


def test_every_hour_has_its_figures_in_the_table(client: FlaskClient) -> None:
    page = get(client, "/coverage").text
    table = page[page.index('<table class="figures-table">') : page.index("</table>")]
    assert len(re.findall(r"<td ", table)) == 168
    assert len(re.findall(r'<th scope="row">', table)) == 24
    assert len(re.findall(r'<th scope="col">', table)) == 8


def test_the_form_gives_a_day_and_an_hour(client: FlaskClient) -> None:
    answer = get(client, "/coverage?day=2026-12-03&hour=9&by=bicycle")
    assert "2026-12-03 周四 9:00".replace(" 9:", " 09:") in text(answer)
    assert answer.text.count(" selected>") == 2


def test_the_holiday_week_is_the_one_of_the_next_or_last_holiday(client: FlaskClient) -> None:
    assert "2026-10-01 周四 10:00" in text(get(client, "/coverage?at=2026-10-01T10:00"))
    assert "9月28日起" in text(get(client, "/coverage?week=holiday"))


def test_english_is_complete(client: FlaskClient) -> None:
    page = get(client, "/coverage?lang=en").text
    main = page[page.index("<main") : page.index("</main>")]
    assert "15-minute culture circle" in main
    assert re.findall(r"[\u4e00-\u9fff]+", main) == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/coverage?by=boat", "by 的值“boat”不认识。"),
        ("/coverage?week=other", "week 的值“other”不认识。"),
        ("/coverage?at=soon", "“soon”不是看得懂的时间。"),
        ("/coverage?at=2031-01-01T10:00", "这里没有 2031-01-01 那一周。"),
        ("/coverage?day=x&hour=y", "不是看得懂的时间。"),
        ("/coverage.svg?dark=maybe", "dark 的值“maybe”看不懂。"),
    ],
)
def test_what_is_not_there_is_refused_in_a_sentence(
    client: FlaskClient, address: str, words: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert words in unescape(answer.text)


def test_the_api_refuses_in_the_one_shape_of_an_error(client: FlaskClient) -> None:
    answer = client.get("/api/coverage.geojson?way=foot")
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["problems"][0]["message"] == "没有“way”这个参数。"


def test_the_picture_is_an_image_for_light_and_dark_in_two_languages(client: FlaskClient) -> None:
    drawn = {
        get(client, f"/coverage.svg?{query}").text
        for query in ("", "dark=1", "lang=en", "dark=1&lang=en", "by=bicycle")
    }
    assert len(drawn) == 5
    answer = get(client, "/coverage.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_map_is_of_the_hour_that_is_asked_for(client: FlaskClient) -> None:
    night = get(client, "/api/coverage.geojson?hour=27")
    day = get(client, "/api/coverage.geojson?hour=34")
    assert day.mimetype == "application/geo+json"

    def certain(answer: TestResponse) -> int:
        features = json.loads(answer.text)["features"]
        return sum(
            one["properties"]["cells"]
            for one in features
            if one["properties"]["reach"] == "certain"
        )

    assert 0 < certain(night) < certain(day)


def test_the_footer_leads_to_the_page_in_the_language_of_the_page(client: FlaskClient) -> None:
    assert 'href="/coverage"' in client.get("/holidays").text
    assert 'href="/coverage?lang=en"' in client.get("/holidays?lang=en").text


def test_a_phone_keeps_nothing_of_a_page_that_needs_the_network(client: FlaskClient) -> None:
    assert "coverage" not in client.get("/sw.js").text.partition("\n")[0]


def test_while_it_is_worked_out_the_page_asks_to_wait_and_comes_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finder.charts.PATIENCE_S", 0.0)
    csv_path = tmp_path / "list.csv"
    rows = [{"id": "jia", "name": "甲馆", "kind": "图书馆", "source": "测试"}]
    csv_path.write_text(csv_text(rows), "utf-8")
    settings = Settings(csv_path=csv_path, data_folder=tmp_path, tiles=None)
    client = create_app(settings, clock=lambda: NOW).test_client()
    answer = client.get("/coverage")
    assert answer.status_code == 503
    assert answer.headers["Refresh"] == answer.headers["Retry-After"]
    assert "<h1>请稍等</h1>" in answer.text
    assert "正在计算" in answer.text
    # Nothing has a position, so nothing is in reach.
    said = text(get(client, "/coverage"))
    assert "确定够得着 0.0% 连同不确定的 0.0% " in said
    assert "没有位置、没有计入的 1 处：图书馆 1 处。" in said


def test_an_answer_is_right_until_midnight(client: FlaskClient) -> None:
    answer = get(client, "/coverage")
    assert "max-age" in answer.headers["Cache-Control"]
    assert get(client, "/coverage").headers["ETag"] == answer.headers["ETag"]


def test_a_population_weighs_the_page_too_and_an_unpublished_week_is_said(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    # Made up: most beside a library that is open all day, some far away from all.
    people.write_text("lat,lon,people\n39.8829,116.7085,300\n39.5,116.2,100\n", "utf-8")
    csv_path = tmp_path / "list.csv"
    csv_path.write_bytes((RESOURCES / "data" / "facilities.csv").read_bytes())
    settings = Settings(csv_path=csv_path, data_folder=tmp_path, tiles=None, population_path=people)
    # Of this year no days off are published.
    client = create_app(settings, clock=lambda: NOW.replace(year=2027, month=3)).test_client()
    said = text(get(client, "/coverage?day=2027-03-30&hour=3"))
    assert "这一周的放假安排还没有公布" in said
    assert "人口：确定够得着 75.0%" in said
    assert "人口文件里的 400 人" in said
    people.unlink()
    gone = client.get("/coverage")
    assert gone.status_code == 503
    assert "原因在服务器的日志里" in gone.text
    assert str(people) not in gone.text


def test_places_of_the_next_district_are_still_places_to_set_out_from() -> None:
    names = [one["properties"]["name"] for one in places_geojson(PLACES)["features"]]  # type: ignore[attr-defined]
    assert "草房站" in names
    assert [one.name for one in PLACES if one.is_neighbour] == ["黑庄户站", "草房站", "管庄站"]

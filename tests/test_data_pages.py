"""Every file of the open data has one address, says what it is, and is made once a version."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from finder import create_app, store
from finder.data_files import FILES, MOST_EVENTS, DataFile
from finder.facility import COLUMNS
from finder.listing import MOST_ON_PHONE, MOST_PLAIN
from finder.settings import Settings
from finder.sitemap import PAGES
from finder.spreadsheets import csv_parts
from tests.conftest import NOW
from tests.made_up import facility
from tests.staff import Clock, post, signed_in


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, csv_path: Path) -> FlaskClient:
    """A reader of the real list, which no test here changes."""
    chosen = Settings(csv_path=csv_path, data_folder=tmp_path_factory.mktemp("data"), tiles=None)
    return create_app(chosen, clock=lambda: NOW).test_client()


PATHS = [file.path for file in FILES]
DATE = re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT")


@pytest.mark.parametrize("language", ["", "?lang=en"])
@pytest.mark.parametrize("file", FILES, ids=PATHS)
def test_a_file_says_what_it_is_and_is_not_sent_twice(
    client: FlaskClient, file: DataFile, language: str
) -> None:
    first = client.get(file.path + language)
    assert first.status_code == 200
    assert first.headers["Content-Type"] == file.mimetype
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert DATE.fullmatch(first.headers["Last-Modified"])
    assert ("attachment" in first.headers.get("Content-Disposition", "")) == file.is_saved
    again = client.get(file.path + language, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(file.path + language).data == first.data
    head = client.head(file.path + language)
    assert (head.headers["ETag"], head.data) == (first.headers["ETag"], b"")


def test_a_file_changes_with_the_list_and_only_what_speaks_of_days_with_the_date(
    settings: Settings,
) -> None:
    clock = Clock(NOW)
    app = create_app(settings, clock)
    client = app.test_client()

    def tags() -> dict[str, str]:
        return {path: client.get(path).headers["ETag"] for path in PATHS}

    first = tags()
    clock.turn(hours=1)
    assert tags() == first
    clock.turn(hours=23)
    second = tags()
    assert [second[file.path] != first[file.path] for file in FILES] == [
        file.is_daily for file in FILES
    ]
    post(signed_in(app), "/staff/facilities/tz-library/confirmation", base="1")
    third = tags()
    assert all(third[path] != second[path] for path in PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_a_file_refuses_what_it_does_not_know(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?at=2026-10-01T10:00")
    assert answer.status_code == 400
    assert "没有“at”这个参数" in answer.text


def test_text_is_sent_compressed(client: FlaskClient) -> None:
    for path in ("/facilities.csv", "/feed/hours.json", "/feed.atom", "/closures.ics"):
        small = client.get(path, headers={"Accept-Encoding": "br"})
        assert small.headers["Content-Encoding"] == "br"
        assert len(small.data) < len(client.get(path).data)


def test_the_page_lists_every_file_with_its_size_and_version(client: FlaskClient) -> None:
    page = client.get("/data").text
    for file in FILES:
        assert f'href="{file.path}"' in page
        size = len(client.get(file.path).data)
        assert f'<span class="size">{max(1, round(size / 1000))} kB</span>' in page
    assert "<dd>第 1 版</dd>" in page
    assert "2026-11-24 20:00" in page
    english = client.get("/data?lang=en").text
    for file in FILES:
        assert f'href="{file.path}?lang=en"' in english
    assert not re.search("[\u4e00-\u9fff]", re.sub('(lang="zh-Hans">)中文', "", english))
    for shown in (client.get("/").text, client.get("/facilities/tz-library").text):
        assert 'href="/data"' in shown
        assert 'type="application/atom+xml"' in shown


def test_robots_are_told_where_the_sitemap_is(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /staff\n" in answer.text
    assert "Sitemap: http://localhost/sitemap.xml\n" in answer.text


def test_the_site_s_own_address_stands_in_every_file(settings: Settings) -> None:
    client = create_app(replace(settings, url="https://finder.example")).test_client()
    for path in (*PATHS, "/sitemap.xml", "/robots.txt"):
        text = client.get(path, headers={"Host": "other.example"}).data
        assert b"other.example" not in text
        assert b"localhost" not in text
    assert b"https://finder.example/" in client.get("/feed.atom").data


# --- long lists ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("long")
    rows = [facility(id=f"jia-{number}", name=f"甲馆{number}") for number in range(2100)]
    path = folder / "facilities.csv"
    path.write_bytes(b"".join(csv_parts(rows, chinese=False)))
    assert len(rows) > MOST_EVENTS >= MOST_ON_PHONE > MOST_PLAIN
    return create_app(Settings(csv_path=path, data_folder=folder / "data"), clock=lambda: NOW)


@pytest.mark.parametrize("file", FILES, ids=PATHS)
def test_a_long_list_is_sent_as_it_is_made_or_refused_in_a_sentence(
    long_list: Flask, file: DataFile
) -> None:
    client = long_list.test_client()
    answer = client.get(file.path)
    if file.most is not None and file.most < 2100:
        assert answer.status_code == 404
        assert f"名单有 2100 处，超过 {file.most} 处" in answer.text
        assert "/facilities.csv" in answer.text
        return
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Content-Length" not in answer.headers
    etag = answer.headers["ETag"]
    assert len(answer.data) > 0
    again = client.get(file.path, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_sent_in_pieces_is_whole(long_list: Flask) -> None:
    client = long_list.test_client()
    text = client.get("/facilities.csv?lang=en").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["id"] for row in rows] == [f"jia-{number}" for number in range(2100)]
    assert list(rows[0]) == list(COLUMNS)
    told = json.loads(client.get("/feed/facilities.json").data)["facilities"]
    assert told[-1]["url"] == "http://localhost/facilities/jia-2099"
    assert client.get("/sitemap.xml").text.count("<url>") == 2100 + len(PAGES)
    assert "</feed>" in client.get("/feed.atom").text
    assert client.get("/data").text.count('<span class="size"></span>') == len(FILES) + 2


def test_the_list_of_the_moment_is_the_one_that_is_told_of(settings: Settings) -> None:
    client = create_app(settings, clock=lambda: NOW).test_client()
    with closing(store.connect(settings.database_path)) as database:
        current = store.version(database)
    told = json.loads(client.get("/feed/manifest.json").data)
    assert current
    assert told["feed_version"] == current.number
    assert told["published_at"] == current.published_at

"""The widget shows what the list shows, and its snippet can be copied as it is."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from finder import create_app
from finder.embedding import MOST_ROWS, ROWS, snippet, widget, widget_query
from finder.errors import QueryError
from finder.settings import Settings
from tests.conftest import NOW


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, csv_path: Path) -> FlaskClient:
    """A reader of the real list, which no test here changes."""
    folder = tmp_path_factory.mktemp("data")
    chosen = Settings(csv_path=csv_path, data_folder=folder, tiles=None)
    return create_app(chosen, clock=lambda: NOW).test_client()


ROW = re.compile(r'data-id="([^"]+)".*?<span class="text">([^<]*)</span>', re.S)


def rows(page: str) -> list[tuple[str, str]]:
    return ROW.findall(page.partition("<template")[0])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "open=1",
        "kind=library",
        "kind=library&kind=museum",
        "town=宋庄镇",
        "place=通州北苑站",
        "lat=39.9027&lon=116.6314",
        "service=自习",
        "q=tsg",
        "at=2026-10-05T10:00",
        "place=通州北苑站&open=1&lang=en",
    ],
)
def test_its_rows_are_the_first_of_the_list_in_the_same_words(
    client: FlaskClient, query: str
) -> None:
    shown = rows(client.get(f"/embed?{query}").text)
    listed = rows(client.get(f"/?{query}").text)
    assert shown == [row for row in listed if row in shown]
    assert len(shown) == min(ROWS, len(listed))
    # A search also finds what has no position, last; the list shows it among its group.
    assert query == "q=tsg" or shown == listed[:ROWS]


def test_it_has_as_many_rows_as_it_was_asked_for(client: FlaskClient) -> None:
    assert len(rows(client.get("/embed?limit=3").text)) == 3
    assert len(rows(client.get(f"/embed?limit={MOST_ROWS}").text)) > 20


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=0", "limit"),
        ("limit=51", "limit"),
        ("limit=三", "limit"),
        ("theme=pink", "pink"),
        ("kind=none", "none"),
        ("place=nowhere", "nowhere"),
        ("lat=91&lon=1", "91"),
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_is_shown_instead(
    client: FlaskClient, query: str, name: str
) -> None:
    for path in ("/embed", "/embed/about"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert 'class="warning"' in answer.text
        assert name in answer.text
    assert rows(client.get(f"/embed?{query}").text) == []


def test_it_follows_the_clock_with_and_without_a_script(client: FlaskClient) -> None:
    answer = client.get("/embed")
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in answer.text
    assert "/static/embed.js?v=" in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = client.get("/embed", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    where = client.get("/embed?lat=39.9027&lon=116.6314")
    assert where.headers["Cache-Control"].startswith("private")


@pytest.mark.parametrize("query", ["", "q=none-of-this", "kind=library&open=1"])
def test_its_link_leads_to_the_same_list_and_promises_no_number(
    client: FlaskClient, query: str
) -> None:
    page = client.get(f"/embed?{query}").text
    found = re.search(r'<footer class="embed-foot">\s*<a href="([^"]*)">([^<]*)</a>', page)
    assert found
    assert found[2] == "看完整的名单和地图"
    assert set(rows(page)) <= set(rows(client.get(html.unescape(found[1])).text))


def test_a_moment_that_was_asked_for_is_not_called_stale(client: FlaskClient) -> None:
    assert "之后没有更新" in client.get("/embed").text
    assert "之后没有更新" not in client.get("/embed?at=2026-10-05T10:00").text


def test_a_theme_and_a_language_are_kept(client: FlaskClient) -> None:
    page = client.get("/embed?theme=dark&lang=en").text
    assert 'data-theme="dark"' in page
    assert '<html lang="en"' in page
    assert "open now" in page
    assert "data-theme" not in client.get("/embed").text


class Frames(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append({"tag": tag, **dict(attrs)})


def frame(text: str) -> dict[str, str | None]:
    parser = Frames()
    parser.feed(text)
    (found,) = parser.found
    return found


def test_the_snippet_of_the_page_shows_the_chosen_widget(client: FlaskClient) -> None:
    query = "place=通州北苑站&kind=library&town=&limit=3&theme=dark&open=1&lang=en"
    page = client.get(f"/embed/about?{query}").text
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
    assert found
    shown = frame(html.unescape(found[1]))
    assert shown["tag"] == "iframe"
    assert shown["title"]
    parts = urlsplit(str(shown["src"]))
    assert (parts.scheme, parts.netloc, parts.path) == ("http", "localhost", "/embed")
    assert "town" not in parts.query
    answer = client.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 200
    assert 'data-theme="dark"' in answer.text
    assert rows(answer.text)[0][0] == "tz-library"


def test_nothing_that_somebody_wrote_breaks_out_of_the_snippet(client: FlaskClient) -> None:
    hostile = '"></iframe><script>alert(1)</script>'
    found = frame(snippet(f"https://finder.example/embed?q={hostile}", hostile))
    assert found["title"] == hostile
    given = MultiDict(
        [("q", hostile), ("unknown", "1"), ("kind", "a"), ("kind", "b"), ("town", " ")]
    )
    query = widget_query(given)
    assert query.startswith("kind=a&kind=b&q=")
    assert not set('"<>') & set(query)
    page = client.get("/embed/about", query_string={"q": hostile}).text
    assert "<script>alert" not in page


def test_a_number_of_rows_is_a_number() -> None:
    assert widget(MultiDict()).rows == ROWS
    for text in ("-1", "1.5", "", " 7 ", "９"):
        if text.strip() in ("", "7"):
            assert widget(MultiDict([("limit", text)])).rows in (ROWS, 7)
            continue
        with pytest.raises(QueryError):
            widget(MultiDict([("limit", text)]))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "另有 55 处位置待补"),
        ("?kind=mini_library", "符合条件的 35 处都还没有位置"),
        ("?kind=library", ""),
        ("?kind=library&q=none", "没有符合条件的设施"),
    ],
)
def test_what_has_no_position_is_counted(client: FlaskClient, query: str, said: str) -> None:
    page = client.get(f"/embed{query}").text
    every = ("位置待补", "都还没有位置", "没有符合条件的设施")
    assert [one for one in every if one in page] == [one for one in every if one in said]
    assert said in page

"""How answers travel: hashed addresses, compression, and 304 for what is already there."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from finder.assets import assets
from finder.settings import RESOURCES

SHEET = assets(RESOURCES / "static")["finder.css"]
HASHED = f"/static/finder.css?v={SHEET.digest}"
FOREVER = "public, max-age=31536000, immutable"
TEXTS = [
    ("/", "public, max-age=60"),
    ("/facilities/tz-library?lang=en", "public, max-age=60"),
    ("/api/facilities.geojson", "public, max-age=60"),
    ("/api/places.geojson", "public, max-age=60"),
    ("/api/facilities/tz-library", "public, max-age=60"),
    ("/holidays?from=2026-10-01", "no-cache"),
    (HASHED, FOREVER),
    ("/static/vendor/leaflet.js", "no-cache"),
]


def plain(answer: TestResponse) -> bytes:
    """Return the body of an answer as it was before it was compressed."""
    coding = answer.headers.get("Content-Encoding")
    if coding == "br":
        return bytes(brotli.decompress(answer.data))
    return gzip.decompress(answer.data) if coding == "gzip" else answer.data


@pytest.mark.parametrize("coding", ["br", "gzip"])
@pytest.mark.parametrize(("path", "cached"), TEXTS)
def test_a_text_is_sent_compressed_and_is_the_same_text(
    client: FlaskClient, path: str, cached: str, coding: str
) -> None:
    whole = client.get(path)
    small = client.get(path, headers={"Accept-Encoding": coding})
    assert "Content-Encoding" not in whole.headers
    assert small.headers["Content-Encoding"] == coding
    assert plain(small) == whole.data
    assert len(small.data) < len(whole.data) / 2
    assert small.headers["Cache-Control"] == cached
    assert "Accept-Encoding" in small.headers["Vary"]


@pytest.mark.parametrize("coding", ["identity", "br", "gzip"])
@pytest.mark.parametrize("path", [path for path, _ in TEXTS])
def test_what_a_browser_already_has_is_not_sent_again(
    client: FlaskClient, path: str, coding: str
) -> None:
    accept = {"Accept-Encoding": coding}
    first = client.get(path, headers=accept)
    again = client.get(path, headers=accept | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(path, headers=accept | {"If-None-Match": '"another"'})
    # gzip writes the moment into its own header.
    assert (other.status_code, plain(other)) == (200, plain(first))


def test_each_coding_has_a_tag_of_its_own(client: FlaskClient) -> None:
    for path, _ in TEXTS:
        tags = {
            client.get(path, headers={"Accept-Encoding": coding}).headers["ETag"]
            for coding in ("identity", "br", "gzip")
        }
        assert len(tags) == 3


def test_brotli_is_sent_where_a_browser_takes_both(client: FlaskClient) -> None:
    accept = {"Accept-Encoding": "gzip, deflate, br, zstd"}
    for path, _ in TEXTS:
        assert client.get(path, headers=accept).headers["Content-Encoding"] == "br"
    refusing = {"Accept-Encoding": "br;q=0, gzip"}
    assert client.get(HASHED, headers=refusing).headers["Content-Encoding"] == "gzip"


def test_only_the_right_hash_is_kept_for_good(client: FlaskClient) -> None:
    assert client.get(HASHED).headers["Cache-Control"] == FOREVER
    for path in ("/static/finder.css", "/static/finder.css?v=0123456789ab"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.data == SHEET.body.body


@pytest.mark.parametrize(
    "path", ["/static/none.js", "/static/../README.md", "/static/vendor/.lock", "/static/"]
)
def test_nothing_but_the_static_files_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "mimetype"),
    [
        ("finder.css", "text/css"),
        ("list.js", "text/javascript"),
        ("icon.svg", "image/svg+xml"),
        ("vendor/images/layers.png", "image/png"),
    ],
)
def test_a_file_says_what_it_is(client: FlaskClient, name: str, mimetype: str) -> None:
    assert client.get(f"/static/{name}").mimetype == mimetype


def test_the_frame_of_every_page_asks_for_hashed_files(client: FlaskClient) -> None:
    for path in ("/facilities/tz-library", "/facilities/none"):
        found = re.findall(r'"(/static/[^"]+)"', client.get(path).text)
        assert HASHED in found
        for one in found:
            assert client.get(one).headers["Cache-Control"] == FOREVER, one


def test_an_error_is_compressed_and_not_kept(client: FlaskClient) -> None:
    answer = client.get("/none", headers={"Accept-Encoding": "br"})
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/api/near", "/api/facilities.geojson"])
@pytest.mark.parametrize("place", ["lat=39.9&lon=116.7", "lat=39.9&lon=x"])
def test_only_the_reader_s_own_cache_keeps_where_somebody_is(
    client: FlaskClient, path: str, place: str
) -> None:
    client.set_cookie("another", "1")
    answer = client.get(f"{path}?{place}")
    assert answer.headers["Cache-Control"] == "no-cache, private"
    assert client.get("/").headers["Cache-Control"] == "no-cache"


def test_a_question_about_the_head_alone_has_the_same_tag(client: FlaskClient) -> None:
    assert client.head(HASHED).headers["ETag"] == client.get(HASHED).headers["ETag"]
    assert client.head(HASHED).data == b""

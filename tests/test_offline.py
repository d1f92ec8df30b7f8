"""The manifest, the worker's text and the pages that it keeps, as the server sends them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from finder.assets import assets
from finder.map_shell import Shell
from finder.offline import edition_of
from finder.settings import RESOURCES

SHELL = Shell(script="", digest="0", js=(), css=())


def kept(client: FlaskClient, path: str = "/sw.js") -> dict[str, object]:
    """Return what the worker is told to keep."""
    first = client.get(path).text.partition("\n")[0]
    found = re.fullmatch(r"const FINDER = (\{.*\});", first)
    assert found
    held: dict[str, object] = json.loads(found[1])
    return held


@pytest.mark.parametrize(
    ("query", "name", "language"),
    [("", "通州·此刻开放", "zh-Hans"), ("?lang=en", "Tongzhou · Open Now", "en")],
)
def test_the_manifest_is_in_the_language_of_the_page(
    client: FlaskClient, query: str, name: str, language: str
) -> None:
    answer = client.get(f"/manifest.webmanifest{query}")
    assert answer.mimetype == "application/manifest+json"
    about = json.loads(answer.text)
    assert (about["name"], about["lang"]) == (name, language)
    assert (about["start_url"], about["scope"], about["id"]) == (f"/{query}", "/", "/")
    assert about["display"] == "standalone"
    assert {(icon["purpose"], icon["sizes"]) for icon in about["icons"]} >= {
        ("any", "any"),
        ("maskable", "any"),
        ("any", "192x192"),
        ("maskable", "512x512"),
    }
    for icon in about["icons"]:
        sent = client.get(icon["src"])
        if icon["type"] == "image/png":
            # The width and the height that the file's own header names (PNG, section 11.2.2).
            size = [int.from_bytes(sent.data[at : at + 4]) for at in (16, 20)]
            assert "x".join(map(str, size)) == icon["sizes"]
        assert sent.mimetype == icon["type"]
        assert "immutable" in sent.headers["Cache-Control"]
    assert f'href="/manifest.webmanifest{query}"' in client.get(f"/{query}").text


@pytest.mark.parametrize("path", ["/sw.js", "/sw.js?lang=en"])
def test_everything_that_the_worker_keeps_is_there_for_it(client: FlaskClient, path: str) -> None:
    held = kept(client, path)
    files = held["files"]
    assert isinstance(files, list)
    pages = [held[name] for name in ("home", "facility", "other", "forecast", "places")]
    for address in [*files, *pages]:
        answer = client.get(str(address))
        assert answer.status_code == 200, address
        assert answer.headers["Finder-Edition"] == held["edition"]
    for address in files:
        if "/vendor/images/" not in address:
            assert "immutable" in client.get(address).headers["Cache-Control"], address


def test_the_worker_keeps_nothing_of_the_pages_of_staff(client: FlaskClient) -> None:
    files = kept(client, "/sw.js")["files"]
    assert isinstance(files, list)
    assert not [address for address in files if "staff" in address]


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_the_worker_keeps_every_file_that_its_pages_load(client: FlaskClient, query: str) -> None:
    held = kept(client, f"/sw.js{query}")
    for name in ("home", "facility", "other"):
        page = client.get(str(held[name])).text
        loaded = re.findall(r'(?:src|href)="(/(?:static/|map-)[^"]+)"', page)
        assert loaded
        files = held["files"]
        assert isinstance(files, list)
        # An address without its hash is found in the cache by its path.
        paths = {one.partition("?")[0] for one in loaded if "/vendor/icons/" not in one}
        assert paths <= {one.partition("?")[0] for one in files}


def test_the_worker_may_rule_the_whole_site_and_is_always_asked_for(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    worker = assets(RESOURCES / "static")["worker.js"]
    assert answer.text.endswith(worker.body.body.decode())


def test_an_edition_changes_with_every_file_and_text_and_with_nothing_else(tmp_path: Path) -> None:
    static, templates = tmp_path / "static", tmp_path / "templates"
    for folder in (static, templates):
        folder.mkdir()
    (static / "page.js").write_text("1", "utf-8")
    (templates / "page.html").write_text("1", "utf-8")

    def edition(shell: Shell = SHELL) -> str:
        return edition_of(assets(static).values(), [shell], [templates])

    seen = [edition()]
    assert edition() == seen[0]
    (templates / "notes.txt").write_text("not a page", "utf-8")
    assert edition() == seen[0]
    (static / "page.js").write_text("2", "utf-8")
    seen.append(edition())
    (static / "page.js").rename(static / "other.js")
    seen.append(edition())
    (templates / "page.html").write_text("2", "utf-8")
    seen.append(edition())
    seen.append(edition(Shell(script="", digest="1", js=(), css=())))
    assert len(set(seen)) == len(seen)


def test_every_page_starts_the_worker_of_its_language(client: FlaskClient) -> None:
    for path in ("/", "/facilities/tz-library", "/none", "/offline"):
        assert 'data-worker="/sw.js"' in client.get(path).text
        assert 'data-worker="/sw.js?lang=en"' in client.get(f"{path}?lang=en").text


def test_the_frame_of_a_facility_names_none(client: FlaskClient) -> None:
    page = client.get("/offline/facility").text
    assert "通州区图书馆" not in page
    assert 'data-forecast="/api/forecast.json"' in page

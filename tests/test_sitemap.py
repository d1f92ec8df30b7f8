"""The sitemap names every page once, and when it last changed."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient

from finder import create_app
from finder.changes import changes
from finder.facility import Facility
from finder.past import Past, Step
from finder.settings import Settings
from finder.sitemap import (
    MOST_PAGES,
    PAGES,
    SITEMAP,
    XHTML,
    sitemap_count,
    sitemap_index,
    sitemap_parts,
)
from tests.conftest import NOW
from tests.made_up import facility
from tests.origins import address, whole
from tests.staff import Clock, post, signed_in
from tests.test_atom import VERSION

AT = "2026-09-19T02:03:04+00:00"


def pages(root: Element) -> dict[str, Element]:
    assert root.tag == f"{{{SITEMAP}}}urlset"
    found = {one[0].text or "": one for one in root}
    assert len(found) == len(root)
    return found


def test_every_page_is_there_in_both_languages(facilities: tuple[Facility, ...]) -> None:
    version = replace(VERSION, published_at="2026-10-01T00:00:00+00:00")
    library = next(one for one in facilities if one.id == "tz-library")
    past = Past("", (Step(version, changes([], [library])),), AT)
    parts = sitemap_parts(facilities, 1, version.published_at, past, address)
    found = pages(fromstring(whole(parts)))
    ids = {f"https://finder.example/facilities/{one.id}" for one in facilities}
    assert set(found) == ids | {f"https://finder.example{path}" for path in PAGES}
    for at, page in found.items():
        # The order of the schema.
        assert [one.tag.rpartition("}")[2] for one in page] == ["loc", "lastmod", "link", "link"]
        expected = AT if "/facilities/" in at and "tz-library" not in at else version.published_at
        assert page[1].text == expected
        links = {one.get("hreflang"): one.get("href") for one in page[2:]}
        assert all(one.tag == f"{{{XHTML}}}link" for one in page[2:])
        assert links == {"zh-Hans": at, "en": f"{at}?lang=en"}


HEAD = re.compile(r'<link rel="(canonical|alternate)"(?: hreflang="([^"]+)")? href="([^"]+)">')


@pytest.mark.parametrize("query", ["", "?lang=en", "?elder=1&lang=en", "?at=2026-10-05T10:00"])
def test_a_page_names_its_own_address_and_that_of_the_other_language_as_the_sitemap_does(
    client: FlaskClient, query: str
) -> None:
    known = pages(fromstring(client.get("/sitemap.xml").data))
    lang = "?lang=en" if "lang=en" in query else ""
    for path in ("/", "/holidays", "/data", "/embed/about", "/api", "/facilities/tz-library"):
        found = HEAD.findall(client.get(path + (query if path == "/" else lang)).text)
        links = {
            one.get("hreflang"): one.get("href") for one in known[f"http://localhost{path}"][2:]
        }
        assert found == [
            ("canonical", "", f"http://localhost{path}{lang}"),
            *(("alternate", name, href) for name, href in links.items()),
        ]


@pytest.mark.parametrize("path", ["/facilities/none", "/offline", "/facilities/tz-library/report"])
def test_what_is_no_lasting_page_names_no_address(client: FlaskClient, path: str) -> None:
    assert HEAD.findall(client.get(path).text) == []


def test_a_long_list_is_parted_and_no_page_is_lost() -> None:
    one = facility()
    many = [one] * (MOST_PAGES + 10)
    assert sitemap_count(many) == 2
    counts = [
        whole(sitemap_parts(many, number, AT, Past("", ()), address)).count(b"<url>")
        for number in (1, 2)
    ]
    assert counts == [MOST_PAGES, 10 + len(PAGES)]
    index = fromstring(sitemap_index(2, address))
    assert [part[0].text for part in index] == [
        "https://finder.example/sitemap-1.xml",
        "https://finder.example/sitemap-2.xml",
    ]


def test_the_pages_of_the_sitemap_exist_and_what_is_changed_says_so(settings: Settings) -> None:
    clock = Clock(NOW)
    app = create_app(settings, clock)
    client = app.test_client()
    before = pages(fromstring(client.get("/sitemap.xml").data))
    for at in list(before)[: len(PAGES) + 5]:
        answer = client.get(at.removeprefix("http://localhost"))
        # What is still being worked out asks to come again.
        assert answer.status_code == 200 or (at.endswith("/coverage") and answer.status_code == 503)
    clock.turn(hours=1)
    post(signed_in(app), "/staff/facilities/tz-library/confirmation", base="1")
    after = pages(fromstring(client.get("/sitemap.xml").data))
    changed = {at for at in after if after[at][1].text != before[at][1].text}
    assert {at for at in changed if "/facilities/" in at} == {
        "http://localhost/facilities/tz-library"
    }
    assert client.get("/sitemap-2.xml").status_code == 404
    assert client.get("/sitemap-1.xml").data == client.get("/sitemap.xml").data

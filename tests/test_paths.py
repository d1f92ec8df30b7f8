"""What an address is for."""

from __future__ import annotations

import pytest
from flask import Flask

from finder.paths import DATA, EMBED, FRAMING, PAGE, PART, ROUTES, STAFF, address_of
from tests.test_protection import addresses


@pytest.mark.parametrize(
    ("path", "route", "kind", "counted"),
    [
        ("/", "list", PAGE, "page"),
        ("", "list", PAGE, "page"),
        ("/api", "page", PAGE, "page"),
        ("/api/near", "api", DATA, "data"),
        ("/api/none", "api", DATA, "data"),
        ("/apis/none", "other", PAGE, "page"),
        ("/facilities/jia", "facility", PAGE, "page"),
        ("/facilities/jia/door", "facility", PAGE, "page"),
        ("/facilities/jia.ics", "file", DATA, "data"),
        ("/facilities.csv", "file", DATA, "data"),
        ("/facilities.csv/none", "other", PAGE, "page"),
        ("/feed.atom", "file", DATA, "data"),
        ("/feed/none", "file", DATA, "data"),
        ("/feedback", "other", PAGE, "page"),
        ("/coverage", "page", PAGE, "page"),
        ("/coverage.svg", "file", DATA, "data"),
        ("/robots.txt", "file", DATA, "data"),
        ("/embed", "page", EMBED, "page"),
        ("/embed/about", "page", FRAMING, "page"),
        ("/staff", "staff", STAFF, "staff"),
        ("/staff/list.csv", "staff", STAFF, "staff"),
        ("/staffroom", "other", PAGE, "page"),
        ("/static/icon.svg", "static", PART, ""),
        ("/map-0123.js", "static", PART, ""),
        ("/map-0123.js/none", "other", PAGE, "page"),
        ("/sw.js", "offline", PAGE, "page"),
        ("/healthz", "probe", PART, ""),
        ("/healthzone", "other", PAGE, "page"),
        ("/甲馆", "other", PAGE, "page"),
        ("//api/near", "other", PAGE, "page"),
        ("*", "other", PAGE, "page"),
    ],
)
def test_a_path_says_what_an_address_is_for(path: str, route: str, kind: str, counted: str) -> None:
    found = address_of(path)
    assert (found.route, found.kind, found.counted_as) == (route, kind, counted)
    assert found.is_staffs == (kind == STAFF)
    assert found.is_shared == (kind == DATA)


def test_every_address_of_the_application_is_in_the_table(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert address_of(rule.rule.replace("<digest>", "0")).route in {*ROUTES} - {"other"}, rule


def test_people_are_answered_with_pages_and_programs_never(app: Flask) -> None:
    """Errors too, so that the policy of a page is on every page and on nothing else."""
    client = app.test_client()
    pages = {True: 0, False: 0}
    for path in addresses(app):
        for query in ("", "?none=1", "?lang=none"):
            with client.get(path + query) as answer:
                kinds = ("text/html", "text/javascript", "application/manifest+json")
                is_page = address_of(path).is_page
                if answer.status_code not in (204, 301, 302, 303, 308):
                    assert (answer.mimetype in kinds) == is_page or (
                        address_of(path).kind in (STAFF, PART) and answer.status_code == 200
                    ), (path, query, answer.mimetype)
                if answer.status_code >= 400 and not is_page:
                    assert answer.get_json()["ok"] is False
                    assert answer.get_json()["problems"][0]["message"]
                    pages[False] += 1
                pages[True] += is_page
    assert pages[True] > 50
    assert pages[False] > 20

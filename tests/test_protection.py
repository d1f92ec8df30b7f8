"""Every answer has the headers that protect its reader, and no request gives the site a name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from finder import create_app
from finder.paths import address_of
from finder.protection import headers_for, is_host
from finder.settings import Settings, Tiles
from finder.settings import settings as settings_of
from tests.browsing import watched
from tests.conftest import NOW
from tests.staff import signed_in

STRICT = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}
NOTHING = {
    name: ["'none'"]
    for name in ("default-src", "object-src", "base-uri", "form-action", "frame-ancestors")
}
POLICIES = {
    "page": STRICT,
    "staff": {**STRICT, "frame-ancestors": ["'none'"]},
    "data": NOTHING,
    "part": NOTHING,
    "embed": {**STRICT, "frame-ancestors": ["*"]},
    "framing": {**STRICT, "frame-src": ["'self'"]},
}
# What stands for a part of an address.
VALUES = {
    "facility_id": ("tz-library", "none"),
    "digest": ("0123456789ab",),
    "filename": ("finder.css", "icon.svg", "none.js"),
    "number": ("1", "999999"),
}


def addresses(app: Flask) -> list[str]:
    """Return addresses of every rule of the application, those that do not exist too."""
    found = []
    for rule in app.url_map.iter_rules():
        paths = [rule.rule]
        for name in rule.arguments:
            values = VALUES.get(name, ("none", "1"))
            kinds = ("", "int:", "path:", "string:")
            marks = [f"<{kind}{name}>" for kind in kinds]
            paths = [
                next(path.replace(mark, value) for mark in marks if mark in path)
                for path in paths
                for value in values
            ]
        found += paths
    return sorted({*found, "/none", "/api/none", "/staff/none", "/staff", "/staff/uploads/x"})


def policy_of(answer: Response) -> dict[str, list[str]]:
    (text,) = answer.headers.getlist("Content-Security-Policy")
    parts = [part.split() for part in text.split(";")]
    return {name: values for name, *values in parts}


def check_protected(answer: Response, path: str) -> None:
    kind = address_of(path).kind
    assert policy_of(answer) == POLICIES[kind], path
    once = ("X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy")
    for name in (*once, "Cross-Origin-Resource-Policy"):
        assert len(answer.headers.getlist(name)) == 1, (path, name)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    is_staff = kind == "staff"
    expected = "same-origin" if is_staff else "strict-origin-when-cross-origin"
    assert answer.headers["Referrer-Policy"] == expected
    assert "geolocation=(self)" in answer.headers["Permissions-Policy"]
    is_others = kind in ("data", "embed", "part")
    site = "cross-origin" if is_others else "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == site
    if kind == "embed":
        assert answer.headers.getlist("Access-Control-Allow-Origin") == ["*"]
    if kind != "part":
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    if is_staff:
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "DELETE"])
def test_every_answer_of_every_address_is_protected(app: Flask, method: str) -> None:
    staff = signed_in(app)
    for client in (app.test_client(use_cookies=False), staff):
        for path in addresses(app):
            with client.open(path, method=method) as answer:
                check_protected(answer, path)


@pytest.mark.parametrize("path", ["/", "/api/near?lat=39.9&lon=116.7", "/facilities/tz-library"])
def test_what_is_held_and_what_has_not_changed_is_protected(app: Flask, path: str) -> None:
    client = app.test_client(use_cookies=False)
    first = client.get(path)
    for tag, status in (("", 200), (first.headers["ETag"], 304)):
        answer = client.get(path, headers={"If-None-Match": tag} if tag else {})
        assert answer.status_code == status
        check_protected(answer, path.partition("?")[0])


def test_an_error_of_our_own_is_protected(app: Flask) -> None:
    app.testing = False

    @app.get("/broken")
    def broken() -> str:
        raise ZeroDivisionError

    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    check_protected(answer, "/broken")


@pytest.mark.parametrize(
    "path", ["/", "/static/list.js", "/api/places.geojson", "/staff/", "/none"]
)
def test_https_once_is_https_from_then_on(settings: Settings, path: str) -> None:
    client = create_app(replace(settings, proxies=1), lambda: NOW).test_client()
    assert "Strict-Transport-Security" not in client.get(path).headers
    answer = client.get(path, headers={"X-Forwarded-Proto": "https"})
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_nobody_but_our_own_proxy_is_believed_to_speak_https(client: FlaskClient) -> None:
    answer = client.get("/", headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" not in answer.headers


def test_the_policy_names_the_host_of_the_tiles() -> None:
    tiles = Tiles("底图", "https://tile.example/{z}/{x}/{y}.png", "测试", shown=True)
    for kind, shows in (("page", True), ("staff", True), ("data", False), ("part", False)):
        policy = dict(headers_for(kind, tiles, False))["Content-Security-Policy"]
        assert ("img-src 'self' data: https://tile.example;" in policy) is shows


@pytest.mark.parametrize(
    "host", ["finder.example", "10.0.0.1:8000", "[::1]:8000", "a_b", "xn--fiqs8s"]
)
def test_a_host_can_stand_in_an_address(host: str) -> None:
    assert is_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "a b",
        "a/b",
        "evil.example@finder.example",
        'a"><script>',
        "a:b",
        "a:123456",
        "[a]",
        "a?",
        "馆",
    ],
)
def test_what_cannot_stand_in_an_address_is_no_host(client: FlaskClient, host: str) -> None:
    assert not is_host(host)
    answer = client.get("/facilities/tz-library", headers={"Host": host.encode().decode("latin-1")})
    assert (answer.status_code, "主机名" in answer.text) == (400, True)
    check_protected(answer, "/facilities/tz-library")


@pytest.mark.parametrize("host", ["a_b", "a:99999", "[::1]:8000", "xn--fiqs8s"])
@pytest.mark.parametrize("path", ["/", "/robots.txt", "/sitemap.xml", "/embed/about"])
def test_addresses_name_the_host_that_was_asked_however_odd(
    app: Flask, path: str, host: str
) -> None:
    # The test client itself stumbles over such hosts.
    environ = EnvironBuilder(path).get_environ() | {"HTTP_HOST": host}
    body, status, _headers = run_wsgi_app(app, environ)
    assert status == "200 OK"
    assert f"http://{host}/".encode() in b"".join(body)


ABSOLUTE = (
    "/facilities/tz-library",
    "/facilities/tz-library.ics",
    "/facilities/tz-library/door",
    "/facilities/tz-library.svg",
)


@pytest.mark.parametrize("path", ABSOLUTE)
def test_where_the_site_has_an_address_no_request_gives_it_another(
    settings: Settings, path: str
) -> None:
    app = create_app(replace(settings, url="https://finder.example"), lambda: NOW)
    client = app.test_client(use_cookies=False)
    right = client.get(path, base_url="https://finder.example")
    for headers in (
        {"Host": "evil.example"},
        {"Host": "evil.example:8000"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"},
        {"Forwarded": "host=evil.example", "X-Original-URL": "/evil", "X-Host": "evil.example"},
    ):
        answer = client.get(path, headers=headers)
        assert answer.data == right.data
        assert b"evil.example" not in answer.data
    if not path.endswith(".svg"):
        assert "https://finder.example/facilities/tz-library" in right.text


def test_only_the_address_alone_is_an_address_of_the_site() -> None:
    assert settings_of({"FINDER_URL": " https://finder.example/ "}).url == "https://finder.example"
    assert settings_of({"FINDER_URL": ""}).url == ""


def test_a_browser_knows_every_word_of_the_headers(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page, seen = watched(context)
    warnings: list[str] = []
    page.on("console", lambda message: warnings.append(message.text))
    for path in ("/", "/facilities/tz-library", "/staff/sign-in", "/api/places.geojson"):
        page.goto(address + path)
    assert (seen.errors, warnings) == ([], [])
    context.close()

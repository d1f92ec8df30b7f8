"""Errors: below /api one JSON shape whatever went wrong, elsewhere a page."""

from __future__ import annotations

import re

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from werkzeug.exceptions import RequestedRangeNotSatisfiable, ServiceUnavailable
from werkzeug.test import TestResponse

from finder.errors import Problem, StorageError, TooManyError, sentence
from finder.settings import Settings
from tests.conftest import NOW


def assert_shape(response: TestResponse, status: int) -> dict[str, object]:
    """Assert the one shape of an error, and return its first problem."""
    assert (response.status_code, response.mimetype) == (status, "application/json")
    found = response.get_json()
    assert set(found) == {"ok", "problems"}
    assert found["ok"] is False
    for problem in found["problems"]:
        assert set(problem) == {"column", "value", "message", "hint"}
        assert problem["message"].endswith(("。", "."))
        assert problem["hint"].endswith(("。", "."))
    first: dict[str, object] = found["problems"][0]
    return first


@pytest.fixture
def failing(settings: Settings) -> FlaskClient:
    """Return a client of an application below whose /api everything fails that can."""
    from finder import create_app

    app = create_app(settings, clock=lambda: NOW)

    @app.route("/api/fails/<int:status>")
    def fails(status: int) -> str:
        if status == 1:
            raise ZeroDivisionError
        if status == 429:
            raise TooManyError(Problem(sentence("测试。"), sentence("测试。")), 7)
        if status == 507:
            raise StorageError(Problem(sentence("测试。"), sentence("测试。")))
        if status == 503:
            raise ServiceUnavailable(retry_after=9)
        if status == 416:
            raise RequestedRangeNotSatisfiable
        abort(status)

    return app.test_client()


@pytest.mark.parametrize(
    ("thrown", "status"),
    [
        (1, 500),
        (400, 400),
        (403, 403),
        (404, 404),
        (406, 406),
        (413, 413),
        (414, 414),
        (415, 415),
        (416, 416),
        (429, 429),
        (500, 500),
        (501, 501),
        (503, 503),
        (507, 503),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whatever_goes_wrong_has_the_one_shape(
    failing: FlaskClient, thrown: int, status: int, lang: str
) -> None:
    problem = assert_shape(failing.get(f"/api/fails/{thrown}?lang={lang}"), status)
    if thrown not in (429, 507):
        assert bool(re.search("[一-鿿]", str(problem["message"]))) == (lang == "zh")
    assert "服务器" not in str(problem["message"]) or status >= 500


@pytest.mark.parametrize(("thrown", "seconds"), [(429, "7"), (503, "9")])
def test_when_to_try_again_is_named_where_it_is_known(
    failing: FlaskClient, thrown: int, seconds: str
) -> None:
    assert failing.get(f"/api/fails/{thrown}").headers["Retry-After"] == seconds


def test_nobody_is_shown_what_went_wrong_inside(failing: FlaskClient) -> None:
    answer = failing.get("/api/fails/1")
    assert "ZeroDivision" not in answer.text
    assert "Traceback" not in answer.text


METHODS = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "NONSENSE"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "path", ["/api/near", "/api/facilities.geojson", "/api/facilities/tz-library"]
)
def test_a_method_that_does_not_exist_is_told_which_do(
    client: FlaskClient, method: str, path: str
) -> None:
    answer = client.open(path, method=method)
    assert_shape(answer, 405)
    assert {name.strip() for name in answer.headers["Allow"].split(",")} == {
        "GET",
        "HEAD",
        "OPTIONS",
    }


@pytest.mark.parametrize("method", [*METHODS, "OPTIONS", "GET"])
def test_an_address_that_does_not_exist_is_404_by_every_method(
    client: FlaskClient, method: str
) -> None:
    assert_shape(client.open("/api/nothing", method=method), 404)


def test_a_body_that_is_too_big_is_refused_in_the_one_shape(client: FlaskClient) -> None:
    answer = client.post("/api/near", data=b"x" * 100_000)
    assert_shape(answer, 405)


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    for path, status in (("/api/places.geojson", 200), ("/api/near", 400), ("/api/none", 404)):
        head, whole = client.head(path), client.get(path)
        assert (head.status_code, head.data) == (status, b"")
        assert head.headers["Content-Type"] == whole.headers["Content-Type"]


def test_elsewhere_an_error_is_a_page(client: FlaskClient, app: Flask) -> None:
    del app
    for path in ("/nothing", "/apis", "/api-docs"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "text/html")
        assert path in answer.text
    answer = client.post("/holidays")
    assert (answer.status_code, answer.mimetype) == (405, "text/html")
    assert "GET" in answer.headers["Allow"]

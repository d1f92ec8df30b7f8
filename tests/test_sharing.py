"""What scripts of other sites may read."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

ORIGIN = {"Origin": "https://example.org"}
QUESTION = {
    **ORIGIN,
    "Access-Control-Request-Method": "GET",
    "Access-Control-Request-Headers": "if-none-match",
}
SHARED = [
    "/api/near?lat=39.9&lon=116.7",
    "/api/facilities.geojson",
    "/api/facilities/tz-library",
    "/api/places.geojson",
    "/api/forecast.json",
    "/facilities/tz-library.ics",
    "/facilities/tz-library.svg",
]
KEPT = ["/", "/facilities/tz-library", "/holidays", "/healthz", "/staff/sign-in", "/staff/none.csv"]


@pytest.mark.parametrize("path", SHARED)
def test_any_site_may_read_the_api_and_the_feeds(client: FlaskClient, path: str) -> None:
    # Asked twice: the second answer is one that was held.
    for _ in range(2):
        answer = client.get(path, headers=ORIGIN)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Set-Cookie" not in answer.headers


def test_what_has_not_changed_may_be_read_too(client: FlaskClient) -> None:
    client = client.application.test_client(use_cookies=False)
    tag = client.get("/api/places.geojson").headers["ETag"]
    answer = client.get("/api/places.geojson", headers={**ORIGIN, "If-None-Match": tag})
    assert answer.status_code == 304
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "status"), [("/api/near", 400), ("/api/none", 404), ("/api/facilities/jia", 404)]
)
def test_a_script_can_read_what_it_did_wrong(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path, headers=ORIGIN)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, "*")


@pytest.mark.parametrize("path", SHARED)
def test_a_browser_that_asks_first_is_answered(client: FlaskClient, path: str) -> None:
    answer = client.options(path, headers=QUESTION)
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Access-Control-Allow-Headers"] == "*"
    assert answer.headers["Access-Control-Max-Age"] == "86400"
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_plain_question_for_the_methods_is_answered_too(client: FlaskClient) -> None:
    answer = client.options("/api/near")
    assert (answer.status_code, answer.data) == (200, b"")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_an_address_that_does_not_exist_says_so(client: FlaskClient) -> None:
    answer = client.options("/api/none", headers=QUESTION)
    assert (answer.status_code, answer.get_json()["ok"]) == (404, False)


@pytest.mark.parametrize("path", KEPT)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_no_other_site_may_read_a_page_or_anything_of_staff(
    client: FlaskClient, path: str, method: str
) -> None:
    answer = client.open(path, method=method, headers=QUESTION)
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control-")]

"""What machines ask: is it ready, and what has it counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from finder import create_app
from finder.settings import EVERYBODY, LOOPBACK, NOBODY, Settings
from tests.conftest import NOW


def figures(client: FlaskClient) -> dict[tuple[str, ...], float]:
    """Return every figure by its name and its labels' values, as Prometheus reads them."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (one.name, *one.labels.values()): one.value
        for family in text_string_to_metric_families(answer.text)
        for one in family.samples
    }


def test_who_is_alive_says_which_list_it_answers_from(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json() == {
        "ok": True,
        "version": 1,
        "published_at": "2026-11-24T12:00:00+00:00",
        "facilities": 95,
        "calendar_known_until": "2026-12-31",
    }


def test_who_is_ready_says_which_list_it_serves(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json() == {
        "ok": True,
        "version": 1,
        "published_at": "2026-11-24T12:00:00+00:00",
        "age_s": 0,
        "facilities": 95,
        "calendar_known_until": "2026-12-31",
        "shared_store": "not used",
    }


def test_the_age_of_the_list_is_counted_in_seconds(settings: Settings) -> None:
    moments = [NOW]
    client = create_app(settings, lambda: moments[-1]).test_client()
    moments.append(NOW + dt.timedelta(hours=1, seconds=1))
    assert client.get("/readyz").get_json()["age_s"] == 3601


def test_who_cannot_read_the_database_is_not_ready_but_alive(
    app: Flask, settings: Settings
) -> None:
    settings.database_path.unlink()
    settings.database_path.mkdir()
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["ok"] is False
    message = answer.get_json()["problems"][0]["message"]
    assert message.startswith("数据库 finder.sqlite 打不开")
    # Where the files are is nobody's business but the terminal's.
    assert str(settings.data_folder) not in answer.text
    alive = app.test_client().get("/healthz")
    assert (alive.status_code, alive.get_json()["version"]) == (200, 1)


def test_a_clock_before_the_publishing_is_a_reason_not_to_be_ready(settings: Settings) -> None:
    moments = [NOW]
    client = create_app(settings, lambda: moments[-1]).test_client()
    moments.append(NOW - dt.timedelta(minutes=4))
    assert client.get("/readyz").status_code == 200
    moments.append(NOW - dt.timedelta(days=365))
    answer = client.get("/readyz?lang=en")
    assert answer.status_code == 503
    problem = answer.get_json()["problems"][0]
    assert problem["column"] == "clock"
    assert "2025-11-24 20:00" in problem["message"]


def test_what_was_answered_is_counted_by_route_and_status(client: FlaskClient) -> None:
    client.get("/api/near?lat=39.9&lon=116.7")
    client.get("/api/near?lat=39.9&lon=116.7")
    client.get("/api/near?lat=x")
    client.get("/facilities/nowhere")
    found = figures(client)
    assert found["finder_requests_total", "api", "200"] == 2
    assert found["finder_requests_total", "api", "400"] == 1
    assert found["finder_requests_total", "facility", "404"] == 1
    assert found["finder_request_seconds_count", "api"] == 3
    assert found["finder_request_seconds_bucket", "+Inf", "api"] == 3


def test_the_state_of_the_list_is_among_the_figures(client: FlaskClient) -> None:
    found = figures(client)
    assert found["finder_ready",] == 1
    assert found["finder_version",] == 1
    assert found["finder_facilities",] == 95
    assert found["finder_version_age_seconds",] == 0
    end = dt.datetime(2027, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert found["finder_calendar_known_until_timestamp_seconds",] == end.timestamp()
    assert found["finder_list_changes_total", "file"] == 1
    assert found["finder_list_changes_total", "refused"] == 0


def test_figures_are_there_when_the_database_is_not(app: Flask, settings: Settings) -> None:
    settings.database_path.unlink()
    settings.database_path.mkdir()
    found = figures(app.test_client())
    assert found["finder_ready",] == 0
    assert ("finder_list_changes_total", "file") not in found


OUTSIDE = {"REMOTE_ADDR": "192.0.2.1"}


@pytest.mark.parametrize(
    ("who", "host", "headers", "environ", "status"),
    [
        (LOOPBACK, "127.0.0.1:8000", {}, {}, 200),
        (LOOPBACK, "localhost", {}, {}, 200),
        (LOOPBACK, "[::1]:8000", {}, {"REMOTE_ADDR": "::1"}, 200),
        (LOOPBACK, "127.0.0.1", {}, OUTSIDE, 404),
        # A web server on the same machine asks for somebody else.
        (LOOPBACK, "finder.example", {}, {}, 404),
        (LOOPBACK, "127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, {}, 404),
        (LOOPBACK, "127.0.0.1", {"Forwarded": "for=192.0.2.1"}, {}, 404),
        (LOOPBACK, "127.0.0.1", {"X-Real-IP": "127.0.0.1"}, {}, 404),
        (LOOPBACK, "127.0.0.1", {"Via": "1.1 a"}, {}, 404),
        (LOOPBACK, "127.0.0.1.example.org", {}, {}, 404),
        (EVERYBODY, "finder.example", {"X-Forwarded-For": "192.0.2.1"}, OUTSIDE, 200),
        (NOBODY, "127.0.0.1", {}, {}, 404),
    ],
)
def test_figures_are_for_who_may_read_them(
    settings: Settings,
    who: str,
    host: str,
    headers: dict[str, str],
    environ: dict[str, str],
    status: int,
) -> None:
    client = create_app(replace(settings, metrics=who), lambda: NOW).test_client()
    answer = client.get("/metrics", headers={"Host": host, **headers}, environ_overrides=environ)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("finder.example", 404),
        ("evil.example", 404),
        ("", 404),
    ],
)
def test_a_site_with_an_address_has_figures_for_this_machine_too(
    settings: Settings, host: str, status: int
) -> None:
    client = create_app(replace(settings, url="https://finder.example"), lambda: NOW).test_client()
    assert client.get("/metrics", headers={"Host": host}).status_code == status


def test_no_label_is_a_text_that_somebody_sent(client: FlaskClient) -> None:
    for path in ("/secret-甲", "/facilities/secret", "/api/secret?secret=1", "/secret\n"):
        client.get(path)
    client.open("/", method="SECRET")
    assert "secret" not in client.get("/metrics").text.lower()

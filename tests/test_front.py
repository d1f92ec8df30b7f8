"""Answers that are held: the right one for everybody, until the moment at which it is not."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import threading
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlencode

import brotli
import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from finder import create_app, store
from finder.following import follow
from finder.held import Answers
from finder.settings import Settings
from finder.site import Site
from tests.conftest import NOW
from tests.made_up import moment

NEAR = "/api/near?lat=39.9117&lon=116.6813"
# What is held, and whether it is somebody's own.
HELD = [
    ("/", "public"),
    ("/?lang=en&elder=1", "public"),
    ("/?lat=39.9117&lon=116.6813", "private"),
    ("/?at=2026-12-24T20:00", "public"),
    (NEAR, "private"),
    (f"{NEAR}&at=2026-12-24T20:00", "private"),
    ("/api/facilities.geojson", "public"),
    ("/api/facilities.geojson?open=1&at=2026-12-24T20:00", "public"),
    ("/api/facilities/tz-library", "public"),
    ("/api/facilities/tz-library?at=2026-12-24T20:00", "public"),
    ("/api/places.geojson", "public"),
    ("/api/forecast.json", "public"),
    ("/api/openapi.json", "public"),
    ("/api", "public"),
    ("/facilities/tz-library", "public"),
    ("/facilities/tz-library?at=2026-12-24T20:00", "public"),
]
PATHS = [path for path, _ in HELD]
PLAIN: dict[str, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}


class Moving:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
def app(settings: Settings, clock: Moving) -> Flask:
    return create_app(settings, clock)


@pytest.fixture
def made(app: Flask) -> list[str]:
    """Return the addresses for which Flask was asked."""
    asked: list[str] = []
    app.before_request(lambda: asked.append(request.full_path.removesuffix("?")))
    return asked


def site_of(app: Flask) -> Site:
    found = app.extensions["finder"]
    assert isinstance(found, Site)
    return found


def max_age_s(answer: TestResponse) -> int:
    found = re.fullmatch(r"(?:public|private), max-age=(\d+)", answer.headers["Cache-Control"])
    assert found, answer.headers["Cache-Control"]
    return int(found[1])


@pytest.mark.parametrize(("path", "whose"), HELD)
def test_an_answer_is_made_once_and_is_the_same_for_whoever_asks(
    app: Flask, made: list[str], path: str, whose: str
) -> None:
    client = app.test_client(use_cookies=False)
    first, second = client.get(path), client.get(path)
    assert made == [path]
    assert first.status_code == second.status_code == 200
    assert first.data == second.data
    assert first.headers == second.headers
    assert first.headers["Cache-Control"].startswith(f"{whose}, max-age=")
    assert int(first.headers["Content-Length"]) == len(first.data)
    head = client.head(path)
    assert (head.data, head.headers) == (b"", first.headers)
    seen = client.get(path, headers={"If-None-Match": f'"another", {first.headers["ETag"]}'})
    assert (seen.status_code, seen.data) == (304, b"")
    assert made == [path]


@pytest.mark.parametrize("header", ["Content-Security-Policy", "X-Content-Type-Options"])
def test_an_answer_that_is_held_has_all_headers_of_one_that_is_not(app: Flask, header: str) -> None:
    client = app.test_client(use_cookies=False)
    for path in PATHS:
        apart = client.get(path, headers={"Cookie": "a=b"})
        assert client.get(path).headers[header] == apart.headers[header]
        assert client.get(path).headers["Finder-Edition"] == apart.headers["Finder-Edition"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/?open=1", {}),
        ("/?open=", {}),
        ("/", {"Host": "other.example"}),
        ("/", {"Cookie": "a=b"}),
        ("/?lang=en", {}),
    ],
)
def test_a_request_that_differs_is_answered_by_itself(
    app: Flask, made: list[str], path: str, headers: dict[str, str]
) -> None:
    client = app.test_client(use_cookies=False)
    client.get("/")
    client.get(path, headers=headers)
    assert made == ["/", path]


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("POST", "/", {}),
        ("GET", "/", {"Cookie": "a=b"}),
        ("GET", "/staff/sign-in", {}),
        ("GET", "/facilities/tz-library/report", {}),
        ("GET", "/facilities/tz-library/door", {}),
        ("GET", "/?kind=none", {}),
        ("GET", "/api/near", {}),
        ("GET", "/none", {}),
        ("GET", "/healthz", {}),
    ],
)
def test_nothing_else_is_held(
    app: Flask, made: list[str], method: str, path: str, headers: dict[str, str]
) -> None:
    client = app.test_client(use_cookies=False)
    for _ in range(2):
        answer = client.open(path, method=method, headers=headers)
        assert "Set-Cookie" not in answer.headers or path.startswith("/staff")
    assert len(made) == 2
    assert len(site_of(app).answers) == 0


def test_a_facilitys_page_names_the_host_by_which_it_was_asked_for(client: FlaskClient) -> None:
    for host in ("one.example", "other.example", "one.example"):
        page = client.get("/facilities/tz-library", headers={"Host": host})
        assert f'"http://{host}/facilities/tz-library"' in page.text


def test_a_new_list_is_served_by_the_very_next_request(
    app: Flask, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    client = app.test_client(use_cookies=False)
    other = tmp_path_factory.mktemp("other") / "测试.csv"
    for name in ("甲馆", "乙馆", "丙馆"):
        for path in PATHS:
            client.get(path)
        row = f'tz-library,{name},library,39.9,116.7,"Mo-Su,PH 00:00-24:00"\n'
        other.write_text("id,name,kind,lat,lon,opening_hours\n" + row, encoding="utf-8")
        with closing(store.connect(settings.database_path)) as database:
            follow(database, other, NOW)
        for path in PATHS:
            if "places" not in path:
                assert name in client.get(path).text, path


# Slow: each example asks for every page three times.
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minute=st.integers(0, 45 * 24 * 60),
    second=st.floats(0, 59.999),
    part=st.floats(0, 1, exclude_max=True),
)
# A minute before a library shuts, before midnight, the year's end and a moment offered by name.
@example(minute=int((moment("2026-11-24T21:59") - NOW).total_seconds()) // 60, second=59, part=0.9)
@example(minute=int((moment("2026-11-24T23:59") - NOW).total_seconds()) // 60, second=3, part=0.99)
@example(minute=int((moment("2026-12-31T23:59") - NOW).total_seconds()) // 60, second=30, part=0.99)
@example(minute=int((moment("2026-11-25T19:59") - NOW).total_seconds()) // 60, second=1, part=0.99)
def test_nothing_changes_before_an_answer_may_no_longer_be_kept(
    app: Flask, clock: Moving, minute: int, second: float, part: float
) -> None:
    start = NOW + dt.timedelta(minutes=minute, seconds=second)
    here = site_of(app)
    client = app.test_client(use_cookies=False)
    for path in PATHS:
        clock.now = start
        first = client.get(path)
        age_s = max_age_s(first)
        assert 0 <= age_s <= 60
        # Cut off, not rounded: the end itself is too late.
        clock.now = start + dt.timedelta(microseconds=int(age_s * part * 1e6))
        assert client.get(path).data == first.data
        here.answers = Answers()
        assert client.get(path).data == first.data, path


def test_the_map_is_kept_past_the_minute_while_nothing_on_it_changes(
    app: Flask, clock: Moving
) -> None:
    client = app.test_client(use_cookies=False)
    clock.now = moment("2026-11-24T03:00:30")
    assert max_age_s(client.get("/api/facilities.geojson")) == 60
    assert max_age_s(client.get("/")) == 30
    # From 21:15 on the minutes to 22:00 are counted.
    clock.now = moment("2026-11-24T21:20:30")
    assert max_age_s(client.get("/api/facilities.geojson")) == 30


def test_many_at_once_get_whole_answers_of_their_own(app: Flask) -> None:
    client = app.test_client(use_cookies=False)
    right = {path: client.get(path).data for path in PATHS}
    site_of(app).answers = Answers()
    wrong: list[str] = []

    def ask(turn: int) -> None:
        own = app.test_client(use_cookies=False)
        for at in range(len(PATHS)):
            path = PATHS[(at + turn) % len(PATHS)]
            for coding in ("identity", "gzip", "br"):
                found = own.get(path, headers={"Accept-Encoding": coding})
                body = PLAIN[found.headers.get("Content-Encoding", "identity")](found.data)
                if body != right[path]:
                    wrong.append(path)

    threads = [threading.Thread(target=ask, args=(turn,)) for turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


QUESTIONS = st.fixed_dictionaries(
    {"lat": st.floats(39.5, 40.2).map(str), "lon": st.floats(116.4, 117.0).map(str)},
    optional={
        "at": st.sampled_from(["", "2026-11-24T20:00", "2026-12-31T23:59:30", "2027-02-06"]),
        "open": st.sampled_from(["1", "0", ""]),
        "arriving": st.sampled_from(["1", "no"]),
        "kind": st.sampled_from(["library", "图书馆,museum", "none"]),
        "q": st.sampled_from(["tsg", "图书馆", "%zz"]),
        "limit": st.sampled_from(["1", "1000", "0"]),
        "lang": st.sampled_from(["en", "zh", "fr"]),
        "none": st.just("1"),
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=QUESTIONS)
@example(asked={"lat": "", "lon": "116.7"})
@example(asked={"lat": "+39.9", "lon": " 116.7 ", "kind": "图书馆", "q": "a&b=c+d"})
def test_what_is_answered_without_flask_is_what_flask_answers(
    app: Flask, asked: dict[str, str]
) -> None:
    client = app.test_client(use_cookies=False)
    assert client.get(NEAR).status_code == 200
    path = f"/api/near?{urlencode(asked)}"
    quick, here = client.get(path), site_of(app)
    here.headers.clear()
    here.answers = Answers()
    slow = client.get(path)
    assert (quick.status_code, quick.data) == (slow.status_code, slow.data)
    if quick.status_code == 200:
        assert quick.headers == slow.headers


def test_after_the_first_a_position_is_answered_without_flask(app: Flask, made: list[str]) -> None:
    client = app.test_client(use_cookies=False)
    for number in range(5):
        answer = client.get(f"/api/near?lat=39.9{number}&lon=116.7")
        assert answer.get_json()["lat"] == float(f"39.9{number}")
        assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert made == ["/api/near?lat=39.90&lon=116.7"]
    assert client.get("/api/near?lat=39.9&lon=nowhere").status_code == 400

"""How much one network address may ask, and that nobody else notices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from finder import create_app
from finder.readers import MOST_READERS, Readers, is_this_machine, network_of
from finder.settings import Settings
from tests.browsing import served
from tests.made_up import moment
from tests.staff import Clock

NEAR = "/api/near?lat=39.9117&lon=116.6813"


def test_a_reader_is_answered_so_often_in_a_minute_and_then_told_how_long_to_wait() -> None:
    readers = Readers(3)
    assert [readers.wait_s("a", 100 + second) for second in range(6)] == [0, 0, 0, 57, 56, 55]
    assert readers.wait_s("b", 105) == 0
    assert readers.wait_s("a", 159.9) == 1
    assert [readers.wait_s("a", 160) for _ in range(4)] == [0, 0, 0, 60]


def test_a_clock_that_is_set_back_makes_nobody_wait_longer() -> None:
    readers = Readers(1)
    assert [readers.wait_s("a", now_s) for now_s in (10_000, 10_001, 100, 101)] == [0, 59, 0, 59]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 30)), max_size=60))
def test_never_more_than_the_limit_in_a_window_and_never_fewer(
    asked: list[tuple[str, float]],
) -> None:
    readers, now_s = Readers(5), 1000.0
    taken: dict[str, list[float]] = {"a": [], "b": []}
    for reader, pause_s in asked:
        now_s += pause_s
        wait_s = readers.wait_s(reader, now_s)
        assert 0 <= wait_s <= 60
        if wait_s == 0:
            taken[reader].append(now_s)
        else:
            assert len([when for when in taken[reader] if when > now_s - 60]) >= 5
            assert Readers.wait_s(readers, reader, now_s + wait_s) == 0
            return


def test_the_counts_of_ever_new_addresses_do_not_fill_the_memory() -> None:
    readers = Readers(1)
    for number in range(MOST_READERS + 50):
        readers.wait_s(number, 1000)
    assert len(readers) == MOST_READERS
    assert readers.wait_s(MOST_READERS, 1001) == 59
    assert readers.wait_s(0, 1001) == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::ffff", "2001:db8:1:3::/64"),
        ("192.0.2.7:50000", "192.0.2.7"),
        ("[2001:db8:1:2::ffff]:50000", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::ffff]", "2001:db8:1:2::/64"),
        ("somewhere", "somewhere"),
        ("", ""),
    ],
)
def test_an_ipv6_address_counts_as_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.0.2.7", False),
        ("::2", False),
        ("2001:db8::1", False),
        ("somewhere", False),
        ("", False),
    ],
)
def test_this_machine_is_nobodys_address(address: str, is_ours: bool) -> None:
    assert is_this_machine(address) == is_ours


@pytest.fixture
def clock() -> Clock:
    return Clock(moment("2026-11-24T20:00"))


@pytest.fixture
def client(settings: Settings, clock: Clock) -> FlaskClient:
    return create_app(replace(settings, rate=3), clock).test_client(use_cookies=False)


def ask(client: FlaskClient, path: str, address: str = "192.0.2.7", **more: str) -> TestResponse:
    return client.open(path, environ_base={"REMOTE_ADDR": address}, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_who_asks_too_much_is_told_when_to_try_again(
    client: FlaskClient, clock: Clock, method: str
) -> None:
    for _ in range(3):
        ask(client, NEAR, method=method)
    clock.turn(seconds=20)
    answer = ask(client, NEAR)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "40")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-cache, private"
    (problem,) = answer.get_json()["problems"]
    assert problem["hint"] == "请 40 秒后再试。"
    english = ask(client, f"{NEAR}&lang=en").get_json()["problems"][0]
    assert english["hint"] == "Please try again in 40 seconds."
    clock.turn(seconds=40)
    assert ask(client, NEAR).status_code == 200


def test_an_address_that_does_not_exist_counts_too(client: FlaskClient) -> None:
    found = [ask(client, "/api/none").status_code for _ in range(4)]
    assert found == [404, 404, 404, 429]


def test_a_request_with_a_host_that_is_none_counts_too(client: FlaskClient) -> None:
    reader = {"REMOTE_ADDR": "192.0.2.7"}
    asked = [client.get(NEAR, headers={"Host": "a b"}, environ_base=reader) for _ in range(4)]
    assert [answer.status_code for answer in asked] == [400, 400, 400, 429]


def test_a_program_that_asks_too_much_leaves_the_pages_to_its_neighbours(
    client: FlaskClient,
) -> None:
    assert [ask(client, NEAR).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert [ask(client, "/").status_code for _ in range(4)] == [200, 200, 200, 429]
    page = ask(client, "/")
    assert page.mimetype == "text/html"
    assert "请 60 秒后再试。" in page.text
    assert page.headers["Retry-After"] == "60"
    assert ask(client, "/", "192.0.2.8").status_code == 200


@pytest.mark.parametrize("path", ["/static/icon.svg", "/healthz"])
def test_parts_of_pages_and_health_are_not_counted(client: FlaskClient, path: str) -> None:
    assert {ask(client, path).status_code for _ in range(8)} == {200}


def test_staff_are_counted_apart(client: FlaskClient) -> None:
    assert [ask(client, "/").status_code for _ in range(4)] == [200, 200, 200, 429]
    asked = [ask(client, "/staff/none").status_code for _ in range(4)]
    assert asked == [404, 404, 404, 429]


def test_this_machine_is_not_counted(client: FlaskClient) -> None:
    assert {ask(client, NEAR, "127.0.0.1").status_code for _ in range(8)} == {200}


def test_nobody_is_counted_where_it_is_switched_off(settings: Settings, clock: Clock) -> None:
    client = create_app(replace(settings, rate=0), clock).test_client(use_cookies=False)
    assert {ask(client, NEAR).status_code for _ in range(8)} == {200}


def test_behind_a_proxy_the_address_is_the_one_that_it_names(tmp_path: Path) -> None:
    with served(tmp_path, FINDER_PROXIES="1", FINDER_RATE="2", FINDER_TILES="none") as address:

        def status(forwarded: str) -> int:
            # The last one is what our own proxy has seen; what stands before it anybody can write.
            headers = {"X-Forwarded-For": forwarded}
            return requests.get(address + NEAR, headers=headers, timeout=20).status_code

        asked = [f"203.0.113.{number}, 192.0.2.7" for number in range(3)]
        assert [status(one) for one in asked] == [200, 200, 429]
        assert status("192.0.2.7, 203.0.113.9") == 200

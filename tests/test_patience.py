"""Slow readers wait by themselves: everybody else is answered meanwhile, by one worker too."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.browsing import served

HEAD = b"Host: finder.example\r\n"
FORM = b"POST /facilities/tz-library/report HTTP/1.1\r\n" + HEAD
# More than the threads of a worker by far.
MANY = 40
SLOW = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "half a head": b"GET / HTTP/1.1\r\n" + HEAD + b"X-Slow: ",
    "half a form": FORM + b"Content-Length: 1000\r\n\r\nkind=",
    "half a form that is expected": FORM + b"Content-Length: 9\r\nExpect: 100-continue\r\n\r\n",
    "half a second request": b"GET /healthz HTTP/1.1\r\n" + HEAD + b"\r\nGET / HTTP/1.1\r\nX",
    "an answer that is not taken": (b"GET /?all=1 HTTP/1.1\r\n" + HEAD + b"\r\n") * 60,
    "an end that is not taken": b"GET /healthz HTTP/1.0\r\n" + HEAD + b"\r\n",
    "half a piece": FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nki",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("patience"), workers=1, FINDER_TILES="none") as at:
        yield at


def connected(address: str, buffer: int = 4096) -> socket.socket:
    found = socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1])), timeout=30)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    return found


def whole(connection: socket.socket) -> bytes:
    """Return what comes until the server hangs up."""
    found = b""
    while data := connection.recv(65_536):
        found += data
    return found


@pytest.mark.parametrize("name", SLOW)
def test_slow_readers_keep_nobody_out(address: str, name: str) -> None:
    with ExitStack() as slow:
        for _ in range(MANY):
            slow.enter_context(connected(address)).sendall(SLOW[name])
        for path in ("/healthz", "/", "/facilities/tz-library.ics"):
            with urllib.request.urlopen(address + path, timeout=8) as answer:  # noqa: S310
                assert answer.status == 200


def test_more_connections_than_are_held_keep_nobody_out(address: str) -> None:
    with ExitStack() as slow:
        for _ in range(600):
            slow.enter_context(connected(address)).sendall(b"GET / HTTP/1.1\r\n")
        with urllib.request.urlopen(f"{address}/healthz", timeout=8) as answer:  # noqa: S310
            assert answer.status == 200


def test_a_request_in_the_smallest_pieces_is_answered(address: str) -> None:
    with connected(address) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for letter in b"GET /healthz HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n":
            connection.sendall(bytes([letter]))
        assert whole(connection).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_form_that_waits_to_be_asked_for_is_taken(address: str) -> None:
    with connected(address) as connection:
        asks = b"Content-Length: 9\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
        connection.sendall(FORM + asks)
        assert connection.recv(100).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sendall(b"kind=none")
        assert b"HTTP/1.1 400 BAD REQUEST\r\n" in whole(connection)


def test_who_takes_an_answer_slowly_gets_all_of_it(address: str) -> None:
    path = "/api/forecast.json"
    with urllib.request.urlopen(address + path, timeout=30) as answer:  # noqa: S310
        right = answer.read()
    with connected(address, buffer=65_536) as connection:
        many = 40
        ask = f"GET {path} HTTP/1.1\r\n".encode() + HEAD
        connection.sendall((ask + b"\r\n") * (many - 1) + ask + b"Connection: close\r\n\r\n")
        assert whole(connection).count(right) == many


def test_a_head_without_end_is_refused(address: str) -> None:
    with connected(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000)
        assert connection.recv(100).startswith(b"HTTP/1.1 431 ")


def test_a_body_that_is_too_long_is_refused_before_it_is_read(address: str) -> None:
    with connected(address) as connection:
        connection.sendall(FORM + b"Content-Length: 1000000000\r\n\r\n" + b"x" * 200_000)
        assert b"HTTP/1.1 413 " in connection.recv(4096)


# Each could be parted into two requests, or into one with a body, by two servers in turn.
SMUGGLED = (
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
    b" Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"Content-Length: 5\r\nContent-Length: 0\r\n\r\nxxxxx",
    b"Content-Length: 0\r\nContent-Length: 5\r\n\r\nxxxxx",
    b"Content-Length: +5\r\n\r\nxxxxx",
    b"Content-Length: 0x5\r\n\r\nxxxxx",
    b"Content-Length: 5, 5\r\n\r\nxxxxx",
    b"Content-Length : 5\r\n\r\nxxxxx",
    b"Content-Length: -1\r\n\r\n",
)


@pytest.mark.parametrize("head", SMUGGLED)
def test_no_request_is_smuggled_behind_another(address: str, head: bytes) -> None:
    smuggled = b"GET /facilities/smuggled HTTP/1.1\r\n" + HEAD + b"\r\n"
    with connected(address) as connection:
        connection.sendall(FORM + head + smuggled)
        answer = whole(connection)
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 501 "))
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"smuggled" not in answer

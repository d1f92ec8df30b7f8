"""When a request is whole, so that a thread can begin with it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from gunicorn.config import Config
from hypothesis import given
from hypothesis import strategies as st

from finder.connection import MOST_BODY, Connection
from finder.patient_socket import PatientSocket

HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"
ASKED = b"HTTP/1.1 100 Continue\r\n\r\n"


@contextmanager
def connection() -> Iterator[tuple[Connection, socket.socket]]:
    server, client = socket.socketpair()
    with PatientSocket(server) as sock, client:
        client.settimeout(0)
        yield Connection(Config(), sock, ("203.0.113.1", 1), ("127.0.0.1", 8000)), client


# What has come, whether a thread can begin with it, and whether it is all of a request.
RECEIVED = [
    (b"", False, False),
    (b"GET / HTTP/1.1\r\n", False, False),
    (b"GET / HTTP/1.1\r\nHost: a\r\n", False, False),
    (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", True, True),
    (b"GET / HTTP/1.1\r\n\r\n", True, True),
    (b"\r\nGET / HTTP/1.1\r\n\r\n", True, True),
    (b"GET / HTTP/1.1\r\n\r\nGET / HTTP", True, True),
    (HEAD + b"Content-Length: 4\r\n\r\nabc", False, False),
    (HEAD + b"Content-Length: 4\r\n\r\nabcd", True, True),
    (HEAD + b"content-length:4\r\nX: y\r\n\r\nabcdGET", True, True),
    (HEAD + b"X-Content-Length: 4\r\n\r\n", True, True),
    (HEAD + b"X: y Content-Length: 4\r\n\r\n", True, True),
    (HEAD + b"Content-Length: 0\r\n\r\n", True, True),
    (HEAD + b"Content-Length: 999999\r\n\r\n" + b"x" * (MOST_BODY - 1), False, False),
    (HEAD + b"Content-Length: 999999\r\n\r\n" + b"x" * MOST_BODY, True, False),
    (HEAD + b"Content-Length: 999999999999999999999\r\n\r\nabc", False, False),
    (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", True, False),
    (HEAD + b"Transfer-Encoding : x\r\nContent-Length: 4\r\n\r\n", True, False),
    (b"GET / HTTP/1.1\nHost: a\n\n", True, True),
    (b"GET / HTTP/1.1\r\nHost: a\nX: y", True, True),
]


@pytest.mark.parametrize(("received", "is_ready", "is_whole"), RECEIVED)
def test_a_thread_begins_with_what_is_whole_or_too_long_to_be_held(
    received: bytes, is_ready: bool, is_whole: bool
) -> None:
    with connection() as (conn, _):
        conn.begin(received)
        assert (conn.is_ready(), conn.is_whole) == (is_ready, is_whole)


@given(
    number=st.integers(0, len(RECEIVED) - 1),
    cuts=st.lists(st.integers(1, 40), min_size=1, max_size=60),
)
def test_it_is_the_same_however_a_request_is_cut(number: int, cuts: list[int]) -> None:
    received, is_ready, is_whole = RECEIVED[number]
    with connection() as (conn, _):
        start, found = 0, False
        while start < len(received) and not found:
            size = cuts.pop() if cuts else len(received)
            conn.received += received[start : start + size]
            start += size
            found = conn.is_ready()
        assert (found, conn.is_whole) == (is_ready, is_whole)


@pytest.mark.parametrize(
    ("received", "said"),
    [
        (HEAD + b"Content-Length: 4\r\nExpect: 100-continue\r\n\r\n", ASKED),
        (HEAD + b"expect:100-Continue\r\nContent-Length: 4\r\n\r\nabc", ASKED),
        (HEAD + b"Content-Length: 4\r\nExpect: 100-continue\r\n\r\nabcd", b""),
        (HEAD + b"Expect: 100-continue\r\n\r\n", b""),
        (HEAD + b"Content-Length: 4\r\n\r\n", b""),
        (HEAD + b"Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n", b""),
        (b"POST / HTTP/1.0\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n", b""),
    ],
)
def test_a_body_is_asked_for_once_where_it_is_waited_with(received: bytes, said: bytes) -> None:
    with connection() as (conn, client):
        conn.begin(received)
        conn.is_ready()
        conn.is_ready()
        if said:
            assert client.recv(1000) == said
        else:
            with pytest.raises(BlockingIOError):
                client.recv(1000)

"""Who is not waited for any longer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from gunicorn.config import Config

from finder.connection import Connection
from finder.patient_socket import PatientSocket
from finder.waiting import LAST_ANSWER_S, LAST_REQUEST_S, one_too_many, overdue, too_much

FIRST, SECOND = "203.0.113.1", "203.0.113.2"


class Made:
    """Connections that are made one after another."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def one(self, address: str = FIRST, until: float = 0.0, *unsent: bytes) -> Connection:
        server, client = socket.socketpair()
        self._stack.enter_context(client)
        sock = self._stack.enter_context(PatientSocket(server))
        sock.unsent.extend(map(memoryview, unsent))
        found = Connection(Config(), sock, (address, 1), ("127.0.0.1", 8000))
        found.until = until
        return found


@pytest.fixture
def made() -> Iterator[Made]:
    with ExitStack() as stack:
        yield Made(stack)


def test_whoever_was_waited_for_long_enough_goes(made: Made) -> None:
    held = [made.one(until=until) for until in (5.0, 20.0, 9.9, 10.0)]
    assert list(overdue(held, 10.0, None)) == [held[0], held[2]]


def test_a_server_that_stops_waits_for_answers_longer_than_for_requests(made: Made) -> None:
    asks, takes = made.one(FIRST, 1000.0), made.one(FIRST, 1000.0, b"rest")
    short = made.one(FIRST, 100.5)
    held = [asks, takes, short]
    assert list(overdue(held, 100.0, 100.0)) == []
    assert list(overdue(held, 101.0, 100.0)) == [short]
    assert list(overdue(held, 100.1 + LAST_REQUEST_S, 100.0)) == [asks, short]
    assert list(overdue(held, 100.1 + LAST_ANSWER_S, 100.0)) == held


@pytest.mark.parametrize(
    ("addresses", "goes"),
    [
        ([FIRST], 0),
        ([FIRST, FIRST], 0),
        ([FIRST, SECOND], 0),
        ([FIRST, SECOND, SECOND], 1),
        ([SECOND, FIRST, SECOND, FIRST, FIRST], 1),
    ],
)
def test_the_first_of_the_address_with_most_connections_goes(
    addresses: list[str], goes: int, made: Made
) -> None:
    held = [made.one(address) for address in addresses]
    assert one_too_many(held) is held[goes]


ONE, OTHER = b"x" * 60, b"y" * 60


@pytest.mark.parametrize(
    ("unsent", "going"),
    [
        ([], []),
        ([(b"z" * 1000,)], []),
        ([(ONE,), (ONE,), (ONE,)], []),
        ([(ONE,), (OTHER,)], [0]),
        ([(ONE,), (), (OTHER,)], [0]),
        ([(OTHER, ONE), (ONE,)], [0]),
        ([(ONE,), (OTHER,), (b"z" * 60,)], [0, 1]),
        ([(ONE,), (b"z" * 1000,)], [0]),
    ],
)
def test_answers_that_are_too_much_together_go_but_for_the_last(
    unsent: list[tuple[bytes, ...]], going: list[int], made: Made
) -> None:
    held = [made.one(FIRST, 0.0, *parts) for parts in unsent]
    assert list(too_much(held, 100)) == [held[number] for number in going]

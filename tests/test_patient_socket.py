"""A socket that never blocks."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.patient_socket import CREDIT_S, LEAST_PER_S, PatientSocket, credited


@contextmanager
def pair() -> Iterator[tuple[PatientSocket, socket.socket]]:
    server, client = socket.socketpair()
    with PatientSocket(server) as patient, client:
        client.settimeout(10)
        yield patient, client


@given(sizes=st.lists(st.integers(0, 200_000), max_size=12), step=st.integers(1000, 300_000))
def test_all_that_is_sent_arrives_however_slowly_it_is_taken(sizes: list[int], step: int) -> None:
    parts = [bytes([number]) * size for number, size in enumerate(sizes)]
    with pair() as (patient, client):
        for number, part in enumerate(parts):
            (patient.send if number % 2 else patient.sendall)(part)
        found = bytearray()
        is_sent = patient.flushed()
        while len(found) < sum(sizes):
            found += client.recv(step)
            is_sent = patient.flushed()
            assert len(found) + patient.unsent_bytes <= sum(sizes)
        assert is_sent
        assert (patient.unsent_bytes, len(patient.unsent)) == (0, 0)
    assert bytes(found) == b"".join(parts)


def test_nothing_makes_it_block() -> None:
    with pair() as (patient, _):
        patient.setblocking(True)
        patient.settimeout(None)
        assert patient.gettimeout() == 0
        patient.sendall(b"x" * 10_000_000)
        assert not patient.flushed()
        with pytest.raises(BlockingIOError):
            patient.read_now()


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    with pair() as (patient, client):
        for until in (0.0, time.monotonic() + 0.05):
            patient.until = until
            with pytest.raises(ConnectionResetError):
                patient.recv(100)
        client.sendall(b"there")
        assert patient.recv(100) == b"there"
        client.shutdown(socket.SHUT_WR)
        assert patient.recv(100) == b""


def test_a_reader_who_is_gone_is_noticed() -> None:
    with pair() as (patient, client):
        client.close()
        patient.sendall(b"x")
        with pytest.raises(BrokenPipeError):
            patient.flushed()


def test_what_moves_buys_time_but_never_more_than_nothing_is_waited_for() -> None:
    now = time.monotonic()
    assert credited(now + 10, 0) == now + 10
    assert credited(now + 10, 5 * LEAST_PER_S) == pytest.approx(now + 15)
    assert credited(now + 10, 10**9) == pytest.approx(now + CREDIT_S, abs=5)

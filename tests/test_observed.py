"""Every request is counted, whoever answers it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from flask.testing import FlaskClient

from finder.counts import STATUSES, Counts
from finder.observed import Observed
from tests.test_log_lines import LAT, LON


def environ(method: str = "GET", path: str = "/") -> dict[str, Any]:
    return {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": f"lat={LAT}"}


def start(*_: object) -> Any:
    return lambda _: None


def test_what_fails_without_an_answer_is_counted_as_500() -> None:
    def broken(*_: object) -> list[bytes]:
        raise RuntimeError

    counts = Counts()
    with pytest.raises(RuntimeError):
        Observed(broken, counts, is_told=False)(environ(), start)
    assert counts.routes()["list"].statuses[STATUSES.index(500)] == 1


@pytest.mark.parametrize(
    ("method", "status", "size"), [("GET", "200 OK", 7), ("HEAD", "200 OK", 0), ("GET", "304 X", 0)]
)
def test_a_line_has_the_bytes_that_were_sent(
    method: str, status: str, size: int, caplog: pytest.LogCaptureFixture
) -> None:
    def answers(_: object, begin: Any) -> list[bytes]:
        begin(status, [("Content-Length", "7")])
        return []

    with caplog.at_level(logging.INFO, "finder.requests"):
        Observed(answers, Counts(), is_told=True)(environ(method, "/\xe7\x94\xb2"), start)
    line = vars(caplog.records[0])["line"]
    assert (line["path"], line["bytes"], line["status"]) == ("/甲", size, int(status[:3]))


@pytest.mark.parametrize(("broken", "status", "size"), [(False, 200, 5), (True, 500, 3)])
def test_what_is_made_while_it_is_sent_is_counted_when_it_ends(
    broken: bool, status: int, size: int, caplog: pytest.LogCaptureFixture
) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"abc"
        if broken:
            raise OSError
        yield b"de"

    def answers(_: object, begin: Any) -> Iterator[bytes]:
        begin("200 OK", [])
        return pieces()

    counts = Counts()
    with caplog.at_level(logging.INFO, "finder.requests"):
        found: Any = Observed(answers, counts, is_told=True)(environ(), start)
        assert not sum(counts.routes()["list"].statuses)
        with suppress(OSError):
            assert b"".join(found) == b"abcde"
        found.close()
    assert counts.routes()["list"].statuses[STATUSES.index(status)] == 1
    line = vars(caplog.records[0])["line"]
    assert (line["bytes"], line["status"]) == (size, status)


def test_nothing_is_written_unless_it_is_asked_for(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.get(f"/api/near?lat={LAT}&lon={LON}")
    assert not [one for one in caplog.records if one.name == "finder.requests"]

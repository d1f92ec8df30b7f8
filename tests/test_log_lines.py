"""What is written down of a running server."""

from __future__ import annotations

import json
import logging
import socket
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from finder.log_lines import Json, Text
from tests.browsing import served

LAT, LON = "39.9028374", "116.6314159"
SOMEBODY = "testperson"
ASKED = (
    f"/api/near?lat={LAT}&lon={LON}",
    f"/?lat={LAT}&lon={LON}",
    f"/api/facilities.geojson?lat={LAT}&lon={LON}&limit=3",
    f"/facilities/tz-library?lat={LAT}&lon={LON}",
    f"/api/near?lat={LAT}9&lon={LON}9&at=甲",
    f"/nowhere?lat={LAT}&lon={LON}&who={SOMEBODY}",
    "/static/icon.svg",
)


def asked(address: str) -> None:
    """Ask for everything, and also in ways that are not HTTP."""
    for path in ASKED:
        whole = address + urllib.parse.quote(path, safe="/?&=%")
        headers = {"X-Forwarded-For": "203.0.113.77", "User-Agent": SOMEBODY, "Cookie": SOMEBODY}
        try:
            request = urllib.request.Request(whole, headers=headers)  # noqa: S310 - our own server
            urllib.request.urlopen(request, timeout=10)  # noqa: S310
        except urllib.error.HTTPError as error:
            assert error.code in (400, 404)
    port = urlsplit(address).port
    for text in (f"GET /?lat={LAT} &lon={LON} HTTP/1.1", f"/?lat={LAT}&lon={LON} GET"):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.sendall(f"{text}\r\nHost: a\r\n\r\n".encode())
            assert line.recv(100).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("form", ["json", "text", ""])
def test_no_line_says_where_a_reader_is_or_who(
    form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(tmp_path, FINDER_LOG=form, FINDER_TILES="none") as address:
        asked(address)
    written = capfd.readouterr().err
    for secret in (
        LAT,
        LON,
        LAT[:5],
        LON[:6],
        "lat=",
        "203.0.113",
        "127.0.0.1",
        SOMEBODY,
    ):
        assert secret not in written
    # Once a minute: whoever sends what is no request does not fill the log.
    assert written.count("A request could not be read") == 1
    if form == "json":
        lines = [json.loads(line) for line in written.splitlines()]
        requests = [line for line in lines if line.get("method")]
        near = next(line for line in requests if line["path"] == "/api/near")
        assert set(near) == {"time", "level", "method", "path", "status", "ms", "bytes"}
        assert near["status"] == 200
        assert near["bytes"] > 1000
        assert {line["path"] for line in requests} >= {urlsplit(path).path for path in ASKED}
    else:
        assert ("GET /api/near 200" in written) == (form == "text")


def record(message: str, error: Exception | None = None) -> logging.LogRecord:
    found = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("finder", logging.ERROR, "x.py", 1, message, None, found)


def test_an_error_is_named_with_its_place_and_without_what_somebody_sent() -> None:
    try:
        float("39.9x")
    except ValueError as error:
        line = json.loads(Json().format(record("boom", error)))
    assert (line["error"], line["message"]) == ("ValueError", "boom")
    assert "test_log_lines.py" in line["frames"][0]
    assert "39.9" not in json.dumps(line)


def test_an_error_in_words_has_no_more_of_what_somebody_sent() -> None:
    try:
        float("39.9x")
    except ValueError as error:
        lines = Text().format(record("boom", error))
    assert lines.endswith("\n  ValueError")
    assert "test_log_lines.py" in lines
    assert "39.9" not in lines


def test_what_the_system_says_is_kept() -> None:
    one = record("boom", OSError(28, "No space left on device"))
    assert "No space left" in json.loads(Json().format(one))["reason"]
    assert "OSError: [Errno 28] No space left" in Text().format(one)


def test_a_message_stays_on_one_line_of_json() -> None:
    assert "\n" not in Json().format(record("a\nb"))


def test_a_path_cannot_write_a_line_of_its_own() -> None:
    one = record("request")
    one.line = {"method": "GET", "path": "/a\nb\x1b[2J", "status": 404, "ms": 1.0, "bytes": 5}
    assert Text().format(one).endswith(r" GET /a\nb\x1b[2J 404 1.0 ms 5 bytes")

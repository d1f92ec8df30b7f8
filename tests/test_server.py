"""What a started server has loaded, and what its workers answer together."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from finder.ahead import MOST_SPELT
from tests.browsing import served
from tests.made_up import csv_text

# What the server's first process does before its workers fork, and then what a worker answers.
STARTED = """
import json, sys
from finder import ahead
from finder.server import Server
from finder.settings import settings
from finder import store
from finder.following import follow
import datetime as dt
chosen = settings()
ready = ahead.started(chosen)
database = store.connect(chosen.database_path)
follow(database, chosen.csv_path, dt.datetime.now(dt.UTC))
database.close()
client = Server("127.0.0.1", 0, 1, ready).load().test_client()
for path in sys.argv[1:]:
    assert client.get(path).status_code == 200, path
print(json.dumps(sorted(sys.modules)))
"""
PAGES = (
    "/",
    "/?lang=en",
    "/api/near?lat=39.9&lon=116.7",
    "/api/facilities.geojson",
    "/api/forecast.json",
    "/api/forecast.json?lang=en",
    "/facilities/tz-library",
    "/sw.js",
)


def modules(code: str, *arguments: str, **environment: str) -> set[str]:
    """Return the modules that a process of its own has loaded after `code`."""
    command = [sys.executable, "-c", code, *arguments]
    found = subprocess.check_output(command, env={**os.environ, **environment})
    return set(json.loads(found.splitlines()[-1]))


def test_not_even_the_first_start_loads_what_is_only_needed_to_make_something(
    tmp_path: Path,
) -> None:
    for _ in range(2):
        loaded = modules(STARTED, *PAGES, FINDER_DATA=str(tmp_path))
        assert "flask" in loaded
        assert not loaded & {
            "folium",
            "branca",
            "geopy",
            "pypinyin",
            "openpyxl",
            "icalendar",
            "tqdm",
            "prometheus_client",
        }


INTERRUPTED = """
import atexit, os, signal, sys
from finder import ahead
from finder.settings import settings
atexit.register(print, "ended")
ahead._make = lambda *_: os.kill(os.getpid(), signal.SIGINT)
ahead.started(settings())()
"""


def test_who_interrupts_a_start_ends_nothing_twice(tmp_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED]
    environment = {**os.environ, "FINDER_DATA": str(tmp_path)}
    assert subprocess.check_output(command, env=environment, text=True) == "ended\n"


def test_a_start_does_not_wait_for_a_long_list_to_be_spelt(tmp_path: Path) -> None:
    names = [chr(0x4E00 + number) * 2 for number in range(MOST_SPELT + 1)]
    rows = [
        {"id": f"guan-{number}", "name": name, "kind": "museum", "source": "测试"}
        for number, name in enumerate(names)
    ]
    path = tmp_path / "long.csv"
    path.write_text(csv_text(rows), "utf-8")
    loaded = modules(STARTED, "/", FINDER_DATA=str(tmp_path), FINDER_CSV=str(path))
    assert "pypinyin" not in loaded
    kept = (tmp_path / "spellings.json").read_text("utf-8")
    assert '"通州' in kept
    assert names[-1] not in kept


OPEN = """
import json, os
from pathlib import Path
from finder.server import Server
app = Server("127.0.0.1", 0, 1, lambda: None).load()
files = [os.readlink(one) for one in Path("/proc/self/fd").iterdir() if one.exists()]
print(json.dumps([Path(one).name for one in files if "sqlite" in one]))
assert app.test_client().get("/healthz").status_code == 200
"""


def test_no_process_has_the_database_open_when_the_workers_fork(tmp_path: Path) -> None:
    assert modules(OPEN, FINDER_DATA=str(tmp_path)) == set()


def test_a_shell_that_cannot_be_kept_is_made_by_the_server_itself(tmp_path: Path) -> None:
    for name in ("map-zh.json", "map-en.json"):
        # Nothing can be put in the place of a folder.
        (tmp_path / name / "full").mkdir(parents=True)
    loaded = modules(STARTED, "/", FINDER_DATA=str(tmp_path))
    assert "folium" in loaded


@pytest.mark.parametrize("name", ["finder.hours", "finder.search", "finder.wording"])
def test_the_core_loads_neither_the_web_nor_the_database(name: str) -> None:
    code = f"import json, sys, {name}; print(json.dumps(sorted(sys.modules)))"
    assert not modules(code) & {"flask", "werkzeug", "sqlite_utils", "sqlite3", "folium"}


def test_all_workers_give_the_same_answer_the_same_tag(tmp_path: Path) -> None:
    with served(tmp_path, workers=2) as address:
        for path in ("/api/near?lat=39.9&lon=116.7&at=2026-11-24T20:00", "/api/forecast.json"):
            tags = set()
            for _ in range(24):
                # A connection each, so that both workers take some.
                with urllib.request.urlopen(address + path, timeout=10) as answer:  # noqa: S310
                    tags.add(answer.headers["ETag"])
            assert len(tags) == 1


@pytest.mark.parametrize(
    ("request_line", "headers", "status"),
    [
        (b"GET /api/near?q=" + b"x" * 5000 + b" HTTP/1.1", b"", 414),
        (b"GET /api/near HTTP/1.1", b"X-Long: " + b"x" * 20_000 + b"\r\n", 431),
        (b"GET /api/near HTTP/1.1", b"X Bad: 1\r\n", 400),
        (b"GET /api/near HTTP/9.9", b"", 400),
        (b"\xff\xfe\x00", b"", 400),
        (b"G\xc3\x89T / HTTP/1.1", b"", 400),
    ],
)
def test_what_never_becomes_a_request_is_refused_in_the_one_shape_and_counted(
    address: str, request_line: bytes, headers: bytes, status: int
) -> None:
    before = refused_count(address, status)
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request_line + b"\r\nHost: localhost\r\n" + headers + b"\r\n")
        answer = b""
        while part := connection.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert f"Content-Length: {len(body)}".encode() in head
    assert b"Content-Type: application/json" in head
    assert b"Content-Security-Policy: default-src 'none';" in head
    assert b"X-Content-Type-Options: nosniff" in head
    found = json.loads(body)
    assert found["ok"] is False
    (problem,) = found["problems"]
    assert set(problem) == {"column", "value", "message", "hint"}
    assert refused_count(address, status) == before + 1


def refused_count(address: str, status: int) -> int:
    with urllib.request.urlopen(f"{address}/metrics", timeout=10) as answer:  # noqa: S310
        text = answer.read().decode()
    found = re.search(
        rf'^finder_requests_total{{route="other",status="{status}"}} (\d+)', text, re.M
    )
    return int(found[1]) if found else 0

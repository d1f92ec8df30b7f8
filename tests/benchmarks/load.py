"""The part `http`: how many answers a second, against a page that says hello on the same gunicorn.

wrk asks over connections that stay open; the two servers stand side by side, and the addresses
take turns. Half of the maximum load is made by pauses of each connection between two questions.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from finder.csvfile import contents
from finder.geo import point
from finder.holidays import official_calendar
from finder.search import Query, find
from finder.settings import RESOURCES
from tests.benchmarks.lists import MOMENTS
from tests.benchmarks.report import Report
from tests.benchmarks.servers import (
    WORKERS,
    Running,
    fetch,
    finder_command,
    hello_command,
    running,
)
from tests.benchmarks.tables import figure, ratio, table

_SCRIPT = Path(__file__).with_name("load.lua")
_CONNECTIONS = 16
# While they pause, more connections make the same load.
_PAUSING_CONNECTIONS = 32
_ROUNDS = 3
_SECONDS = 2
# As browsers ask.
_ACCEPT = {"Accept-Encoding": "gzip, deflate, br"}


@dataclass
class Asked:
    """One kind of question, and what came of it.

    Args:
        words: for the script: `positions` asks from another position each time.
        is_hello: of the server that says hello.
        is_known: the browser has the answer of this minute, and asks whether it is another.
        rates: answers a second, of each round.
        p99_ms: at the maximum, of each round.
    """

    name: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    is_hello: bool = False
    is_known: bool = False
    rates: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    half_rate: float = 0.0
    half_p99_ms: float = 0.0

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @staticmethod
    def pause_ms(rate: float) -> float:
        """Return how long a connection pauses for so many questions a second.

        It is busy for as long as an answer takes, so that there are a little fewer.
        """
        return _PAUSING_CONNECTIONS / rate * 1000


_NEAR = "/api/near"
_HERE = "lat=39.9027&lon=116.6314"


def run(report: Report) -> None:
    """Measure the server, if there is wrk."""
    if shutil.which("wrk") is None:
        report.leave_out("http", "wrk is not installed")
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        running(finder_command(), Path(folder)) as ours,
        running(hello_command(), Path(folder)) as hello,
    ):
        _check(ours, report)
        questions = _questions(ours, report)
        for one in questions:
            wrk(one, hello if one.is_hello else ours, report, 1)
            one.rates.clear()
            one.p99_ms.clear()
        for _ in range(_ROUNDS):
            for one in questions:
                found = wrk(one, hello if one.is_hello else ours, report, _SECONDS)
                one.rates.append(found["requests"] / found["seconds"])
                one.p99_ms.append(found["p99_ms"])
        for one in questions:
            _at_half(one, hello if one.is_hello else ours, report)
    _show(report, questions)


def _check(ours: Running, report: Report) -> None:
    """Hold the server's answers against the plain search."""
    path = RESOURCES / "data" / "facilities.csv"
    facilities, calendar = contents(path.read_bytes()).facilities, official_calendar()
    for moment in MOMENTS.values():
        at = moment.strftime("%Y-%m-%dT%H:%M")
        for lat, lon in ((39.9027, 116.6314), (39.77, 116.8)):
            asked = f"{_NEAR}?lat={lat}&lon={lon}&at={at}&open=1&limit=20"
            _, _, body = fetch(ours.port, asked)
            found = [one["id"] for one in json.loads(body)["results"]]
            query = Query(moment, point(lat, lon), open_only=True, limit=20)
            wanted = [one.facility.id for one in find(facilities, query, calendar)]
            if found != wanted:
                report.differences.append(f"{asked}: {found} instead of {wanted}")


def _questions(ours: Running, report: Report) -> list[Asked]:
    questions = [
        Asked("hello", "/", is_hello=True),
        Asked("/api/near, the same question", f"{_NEAR}?{_HERE}"),
        Asked("/api/near, another position each", f"{_NEAR}?limit=20", words=("positions",)),
        Asked("/", "/"),
        Asked("/api/facilities.geojson", "/api/facilities.geojson"),
    ]
    for path in ("/", f"{_NEAR}?{_HERE}", "/api/facilities.geojson"):
        one = Asked(f"{path.partition('?')[0]}, not changed (304)", path, is_known=True)
        if _is_unchanged(one, ours):
            questions.append(one)
        else:
            report.leave_out(one.name, "it is always answered in full")
    return questions


def _is_unchanged(one: Asked, server: Running) -> bool:
    """Return whether what the browser knows is still answered with 304; ask anew for it first."""
    _, headers, _ = fetch(server.port, one.path, _ACCEPT)
    one.headers["If-None-Match"] = headers["ETag"] or ""
    return fetch(server.port, one.path, {**_ACCEPT, **one.headers})[0] == 304


def wrk(
    one: Asked, server: Running, report: Report, seconds: int, pause_ms: float = 0
) -> dict[str, float]:
    """Return what wrk counted; errors are added to the report's differences."""
    if one.is_known:
        # An answer is another one in the next minute, and would be sent whole from then on.
        if time.time() % 60 > 59 - seconds:
            time.sleep(60 - time.time() % 60)
        _is_unchanged(one, server)
    connections = _PAUSING_CONNECTIONS if pause_ms else _CONNECTIONS
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"]
    for name, value in {**_ACCEPT, **one.headers}.items():
        command += ["-H", f"{name}: {value}"]
    pauses = [f"pause={pause_ms:.3f}"] if pause_ms else []
    command += ["-s", str(_SCRIPT), f"{server.address}{one.path}", "--", *pauses, *one.words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("wrk: ")]
    found: dict[str, float] = json.loads(line.removeprefix("wrk: "))
    if found["errors"]:
        report.differences.append(f"{one.name}: {found['errors']:.0f} errors")
    return found


def _at_half(one: Asked, server: Running, report: Report) -> None:
    found = wrk(one, server, report, 2 * _SECONDS, one.pause_ms(one.rate / 2))
    one.half_rate = found["requests"] / found["seconds"]
    one.half_p99_ms = found["p99_ms"]


def _show(report: Report, questions: Sequence[Asked]) -> None:
    hello = questions[0].rate
    report.show(
        f"{WORKERS} workers, 95 facilities: answers a second, as a multiple of hello; p99 at the "
        "maximum and at about half of it",
        table(
            ["", "a second", "of hello", "p99 ms", "at half", "p99 ms"],
            [
                [
                    one.name,
                    figure(one.rate),
                    ratio(one.rate, hello),
                    figure(statistics.median(one.p99_ms)),
                    f"{one.half_rate / one.rate:.0%}",
                    figure(one.half_p99_ms),
                ]
                for one in questions
            ],
        ),
    )
    for one in questions:
        report.record(
            "http",
            question=one.name,
            per_second=one.rate,
            of_hello=one.rate / hello,
            p99_ms=statistics.median(one.p99_ms),
            half_per_second=one.half_rate,
            half_p99_ms=one.half_p99_ms,
        )

"""The part `cold`: from the start of the server to its first answer, and the memory of a worker.

Against a bare Flask page that says hello on the same gunicorn, in turns.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.report import Report
from tests.benchmarks.servers import WORKERS, Running, fetch, finder_command, hello_command, running
from tests.benchmarks.tables import figure, ratio, table

_ROUNDS = 5
# Enough that every worker has answered.
_ASKED = 40


@dataclass
class Starts:
    """What the starts of one server took.

    Args:
        seconds: from the start to the first answer of `/`.
        rss_mb, pss_mb: of each worker that has answered; the second shares what is shared.
        all_mb: of all processes together (PSS).
    """

    name: str
    seconds: list[float] = field(default_factory=list)
    rss_mb: list[float] = field(default_factory=list)
    pss_mb: list[float] = field(default_factory=list)
    all_mb: list[float] = field(default_factory=list)


def run(report: Report) -> None:
    """Measure how the server starts."""
    first = Starts("finder serve, empty data folder")
    again = Starts("finder serve, started before")
    hello = Starts("bare Flask hello")
    for _ in range(_ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            for starts in (first, again, hello):
                command = hello_command() if starts is hello else finder_command()
                with running(command, Path(folder)) as server:
                    starts.seconds.append(server.started_s)
                    _weigh(starts, server, ("/",) if starts is hello else ("/", "/api/near"))
    _show(report, [first, again, hello])


def _weigh(starts: Starts, server: Running, paths: tuple[str, ...]) -> None:
    if not Path("/proc/self/smaps_rollup").exists():
        return
    for path in paths:
        for _ in range(_ASKED):
            fetch(server.port, path if path == "/" else f"{path}?lat=39.9027&lon=116.6314")
    time.sleep(0.2)
    workers = _children(server.pid)
    weights = [_memory_mb(pid) for pid in workers]
    starts.rss_mb += [weight["Rss"] for weight in weights]
    starts.pss_mb += [weight["Pss"] for weight in weights]
    parent = _memory_mb(server.pid)
    starts.all_mb.append(parent["Pss"] + sum(weight["Pss"] for weight in weights))


def _children(pid: int) -> list[int]:
    # Threads may fork, too.
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text("ascii").split()]


def _memory_mb(pid: int) -> dict[str, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:]
    fields = (line.split() for line in lines)
    return {name.rstrip(":"): int(kilobytes) * 1024 / 1e6 for name, kilobytes, *_ in fields}


def _show(report: Report, starts: list[Starts]) -> None:
    hello = _medians(starts[-1])
    rows = [[one.name, *_cells(_medians(one), hello)] for one in starts]
    report.show(
        f"Start to the first answer of /, median of {_ROUNDS}; memory with {WORKERS} workers after "
        "every one has answered; as a multiple of hello",
        table(["", "start s", "", "RSS MB", "", "PSS MB", "", "all MB", ""], rows),
    )
    for one in starts:
        report.record("cold", server=one.name, **_medians(one))


def _medians(one: Starts) -> dict[str, float | None]:
    figures = {
        "start_s": one.seconds,
        "worker_rss_mb": one.rss_mb,
        "worker_pss_mb": one.pss_mb,
        "all_pss_mb": one.all_mb,
    }
    return {name: statistics.median(all_) if all_ else None for name, all_ in figures.items()}


def _cells(own: dict[str, float | None], hello: dict[str, float | None]) -> list[str]:
    return [
        cell for name, value in own.items() for cell in (figure(value), ratio(value, hello[name]))
    ]

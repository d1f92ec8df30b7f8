"""A started server with its processes, its folder and what it has written: for tests of faults."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.made_up import csv_text

ROWS = [
    {
        "id": f"guan-{number}",
        "name": f"{name}馆（测试）",
        "kind": "library",
        "lat": f"39.9{number}",
        "lon": "116.7",
        "opening_hours": "Mo-Su,PH 00:00-24:00",
        "source": "测试",
    }
    for number, name in enumerate("甲乙丙丁")
]
LIST = csv_text(ROWS)
FINDER = (sys.executable, "-m", "finder")


@dataclass
class Running:
    """`finder serve`, its folder and its list."""

    folder: Path
    port: int
    server: subprocess.Popen[bytes]

    @property
    def list_path(self) -> Path:
        return self.folder / "list" / "list.csv"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def database(self) -> Path:
        return self.data / "finder.sqlite"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, timeout: float = 20) -> tuple[int, str]:
        """Return status and text."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            line.request("GET", path)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def json(self, path: str) -> Any:
        return json.loads(self.get(path)[1])

    def names(self) -> list[str]:
        """Return the names of the facilities that residents are told of."""
        found = self.json("/api/near?lat=39.9&lon=116.7&limit=10")
        return [one["name"] for one in found["results"]]

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def output(self) -> str:
        return (self.folder / "output").read_text("utf-8", "replace")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the settings of a server in `folder`, its list written there if there is none."""
    path = folder / "list" / "list.csv"
    if not path.parent.exists():
        path.parent.mkdir(parents=True)
        path.write_text(LIST, encoding="utf-8")
    own = {"FINDER_DATA": str(folder / "data"), "FINDER_CSV": str(path), "FINDER_TILES": "none"}
    return {**os.environ, **own, **more}


@contextmanager
def running(
    folder: Path,
    workers: int = 1,
    command: tuple[str, ...] = FINDER,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Running]:
    """Run `finder serve` until the end.

    Args:
        command: the program.
    """
    chosen = environment(folder, **(settings or {}))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [*command, "serve", "--port", str(port), "--workers", str(workers)]
    with (
        (folder / "output").open("ab") as output,
        subprocess.Popen(words, env=chosen, stdout=output, stderr=output) as server,
    ):
        found = Running(folder, port, server)
        try:
            _wait(found)
            yield found
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(found: Running) -> None:
    for _ in range(300):
        assert found.server.poll() is None, found.output()
        try:
            found.get("/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer")


def started(
    folder: Path, command: tuple[str, ...] = FINDER, program: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Return what a server says that does not start.

    Args:
        command: the program.
        program: where another copy of it lies.
    """
    return subprocess.run(
        [*command, "serve", "--port", "0"],
        env=environment(folder),
        cwd=program,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

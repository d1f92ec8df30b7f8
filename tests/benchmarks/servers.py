"""Servers that are measured: the finder's own, and a bare Flask page on the same gunicorn."""

from __future__ import annotations

import argparse
import http.client
import inspect
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from finder.server import Server

WORKERS = 2
# Every setting of the finder that a shell may hold would change what is measured.
_QUIET = {name: value for name, value in os.environ.items() if not name.startswith("FINDER_")}


class HelloServer(Server):
    """The finder's gunicorn, with a page that says hello in the place of the finder."""

    def load_config(self) -> None:
        super().load_config()
        # The finder's hooks expect the finder.
        for name, setting in self.cfg.settings.items():
            if setting.section == "Server Hooks":
                self.cfg.set(name, setting.default)

    def load(self) -> Any:
        app = Flask("hello")
        app.add_url_rule("/", "hello", lambda: "hello")
        return app


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers.

    Args:
        started_s: from its start to its first answer of `/`.
        pid: its first process, whose children are the workers.
    """

    port: int
    pid: int
    started_s: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def finder_command() -> list[str]:
    return [sys.executable, "-m", "finder", "serve"]


def hello_command() -> list[str]:
    return [sys.executable, "-m", "tests.benchmarks.servers"]


@contextmanager
def running(command: list[str], folder: Path, workers: int = WORKERS) -> Iterator[Running]:
    """Start a server as a person would, with its data in `folder`, and stop it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    whole = [*command, "--port", str(port), "--workers", str(workers)]
    settings = {**_QUIET, "FINDER_DATA": str(folder), "FINDER_TILES": "none"}
    start = time.perf_counter()
    with subprocess.Popen(whole, env=settings, stdout=subprocess.DEVNULL) as process:
        try:
            _first_answer(port, process)
            yield Running(port, process.pid, time.perf_counter() - start)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _first_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.perf_counter() + 60
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise RuntimeError(f"The server stopped by itself: {process.args!r}")
        try:
            status, _, _ = fetch(port, "/")
        except OSError:
            time.sleep(0.005)
            continue
        if status == 200:
            return
        raise RuntimeError(f"The server answered {status}.")
    raise RuntimeError("The server did not answer within a minute.")


def fetch(
    port: int, path: str, headers: dict[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Return the status, headers and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=WORKERS)
    arguments = parser.parse_args()
    given: dict[str, Any] = {"port": arguments.port, "workers": arguments.workers}
    # Where the finder makes something ready before it is loaded, there is nothing to make here.
    if "ready" in inspect.signature(Server).parameters:
        given["ready"] = bool
    HelloServer("127.0.0.1", **given).run()

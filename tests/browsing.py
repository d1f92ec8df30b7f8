"""What tests in real Chromium share: the production server, and a page that is watched."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}

# Outside the metro station 通州北苑.
HERE = {"latitude": 39.9027, "longitude": 116.6314}

HOSTILE = (
    "{{7*7}}",
    "${alert(1)}",
    "</script><script>alert(2)</script>",
    '"><img src=x onerror=alert(3)>',
    "{% raw %}",
    "{{ cycler.__init__.__globals__.os.getpid() }}",
)


@contextmanager
def served(folder: Path, workers: int = 1, **environment: str) -> Iterator[str]:
    """Run `finder serve` as a person would and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "finder", "serve", "--port", str(port)]
    command += ["--workers", str(workers)]
    settings = {**os.environ, "FINDER_DATA": str(folder), **environment}
    with subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server stopped by itself"
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@dataclass
class Seen:
    """What a browser reported while a test used it."""

    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


def watched(context: BrowserContext) -> tuple[Page, Seen]:
    """Return a new page, and what it will report: hosts asked, errors, CSP violations, alerts."""
    page, seen = context.new_page(), Seen()
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " e => console.error('CSP violation: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    page.on("request", lambda request: seen.hosts.add("/".join(request.url.split("/")[:3])))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on(
        "console",
        lambda message: seen.errors.append(message.text) if message.type == "error" else None,
    )

    def refuse(dialog: object) -> None:
        seen.dialogs.append(str(dialog))

    page.on("dialog", refuse)
    return page, seen

"""What stands before everything else that answers: each request is counted, and written down.

Only the kind of its address, its status, its time and its size are kept.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from finder.counts import Counts
from finder.log_lines import told
from finder.paths import address_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Observed:
    """A WSGI application that counts what another one answers.

    Args:
        is_told: whether a line is written for each request.
    """

    def __init__(self, application: WSGIApplication, counts: Counts, is_told: bool) -> None:
        self._application = application
        self._counts = counts
        self._is_told = is_told

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        begun = time.perf_counter()
        status, size = "500", 0

        def started(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal status, size
            status = line[:3]
            if self._is_told:
                lengths = (value for name, value in headers if name == "Content-Length")
                size = int(next(lengths, 0))
            return start(line, headers, *rest)

        try:
            return self._application(environ, started)
        finally:
            seconds, path = time.perf_counter() - begun, environ.get("PATH_INFO", "")
            self._counts.count(address_of(path).route, status, seconds)
            if self._is_told:
                method = environ["REQUEST_METHOD"]
                has_body = method != "HEAD" and status != "304"
                told(method, _readable(path), int(status), seconds * 1000, size * has_body)


def _readable(path: str) -> str:
    """Return a path with its characters, which WSGI hands over as bytes in Latin-1."""
    return path.encode("latin-1", "replace").decode("utf-8", "replace")

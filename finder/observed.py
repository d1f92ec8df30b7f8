"""What stands before everything else that answers: each request is counted, and written down.

Only the kind of its address, its status, its time and its size are kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
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
        status, length = "500", ""

        def started(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal status, length
            status = line[:3]
            length = next((value for name, value in headers if name == "Content-Length"), "")
            return start(line, headers, *rest)

        def ended(status: str, size: int) -> None:
            seconds, path = time.perf_counter() - begun, environ.get("PATH_INFO", "")
            self._counts.count(address_of(path).route, status, seconds)
            if self._is_told:
                told(environ["REQUEST_METHOD"], _readable(path), int(status), seconds * 1000, size)

        try:
            found = self._application(environ, started)
        except BaseException:
            ended("500", 0)
            raise
        has_body = environ["REQUEST_METHOD"] != "HEAD" and status not in ("204", "304")
        if not length and has_body:
            return _InPieces(found, status, ended)
        ended(status, int(length or 0) * has_body)
        return found


class _InPieces:
    """An answer that is made while it is sent; it is counted when it ends, as 500 if it breaks."""

    def __init__(
        self, pieces: Iterable[bytes], status: str, ended: Callable[[str, int], None]
    ) -> None:
        self._pieces, self._status, self._ended = pieces, status, ended
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        try:
            for piece in self._pieces:
                self._size += len(piece)
                yield piece
        except Exception:
            self._status = "500"
            raise

    def close(self) -> None:
        """Count it, and let go of what makes it; the server calls this once, whatever happened."""
        try:
            if close := getattr(self._pieces, "close", None):
                close()
        finally:
            self._ended(self._status, self._size)


def _readable(path: str) -> str:
    """Return a path with its characters, which WSGI hands over as bytes in Latin-1."""
    return path.encode("latin-1", "replace").decode("utf-8", "replace")

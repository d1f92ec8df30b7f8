"""Requests as they come over the wire: through the server's own reader to the real application."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import brotli
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create

from tests.fuzz.world import world

SESSION = b"SESSION"


@cache
def _config() -> Config:
    return Config()


class Answer:
    """What came back: a status, headers and a body."""

    def __init__(self, given: bytes) -> None:
        """Send a request.

        Raises:
            ParseException: the server refuses it before the application is asked.
        """
        parser = RequestParser(_config(), iter([given]), ("127.0.0.1", 40_000))
        self.request = next(parser)
        made, environ = create(
            self.request, None, ("127.0.0.1", 40_000), ("127.0.0.1", 8000), _config()
        )
        self._made = made
        self.status, self.headers = 0, [("", "")]
        parts: Iterable[bytes] = world().app.wsgi_app(environ, self._start)
        self.body = b"".join(parts)
        if close := getattr(parts, "close", None):
            close()

    def _start(
        self, status: str, headers: list[tuple[str, str]], *error: Any
    ) -> Callable[..., Any]:
        # The server refuses headers that would end early.
        found: Callable[..., Any] = self._made.start_response(status, list(headers), *error)
        self.status, self.headers = int(status[:3]), headers
        return found

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


def plain(answer: Answer) -> bytes:
    """Return the body without its coding."""
    coding = answer.header("content-encoding")
    if coding == "br":
        return bytes(brotli.decompress(answer.body))
    return gzip.decompress(answer.body) if coding == "gzip" else answer.body

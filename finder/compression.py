"""How texts are made smaller on their way: brotli and gzip."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Mapping

import brotli

Compress = Callable[[bytes], bytes]


# Brotli looks back over 256 kB, which is more than most bodies have; its own choice, 4 MB, would
# take tens of megabytes of memory while it works.
_WINDOW_BITS = 18


def _brotli(quality: int) -> Compress:
    return lambda content: bytes(brotli.compress(content, quality=quality, lgwin=_WINDOW_BITS))


def _gzip(level: int) -> Compress:
    # Without the moment, so that the same text has the same bytes.
    return lambda content: gzip.compress(content, level, mtime=0)


# For an answer that lasts a minute: the best would take a hundred times as long.
QUICK: Mapping[str, Compress] = {"br": _brotli(5), "gzip": _gzip(6)}

# For what is sent for months.
THOROUGH: Mapping[str, Compress] = {"br": _brotli(11), "gzip": _gzip(9)}


class Coded:
    """A body that is compressed when somebody first takes it so, and once in each coding.

    Args:
        body: as it is.
        codings: how to compress it, by content coding.
    """

    __slots__ = ("_lock", "_made", "body", "codings")

    def __init__(self, body: bytes, codings: Mapping[str, Compress]) -> None:
        self.body = body
        self.codings = codings
        self._made: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def coded(self, coding: str) -> bytes:
        """Return the body in a coding; the body itself where that makes it no smaller."""
        if coding not in self.codings:
            return self.body
        with self._lock:
            made = self._made.get(coding)
            if made is None:
                made = self.codings[coding](self.body)
                self._made[coding] = made = min(made, self.body, key=len)
            return made

    @property
    def most_bytes(self) -> int:
        """The most that it can come to hold: the body, and once in each coding."""
        return len(self.body) * (1 + len(self.codings))

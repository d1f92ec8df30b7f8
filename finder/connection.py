"""A reader's connection: what has come of a request, and how far the answer is made."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from logging import Logger
from typing import Any

from gunicorn.workers.gthread import TConn

from finder.patient_socket import CREDIT_S

# So much of a body is waited for before a thread begins with it; no form for residents is longer.
MOST_BODY = 128 * 1024
# Of an answer that its reader has not taken, before more of it is made.
_MOST_AHEAD = 256 * 1024
_GONE = (errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN)

_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})", re.IGNORECASE)
_CODED = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
_VERSION = re.compile(rb"[^\r\n]* HTTP/1\.1\r\n")
_BARE_END = re.compile(rb"[^\r]\n")


class Answer:
    """An answer that is being made, as far as its reader takes it."""

    def __init__(self, response: Any, body: Iterable[bytes]) -> None:
        self.response = response
        self.body = body
        self.parts = iter(body)


# gunicorn has no types, so that its classes are Any to the checker.
class Connection(TConn):  # type: ignore[misc]
    """A connection, what has come of its next request, and until when it is waited for."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.until = 0.0
        self.answer: Answer | None = None
        self.begin(b"")

    @property
    def is_answered(self) -> bool:
        """Whether its reader has yet to take something."""
        return self.answer is not None or bool(self.sock.unsent)

    def begin(self, received: bytes) -> None:
        """Wait for another request, of which so much is there."""
        self.received = bytearray(received)
        self._searched = 0
        # Of the head and of the whole request, once they are known.
        self.head_bytes = self.whole_bytes = 0
        self.is_whole = False
        # How long it is waited for that its answer is taken, however many times.
        self.credit_s = CREDIT_S

    def is_ready(self) -> bool:
        """Return whether a thread can begin with what has been received.

        Raises:
            OSError: the reader is gone.
        """
        if not self.head_bytes:
            self._find_head()
        if not self.head_bytes:
            return False
        self.is_whole = 0 < self.whole_bytes <= len(self.received)
        # Nobody knows how long a body is that comes in pieces; the application takes none.
        enough = self.head_bytes + (MOST_BODY if self.whole_bytes else 0)
        return self.is_whole or len(self.received) >= enough

    def _find_head(self) -> None:
        end = self.received.find(_HEAD_END, max(0, self._searched - 3))
        if end < 0:
            # A head with such an end of a line is refused, whatever else comes of it.
            if _BARE_END.search(self.received, max(0, self._searched - 1)):
                self.head_bytes = self.whole_bytes = len(self.received)
            self._searched = len(self.received)
            return
        head = bytes(self.received[: end + 2])
        self.head_bytes = end + len(_HEAD_END)
        if _CODED.search(head):
            return
        given = _LENGTH.search(head)
        self.whole_bytes = self.head_bytes + (int(given[1]) if given else 0)
        is_asked = self.whole_bytes > len(self.received) and _EXPECTS.search(head)
        if is_asked and _VERSION.match(head):
            self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.sock.flushed()

    def go_on(self, answer: Answer, log: Logger) -> bool:
        """Make more of an answer; return whether there is more to do, of it or of others after it.

        Raises:
            Exception: that of the application, before anything was sent.
        """
        self.answer = answer
        try:
            for part in answer.parts:
                answer.response.write(part)
                if self.sock.unsent_bytes > _MOST_AHEAD:
                    return True
            answer.response.close()
            is_kept = not answer.response.should_close()
        except Exception as error:
            is_kept = False
            if not isinstance(error, OSError) or error.errno not in _GONE:
                if not answer.response.headers_sent:
                    self.end_answer(log)
                    raise
                # It breaks off, so that nobody takes it for a whole one.
                log.exception("Error handling request")
        self.end_answer(log)
        return is_kept

    def end_answer(self, log: Logger) -> None:
        """Let go of the answer, whole or not."""
        answer, self.answer = self.answer, None
        try:
            if answer is not None and hasattr(answer.body, "close"):
                answer.body.close()
        except Exception:
            log.exception("Error handling request")

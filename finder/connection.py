"""A reader's connection: what has come of a request, and what of the answer is not taken yet."""

from __future__ import annotations

import errno
import re
import select
import socket
import time
from collections import deque
from collections.abc import Iterable
from itertools import islice
from typing import Any

from gunicorn.workers.gthread import TConn

# So much of a body is waited for before a thread begins with it; no form for residents is longer.
MOST_BODY = 128 * 1024
# How long somebody is waited for who takes or sends nothing. What moves buys time, so that a slow
# line is waited for as long as it moves so many bytes a second.
CREDIT_S, LEAST_PER_S = 60.0, 8192
# Of an answer that its reader has not taken, before more of it is made.
_MOST_AHEAD = 1_000_000
# What is sent in one call, if there is so much.
_AT_ONCE_BYTES, _AT_ONCE_PARTS = 64 * 1024, 64

_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})", re.IGNORECASE)
_CODED = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)
_EXPECTS = re.compile(rb" HTTP/1\.1\r\n(?:.*\r\n)??expect:[ \t]*100-continue", re.I | re.DOTALL)
_BARE_END = re.compile(rb"[^\r]\n")


class PatientSocket(socket.socket):
    """A socket that keeps what its reader does not take, and never blocks.

    Only whoever reads the rest of a long body waits for it.
    """

    def __init__(self, taken: socket.socket) -> None:
        super().__init__(taken.family, taken.type, taken.proto, fileno=taken.detach())
        super().setblocking(False)
        self.unsent: deque[memoryview] = deque()
        self.unsent_bytes = 0
        # Until when the rest of a body is waited for.
        self.until = 0.0

    def setblocking(self, _flag: bool, /) -> None:
        """Do nothing: the server would have it block while a thread has it."""

    def settimeout(self, _value: float | None, /) -> None:
        """Do nothing, as above."""

    def read_now(self) -> bytes:
        """Return what has come; for the loop.

        Raises:
            OSError: the reader is gone; BlockingIOError: nothing has come.
        """
        return super().recv(_AT_ONCE_BYTES)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Wait for the rest of a body; for a thread.

        Raises:
            OSError: it does not come.
        """
        poll = select.poll()
        poll.register(self, select.POLLIN)
        while True:
            try:
                data = super().recv(size, flags)
            except BlockingIOError:
                left_s = self.until - time.monotonic()
                if left_s <= 0 or not poll.poll(left_s * 1000):
                    raise ConnectionResetError(errno.ECONNRESET, "too slow") from None
            else:
                self.until = credited(self.until, len(data))
                return data

    def send(self, data: Any, _flags: int = 0, /) -> int:
        """Send as `sendall` does."""
        self.sendall(data)
        return len(data)

    def sendall(self, data: Any, _flags: int = 0, /) -> None:
        """Keep what is to be sent, and send it when it is worth a call; the rest: `flushed`."""
        self.unsent.append(memoryview(data))
        self.unsent_bytes += len(data)
        if self.unsent_bytes >= _AT_ONCE_BYTES:
            self.flushed()

    def flushed(self) -> bool:
        """Send what the reader takes at once, and return whether that is all.

        Raises:
            OSError: the reader is gone.
        """
        while self.unsent:
            try:
                sent = self.sendmsg(islice(self.unsent, _AT_ONCE_PARTS))
            except BlockingIOError:
                return False
            self.unsent_bytes -= sent
            while self.unsent and sent >= len(self.unsent[0]):
                sent -= len(self.unsent.popleft())
            if sent:
                self.unsent[0] = self.unsent[0][sent:]
        return True


def credited(until: float, moved: int) -> float:
    """Return until when somebody is waited for who has sent or taken so many bytes."""
    return min(until + moved / LEAST_PER_S, time.monotonic() + CREDIT_S)


class Answer:
    """An answer that is being made, as far as its reader takes it."""

    def __init__(self, response: Any, body: Iterable[bytes]) -> None:
        self._response = response
        self._body = body
        self._parts = iter(body)

    @property
    def is_begun(self) -> bool:
        """Whether something was sent, so that it can be no other answer any more."""
        return bool(self._response.headers_sent)

    @property
    def is_last(self) -> bool:
        """Whether no other request may come after it."""
        return bool(self._response.should_close())

    def go_on(self, sock: PatientSocket) -> bool:
        """Make more of it, and return whether it is all made.

        Raises:
            Exception: that of the application.
        """
        for part in self._parts:
            self._response.write(part)
            if sock.unsent_bytes > _MOST_AHEAD:
                return False
        self._response.close()
        return True

    def close(self) -> None:
        """Tell the application that nobody asks for more."""
        if hasattr(self._body, "close"):
            self._body.close()


# gunicorn has no types, so that its classes are Any to the checker.
class Connection(TConn):  # type: ignore[misc]
    """A connection, what has come of its next request, and until when it is waited for."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.until = 0.0
        self.answer: Answer | None = None
        self.begin(b"")

    def begin(self, received: bytes) -> None:
        """Wait for another request, of which so much is there."""
        self.received = bytearray(received)
        self._searched = 0
        # Of the head and of the whole request, once they are known.
        self.head_bytes = self.whole_bytes = 0
        self.is_whole = False

    @property
    def is_answered(self) -> bool:
        """Whether its reader has yet to take something."""
        return self.answer is not None or bool(self.sock.unsent)

    def end_answer(self) -> None:
        """Let go of the answer, whole or not."""
        answer, self.answer = self.answer, None
        if answer is not None:
            answer.close()

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
        return self.is_whole or len(self.received) >= self.head_bytes + (
            MOST_BODY if self.whole_bytes else 0
        )

    def _find_head(self) -> None:
        end = self.received.find(_HEAD_END, max(0, self._searched - 3))
        if end < 0:
            # No more need come of a head with such an end of a line to refuse it.
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
        if self.whole_bytes > len(self.received) and _EXPECTS.search(head):
            self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.sock.flushed()

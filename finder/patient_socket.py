"""A socket that never blocks: it keeps what its reader does not take."""

from __future__ import annotations

import errno
import select
import socket
import time
from collections import deque
from itertools import islice
from typing import Any

# How long somebody is waited for who takes or sends nothing. What moves buys time, so that a slow
# line is waited for as long as it moves so many bytes a second.
CREDIT_S, LEAST_PER_S = 60.0, 8192
# What is sent in one call, if there is so much.
_AT_ONCE_BYTES, _AT_ONCE_PARTS = 64 * 1024, 64


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

"""Stops an input that takes too long, wherever it is, and says where."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Of the processor: other programs on the machine do not count.
LIMIT_S = 1.0
# By the clock, for what waits without working.
_TICK_S = 30.0


class HangError(BaseException):
    """An input takes too long. No `except Exception` on the way stops it."""


class Watchdog:
    """Watches one input after another; only one may exist, in the main thread."""

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self._limit_s = limit_s
        self._ticks = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Watch what is done inside."""
        before = [
            (number, signal.signal(number, handler))
            for number, handler in ((signal.SIGPROF, self._late), (signal.SIGALRM, self._tick))
        ]
        signal.setitimer(signal.ITIMER_REAL, _TICK_S, _TICK_S)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            for number, handler in before:
                signal.signal(number, handler)

    @contextmanager
    def input(self) -> Iterator[list[float]]:
        """Watch one input; what it took, in seconds of the processor, is put into the list."""
        took: list[float] = []
        self._ticks = 0
        # A collection looks at all that the process holds; it is no part of the input.
        gc.disable()
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, self._limit_s)
        try:
            yield took
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            took.append(time.process_time() - start)
            gc.enable()

    def _late(self, _number: int, _frame: FrameType | None) -> None:
        raise HangError(f"more than {self._limit_s} s of the processor")

    def _tick(self, _number: int, _frame: FrameType | None) -> None:
        # The first one may be that of a process that was stopped meanwhile.
        self._ticks += 1
        if self._ticks > 2:
            raise HangError(f"more than {_TICK_S} s without an end")

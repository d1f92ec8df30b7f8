"""Counts that all workers of a server share, in memory of their own that the system keeps for them.

Each worker has a place in which only it writes, so that none waits for another; whoever reads adds
the places up. They are no file: a full disk cannot harm them, and they outlive a killed worker.
What is counted is one of a fixed set of names, never a text that somebody sends.
"""

from __future__ import annotations

import mmap
import threading
from bisect import bisect_left
from dataclasses import dataclass

from finder.paths import ROUTES

STATUSES = (
    200, 204, 206, 301, 302, 303, 304, 308, 400, 403, 404, 405, 408, 409, 413, 414, 415, 422, 429,
    431, 500, 503,
)  # fmt: skip
# Seconds: a held answer takes less than the first, somebody gives up after the last.
BOUNDS_S = (0.001, 0.005, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0)
# More workers than this share the last place, where a count may be lost.
PLACES = 64

_OTHER_STATUS = len(STATUSES)
# Of a route: how often each status, how often each time (the last is longer), and all seconds.
_TIMES = _OTHER_STATUS + 1
_SUM = _TIMES + len(BOUNDS_S) + 1
_WIDTH = _SUM + 1
# Of a place: who has it, how often it was taken, then its routes.
_PID, _STARTS, _ROUTES = 0, 1, 2
_SIZE = _ROUTES + len(ROUTES) * _WIDTH

_route_numbers = {name: number for number, name in enumerate(ROUTES)}
_status_numbers = {str(status): number for number, status in enumerate(STATUSES)}


@dataclass(frozen=True, slots=True)
class RouteCount:
    """What was counted of a route.

    Args:
        statuses: how many answers had each status; the last is any that is not in `STATUSES`.
        times: how many answers took up to each of `BOUNDS_S`; the last took longer.
        seconds: of all answers together.
    """

    statuses: tuple[int, ...]
    times: tuple[int, ...]
    seconds: float


class Counts:
    """The counts of all workers; made before they fork."""

    def __init__(self) -> None:
        self._held = memoryview(mmap.mmap(-1, PLACES * _SIZE * 8)).cast("d")
        self._start = 0
        self._lock = threading.Lock()

    def take_place(self, place: int, pid: int) -> None:
        """Let this process count in a place of its own; what stands there stays."""
        self._start = min(place, PLACES - 1) * _SIZE
        self._held[self._start + _PID] = pid
        self._held[self._start + _STARTS] += 1

    def leave_place(self, place: int) -> None:
        """Note that the worker of a place has ended."""
        self._held[min(place, PLACES - 1) * _SIZE + _PID] = 0

    def count(self, route: str, status: str, seconds: float) -> None:
        """Count an answer.

        Args:
            status: its three digits.
        """
        at = self._start + _ROUTES + _route_numbers[route] * _WIDTH
        held = self._held
        with self._lock:
            held[at + _status_numbers.get(status, _OTHER_STATUS)] += 1
            held[at + _TIMES + bisect_left(BOUNDS_S, seconds)] += 1
            held[at + _SUM] += seconds

    def workers(self) -> int:
        """Return how many workers there are."""
        return sum(self._held[start] > 0 for start in range(_PID, len(self._held), _SIZE))

    def starts(self) -> int:
        """Return how many workers were started, those that came for a dead one too."""
        return int(sum(self._held[_STARTS::_SIZE]))

    def routes(self) -> dict[str, RouteCount]:
        """Return what all workers have counted, by route."""
        return {name: self._route(number) for name, number in _route_numbers.items()}

    def _route(self, number: int) -> RouteCount:
        first = _ROUTES + number * _WIDTH
        every = [
            sum(self._held[at] for at in range(first + offset, len(self._held), _SIZE))
            for offset in range(_WIDTH)
        ]
        return RouteCount(
            tuple(map(int, every[:_TIMES])), tuple(map(int, every[_TIMES:_SUM])), every[_SUM]
        )

"""Limits on how often something may be tried, one count for all worker processes."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import math
from collections.abc import Callable
from pathlib import Path

from limits import RateLimitItem
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from finder import store
from finder.errors import Problem, Sentence, TooManyError, sentence
from finder.readers import network_of


class SharedStorage(Storage):
    """Counts in the finder's own database, by the clock of the site.

    `limits` asks for a class; its other storages are a server apart or one process's memory.
    """

    STORAGE_SCHEME = None

    def __init__(self, path: Path, clock: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._path = path
        self._clock = clock

    @property
    def base_exceptions(self) -> type[Exception]:
        return OSError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        with store.opened(self._path) as database:
            return store.count_hits(database, key, amount, self._clock().timestamp(), expiry)

    def get(self, key: str) -> int:
        return self._hits(key)[0]

    def get_expiry(self, key: str) -> float:
        return self._hits(key)[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with store.opened(self._path) as database:
            return store.forget_hits(database)

    def clear(self, key: str) -> None:
        with store.opened(self._path) as database:
            store.forget_hits(database, key)

    def _hits(self, key: str) -> tuple[int, float]:
        with store.opened(self._path) as database:
            return store.hits(database, key, self._clock().timestamp())


class Limiter:
    """What may still be tried, and when again.

    A count starts with the first try and ends after the time of its limit, whatever comes.
    """

    def __init__(self, path: Path, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock
        self._windows = FixedWindowRateLimiter(SharedStorage(path, clock))

    def take(self, limit: RateLimitItem, *whose: str) -> bool:
        """Count one try and return whether it is within the limit."""
        return self._windows.hit(limit, *whose)

    def give_back(self, limit: RateLimitItem, *whose: str) -> None:
        """Uncount one try."""
        self._windows.hit(limit, *whose, cost=-1)

    def forget(self, limit: RateLimitItem, *whose: str) -> None:
        """Uncount all tries."""
        self._windows.clear(limit, *whose)

    def count(self, limit: RateLimitItem, *whose: str) -> int:
        """Return how many tries were counted, those over the limit too."""
        return self._windows.storage.get(limit.key_for(*whose))

    def wait_s(self, limit: RateLimitItem, *whose: str) -> int:
        """Return in how many seconds the count ends, at least 1."""
        ends_at = self._windows.get_window_stats(limit, *whose).reset_time
        return max(1, math.ceil(ends_at - self._clock().timestamp()))


def too_many(message: Sentence, wait_s: int) -> TooManyError:
    """Return the error of something tried too often, which says when to try again."""
    hint = sentence("请 %(minutes)d 分钟后再试。", minutes=-(-wait_s // 60))
    return TooManyError(Problem(message, hint), wait_s)


def whose_address(address: str, secret: str, date: dt.date) -> str:
    """Return what stands for a network address for one day; the address cannot be read from it.

    It stands for the whole of its network (`finder.readers.network_of`).
    """
    message = f"{date.isoformat()} {network_of(address)}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()[:32]

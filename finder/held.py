"""Answers that are held for as long as they are right, each compressed at most once.

An answer is right for one published list, from a moment to a moment. It is held by everything in
the request that it depends on, so that looking it up decides nothing anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass

from finder.compression import Coded

# Staff may close a facility at any moment, and what a browser keeps cannot be called back: nobody
# is told "open" by an answer that is older than this.
LONGEST_AGE_S = 60

MOST_ANSWERS = 2000
MOST_BYTES = 16_000_000

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """An answer with the status 200.

    Args:
        key: the key of the list that it was made from.
        start, end: it is right from `start` up to `end`; None for as long as the list is.
        mimetype: the header Content-Type.
        headers: all others that are the same whoever asks and however it is coded.
        body: in every coding.
        etag: changes with the body.
        is_private: whether no cache but the reader's own may keep it.
    """

    key: str
    start: dt.datetime
    end: dt.datetime | None
    mimetype: str
    headers: Headers
    body: Coded
    etag: str
    is_private: bool

    def is_right(self, key: str, now: dt.datetime) -> bool:
        """Return whether it still answers the same question, asked of the list `key` at `now`."""
        return key == self.key and self.start <= now and (self.end is None or now < self.end)

    def max_age_s(self, now: dt.datetime) -> int:
        """Return how many whole seconds it is sure to stay right for."""
        if self.end is None:
            return LONGEST_AGE_S
        return max(0, min(LONGEST_AGE_S, int((self.end - now).total_seconds())))


def tag_of(body: bytes) -> str:
    """Return an ETag that changes with the body."""
    return hashlib.sha256(body).hexdigest()[:32]


class Answers:
    """The answers that one process holds, by what they answer; the least used go first.

    Threads may share it.
    """

    def __init__(self, most: int = MOST_ANSWERS, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._answers: OrderedDict[object, Held] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, asked: object, key: str, now: dt.datetime) -> Held | None:
        """Return the answer to what is asked of the list `key` at `now`, if it is held."""
        with self._lock:
            found = self._answers.get(asked)
            if found is None or not found.is_right(key, now):
                return None
            self._answers.move_to_end(asked)
            return found

    def put(self, asked: object, answer: Held) -> None:
        """Hold an answer in place of the one before; one that is too big is not held."""
        with self._lock:
            before = self._answers.pop(asked, None)
            self._bytes -= before.body.most_bytes if before else 0
            if answer.body.most_bytes > self._most_bytes:
                return
            self._answers[asked] = answer
            self._bytes += answer.body.most_bytes
            while self._bytes > self._most_bytes or len(self._answers) > self._most:
                self._bytes -= self._answers.popitem(last=False)[1].body.most_bytes

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def weight(self) -> int:
        """The most bytes that the answers can come to hold."""
        return self._bytes

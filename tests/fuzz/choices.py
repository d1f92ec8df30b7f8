"""Where a generator gets its decisions from: a seed, hypothesis, or bytes.

Each generator of inputs is written once. A seed is fastest, hypothesis shrinks what fails, and
bytes are what atheris changes a little each time, towards code that no input has reached.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Choices(Protocol):
    """Whoever decides."""

    def integer(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""


class Seeded:
    """Decisions that are the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def integer(self, low: int, high: int) -> int:
        # randint takes four times as long.
        return low + int(self._random.random() * (high - low + 1))


class Guided:
    """Decisions that are read off bytes; where they end, the first of everything."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def integer(self, low: int, high: int) -> int:
        start = self._at
        # Whole bytes, so that a change of one changes one decision and moves no other.
        self._at += ((high - low).bit_length() + 7) // 8
        return low + int.from_bytes(self._data[start : self._at]) % (high - low + 1)


class Drawn:
    """Decisions of hypothesis."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        self._draw = draw

    def integer(self, low: int, high: int) -> int:
        return self._draw(st.integers(low, high))


def pick(choices: Choices, values: Sequence[T]) -> T:
    """Return one of some values."""
    return values[choices.integer(0, len(values) - 1)]


def one_in(choices: Choices, count: int) -> bool:
    """Return True once in `count` times."""
    return choices.integer(1, count) == count

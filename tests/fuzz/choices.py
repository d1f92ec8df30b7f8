"""Where a generator gets its decisions from: a seed or hypothesis.

Each generator of inputs is written once. A seed is fastest, and hypothesis shrinks what fails.
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

"""How far long work has come: told to whoever asked for it, by a plain call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from finder.errors import Sentence, sentence

# Called with what is being done, how many rows are done, and how many there are (0: not known).
Progress = Callable[[Sentence, int, int], None]

READING = sentence("读取")
CHECKING = sentence("检查")
COMPARING = sentence("比较")
PUBLISHING = sentence("发布")

# So many rows from one call to the next.
STEP_ROWS = 1_000

_Item = TypeVar("_Item")


def silent(phase: Sentence, done: int, in_all: int) -> None:
    """Tell nobody."""


def told(
    items: Iterable[_Item], phase: Sentence, in_all: int, progress: Progress
) -> Iterator[_Item]:
    """Yield `items`, a row each; `progress` hears at first, every `STEP_ROWS`, and at last."""
    done = 0
    progress(phase, 0, in_all)
    for done, item in enumerate(items, start=1):
        if not done % STEP_ROWS:
            progress(phase, done, in_all)
        yield item
    progress(phase, done, in_all)

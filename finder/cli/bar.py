"""A bar at the terminal for what takes longer than a second."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from finder.errors import Sentence, sentence
from finder.progress import Progress, silent

if TYPE_CHECKING:
    from tqdm import tqdm

# What is over sooner needs no bar.
PATIENCE_S = 1.0
_ROWS = sentence("行")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield what is to be told of the rows; it draws where somebody looks on, and clears up.

    Meanwhile Python looks for no cycles of objects: there are none among the rows, and to look
    through a million of them again and again takes as long as the work itself.
    """
    # Whoever has closed it looks on nowhere.
    bar = _Bar() if sys.stderr and sys.stderr.isatty() else None
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield bar.tell if bar else silent
    finally:
        if was_looking:
            gc.enable()
        if bar:
            bar.close()


class _Bar:
    """One bar for each thing that is done, the last one gone before the next."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._phase: Sentence | None = None
        self._shown: tqdm[None] | None = None

    def tell(self, phase: Sentence, done: int, in_all: int) -> None:
        """Show how far it has come, a second after the start at the earliest."""
        if time.monotonic() - self._since < PATIENCE_S:
            return
        if self._shown is None or phase != self._phase:
            self.close()
            self._phase, self._shown = phase, _drawn(phase, in_all)
        self._shown.update(done - self._shown.n)

    def close(self) -> None:
        """Wipe the bar away."""
        if self._shown is not None:
            self._shown.close()
            self._shown = None


def _drawn(phase: Sentence, in_all: int) -> tqdm[None]:
    # A third of a second, which no short command need wait for.
    from tqdm import tqdm

    return tqdm(
        total=in_all or None,
        desc=phase.text(),
        unit=f" {_ROWS.text()}",
        file=sys.stderr,
        leave=False,
        dynamic_ncols=True,
    )

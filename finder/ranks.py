"""What the evaluator says of many different opening hours on a date, as ranks by minute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from finder.holidays import Calendar
from finder.hours import Rules, date_stretches
from finder.search import rank

Ranks = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class DayRanks:
    """The ranks of a date (`finder.search.rank`): at 00:00, and each change after that, in order.

    Args:
        first: by the number of the opening hours.
        minutes, numbers, ranks: the changes: minute of the day, whose, and to what.
    """

    first: Ranks
    minutes: npt.NDArray[np.int16]
    numbers: npt.NDArray[np.int32]
    ranks: Ranks

    def at(self, minute: int) -> Ranks:
        """Return the ranks at a minute of the day, by the number of the opening hours."""
        until = int(self.minutes.searchsorted(minute, "right"))
        found = self.first.copy()
        # Of several changes of one number numpy keeps the last.
        found[self.numbers[:until]] = self.ranks[:until]
        return found


def day_ranks(every: Sequence[Rules], date: dt.date, calendar: Calendar) -> DayRanks:
    """Return the ranks of different opening hours on a date."""
    first = np.empty(len(every), np.uint8)
    changes: list[tuple[int, int, int]] = []
    for number, rules in enumerate(every):
        before, *later = date_stretches(rules, date, calendar)
        first[number] = rank(before.interval)
        for stretch in later:
            minute = stretch.start.hour * 60 + stretch.start.minute
            changes.append((minute, number, rank(stretch.interval)))
    changes.sort()
    minutes, numbers, ranks = np.array(changes, np.int32).reshape(-1, 3).T
    return DayRanks(first, minutes.astype(np.int16), numbers, ranks.astype(np.uint8))

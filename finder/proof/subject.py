"""What a proof is about: a list, its dates, and whoever answers for it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from random import Random

from finder.errors import Sentence
from finder.facility import Facility
from finder.geo import Point, distance_m, walk_minutes
from finder.holidays import Calendar
from finder.hours import DAY_MIN, Rules
from finder.proof.lines import Line, line, moment

# Returns what an address answers at a present moment, as text.
Ask = Callable[[str, dt.datetime], str]

Command = Callable[[Sequence[str]], str]

# Where somebody stands who asks for the nearest: the middle of Tongzhou.
HERE = Point(39.9, 116.7)


@dataclass(frozen=True)
class Subject:
    """A list that is asked every way there is.

    Args:
        name: what the list is called.
        facilities: the evaluator speaks of these.
        shown: the list whose outputs are compared; in a proof that can succeed, the same.
        first, days: the dates.
        ask: the application that has published `shown`.
        run: the terminal's `finder` with arguments; returns what it prints.
        seed: of the random minutes.
    """

    name: Sentence
    facilities: tuple[Facility, ...]
    shown: tuple[Facility, ...]
    first: dt.date
    days: int
    calendar: Calendar
    ask: Ask
    run: Command
    seed: int = 0

    @cached_property
    def lines(self) -> dict[Rules, Line]:
        """What the evaluator says, by the opening hours."""
        rules = dict.fromkeys(one.rules for one in self.facilities)
        return {one: line(one, self.first, self.days, self.calendar) for one in rules}

    @cached_property
    def sharers(self) -> Counter[Rules]:
        """How many facilities have the same opening hours."""
        return Counter(one.rules for one in self.facilities)

    @cached_property
    def located(self) -> tuple[Facility, ...]:
        return tuple(one for one in self.facilities if one.position)

    @cached_property
    def nearest(self) -> tuple[Facility, ...]:
        """Those that have a position, nearest to `HERE` first; equal ones as listed."""
        return tuple(sorted(self.located, key=lambda one: distance_m(HERE, one.position or HERE)))

    @cached_property
    def places(self) -> dict[str, int]:
        """The place in the list of those that have a position, by their ids."""
        return {one.id: place for place, one in enumerate(self.located)}

    @cached_property
    def walks(self) -> dict[str, int]:
        """How many minutes it takes to walk from `HERE`, by their ids."""
        return {
            one.id: walk_minutes(distance_m(HERE, one.position))
            for one in self.located
            if one.position
        }

    def line_of(self, facility: Facility) -> Line:
        return self.lines[facility.rules]

    def moment(self, minute: int) -> dt.datetime:
        """Return the moment so many minutes after 00:00 of the first date."""
        return moment(self.first, minute)

    def random(self, name: str) -> Random:
        """Return a source of random numbers, the same for the same seed and name."""
        return Random(f"{self.seed} {name}")  # noqa: S311 - not for secrets

    def spans(self, day: int) -> Iterator[tuple[int, int]]:
        """Yield the spans of a date in which no facility changes, as minutes."""
        start, end = day * DAY_MIN, (day + 1) * DAY_MIN
        edges = {start, end}
        for found in self.lines.values():
            edges.update(found.edges(start, end))
        ordered = sorted(edges)
        yield from pairwise(ordered)

"""What the 15-minute circle is, and its figures for one week, as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from finder.facility import Kind
from finder.geo import Point, cyclable_m, walkable_m
from finder.weeks import WEEK_HOURS

MINUTES = 15

# The grid covers what is so near to a town's point or a metro station, and the middles of two
# cells in a row or a column are so far apart.
AROUND_M = 2000.0
STEP_M = 250.0


class Way(Enum):
    """How somebody goes; the value is the key of the command and the address."""

    FOOT = "foot"
    BICYCLE = "bicycle"

    @property
    def reach_m(self) -> float:
        """How far in a straight line a place is that is reached in 15 minutes."""
        return (walkable_m if self is Way.FOOT else cyclable_m)(MINUTES)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of an area, or of all people, has something in reach in one hour, from 0 to 1.

    Args:
        certain: open to newcomers for sure, and in reach wherever it is within its error.
        counted: open or unknown, in reach if it is where the list says.
        possible: open or unknown, in reach from somewhere within its error; never less than
            `counted`, nor that less than `certain`. What has no position is in none of the three.
    """

    certain: float
    counted: float
    possible: float


@dataclass(frozen=True, slots=True)
class Gain:
    """A place for one more facility.

    Args:
        position: a cell's middle.
        gain: the weight of what none of the known positions can have in reach today, and would
            have something then; over several hours the mean. In square kilometres or people. A
            facility without a position may be there already.
    """

    position: Point
    gain: float


@dataclass(frozen=True, slots=True)
class Counted:
    """What a survey looked at.

    Args:
        exact, rough: facilities with a position, at the door and with an error.
        without_hours: of these, those of which nobody has given any hours.
        unlocated: how many of each kind have no position and are left out.
    """

    exact: int
    rough: int
    without_hours: int
    unlocated: Mapping[Kind, int]

    @property
    def without_position(self) -> int:
        """How many are left out: any of them may be where nothing else is in reach."""
        return sum(self.unlocated.values())


@dataclass(frozen=True, slots=True)
class Figures:
    """The coverage of one week by one way.

    Args:
        monday: the week's first date; `is_ordinary` is whether it has no holiday.
        cells, area_km2: how many cells the area has, and how big they are together.
        by_area, by_people: the shares hour by hour; the latter None without a population.
        people: how many there are; None without a population.
    """

    way: Way
    monday: dt.date
    is_ordinary: bool
    counted: Counted
    cells: int
    area_km2: float
    by_area: tuple[Share, ...]
    by_people: tuple[Share, ...] | None = None
    people: float | None = None

    @property
    def best_hour(self) -> int:
        """The first hour of the week with the greatest certain share, then the greatest other."""
        return max(range(WEEK_HOURS), key=lambda hour: (*_bounds(self.by_area[hour]), -hour))


def _bounds(share: Share) -> tuple[float, float]:
    return share.certain, share.counted

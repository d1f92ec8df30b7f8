"""A week's coverage as one value: what was counted, its shares, and what adds most."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from finder.circle import Counted, Figures, Gain, Way
from finder.coverage import Reached, best_places, missing, nearby, reached, shares
from finder.facility import Facility
from finder.ground import Ground, grid, ground
from finder.holidays import Calendar
from finder.places import Place
from finder.population import Population
from finder.search import without_position
from finder.weeks import is_ordinary


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """The coverage of one week by one way.

    Args:
        cells: the area, and what is in reach of it.
        demand: what one more is to be in reach of: the homes if there is a population.
    """

    figures: Figures
    cells: Ground
    found: Reached
    demand: tuple[Ground, Reached]

    def best_places(self, *several: Sequence[int]) -> list[tuple[Gain, ...]]:
        """Return for each of some choices of hours the cells where one more adds most."""
        near = nearby(self.cells, self.demand[0], self.figures.way)
        # Many hours of a week lack the same.
        known: dict[bytes, tuple[Gain, ...]] = {}
        found: list[tuple[Gain, ...]] = []
        for hours in several:
            lacking = missing(*self.demand, hours)
            key = lacking.tobytes()
            if key not in known:
                known[key] = best_places(near, lacking)
            found.append(known[key])
        return found


def area(places: Iterable[Place]) -> Ground:
    """Return the cells round towns and metro stations, without those of the next district."""
    return grid(one.position for one in places if not one.is_neighbour)


def survey(
    facilities: Sequence[Facility],
    cells: Ground,
    way: Way,
    monday: dt.date,
    calendar: Calendar,
    population: Population | None = None,
) -> Survey:
    """Return the coverage of the week of a Monday."""
    found = reached(facilities, cells, way, monday, calendar)
    demand = cells, found
    by_people = None
    if population:
        homes = ground(population.positions, population.people)
        demand = homes, reached(facilities, homes, way, monday, calendar)
        by_people = shares(*demand)
    figures = Figures(
        way=way,
        monday=monday,
        is_ordinary=is_ordinary(monday, calendar),
        counted=counted(facilities),
        cells=len(cells.positions),
        area_km2=cells.weight,
        by_area=shares(cells, found),
        by_people=by_people,
        people=demand[0].weight if population else None,
    )
    return Survey(figures, cells, found, demand)


def counted(facilities: Iterable[Facility]) -> Counted:
    """Return how many facilities are counted, how, and how many are not."""
    listed = tuple(facilities)
    located = [one for one in listed if one.position]
    by_error = Counter(bool(one.error_m) for one in located)
    return Counted(
        exact=by_error[False],
        rough=by_error[True],
        without_hours=sum(not one.has_hours for one in located),
        unlocated=without_position(listed),
    )

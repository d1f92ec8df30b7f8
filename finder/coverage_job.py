"""Makes a chart in a process of its own, for numpy and pygal are of no use to those who serve.

    python -m finder.coverage_job DATABASE PLACES HOLIDAYS FILE MONDAY WAY [POPULATION]

It prints the chart as JSON, and keeps it in FILE for other processes and the next start.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from finder.chart import (
    CERTAIN,
    COUNTED,
    NOTHING,
    POSSIBLE,
    Chart,
    Sources,
    chart_object,
    made_of,
)
from finder.circle import Way
from finder.coverage import Reached, in_hour
from finder.coverage_words import picture_title
from finder.facility import Facility
from finder.ground import cell_steps
from finder.heat_map import DARK, LIGHT, heat_map
from finder.holidayfile import calendar_at
from finder.holidays import Calendar
from finder.kept import keep
from finder.listing import key_of
from finder.places import Place, places
from finder.population import Population, population
from finder.store import published
from finder.survey import area, survey
from finder.textfile import file_bytes
from finder.translations import LANGUAGES, catalogue
from finder.weeks import WEEK_HOURS

# It gives way to those who answer.
_NICE = 10


def chart(
    facilities: Sequence[Facility],
    known: Sequence[Place],
    way: Way,
    monday: dt.date,
    calendar: Calendar,
    homes: Population | None = None,
) -> Chart:
    """Return the chart of a week."""
    found = survey(facilities, area(known), way, monday, calendar, homes)
    every = range(WEEK_HOURS)
    # The page draws the area, beside a table of the same.
    drawn = replace(found.figures, by_people=None)
    pictures = {
        language + end: heat_map(
            drawn.by_area,
            picture_title(drawn, catalogue(language)),
            palette,
            catalogue(language),
        )
        for language in LANGUAGES
        for end, palette in (("", LIGHT), ("-dark", DARK))
    }
    return Chart(
        figures=found.figures,
        best=tuple(found.best_places(*([hour] for hour in every), every)),
        cells=found.cells.positions,
        size=cell_steps([one.position for one in known if not one.is_neighbour]),
        reach=tuple(_signs(found.found, hour) for hour in every),
        pictures=pictures,
    )


def _signs(found: Reached, hour: int) -> str:
    signs = np.array([NOTHING, POSSIBLE, COUNTED, CERTAIN])
    number = sum(
        in_hour(bits, hour).astype(int) for bits in (found.certain, found.counted, found.possible)
    )
    return "".join(signs[number].tolist())


def main(arguments: Sequence[str]) -> None:
    """Make the chart that is asked for."""
    os.nice(_NICE)
    database, places_path, holidays_path, path, monday, name, *more = arguments
    sources = Sources(Path(places_path), Path(holidays_path), *map(Path, more))
    date, way = dt.date.fromisoformat(monday), Way(name)
    version, facilities = published(Path(database))
    made = made_of(key_of(version), date, way, sources)
    homes = population(file_bytes(sources.population)) if sources.population else None
    calendar = calendar_at(sources.holidays)
    found = chart(facilities, places(sources.places), way, date, calendar, homes)
    value = chart_object(found)
    keep(Path(path), made, value)
    json.dump({"made_of": made, "value": value}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1:])

"""All that a page shows of a week's coverage, as one value that can be kept from start to start.

It is made by `finder.coverage_job` in a process of its own; whoever reads it needs no numpy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from finder.assets import digest_of
from finder.circle import Counted, Figures, Gain, Share, Way
from finder.facility import Kind
from finder.geo import Point
from finder.textfile import file_bytes

_HERE = Path(__file__).resolve().parent
_MAKERS = (
    *("chart", "circle", "coverage", "coverage_job", "coverage_words", "geo", "ground"),
    *("heat_map", "levels", "population", "survey", "weeks"),
)

# What something is in reach of a cell in an hour, in a text with a sign for each cell.
NOTHING, POSSIBLE, COUNTED, CERTAIN = "0123"


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """The coverage of one week by one way, ready to be shown.

    Args:
        figures: its shares, and what was counted.
        best: for each hour the places where one more adds most, and at last those over all hours.
        cells: the middles of the cells; `size` is how high and wide one is, in degrees.
        reach: for each hour a sign for each cell: `NOTHING`, `POSSIBLE`, `COUNTED` or `CERTAIN`.
        pictures: the SVG of the heat map by language, and with `-dark` for a dark page.
    """

    figures: Figures
    best: tuple[tuple[Gain, ...], ...]
    cells: tuple[Point, ...]
    size: tuple[float, float]
    reach: tuple[str, ...]
    pictures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that a chart is made of besides the list; a population may be missing."""

    places: Path
    holidays: Path
    population: Path | None = None

    def digest(self) -> str:
        """Return what changes with what they hold.

        Raises:
            FileError: one cannot be read.
        """
        files = (self.places, self.holidays, *([self.population] if self.population else ()))
        return digest_of(*map(file_bytes, files))


def made_of(list_key: str, monday: dt.date, way: Way, sources: Sources) -> str:
    """Return what changes with everything that a chart is made of.

    Raises:
        FileError: a file cannot be read.
    """
    asked = f"{list_key} {monday} {way.value} {sources.digest()}"
    return digest_of(asked.encode(), _program())


@cache
def _program() -> bytes:
    words = _HERE / "translations" / "en" / "LC_MESSAGES" / "messages.mo"
    parts = [(_HERE / f"{name}.py").read_bytes() for name in _MAKERS]
    parts += [words.read_bytes() if words.is_file() else b"", version("pygal").encode()]
    return digest_of(*parts).encode()


def chart_object(chart: Chart) -> dict[str, object]:
    """Return a chart as JSON can hold it."""
    figures, counted = chart.figures, chart.figures.counted
    # Many hours of a week are the same.
    different = list(dict.fromkeys(chart.reach))
    return {
        "figures": {
            "way": figures.way.value,
            "monday": figures.monday.isoformat(),
            "is_ordinary": figures.is_ordinary,
            "counted": asdict(counted)
            | {"unlocated": {kind.value: many for kind, many in counted.unlocated.items()}},
            "cells": figures.cells,
            "area_km2": figures.area_km2,
            "by_area": _rows(figures.by_area),
            "by_people": _rows(figures.by_people) if figures.by_people else None,
            "people": figures.people,
        },
        "best": [[[*one.position, one.gain] for one in places] for places in chart.best],
        "cells": [list(one) for one in chart.cells],
        "size": list(chart.size),
        "different": different,
        "reach": [different.index(one) for one in chart.reach],
        "pictures": dict(chart.pictures),
    }


def chart_of(kept: Any) -> Chart | None:
    """Return the chart of what `chart_object` has made; None where it is broken."""
    try:
        given = kept["figures"]
        unlocated = {Kind(name): many for name, many in given["counted"]["unlocated"].items()}
        figures = Figures(
            way=Way(given["way"]),
            monday=dt.date.fromisoformat(given["monday"]),
            is_ordinary=given["is_ordinary"],
            counted=Counted(**{**given["counted"], "unlocated": unlocated}),
            cells=given["cells"],
            area_km2=given["area_km2"],
            by_area=_shares(given["by_area"]),
            by_people=_shares(given["by_people"]) if given["by_people"] else None,
            people=given["people"],
        )
        return Chart(
            figures=figures,
            best=tuple(_gains(places) for places in kept["best"]),
            cells=tuple(Point(*one) for one in kept["cells"]),
            size=tuple(kept["size"]),
            reach=tuple(kept["different"][number] for number in kept["reach"]),
            pictures=dict(kept["pictures"]),
        )
    except (LookupError, TypeError, ValueError):
        return None


def _rows(shares: Sequence[Share]) -> list[list[float]]:
    return [[one.certain, one.counted, one.possible] for one in shares]


def _shares(rows: Sequence[Sequence[float]]) -> tuple[Share, ...]:
    return tuple(Share(*one) for one in rows)


def _gains(places: Sequence[Sequence[float]]) -> tuple[Gain, ...]:
    return tuple(Gain(Point(lat, lon), gain) for lat, lon, gain in places)

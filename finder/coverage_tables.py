"""The figures of a week as a table for a spreadsheet, as JSON and as lines for a terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from finder.answer import JsonObject, iso
from finder.circle import MINUTES, Figures, Gain, Share
from finder.coverage_words import (
    assumptions,
    gain_text,
    gains_text,
    hour_text,
    rounded_down,
    share_text,
)
from finder.errors import Gettext, sentence, untranslated
from finder.places import Place
from finder.weeks import WEEK_HOURS, moment_of
from finder.wording import weekday_name

_BOUNDS = ("certain", "counted", "possible")
_COLUMNS = ("at", "weekday", "hour", *(f"area_{one}" for one in _BOUNDS))


def figures_csv(found: Figures) -> str:
    """Return a line for each hour: the moment, and its shares in percent."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    people = tuple(f"people_{one}" for one in _BOUNDS) if found.by_people else ()
    writer.writerow((*_COLUMNS, *people))
    for hour in range(WEEK_HOURS):
        when = moment_of(found.monday, hour)
        rows = [found.by_area[hour], *([found.by_people[hour]] if found.by_people else [])]
        figures = [f"{getattr(row, one) * 100:.2f}" for row in rows for one in _BOUNDS]
        writer.writerow((iso(when), weekday_name(when.date()), when.hour, *figures))
    return file.getvalue()


def figures_object(
    found: Figures, hours: Sequence[int], best: Sequence[Gain], gettext: Gettext = untranslated
) -> JsonObject:
    """Return the object of `finder coverage --json` and `/api/coverage`.

    Args:
        hours: those that are told of.
        best: where one more adds most, over these hours.
    """
    counted, unit = found.counted, "km2" if found.people is None else "people"
    return {
        "by": found.way.value,
        "minutes": MINUTES,
        "reach_m": int(found.way.reach_m),
        "monday": found.monday.isoformat(),
        "is_ordinary_week": found.is_ordinary,
        "area_km2": round(found.area_km2, 1),
        "cells": found.cells,
        "people": found.people,
        "facilities": {
            "exact_position": counted.exact,
            "rough_position": counted.rough,
            "without_hours": counted.without_hours,
            "without_position": {kind.value: many for kind, many in counted.unlocated.items()},
        },
        "assumptions": [one.text(gettext) for one in assumptions(found)],
        "hours": [_hour_object(found, hour) for hour in hours],
        "best_places": [
            {
                "lat": round(one.position.lat, 5),
                "lon": round(one.position.lon, 5),
                f"gain_{unit}": rounded_down(one.gain, 2),
            }
            for one in best
        ],
    }


def _hour_object(found: Figures, hour: int) -> JsonObject:
    shown: JsonObject = {
        "at": iso(moment_of(found.monday, hour)),
        "area": _share_object(found.by_area[hour]),
    }
    if found.by_people:
        shown["people"] = _share_object(found.by_people[hour])
    return shown


def _share_object(share: Share) -> JsonObject:
    return {one: round(getattr(share, one), 4) for one in _BOUNDS}


def figures_lines(
    found: Figures, hours: Sequence[int], best: Sequence[Gain], known: Iterable[Place]
) -> list[str]:
    """Return what the terminal shows: the hours, what adds most, and what it rests on."""
    lines = [
        f"{hour_text(found, hour)}  {share_text(found.by_area[hour])}"
        + (f"  {_people_text(found, hour)}" if found.by_people else "")
        for hour in hours
    ]
    lines += ["", sentence("再加一处，加在哪里增加最多（只是算术，不是规划）：").text()]
    lines += [f"  {gain_text(found, one, known)}" for one in best] or [
        f"  {sentence('在所算的范围里没有肯定能增加的地方。')}"
    ]
    lines += [f"  {gains_text(found)}"] if best else []
    return [*lines, "", *(str(one) for one in assumptions(found))]


def _people_text(found: Figures, hour: int) -> str:
    assert found.by_people is not None  # noqa: S101 - asked before
    return sentence("人口：%(share)s", share=share_text(found.by_people[hour])).text()

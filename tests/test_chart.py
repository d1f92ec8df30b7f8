"""A chart: made by the job as the parts say, kept as JSON, and held by those who serve."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from finder import chart as chart_module
from finder.chart import (
    CERTAIN,
    COUNTED,
    NOTHING,
    POSSIBLE,
    Sources,
    chart_object,
    chart_of,
    made_of,
)
from finder.circle import Way
from finder.coverage_job import chart
from finder.errors import FileError
from finder.facility import Facility
from finder.geo import Point
from finder.geojson import coverage_geojson
from finder.holidays import Calendar
from finder.places import Place
from finder.population import Population
from finder.survey import area, survey
from finder.weeks import WEEK_HOURS
from tests.made_up import facility

MONDAY = dt.date(2026, 11, 30)
TOWN = Place("测试镇", "town", Point(39.9, 116.7), "测试")
NEIGHBOUR = Place("测试站", "metro_station", Point(39.99, 116.7), "测试", is_neighbour=True)
LISTED = (
    facility(),
    facility(id="yi", lat="39.905", accuracy_m="3000"),
    facility(id="bing", lat="39.89", opening_hours=""),
    facility(id="ding", lat="", lon=""),
)


def test_a_chart_says_what_the_survey_found(calendar: Calendar) -> None:
    made = chart(LISTED, [TOWN, NEIGHBOUR], Way.FOOT, MONDAY, calendar)
    found = survey(LISTED, area([TOWN]), Way.FOOT, MONDAY, calendar)
    assert made.figures == found.figures
    assert made.cells == found.cells.positions
    assert made.best[34] == found.best_places([34])[0]
    assert made.best[WEEK_HOURS] == found.best_places(range(WEEK_HOURS))[0]
    for hour in (3, 34, 167):
        share, signs = made.figures.by_area[hour], made.reach[hour]
        for bound, which in (
            (share.certain, CERTAIN),
            (share.counted, CERTAIN + COUNTED),
            (share.possible, CERTAIN + COUNTED + POSSIBLE),
        ):
            weight = sum(
                float(km2)
                for km2, sign in zip(found.cells.weights, signs, strict=True)
                if sign in which
            )
            assert weight / found.cells.weight == pytest.approx(bound)
    assert set(made.pictures) == {"zh", "zh-dark", "en", "en-dark"}


def test_the_picture_of_the_area_does_not_speak_of_people(calendar: Calendar) -> None:
    homes = Population((Point(39.9, 116.7),), (100.0,))
    made = chart(LISTED, [TOWN, NEIGHBOUR], Way.FOOT, MONDAY, calendar, homes)
    without = chart(LISTED, [TOWN, NEIGHBOUR], Way.FOOT, MONDAY, calendar)
    assert made.figures.by_people
    assert made.pictures == without.pictures
    assert "<title>" in made.pictures["zh"] and "人口" not in made.pictures["zh"]


def test_what_is_counted_and_left_out_is_told_by_kind(calendar: Calendar) -> None:
    counted = survey(LISTED, area([TOWN]), Way.FOOT, MONDAY, calendar).figures.counted
    assert (counted.exact, counted.rough, counted.without_hours) == (2, 1, 1)
    assert {kind.value: many for kind, many in counted.unlocated.items()} == {"library": 1}


def test_a_station_of_the_next_district_is_not_part_of_the_area() -> None:
    assert area([TOWN, NEIGHBOUR]).positions == area([TOWN]).positions


def test_a_chart_comes_back_from_json_as_it_was(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    homes = Population((Point(39.9, 116.7), Point(39.5, 116.7)), (300.0, 100.0))
    made = chart(facilities[:12], [TOWN], Way.BICYCLE, MONDAY, calendar, homes)
    assert made.figures.people == 400
    back = chart_of(json.loads(json.dumps(chart_object(made))))
    assert back is not None
    for name in ("figures", "best", "cells", "size", "reach", "pictures"):
        assert getattr(back, name) == getattr(made, name), name


@pytest.mark.parametrize(
    "broken", [None, [], {}, {"figures": {}}, {"figures": {"way": "boat"}}, "", 3]
)
def test_what_is_broken_is_no_chart(broken: object) -> None:
    assert chart_of(broken) is None


def test_a_chart_is_made_anew_for_everything_that_changes_it(tmp_path: Path) -> None:
    places, holidays, people = (tmp_path / name for name in ("places", "holidays", "people"))
    for one in (places, holidays, people):
        one.write_text(one.name, "utf-8")
    bare, whole = Sources(places, holidays), Sources(places, holidays, people)
    first = made_of("1-a", MONDAY, Way.FOOT, bare)
    assert first == made_of("1-a", MONDAY, Way.FOOT, bare)
    others = {
        made_of("2-a", MONDAY, Way.FOOT, bare),
        made_of("1-a", MONDAY + dt.timedelta(days=7), Way.FOOT, bare),
        made_of("1-a", MONDAY, Way.BICYCLE, bare),
        made_of("1-a", MONDAY, Way.FOOT, whole),
    }
    for one in (places, holidays, people):
        one.write_text("another", "utf-8")
        others.add(made_of("1-a", MONDAY, Way.FOOT, whole))
    assert len(others | {first}) == 8


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="gone 读不出来"):
        made_of("1-a", MONDAY, Way.FOOT, Sources(tmp_path / "gone", tmp_path / "gone"))


def test_every_module_that_a_chart_is_made_by_is_there() -> None:
    for name in chart_module._MAKERS:
        assert (Path(chart_module.__file__).parent / f"{name}.py").is_file()


def test_the_map_has_every_cell_once_with_what_is_in_reach_of_it(calendar: Calendar) -> None:
    made = chart(LISTED, [TOWN], Way.FOOT, MONDAY, calendar)
    found = coverage_geojson(made, 34)
    names = {"certain": CERTAIN, "counted": COUNTED, "possible": POSSIBLE, "none": NOTHING}
    drawn: dict[str, int] = {}
    for feature in found["features"]:  # type: ignore[attr-defined]
        reach, cells = feature["properties"]["reach"], feature["properties"]["cells"]
        drawn[reach] = drawn.get(reach, 0) + cells
        ring = feature["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1]
        (west, south), (east, north) = ring[0], ring[2]
        inside = [
            at
            for at, one in enumerate(made.cells)
            if south < one.lat < north and west < one.lon < east
        ]
        assert len(inside) == cells
        assert {made.reach[34][at] for at in inside} == {names[reach]}
    assert sum(drawn.values()) == len(made.cells)
    assert set(drawn) == {"certain", "counted", "possible"} | ({"none"} & set(drawn))

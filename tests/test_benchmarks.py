"""The benchmarks still run, and every way to the nearest open facility gives the same answer."""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.chords import spot
from finder.facility import Kind
from finder.geo import Point, distance_m
from finder.holidays import Calendar
from tests.benchmarks import load
from tests.benchmarks.__main__ import main
from tests.benchmarks.arrays import NUMPY
from tests.benchmarks.index import measure
from tests.benchmarks.index_report import all_ways
from tests.benchmarks.lists import MOMENTS, MadeUp, made_up, of_points
from tests.benchmarks.loops import LOOP, truth
from tests.benchmarks.report import Report
from tests.benchmarks.servers import fetch, hello_command, running
from tests.benchmarks.timing import percentile
from tests.benchmarks.ways import Query, Way, exact

POSTGRES = os.environ.get("FINDER_BENCH_POSTGRES", "")
WAYS, _ = all_ways(POSTGRES)
TOWN, COUNTRY = made_up(200, "dense", asked=4), made_up(200, "sparse", asked=4)


@pytest.mark.parametrize("way", [way for way in WAYS if way is not LOOP], ids=lambda way: way.name)
@pytest.mark.parametrize("made", [TOWN, COUNTRY], ids=["town", "country"])
@pytest.mark.parametrize("kinds", [(), (Kind.LIBRARY,), (Kind.MUSEUM, Kind.HERITAGE)])
def test_a_way_answers_what_the_plain_search_answers(
    way: Way, made: MadeUp, kinds: tuple[Kind, ...], calendar: Calendar
) -> None:
    query, find = way.build(made, calendar), truth(made, calendar)
    for name in way.moments or MOMENTS:
        for at in made.asked:
            for count in (1, 20, 300):
                asked = (at, MOMENTS[name], count, kinds)
                assert query(*asked) == find(*asked)


def test_the_moments_differ_in_what_is_open(calendar: Calendar) -> None:
    find = truth(TOWN, calendar)
    answers = [find(TOWN.asked[0], when, 300, ()) for when in MOMENTS.values()]
    assert 0 < len(answers[1]) < 20 < min(len(answer) for answer in (*answers[:1], *answers[2:]))
    assert len({tuple(answer) for answer in answers}) == len(MOMENTS)


# A grid of few values: many places are equally far, or lie on each other.
_STEPS = st.integers(-3, 3)
_POINTS = st.lists(st.tuples(_STEPS, _STEPS), min_size=1, max_size=30)


@given(_POINTS, st.sampled_from([1e-6, 1e-3, 1.0, 8.0]), st.integers(0, 55), st.integers(1, 35))
def test_chords_give_the_order_of_geodesics_with_equal_ones_in_the_order_of_the_list(
    steps: list[tuple[int, int]], degrees: float, lat: int, count: int
) -> None:
    here = Point(float(lat), 116.0)
    points = [Point(lat + north * degrees, 116 + east * degrees) for north, east in steps]
    made = of_points(points)
    chords = [math.dist(spot(here)[:3], spot(point)[:3]) for point in points]
    by_chord = sorted(range(len(points)), key=lambda place: chords[place])

    def nearest(rank: int, k: int) -> tuple[Sequence[int], Sequence[float]]:
        found = by_chord[:k] if rank == 0 else []
        return found, [chords[place] for place in found]

    wanted = sorted(range(len(points)), key=lambda place: distance_m(here, points[place]))
    assert exact(nearest, made, here, count) == wanted[:count]


def test_the_index_part_writes_what_it_measured_and_finds_no_difference(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    arguments = argparse.Namespace(
        part=["index"], size=(60,), questions=30, postgres=POSTGRES, json=file
    )
    assert main(arguments) == 0
    figures = json.loads(file.read_text("utf-8"))
    assert figures["differences"] == []
    assert {one["way"] for one in figures["records"]} == {way.name for way in WAYS}
    assert all(one["p50_us"] > 0 for one in figures["records"])


def test_a_way_that_answers_something_else_is_reported(calendar: Calendar) -> None:
    def backwards(made: MadeUp, calendar: Calendar) -> Query:
        query = NUMPY.build(made, calendar)
        return lambda *asked: query(*asked)[::-1]

    differences: list[str] = []
    measure(TOWN, [Way("backwards", backwards)], calendar, differences)
    assert any(one.startswith("backwards, 200 dense weekday, from") for one in differences)


def test_the_hello_server_runs_on_the_finders_gunicorn(tmp_path: Path) -> None:
    with running(hello_command(), tmp_path, workers=1) as server:
        status, headers, body = fetch(server.port, "/")
    assert (status, body) == (200, b"hello")
    assert headers["Server"] == "gunicorn"


@pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not installed")
def test_wrk_counts_answers_and_errors(tmp_path: Path) -> None:
    report = Report()
    with running(hello_command(), tmp_path, workers=1) as server:
        hello = load.wrk(load.Asked("hello", "/", words=("positions",)), server, report, 1)
        assert hello["requests"] > 0
        assert report.differences == []
        load.wrk(load.Asked("nothing", "/nothing"), server, report, 1)
    assert len(report.differences) == 1


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(value) for value in range(1, 101)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.99) == 99
    assert percentile([3.0], 0.5) == 3

"""The index answers as the plain search does, to the last digit."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.facility import Facility, Kind
from finder.geo import Point
from finder.holidays import Calendar, official_calendar
from finder.hours import State
from finder.index import Index, Near
from finder.search import Query, find
from tests.made_up import facility, moment
from tests.test_ranks import TEXTS

CALENDAR = official_calendar()
KINDS = (Kind.LIBRARY, Kind.MUSEUM, Kind.MINI_LIBRARY)


def made_up(count: int, seed: int = 1) -> tuple[Facility, ...]:
    """Return made-up facilities round one place, some without a position, some in one place."""
    random = Random(seed)
    found = []
    for number in range(count):
        lat, lon = 39.9 + random.gauss(0, 0.05), 116.7 + random.gauss(0, 0.05)
        if number % 11 == 0:
            lat, lon = 39.9, 116.7
        found.append(
            facility(
                id=f"guan-{number}",
                name=f"测试{number}馆",
                kind=random.choice(KINDS).value,
                town=random.choice(("甲镇", "乙镇")),
                services=random.choice(("", "借阅", "借阅;自习")),
                wheelchair=random.choice(("", "yes", "no")),
                lat="" if number % 13 == 0 else f"{lat:.6f}",
                lon="" if number % 13 == 0 else f"{lon:.6f}",
                datum=random.choice(("", "gcj02")),
                opening_hours=random.choice(TEXTS),
            )
        )
    return tuple(found)


LIST = made_up(3000)
INDEX = Index(LIST, CALENDAR)

queries = st.builds(
    Query,
    when=st.datetimes(dt.datetime(2026, 9, 1), dt.datetime(2027, 3, 1)).map(
        lambda when: when.replace(tzinfo=dt.UTC)
    ),
    position=st.builds(Point, st.floats(39.7, 40.1), st.floats(116.5, 116.9)) | st.none(),
    open_only=st.booleans(),
    arriving=st.booleans(),
    kinds=st.sampled_from([(), (Kind.MUSEUM,), (Kind.MUSEUM, Kind.LIBRARY), (Kind.HERITAGE,)]),
    services=st.sampled_from([(), ("借阅",), ("自习", "无障碍")]),
    towns=st.sampled_from([(), ("甲镇",), ("丙镇",)]),
    limit=st.sampled_from([1, 2, 20, 100, None]),
    text=st.sampled_from(["", "", "", "测试13", "馆", "测试馆", "ceshi", "tushuguan 7", "没有的"]),
)


@given(queries)
def test_it_finds_what_the_plain_search_finds(query: Query) -> None:
    assert INDEX.find(query) == find(LIST, query, CALENDAR)


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_list_of_few_has_the_same_answers(count: int) -> None:
    few = tuple(islice(LIST, count))
    for position in (None, Point(39.9, 116.7)):
        query = Query(moment("2026-11-24T10:00"), position)
        assert Index(few, CALENDAR).find(query) == find(few, query, CALENDAR)


@pytest.mark.parametrize(
    "position",
    [Point(39.9, 116.7), Point(31.2, 121.5), Point(40.7, -74.0), Point(90.0, 0.0)],
    ids=["in the city", "another city", "another continent", "the pole"],
)
def test_the_nearest_of_far_positions_are_those_of_the_plain_search(position: Point) -> None:
    query = Query(moment("2026-11-24T10:00"), position, limit=20)
    plain = find(LIST, query, CALENDAR)
    near = INDEX.nearest(position, query.when, 20, open_only=False)
    expected = [Near(LIST.index(one.facility), one.rank, one.distance_m) for one in plain]
    if position.lon > 0:
        assert near == expected
    # Farther than a thousand kilometres, some of the same distance may be left out.
    for one, other in zip(near, expected, strict=True):
        assert other.distance_m is not None
        assert one.distance_m == pytest.approx(other.distance_m, rel=1e-5)


@given(queries.map(lambda query: replace(query, limit=None)))
def test_the_counts_are_those_of_all_results(query: Query) -> None:
    found = find(LIST, query, CALENDAR)
    assert INDEX.counts(query) == tuple(sum(one.rank == rank for one in found) for rank in range(4))


def test_what_is_ready_for_the_next_minute_is_not_made_again(calendar: Calendar) -> None:
    index = Index(LIST, calendar)
    index.nearest(Point(39.9, 116.7), moment("2026-11-24T08:59"), 20)
    index.prepare(moment("2026-11-24T09:00"))
    made = index.made
    found = index.nearest(Point(39.9, 116.7), moment("2026-11-24T09:00"), 20)
    assert index.made == made
    assert found == Index(LIST, calendar).nearest(
        Point(39.9, 116.7), moment("2026-11-24T09:00"), 20
    )


def test_what_is_asked_now_is_made_ready_however_much_was_asked_before(calendar: Calendar) -> None:
    index = Index(LIST, calendar)
    for number in range(100):
        index.find(Query(moment("2026-11-24T08:50"), towns=(f"{number}镇",)))
    for at in ("2026-11-24T08:51", "2026-11-24T09:00"):
        index.find(Query(moment("2026-11-24T08:51"), kinds=KINDS[:1]))
        index.prepare(moment(at))
    made = index.made
    index.find(Query(moment("2026-11-24T09:00"), kinds=KINDS[:1]))
    assert index.made == made


def test_a_tree_lasts_while_no_status_changes(calendar: Calendar) -> None:
    index = Index(LIST, calendar)
    index.nearest(Point(39.9, 116.7), moment("2026-11-24T09:00"), 20)
    made = index.made
    for minute in range(1, 30):
        index.nearest(Point(39.9, 116.7), moment(f"2026-11-24T09:{minute:02d}"), 20)
    assert index.made == made


def test_an_exception_of_one_day_counts(calendar: Calendar) -> None:
    closed = replace(LIST[11], special_hours="2026年11月24日闭馆（设备检修）", opening_hours="24/7")
    index = Index((closed,), calendar)
    position = closed.position
    assert position
    assert index.nearest(position, moment("2026-11-24T10:00"), 1) == []
    assert len(index.nearest(position, moment("2026-11-25T10:00"), 1)) == 1


def test_several_threads_get_the_same_answers(calendar: Calendar) -> None:
    index = Index(LIST, calendar)
    asked = [
        Query(moment(f"2026-11-24T{hour:02d}:30"), Point(39.9, 116.7 + step / 50), limit=20)
        for hour in range(24)
        for step in range(3)
    ]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(index.find, asked))
    assert found == [find(LIST, query, calendar) for query in asked]
    assert any(one.status.state is State.OPEN for one in found[36])

"""Which facilities answer a question, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from finder.facility import Facility, Kind
from finder.geo import Point
from finder.holidays import Calendar
from finder.hours import State
from finder.search import Query, find, offered_services, without_position
from tests.made_up import facility, moment

HERE = Point(39.9, 116.7)
TUESDAY_16_45 = moment("2026-11-24T16:45")


def made_up(name: str, steps: int, opening_hours: str, kind: str = "library") -> Facility:
    """Return a facility about a hundred metres a step to the north of here."""
    lat = f"{HERE.lat + steps * 0.0009:.4f}"
    return facility(id=name, name=name, lat=lat, opening_hours=opening_hours, kind=kind)


SHUTTING = 'Mo-Su 09:00-17:00, Mo-Su 16:30-17:00 open "停止入馆"'

# Nearest last, so that only sorting can put them right.
LIST = (
    made_up("open-far", 9, "24/7"),
    made_up("open-near", 8, "Mo-Su 09:00-18:00", "museum"),
    made_up("past-far", 7, SHUTTING),
    made_up("past-near", 6, SHUTTING, "museum"),
    made_up("unknown-far", 5, ""),
    made_up("unknown-near", 4, "", "museum"),
    made_up("closed-far", 3, "Mo-Su 09:00-12:00"),
    made_up("closed-near", 2, "Tu off", "博物馆"),
    facility(id="nowhere", lat="", lon="", opening_hours="24/7"),
)


def ids(query: Query, calendar: Calendar) -> list[str]:
    return [result.facility.id for result in find(LIST, query, calendar)]


def test_open_comes_before_past_last_entry_before_unknown_before_closed_each_nearest_first(
    calendar: Calendar,
) -> None:
    results = find(LIST, Query(TUESDAY_16_45, HERE), calendar)
    assert [result.facility.id for result in results] == [
        "open-near",
        "open-far",
        "past-near",
        "past-far",
        "unknown-near",
        "unknown-far",
        "closed-near",
        "closed-far",
    ]
    assert [result.rank for result in results] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_without_a_position_each_group_keeps_the_order_of_the_list(calendar: Calendar) -> None:
    results = find(LIST, Query(TUESDAY_16_45), calendar)
    assert [result.facility.id for result in results] == [one.id for one in LIST[:-1]]
    assert {result.distance_m for result in results} == {None}
    assert {result.walk_minutes for result in results} == {None}


def test_open_only_leaves_out_what_is_unknown_or_closed(calendar: Calendar) -> None:
    query = Query(TUESDAY_16_45, HERE, open_only=True)
    assert ids(query, calendar) == ["open-near", "open-far", "past-near", "past-far"]
    assert {result.status.state for result in find(LIST, query, calendar)} == {State.OPEN}


def test_only_the_kinds_that_are_asked_for_are_found_however_staff_wrote_them(
    calendar: Calendar,
) -> None:
    query = Query(TUESDAY_16_45, HERE, kinds=(Kind.MUSEUM,))
    assert ids(query, calendar) == ["open-near", "past-near", "unknown-near", "closed-near"]
    both = Query(TUESDAY_16_45, HERE, kinds=(Kind.MUSEUM, Kind.LIBRARY))
    assert ids(both, calendar) == ids(Query(TUESDAY_16_45, HERE), calendar)
    assert ids(Query(TUESDAY_16_45, HERE, kinds=(Kind.HERITAGE,)), calendar) == []


@pytest.mark.parametrize(("limit", "found"), [(1, 1), (3, 3), (100, 8), (None, 8)])
def test_a_limit_cuts_the_end_of_the_list(
    limit: int | None, found: int, calendar: Calendar
) -> None:
    everything = ids(Query(TUESDAY_16_45, HERE), calendar)
    assert ids(Query(TUESDAY_16_45, HERE, limit=limit), calendar) == everything[:found]


def test_what_has_no_position_is_only_counted(calendar: Calendar) -> None:
    assert "nowhere" not in ids(Query(TUESDAY_16_45), calendar)
    assert without_position(LIST) == {Kind.LIBRARY: 1}
    assert without_position(LIST[:-1]) == {}


def test_a_walk_is_the_distance_with_its_detour(calendar: Calendar) -> None:
    (result, *_) = find(LIST, Query(TUESDAY_16_45, HERE), calendar)
    assert result.distance_m == pytest.approx(799.5, abs=1)
    assert result.walk_minutes == 14


def test_the_distance_is_to_the_wgs84_position(calendar: Calendar) -> None:
    shifted = facility(id="shifted", datum="gcj02")
    (result,) = find([shifted], Query(TUESDAY_16_45, HERE), calendar)
    assert result.distance_m == pytest.approx(528.35, abs=0.5)


def test_the_same_facilities_rank_differently_at_another_time(calendar: Calendar) -> None:
    results = find(LIST, Query(moment("2026-11-25T03:00"), HERE), calendar)
    assert [result.facility.id for result in results if result.rank == 0] == ["open-far"]


def test_at_three_at_night_only_the_real_round_the_clock_places_are_open(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    results = find(facilities, Query(moment("2026-11-25T03:00"), HERE, open_only=True), calendar)
    assert {result.facility.id for result in results} == {"luyunzhu-24h", "xiaopu-24h"}


def narrowed(**narrowing: Any) -> Query:
    return replace(Query(TUESDAY_16_45, HERE), **narrowing)


OFFERING = (
    facility(id="both", name="甲馆", services="借阅;自习", wheelchair="yes", town="宋庄镇"),
    facility(id="one", name="乙馆", services="自习", wheelchair="limited", town="台湖镇"),
    facility(id="none", name="丙馆", wheelchair="no"),
    facility(id="nowhere", name="丁馆", services="借阅", lat="", lon="", opening_hours="24/7"),
    facility(id="nowhere-shut", name="丁馆", lat="", lon="", opening_hours="Tu off"),
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (narrowed(services=("自习",)), ["both", "one"]),
        (narrowed(services=("自习", "借阅")), ["both"]),
        (narrowed(services=("无障碍",)), ["both", "one"]),
        (narrowed(services=("无障碍", "借阅")), ["both"]),
        (narrowed(towns=("宋庄镇",)), ["both"]),
        (narrowed(towns=("宋庄镇", "台湖镇")), ["both", "one"]),
        (narrowed(towns=("宋庄镇",), services=("展览",)), []),
        (narrowed(text="乙"), ["one"]),
        (narrowed(text="yiguan"), ["one"]),
        (narrowed(text="guan"), ["both", "one", "none", "nowhere", "nowhere-shut"]),
        (narrowed(text="丁"), ["nowhere", "nowhere-shut"]),
        (narrowed(text="丁", open_only=True), ["nowhere"]),
        (narrowed(text="丁", arriving=True), ["nowhere"]),
        (narrowed(text="guan", limit=2), ["both", "one"]),
        (narrowed(text="guan", position=None), ["both", "one", "none", "nowhere", "nowhere-shut"]),
        (narrowed(text=" ？"), ["both", "one", "none"]),
        (narrowed(text="guan", services=("借阅",)), ["both", "nowhere"]),
    ],
)
def test_a_question_can_be_narrowed(query: Query, found: list[str], calendar: Calendar) -> None:
    assert [one.facility.id for one in find(OFFERING, query, calendar)] == found


def test_what_has_no_position_is_found_by_its_name_without_a_distance(calendar: Calendar) -> None:
    (result,) = find(OFFERING, narrowed(text="丁", open_only=True), calendar)
    assert (result.distance_m, result.walk_minutes, result.arrival) == (None, None, None)


def test_what_is_not_known_to_be_step_free_is_not_said_to_be() -> None:
    assert offered_services(facility(services="借阅;借阅", wheelchair="no")) == ("借阅",)
    assert offered_services(facility(services="借阅", wheelchair="")) == ("借阅",)
    assert offered_services(facility(wheelchair="limited")) == ("无障碍",)

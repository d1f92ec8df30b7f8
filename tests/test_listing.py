"""What depends on the published list alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from finder.facility import Facility, Kind
from finder.geo import Point
from finder.holidays import Calendar
from finder.listing import MOST_PLAIN, find_in, indexed, listing, shown_in
from finder.search import Query, find
from tests.made_up import facility, moment


def test_a_network_says_how_many_there_are_and_where_the_number_is_from(
    facilities: tuple[Facility, ...],
) -> None:
    found = listing("", facilities).networks
    assert [(one.kind, one.count, one.located) for one in found] == [
        (Kind.SMART_SPACE_24H, 18, 1),
        (Kind.CANAL_STATION, 3, 0),
        (Kind.MINI_LIBRARY, 35, 0),
    ]
    assert all("通州区财政局" in one.source for one in found)


def test_services_that_people_look_for_come_first_and_only_what_is_offered() -> None:
    rows = (facility(services="讲座;展览;借阅", wheelchair="yes"), facility(services="讲座"))
    assert listing("", rows).services == ("借阅", "展览", "讲座", "无障碍")
    assert listing("", (facility(),)).services == ()


def test_it_finds_a_facility_by_its_id(facilities: tuple[Facility, ...]) -> None:
    found = listing("", facilities)
    assert [found.by_id[one.id] for one in facilities] == list(facilities)


def test_what_can_be_asked_for_is_what_some_facility_has() -> None:
    rows = (
        facility(id="yi", town="宋庄镇", services="借阅;自习"),
        facility(id="bing", town="台湖镇", services="展览;借阅"),
        facility(id="ding"),
    )
    found = listing("", rows)
    assert found.offered == ("借阅", "自习", "展览", "无障碍")
    assert found.towns == ("宋庄镇", "台湖镇")


def long_enough(count: int) -> tuple[Facility, ...]:
    return tuple(
        facility(id=f"guan-{number}", name=f"测试{number}馆", lat=f"{39.8 + number / 9000:.6f}")
        for number in range(count)
    )


@pytest.mark.parametrize(("count", "has_index"), [(MOST_PLAIN, False), (MOST_PLAIN + 1, True)])
def test_an_index_changes_no_answer(count: int, has_index: bool, calendar: Calendar) -> None:
    found = indexed(listing("", long_enough(count)), calendar)
    assert (found.index is not None) is has_index
    when = moment("2026-11-24T10:00")
    for query in (
        Query(when, Point(39.9, 116.7)),
        Query(when, open_only=True, kinds=(Kind.LIBRARY,)),
        Query(when, Point(39.9, 116.7), arriving=True),
        Query(when, text="测试12"),
        Query(moment("2026-11-24T03:00"), open_only=True),
    ):
        expected = find(found.facilities, query, calendar)
        assert find_in(found, query, calendar) == expected
        assert find_in(found, replace(query, limit=7), calendar) == expected[:7]
        shown = shown_in(found, query, calendar, 5)
        assert shown.results == expected[:5]
        assert sum(shown.counts) == len(expected)
        assert shown.counts[0] == sum(one.rank == 0 for one in expected)


def test_the_middle_has_as_many_on_each_side() -> None:
    rows = [facility(id=f"guan-{at}", lat=at, lon=at) for at in ("39", "40", "44")]
    assert listing("", tuple(rows)).middle == Point(40.0, 40.0)
    assert listing("", (facility(lat="", lon=""),)).middle is None


def test_an_empty_list_is_a_list() -> None:
    found = listing("", ())
    assert (found.facilities, found.networks, found.kinds, found.services) == ((), (), (), ())

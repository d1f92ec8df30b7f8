"""What the list's address asks, and what its page is given."""

from __future__ import annotations

import re

import pytest
from werkzeug.datastructures import MultiDict

from finder import list_page
from finder.errors import QueryError
from finder.facility import Facility, Kind
from finder.holidays import Calendar
from finder.listing import listing
from finder.search import Query, find
from finder.settings import Settings
from finder.translations import catalogue
from tests.conftest import NOW
from tests.made_up import facility, moment

Given = list[tuple[str, str]]


def asked(given: Given, facilities: tuple[Facility, ...], settings: Settings) -> list_page.Asked:
    return list_page.asked(MultiDict(given), NOW, listing("", facilities), settings)


def test_boxes_that_are_sent_twice_are_both_meant(
    facilities: tuple[Facility, ...], settings: Settings
) -> None:
    found = asked([("kind", "library"), ("kind", ""), ("kind", "museum")], facilities, settings)
    assert found.query.kinds == (Kind.LIBRARY, Kind.MUSEUM)
    assert found.is_now


def test_an_address_may_ask_everything_at_once(
    facilities: tuple[Facility, ...], settings: Settings
) -> None:
    given = [
        ("place", "宋庄镇"),
        ("at", "2026-10-01T10:00"),
        ("open", "1"),
        ("arriving", "1"),
        ("service", "自习"),
        ("town", "通运街道"),
        ("q", " tsg "),
    ]
    found = asked(given, facilities, settings)
    assert found.place is not None
    assert found.query == Query(
        when=moment("2026-10-01T10:00"),
        position=found.place.position,
        open_only=True,
        arriving=True,
        services=("自习",),
        towns=("通运街道",),
        text="tsg",
    )
    assert not found.is_now


@pytest.mark.parametrize(
    ("name", "value"), [("place", "没有"), ("kind", "没有"), ("service", "没有"), ("town", "没有")]
)
def test_what_is_not_known_is_named(
    facilities: tuple[Facility, ...], settings: Settings, name: str, value: str
) -> None:
    with pytest.raises(QueryError, match=value):
        asked([(name, value)], facilities, settings)


def test_results_are_grouped_by_what_they_are(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    results = find(facilities, Query(NOW), calendar)
    groups = list_page.grouped(results)
    assert [str(name) for name, _ in groups] == ["开放中", "已停止入馆", "不确定", "闭馆"]
    assert sum(len(part) for _, part in groups) == len(results)
    for rank, (_, part) in enumerate(groups):
        assert all(result.rank == rank for result in part)


def test_quick_times_lie_ahead() -> None:
    for text in ("2026-11-24T08:00", "2026-11-28T22:59", "2026-11-29T23:30"):
        now = moment(text)
        times = list_page.quick_times(now, catalogue("zh"))
        assert times
        assert all(moment(at) > now for _, at in times)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_script_is_given_no_place_that_it_cannot_fill(language: str) -> None:
    words = list_page.script_words(catalogue(language))
    said = [text for text in words.values() if isinstance(text, str)]
    assert not any("%" in text for text in said)
    places = {name for text in said for name in re.findall(r"\{(\w*)\}", text)}
    assert places == {"count", "metres", "km", "away", "minutes", "left"}


def test_a_long_walk_names_the_bicycle_too(calendar: Calendar) -> None:
    rows = tuple(
        facility(id=name, lat=lat)
        for name, lat in (("near", "39.905"), ("far", "39.95"), ("further", "40.0"), ("no", "40.5"))
    )
    results = find(rows, Query(NOW, position=rows[0].position), calendar)
    texts = {result.facility.id: list_page.way_text(result) for result in results}
    assert texts["near"] == "步行约 0 分钟"
    assert re.fullmatch(r"步行约 87 分钟·骑车约 33 分钟", texts["far"])
    assert re.fullmatch(r"骑车约 \d+ 分钟", texts["further"])
    assert texts["no"] == ""
    (unplaced,) = find(rows[:1], Query(NOW), calendar)
    assert list_page.way_text(unplaced) == list_page.away_text(unplaced) == ""


@pytest.mark.parametrize(
    ("lat", "accuracy_m", "away", "has_way"),
    [
        ("39.91", "", "1.1 公里", True),
        ("39.91", "3000", "3 公里内", False),
        ("39.91", "500", "约 1.1 公里", True),
        ("39.9001", "200", "200 米内", False),
    ],
)
def test_a_rough_position_is_not_given_a_sharp_distance(
    calendar: Calendar, lat: str, accuracy_m: str, away: str, has_way: bool
) -> None:
    here = facility().position
    row = facility(lat=lat, accuracy_m=accuracy_m)
    (result,) = find((row,), Query(NOW, position=here), calendar)
    assert list_page.away_text(result) == away
    assert bool(list_page.way_text(result)) is has_way

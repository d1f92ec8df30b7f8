"""What somebody finds who sets out for a facility now."""

from __future__ import annotations

import pytest

from finder.arrival import Arrival, arrival, arrival_templates, arrival_text
from finder.geo import Point
from finder.holidays import Calendar
from finder.hours import rules_of, status_at
from finder.search import Query, find
from finder.translations import catalogue
from tests.made_up import facility, moment

DAY = "Mo-Su 09:00-17:00"
SHUTTING = 'Mo-Su 09:00-17:00, Mo-Su 16:30-17:00 open "停止入馆"'
HERE = Point(39.9, 116.7)


def walked(hours: str, at: str, minutes: int, calendar: Calendar) -> Arrival:
    rules = rules_of(hours)
    leaving = status_at(rules, moment(f"2026-11-{at}"), calendar)
    return arrival(rules, leaving, minutes, calendar)


@pytest.mark.parametrize(
    ("hours", "at", "minutes", "text"),
    [
        (DAY, "24T16:35", 14, "步行约 14 分钟，到达时还开 11 分钟"),
        (DAY, "24T15:46", 14, "步行约 14 分钟，到达时还开 60 分钟"),
        (DAY, "24T15:45", 14, "步行约 14 分钟"),
        (DAY, "24T16:45", 14, "步行约 14 分钟，到达时还开 1 分钟"),
        (DAY, "24T16:46", 14, "步行约 14 分钟，到达前闭馆"),
        (DAY, "24T17:00", 14, "步行约 14 分钟"),
        (DAY, "24T08:46", 14, "步行约 14 分钟，到达时已开放"),
        (DAY, "24T08:45", 14, "步行约 14 分钟"),
        (DAY, "24T16:30", 0, "步行约 0 分钟，到达时还开 30 分钟"),
        # A very long way, into the next day
        (DAY, "24T16:30", 18 * 60, "步行约 1080 分钟"),
        (SHUTTING, "24T16:10", 19, "步行约 19 分钟，到达时还开 31 分钟"),
        (SHUTTING, "24T16:10", 20, "步行约 20 分钟，到达时已停止入馆"),
        (SHUTTING, "24T16:40", 14, "步行约 14 分钟，到达时已停止入馆"),
        (SHUTTING, "24T16:50", 14, "步行约 14 分钟，到达前闭馆"),
        # Opens for less than an hour: how long says more than that
        ("Mo-Su 09:00-09:30", "24T08:50", 14, "步行约 14 分钟，到达时还开 26 分钟"),
        # Over midnight
        ("Mo-Su 18:00-26:00", "24T23:50", 14, "步行约 14 分钟"),
        ("Mo-Su 18:00-26:00", "25T01:50", 14, "步行约 14 分钟，到达前闭馆"),
        ("24/7", "24T23:50", 14, "步行约 14 分钟"),
        # What is not known is not said
        ("", "24T12:00", 14, "步行约 14 分钟"),
        ("Tu 09:00-17:00, Tu 17:00-18:00 unknown", "24T16:50", 14, "步行约 14 分钟"),
    ],
)
def test_the_sentence_says_what_is_to_be_known_of_the_arrival(
    hours: str, at: str, minutes: int, text: str, calendar: Calendar
) -> None:
    assert arrival_text(walked(hours, at, minutes, calendar)) == text


@pytest.mark.parametrize(
    ("hours", "at", "admits", "left_min"),
    [
        (DAY, "24T12:00", True, 286),
        (DAY, "24T18:00", False, None),
        (SHUTTING, "24T16:30", False, 16),
        ("24/7", "24T12:00", True, None),
        ("", "24T12:00", None, None),
    ],
)
def test_whether_it_lets_people_in_then_may_be_unknown(
    hours: str, at: str, admits: bool | None, left_min: int | None, calendar: Calendar
) -> None:
    found = walked(hours, at, 14, calendar)
    assert (found.admits, found.left_min) == (admits, left_min)


def test_the_status_is_that_of_the_arrival(calendar: Calendar) -> None:
    found = walked(DAY, "24T16:50", 14, calendar)
    assert found.leaving.when == moment("2026-11-24T16:50")
    assert found.status.when == moment("2026-11-24T17:04")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_script_that_fills_the_templates_says_the_same(language: str, calendar: Calendar) -> None:
    gettext = catalogue(language)
    templates = arrival_templates(gettext)
    assert list(templates) == ["plain", "left", "before", "last_entry", "opens"]
    for key, hours, at in (
        ("plain", DAY, "24T12:00"),
        ("left", DAY, "24T16:35"),
        ("before", DAY, "24T16:50"),
        ("last_entry", SHUTTING, "24T16:20"),
        ("opens", DAY, "24T08:50"),
    ):
        found = walked(hours, at, 14, calendar)
        filled = templates[key].replace("%(minutes)d", "14").replace("%(left)d", "11")
        assert filled == arrival_text(found, gettext)


def test_a_result_has_its_arrival_where_there_is_a_way(calendar: Calendar) -> None:
    one = facility(lat="39.907", opening_hours=DAY)
    when = moment("2026-11-24T16:50")
    (near,) = find([one], Query(when, HERE), calendar)
    assert near.arrival
    assert near.walk_minutes == near.arrival.minutes == 14
    assert near.cycle_minutes == 6
    (nowhere,) = find([one], Query(when), calendar)
    assert (nowhere.arrival, nowhere.walk_minutes, nowhere.cycle_minutes) == (None, None, None)


# About a quarter of an hour away, and next door.
ARRIVING = [
    facility(id="closing", lat="39.907", opening_hours=DAY),
    facility(id="next-door", lat="39.9", opening_hours=DAY),
    facility(id="opening", lat="39.907", opening_hours="Mo-Su 17:00-20:00"),
    facility(id="shutting", lat="39.907", opening_hours='Mo-Su 17:00-18:00 open "停止入馆"'),
    facility(id="unknown", lat="39.907", opening_hours=""),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(moment("2026-11-24T16:50"), HERE, arriving=True), ["next-door", "opening"]),
        (
            Query(moment("2026-11-24T16:50"), HERE, open_only=True, arriving=True),
            ["next-door"],
        ),
        (Query(moment("2026-11-24T16:50"), arriving=True), ["closing", "next-door"]),
    ],
)
def test_who_asks_for_the_arrival_gets_what_lets_them_in_then(
    query: Query, found: list[str], calendar: Calendar
) -> None:
    assert [one.facility.id for one in find(ARRIVING, query, calendar)] == found

"""What staff should do next, and in which order."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from finder.facility import Facility, Kind
from finder.geo import Point
from finder.holidays import Calendar, official_calendar
from finder.places import Place, places
from finder.settings import RESOURCES
from finder.todo import (
    HEADINGS,
    NOTICE_DAYS,
    Todo,
    calendar_warnings,
    located_counts,
    todos,
)
from finder.todo_groups import todo_context, todo_groups
from tests.made_up import facility, moment

CALENDAR = official_calendar()
WHEN = moment("2026-09-20T10:00")
WHOLE = {"verified_on": "2026-09-01", "opening_hours": "Mo-Su,PH 09:00-17:00"}
STATION = Place("测试站", "metro_station", Point(39.9, 116.7), "测试")


def found(*rows: Facility, when: dt.datetime = WHEN, near: tuple[Place, ...] = ()) -> list[Todo]:
    return list(todos(rows, CALENDAR, when, near))


def keys(*rows: Facility, when: dt.datetime = WHEN) -> list[str]:
    return [one.key for one in found(*rows, when=when)]


def test_a_row_that_lacks_nothing_gives_nothing_to_do() -> None:
    assert keys(facility(**WHOLE)) == []


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"lat": "", "lon": ""}, "position", "不在地图上"),
        ({"accuracy_m": "3000"}, "rough", "3000 米"),
        ({"opening_hours": ""}, "hours", "开放时间未知"),
        ({"source": ""}, "source", "从哪里来"),
        ({"verified_on": ""}, "confirm", "从来没有核实过"),
        ({"verified_on": "2025-09-20"}, "confirm", "2025-09-20，12 个月前"),
        ({"opening_hours": "Mo-Su 09:00-17:00"}, "holiday", "中秋节的 3 天"),
        ({"opening_hours": "Mo-Su 09:00-17:00; PH unknown"}, "holiday", "2026-09-25"),
    ],
)
def test_each_gap_is_named_with_what_to_do(changes: dict[str, str], key: str, words: str) -> None:
    (one,) = found(facility(**{**WHOLE, **changes}))
    assert one.key == key
    assert one.facility is not None
    assert words in one.text.text()
    assert one.hint.text().startswith("请")
    assert one.weight > 0


def test_hours_confirmed_less_than_twelve_months_ago_are_not_asked_for_again() -> None:
    assert keys(facility(**{**WHOLE, "verified_on": "2025-09-21"})) == []


def test_only_the_next_holiday_counts_and_only_its_days_to_come() -> None:
    rows = facility(**{**WHOLE, "opening_hours": "Mo-Su 09:00-17:00"})
    (one,) = found(rows, when=moment("2026-10-05T10:00"))
    assert "国庆节的 3 天" in one.text.text()
    dated = facility(
        **{**WHOLE, "opening_hours": "Mo-Su 09:00-17:00", "special_hours": "2026 Sep 25-27 off"}
    )
    assert keys(dated) == []


def test_an_address_or_a_phone_says_how_to_fill_the_gap() -> None:
    nowhere = {**WHOLE, "lat": "", "lon": ""}
    assert "finder geocode" in found(facility(**nowhere, address="测试路1号"))[0].hint.text()
    assert "地址" in found(facility(**nowhere))[0].hint.text()
    silent = {**WHOLE, "opening_hours": ""}
    assert "010-1234" in found(facility(**silent, phone="010-1234"))[0].hint.text()


@pytest.mark.parametrize(
    ("days", "warned"), [(NOTICE_DAYS + 1, False), (NOTICE_DAYS, True), (0, True), (-9, True)]
)
def test_the_end_of_the_calendar_is_one_thing_to_do_for_the_whole_list(
    days: int, warned: bool
) -> None:
    at = dt.datetime.combine(CALENDAR.known_until, dt.time(), WHEN.tzinfo)
    when = at - dt.timedelta(days=days)
    rows = facility(verified_on=when.date().isoformat(), opening_hours="Mo-Su,PH 09:00-17:00")
    other = facility(id="yi", verified_on=when.date().isoformat(), opening_hours="WD 9:00-17:00")
    known = [one for one in found(rows, other, when=when) if one.key == "calendar"]
    assert bool(known) is warned
    for one, problem in zip(known, calendar_warnings(CALENDAR, when.date()), strict=True):
        assert (one.facility, one.text, one.hint) == (None, problem.message, problem.hint)
        assert one.weight > 0


def test_the_same_gap_weighs_more_where_more_stations_are_near() -> None:
    far = facility(**WHOLE, accuracy_m="3000", lat="39.5")
    near = facility(**WHOLE, accuracy_m="3000", id="yi")
    stations = (STATION, Place("测试二站", "metro_station", Point(39.91, 116.7), "测试"))
    first, second = found(far, near, near=stations)
    assert (first.facility, second.facility) == (near, far)
    assert first.weight == 2 * second.weight


def test_the_error_of_a_position_counts_by_its_size() -> None:
    rows = [
        facility(**WHOLE, accuracy_m=size, id=f"jia-{size}") for size in ("300", "9000", "3000")
    ]
    weights = {one.facility.id: one.weight for one in found(*rows) if one.facility}
    assert weights["jia-300"] * 10 == pytest.approx(weights["jia-3000"])
    assert weights["jia-3000"] == weights["jia-9000"]


def test_what_is_missing_outweighs_what_is_only_doubtful() -> None:
    row = facility(lat="", lon="", source="", opening_hours="Mo-Su,PH 09:00-17:00")
    assert keys(row) == ["position", "confirm", "source"]


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "lat": st.sampled_from(["", "39.9"]),
                "opening_hours": st.sampled_from(["", "24/7", "Mo-Su 9:00-17:00", "WD 9:00-17:00"]),
                "source": st.sampled_from(["", "测试"]),
                "accuracy_m": st.sampled_from(["", "50", "5000"]),
                "verified_on": st.sampled_from(["", "2024-02-29", "2026-09-01"]),
            }
        ),
        max_size=6,
    ),
    st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2027, 12, 31)),
)
def test_things_to_do_are_in_order_each_once_and_groups_lose_none(
    changes: list[dict[str, str]], at: dt.datetime
) -> None:
    rows = [
        facility(**{**change, "lon": "116.7" if change["lat"] else "", "id": f"jia-{number}"})
        for number, change in enumerate(changes)
    ]
    all_todos = found(*rows, when=at.replace(tzinfo=WHEN.tzinfo), near=(STATION,))
    weights = [one.weight for one in all_todos]
    assert weights == sorted(weights, reverse=True)
    assert len({(one.key, one.facility) for one in all_todos}) == len(all_todos)
    groups = todo_groups(all_todos)
    assert sum(group.count for group in groups) == len(all_todos)
    assert sum(max(1, len(row.facilities)) for group in groups for row in group.rows) == len(
        all_todos
    )
    assert [group.heading for group in groups] == [HEADINGS[group.key] for group in groups]


def test_points_of_a_kind_that_lack_the_same_are_one_line() -> None:
    rows = [
        facility(id=f"jia-{number}", kind="mini_library", lat="", lon="", **WHOLE)
        for number in range(3)
    ]
    (group,) = todo_groups(
        found(*rows, facility(id="yi", lat="", lon="", address="测试路1号", **WHOLE))
    )
    assert (group.count, group.hint) == (4, None)
    assert sorted(len(row.facilities) for row in group.rows) == [1, 3]


def test_the_real_list_has_the_gaps_that_the_readme_names(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    near = places(RESOURCES / "data" / "places.csv")
    counts = {
        group.key: group.count for group in todo_groups(todos(facilities, calendar, WHEN, near))
    }
    assert counts["position"] == 55
    assert (Kind.SMART_SPACE_24H, 1, 18) in located_counts(facilities)
    assert sum(every - known for _, known, every in located_counts(facilities)) == 55


PAGE = """{% extends 'base.html' %}
{% block head %}<link rel="stylesheet" href="{{ asset('staff_todo.css') }}">{% endblock %}
{% block main %}<h1>测试</h1>{% include 'staff/_todo.html' %}{% endblock %}"""


def shown(app: Flask, path: str, *rows: Facility) -> str:
    with app.test_request_context(path):
        return render_template_string(PAGE, **todo_context(rows, CALENDAR, WHEN, (STATION,)))


def test_the_page_links_each_facility_and_counts_what_is_placed(app: Flask) -> None:
    rows = (facility(**WHOLE, accuracy_m="3000"), facility(id="yi", lat="", lon="", **WHOLE))
    page = shown(app, "/", *rows)
    assert 'href="/staff/facilities/jia"' in page
    assert 'href="/staff/facilities/yi"' in page
    assert '<meter min="0" max="2" value="1"' in page
    assert "2 处中 1 处" in page
    assert "style=" not in page


def test_a_list_without_gaps_says_so(app: Flask) -> None:
    assert "现在没有待办" in shown(app, "/", facility(**WHOLE))


def test_a_name_is_shown_as_it_is_written(app: Flask) -> None:
    page = shown(app, "/", facility(name="<b>{{7*7}}</b>", source="", **WHOLE))
    assert "&lt;b&gt;{{7*7}}&lt;/b&gt;" in page

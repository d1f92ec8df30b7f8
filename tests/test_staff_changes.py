"""What a page shows of changes: rows, the week as understood, and the moves."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from flask import Flask, render_template

from finder.changes import changes
from finder.facility import Facility
from finder.holidays import Calendar
from finder.staff_changes import ShownChanges, shown_changes, understood
from tests.browsing import HOSTILE
from tests.made_up import JIA, facility

TODAY = dt.date(2026, 11, 24)


def shown(before: list[Facility], after: list[Facility], calendar: Calendar) -> ShownChanges:
    return shown_changes(changes(before, after), TODAY, calendar)


def html(app: Flask, what: ShownChanges, address: str = "/") -> str:
    with app.test_request_context(address):
        return render_template("staff/_changes.html", shown=what)


def test_hours_are_shown_as_written_as_understood_and_as_the_coming_week(
    calendar: Calendar,
) -> None:
    one = facility(opening_hours="周二至周日9:00-17:00，周一闭馆", special_hours="2026 Nov 25 off")
    found = understood(one, TODAY, calendar)
    assert found.written == ("周二至周日9:00-17:00，周一闭馆", "2026 Nov 25 off")
    assert found.words == "周二至周日9:00-17:00；周一闭馆；2026年11月25日闭馆"
    assert [day.lines.date.day for day in found.days] == [24, 25, 26, 27, 28, 29, 30]
    assert [day.lines.lines[0].hours or day.lines.lines[0].text for day in found.days] == [
        "9:00–17:00",
        "闭馆",
        *["9:00–17:00"] * 4,
        "闭馆",
    ]
    assert [len(day.bars) for day in found.days] == [3, 1, 3, 3, 3, 3, 1]


def test_a_changed_row_shows_the_week_only_if_its_hours_were_written_anew(
    calendar: Calendar,
) -> None:
    found = shown([JIA], [facility(phone="010-1234567")], calendar)
    assert found.changed[0].understood is None
    assert found.changed[0].texts == ("电话：填上了 010-1234567",)
    found = shown([JIA], [facility(opening_hours="Mo-Su,PH 09:00-18:00")], calendar)
    assert found.changed[0].understood is not None


def test_the_rows_are_limited_and_the_figures_are_not(calendar: Calendar) -> None:
    many = [facility(id=f"n{number}") for number in range(130)]
    found = shown(many, [facility(id=f"m{number}") for number in range(120)], calendar)
    assert found.counts == {"added": 120, "changed": 0, "removed": 130}
    assert (len(found.added), len(found.removed)) == (100, 100)


def test_the_moves_are_longest_first_then_what_comes_and_goes(calendar: Calendar) -> None:
    nowhere = facility(id="wu", name="戊馆", lat="", lon="")
    yi, bing, ding, ji = (facility(id=name) for name in ("yi", "bing", "ding", "ji"))
    before = [JIA, yi, nowhere, bing, ding]
    after = [
        facility(lat="39.904683"),
        facility(id="yi", lat="39.91"),
        facility(id="wu", name="戊馆"),
        facility(id="bing", lat="", lon=""),
        ji,
    ]
    moves = shown(before, after, calendar).moves
    assert [(move["id"], move["kind"], move["text"]) for move in moves] == [
        ("yi", "moved", "1110 米"),
        ("jia", "moved", "520 米"),
        ("wu", "located", ""),
        ("bing", "lost", ""),
        ("ji", "added", ""),
        ("ding", "removed", ""),
    ]
    assert moves[1]["from"] == [39.9, 116.7]
    assert moves[1]["to"] == [39.904683, 116.7]
    assert (moves[2]["from"], moves[3]["to"]) == (None, None)


def test_the_same_place_written_another_way_is_no_move(calendar: Calendar) -> None:
    assert shown([JIA], [facility(lat="39.900001")], calendar).moves == ()


def test_more_moves_than_a_map_can_hold_are_counted(calendar: Calendar) -> None:
    many = [facility(id=f"n{number}") for number in range(310)]
    found = shown([], many, calendar)
    assert (len(found.moves), found.not_drawn) == (300, 10)


def test_no_difference_is_said(app: Flask, calendar: Calendar) -> None:
    assert "与现在的名单没有差别" in html(app, shown([JIA], [JIA], calendar))


def test_the_page_says_what_was_added_changed_and_removed(app: Flask, calendar: Calendar) -> None:
    before = [JIA, facility(id="yi", name="乙馆")]
    after = [
        facility(lat="39.904683", opening_hours="周一至周日9:00-18:00"),
        facility(id="bing", name="乙馆", opening_hours="", lat="", lon=""),
    ]
    page = html(app, shown(before, after, calendar))
    for words in (
        "新增 1 处",
        "改动 1 处",
        "删去 1 处",
        "“乙馆”同时被删去和新增",
        "位置向北移动了 520 米",
        "移动 520 米",
        "您写的",
        "周一至周日9:00-18:00",
        "每天9:00-18:00",
        "位置待补",
        "开放时间未知",
    ):
        assert words in page, words
    assert " style=" not in page


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(app: Flask, calendar: Calendar, text: str) -> None:
    before = [facility(name="甲馆"), facility(id="yi", name=text)]
    after = [facility(name=text, lat="39.95", notice=text), facility(id="bing", name=text)]
    page = html(app, shown(before, after, calendar))
    data = re.search(r'<script type="application/json" id="moves">(.*?)</script>', page, re.DOTALL)
    assert data
    assert {move["name"] for move in json.loads(data.group(1))} == {text}
    rest = page.replace(data.group(0), "")
    assert "<script" not in rest
    assert "<img" not in rest


def test_in_english_nothing_is_left_in_chinese(app: Flask, calendar: Calendar) -> None:
    before = [facility(name="A", source="x"), facility(id="yi", name="B", source="x")]
    after = [
        facility(name="A", source="x", lat="39.95", opening_hours="Tu-Su 09:00-18:00"),
        facility(id="bing", name="B", source="x", opening_hours="", lat="", lon=""),
        facility(id="ding", name="C", source="x", services="x", town="T"),
    ]
    from finder.translations import catalogue

    what = shown_changes(changes(before, after), TODAY, calendar, catalogue("en"))
    page = html(app, what, "/?lang=en")
    assert re.findall(r"[\u2e80-\u9fff\uff00-\uffef]+", page.replace("＋", "")) == []

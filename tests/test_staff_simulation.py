"""What a page shows of a simulation: figures of all, two weeks of some."""

from __future__ import annotations

import datetime as dt
import re

from flask import Flask, render_template

from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import status_at
from finder.search import rank
from finder.simulation import simulation
from finder.staff_simulation import ShownSimulation, shown_simulation
from finder.translations import catalogue
from tests.browsing import HOSTILE
from tests.made_up import JIA, facility, moment

NOW = moment("2026-11-24T20:00")
LATE = facility(opening_hours="Mo-Su,PH 09:00-18:00")


def shown(
    before: list[Facility], after: list[Facility], calendar: Calendar, language: str = "zh"
) -> ShownSimulation:
    gettext = catalogue(language)
    flips = simulation(before, after, NOW, calendar, gettext=gettext)
    return shown_simulation(flips, before, NOW, calendar, gettext=gettext)


def html(app: Flask, what: ShownSimulation, address: str = "/") -> str:
    with app.test_request_context(address):
        return render_template("staff/_simulation.html", simulated=what)


def test_a_strip_has_every_date_with_both_lists_and_what_differs(calendar: Calendar) -> None:
    (row,) = shown([JIA], [LATE], calendar).rows
    assert [day.date for day in row.days] == [
        NOW.date() + dt.timedelta(days=number) for number in range(14)
    ]
    assert row.days[0].flips == ()  # 17:00 to 18:00 of today is over
    assert {day.flips for day in row.days[1:]} == {((1020, 1080),)}
    assert row.days[1].before[1][:3] == (540, 1020, 0)
    assert row.days[1].after[1][:3] == (540, 1080, 0)
    assert row.texts == ("每天 17:00-18:00（共 13 天）由“闭馆”变为“开放中”",)


def test_the_marks_are_where_the_evaluator_differs(calendar: Calendar) -> None:
    after = facility(opening_hours="9:00-20:00，16:30停止入馆，周一闭馆（法定节假日除外）")
    (row,) = shown([JIA], [after], calendar).rows
    for day in row.days[1:]:
        for minute in range(0, 1440, 15):
            when = dt.datetime.combine(day.date, dt.time(), NOW.tzinfo)
            when += dt.timedelta(minutes=minute)
            was, now = (rank(status_at(one.rules, when, calendar)) for one in (JIA, after))
            marked = any(start <= minute < end for start, end in day.flips)
            assert marked == (was != now), when


def test_what_is_in_one_list_only_has_bars_of_that_list(calendar: Calendar) -> None:
    rows = shown([JIA], [facility(id="yi", name="乙馆")], calendar).rows
    assert [(row.kind, row.facility.id) for row in rows] == [("added", "yi"), ("removed", "jia")]
    assert rows[0].days[0].before == ()
    assert rows[1].days[0].after == ()


def test_what_changes_state_stands_before_what_does_not(calendar: Calendar) -> None:
    noted = facility(id="yi", opening_hours='Mo-Su,PH 09:00-17:00 open "二层"')
    before = [facility(id="yi"), facility(id="bing"), JIA]
    rows = shown(before, [noted, LATE], calendar).rows
    assert [row.facility.id for row in rows] == ["jia", "yi", "bing"]


def test_the_rows_are_limited_and_the_figures_are_not(app: Flask, calendar: Calendar) -> None:
    before = [facility(id=f"n{number}") for number in range(25)]
    after = [facility(id=one.id, opening_hours="Mo-Su,PH 09:00-18:00") for one in before]
    found = shown(before, after, calendar)
    assert (len(found.rows), found.more) == (20, 5)
    assert found.headline == (
        "发布后 14 天内：25 处设施、325 个时段的开放状态会改变（闭馆变开放 325 个）。"
    )
    assert "另有 5 处设施没有列出" in html(app, found)


def test_off_days_are_those_of_the_calendar(calendar: Calendar) -> None:
    start = moment("2026-10-01T00:00")
    flips = simulation([JIA], [LATE], start, calendar)
    dates = shown_simulation(flips, [JIA], start, calendar).dates
    # 1 to 7 October are off; Saturday the 10th is worked, Sunday the 11th is not.
    assert [date.day for date, _text, is_off in dates if is_off] == [1, 2, 3, 4, 5, 6, 7, 11]
    assert dates[9][1] == "调休工作日"


def test_the_page_says_in_words_what_the_bars_show(app: Flask, calendar: Calendar) -> None:
    page = html(app, shown([JIA], [LATE], calendar))
    said = "每天 17:00-18:00（共 13 天）由“闭馆”变为“开放中”"
    assert f"<li>{said}</li>" in page
    assert re.search(rf'role="img" aria-label="甲馆：{re.escape(said)}"', page)
    assert page.count('class="strip-day') == 14
    assert " style=" not in page


def test_no_difference_is_said(app: Flask, calendar: Calendar) -> None:
    assert "与现在完全一样" in html(app, shown([JIA], [JIA], calendar))


def test_hostile_names_stay_text(app: Flask, calendar: Calendar) -> None:
    for text in HOSTILE:
        page = html(app, shown([], [facility(name=text)], calendar))
        assert "<script" not in page
        assert "<img" not in page


def test_in_english_nothing_is_left_in_chinese(app: Flask, calendar: Calendar) -> None:
    before = [facility(name="A"), facility(id="yi", name="B")]
    after = [
        facility(name="A", opening_hours="9:00-20:00，16:30停止入馆，周一闭馆（法定节假日除外）"),
        facility(id="bing", name="C", opening_hours=""),
    ]
    page = html(app, shown(before, after, calendar, "en"), "/?lang=en")
    assert re.findall(r"[\u2e80-\u9fff\uff00-\uffef]+", page.replace("＋", "")) == []


def test_thousands_of_changed_rows_make_a_small_page(app: Flask, calendar: Calendar) -> None:
    before = [facility(id=f"n{number}") for number in range(5000)]
    after = [facility(id=one.id, opening_hours="Mo-Su,PH 09:00-18:00") for one in before]
    assert len(html(app, shown(before, after, calendar))) < 500_000

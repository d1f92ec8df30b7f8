"""A forecast says at every minute what the evaluator says."""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_right
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from finder import create_app, store
from finder.errors import Gettext, untranslated
from finder.facility import Facility
from finder.following import follow
from finder.forecast import FORECAST_DAYS, Segment, date_words, forecast_object, segments
from finder.holidays import Calendar, official_calendar
from finder.hours import DAY_MIN, ZONE, Rules, rules_of, status_at
from finder.hours.rules import Rule
from finder.search import rank
from finder.settings import Settings
from finder.translations import catalogue
from finder.wording import MINUTES_MARK, status_text
from tests.conftest import NOW
from tests.hours_words import rule_lists
from tests.made_up import facility, moment

END_MIN = FORECAST_DAYS * DAY_MIN

# An ordinary fortnight, the National Day holidays with their make-up days, the calendar's end.
FIRST_DATES = [dt.date(2026, 11, 24), dt.date(2026, 9, 27), dt.date(2026, 12, 25)]

AWKWARD = [
    "",
    "24/7",
    "24/7; 2026 Oct 02 10:00-12:00 off",
    "Mo-Su,PH 18:00-26:00",
    "Mo-Su,PH 18:00-24:20",
    "Mo-Su,PH 00:30-24:00",
    'Mo-Su 08:30-18:00, Mo-Su 18:00-22:00 open "二层、七层"',
    'Tu-Su 09:00-17:00, Tu-Su 16:30-17:00 open "停止入馆"; PH off',
    'Fr-Sa 20:00-23:30, Fr-Sa 23:30-25:00 open "停止入场"',
    'Mo-Su 10:00-20:00 unknown "视演出而定"',
    "Mo-Fr 09:00-17:00 || unknown",
    "Mo-Su,PH 09:00-09:30, Mo-Su,PH 09:50-10:00",
    "WD 09:00-17:00; PH 10:00-16:00",
    'Mo-Su 09:00-17:00; 2026 Dec 29-2027 Jan 03 off "检修"',
    "Mo-Su,PH off",
    "2027 Mar 01 09:00-17:00",
]


def said(found: tuple[Segment, ...], starts: list[int], minute: int) -> tuple[str, int]:
    """Return what a page shows at a minute, and in which group of the list."""
    part = found[bisect_right(starts, minute) - 1]
    text = part.text
    if part.until_min is not None:
        text = text.replace(MINUTES_MARK, str(part.until_min - minute))
    return text, part.rank


def assert_says_what_the_evaluator_says(
    rules: Rules,
    first: dt.date,
    has_phone: bool = False,
    gettext: Gettext = untranslated,
    every_min: int = END_MIN,
) -> None:
    """Assert it for the minutes round every edge, and for every so many minutes between."""
    calendar = official_calendar()
    found = segments(rules, first, calendar, gettext, has_phone)
    starts = [part.start_min for part in found]
    assert starts[0] == 0
    assert all(one < two for one, two in pairwise(starts))
    edges = {start + step for start in starts for step in (-1, 0, 1)}
    midnight = dt.datetime.combine(first, dt.time(), ZONE)
    for minute in sorted(edges | {*range(0, END_MIN, every_min), END_MIN - 1}):
        if 0 <= minute < END_MIN:
            status = status_at(rules, midnight + dt.timedelta(minutes=minute), calendar)
            expected = status_text(status, gettext, has_phone), rank(status)
            assert said(found, starts, minute) == expected, (str(rules), first, minute)


@pytest.mark.parametrize("first", FIRST_DATES, ids=str)
def test_every_real_facility_is_told_as_the_evaluator_tells_it(
    facilities: tuple[Facility, ...], first: dt.date
) -> None:
    for rules, has_phone in {(one.rules, bool(one.phone)) for one in facilities}:
        assert_says_what_the_evaluator_says(rules, first, has_phone, every_min=7)


@pytest.mark.parametrize("first", FIRST_DATES, ids=str)
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_hours_are_told_as_the_evaluator_tells_them(text: str, first: dt.date) -> None:
    assert_says_what_the_evaluator_says(rules_of(text), first, every_min=7)
    assert_says_what_the_evaluator_says(rules_of(text), first, True, catalogue("en"), 61)


@given(rule_lists(), st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_any_hours_are_told_as_the_evaluator_tells_them(
    rules: tuple[Rule, ...], first: dt.date
) -> None:
    assert_says_what_the_evaluator_says(Rules(rules), first, every_min=97)


def test_a_segment_counts_down_to_the_change_of_state(calendar: Calendar) -> None:
    found = segments(rules_of("Mo-Su 09:00-17:00"), dt.date(2026, 11, 24), calendar)
    assert found[:4] == (
        Segment(0, 3, "闭馆·9:00 开放", 540),
        Segment(540, 0, "开放中·至 17:00", 1020),
        Segment(975, 0, "开放中·{n} 分钟后闭馆（17:00）", 1020),
        Segment(1020, 3, "闭馆·明天 9:00 开放", 1980),
    )
    assert found[4] == Segment(1440, 3, "闭馆·9:00 开放", 1980)


def test_the_first_segment_goes_on_from_the_evening_before(calendar: Calendar) -> None:
    found = segments(rules_of("Mo 20:00-26:00"), dt.date(2026, 11, 24), calendar)
    assert found[0] == Segment(0, 0, "开放中·至 2:00", 120)
    assert found[1].start_min == 75


def test_what_never_changes_is_one_segment_without_an_end(calendar: Calendar) -> None:
    assert segments(rules_of("24/7"), dt.date(2026, 11, 24), calendar) == (
        Segment(0, 0, "24 小时开放", None),
    )


def test_a_change_after_the_last_day_is_named_all_the_same(calendar: Calendar) -> None:
    rules = rules_of("24/7", "2026 Dec 20 off")
    assert segments(rules, dt.date(2026, 11, 24), calendar)[0].until_min == 26 * DAY_MIN


@pytest.mark.parametrize(
    ("hours", "date", "chinese", "english"),
    [
        ("Mo-Su 09:00-17:00", "2026-11-24", "9:00–17:00", "9:00–17:00"),
        (
            "Mo-Su 09:00-12:00,13:00-17:00",
            "2026-11-24",
            "9:00–12:00；13:00–17:00",
            "9:00–12:00; 13:00–17:00",
        ),
        ("Tu off", "2026-11-24", "闭馆", "Closed"),
        (
            "Mo-Fr 09:00-17:00",
            "2026-10-01",
            "节假日时间未确认·平常周四 9:00–17:00",
            "Holiday hours not confirmed·usually Thu 9:00–17:00",
        ),
        ("Mo 20:00-26:00", "2026-11-24", "0:00–2:00", "0:00–2:00"),
    ],
)
def test_a_date_is_one_line(
    hours: str, date: str, chinese: str, english: str, calendar: Calendar
) -> None:
    asked = rules_of(hours), dt.date.fromisoformat(date), calendar
    assert date_words(*asked) == chinese
    assert date_words(*asked, catalogue("en")) == english


def told(facilities: tuple[Facility, ...], calendar: Calendar, at: dt.datetime = NOW) -> Any:
    return json.loads(json.dumps(forecast_object(facilities, at, calendar)))


def test_a_forecast_has_the_published_shape(calendar: Calendar) -> None:
    found = told((facility(town="宋庄镇"),), calendar)
    assert list(found) == [
        "made_at",
        "start",
        "days",
        "day_notes",
        "texts",
        "timelines",
        "facilities",
    ]
    assert found["made_at"] == "2026-11-24T20:00:00+08:00"
    assert found["start"] * 60 == moment("2026-11-24T00:00").timestamp()
    assert (found["days"], found["day_notes"]) == (14, [None] * 14)
    assert found["facilities"] == [
        {
            "id": "jia",
            "name": "甲馆",
            "kind": "library",
            "kind_name": "图书馆",
            "lat": 39.9,
            "lon": 116.7,
            "town": "宋庄镇",
            "source": "测试",
            "hours": "每天9:00-17:00；法定节假日照常开放",
            "published": "Mo-Su,PH 09:00-17:00",
            "verified": "开放时间尚未核实",
            "syllables": "jia guan|song zhuang zhen|tu shu guan|library|图书馆",
            "timeline": 0,
        }
    ]
    (timeline,) = found["timelines"]
    assert timeline["segments"][0] == [0, 3, found["texts"].index("闭馆·9:00 开放"), 540]
    assert timeline["days"] == [found["texts"].index("9:00–17:00")] * 14


def test_a_timeline_counts_from_one_segment_to_the_next(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    found = told(facilities, calendar)
    for one, shown in zip(facilities, found["facilities"], strict=True):
        start_min = 0
        decoded = []
        for since, place, text, left_min in found["timelines"][shown["timeline"]]["segments"]:
            start_min += since
            until_min = None if left_min is None else start_min + left_min
            decoded.append(Segment(start_min, place, found["texts"][text], until_min))
        has_phone = bool(one.phone)
        assert tuple(decoded) == segments(one.rules, NOW.date(), calendar, has_phone=has_phone)


def test_the_days_of_a_holiday_are_named(calendar: Calendar) -> None:
    found = told((facility(),), calendar, moment("2026-09-30T08:00"))
    assert found["day_notes"][:3] == [None, "国庆节放假", "国庆节放假"]
    assert found["day_notes"][10] == "调休工作日"


def test_what_is_known_of_a_facility_is_all_there(calendar: Calendar) -> None:
    full = facility(
        name_en="A",
        address="街1号",
        accuracy_m="3000",
        services="借阅;自习",
        wheelchair="yes",
        phone="010-1",
        website="http://e.org",
        notice="夜间",
        verified_on="2026-11-01",
    )
    (found,) = told((full,), calendar)["facilities"]
    assert found["accuracy"] == "位置为代表点，误差约 3 公里"
    assert found["services"] == ["借阅", "自习", "无障碍"]
    assert found["verified"] == "2026-11-01 核实"
    for name in ("address", "wheelchair", "phone", "website", "notice"):
        assert found[name] == getattr(full, name)


def test_in_english_a_facility_has_a_name_that_can_be_read(calendar: Calendar) -> None:
    rows = (facility(town="宋庄镇"), facility(name_en="A"), facility(name="B"))
    made = forecast_object(rows, NOW, calendar, "en")
    shown = json.loads(json.dumps(made))["facilities"]
    assert [one.get("title") for one in shown] == ["甲馆 (Jiaguan)", "A", None]
    assert shown[0]["town_name"] == "Songzhuang Town"
    assert "title" not in told(rows, calendar)["facilities"][1]


def test_all_facilities_are_there_and_the_same_hours_only_once(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    found = told(facilities, calendar)
    assert [one["id"] for one in found["facilities"]] == [one.id for one in facilities]
    assert sum(one["lat"] is None and one["lon"] is None for one in found["facilities"]) == 55
    pairs = {(one.rules, bool(one.phone)) for one in facilities}
    assert len(found["timelines"]) == len(pairs)
    assert len(found["texts"]) == len(set(found["texts"]))


def test_advice_to_call_is_only_for_those_with_a_phone(calendar: Calendar) -> None:
    silent, reachable = facility(opening_hours=""), facility(opening_hours="", phone="010-1")
    found = told((silent, reachable, silent), calendar)
    assert [one["timeline"] for one in found["facilities"]] == [0, 1, 0]
    texts = [found["texts"][one["segments"][0][2]] for one in found["timelines"]]
    assert texts == ["开放时间未知", "开放时间未知·请先致电"]


def test_the_page_gets_it_once_and_is_then_told_that_nothing_changed(client: FlaskClient) -> None:
    response = client.get("/api/forecast.json")
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert len(response.get_json()["facilities"]) == 95
    again = client.get("/api/forecast.json", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == response.headers["ETag"]


def test_each_language_has_its_own_forecast(client: FlaskClient) -> None:
    chinese, english = (client.get(f"/api/forecast.json?lang={name}") for name in ("zh", "en"))
    assert chinese.headers["ETag"] != english.headers["ETag"]
    assert "24 小时开放" in chinese.get_json()["texts"]
    assert "Open 24 hours" in english.get_json()["texts"]


def test_another_parameter_is_refused(client: FlaskClient) -> None:
    response = client.get("/api/forecast.json?days=3")
    assert response.status_code == 400
    assert response.get_json()["problems"][0]["column"] == "days"


def test_it_is_made_anew_the_next_day_and_for_a_new_list_only(
    settings: Settings, tmp_path: Path
) -> None:
    now = [NOW]
    client = create_app(settings, clock=lambda: now[0]).test_client()

    def made_at() -> str:
        return str(client.get("/api/forecast.json").get_json()["made_at"])

    assert made_at() == "2026-11-24T20:00:00+08:00"
    now[0] += dt.timedelta(hours=3)
    assert made_at() == "2026-11-24T20:00:00+08:00"
    now[0] += dt.timedelta(hours=3)
    assert made_at() == "2026-11-25T02:00:00+08:00"
    now[0] += dt.timedelta(hours=3)
    other = tmp_path / "测试.csv"
    other.write_text("id,name,kind\njia,甲馆,library\n", encoding="utf-8")
    with closing(store.connect(settings.database_path)) as database:
        follow(database, other, NOW)
    assert made_at() == "2026-11-25T05:00:00+08:00"


def test_what_two_workers_make_of_the_same_day_is_the_same(settings: Settings) -> None:
    evening = create_app(settings, clock=lambda: NOW).test_client()
    later = create_app(settings, clock=lambda: NOW + dt.timedelta(hours=1)).test_client()
    etags = {one.get("/api/forecast.json").headers["ETag"] for one in (evening, later)}
    assert len(etags) == 1

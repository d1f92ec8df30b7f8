"""What residents will see differently: every minute of it, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.facility import Facility
from finder.holidays import Calendar, Day, DayKind, official_calendar
from finder.hours import State, status_at
from finder.simulation import (
    Flip,
    flips_object,
    simulation,
    simulation_headline,
    simulation_summary,
)
from finder.translations import catalogue
from tests.made_up import JIA, facility, moment

# A Tuesday evening without a holiday, as in the other tests.
NOW = moment("2026-11-24T20:00")
YI = facility(id="yi", name="乙馆")


def said(flips: tuple[Flip, ...]) -> list[str]:
    return [
        f"{flip.start:%m-%d %H:%M} {flip.end:%m-%d %H:%M} {flip.before_text} → {flip.after_text}"
        for flip in flips
    ]


def flips(before: str, after: str, calendar: Calendar, days: int = 2) -> list[str]:
    """Return what the made-up facility's flips are with such hours before and after."""
    old, new = [facility(opening_hours=before)], [facility(opening_hours=after)]
    return said(simulation(old, new, NOW, calendar, days))


def test_the_same_list_flips_nothing(facilities: tuple[Facility, ...], calendar: Calendar) -> None:
    assert simulation(facilities, facilities, NOW, calendar) == ()
    assert simulation(facilities, tuple(reversed(facilities)), NOW, calendar) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "Mo-Su,PH 09:00-18:00",
            'Mo-Su,PH 09:00-18:00, Mo-Su,PH 18:00-22:00 open "二层"',
            [
                "11-24 20:00 11-24 22:00 闭馆 → 开放中·仅二层",
                "11-25 18:00 11-25 22:00 闭馆 → 开放中·仅二层",
            ],
        ),
        ("Mo-Su 09:00-18:00", "周一至周日9:00-18:00", []),
        (
            "Mo-Su,PH 09:00-18:00",
            "9:00-18:00，17:00停止入馆，法定节假日照常开放",
            ["11-25 17:00 11-25 18:00 开放中 → 已停止入馆"],
        ),
        ("Mo-Su 09:00-18:00", "Mo-Su 09:00-18:00; Jan off", []),
        (
            "Mo-Su,PH 09:00-18:00",
            'Mo-Su,PH 09:00-18:00; 2026 Nov 25 off "检修"',
            [
                "11-25 00:00 11-25 09:00 闭馆 → 临时闭馆·检修",
                "11-25 09:00 11-25 18:00 开放中 → 临时闭馆·检修",
                "11-25 18:00 11-26 00:00 闭馆 → 临时闭馆·检修",
            ],
        ),
        (
            "",
            "24/7",
            ["11-24 20:00 11-26 00:00 开放时间未知 → 24 小时开放"],
        ),
        ("Mo-Su 18:00-26:00", "Mo-Su 18:00-25:00", ["11-25 01:00 11-25 02:00 开放中 → 闭馆"]),
    ],
)
def test_a_flip_is_a_stretch_in_which_the_answer_differs(
    before: str, after: str, expected: list[str], calendar: Calendar
) -> None:
    assert flips(before, after, calendar) == expected


def test_what_differs_only_beyond_the_last_date_is_no_flip(calendar: Calendar) -> None:
    assert flips("Mo-Su 09:00-18:00", "Mo-Fr 09:00-18:00", calendar, days=4) == []
    assert len(flips("Mo-Su 09:00-18:00", "Mo-Fr 09:00-18:00", calendar, days=5)) == 1


def test_added_and_removed_facilities_are_in_one_list_only(calendar: Calendar) -> None:
    found = simulation([JIA], [YI], NOW, calendar, days=1)
    assert [(one.facility.id, one.before, one.after) for one in found] == [
        ("yi", None, State.CLOSED),
        ("jia", State.CLOSED, None),
    ]
    assert found[0].before_text == found[1].after_text == "不在名单上"


def test_a_telephone_is_seen_only_where_people_are_told_to_call(calendar: Calendar) -> None:
    phone = "010-1234567"
    assert simulation([JIA], [facility(phone=phone)], NOW, calendar) == ()
    old, new = facility(opening_hours=""), facility(opening_hours="", phone=phone)
    (flip,) = simulation([old], [new], NOW, calendar)
    assert (flip.before_text, flip.after_text) == ("开放时间未知", "开放时间未知·请先致电")
    assert not flip.is_of_state


def test_another_calendar_flips_a_list_that_is_the_same() -> None:
    date = dt.date(2026, 11, 25)
    days = {"known_from": dt.date(2026, 1, 1), "known_until": dt.date(2026, 12, 31)}
    plain = Calendar({}, source="测试", **days)
    other = Calendar({date: Day(DayKind.OFF, "元旦")}, source="测试", **days)
    one = facility(opening_hours="Mo-Su 09:00-17:00")
    found = simulation([one], [one], NOW, other, days=3, calendar_before=plain)
    assert said(found) == [
        "11-25 00:00 11-25 09:00 闭馆 → 节假日时间未确认",
        "11-25 09:00 11-25 17:00 开放中 → 节假日时间未确认",
        "11-25 17:00 11-26 00:00 闭馆 → 节假日时间未确认",
    ]
    assert simulation([one], [one], NOW, other, days=3, calendar_before=other) == ()


def test_other_usual_hours_beside_an_unknown_holiday_are_a_flip(calendar: Calendar) -> None:
    old = facility(opening_hours="Mo-Su 09:00-17:00")
    new = facility(opening_hours="Mo-Su 09:00-18:00")
    found = simulation([old], [new], moment("2026-10-01T00:00"), calendar, days=1)
    assert said(found) == [
        "10-01 00:00 10-02 00:00 节假日时间未确认·平常周四 9:00–17:00"
        " → 节假日时间未确认·平常周四 9:00–18:00"
    ]


def test_the_object_of_a_flip_is_json(calendar: Calendar) -> None:
    new = facility(opening_hours="Mo-Su,PH 09:00-18:00")
    found = simulation([JIA], [new, YI], moment("2026-11-24T16:00"), calendar, days=1)
    shown = json.loads(json.dumps(flips_object(found)))
    assert shown[0] == {
        "id": "jia",
        "name": "甲馆",
        "start": "2026-11-24T17:00:00+08:00",
        "end": "2026-11-24T18:00:00+08:00",
        "before": "closed",
        "after": "open",
        "before_text": "闭馆",
        "after_text": "开放中",
    }
    assert shown[1]["before"] is None


HOURS = (
    "",
    "24/7",
    "Mo-Su 09:00-17:00",
    "Mo-Su,PH 09:00-17:00",
    "周二至周日8:30-18:00，夜间18:00-22:00（仅限二层、七层），周一闭馆",
    "9:00-17:00，16:30停止入馆，周一闭馆（法定节假日除外）",
    "Mo-Su 18:00-26:00; PH off",
    'Mo-Su 10:00-20:00 unknown "测试"',
    "WD 09:00-17:00",
    'Mo-Su 09:00-17:00; 2026 Sep 28-Oct 3 off "测试"',
)
one_list = st.dictionaries(
    st.sampled_from(["jia", "yi", "bing"]), st.tuples(st.sampled_from(HOURS), st.booleans())
).map(
    lambda chosen: [
        facility(id=key, opening_hours=hours, phone="010-1234567" if phone else "")
        for key, (hours, phone) in chosen.items()
    ]
)


@settings(max_examples=60)
@given(
    one_list,
    one_list,
    st.sampled_from(["2026-09-27T00:00", "2026-09-29T16:45", "2026-12-29T23:59"]),
)
def test_every_quarter_of_an_hour_the_flips_say_what_the_evaluator_says(
    before: list[Facility], after: list[Facility], start: str
) -> None:
    calendar, first = official_calendar(), moment(start)
    found = simulation(before, after, first, calendar, days=5)
    old, new = ({one.id: one for one in some} for some in (before, after))
    for one in dict.fromkeys((*old, *new)):
        own = [flip for flip in found if flip.facility.id == one]
        assert all(a.end <= b.start for a, b in pairwise(own))
        when = first
        while when < first.replace(hour=0, minute=0) + dt.timedelta(days=5):
            flip = next((flip for flip in own if flip.start <= when < flip.end), None)
            was, now = (
                status_at(some[one].rules, when, calendar) if one in some else None
                for some in (old, new)
            )
            if flip:
                assert flip.before is (was.state if was else None)
                assert flip.after is (now.state if now else None)
                assert flip.before_text != flip.after_text
            else:
                assert was is not None
                assert now is not None
                assert (was.state, was.note, was.admits) == (now.state, now.note, now.admits)
            when += dt.timedelta(minutes=15)


def test_a_list_that_changes_nothing_for_residents_says_so(calendar: Calendar) -> None:
    found = simulation([JIA], [facility(phone="010-1234567")], NOW, calendar)
    assert simulation_summary(found, NOW) == ("发布后 14 天内，读者看到的开放情况与现在完全一样。",)


def test_the_headline_counts_each_kind_of_difference_apart(calendar: Calendar) -> None:
    old = [JIA, YI, facility(id="bing", name="丙馆"), facility(id="ding", opening_hours="")]
    new = [
        facility(opening_hours="Mo-Su,PH 09:00-18:00"),
        facility(id="yi", name="乙馆", opening_hours='Mo-Su,PH 09:00-17:00 open "二层"'),
        facility(id="wu", name="戊馆"),
        facility(id="ding", opening_hours="24/7"),
    ]
    found = simulation(old, new, NOW, calendar)
    assert simulation_headline(found) == (
        "发布后 14 天内：2 处设施、14 个时段的开放状态会改变"
        "（闭馆变开放 13 个、未知变开放 1 个）；"
        "1 处设施、13 个时段状态不变，说明改变（如开放部分、停止入馆）；新增 1 处；删去 1 处。"
    )
    lines = simulation_summary(found, NOW)
    assert lines[-2:] == (
        "戊馆：新增，现在是“闭馆”",
        "丙馆：不再列出（现在是“闭馆”）",
    )


def test_a_long_summary_stops_and_says_how_many_are_left(calendar: Calendar) -> None:
    new = [facility(id=f"n{number}") for number in range(30)]
    lines = simulation_summary(simulation([], new, NOW, calendar), NOW, limit=10)
    assert len(lines) == 12
    assert lines[0] == "发布后 14 天内：新增 30 处。"
    assert lines[-1] == "另有 20 处设施没有列出。"


def test_the_summary_is_the_same_in_english(calendar: Calendar) -> None:
    gettext = catalogue("en")
    old, new = [facility(name="Jia")], [facility(name="Jia", opening_hours="Mo-Su,PH 09:00-18:00")]
    found = simulation(old, new, NOW, calendar, gettext=gettext)
    assert simulation_summary(found, NOW, gettext=gettext)[1:] == (
        "Jia: daily 17:00–18:00 (13 days): “Closed” becomes “Open”",
    )


@given(
    st.lists(st.sampled_from(["", "24/7", "Mo-Su,PH 09:00-18:00", "Mo-Fr 08:00-12:00"]), max_size=5)
)
def test_a_brief_simulation_is_told_in_the_same_words(hours: list[str]) -> None:
    before = [facility(id=f"a-{at}", opening_hours=text) for at, text in enumerate(hours)]
    after = [facility(id=f"a-{at + 2}", opening_hours=text) for at, text in enumerate(hours)]
    calendar = official_calendar()
    whole = simulation(before, after, NOW, calendar)
    brief = simulation(before, after, NOW, calendar, brief=True)
    assert simulation_summary(brief, NOW) == simulation_summary(whole, NOW)
    shared = [flip for flip in whole if flip.before and flip.after]
    assert [flip for flip in brief if flip.before and flip.after] == shared
    assert len(brief) == len(shared) + 2 * min(2, len(hours))

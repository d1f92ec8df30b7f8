"""The JSON files say what the evaluator says, have one head, and leave nothing unknown out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from finder.facility import Facility
from finder.feed import (
    FORMAT,
    HOURS_DAYS,
    PARTS,
    TTL_S,
    calendar_parts,
    closures_parts,
    facilities_parts,
    hours_parts,
    manifest_parts,
)
from finder.holidays import Calendar, Day, DayKind
from finder.hours import DAY_MIN, day_intervals, rules_of
from finder.hours.stretches import ONE_DAY
from finder.origin import Origin
from tests.made_up import facility
from tests.origins import HOSTILE, SITE, TODAY, origin, whole

MAKERS: dict[str, Callable[[Origin], Iterator[bytes]]] = {
    "manifest": manifest_parts,
    "facilities": facilities_parts,
    "hours": hours_parts,
    "calendar": calendar_parts,
    "closures": closures_parts,
}


def made(name: str, *found: Facility, **changes: Any) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(whole(MAKERS[name](origin(found, **changes))))
    return parsed


def minutes(clock: str) -> int:
    hour, minute = map(int, clock.split(":"))
    return hour * 60 + minute


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_file_says_of_when_it_is_and_invents_no_licence(name: str, language: str) -> None:
    head = made(name, facility(), language=language)
    assert head["format_version"] == FORMAT
    assert head["feed_version"] == 3
    assert head["published_at"] == "2026-09-19T02:03:04+00:00"
    assert head["valid_from"] == "2026-09-20"
    assert head["ttl_s"] == TTL_S
    assert head["language"] == {"zh": "zh-Hans", "en": "en"}[language]
    assert head["timezone"] == "Asia/Shanghai"
    assert head["licence"] is None


@pytest.mark.parametrize(
    ("today", "hours", "known", "first_over"),
    [
        ("2026-09-20", "2026-10-03", "2026-12-31", "2026-10-03"),
        ("2026-12-25", "2027-01-07", "2026-12-31", "2026-12-31"),
        # Of 2027 nobody has published the holidays.
        ("2027-03-01", "2027-03-14", "2027-03-01", "2027-03-01"),
    ],
)
def test_each_file_says_how_long_it_is_good_for(
    today: str, hours: str, known: str, first_over: str
) -> None:
    expected = {
        "facilities": None,
        "hours": hours,
        "calendar": known,
        "closures": known,
        "manifest": first_over,
    }
    for name, until in expected.items():
        head = made(name, facility(), today=dt.date.fromisoformat(today))
        assert head["valid_until"] == until, name
        assert until is None or until >= head["valid_from"]
    dates = made("hours", facility(), today=dt.date.fromisoformat(today))["hours"][0]["dates"]
    assert max(dates) == hours


def test_the_manifest_names_every_file(facilities: tuple[Facility, ...]) -> None:
    manifest = made("manifest", *facilities, language="en")
    assert manifest["facilities_count"] == len(facilities)
    assert {one["name"]: one["url"] for one in manifest["files"]} == {
        name: f"{SITE}/feed/{name}.json?lang=en" for name in PARTS
    }
    assert set(PARTS) == set(MAKERS) - {"manifest"}


def test_every_facility_has_every_key_and_null_for_what_is_unknown(
    facilities: tuple[Facility, ...],
) -> None:
    rows = made("facilities", *facilities)["facilities"]
    assert [row["id"] for row in rows] == [one.id for one in facilities]
    for row, one in zip(rows, facilities, strict=True):
        assert set(row) == set(rows[0])
        assert (row["lat"] is None) == (one.position is None)
        assert row["accuracy_m"] == one.error_m
        assert "" not in [value for value in row.values() if not isinstance(value, list)]
        assert row["url"] == f"{SITE}/facilities/{one.id}"


def test_a_position_is_wgs84_whatever_staff_wrote() -> None:
    (row,) = made("facilities", facility(datum="gcj02"))["facilities"]
    assert row["lat"] != 39.9
    assert abs(row["lat"] - 39.9) < 0.01


def test_the_hours_of_every_date_are_the_evaluators(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    for row, one in zip(made("hours", *facilities)["hours"], facilities, strict=True):
        assert len(row["dates"]) == HOURS_DAYS
        for text, intervals in row["dates"].items():
            parts = day_intervals(one.rules, dt.date.fromisoformat(text), calendar)
            told = [
                (minutes(part["from"]), minutes(part["to"]), part["state"], part.get("note", ""))
                for part in intervals
            ]
            assert told == [
                (part.start_min, part.end_min, part.state.value, part.note) for part in parts
            ]
            assert told[0][0] == 0
            assert told[-1][1] >= DAY_MIN
            assert all(("why" in part) == (part["state"] == "unknown") for part in intervals)
        if row["rule"]:
            assert str(rules_of(row["rule"])) == row["rule"]


def test_hours_past_midnight_and_last_entry_are_told_in_the_manner_of_gtfs() -> None:
    hours = 'Mo-Su,PH 18:00-26:00, Mo-Su,PH 23:00-26:00 open "停止入馆"'
    (row,) = made("hours", facility(opening_hours=hours))["hours"]
    late = row["dates"]["2026-09-21"]
    assert [(part["from"], part["to"], part["state"]) for part in late][-2:] == [
        ("18:00", "23:00", "open"),
        ("23:00", "26:00", "open"),
    ]
    assert late[-1]["admits"] is False
    assert "admits" not in late[-2]


def test_unknown_hours_are_unknown_on_every_date() -> None:
    (row,) = made("hours", facility(opening_hours=""))["hours"]
    assert (row["published"], row["rule"]) == (None, None)
    for intervals in row["dates"].values():
        assert intervals == [
            {"from": "00:00", "to": "24:00", "state": "unknown", "why": "no_hours"}
        ]


def test_the_calendar_is_that_of_the_evaluator(calendar: Calendar) -> None:
    told = made("calendar")
    assert (told["known_from"], told["known_until"]) == ("2004-01-01", "2026-12-31")
    days = {dt.date.fromisoformat(one["date"]): one for one in told["days"]}
    date = dt.date(2026, 1, 1)
    while date <= calendar.known_until:
        day = calendar.day(date)
        assert day
        assert (date in days) == (day.kind is not DayKind.ORDINARY)
        if date in days:
            assert (days[date]["kind"], days[date]["festival"]) == (day.kind.value, day.festival)
        date += ONE_DAY


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_working_day_that_names_no_holiday_has_none(language: str, calendar: Calendar) -> None:
    date = dt.date(2026, 12, 26)
    changed = replace(calendar, days={**calendar.days, date: Day(DayKind.WORK, "")})
    told = made("calendar", language=language, calendar=changed)["days"]
    assert told[-1] == {"date": "2026-12-26", "kind": "work", "festival": None}


def test_closures_and_holidays_that_nobody_confirmed_are_told_apart() -> None:
    hours, special = "Mo-Su 09:00-17:00", "2026年9月22日至23日闭馆（设备检修）"
    file = made("closures", facility(opening_hours=hours, special_hours=special))
    assert file["known_until"] == "2026-12-31"
    told = file["closures"]
    assert told[0] == {
        "facility_id": "jia",
        "first": "2026-09-22",
        "last": "2026-09-23",
        "state": "closed",
        "why": "notice",
        "festival": None,
        "note": "设备检修",
        "open": [],
        "unknown": [],
    }
    assert (told[1]["state"], told[1]["festival"], told[1]["open"]) == ("unknown", "中秋节", [])
    assert told[1]["unknown"][0]["why"] == "holiday_unconfirmed"
    assert all(one["last"] >= TODAY.isoformat() for one in told)


def test_a_list_of_nothing_is_still_json_and_so_is_a_hostile_one() -> None:
    for name in MAKERS:
        made(name)
    hostile = [facility(id=f"jia-{n}", name=text) for n, text in enumerate(HOSTILE)]
    assert [row["name"] for row in made("facilities", *hostile)["facilities"]] == list(HOSTILE)

"""The status at a moment: what holds, until when, and what comes next."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import zoneinfo
from bisect import bisect_right
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.holidays import Calendar, DayKind, official_calendar
from finder.hours import (
    ZONE,
    Cause,
    Rules,
    State,
    Status,
    date_stretches,
    rules_of,
    status_at,
    stretches,
)
from finder.hours.rules import Rule
from finder.hours.timeline import UNPUBLISHED_HORIZON_DAYS, stretches_from
from tests.hours_words import rule_lists

ONE_DAY = dt.timedelta(days=1)


def at(text: str, moment: str, special: str = "", calendar: Calendar | None = None) -> Status:
    when = dt.datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    return status_at(rules_of(text, special), when, calendar or official_calendar())


def short(moment: dt.datetime | None) -> str:
    return moment.strftime("%m-%d %H:%M") if moment else ""


# A text, a moment, the state then, until when, and when newcomers can next go in.
# 2026-10-12 is a Monday; 2026-10-01 to 10-07 are days off.
STATES = [
    ("Mo-Fr 09:00-17:00", "2026-10-12T08:59", "closed", "10-12 09:00", "10-12 09:00"),
    ("Mo-Fr 09:00-17:00", "2026-10-12T09:00", "open", "10-12 17:00", ""),
    ("Mo-Fr 09:00-17:00", "2026-10-12T16:59", "open", "10-12 17:00", ""),
    ("Mo-Fr 09:00-17:00", "2026-10-12T17:00", "closed", "10-13 09:00", "10-13 09:00"),
    ("Mo-Fr 09:00-17:00", "2026-10-16T17:00", "closed", "10-19 09:00", "10-19 09:00"),
    ("Mo-Su,PH 09:00-24:00", "2026-10-12T23:59", "open", "10-13 00:00", ""),
    ("Mo-Su,PH 09:00-24:00", "2026-10-12T00:00", "closed", "10-12 09:00", "10-12 09:00"),
    ("Fr 20:00-02:00", "2026-10-17T01:59", "open", "10-17 02:00", ""),
    ("Fr 20:00-02:00; Sa off", "2026-10-17T01:59", "open", "10-17 02:00", ""),
    ("Fr 20:00-02:00", "2026-10-17T02:00", "closed", "10-23 20:00", "10-23 20:00"),
    ("Mo-Fr 00:00-24:00", "2026-10-12T12:00", "open", "10-17 00:00", ""),
    ("24/7", "2026-10-12T12:00", "open", "", ""),
    ("", "2026-10-12T12:00", "unknown", "", ""),
    ("Mo-Su,PH off", "2026-10-12T12:00", "closed", "", ""),
    ("24/7; 2026 Oct 14 10:00-12:00 off", "2026-10-12T12:00", "open", "10-14 10:00", ""),
    ("Mo-Fr 09:00-17:00", "2026-10-05T12:00", "unknown", "10-08 00:00", "10-08 09:00"),
    ("Mo-Fr 09:00-17:00; PH off", "2026-09-30T18:00", "closed", "10-08 09:00", "10-08 09:00"),
    ("Mo-Fr 09:00-17:00 || unknown", "2026-10-12T18:00", "unknown", "10-13 09:00", "10-13 09:00"),
    ("2027 Mar 01 09:00-17:00", "2026-10-12T12:00", "closed", "01-01 00:00", ""),
]


@pytest.mark.parametrize(("text", "moment", "state", "until", "next_open"), STATES)
def test_state_until_and_next_opening(
    text: str, moment: str, state: str, until: str, next_open: str
) -> None:
    calendar = Calendar(
        official_calendar().days, dt.date(2004, 1, 1), dt.date(2026, 12, 31), "测试"
    )
    status = at(text, moment, calendar=calendar)
    assert status.state.value == state
    assert (short(status.until), short(status.next_open)) == (until, next_open)


PARTLY = 'Mo-Fr 08:30-18:00, Mo-Fr 18:00-22:00 open "二层、七层"'
LAST = 'Tu-Su 09:00-16:30, Tu-Su 16:30-17:00 open "停止入馆"'


def test_until_is_when_the_state_changes_and_not_the_note() -> None:
    status = at(PARTLY, "2026-10-12T10:00")
    assert (status.state, status.note) == (State.OPEN, "")
    assert short(status.until) == "10-12 22:00"
    assert (short(status.note_until), status.next_note) == ("10-12 18:00", "二层、七层")


def test_the_note_that_holds_to_the_end_has_no_end_of_its_own() -> None:
    status = at(PARTLY, "2026-10-12T18:00")
    assert (status.note, status.note_until, status.next_note) == ("二层、七层", None, "")
    assert short(status.until) == "10-12 22:00"


def test_before_last_entry_newcomers_can_go_in_and_hear_when_it_is() -> None:
    status = at(LAST, "2026-10-13T10:00")
    assert status.admits
    assert short(status.last_entry) == "10-13 16:30"
    assert short(status.until) == "10-13 17:00"


def test_after_last_entry_it_is_open_but_admits_nobody() -> None:
    status = at(LAST, "2026-10-13T16:30")
    assert (status.state, status.admits) == (State.OPEN, False)
    assert short(status.last_entry) == "10-13 16:30"
    assert short(status.next_open) == "10-14 09:00"


def test_last_entry_in_two_stages_is_where_the_first_starts() -> None:
    text = 'Mo 09:00-16:00, Mo 16:00-16:30 open "停止入馆", Mo 16:30-17:00 open "清场"'
    status = at(text, "2026-10-12T16:45")
    assert short(status.last_entry) == "10-12 16:00"


def test_last_entry_before_midnight_is_found_after_it() -> None:
    text = 'Fr 20:00-23:30, Fr 23:30-01:00 open "停止入场"'
    status = at(text, "2026-10-17T00:30")
    assert short(status.last_entry) == "10-16 23:30"
    assert short(status.until) == "10-17 01:00"


def test_what_is_closed_has_no_last_entry() -> None:
    assert at(LAST, "2026-10-12T10:00").last_entry is None


def test_the_first_unknown_day_before_the_next_opening_is_named() -> None:
    status = at("Mo-Fr 09:00-17:00", "2026-09-30T18:00")
    assert status.state is State.CLOSED
    assert short(status.next_unknown) == "10-01 00:00"
    assert short(status.next_open) == "10-08 09:00"
    assert at("Mo-Fr 09:00-17:00", "2026-10-12T18:00").next_unknown is None
    assert at("Mo-Fr 09:00-17:00", "2026-10-05T18:00").next_unknown is None


def test_a_season_a_year_away_is_found() -> None:
    text = "Oct 11 09:00-17:00; PH off"
    calendar = Calendar({}, dt.date(2004, 1, 1), dt.date(2030, 12, 31), "测试")
    assert short(at(text, "2026-10-12T12:00", calendar=calendar).next_open) == "10-11 09:00"


def test_the_end_of_the_calendar_is_a_change_of_state() -> None:
    calendar = Calendar({}, dt.date(2004, 1, 1), dt.date(2026, 12, 31), "测试")
    status = at("Jan-Mar 09:00-17:00", "2026-10-12T12:00", calendar=calendar)
    assert status.until == dt.datetime(2027, 1, 1, tzinfo=ZONE)
    assert status.next_unknown == status.until


@pytest.mark.parametrize(
    ("date", "last"),
    [("2025-06-01", "2026-06-05"), ("2026-12-01", "2027-01-30"), ("2027-03-01", "2027-03-31")],
)
def test_it_looks_a_year_ahead_but_only_a_month_past_the_calendar(date: str, last: str) -> None:
    calendar = Calendar({}, dt.date(2004, 1, 1), dt.date(2026, 12, 31), "测试")
    *_, end = stretches_from(rules_of("off"), dt.date.fromisoformat(date), calendar)
    assert end.start.date().isoformat() == last


def test_the_day_is_what_the_calendar_calls_it() -> None:
    make_up = at("24/7", "2026-10-10T12:00").day
    assert make_up is not None
    assert make_up.kind is DayKind.WORK
    day_off = at("Mo-Fr 09:00-17:00", "2026-10-05T12:00")
    assert day_off.holiday_unconfirmed
    assert day_off.interval.cause is Cause.HOLIDAY_UNCONFIRMED
    assert at("24/7", "2003-10-10T12:00").day is None


def test_seconds_do_not_count() -> None:
    when = dt.datetime(2026, 10, 12, 16, 59, 59, 999999, ZONE)
    status = status_at(rules_of("Mo 09:00-17:00"), when, official_calendar())
    assert status.state is State.OPEN
    assert status.when == dt.datetime(2026, 10, 12, 16, 59, tzinfo=ZONE)


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    rules = rules_of("Mo 09:00-17:00")
    moment = dt.datetime(2026, 10, 12, 1, 0, tzinfo=dt.UTC)
    assert status_at(rules, moment, official_calendar()) == at("Mo 09:00-17:00", "2026-10-12T09:00")
    early = moment - dt.timedelta(minutes=1)
    assert status_at(rules, early, official_calendar()).state is State.CLOSED


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        status_at(rules_of("24/7"), dt.datetime(2026, 10, 12, 9, 0), official_calendar())


ELSEWHERE = """
import datetime as dt
from finder.holidays import official_calendar
from finder.hours import ZONE, rules_of, status_at
for text in ("Mo-Fr 09:00-17:00; PH off", "Fr 20:00-02:00", "Tu-Su 09:00-17:00"):
    for hour in range(0, 240, 7):
        when = dt.datetime(2026, 10, 30, tzinfo=dt.timezone.utc) + dt.timedelta(hours=hour)
        status = status_at(rules_of(text), when, official_calendar())
        print(status.when.isoformat(), status.state, status.until, status.next_open)
"""


def test_the_zone_of_the_server_does_not_matter() -> None:
    # New York's clocks change in these days.
    answers = {
        subprocess.run(
            [sys.executable, "-c", ELSEWHERE],
            env={**os.environ, "TZ": zone},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for zone in ("America/New_York", "Asia/Shanghai", "UTC")
    }
    assert len(answers) == 1
    assert "State.OPEN" in answers.pop()


DATES = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))


@given(rule_lists(), DATES)
def test_stretches_cover_24_hours_without_gaps(rules: tuple[Rule, ...], date: dt.date) -> None:
    stretches = date_stretches(Rules(rules), date, official_calendar())
    midnight = dt.datetime.combine(date, dt.time(), ZONE)
    assert stretches[0].start == midnight
    assert stretches[-1].end == midnight + ONE_DAY
    for one, two in pairwise(stretches):
        assert one.start < one.end == two.start


@given(rule_lists(), DATES)
@settings(max_examples=60, deadline=None)
def test_the_state_is_the_same_each_minute_until_it_changes(
    rules: tuple[Rule, ...], date: dt.date
) -> None:
    hours = Rules(rules)
    midnight = dt.datetime.combine(date, dt.time(), ZONE)
    line = [
        stretch
        for days in range(UNPUBLISHED_HORIZON_DAYS)
        for stretch in date_stretches(hours, date + days * ONE_DAY, official_calendar())
    ]
    starts = [stretch.start for stretch in line]
    for start in [stretch.start for stretch in line if stretch.start < midnight + ONE_DAY]:
        status = status_at(hours, start, official_calendar())
        end = status.until or line[-1].end
        minute = start
        while minute < min(end, line[-1].end):
            assert line[bisect_right(starts, minute) - 1].interval.state is status.state
            minute += dt.timedelta(minutes=1)
        if status.until and status.until < line[-1].end:
            after = status_at(hours, status.until, official_calendar())
            assert after.state is not status.state


@given(rule_lists(), DATES, st.integers(0, 24 * 60 - 1))
@settings(deadline=None)
def test_what_comes_next_is_what_is_then_found(
    rules: tuple[Rule, ...], date: dt.date, minute: int
) -> None:
    hours = Rules(rules)
    when = dt.datetime.combine(date, dt.time(), ZONE) + dt.timedelta(minutes=minute)
    status = status_at(hours, when, official_calendar())
    if status.next_open:
        assert not status.admits
        assert status_at(hours, status.next_open, official_calendar()).admits
        before = status.next_open - dt.timedelta(minutes=1)
        assert not status_at(hours, before, official_calendar()).admits
    if status.next_unknown:
        later = status_at(hours, status.next_unknown, official_calendar())
        assert later.state is State.UNKNOWN
        assert status.next_open is None or status.next_unknown < status.next_open
    if status.note_until:
        later = status_at(hours, status.note_until, official_calendar())
        assert (later.state, later.note) == (status.state, status.next_note)
        assert later.note != status.note
    if status.last_entry:
        assert status.state is State.OPEN
        gate = status_at(hours, status.last_entry, official_calendar())
        assert gate.interval.is_after_last_entry


def test_without_time_zone_data_the_clock_is_that_of_beijing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = dt.datetime(2026, 7, 1, 12)
    with_data = stretches._zone()
    assert with_data.tzname(moment) == "CST"
    zoneinfo.reset_tzpath([])
    monkeypatch.setitem(sys.modules, "tzdata", None)
    monkeypatch.setattr(sys, "path_importer_cache", {})
    zoneinfo.ZoneInfo.clear_cache()
    try:
        without = stretches._zone()
    finally:
        zoneinfo.reset_tzpath()
    assert without.tzname(moment) == "Asia/Shanghai"
    assert without.utcoffset(moment) == with_data.utcoffset(moment) == dt.timedelta(hours=8)

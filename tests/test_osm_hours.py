"""What OpenStreetMap is told of opening hours means the same to its reference implementation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from random import Random

import pytest

from finder.errors import HoursError
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import Rules, State, read_hours, rules_of
from finder.osm_hours import LONGEST, osm_hours
from finder.settings import RESOURCES
from tests.oracle.expressions import expression
from tests.oracle.runs import (
    Question,
    Run,
    differences,
    our_runs,
    reference_runs,
    reference_warnings,
)

FIRST = dt.date(2025, 9, 20)
TODAY = dt.date(2026, 11, 24)

# Hours of every shape, and special hours.
SAID = [
    ("Mo-Su,PH 09:00-17:00", ""),
    ("09:00-17:00", ""),
    ("Apr-Oct 09:00-18:00; Nov-Mar 09:00-16:00", ""),
    ("Mo-Fr 09:00-17:00; 10:00-12:00", ""),
    ("24/7", ""),
    ("24/7", "2025 Dec 24 off"),
    ("Mo-Su,PH 18:00-26:00", ""),
    ('Tu-Su 08:30-18:00, Tu-Su 18:00-22:00 open "二层"; Mo off', ""),
    ("Mo-Fr 09:00-17:00; Mo[1] off", ""),
    ("Mo-Fr 09:00-12:00 unknown", ""),
    ("Mo-Su 09:00-17:00", "2025年10月1日至3日闭馆"),
    ("Mo-Su 09:00-17:00", "2025年10月2日10:00-12:00"),
    ("Mo-Su 09:00-17:00", "2025 Dec 24 12:00-14:00 off"),
    ("Mo-Su,PH 09:00-17:00; Mo off; PH 09:00-17:00", "2025 Oct 13-19 off"),
    ("week 01-53/2 Sa 10:00-12:00", ""),
]

# What cannot be said for certain, and a word of the reason.
LEFT_OUT = [
    ("WD 09:00-17:00; PH off", "", "调休"),
    ("Mo-Fr 22:00-26:00; Sa off", "", "半夜"),
    ("Mo-Su 22:00-26:00", "", "半夜"),
    ("", "2025 Dec 24 10:00-12:00", "平常"),
    ("Mo-Fr 09:00-12:00 || 14:00-15:00", "", "||"),
    ("Feb 01-28 09:00-17:00; Mar-Jan 10:00-12:00", "", "别的日子"),
    ("24/7; Mo 10:00-12:00 off", "", "节假日"),
    ("Mo-Su 09:00-17:00", "2025 Oct 01 off; 2025 Sep 01-2025 Oct 31 Mo off", "节假日"),
]


def rules(hours: str, special: str) -> Rules:
    return read_hours(hours, special)


def states(runs: Iterable[Run]) -> list[Run]:
    """Return runs with the notes of what is unknown left out: ours has none for a holiday."""
    out: list[Run] = []
    for minute, (state, note) in runs:
        said = (state, "" if state is State.UNKNOWN else note)
        if not out or out[-1][1] != said:
            out.append((minute, said))
    return out


def told(found: Iterable[Rules]) -> list[tuple[Rules, str]]:
    """Return the rules that OpenStreetMap is told of, with the text."""
    texts = [(one, osm_hours(one, dt.date(2000, 1, 1)).text) for one in found]
    return [(one, text) for one, text in texts if text]


def assert_same(found: Iterable[Rules], calendar: Calendar, days: int) -> int:
    """Check that the texts mean the same; return how many there are."""
    asked = [(one, Question(text, FIRST, days)) for one, text in told(found)]
    answers = reference_runs([question for _, question in asked], calendar)
    for (one, question), theirs in zip(asked, answers, strict=True):
        assert not isinstance(theirs, str), (question.text, theirs)
        ours = our_runs(one, question, calendar)
        wrong = list(differences(states(ours), states(theirs), question.end_min))
        assert wrong == [], (str(one), question.text)
    return len(asked)


def assert_no_warnings(found: Iterable[Rules], calendar: Calendar) -> None:
    texts = [text for _, text in told(found)]
    assert dict(zip(texts, reference_warnings(texts, calendar), strict=True)) == {
        text: [] for text in texts
    }


def test_the_hours_of_the_real_list_mean_the_same_for_400_days(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    distinct = list(dict.fromkeys(one.rules for one in facilities if one.has_hours))
    assert assert_same(distinct, calendar, 400) == len(distinct)
    assert_no_warnings(distinct, calendar)


def test_a_reader_as_shipped_knows_few_days_off_as_the_readme_says(calendar: Calendar) -> None:
    question = Question("PH open", dt.date(2026, 1, 1), 365)
    days = [question.start + dt.timedelta(days=number) for number in range(365)]

    def off(known: Calendar | None) -> set[dt.date]:
        (runs,) = reference_runs([question], known)
        assert not isinstance(runs, str)
        marks = [(minute // 1440, state) for minute, (state, _note) in runs]
        ends = [day for day, _ in marks[1:]] + [len(days)]
        spans = zip(marks, ends, strict=True)
        return {
            date for (day, state), end in spans if state is State.OPEN for date in days[day:end]
        }

    ours, theirs = off(calendar), off(None)
    assert {date.isoformat() for date in theirs - ours} == {"2026-03-08", "2026-06-01"}
    readme = (RESOURCES / "README.md").read_text("utf-8")
    assert f"knows {len(theirs & ours)} of the {len(ours)} days off of 2026" in readme


def test_hours_of_every_shape_mean_the_same_for_400_days(calendar: Calendar) -> None:
    found = [rules(*one) for one in SAID]
    assert assert_same(found, calendar, 400) == len(SAID)
    assert_no_warnings(found, calendar)


def test_random_hours_mean_the_same_or_are_left_out(calendar: Calendar) -> None:
    random, found = Random(7), []
    for _ in range(400):
        try:
            found.append(rules_of(expression(random, FIRST)))
        except HoursError:
            continue
    assert assert_same(found, calendar, 60) > 50


@pytest.mark.parametrize(("hours", "special", "word"), LEFT_OUT)
def test_what_cannot_be_said_is_left_out_with_its_reason(
    hours: str, special: str, word: str
) -> None:
    shown = osm_hours(rules(hours, special), dt.date(2000, 1, 1))
    assert shown.text == ""
    assert word in str(shown.reason)


def test_hours_that_nobody_has_given_are_no_hours() -> None:
    assert osm_hours(Rules(), TODAY) == osm_hours(rules("", ""), TODAY)
    assert osm_hours(Rules(), TODAY).text == ""
    assert osm_hours(Rules(), TODAY).reason is None


def test_an_exception_that_is_over_is_not_told() -> None:
    found = rules("Mo-Su,PH 09:00-17:00", "2026 Nov 23 off; 2026 Nov 24 off")
    assert osm_hours(found, TODAY).text == "Mo-Su,PH 09:00-17:00; 2026 Nov 24 off"


def test_a_text_longer_than_a_tag_is_left_out() -> None:
    dates = "; ".join(f"2027 Jan {day:02} off" for day in range(1, 29))
    shown = osm_hours(rules("Mo-Su,PH 09:00-17:00", dates), TODAY)
    assert shown.text == ""
    assert str(LONGEST) in str(shown.reason)

"""The hours of one day before and after, and the sentence for their difference."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.day_changes import day_change_words, day_hours
from finder.errors import sentence
from finder.holidays import Calendar
from finder.hours import State, day_intervals, rules_of

TUESDAY = dt.date(2026, 11, 24)
A_DAY = sentence("每天")


def test_neighbours_that_say_the_same_by_other_rules_are_one(calendar: Calendar) -> None:
    rules = rules_of("Mo-Su 09:00-12:00, Mo-Su 12:00-17:00")
    day = day_hours(day_intervals(rules, TUESDAY, calendar))
    assert [(piece.start_min, piece.end_min, piece.state) for piece in day] == [
        (0, 540, State.CLOSED),
        (540, 1020, State.OPEN),
        (1020, 1440, State.CLOSED),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("09:00-17:00", "09:00-18:00", "每天闭馆时间 17:00 → 18:00"),
        ("09:00-17:00", "10:00-17:00", "每天开馆时间 9:00 → 10:00"),
        ("09:00-17:00", "10:00-18:00", "每天：9:00-17:00 → 10:00-18:00"),
        (
            '09:00-17:00 open "二层"',
            '09:00-17:00 open "三层"',
            "每天：9:00-17:00（仅限二层） → 9:00-17:00（仅限三层）",
        ),
        ("09:00-17:00", "off", "每天：9:00-17:00 → 闭馆"),
        ("off", "24/7", "每天：闭馆 → 0:00-24:00"),
        ("off", 'off "整修"', "每天：闭馆 → 闭馆（整修）"),
        (
            "09:00-17:00",
            '09:00-17:00; 12:00-13:00 off "午休"',
            "每天：9:00-17:00 → 9:00-12:00、13:00-17:00、12:00-13:00闭馆（午休）",
        ),
        ("09:00-17:00", "09:00-12:00,13:00-17:00", "每天：9:00-17:00 → 9:00-12:00、13:00-17:00"),
        ("09:00-12:00,13:00-17:00", "09:00-12:00,13:00-18:00", "每天闭馆时间 17:00 → 18:00"),
        ("18:00-26:00", "18:00-25:00", "每天闭馆时间 次日2:00 → 次日1:00"),
        ("09:00-17:00", "09:00-17:00 unknown", "每天：9:00-17:00 → 9:00-17:00不确定"),
    ],
)
def test_the_difference_of_a_day(
    before: str, after: str, expected: str, calendar: Calendar
) -> None:
    was, now = (
        day_hours(day_intervals(rules_of(text), TUESDAY, calendar)) for text in (before, after)
    )
    assert str(day_change_words(A_DAY, was, now)) == expected


def test_days_with_the_same_words_have_no_sentence(calendar: Calendar) -> None:
    day = day_hours(day_intervals(rules_of("Mo-Su 09:00-17:00"), TUESDAY, calendar))
    assert day_change_words(A_DAY, day[1:2], day) is None

"""The answers of some days in a line without gaps."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from finder.answers_ahead import answers, differing, side_of
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import State, status_at
from tests.made_up import facility, moment

NOW = moment("2026-12-29T20:00")
END = moment("2027-01-05T00:00")


def test_the_line_has_no_gaps_and_the_states_of_the_evaluator(
    facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    for one in facilities:
        line = answers(side_of(one), NOW, 7, calendar)
        assert (line[0].start, line[-1].end) == (NOW, END)
        for answer, following in pairwise(line):
            assert answer.end == following.start
            assert (answer.state, answer.text) != (following.state, following.text)
        for answer in line:
            middle = answer.start + (answer.end - answer.start) / 2
            assert status_at(one.rules, middle, calendar).state is answer.state


def test_what_is_not_in_the_list_is_said_so_all_the_time(calendar: Calendar) -> None:
    (answer,) = answers(None, NOW, 7, calendar)
    assert (answer.start, answer.end, answer.state) == (NOW, END, None)
    assert answer.text == "不在名单上"


def test_where_both_lines_say_the_same_nothing_differs(calendar: Calendar) -> None:
    one, same = (facility(opening_hours=text) for text in ("Mo-Su 09:00-17:00", "9:00-17:00"))
    line, other = (answers(side_of(each), NOW, 7, calendar) for each in (one, same))
    assert list(differing(line, other)) == []


def test_what_differs_is_cut_to_where_it_does(calendar: Calendar) -> None:
    one = facility(opening_hours="Mo-Su 09:00-17:00")
    other = facility(opening_hours="Mo-Su 09:00-17:30")
    line, later = (answers(side_of(each), NOW, 2, calendar) for each in (one, other))
    ((was, now),) = differing(line, later)
    assert was.start == now.start == moment("2026-12-30T17:00")
    assert was.end == now.end == was.start + dt.timedelta(minutes=30)
    assert (was.state, now.state) == (State.CLOSED, State.OPEN)


def test_the_short_words_leave_out_the_hours_of_other_days(calendar: Calendar) -> None:
    one = facility(opening_hours="Mo-Su 09:00-17:00")
    line = answers(side_of(one), moment("2026-10-01T00:00"), 1, calendar)
    assert [(answer.text, answer.short) for answer in line] == [
        ("节假日时间未确认·平常周四 9:00–17:00", "节假日时间未确认")
    ]

"""Two other engines give the same hours, but for differences that are known and checked."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.facility import Facility
from finder.hours import rules_of
from finder.proof import made_up_list
from tests.oracle import lists
from tests.oracle.differential import REFERENCE, RUST, SAME, Table, compare, main, questions


@pytest.fixture(scope="module")
def table() -> Table:
    table = Table()
    compare(tuple(questions(seed=20260101, count=400, days=60)), table)
    return table


def test_every_difference_is_explained(table: Table) -> None:
    assert table.unexplained == []


def test_most_expressions_are_answered_alike(table: Table) -> None:
    assert table.expressions[REFERENCE, SAME] > 320
    assert table.expressions[RUST, SAME] > 320


def test_the_expressions_are_the_same_for_the_same_seed() -> None:
    assert list(questions(7, 5, 10)) == list(questions(7, 5, 10))
    assert list(questions(7, 5, 10)) != list(questions(8, 5, 10))


def test_the_command_prints_the_classes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--count", "10", "--days", "7", "--seed", "3"]) == 0
    assert f"  {SAME}" in capsys.readouterr().out


# A make-up Saturday, a long festival, and the make-up Saturday after it.
FEBRUARY = dt.date(2026, 2, 12)


def test_every_text_of_both_lists_is_explained(facilities: tuple[Facility, ...]) -> None:
    for some in (facilities, made_up_list()):
        found = Table()
        compare(lists.questions(some, FEBRUARY, 20), found)
        assert found.unexplained == []
        assert found.expressions[REFERENCE, SAME] > 20
        assert lists.misread(some, FEBRUARY, 20) == []


def test_every_text_of_the_real_list_is_answered_alike(facilities: tuple[Facility, ...]) -> None:
    found = Table()
    asked = lists.questions(facilities, FEBRUARY, 20)
    compare(asked, found)
    assert found.expressions == {(REFERENCE, SAME): len(asked), (RUST, SAME): len(asked)}


def test_working_days_are_named_by_date() -> None:
    dated = lists.with_dates_for_workdays(rules_of("WD 09:00-17:00; PH off"), FEBRUARY, 6)
    assert str(dated) == "2026 Feb 11-14 09:00-17:00; PH off"

"""Two other engines give the same hours, but for differences that are known and checked."""

from __future__ import annotations

import pytest

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

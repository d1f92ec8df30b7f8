"""A way into the finder: how its inputs are made, and what must hold for every one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from finder.errors import FinderError, Problem
from finder.translations import catalogue
from tests.fuzz.choices import Choices


@dataclass(frozen=True, slots=True)
class Target:
    """One way in.

    Args:
        name: what the table calls it.
        share: how many of a million inputs it gets.
        make: returns an input; only the choices decide.
        check: gives the input to the finder; raises if anything is wrong.
    """

    name: str
    share: int
    make: Callable[[Choices], Any]
    check: Callable[[Any], None]


def check_said(error: FinderError) -> None:
    """Check that an error has words, in both languages, for everything that it names."""
    assert error.problems
    check_problems(error.problems)


def check_problems(problems: tuple[Problem, ...]) -> None:
    """Check that every problem says in both languages what is wrong."""
    english = catalogue("en")
    for problem in problems:
        for shown in (problem.as_dict(), problem.as_dict(english)):
            assert shown["message"], problem

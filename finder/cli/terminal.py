"""What every command shares: how it prints, and how it says what is wrong."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from finder import asking
from finder.errors import FinderError, Problem, QueryError, problems_object, sentence
from finder.staff_words import row_groups

_P = ParamSpec("_P")


def explained(command: Callable[_P, None]) -> Callable[_P, None]:
    """Return the command with errors shown as sentences, as JSON after --json; exit code 1."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except FinderError as error:
            if kwargs.get("as_json"):
                print_json(problems_object(error.problems))
            else:
                print_problems(error.problems)
            sys.exit(1)

    return run


def print_json(value: object) -> None:
    """Print `value` over several lines."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_json_line(value: object) -> None:
    """Print `value` in one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


def print_problems(problems: tuple[Problem, ...]) -> None:
    """Print each problem as a sentence, with its places, where errors go; the same one once."""
    for group in row_groups(problems):
        problem = group.problem
        column = f"{problem.column}: " if isinstance(problem.column, str) else ""
        where = sentence("第 %(rows)s 行", rows=group.rows).text() if group.rows else ""
        place = f"{where}{' ' if column else ': '}" if where else ""
        click.echo(f"{place}{column}{problem.message}{problem.hint}", err=True)


def terminal_account() -> str:
    """Return what the list of acts calls whoever sits at the terminal: `terminal:NAME`."""
    try:
        return f"terminal:{getpass.getuser()}"
    except (KeyError, OSError):
        # A container's user may have no name.
        return "terminal"


def date_option(text: str, column: str) -> dt.date | None:
    """Return the date of an option; None if it is blank.

    Raises:
        QueryError: it is no ISO date of a year that can be asked for.
    """
    if not text:
        return None
    try:
        return asking.iso_date(text)
    except ValueError:
        message = sentence("“%(value)s”不是日期。", value=text)
        hint = sentence("请写成 2026-01-31。")
        raise QueryError(Problem(message, hint, column=column, value=text)) from None

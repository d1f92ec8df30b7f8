"""What every command shares: how it prints, and how it says what is wrong."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from finder import asking
from finder.errors import FinderError, Problem, QueryError, problems_object, sentence

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
    rows: dict[tuple[str, str], list[int]] = {}
    for problem in problems:
        column = f"{problem.column}: " if isinstance(problem.column, str) else ""
        same = rows.setdefault((column, f"{problem.message}{problem.hint}"), [])
        same += [problem.row] if problem.row else []
    for (column, words), numbers in rows.items():
        where = sentence("第 %(rows)s 行", rows=_ranges(numbers)).text() if numbers else ""
        place = f"{where}{' ' if column else ': '}" if where else ""
        click.echo(f"{place}{column}{words}", err=True)


def _ranges(numbers: list[int]) -> str:
    """Return ascending numbers, runs of three and more drawn together: 2、3、9–12."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = (
        [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(number) for number in run] for run in runs
    )
    return "、".join(word for words in shown for word in words)


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

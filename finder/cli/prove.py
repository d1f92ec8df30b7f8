"""The command that proves that all outputs agree with the evaluator."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from finder import create_app
from finder.cli.bar import progress_bar
from finder.cli.terminal import date_option, explained, print_json
from finder.csvfile import contents
from finder.csvtext import sheet_of_rows
from finder.errors import FileError, Problem, sentence
from finder.facility import COLUMNS, Facility
from finder.file_limits import TERMINAL
from finder.holidayfile import calendar_at
from finder.hours import ZONE
from finder.listing import MOST_ON_PHONE
from finder.settings import Settings, settings
from finder.sheet import csv_bytes
from finder.textfile import file_bytes

if TYPE_CHECKING:
    from finder.proof import Ask, Command

MOST_DAYS = 3660


@click.command("prove")
@click.option("--days", default=400, show_default=True, type=click.IntRange(1, MOST_DAYS))
@click.option("--from", "first", default="", help="First date; default: today.")
@click.option("--csv", "path", type=click.Path(dir_okay=False, path_type=Path), help="The list.")
@click.option("--json", "as_json", is_flag=True)
@explained
def prove_command(days: int, first: str, path: Path | None, as_json: bool) -> None:
    """Whether every output says of every minute what the evaluator says; exit code 1 if one is not.

    The list (default: the one in use) and a made-up one with every awkward rule are published
    aside, and every page, feed and preview of them is compared with the evaluator.

    Example: finder prove --days 400 --from 2026-01-01
    """
    # It brings numpy with it, which no other command needs.
    from finder.proof import Proved, Subject, Tally, made_up_list, proof_object, proof_texts, prove

    date = date_option(first, "from") or dt.datetime.now(ZONE).date()
    chosen = settings()
    data = file_bytes(path or chosen.csv_path)
    found = contents(data, limits=TERMINAL)
    if found.problems:
        raise FileError(*found.problems)
    check_length(found.facilities)
    proved = []
    for name, facilities in (
        (sentence("名单"), found.facilities),
        (sentence("编造的名单"), made_up_list()),
    ):
        with published(facilities, chosen) as outputs, progress_bar() as progress:
            calendar = calendar_at(chosen.holidays_path)
            subject = Subject(name, facilities, facilities, date, days, calendar, *outputs)
            proved.append(Proved(subject, Tally()))
            prove(subject, proved[-1].tally, progress)
    if as_json:
        print_json(proof_object(proved))
    else:
        for text in proof_texts(proved):
            click.echo(text)
    sys.exit(1 if any(one.tally.disagreements.total() for one in proved) else 0)


def check_length(facilities: tuple[Facility, ...]) -> None:
    """Check that every output shows the whole list.

    Raises:
        FileError: it is too long to be sent to a phone, or to be asked for at once.
    """
    if len(facilities) > MOST_ON_PHONE:
        message = sentence("名单太长（%(count)d 处），不能逐分钟核对。", count=len(facilities))
        hint = sentence("请用 --csv 给出一份不超过 %(most)d 处的名单。", most=MOST_ON_PHONE)
        raise FileError(Problem(message, hint, column="csv", value=str(len(facilities))))


@contextmanager
def published(facilities: tuple[Facility, ...], chosen: Settings) -> Iterator[tuple[Ask, Command]]:
    """Yield the application that has published a list aside, and the terminal beside it.

    The application answers at whatever moment it is told is the present one.
    """
    rows = [COLUMNS, *(astuple(one) for one in facilities)]
    held = [dt.datetime.now(ZONE)]
    with tempfile.TemporaryDirectory() as name:
        path, folder = Path(name) / "facilities.csv", Path(name) / "data"
        path.write_bytes(csv_bytes(sheet_of_rows(rows)))
        own = replace(chosen, csv_path=path, data_folder=folder, shared="", tiles=None)
        app = create_app(own, clock=lambda: held[0])
        client = app.test_client()

        def ask(address: str, now: dt.datetime) -> str:
            held[0] = now
            return client.get(address).get_data(as_text=True)

        def run(arguments: Sequence[str]) -> str:
            paths = {"CSV": path, "DATA": folder, "HOLIDAYS": chosen.holidays_path}
            names = {f"FINDER_{name}": str(value) for name, value in paths.items()}
            done = subprocess.run(  # noqa: S603 - the finder itself
                [sys.executable, "-m", "finder", *arguments],
                env={**os.environ, **names, "FINDER_SHARED": ""},
                capture_output=True,
                encoding="utf-8",
            )
            return done.stdout

        yield ask, run
        app.extensions["finder"].close()

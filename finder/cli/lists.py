"""The commands on the published list: its versions, their differences, publish, undo, export."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from finder import asking, store
from finder.changes import change_texts, changes_object, renamed_text
from finder.cli.bar import progress_bar
from finder.cli.terminal import explained, print_json, print_problems, terminal_account
from finder.csvfile import Contents
from finder.errors import Problem, QueryError, sentence
from finder.facility import Facility
from finder.following import follow
from finder.holidayfile import calendar_at
from finder.hours import ZONE
from finder.progress import Progress
from finder.public_database import export_public
from finder.publishing import Publisher, checked, publish, rollback, sheet_of
from finder.review import Review, review
from finder.settings import Settings, settings
from finder.sheet import ENCODINGS, csv_bytes
from finder.simulation import flips_object, simulation_summary
from finder.staff_words import act_name
from finder.store import Database, Version
from finder.textfile import file_bytes
from finder.xlsxfile import xlsx_bytes

_removed = click.option("--removed", type=int, help="How many facilities go, if they are many.")
_yes = click.option("--yes", is_flag=True, help="Do not ask.")


@contextmanager
def _opened() -> Iterator[tuple[Settings, Database, Version]]:
    """Yield the settings, the database, and the published version after a look at the disk."""
    chosen = settings()
    with store.opened(chosen.database_path) as database:
        with progress_bar() as progress:
            current = follow(database, chosen.csv_path, _now(), progress, shared=chosen.shared)
        known = store.disk(database)
        for problem in known.problems if known else ():
            click.echo(f"{chosen.csv_path}: {problem['message']} {problem['hint']}", err=True)
        yield chosen, database, current


def _now() -> dt.datetime:
    return dt.datetime.now(ZONE)


@click.command()
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True)
@explained
def versions(limit: int, as_json: bool) -> None:
    """The published versions of the list, newest first: when, by whom, how, how many rows."""
    with _opened() as (_, database, _current):
        found = store.versions(database, limit)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        when = dt.datetime.fromisoformat(one.published_at).astimezone(ZONE)
        who = one.account or sentence("直接改文件").text()
        click.echo(
            sentence(
                "第 %(number)d 版  %(when)s  %(act)s  %(who)s  %(facilities)d 处设施",
                number=one.number,
                when=f"{when:%Y-%m-%d %H:%M}",
                act=act_name(one.act),
                who=who,
                facilities=one.facilities,
            ).text()
        )


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--json", "as_json", is_flag=True)
@explained
def diff(before: str, after: str, as_json: bool) -> None:
    """What B changes against A, and what residents will see of it; each a version or a file.

    Example: finder diff 3 new.xlsx
    """
    with _opened() as (chosen, database, _), progress_bar() as progress:
        lists = _side(database, before, progress), _side(database, after, progress)
        calendar = calendar_at(chosen.holidays_path)
        found = review(*lists, _now(), calendar, brief=not as_json, progress=progress)
    if as_json:
        print_json(
            {
                "ok": True,
                **changes_object(found.changes),
                "flips": flips_object(found.flips),
            }
        )
    else:
        _print_review(found)


def _side(database: Database, name: str, progress: Progress) -> tuple[Facility, ...]:
    number = asking.number(name)
    data = file_bytes(Path(name)) if number is None else store.version_bytes(database, number)
    return checked(data, progress).facilities


@click.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_removed
@_yes
@explained
def publish_file(file: Path, removed: int | None, yes: bool) -> None:
    """Put FILE, CSV or .xlsx, in the place of the published list, after showing what it will do.

    Example: finder publish new.xlsx
    """
    with _opened() as (chosen, database, current):
        data = file_bytes(file)
        sent = store.add_upload(database, data, file.name, _now(), terminal_account())
        with progress_bar() as progress:
            found = checked(data, progress)
        print_problems(found.warnings)
        _offer(chosen, database, found, yes)
        author = Publisher(terminal_account(), _now(), current.number, removed)
        with progress_bar() as progress:
            made = publish(
                database,
                chosen.csv_path,
                sent.number,
                author,
                found,
                progress,
                shared=chosen.shared,
            )
    _print_published(made)


@click.command("rollback")
@click.argument("number", type=click.IntRange(1))
@_removed
@_yes
@explained
def roll_back(number: int, removed: int | None, yes: bool) -> None:
    """Publish version NUMBER again, as a new version, after showing what that will do."""
    with _opened() as (chosen, database, current):
        with progress_bar() as progress:
            found = checked(store.version_bytes(database, number), progress)
        _offer(chosen, database, found, yes)
        author = Publisher(terminal_account(), _now(), current.number, removed)
        with progress_bar() as progress:
            made = rollback(
                database, chosen.csv_path, number, author, found, progress, shared=chosen.shared
            )
    _print_published(made)


@click.command()
@click.option("--version", "number", type=click.IntRange(1), help="Default: the published one.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Default: output.")
@click.option("--encoding", type=click.Choice(ENCODINGS), default="utf-8-sig", show_default=True)
@click.option("--english", is_flag=True, help="Headers in English instead of Chinese.")
@click.option("--xlsx", is_flag=True, help="A workbook instead of CSV.")
@click.option(
    "--sqlite", type=click.Path(dir_okay=False, path_type=Path), help="A database for everybody."
)
@explained
def export(
    number: int | None, out: Path | None, encoding: str, english: bool, xlsx: bool,
    sqlite: Path | None,
) -> None:  # fmt: skip
    """The list as a file for a spreadsheet; changed or not, it can be published again.

    Example: finder export --xlsx --out list.xlsx
    """
    with _opened() as (chosen, database, current), progress_bar() as progress:
        version = store.version_numbered(database, number) if number else current
        found = checked(store.version_bytes(database, version.number), progress)
    if sqlite:
        calendar = calendar_at(chosen.holidays_path)
        own, today = chosen.database_path, _now().date()
        export_public(sqlite, own, found.facilities, version, calendar, today)
        return
    sheet = sheet_of(found)
    data = (
        xlsx_bytes(sheet, chinese=not english)
        if xlsx
        else csv_bytes(sheet, encoding=encoding, chinese=not english)
    )
    if out:
        out.write_bytes(data)
    else:
        sys.stdout.buffer.write(data)


def _offer(chosen: Settings, database: Database, found: Contents, yes: bool) -> None:
    """Show what a list will do, and ask unless told not to.

    Raises:
        QueryError: somebody said no.
    """
    calendar = calendar_at(chosen.holidays_path)
    with progress_bar() as progress:
        before = store.facilities(database)
        shown = review(before, found.facilities, _now(), calendar, brief=True, progress=progress)
    _print_review(shown)
    if not yes and not click.confirm(sentence("发布吗？").text()):
        message = sentence("没有发布。")
        raise QueryError(Problem(message, sentence("名单没有变。")))


def _print_review(shown: Review) -> None:
    # In one go: a hundred thousand calls take seconds.
    click.echo("\n".join(_review_lines(shown)))


def _review_lines(shown: Review) -> Iterator[str]:
    found = shown.changes
    for mark, facilities in (("+", found.added), ("-", found.removed)):
        for one in facilities:
            yield f"{mark} {one.name} ({one.id})"
    for change in found.changed:
        yield f"~ {change.after.name} ({change.after.id})"
        for text in change_texts(change):
            yield f"    {text}"
    for old, new in found.renamed:
        yield renamed_text(old, new)
    if found.is_empty:
        yield sentence("设施没有任何改动。").text()
    yield from simulation_summary(shown.flips, _now())


def _print_published(made: Version) -> None:
    click.echo(
        sentence(
            "已发布第 %(number)d 版，%(facilities)d 处设施。",
            number=made.number,
            facilities=made.facilities,
        ).text()
    )


COMMANDS: tuple[click.Command, ...] = (versions, diff, publish_file, roll_back, export)

"""The terminal: find, read hours, show the calendar, check a file, fill its gaps, serve."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from finder import answer, asking, store
from finder.cli.bar import progress_bar
from finder.cli.coverage import coverage
from finder.cli.gaps import geocode, suggest
from finder.cli.hours import holidays, hours
from finder.cli.lists import COMMANDS
from finder.cli.prove import prove_command
from finder.cli.staff import staff
from finder.cli.terminal import explained, print_json, print_problems
from finder.csvfile import contents
from finder.errors import sentence
from finder.file_limits import TERMINAL
from finder.following import follow, listed
from finder.holidayfile import calendar_at
from finder.hours import ZONE
from finder.search import Query, find
from finder.settings import settings
from finder.todo import calendar_warnings


@click.group()
@click.version_option(package_name="public-facility-finder")
def main() -> None:
    """Which public culture facility is open near me now?"""


main.add_command(hours)
main.add_command(holidays)
for _command in COMMANDS:
    main.add_command(_command)
main.add_command(staff)
main.add_command(geocode)
main.add_command(suggest)
main.add_command(coverage)
main.add_command(prove_command)


# A negative coordinate is not an option.
@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("lat")
@click.argument("lon")
@click.option("--at", default="", help="ISO 8601, e.g. 2026-11-28T23:00; default: now.")
@click.option("--open", "open_only", is_flag=True, help="Only what is open at that moment.")
@click.option("--kind", default="", help="Key or Chinese name; several with commas.")
@click.option("--limit", default="", help="How many; default 20.")
@click.option("--json", "as_json", is_flag=True, help="The object of /api/near.")
@explained
def near(
    lat: str, lon: str, at: str, open_only: bool, kind: str, limit: str, as_json: bool
) -> None:
    """The facilities round a position, open ones first.

    Example: finder near 39.9117 116.6813 --at 2026-11-28T23:00 --open
    """
    query = Query(
        when=asking.moment(at, dt.datetime.now(dt.UTC)),
        position=asking.position(lat, lon),
        open_only=open_only,
        kinds=asking.kinds(kind),
        limit=asking.limit(limit),
    )
    chosen = settings()
    with store.opened(chosen.database_path) as database:
        facilities = listed(database, chosen.csv_path)
    results = find(facilities, query, calendar_at(chosen.holidays_path))
    if as_json:
        print_json(answer.near_object(query, results))
        return
    for text in answer.near_texts(query, results):
        click.echo(text)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
@explained
def check(file: Path, as_json: bool) -> None:
    """Every problem of a CSV or Excel file, with the row that it shows there; exit code 1 if any.

    Example: finder check data/facilities.csv
    """
    with progress_bar() as progress:
        today = dt.datetime.now(ZONE).date()
        found = contents(file.read_bytes(), today, limits=TERMINAL, progress=progress)
    calendar = calendar_at(settings().holidays_path)
    noticed = (*found.warnings, *calendar_warnings(calendar, today))
    if as_json:
        print_json(
            {
                "ok": not found.problems,
                "facilities": len(found.facilities),
                "problems": [problem.as_dict() for problem in found.problems],
                "warnings": [problem.as_dict() for problem in noticed],
            }
        )
    else:
        print_problems((*found.problems, *noticed))
        click.echo(
            sentence(
                "%(facilities)d 处设施没有问题；%(problems)d 个问题，%(warnings)d 个提醒。",
                facilities=len(found.facilities),
                problems=len(found.problems),
                warnings=len(noticed),
            ).text()
        )
    sys.exit(1 if found.problems else 0)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@explained
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages and the API with the production server."""
    from finder import ahead
    from finder.assets import check_frontend
    from finder.server import serve as serve_until_stopped

    check_frontend()
    chosen = settings()
    calendar_at(chosen.holidays_path)
    ready = ahead.started(chosen)
    with store.opened(chosen.database_path) as database:
        published = follow(database, chosen.csv_path, dt.datetime.now(dt.UTC), shared=chosen.shared)
    shown = f"[{host}]" if ":" in host else host
    click.echo(
        sentence(
            "%(facilities)d 处设施，请打开 http://%(host)s:%(port)d （按 Ctrl+C 停止）",
            facilities=published.facilities,
            host=shown,
            port=port,
        ).text()
    )
    serve_until_stopped(host, port, workers, ready, chosen.log)

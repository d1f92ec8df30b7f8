"""The command on the 15-minute circle: what part of the area has something open in reach."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import click

from finder import asking, store
from finder.cli.lookup import write_new
from finder.cli.terminal import explained, print_json
from finder.errors import sentence
from finder.following import listed
from finder.holidayfile import calendar_at
from finder.hours import ZONE
from finder.places import places
from finder.settings import settings
from finder.textfile import file_bytes
from finder.weeks import WEEK_HOURS, hour_of, monday_of, ordinary_week


@click.command()
@click.option("--at", default="", help="ISO 8601: that hour, and its week; default: every hour.")
@click.option("--by", default="foot", show_default=True, type=click.Choice(["foot", "bicycle"]))
@click.option(
    "--population",
    "people",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV file lat,lon,people.",
)
@click.option("--csv", "as_csv", is_flag=True, help="A line for each hour of the week.")
@click.option("--json", "as_json", is_flag=True)
@click.option(
    "--svg",
    "picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the week into a new file.",
)
@explained
def coverage(
    at: str, by: str, people: Path | None, as_csv: bool, as_json: bool, picture: Path | None
) -> None:
    """Which part of the area has an open facility within 15 minutes, hour by hour of a week.

    Example: finder coverage --at 2026-12-05T19:00 --by bicycle
    """
    # numpy is of no use to the other commands.
    from finder import coverage_tables as tables
    from finder.circle import Way
    from finder.coverage_words import picture_title
    from finder.population import population
    from finder.survey import area, survey

    now = dt.datetime.now(ZONE)
    chosen = settings()
    calendar = calendar_at(chosen.holidays_path)
    when = asking.moment(at, now) if at.strip() else None
    monday = monday_of(when.date()) if when else ordinary_week(now.date(), calendar)
    homes = population(file_bytes(people)) if people else None
    with closing(store.connect(chosen.database_path)) as database:
        facilities = listed(database, chosen.csv_path)
    known = places(chosen.places_path)
    found = survey(facilities, area(known), Way(by), monday, calendar, homes)
    if picture:
        from finder.heat_map import heat_map

        shares = found.figures.by_people or found.figures.by_area
        write_new(picture, heat_map(shares, picture_title(found.figures)).encode())
        click.echo(sentence("写好了 %(path)s。", path=str(picture)).text(), err=as_csv or as_json)
        if not (at or as_csv or as_json):
            return
    hours = [hour_of(when)] if when else list(range(WEEK_HOURS))
    if as_csv:
        click.echo(tables.figures_csv(found.figures), nl=False)
        return
    (best,) = found.best_places(hours)
    if as_json:
        print_json(tables.figures_object(found.figures, hours, best))
        return
    for line in tables.figures_lines(found.figures, hours, best, known):
        click.echo(line)

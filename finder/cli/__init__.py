"""The terminal: find, read hours, show the calendar, check a file, serve."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import closing
from pathlib import Path

import click

from finder import answer, asking, store, wording
from finder.cli.hours import holidays, hours
from finder.cli.terminal import explained, print_json, print_problems
from finder.csvfile import contents
from finder.errors import Problem, sentence
from finder.geocoding import candidates
from finder.holidayfile import calendar_at
from finder.holidays import Calendar
from finder.hours import ZONE
from finder.search import Query, find
from finder.settings import settings

# Staff are told so long before the published calendar ends.
NOTICE_DAYS = 45


@click.group()
@click.version_option(package_name="public-facility-finder")
def main() -> None:
    """Which public culture facility is open near me now?"""


main.add_command(hours)
main.add_command(holidays)


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
    with closing(store.connect(chosen.database_path)) as database:
        store.load(database, chosen.csv_path)
        results = find(store.facilities(database), query, calendar_at(chosen.holidays_path))
    if as_json:
        print_json(answer.near_object(query, results))
        return
    click.echo(f"{query.when:%Y-%m-%d} {wording.weekday_name(query.when)} {query.when:%H:%M}")
    for result in results:
        away = wording.distance_text(result.distance_m or 0.0)
        text = wording.status_text(result.status, has_phone=bool(result.facility.phone))
        click.echo(f"{away:>9}  {result.facility.name}  {text}")
    if not results:
        click.echo(sentence("这个时间没有开放的设施。").text())


@main.command()
@click.argument("address")
@click.option("--json", "as_json", is_flag=True)
@explained
def geocode(address: str, as_json: bool) -> None:
    """Positions (WGS-84) that a Nominatim server proposes for an address; look before using one.

    Example: finder geocode 北京市通州区通胡大街76号
    """
    found = candidates(address, settings().nominatim)
    if as_json:
        print_json([{**one.position._asdict(), "label": one.label} for one in found])
        return
    for one in found:
        click.echo(f"{one.position.lat:.6f} {one.position.lon:.6f}  {one.label}")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
@explained
def check(file: Path, as_json: bool) -> None:
    """Every problem of a CSV file, with the row that a spreadsheet shows; exit code 1 if any.

    Example: finder check data/facilities.csv
    """
    found = contents(file.read_bytes())
    calendar = calendar_at(settings().holidays_path)
    noticed = (*found.warnings, *calendar_warnings(calendar, dt.datetime.now(ZONE).date()))
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


def calendar_warnings(calendar: Calendar, today: dt.date) -> list[Problem]:
    """Return that the calendar ends within a month, if it does."""
    if (calendar.known_until - today).days > NOTICE_DAYS:
        return []
    until = calendar.known_until.isoformat()
    message = sentence("节假日安排只公布到 %(until)s，之后的放假和调休都不知道。", until=until)
    hint = sentence("通知公布后请更新程序，或把放假日期写进 holidays.csv（见说明）。")
    return [Problem(message, hint, value=until)]


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@explained
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages and the API with the production server."""
    from finder.server import serve as serve_until_stopped
    from finder.settings import check_frontend

    check_frontend()
    chosen = settings()
    calendar_at(chosen.holidays_path)
    with closing(store.connect(chosen.database_path)) as database:
        loaded = store.load(database, chosen.csv_path)
    shown = f"[{host}]" if ":" in host else host
    click.echo(
        sentence(
            "%(facilities)d 处设施，请打开 http://%(host)s:%(port)d （按 Ctrl+C 停止）",
            facilities=loaded.facilities,
            host=shown,
            port=port,
        ).text()
    )
    serve_until_stopped(host, port, workers)

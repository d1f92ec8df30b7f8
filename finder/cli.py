"""The terminal: find, read hours, check a file, serve."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from finder import answer, asking, store, wording
from finder.csvfile import contents
from finder.errors import FinderError, Problem, QueryError, problems_object, sentence
from finder.geocoding import candidates
from finder.holidays import official_calendar
from finder.hours import ZONE, date_stretches, read_hours
from finder.search import Query, find
from finder.settings import settings

_P = ParamSpec("_P")

MAX_DAYS = 3660


@click.group()
@click.version_option(package_name="public-facility-finder")
def main() -> None:
    """Which public culture facility is open near me now?"""


def _explained(command: Callable[_P, None]) -> Callable[_P, None]:
    """Return the command with errors shown as sentences, as JSON after --json; exit code 1."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except FinderError as error:
            if kwargs.get("as_json"):
                _print_json(problems_object(error.problems))
            else:
                _print_problems(error.problems)
            sys.exit(1)

    return run


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _print_problems(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        where = [sentence("第 %(row)d 行", row=problem.row).text()] if problem.row else []
        where += [str(problem.column)] if isinstance(problem.column, str) else []
        prefix = f"{' '.join(where)}: " if where else ""
        click.echo(f"{prefix}{problem.message}{problem.hint}", err=True)


# A negative coordinate is not an option.
@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("lat")
@click.argument("lon")
@click.option("--at", default="", help="ISO 8601, e.g. 2026-11-28T23:00; default: now.")
@click.option("--open", "open_only", is_flag=True, help="Only what is open at that moment.")
@click.option("--kind", default="", help="Key or Chinese name; several with commas.")
@click.option("--limit", default="", help="How many; default 20.")
@click.option("--json", "as_json", is_flag=True, help="The object of /api/near.")
@_explained
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
        results = find(store.facilities(database), query, official_calendar())
    if as_json:
        _print_json(answer.near_object(query, results))
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
@_explained
def geocode(address: str, as_json: bool) -> None:
    """Positions (WGS-84) that a Nominatim server proposes for an address; look before using one.

    Example: finder geocode 北京市通州区通胡大街76号
    """
    found = candidates(address, settings().nominatim)
    if as_json:
        _print_json([{**one.position._asdict(), "label": one.label} for one in found])
        return
    for one in found:
        click.echo(f"{one.position.lat:.6f} {one.position.lon:.6f}  {one.label}")


@main.command()
@click.argument("text")
@click.option("--from", "first", default="", help="First date; default: today.")
@click.option("--to", "last", default="", help="Last date; default: six days later.")
@click.option("--json", "as_json", is_flag=True)
@_explained
def hours(text: str, first: str, last: str, as_json: bool) -> None:
    """What a text of opening hours means: its canonical form and the intervals of each date.

    TEXT is OSM or a Chinese notice; what cannot be read for certain is refused.

    Example: finder hours 'Tu-Su 09:00-17:00; PH off' --from 2026-10-01 --to 2026-10-08
    """
    rules = read_hours(text.strip())
    start = _date(first, "from") or dt.datetime.now(ZONE).date()
    end = _date(last, "to") or start + dt.timedelta(days=6)
    if not 0 <= (end - start).days < MAX_DAYS:
        message = sentence("%(first)s 到 %(last)s 不是十年以内的一段日期。", first=start, last=end)
        hint = sentence("请把较早的日期写在 --from。")
        raise QueryError(Problem(message, hint, column="to", value=last))
    calendar = official_calendar()
    dates = [start + dt.timedelta(days=days) for days in range((end - start).days + 1)]
    stretches = [
        stretch
        for date in dates
        for stretch in date_stretches(rules, date, calendar)
        if answer.is_shown(stretch.interval)
    ]
    if as_json:
        intervals = [answer.interval_object(stretch) for stretch in stretches]
        _print_json({"ok": True, "opening_hours": str(rules), "intervals": intervals})
        return
    click.echo(str(rules) or sentence("开放时间未知").text())
    for date in dates:
        lines = [
            wording.stretch_text(stretch) for stretch in stretches if stretch.start.date() == date
        ]
        day = wording.day_text(calendar.day(date))
        closed = sentence("闭馆").text()
        click.echo(
            f"{date} {wording.weekday_name(date)}  {'；'.join(lines) or closed}"
            + (f"  （{day}）" if day else "")
        )


def _date(text: str, column: str) -> dt.date | None:
    if not text:
        return None
    try:
        date = dt.date.fromisoformat(text)
        if not asking.FIRST_YEAR <= date.year <= asking.LAST_YEAR:
            raise ValueError(text)
        return date
    except ValueError:
        message = sentence("“%(value)s”不是日期。", value=text)
        hint = sentence("请写成 2026-01-31。")
        raise QueryError(Problem(message, hint, column=column, value=text)) from None


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def check(file: Path, as_json: bool) -> None:
    """Every problem of a CSV file, with the row that a spreadsheet shows; exit code 1 if any.

    Example: finder check data/facilities.csv
    """
    found = contents(file.read_bytes())
    if as_json:
        _print_json(
            {
                "ok": not found.problems,
                "facilities": len(found.facilities),
                "problems": [problem.as_dict() for problem in found.problems],
                "warnings": [problem.as_dict() for problem in found.warnings],
            }
        )
    else:
        _print_problems((*found.problems, *found.warnings))
        click.echo(
            sentence(
                "%(facilities)d 处设施没有问题；%(problems)d 个问题，%(warnings)d 个提醒。",
                facilities=len(found.facilities),
                problems=len(found.problems),
                warnings=len(found.warnings),
            ).text()
        )
    sys.exit(1 if found.problems else 0)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@_explained
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages and the API with the production server."""
    from finder.server import serve as serve_until_stopped
    from finder.settings import check_frontend

    check_frontend()
    chosen = settings()
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

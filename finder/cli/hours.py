"""The commands on opening hours and holidays."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from finder import asking, wording
from finder.cli.terminal import date_option, explained, print_json, print_json_line, print_problems
from finder.errors import FinderError, Problem, QueryError, problems_object, sentence
from finder.explanation import Explanation, explanation, explanation_object
from finder.holidayfile import calendar_at, calendar_csv
from finder.holidays import Calendar, Day, DayKind
from finder.hours import ZONE
from finder.settings import settings
from finder.textfile import decoded, file_bytes

MAX_DAYS = 3660


@click.command()
@click.argument("text", required=False)
@click.option("--batch", default="", metavar="FILE", help="A text a line; - is standard input.")
@click.option("--from", "first", default="", help="First date; default: today.")
@click.option("--to", "last", default="", help="Last date; default: six days later.")
@click.option("--json", "as_json", is_flag=True)
@explained
def hours(text: str | None, batch: str, first: str, last: str, as_json: bool) -> None:
    """What a text of opening hours means: its canonical form and the intervals of each date.

    TEXT is OSM or a Chinese notice; what cannot be read for certain is refused, with exit code 1.
    With --batch the answer to each line of FILE is one line of JSON, in order, the refusals too;
    a line that is a JSON string may hold line breaks.

    Example: finder hours '周二至周日9:00-17:00，周一闭馆' --from 2026-10-01 --to 2026-10-08
    """
    if (text is None) is not bool(batch):
        raise click.UsageError("Give either TEXT or --batch FILE.")
    dates = _dates(first, last)
    calendar = calendar_at(settings().holidays_path)
    if text is None:
        for line in _lines(batch):
            print_json_line(_answer(line, dates, calendar))
        return
    understood = explanation(text, dates, calendar)
    if as_json:
        print_json(explanation_object(understood))
    else:
        _print_hours(understood, dates, calendar)


def _dates(first: str, last: str) -> list[dt.date]:
    start = date_option(first, "from") or dt.datetime.now(ZONE).date()
    end = date_option(last, "to") or start + dt.timedelta(days=6)
    if not 0 <= (end - start).days < MAX_DAYS:
        message = sentence("%(first)s 到 %(last)s 不是十年以内的一段日期。", first=start, last=end)
        hint = sentence("请把较早的日期写在 --from。")
        raise QueryError(Problem(message, hint, column="to", value=last))
    return [start + dt.timedelta(days=days) for days in range((end - start).days + 1)]


def _lines(name: str) -> Iterator[str]:
    """Yield the texts of a file, a line each; of one that is a JSON string, the string."""
    data = sys.stdin.buffer.read() if name == "-" else file_bytes(Path(name))
    lines = decoded(data).replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    for line in lines:
        try:
            value = json.loads(line) if line.startswith('"') else line
        except ValueError:
            value = line
        yield value


def _answer(text: str, dates: list[dt.date], calendar: Calendar) -> object:
    try:
        return explanation_object(explanation(text, dates, calendar))
    except FinderError as error:
        return problems_object(error.problems)


def _print_hours(understood: Explanation, dates: list[dt.date], calendar: Calendar) -> None:
    click.echo(wording.hours_text(understood.rules))
    if str(understood.rules):
        click.echo(str(understood.rules))
    print_problems(understood.warnings)
    for date in dates:
        lines = [
            wording.stretch_text(stretch)
            for stretch in understood.stretches
            if stretch.start.date() == date
        ]
        day = wording.day_text(calendar.day(date))
        closed = sentence("闭馆").text()
        click.echo(
            f"{date} {wording.weekday_name(date)}  {'；'.join(lines) or closed}"
            + (f"  （{day}）" if day else "")
        )


@click.command()
@click.argument("year", required=False)
@click.option("--csv", "as_csv", is_flag=True, help="As a file that staff can edit.")
@click.option("--json", "as_json", is_flag=True)
@explained
def holidays(year: str | None, as_csv: bool, as_json: bool) -> None:
    """The days off and make-up working days of a year (default: this one), and their source.

    Example: finder holidays 2026
    """
    calendar = calendar_at(settings().holidays_path)
    chosen = _year(year) if year else dt.datetime.now(ZONE).year
    days = sorted((date, day) for date, day in calendar.days.items() if date.year == chosen)
    if as_csv:
        click.echo(calendar_csv(calendar, chosen), nl=False)
    elif as_json:
        print_json(_calendar_object(calendar, chosen, days))
    else:
        _print_calendar(calendar, chosen, days)


def _year(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) == 4:
        year = int(text)
        if asking.FIRST_YEAR <= year <= asking.LAST_YEAR:
            return year
    message = sentence("“%(value)s”不是年份。", value=text)
    hint = sentence("请写 %(first)d 到 %(last)d。", first=asking.FIRST_YEAR, last=asking.LAST_YEAR)
    raise QueryError(Problem(message, hint, column="year", value=text))


def _is_known(calendar: Calendar, year: int) -> bool:
    return calendar.known_from.year <= year <= calendar.known_until.year


def _calendar_object(
    calendar: Calendar, year: int, days: list[tuple[dt.date, Day]]
) -> dict[str, object]:
    return {
        "ok": True,
        "year": year,
        "known": _is_known(calendar, year),
        "known_from": calendar.known_from.isoformat(),
        "known_until": calendar.known_until.isoformat(),
        "source": calendar.source,
        "days": [
            {"date": date.isoformat(), "day": day.kind.value, "holiday": day.festival}
            for date, day in days
        ],
    }


def _print_calendar(calendar: Calendar, year: int, days: list[tuple[dt.date, Day]]) -> None:
    if not _is_known(calendar, year):
        click.echo(sentence("%(year)d 年的节假日安排未公布。", year=year).text())
    for date, day in days:
        kind = (
            sentence("%(festival)s放假", festival=day.festival)
            if day.kind is DayKind.OFF
            else sentence("调休工作日（%(festival)s）", festival=day.festival)
        )
        click.echo(f"{date} {wording.weekday_name(date)}  {kind}")
    click.echo(
        sentence(
            "来源：%(source)s；%(first)s 至 %(last)s 已知。",
            source=calendar.source,
            first=calendar.known_from.isoformat(),
            last=calendar.known_until.isoformat(),
        ).text()
    )

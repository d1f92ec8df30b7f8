"""The page of the 15-minute circle, its picture, and its cells for the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from finder import asking
from finder.chart import Chart
from finder.charts import Asked
from finder.circle import MINUTES, Way
from finder.coverage_words import (
    WAY_NAMES,
    assumptions,
    bounds_text,
    gain_text,
    gains_text,
    hour_text,
    nothing_text,
    percent_text,
    short_percent,
)
from finder.delivery import held
from finder.errors import NotFoundError, Problem, QueryError, sentence
from finder.geojson import coverage_geojson
from finder.hours import ZONE
from finder.interface import COVERAGE
from finder.levels import level, level_texts
from finder.places import places
from finder.questions import only, parameters
from finder.site import gettext, language, present, site
from finder.weeks import (
    HOLIDAY,
    HOURS,
    ORDINARY,
    WEEK_HOURS,
    WEEKS,
    holiday_week,
    hour_of,
    moment_of,
    monday_of,
    ordinary_week,
)

bp = Blueprint("coverage_pages", __name__)

_PARAMETERS = ("by", "week", "at")
_WEEK_NAMES = {ORDINARY: sentence("平常的一周"), HOLIDAY: sentence("节假日的一周")}


@dataclass(frozen=True, slots=True)
class _Shown:
    """What an address asks for: a chart, and one hour of it."""

    chart: Chart
    week: str
    hour: int
    weeks: dict[str, dt.date]


@bp.get("/coverage")
def coverage() -> ResponseReturnValue:
    """Which part of the area has something open within 15 minutes, hour by hour of a week."""
    shown = _shown(_asked_on_page())
    figures = shown.chart.figures
    page = render_template(
        "coverage.html",
        shown=shown,
        figures=figures,
        minutes=MINUTES,
        ways=[(way, WAY_NAMES[way].text(gettext())) for way in Way],
        weeks=[(name, _WEEK_NAMES[name].text(gettext()), at) for name, at in shown.weeks.items()],
        today=site().now().date(),
        percent=percent_text,
        short_percent=short_percent,
        hour_text=lambda hour: hour_text(figures, hour, gettext()),
        moment=lambda hour: moment_of(figures.monday, hour),
        hours=HOURS,
        level=level,
        levels=list(enumerate(level_texts(gettext()))),
        best_hour=figures.best_hour,
        bounds=bounds_text(figures, figures.by_area[shown.hour], gettext()),
        nothing=nothing_text(figures, gettext()),
        gains=gains_text(figures, gettext()),
        best=_with_words(shown.chart, shown.hour),
        always=_with_words(shown.chart, WEEK_HOURS),
        assumptions=[one.text(gettext()) for one in assumptions(figures)],
        cells_address=_address("coverage_pages.cells", shown, hour=str(shown.hour)),
        picture=_address("coverage_pages.picture", shown),
        dark_picture=_address("coverage_pages.picture", shown, dark="1"),
    )
    return held(Response(page), _tomorrow())


@bp.get("/coverage.svg")
def picture() -> Response:
    """The heat map of a week."""
    given = only(request.args, *_PARAMETERS, "dark")
    shown, is_dark = _shown(given), asking.yes_no(given["dark"], "dark")
    svg = shown.chart.pictures[language() + ("-dark" if is_dark else "")]
    return held(Response(svg, mimetype="image/svg+xml"), _tomorrow())


@bp.get(COVERAGE.rule)
def cells() -> Response:
    """The cells that have something in reach in an hour."""
    reading = asking.Reading()
    given = parameters(request.args, COVERAGE.parameters, reading)
    way = reading.of(Way.FOOT, _way, given["by"])
    weeks = _weeks()
    week = reading.of(ORDINARY, _named_week, given["week"], weeks)
    hour = reading.of(None, _hour, given["hour"])
    reading.end()
    chart = _chart(way, week, weeks)
    found = coverage_geojson(chart, chart.figures.best_hour if hour is None else hour, gettext())
    text = current_app.json.dumps(found, separators=(",", ":"))
    return held(Response(text, mimetype="application/geo+json"), _tomorrow())


def _asked_on_page() -> dict[str, str]:
    """Return the parameters of the page, whose form gives a day and an hour for a moment."""
    given = {name: request.args.get(name, "") for name in _PARAMETERS}
    day, hour = request.args.get("day", "").strip(), request.args.get("hour", "").strip()
    return given | ({"at": f"{day}T{hour.zfill(2)}:00"} if day and hour else {})


def _shown(given: Mapping[str, str]) -> _Shown:
    """Return what the parameters of an address ask for.

    Raises:
        QueryError: it asks for something that is not there.
        NotYetError: it is still being made.
    """
    way, weeks = _way(given["by"]), _weeks()
    when = asking.moment(given["at"], present().minute) if given["at"].strip() else None
    week = _week(given["week"], when, weeks)
    chart = _chart(way, week, weeks)
    return _Shown(chart, week, hour_of(when) if when else chart.figures.best_hour, weeks)


def _chart(way: Way, week: str, weeks: dict[str, dt.date]) -> Chart:
    """Return the chart of a week.

    Raises:
        NotYetError: it is still being made.
    """
    listing = present().listing
    asked = Asked(listing.key, week, weeks[week], way, is_long=listing.is_long)
    return site().charts.chart(asked, site().now())


def _way(text: str) -> Way:
    try:
        return Way(text.strip() or Way.FOOT.value)
    except ValueError:
        message = sentence("by 的值“%(value)s”不认识。", value=text)
        hint = sentence("请写 foot（步行）或 bicycle（骑车）。")
        raise QueryError(Problem(message, hint, column="by", value=text)) from None


def _weeks() -> dict[str, dt.date]:
    """Return the Mondays of the weeks that are shown: others would have to be made for anybody."""
    today, calendar = site().now().date(), site().calendar
    holiday = holiday_week(today, calendar)
    return {ORDINARY: ordinary_week(today, calendar)} | ({HOLIDAY: holiday} if holiday else {})


def _week(text: str, when: dt.datetime | None, weeks: dict[str, dt.date]) -> str:
    if when:
        of_moment = [name for name, at in weeks.items() if at == monday_of(when.date())]
        if of_moment:
            return of_moment[0]
        message = sentence("这里没有 %(value)s 那一周。", value=when.date().isoformat())
        known = sentence("、").text(gettext()).join(at.isoformat() for at in weeks.values())
        hint = sentence(
            "这里有从 %(known)s 起的一周；别的请在终端里用 finder coverage。", known=known
        )
        raise QueryError(Problem(message, hint, column="at", value=when.date().isoformat()))
    return _named_week(text, weeks)


def _named_week(text: str, weeks: dict[str, dt.date]) -> str:
    name = text.strip() or ORDINARY
    if name in weeks:
        return name
    hint = sentence("可用的值：%(known)s。", known=tuple(weeks))
    if name in WEEKS:
        missing = sentence("现在不知道哪一周放假。")
        raise NotFoundError(Problem(missing, hint, column="week", value=text))
    message = sentence("week 的值“%(value)s”不认识。", value=text)
    raise QueryError(Problem(message, hint, column="week", value=text))


def _hour(text: str) -> int | None:
    """Return the number of an hour of a week; None where it is blank."""
    if not text.strip():
        return None
    hour = asking.number(text.strip())
    if hour is None or hour >= WEEK_HOURS:
        message = sentence("hour 的值“%(value)s”不对。", value=text)
        hint = sentence("请写 0 到 %(last)d 的整数，周一 0:00 是 0。", last=WEEK_HOURS - 1)
        raise QueryError(Problem(message, hint, column="hour", value=text))
    return hour


def _with_words(chart: Chart, number: int) -> list[dict[str, object]]:
    known = places(site().settings.places_path)
    return [
        {"position": one.position, "text": gain_text(chart.figures, one, known, gettext())}
        for one in chart.best[number]
    ]


def _address(endpoint: str, shown: _Shown, **values: str) -> str:
    values |= {"by": shown.chart.figures.way.value, "week": shown.week}
    values |= {"lang": language()} if language() != "zh" else {}
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def _tomorrow() -> dt.datetime:
    """Return until when an answer is right: the week that is shown goes with the date."""
    date = site().now().date() + dt.timedelta(days=1)
    return dt.datetime.combine(date, dt.time(), ZONE)

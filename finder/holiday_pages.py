"""The page that shows a whole holiday at a glance, for the wall and the phone."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from finder import asking
from finder.holiday_board import BoardGroup, board, holiday_from, neighbours
from finder.hours import State
from finder.site import gettext, site

bp = Blueprint("holiday_pages", __name__)


@bp.get("/holidays")
def holidays() -> ResponseReturnValue:
    """All facilities in the next holiday, or in the next one from a date on."""
    today = site().now().date()
    first = asking.date(request.args.get("from", ""), today)
    calendar = site().calendar
    holiday = holiday_from(calendar, first)
    before, after = neighbours(calendar, holiday)
    dates = holiday.dates if holiday else ()
    facilities = site().facilities()
    groups = board(facilities, dates, calendar, gettext()) if holiday else ()
    return render_template(
        "holidays.html",
        holiday=holiday,
        before=before,
        after=after,
        days=[(date, calendar.day(date)) for date in dates],
        groups=groups,
        open_counts=_open_counts(groups, len(dates)),
        without_hours=sum(not one.has_hours for one in facilities),
        known_until=calendar.known_until,
        today=today,
    )


def _open_counts(groups: tuple[BoardGroup, ...], days: int) -> list[int]:
    """Return for each date how many facilities are certainly open at some time of it."""
    rows = [row for group in groups for row in group.rows]
    return [
        sum(
            len(row.facilities)
            for row in rows
            if any(line.state is State.OPEN for line in row.days[number].lines)
        )
        for number in range(days)
    ]

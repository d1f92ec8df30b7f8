"""One facility: its page, and the calendar of its openings."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from finder import answer, asking, wording
from finder.day_words import day_lines, reason_text, today_text
from finder.delivery import minute_held
from finder.door_code import door_code_svg
from finder.errors import sentence
from finder.facility import Facility
from finder.hours import State, status_at
from finder.linked_data import json_text, linked_data
from finder.naming import facility_name
from finder.navigation import navigation_links
from finder.search import rank
from finder.site import gettext, language, present, site
from finder.translations import LANGUAGES, catalogue

bp = Blueprint("facility_pages", __name__)

_INVITATION = sentence("扫码看此刻是否开放")


def facility(facility_id: str) -> ResponseReturnValue:
    """One facility: today and why, its week, how to get there. `pages` gives it its address."""
    found = facility_of(facility_id)
    calendar = site().calendar
    now = present().minute
    when = asking.moment(request.args.get("at", ""), now)
    status = status_at(found.rules, when, calendar)
    days = [day_lines(found.rules, date, calendar, gettext()) for date in answer.week(when.date())]
    page = render_template(
        "facility.html",
        facility=found,
        name=_name(found),
        status=status,
        rank=rank(status),
        when=when,
        is_now=not request.args.get("at"),
        today=today_text(days[0], now.date(), gettext()),
        reason=reason_text(status, found.rules, gettext()),
        week=[(day, wording.day_text(calendar.day(day.date), gettext())) for day in days],
        links=navigation_links(found, gettext()),
        has_hours=found.has_hours,
        # Of a date of which nothing is known the status has said so already.
        says_today=any(line.state is not State.UNKNOWN for line in days[0].lines),
        # It is JSON with nothing in it that ends a script element; `e` would spoil its quotes.
        data=Markup(json_text(linked_data(found, now.date(), calendar, _address(found)))),  # noqa: S704
    )
    return minute_held(make_response(page))


@bp.get("/facilities/<facility_id>.ics")
def feed(facility_id: str) -> Response:
    """The openings of the next four weeks as a calendar."""
    # With the first calendar that somebody asks for: it is a library of eighty modules.
    from finder.calendar_feed import calendar_feed

    found = facility_of(facility_id)
    response = Response(
        calendar_feed(
            found,
            site().now().date(),
            site().calendar,
            _address(found),
            _name(found),
            gettext(),
            present().listing.published_at,
        ),
        mimetype="text/calendar",
    )
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Content-Disposition"] = f'inline; filename="{found.id}.ics"'
    return response


@bp.get("/facilities/<facility_id>.svg")
def code(facility_id: str) -> Response:
    """The QR code of the facility's page."""
    address = url_for("pages.facility", facility_id=facility_of(facility_id).id, _external=True)
    response = Response(door_code_svg(address), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@bp.get("/facilities/<facility_id>/door")
def door(facility_id: str) -> ResponseReturnValue:
    """A sheet for the door, in both languages whatever the page's own: name, code, hours."""
    found = facility_of(facility_id)
    checked, now = found.verified_date, site().now()
    return render_template(
        "door.html",
        facility=found,
        address=url_for("pages.facility", facility_id=found.id, _external=True),
        invitations=[_INVITATION.text(catalogue(name)) for name in LANGUAGES],
        hours=[wording.hours_text(found.rules, catalogue(name)) for name in LANGUAGES],
        has_hours=found.has_hours,
        # A sheet of paper does not count months: the date alone.
        verified=[
            wording.verified_text(checked, checked or now.date(), catalogue(name))
            for name in LANGUAGES
        ],
    )


def facility_of(facility_id: str) -> Facility:
    """Return a published facility; ends the request with 404 where there is none."""
    found = present().listing.by_id.get(facility_id)
    if found is None:
        abort(404)
    return found


def _name(facility: Facility) -> str:
    """Return what the facility is called in the language of the page."""
    return facility_name(facility, language())


def _address(facility: Facility) -> str:
    """Return the absolute address of the facility's page, in the language of the request."""
    lang = language() if language() != "zh" else None
    return url_for("pages.facility", facility_id=facility.id, lang=lang, _external=True)

"""Residents say what is wrong: a page of its own, so that the facility's page stays cacheable."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from finder import api, reporting, store
from finder.errors import (
    FinderError,
    Problem,
    QueryError,
    TooManyError,
    sentence,
)
from finder.facility import Facility
from finder.facility_pages import facility_of
from finder.naming import facility_name
from finder.site import gettext, language, site

bp = Blueprint("report_pages", __name__)

# People do not see this field; programs that fill in every field fill it in too.
_TRAP = "homepage"


@bp.get("/facilities/<facility_id>/report")
def report(facility_id: str) -> ResponseReturnValue:
    """The form; or thanks, after it was sent."""
    found = facility_of(facility_id)
    if request.args.get("sent"):
        return _private(render_template("report_sent.html", facility=found, name=_name(found)))
    return _private(_form(found))


@bp.post("/facilities/<facility_id>/report")
def send(facility_id: str) -> ResponseReturnValue:
    """Keep what a resident says."""
    found = facility_of(facility_id)
    try:
        _keep(found)
    except FinderError as error:
        response = _private(_form(found, error.problems[0]))
        response.status_code = api.status_of(error)
        if isinstance(error, TooManyError):
            response.headers["Retry-After"] = str(error.wait_s)
        return response
    lang = language() if language() != "zh" else None
    return redirect(url_for(".report", facility_id=found.id, lang=lang, sent=1), 303)


def _keep(found: Facility) -> None:
    """Put the form that was sent into the queue; one that was sent twice is there once.

    Raises:
        FinderError: it cannot be taken; nothing was kept.
    """
    here, now = site(), site().now()
    if request.form.get(_TRAP):
        message = sentence("请让最后一格空着。")
        raise QueryError(Problem(message, sentence("那一格不是给人填的。"), column=_TRAP))
    kind = reporting.checked_kind(request.form.get("kind", ""))
    text = reporting.checked_text(request.form.get("text", ""), kind)
    given = request.form.get("ticket", "")
    ticket = reporting.checked_ticket(given, found.id, now, here.secret)
    address = request.remote_addr or ""
    if not reporting.take(here.limiter, ticket, found.id, address, here.secret, now):
        return
    try:
        with store.opened(here.settings.database_path) as database:
            store.add_report(database, found.id, kind, text, now, reporting.flag(text))
    except FinderError:
        # Sent again, perhaps with other words, it is to be taken.
        reporting.untake(here.limiter, ticket)
        raise


def _form(found: Facility, problem: Problem | None = None) -> str:
    """Return the page with what was written, and a ticket: the same one as long as it is good."""
    ticket = request.form.get("ticket", "")
    if not ticket or (problem and problem.column == "ticket"):
        ticket = reporting.ticket(found.id, site().now(), site().secret)
    return render_template(
        "report.html",
        facility=found,
        name=_name(found),
        kinds=[(key, label.text(gettext())) for key, label in reporting.KINDS.items()],
        chosen=request.form.get("kind", ""),
        text=request.form.get("text", ""),
        longest=reporting.LONGEST,
        ticket=ticket,
        trap=_TRAP,
        problem=problem and problem.as_dict(gettext()),
    )


def _private(page: str) -> Response:
    """Return a page with a ticket in it: for one reader, once."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _name(found: Facility) -> str:
    return facility_name(found, language())

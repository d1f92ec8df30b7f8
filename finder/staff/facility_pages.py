"""One facility in the hands of staff, made for a phone: close it now, or confirm its hours."""

from __future__ import annotations

import datetime as dt

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from finder import publishing, store, wording
from finder.closure import closed_at_once
from finder.errors import ConflictError, Problem, QueryError, sentence
from finder.facility import Facility
from finder.hours import Status, status_at
from finder.matching import matches, terms
from finder.publishing import Publisher
from finder.search import rank
from finder.site import gettext, site
from finder.staff.blueprint import bp
from finder.staff.guard import account, database, publisher_only, signed_in
from finder.store import Database

# What a phone shows at once of a long list.
MOST_SHOWN = 100
_DAYS = {"today": 0, "tomorrow": 1}


@bp.get("/facilities")
@signed_in
def facilities() -> str:
    """All facilities, or those that a search finds, each with its state now."""
    words = request.args.get("q", "").strip()
    wanted = terms(words)
    found = [one for one in site().facilities() if not wanted or matches(one, wanted)]
    shown = [(one, *_status(one)) for one in found[:MOST_SHOWN]]
    return render_template(
        "staff/facilities.html", q=words, shown=shown, more=len(found) - len(shown)
    )


@bp.get("/facilities/<facility_id>")
@signed_in
def facility(facility_id: str) -> ResponseReturnValue:
    """One facility: what residents see now, and the two acts."""
    return _page(facility_id), 200


@bp.post("/facilities/<facility_id>/closure")
@publisher_only
def close(facility_id: str) -> ResponseReturnValue:
    """Publish at once that a facility is closed, today or until a date."""
    with database() as opened:
        author = _author(opened)
        facility = _facility(facility_id)
        now, reason = site().now(), request.form.get("reason", "").strip()
        try:
            last = _last(request.form.get("until", ""), request.form.get("last", ""), now.date())
            text = closed_at_once(facility, now, last, reason, site().calendar)
        except QueryError as error:
            return _page(facility.id, error.problems), 400
        return _amended(
            opened, facility, {"special_hours": text}, author, "closure", f"{last} {reason}"
        )


@bp.post("/facilities/<facility_id>/confirmation")
@publisher_only
def confirm(facility_id: str) -> ResponseReturnValue:
    """Publish that somebody has confirmed the hours today."""
    with database() as opened:
        author = _author(opened)
        facility = _facility(facility_id)
        today = site().now().date().isoformat()
        if facility.verified_on == today:
            return redirect(url_for("staff.facility", facility_id=facility.id), 303)
        return _amended(opened, facility, {"verified_on": today}, author, "confirm", today)


def _author(opened: Database) -> Publisher:
    """Return who publishes now.

    Taken before the row is read: a list that somebody publishes in between is a conflict then, and
    never lost.
    """
    current = store.version(opened)
    return Publisher(account().name, site().now(), current.number if current else 0)


def _amended(
    opened: Database,
    facility: Facility,
    values: dict[str, str],
    author: Publisher,
    act: str,
    detail: str,
) -> ResponseReturnValue:
    """Publish other values of one row, and show it."""
    detail = f"{facility.name} {detail}"
    try:
        chosen = site().settings
        made = publishing.amend(
            opened, chosen.csv_path, facility.id, values, author, act, detail, shared=chosen.shared
        )
    except ConflictError as error:
        return _page(facility.id, error.problems), 409
    address = url_for("staff.facility", facility_id=facility.id, done=made.number)
    return redirect(address, 303)


def _last(until: str, date: str, today: dt.date) -> dt.date:
    """Return the last day of a closure.

    Raises:
        QueryError: it is no date, or there are two: a date can be written beside the day that the
            form has chosen at first.
    """
    if until in _DAYS:
        last = today + dt.timedelta(days=_DAYS[until])
        if date and date != last.isoformat():
            chosen = sentence("只是今天") if until == "today" else sentence("到明天")
            message = sentence(
                "选了“%(value)s”，又写了另一个日期 %(date)s。", value=chosen, date=date
            )
            hint = sentence("请选“到这一天”，或把日期清空。")
            raise QueryError(Problem(message, hint, column="last", value=date))
        return last
    try:
        return dt.date.fromisoformat(date)
    except ValueError as error:
        message = sentence("“%(value)s”不是日期。", value=date)
        hint = sentence("请选择最后一个闭馆的日子。")
        raise QueryError(Problem(message, hint, column="last", value=date)) from error


def _page(facility_id: str, conflicts: tuple[Problem, ...] = ()) -> str:
    facility = _facility(facility_id)
    today = site().now().date()
    status, rank_now = _status(facility)
    return render_template(
        "staff/facility.html",
        facility=facility,
        status=status,
        rank=rank_now,
        today=today,
        is_confirmed=facility.verified_on == today.isoformat(),
        verified=wording.verified_text(facility.verified_date, today, gettext()),
        conflicts=[problem.as_dict(gettext()) for problem in conflicts],
        done=request.args.get("done", ""),
        # What was written stays where it was refused.
        written=request.form,
    )


def _facility(facility_id: str) -> Facility:
    found = next((one for one in site().facilities() if one.id == facility_id), None)
    if found is None:
        abort(404)
    return found


def _status(facility: Facility) -> tuple[Status, int]:
    """Return the status now, and its rank."""
    status = status_at(facility.rules, site().now(), site().calendar)
    return status, rank(status)

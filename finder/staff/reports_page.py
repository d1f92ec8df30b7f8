"""What residents say is wrong, beside the row that they say it of."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from finder import store
from finder.errors import Problem, QueryError, sentence
from finder.facility import Facility
from finder.reporting import KINDS
from finder.site import gettext, site
from finder.staff.blueprint import bp
from finder.staff.guard import account, database, signed_in
from finder.store import Report

PAGE = 30
STATES = {
    store.NEW: sentence("新留言"),
    store.DONE: sentence("已处理"),
    store.SPAM: sentence("垃圾信息"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the page shows it.

    Args:
        facility: the row as it is now; None where it is no longer in the list.
        kind: what is wrong, in words.
    """

    report: Report
    facility: Facility | None
    kind: str


@bp.get("/reports")
@signed_in
def reports() -> ResponseReturnValue:
    """The messages in one state, newest first, a page at a time."""
    state = request.args.get("state", store.NEW)
    if state not in STATES:
        state = store.NEW
    before = request.args.get("before", type=int)
    with database() as held:
        found = store.reports(held, state, PAGE + 1, before)
        current = store.version(held)
    rows = {one.id: one for one in site().facilities()}
    return render_template(
        "staff/reports.html",
        shown=[Shown(one, rows.get(one.facility), _kind(one)) for one in found[:PAGE]],
        state=state,
        states=[(key, name.text(gettext())) for key, name in STATES.items()],
        current=current,
        oldest=found[PAGE - 1].number if len(found) > PAGE else None,
    )


@bp.post("/reports/<int:number>")
@signed_in
def settle(number: int) -> ResponseReturnValue:
    """Take a message out of the queue, or put it back."""
    state = request.form.get("state", "")
    if state not in STATES:
        message = sentence("“%(value)s”不是留言的状态。", value=state)
        hint = sentence("请用页面上的按钮。")
        raise QueryError(Problem(message, hint, column="state", value=state))
    with database() as held:
        store.settle_report(held, number, state, site().now(), account().name)
    seen = request.form.get("seen", store.NEW)
    return redirect(url_for(".reports", state=seen if seen in STATES else store.NEW), 303)


def _kind(report: Report) -> str:
    return KINDS[report.kind].text(gettext()) if report.kind in KINDS else report.kind

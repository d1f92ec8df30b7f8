"""Who did what, and when."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from finder import store
from finder.errors import Sentence, sentence
from finder.site import gettext
from finder.staff.blueprint import ROLE_NAMES, bp
from finder.staff.guard import database, signed_in
from finder.store import Act

PAGE = 50


@bp.get("/acts")
@signed_in
def acts() -> ResponseReturnValue:
    """The acts, newest first, a page at a time; all of them, or those that made a version."""
    before = request.args.get("before", type=int)
    of_list = request.args.get("only") == "list"
    with database() as held:
        found = store.acts(held, PAGE + 1, before, of_list)
    shown = [(act, _detail(act), _versions(act)) for act in found[:PAGE]]
    oldest = found[PAGE - 1].number if len(found) > PAGE else None
    return render_template(
        "staff/acts.html",
        shown=shown,
        oldest=oldest,
        before=before,
        of_list=of_list,
        only="list" if of_list else None,
    )


def _detail(act: Act) -> str:
    """Return what an act was done to; keys in it as words."""
    name, _, key = act.detail.rpartition(" ")
    if act.act.startswith("account-") and key in ROLE_NAMES:
        return sentence("%(name)s（%(role)s）", name=name, role=ROLE_NAMES[key]).text(gettext())
    number, _, facility = act.detail.partition(" ")
    if act.act.startswith("report-") and number.isdecimal():
        return sentence(
            "第 %(number)d 条，%(facility)s", number=int(number), facility=facility
        ).text(gettext())
    return act.detail


def _versions(act: Act) -> Sentence | None:
    """Return from which version to which an act led, or which one it was about."""
    if act.version and act.base:
        return sentence("第 %(base)d 版 → 第 %(number)d 版", base=act.base, number=act.version)
    if act.version or act.base:
        return sentence("第 %(number)d 版", number=act.version or act.base)
    return None

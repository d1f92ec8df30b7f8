"""What the pages of staff have in common: their blueprint, and how one gets to each."""

from __future__ import annotations

from flask import Blueprint

from finder.errors import Sentence, sentence

bp = Blueprint("staff", __name__, url_prefix="/staff")

# What the top of every page leads to; an endpoint that nothing serves is left out.
NAV: tuple[tuple[str, Sentence], ...] = (
    ("staff.home", sentence("名单")),
    ("staff.versions", sentence("版本")),
    ("staff.facilities", sentence("闭馆和核实")),
    ("staff.todo", sentence("待办")),
    ("staff.reports", sentence("留言")),
    ("staff.acts", sentence("操作记录")),
)
# How a page's endpoint is known to belong to one of them: `staff.version` to `staff.versions`.
REPORTS = "staff.reports"

ROLE_NAMES = {"editor": sentence("编辑"), "publisher": sentence("发布员")}

"""What machines ask a server: is it alive, may readers be sent to it, what has it counted."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, g, request
from flask.typing import ResponseReturnValue

from finder import store
from finder.doubt import doubt_said
from finder.errors import FinderError, SettingsError, problems_object
from finder.metrics import metrics_text
from finder.protection import NAMED_HOST
from finder.readiness import readiness
from finder.settings import EVERYBODY, NOBODY
from finder.site import gettext, present, site

bp = Blueprint("probes", __name__)

DOUBT_HEADER = "Finder-Doubt"
# A request that has one of these was handed on by another server.
_HANDED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")


def add_doubts(app: Flask) -> None:
    """Let what is answered from a doubtful list say so: a page in words, all else in a header."""

    @app.context_processor
    def for_templates() -> dict[str, object]:
        # The page that says that no list can be read is a page too.
        with suppress(FinderError):
            if doubt := present().listing.doubt:
                return {"doubt": doubt_said(doubt).as_dict(gettext())}
        return {"doubt": None}

    @app.after_request
    def named(response: Response) -> Response:
        if "present" in g and g.present.listing.doubt:
            response.headers[DOUBT_HEADER] = g.present.listing.doubt
        return response


@bp.after_request
def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Return that the process answers, and which list it answers from; 200 whatever has broken.

    What watches this restarts the process, which helps against no fault of a file.
    """
    here = site()
    try:
        held = here.served()
    except SettingsError:
        held = None
    return {
        "ok": True,
        "version": held.number if held else None,
        "published_at": held.published_at if held else None,
        "facilities": held.facilities if held else 0,
        "calendar_known_until": here.calendar.known_until.isoformat(),
    }


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Return 200 where a checked list is served, and which; 503 with the reasons otherwise."""
    found = readiness(site())
    if not found.is_ready or found.version is None:
        problems = tuple(problem.without_folders() for problem in found.problems)
        return problems_object(problems, gettext()), 503
    return {
        "ok": True,
        "version": found.version.number,
        "published_at": found.version.published_at,
        "age_s": found.age_s,
        "facilities": found.version.facilities,
        "calendar_known_until": found.known_until.isoformat(),
        "shared_store": found.shared_store,
    }


@bp.get("/metrics")
def metrics() -> Response:
    """Return what was counted, for Prometheus on this machine."""
    here = site()
    if here.settings.metrics == NOBODY:
        abort(404)
    if here.settings.metrics != EVERYBODY and not _is_from_here():
        # Not 403: that would tell everybody else that there is something.
        abort(404)
    text, kind = metrics_text(here.counts, readiness(here), _acts())
    return Response(text, content_type=kind)


def _is_from_here() -> bool:
    """Return whether a program on this machine asks, not a web server for somebody else.

    The name that it asks for tells them apart too: a web server hands on the name of the site.
    """
    if any(name in request.headers for name in _HANDED_ON):
        return False
    named = request.environ.get(NAMED_HOST, request.host)
    try:
        host = urlsplit(f"//{named}").hostname
    except ValueError:
        return False
    return _is_loopback(request.remote_addr) and _is_loopback(host)


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _acts() -> dict[str, int]:
    try:
        with store.opened(site().settings.database_path) as database:
            return store.list_acts_count(database)
    except SettingsError:
        # The other figures are wanted most when this one cannot be had.
        return {}

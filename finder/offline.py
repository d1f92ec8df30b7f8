"""What makes the pages an application that answers without a network.

The worker's text is static/worker.js behind one line of what it may keep. Everything that a page
is made of has a part in the `edition`; an answer names its edition, so that a worker never mixes
two of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, render_template, url_for

from finder.assets import Asset, digest_of
from finder.delivery import asset
from finder.errors import FinderError, sentence
from finder.map_shell import Shell
from finder.site import gettext, language, present, site

bp = Blueprint("offline", __name__)

EDITION_HEADER = "Finder-Edition"
_WORKER = "worker.js"
_GREEN, _GROUND = "#0b6b3a", "#f6f5f1"
# Drawings first; the others are for phones that take none.
_ICONS = (
    ("icon.svg", "any"),
    ("icon-maskable.svg", "any"),
    ("vendor/icons/icon-192.png", "192x192"),
    ("vendor/icons/icon-512.png", "512x512"),
    ("vendor/icons/icon-maskable-512.png", "512x512"),
)
_FORECAST = "/api/forecast.json"
# What belongs to pages that are of no use without a network, or not kept.
_ONLINE = ("staff", "coverage")


def edition_of(held: Iterable[Asset], shells: Iterable[Shell], folders: Iterable[Path]) -> str:
    """Return what changes whenever a page may look or act otherwise, and only then.

    Args:
        folders: of the templates and of the catalogues.
    """
    texts = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return digest_of(
        *(f"{one.name} {one.digest}".encode() for one in held),
        *(one.digest.encode() for one in shells),
        *(path.read_bytes() for path in texts if path.suffix in (".html", ".mo")),
    )


@bp.get("/sw.js")
def worker() -> Response:
    """The service worker of one language."""
    held = {
        "edition": site().edition,
        "language": language(),
        "home": _address("/"),
        "facility": _address(url_for("offline.facility")),
        "other": _address(url_for("offline.other")),
        "forecast": _address(_FORECAST),
        "places": _address(url_for("api.known_places")),
        "files": _files(),
    }
    content = site().assets[_WORKER].body.body.decode()
    text = f"const FINDER = {current_app.json.dumps(held)};\n{content}"
    response = Response(text, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """What a phone needs to put the finder on its home screen."""
    icons = [
        {
            "src": asset(name),
            "type": site().assets[name].mimetype,
            "sizes": sizes,
            "purpose": "maskable" if "maskable" in name else "any",
        }
        for name, sizes in _ICONS
    ]
    about = {
        "id": "/",
        "name": sentence("通州·此刻开放").text(gettext()),
        "short_name": sentence("此刻开放").text(gettext()),
        "description": sentence("附近哪些公共文化设施现在开放。").text(gettext()),
        "lang": "en" if language() == "en" else "zh-Hans",
        "start_url": _address("/"),
        "scope": "/",
        "display": "standalone",
        "theme_color": _GREEN,
        "background_color": _GROUND,
        "icons": icons,
    }
    response = Response(current_app.json.dumps(about), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/offline/facility")
def facility() -> str:
    """The frame that shows any facility from the forecast that the worker keeps."""
    return render_template("offline_facility.html")


@bp.get("/offline")
def other() -> str:
    """What is said in place of a page that needs the network."""
    return render_template("offline.html")


@bp.app_template_global()
def forecast_address() -> str:
    """Return where the forecast of the page's language is."""
    return _address(_FORECAST)


@bp.app_template_global()
def worker_address() -> str:
    """Return where the service worker is; blank for a list that no phone can keep."""
    try:
        is_long = present().listing.is_long
    except FinderError:
        # The page that says that the list cannot be read is a page too.
        return ""
    return "" if is_long else _address(url_for("offline.worker"))


def add_editions(app: Flask) -> None:
    """Let every answer name the edition of the program that gave it."""

    @app.after_request
    def named(response: Response) -> Response:
        response.headers[EDITION_HEADER] = site().edition
        return response


def _address(path: str) -> str:
    return path if language() == "zh" else f"{path}?lang={language()}"


def _files() -> list[str]:
    """Return the addresses of what the pages load: under their hash, but for what a sheet names.

    Those of pages that are never kept are not among them.
    """
    found = [url_for("pages.map_script", digest=site().shells[language()].digest)]
    for one in site().assets.values():
        if one.name.startswith(_ONLINE):
            continue
        if one.name.startswith("vendor/images/"):
            found.append(url_for("static", filename=one.name))
        elif one.name.endswith((".css", ".js", ".svg")) and one.name != _WORKER:
            found.append(asset(one.name))
    return found

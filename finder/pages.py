"""The pages for residents; every one works without JavaScript."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from finder import answer, facility_pages, list_page, wording
from finder.delivery import FOREVER, minute_held
from finder.errors import FinderError, Problem
from finder.geo import WALK_DETOUR
from finder.listing import shown_in
from finder.map_shell import MAP_ID
from finder.naming import facility_name, place_name, service_name
from finder.places import places
from finder.search import Query
from finder.site import absolute, gettext, language, present, site

bp = Blueprint("pages", __name__)

# Parameters that a form may send more than once.
_SEVERAL = ("kind", "service", "town")


@bp.get("/")
def index() -> ResponseReturnValue:
    """The list, open facilities first, and the map beside it."""
    problems: tuple[Problem, ...] = ()
    now, listing, here = present().minute, present().listing, site()
    try:
        asked = list_page.asked(request.args, now, listing, here.settings)
    except FinderError as error:
        problems = error.problems
        asked = list_page.Asked(Query(now), None, is_now=True)
    most = list_page.MOST_OF_ALL if request.args.get("all") else list_page.MOST_ROWS
    shown = shown_in(listing, asked.query, here.calendar, most)
    total = sum(shown.counts)
    page = render_template(
        "index.html",
        asked=asked,
        groups=[
            (name.text(gettext()), part, count)
            for (name, part), count in zip(
                list_page.grouped(shown.results), shown.counts, strict=True
            )
        ],
        total=total,
        most=list_page.MOST_OF_ALL,
        networks=listing.networks,
        kinds=listing.kinds,
        services=listing.services,
        towns=sorted(listing.towns),
        places=places(here.settings.places_path),
        quick_times=list_page.quick_times(now, gettext()),
        problems=[problem.as_dict(gettext()) for problem in problems],
        walk={"detour": WALK_DETOUR},
        script_words=list_page.script_words(gettext()),
        has_forecast=not listing.is_long and not problems,
        is_long=listing.is_long,
        has_more=len(shown.results) < min(total, list_page.MOST_OF_ALL),
    )
    return minute_held(make_response(page, 400 if problems else 200))


# The page has a module of its own; its address belongs to the pages that people go between.
bp.add_url_rule("/facilities/<facility_id>", "facility", facility_pages.facility)


@bp.get("/map-<digest>.js")
def map_script(digest: str) -> Response:
    """The map's shell; its address changes with its content."""
    script = next((one.script for one in site().shells.values() if one.digest == digest), None)
    if script is None:
        abort(404)
    response = Response(script, mimetype="text/javascript")
    response.headers["Cache-Control"] = FOREVER
    return response


def is_elder() -> bool:
    """Return whether the request asks for bigger text and fewer choices: `?elder=1`."""
    return request.args.get("elder") == "1"


@bp.app_context_processor
def _for_templates() -> dict[str, object]:
    """Return what every template may use."""

    def link(endpoint: str, **values: object) -> str:
        """Return an address that stays in the language of the page."""
        if language() != "zh":
            values.setdefault("lang", language())
        if is_elder():
            values.setdefault("elder", "1")
        return url_for(endpoint, **{name: value for name, value in values.items() if value})  # type: ignore[arg-type]

    def asking_with(**changes: str) -> str:
        """Return the address of the list that asks the same but for `changes`."""
        kept = ("place", "lat", "lon", "open", "at", "lang", "elder", "arriving", "q")
        values = {name: request.args.get(name, "") for name in kept}
        values |= {name: list_page.several(request.args, name) for name in _SEVERAL} | changes
        return url_for("pages.index", **{name: value for name, value in values.items() if value})  # type: ignore[arg-type]

    def with_value(name: str, value: str) -> str:
        """Return the address of this page with another value of a parameter, asking the same."""
        values = [(key, one) for key, one in request.args.items(multi=True) if key != name]
        values += [(name, value)] if value else []
        return request.path + ("?" + urlencode(values) if values else "")

    def whole_address(of_language: str) -> str:
        """Return the address of this page in a language, without what was asked of it."""
        return absolute(request.path + ("?lang=en" if of_language == "en" else ""))

    return {
        "link": link,
        "whole_address": whole_address,
        "with_value": with_value,
        "elder": is_elder(),
        "asking_with": asking_with,
        "language": language(),
        "words": wording,
        "facility_name": lambda one: facility_name(one, language()),
        "place_name": lambda name: place_name(name, gettext()),
        "away_text": lambda result: list_page.away_text(result, gettext()),
        "way_text": lambda result: list_page.way_text(result, gettext()),
        "service_name": lambda name: service_name(name, gettext()),
        "tr": gettext(),
        "shell": site().shells[language()],
        "map_id": MAP_ID,
        "iso": answer.iso,
    }

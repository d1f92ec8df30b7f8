"""The widget for other sites' pages, and the page on which somebody puts one together."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from finder import list_page
from finder.delivery import minute_held
from finder.embedding import MOST_ROWS, THEMES, Widget, snippet, widget, widget_query
from finder.errors import FinderError, Problem, sentence
from finder.framing import NOBODY
from finder.list_page import Asked
from finder.listing import Shown, shown_in
from finder.places import places
from finder.search import Query
from finder.site import absolute, gettext, present, site

bp = Blueprint("embed_pages", __name__)

TITLE = sentence("通州现在开放的公共文化设施")


@bp.get("/embed")
def embed() -> ResponseReturnValue:
    """The first facilities of the list, in a frame: the same order and the same words."""
    problems, look, asked = _read()
    page = render_template(
        "embed.html",
        asked=asked,
        look=look,
        problems=[problem.as_dict(gettext()) for problem in problems],
        **_rows(asked, look),
    )
    return minute_held(make_response(page, 400 if problems else 200))


@bp.get("/embed/about")
def about() -> ResponseReturnValue:
    """What to copy into a page, chosen in a form, and how it will look."""
    problems, look, asked = _read()
    query = widget_query(request.args)
    path = "/embed" + (f"?{query}" if query else "")
    here = present().listing
    page = render_template(
        "embed_about.html",
        asked=asked,
        look=look,
        problems=[problem.as_dict(gettext()) for problem in problems],
        path=path,
        address=absolute(path),
        snippet=snippet(absolute(path), TITLE.text(gettext())),
        kinds=here.kinds,
        towns=sorted(here.towns),
        places=places(site().settings.places_path),
        themes=THEMES,
        most=MOST_ROWS,
        is_off=site().settings.embed == NOBODY,
        ancestors=site().settings.embed,
    )
    return minute_held(make_response(page, 400 if problems else 200))


def _read() -> tuple[tuple[Problem, ...], Widget, Asked]:
    """Return what an address asks for; with problems, what it asks nothing for."""
    now, here = present().minute, site()
    try:
        look = widget(request.args)
        return (), look, list_page.asked(request.args, now, present().listing, here.settings)
    except FinderError as error:
        return error.problems, Widget(), Asked(Query(now), None, is_now=True)


def _rows(asked: Asked, look: Widget) -> dict[str, object]:
    shown: Shown = shown_in(present().listing, asked.query, site().calendar, look.rows)
    counted = zip(list_page.grouped(shown.results), shown.counts, strict=True)
    return {
        "groups": [(name.text(gettext()), part) for (name, part), _count in counted if part],
        "open_count": shown.counts[0],
        "unlocated": _unlocated(asked.query),
    }


def _unlocated(query: Query) -> int:
    """Return how many facilities of the kinds that are asked for are in no list of distances."""
    unlocated = present().listing.unlocated
    return sum(count for kind, count in unlocated.items() if not query.kinds or kind in query.kinds)

"""The JSON API: the same evaluator, the same objects as the terminal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask import Blueprint, Response, current_app, request

from finder import answer, asking, geojson
from finder.delivery import held, minute_held
from finder.errors import (
    ConflictError,
    FileError,
    FinderError,
    ForbiddenError,
    NotFoundError,
    NotYetError,
    Problem,
    SettingsError,
    StorageError,
    TooManyError,
    sentence,
)
from finder.front import MINUTE
from finder.hours import ZONE
from finder.interface import DOCUMENT, FACILITIES, FACILITY, FORECAST, NEAR, PLACES
from finder.listing import find_in
from finder.narrowing import settled
from finder.openapi import document
from finder.places import places
from finder.questions import narrowed, near_answer, only, parameters
from finder.site import gettext, language, present, site

bp = Blueprint("api", __name__)


@bp.get(NEAR.rule)
def near() -> Response:
    """Return the facilities round a position, open ones first."""
    here = present()
    text, is_lasting = near_answer(
        request.args, here.listing, here.minute, site().calendar, site().moments
    )
    return _lasting(Response(text, mimetype="application/json"), is_lasting)


@bp.get(FACILITIES.rule)
def facilities() -> Response:
    """Return the facilities that have a position, as the map draws them.

    Of a long list only those nearest to a position, or to the middle of all.
    """
    reading = asking.Reading()
    given = parameters(request.args, FACILITIES.parameters, reading)
    listing = present().listing
    query = narrowed(given, listing, present().minute, reading)
    if given["lat"] or given["lon"]:
        position = reading.of(None, asking.position, given["lat"], given["lon"])
        query = replace(query, position=position)
    if given["limit"]:
        limit = reading.of(asking.DEFAULT_LIMIT, asking.limit, given["limit"])
        query = replace(query, limit=limit)
    reading.end()
    # Nobody sets out from the middle of a list.
    query = settled(query)
    if listing.is_long:
        position, most = query.position or listing.middle, query.limit or asking.MAX_LIMIT
        query = replace(query, position=position, limit=most)

    def drawn(when: dt.datetime) -> object:
        results = find_in(listing, replace(query, when=when), site().calendar)
        return geojson.facilities_geojson(results, listing.unlocated, language())

    found = drawn(query.when)
    response = _json(found, mimetype="application/geo+json")
    if given["at"].strip():
        return held(response, None)
    # The map shows no clock, so that mostly the next minute looks the same. A long list has many
    # maps, each asked for once: looking at another minute would not pay.
    later = query.when + MINUTE
    lasts = not listing.is_long and drawn(later) == found
    return held(response, later + MINUTE if lasts else later)


@bp.get(FORECAST.rule)
def forecast() -> Response:
    """Return every facility with its statuses of the coming days, or that nothing has changed."""
    only(request.args)
    listing = present().listing
    if listing.is_long:
        message = sentence(
            "名单太长（%(count)d 处），不整份送到手机上。", count=len(listing.facilities)
        )
        raise NotFoundError(Problem(message, sentence("请用 /api/near 按位置查询。")))
    made = site().forecast(language())
    tomorrow = dt.datetime.combine(made.date + dt.timedelta(days=1), dt.time(), ZONE)
    return held(Response(made.body, mimetype="application/json"), tomorrow, made.etag)


@bp.get(PLACES.rule)
def known_places() -> Response:
    """Return towns and metro stations."""
    only(request.args)
    found = geojson.places_geojson(places(site().settings.places_path), language())
    return held(_json(found, mimetype="application/geo+json"), None)


@bp.get(FACILITY.rule)
def facility(facility_id: str) -> Response:
    """Return everything about one facility."""
    reading = asking.Reading()
    given = parameters(request.args, FACILITY.parameters, reading)
    when = reading.of(present().minute, asking.moment, given["at"], present().minute)
    reading.end()
    found = present().listing.by_id.get(facility_id)
    if found:
        shown = answer.facility_object(found, when, site().calendar, gettext())
        return _lasting(_json(shown), bool(given["at"].strip()))
    message = sentence("没有编号为“%(value)s”的设施。", value=facility_id)
    hint = sentence("编号见 /api/facilities.geojson。")
    raise NotFoundError(Problem(message, hint, column="id", value=facility_id))


@bp.get(DOCUMENT.rule)
def described() -> Response:
    """Return what the API is, for programs."""
    only(request.args)
    return held(_json(document(present().listing, site().calendar, language())), None)


def status_of(error: FinderError) -> int:
    """Return the HTTP status of an error: whose fault it is, the reader's or the server's."""
    if isinstance(error, NotFoundError):
        return 404
    if isinstance(error, ForbiddenError):
        return 403
    if isinstance(error, ConflictError):
        return 409
    if isinstance(error, FileError):
        return 422
    if isinstance(error, TooManyError):
        return 429
    return 503 if isinstance(error, NotYetError | SettingsError | StorageError) else 400


def _lasting(response: Response, is_lasting: bool) -> Response:
    """Hold an answer as long as the list where a moment was asked for, or to the minute's end."""
    return held(response, None) if is_lasting else minute_held(response)


def _json(value: object, mimetype: str = "application/json") -> Response:
    text = current_app.json.dumps(value, separators=(",", ":"))
    response = Response(text, mimetype=mimetype)
    response.headers["Cache-Control"] = "no-cache"
    return response

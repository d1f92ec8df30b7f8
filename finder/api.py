"""The JSON API: the same evaluator, the same objects as the terminal."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, current_app, request

from finder import answer, asking, geojson
from finder.delivery import coded
from finder.errors import (
    ConflictError,
    FileError,
    FinderError,
    ForbiddenError,
    NotFoundError,
    Problem,
    QueryError,
    SettingsError,
    StorageError,
    TooManyError,
    sentence,
)
from finder.facility import Facility
from finder.places import places
from finder.search import Query, find
from finder.site import gettext, language, site
from finder.store import connect, version

bp = Blueprint("api", __name__)

# The parameters that the list and the map share.
_NARROWING = ("at", "open", "arriving", "kind", "q", "service", "town")


@bp.get("/api/near")
def near() -> Response:
    """Return the facilities round a position, open ones first."""
    given = _parameters("lat", "lon", *_NARROWING, "limit")
    everything = site().facilities()
    query = replace(
        _narrowed(given, everything),
        position=asking.position(given["lat"], given["lon"]),
        limit=asking.limit(given["limit"]),
    )
    results = find(everything, query, site().calendar)
    return _json(answer.near_object(query, results, gettext()))


@bp.get("/api/facilities.geojson")
def facilities() -> Response:
    """Return all facilities that have a position, as the map draws them."""
    given = _parameters(*_NARROWING)
    everything = site().facilities()
    results = find(everything, _narrowed(given, everything), site().calendar)
    response = _json(geojson.facilities_geojson(results, everything, language()))
    response.mimetype = "application/geo+json"
    return response


@bp.get("/api/forecast.json")
def forecast() -> Response:
    """Return every facility with its statuses of the coming days, or that nothing has changed."""
    _parameters()
    held = site().forecast(language())
    return coded(held.bodies, "application/json", held.etag, "no-cache")


@bp.get("/api/places.geojson")
def known_places() -> Response:
    """Return towns and metro stations."""
    response = _json(geojson.places_geojson(places(site().settings.places_path), language()))
    response.mimetype = "application/geo+json"
    return response


@bp.get("/api/facilities/<facility_id>")
def facility(facility_id: str) -> Response:
    """Return everything about one facility."""
    given = _parameters("at")
    when = asking.moment(given["at"], site().now())
    for candidate in site().facilities():
        if candidate.id == facility_id:
            return _json(answer.facility_object(candidate, when, site().calendar, gettext()))
    message = sentence("没有编号为“%(value)s”的设施。", value=facility_id)
    hint = sentence("编号见 /api/facilities.geojson。")
    raise NotFoundError(Problem(message, hint, column="id", value=facility_id))


@bp.get("/healthz")
def healthz() -> Response:
    """Return which list is served, and how far the holiday calendar reaches."""
    database = connect(site().settings.database_path)
    try:
        held = version(database)
    finally:
        database.close()
    return _json(
        {
            "ok": held is not None,
            "version": held.number if held else None,
            "published_at": held.published_at if held else None,
            "facilities": held.facilities if held else 0,
            "calendar_known_until": site().calendar.known_until.isoformat(),
        },
        status=200 if held else 503,
    )


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
    return 503 if isinstance(error, SettingsError | StorageError) else 400


def _narrowed(given: dict[str, str], facilities: tuple[Facility, ...]) -> Query:
    """Return what the parameters of `_NARROWING` ask.

    Raises:
        QueryError: one cannot be understood.
    """
    return Query(
        when=asking.moment(given["at"], site().now()),
        open_only=asking.yes_no(given["open"], "open"),
        arriving=asking.yes_no(given["arriving"], "arriving"),
        kinds=asking.kinds(given["kind"]),
        text=asking.search_text(given["q"]),
        services=asking.services(given["service"], facilities),
        towns=asking.towns(given["town"], facilities),
    )


def _parameters(*names: str) -> dict[str, str]:
    """Return the named parameters, blank where not given.

    Raises:
        QueryError: there is another one, or one is given twice.
    """
    for name in request.args:
        if name not in (*names, "lang"):
            message = sentence("没有“%(value)s”这个参数。", value=name)
            hint = sentence("可用的参数：%(known)s。", known="、".join(names))
            raise QueryError(Problem(message, hint, column=name, value=request.args[name]))
        if len(request.args.getlist(name)) > 1:
            message = sentence("参数“%(value)s”给了不止一次。", value=name)
            raise QueryError(Problem(message, sentence("请只给一次。"), column=name))
    return {name: request.args.get(name, "") for name in names}


def _json(value: object, status: int = 200) -> Response:
    text = current_app.json.dumps(value, separators=(",", ":"))
    response = Response(text, status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-cache"
    return response

"""The data for other programs: each file under its address, and the page that lists them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.http import http_date

from finder import store
from finder.data_files import FEED, FILES, LISTS, SUBSCRIPTIONS, DataFile, refuse_too_long
from finder.delivery import held
from finder.errors import sentence
from finder.held import LONGEST_AGE_S, tag_of
from finder.hours import ZONE
from finder.listing import MOST_PLAIN, Listing
from finder.origin import Origin
from finder.past import Past, past
from finder.questions import only
from finder.site import absolute, gettext, language, present, site
from finder.sitemap import sitemap_count, sitemap_index, sitemap_parts

bp = Blueprint("data_pages", __name__)

_GROUPS = (
    (sentence("整份名单"), LISTS),
    (sentence("订阅"), SUBSCRIPTIONS),
    (sentence("给程序"), FEED),
)

_PIECE_BYTES = 65_536
_XML = "application/xml; charset=utf-8"
# Pages of staff, forms, and pages that show the same again.
_NOT_FOR_ROBOTS = ("/staff", "/offline", "/facilities/*/report", "/facilities/*/door", "/*?*at=")


@bp.get("/data")
def data() -> ResponseReturnValue:
    """What there is to take away, how big it is, and of which day."""
    here, origin = present(), _origin()
    published = here.listing.published_at
    page = render_template(
        "data.html",
        groups=[
            (title.text(gettext()), [(file, _size_text(file, origin)) for file in files])
            for title, files in _GROUPS
        ],
        published=published and dt.datetime.fromisoformat(published).astimezone(ZONE),
        version=here.listing.number,
        count=len(here.listing.facilities),
        known_until=site().calendar.known_until,
    )
    return held(make_response(page), _tomorrow())


def _size_text(file: DataFile, origin: Origin) -> str:
    """Return how big a file is; blank where finding out would take too long."""
    if len(origin.listing.facilities) > MOST_PLAIN:
        return ""
    size = sum(map(len, file.parts(origin)))
    return f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1e6:.1f} MB"


def _answer(file: DataFile) -> Response:
    """Return a file: held whole for a list that a phone could take, else sent as it is made."""
    only(request.args)
    origin = _origin()
    refuse_too_long(file, origin.listing)
    etag = _tag(file, origin)
    whole = not origin.listing.is_long
    if not whole and request.if_none_match.contains(etag):
        response = Response(status=304)
    else:
        parts = file.parts(origin)
        body = b"".join(parts) if whole else _pieces(parts)
        response = Response(body, content_type=file.mimetype)
    if origin.listing.published_at:
        response.headers["Last-Modified"] = _modified(file, origin.listing)
    if file.is_saved:
        name = file.path.rpartition("/")[2]
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if whole:
        return held(response, _tomorrow() if file.is_daily else None, etag)
    response.set_etag(etag)
    response.headers["Cache-Control"] = f"public, max-age={LONGEST_AGE_S}"
    return response


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in fewer, larger pieces: each is a message to the reader."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= _PIECE_BYTES:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _origin() -> Origin:
    """Return what files are made from; it needs no request any more, for some outlast theirs."""
    here, root, database = present(), absolute(""), site().settings.database_path

    def past_of_list() -> Past:
        return _past(database, here.listing.number or 0)

    def address(path: str) -> str:
        return root + path

    today = here.minute.date()
    return Origin(here.listing, site().calendar, today, language(), address, past_of_list)


# What has been published never changes; the last list's is asked for by each of its feeds.
@lru_cache(maxsize=2)
def _past(path: Path, number: int) -> Past:
    """Return what the last versions up to a number changed."""
    with closing(store.connect(path)) as database:
        return past(database, number)


def _tag(file: DataFile, origin: Origin) -> str:
    """Return what changes with a file, known before it is made and the same in every worker."""
    calendar = repr(
        (sorted(origin.calendar.days.items(), key=itemgetter(0)), origin.calendar.source)
    )
    parts = (site().edition, origin.listing.key, origin.language, origin.address(file.path))
    daily = (origin.first.isoformat(), calendar) if file.is_daily else ()
    return tag_of("\n".join((*parts, *daily)).encode())


def _modified(file: DataFile, listing: Listing) -> str:
    """Return when a file became another one."""
    published = dt.datetime.fromisoformat(listing.published_at)
    midnight = _tomorrow() - dt.timedelta(days=1)
    return http_date(max(published, midnight) if file.is_daily else published)


def _tomorrow() -> dt.datetime:
    midnight = dt.datetime.combine(present().minute.date(), dt.time(), ZONE)
    return midnight + dt.timedelta(days=1)


def _view(file: DataFile) -> Callable[[], Response]:
    return lambda: _answer(file)


for _file in FILES:
    _name = _file.path.strip("/").replace(".", "_").replace("/", "_")
    bp.add_url_rule(_file.path, _name, _view(_file))


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """The pages that search engines should know, or where the parts of the list of them are."""
    count = sitemap_count(present().listing.facilities)
    if count > 1:
        body = sitemap_index(count, _origin().address)
        return held(Response(body, content_type=_XML), None)
    return sitemap_part(1)


@bp.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """A part of a long sitemap."""
    here, origin = present().listing, _origin()
    if not 1 <= number <= sitemap_count(here.facilities):
        abort(404)
    parts = sitemap_parts(here.facilities, number, here.published_at, origin.past(), origin.address)
    if here.is_long:
        return Response(_pieces(parts), content_type=_XML)
    return held(Response(b"".join(parts), content_type=_XML), None)


@bp.get("/robots.txt")
def robots() -> Response:
    """What search engines are asked to leave alone, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {absolute('/sitemap.xml')}")
    return held(Response("\n".join([*lines, ""]), mimetype="text/plain"), None)

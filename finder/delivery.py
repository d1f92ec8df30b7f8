"""How answers travel: addresses with a hash, compressed, held while they are right, not sent twice.

What a page or the API answers holds for a minute or longer, so that a process makes it once. It is
answered from then on before Flask is asked at all.
"""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Flask, Response, abort, g, request, url_for

from finder.compression import QUICK, Coded
from finder.front import (
    CODINGS,
    MINUTE,
    RECIPES,
    REFUSED_HOST,
    WAIT_S,
    Front,
    as_sent,
    asked,
    coding_for,
    is_personal,
    may_be_held,
)
from finder.held import Held, tag_of
from finder.protection import check_length, refused_host
from finder.readers import asked_too_much
from finder.site import present, site

bp = Blueprint("delivery", __name__)

# For an address whose content never changes: a year, the most that RFC 9111 caches count with.
FOREVER = "public, max-age=31536000, immutable"
_DYNAMIC_TYPES = ("text/html", "application/json", "application/geo+json")
_TEXT_TYPES = (
    *_DYNAMIC_TYPES,
    "application/manifest+json",
    "text/javascript",
    "text/css",
    "text/calendar",
    "text/csv",
    "application/atom+xml",
    "image/svg+xml",
)
# Below it the headers of a coding weigh what it saves.
_LEAST_BYTES = 500
# They depend on the coding, on the moment or on the reader.
_OWN_HEADERS = {
    "cache-control",
    "content-encoding",
    "content-length",
    "content-type",
    "etag",
    "vary",
}


@bp.app_template_global()
def asset(name: str) -> str:
    """Return the address of a static file, with the hash of its content.

    Raises:
        KeyError: there is no such file below static/.
    """
    return url_for("static", filename=name, v=site().assets[name].digest)


def static_file(filename: str) -> Response:
    """Return a file below static/, for good where the address has the hash of its content."""
    held = site().assets.get(filename)
    if held is None:
        abort(404)
    is_same = request.args.get("v") == held.digest
    cached = FOREVER if is_same else "no-cache"
    coding = coding_for(request.headers.get("Accept-Encoding", ""), CODINGS)
    body = held.body.coded(coding)
    response = Response(body, mimetype=held.mimetype)
    tag = held.digest
    if body is not held.body.body:
        response.headers["Content-Encoding"] = coding
        tag = f"{tag}:{coding}"
    response.vary.add("Accept-Encoding")
    response.set_etag(tag)
    response.headers["Cache-Control"] = cached
    return response


def minute_held(response: Response) -> Response:
    """Let an answer be held to the end of the minute: it shows a clock, or the words of one."""
    return held(response, present().minute + MINUTE)


def held(response: Response, end: dt.datetime | None, etag: str = "") -> Response:
    """Let an answer with the status 200 be held while it is right.

    Args:
        end: the first moment at which it may read differently; None if only another list
            changes it.
        etag: of the content; that of the body if blank.
    """
    g.held = (end, etag)
    return response


def add_delivery(app: Flask) -> None:
    """Serve the static files, hold what can be held, compress what is text, and answer 304."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static_file)
    app.register_blueprint(bp)
    app.wsgi_app = Front(app.wsgi_app, app.extensions["finder"])  # type: ignore[assignment,method-assign]
    app.before_request(_turned_away)
    app.before_request(_request_checked)
    # What is registered first runs last, when an answer has all its headers.
    app.after_request(_delivered)


def _turned_away() -> None:
    """End the request of a reader who has asked too much.

    Raises:
        TooManyError: always then.
    """
    if wait_s := request.environ.get(WAIT_S):
        raise asked_too_much(wait_s)


def _request_checked() -> None:
    check_length(request.environ.get("HTTP_TRANSFER_ENCODING", ""))
    if host := request.environ.get(REFUSED_HOST):
        raise refused_host(host)


def _delivered(response: Response) -> Response:
    if "held" in g and response.status_code == 200 and may_be_held(request.environ):
        return _held(response)
    if response.is_streamed:
        # All that is done below would wait for its end first.
        return response
    if response.mimetype in _DYNAMIC_TYPES:
        response.headers.setdefault("Cache-Control", "no-cache")
        if is_personal(request.args):
            response.cache_control.private = True
        is_kept = response.status_code == 200 and request.method in ("GET", "HEAD")
        if is_kept and not response.cache_control.no_store:
            response.set_etag(tag_of(response.get_data()))
    _compress(response)
    if response.get_etag()[0]:
        response.make_conditional(request)
    return response


def _held(response: Response) -> Response:
    """Hold an answer, and return it as it is sent from now on."""
    here, (end, etag) = present(), g.held
    body = response.get_data()
    made = Held(
        key=here.listing.key,
        start=here.minute,
        end=end,
        mimetype=response.headers["Content-Type"],
        headers=tuple((k, v) for k, v in response.headers if k.lower() not in _OWN_HEADERS),
        body=Coded(body, QUICK),
        etag=etag or tag_of(body),
        is_private=is_personal(request.args),
    )
    site().answers.put(asked(request.environ), made)
    if request.path in RECIPES:
        site().headers[request.path, here.listing.doubt] = (made.mimetype, made.headers)
    status, headers, sent = as_sent(made, site().now(), request.environ)
    return Response(sent, status, headers)


def _compress(response: Response) -> None:
    """Compress an answer that is not held, in the coding that the reader takes."""
    if response.mimetype not in _TEXT_TYPES or "Content-Encoding" in response.headers:
        return
    if response.is_streamed or response.status_code in (204, 304):
        return
    response.vary.add("Accept-Encoding")
    coding = coding_for(request.headers.get("Accept-Encoding", ""), CODINGS)
    body = response.get_data()
    if coding == "identity" or len(body) < _LEAST_BYTES:
        return
    response.set_data(QUICK[coding](body))
    response.headers["Content-Encoding"] = coding
    if tag := response.get_etag()[0]:
        response.set_etag(f"{tag}:{coding}")

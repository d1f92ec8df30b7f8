"""How answers travel: addresses with a hash, compressed, and not sent twice."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Flask, Response, abort, request, url_for
from flask_compress import Compress

from finder.site import site

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
    return coded(held.bodies, held.mimetype, held.digest, cached)


def coded(bodies: Mapping[str, bytes], mimetype: str, etag: str, cache_control: str) -> Response:
    """Return what was compressed before in the coding that the reader takes, or a 304.

    Args:
        bodies: by content coding, `identity` among them.
        etag: of the content; each coding has its own, made from it.
    """
    wanted = request.accept_encodings.best_match(bodies, "identity")
    coding = wanted if wanted in bodies else "identity"
    response = Response(bodies[coding], mimetype=mimetype)
    if coding != "identity":
        response.headers["Content-Encoding"] = coding
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(etag if coding == "identity" else f"{etag}:{coding}")
    response.headers["Cache-Control"] = cache_control
    response.make_conditional(request)
    return response


def add_delivery(app: Flask) -> None:
    """Serve the static files, compress what is text, and answer 304 to those who have it."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static_file)
    app.register_blueprint(bp)
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_MIMETYPES=list(_TEXT_TYPES),
        COMPRESS_BR_LEVEL=7,
        COMPRESS_STREAMS=False,
    )
    # What is registered last runs first: an answer has its ETag before it is compressed.
    Compress(app)

    @app.after_request
    def tagged(response: Response) -> Response:
        if response.mimetype not in _DYNAMIC_TYPES:
            return response
        response.headers.setdefault("Cache-Control", "no-cache")
        if response.cache_control.no_store:
            return response
        if response.status_code != 200 or request.method not in ("GET", "HEAD"):
            return response
        response.add_etag()
        response.make_conditional(request)
        return response

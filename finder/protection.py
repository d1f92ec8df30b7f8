"""The headers with which every answer protects its reader, and the address that it goes by.

They are put on outside of everything else, so that no answer is without them: pages, errors,
redirects, what is held, and what has not changed (304). They depend on the address alone: a browser
takes those of a 304 for those of the page that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from finder.errors import Problem, QueryError, sentence
from finder.framing import ANYBODY, NOBODY
from finder.paths import DATA, EMBED, FRAMING, PART, STAFF, address_of
from finder.settings import Settings, Tiles

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = tuple[tuple[str, str], ...]

# The host that a request names, where the site's own address has taken its place.
NAMED_HOST = "finder.named_host"

_ONE_YEAR = "max-age=31536000"
_NOTHING = (
    "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_PERMISSIONS = (
    "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), display-capture=()"
)
_HOST = re.compile(
    r"(?:(?![^:]{254})[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?"
)


@cache
def headers_for(kind: str, tiles: Tiles | None, is_https: bool, embed: str = ANYBODY) -> Headers:
    """Return the headers that protect whoever reads an answer.

    Args:
        kind: that of its address.
        tiles: the base map, whose host pages load images from.
        is_https: whether the reader came by https, and shall from now on.
        embed: who may show the widget in a frame.
    """
    is_page = kind not in (DATA, PART)
    # The parts too: a widget in a sandbox is of no origin, and needs its looks all the same.
    is_others = kind in (DATA, EMBED, PART)
    opener = (("Cross-Origin-Opener-Policy", "same-origin"),) if kind != PART else ()
    return (
        ("Content-Security-Policy", _page_policy(kind, tiles, embed) if is_page else _NOTHING),
        ("X-Content-Type-Options", "nosniff"),
        (
            "Referrer-Policy",
            # A server of tiles wants to know who asks, by the host alone.
            "same-origin" if kind == STAFF else "strict-origin-when-cross-origin",
        ),
        ("Permissions-Policy", _PERMISSIONS),
        ("Cross-Origin-Resource-Policy", "cross-origin" if is_others else "same-origin"),
        *opener,
        # A sandbox has no origin: the widget in it asks for itself as another site would.
        *((("Access-Control-Allow-Origin", "*"),) if kind == "embed" else ()),
        *((("Strict-Transport-Security", _ONE_YEAR),) if is_https else ()),
    )


def _page_policy(kind: str, tiles: Tiles | None, embed: str) -> str:
    """Return the policy of a page: strict because nothing on it is inline."""
    images = " ".join(["'self'", "data:", *([tiles.host] if tiles else [])])
    ancestors = {EMBED: embed, STAFF: NOBODY}.get(kind, "'self'")
    frames = "frame-src 'self'; " if kind == FRAMING else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"img-src {images}; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        f"{frames}object-src 'none'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {ancestors}"
    )


class Protected:
    """A WSGI application whose every answer has the headers, and goes by the site's address."""

    def __init__(self, application: WSGIApplication, settings: Settings) -> None:
        self._application = application
        self._tiles, self._embed = settings.tiles, settings.embed
        self._address = urlsplit(settings.url)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if self._address.netloc:
            # Whatever host a request names: links, feeds and codes lead to the site.
            environ[NAMED_HOST] = environ.get("HTTP_HOST", "")
            environ["HTTP_HOST"] = self._address.netloc
            environ["wsgi.url_scheme"] = self._address.scheme
        is_https = environ["wsgi.url_scheme"] == "https"
        kind = address_of(environ.get("PATH_INFO", "")).kind
        headers = headers_for(kind, self._tiles, is_https, self._embed)

        def started(status: str, given: list[tuple[str, str]], error: object = None) -> object:
            return start(status, [*given, *headers], error)  # type: ignore[arg-type]

        return self._application(environ, started)  # type: ignore[arg-type]


def check_length(coding: str) -> None:
    """Do nothing with a request that says how long it is.

    Raises:
        QueryError: it comes in pieces; servers that part requests in two ways are led astray so.
    """
    if coding:
        message = sentence("请求没有说明自己有多长，没有接收。")
        hint = sentence("请用 Content-Length，不用 Transfer-Encoding。")
        raise QueryError(Problem(message, hint, column="Transfer-Encoding", value=coding[:100]))


@lru_cache(maxsize=256)
def is_host(host: str) -> bool:
    """Return whether a host can stand in an address, also in one that is taken apart again."""
    if not _HOST.fullmatch(host):
        return False
    try:
        name = urlsplit(f"//{host}").hostname or ""
        # What begins with xn-- has to stand for something.
        return bool(name) and (":" in name or name.encode("ascii").decode("idna") is not None)
    except ValueError:
        return False


def refused_host(host: str) -> QueryError:
    """Return what is said to whoever names a host that cannot stand in an address."""
    message = sentence("请求里的主机名“%(value)s”不对。", value=host[:100])
    hint = sentence("请用本站的网址重新打开。")
    return QueryError(Problem(message, hint, column="Host", value=host[:100]))

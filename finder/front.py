"""What stands before Flask: an answer that is held goes out without Flask being asked.

The answers to two requests are the same where address, host and scheme are; whoever sends a cookie
or anything else is answered by Flask. So is whoever asks something wrong: it has words for that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict
from werkzeug.http import parse_accept_header, parse_etags

from finder.compression import QUICK, Coded
from finder.held import Held, tag_of
from finder.listing import Listing
from finder.paths import address_of
from finder.protection import is_host
from finder.questions import near_answer
from finder.readers import is_this_machine, network_of
from finder.site import Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CODINGS = ("identity", *QUICK)
MINUTE = dt.timedelta(minutes=1)

# Answers that need nothing of a request but its parameters. Their headers are those of the first
# answer that went through Flask.
RECIPES = {"/api/near": near_answer}

# Where a request says that its reader has to wait, and for how long.
WAIT_S = "finder.wait_s"
# A host that is none: Flask can make no address with it, not even for the page that refuses it.
REFUSED_HOST = "finder.refused_host"

Headers = list[tuple[str, str]]


class Front:
    """A WSGI application that answers from what the site holds, and asks another one otherwise."""

    def __init__(self, application: WSGIApplication, site: Site) -> None:
        self._application = application
        self._site = site

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "")
        if is_refused := bool(host) and not is_host(host):
            environ[REFUSED_HOST], environ["HTTP_HOST"] = host, "localhost"
        if wait_s := self._wait_s(environ):
            environ[WAIT_S] = wait_s
        if is_refused or wait_s:
            return self._application(environ, start)
        found = self._found(environ) if may_be_held(environ) else None
        if found is None:
            return self._application(environ, start)
        status, headers, body = as_sent(found, self._site.now(), environ)
        start(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _wait_s(self, environ: WSGIEnvironment) -> int:
        """Count a question, and return in how many seconds its reader may ask again; 0 for now."""
        readers, address = self._site.readers, environ.get("REMOTE_ADDR", "")
        if readers is None or is_this_machine(address):
            return 0
        counted = address_of(environ.get("PATH_INFO", "")).counted_as
        if not counted:
            return 0
        return readers.wait_s((network_of(address), counted), self._site.clock().timestamp())

    def _found(self, environ: WSGIEnvironment) -> Held | None:
        try:
            listing, now = self._site.listing(), self._site.now()
            found = self._site.answers.get(asked(environ), listing.key, now)
            return found or self._made(environ, listing, now)
        except Exception:
            # Flask meets it too: it has words for it, or writes down what went wrong.
            return None

    def _made(self, environ: WSGIEnvironment, listing: Listing, now: dt.datetime) -> Held | None:
        """Return a new answer of which Flask knows nothing better; None where it has to be asked.

        Raises:
            FinderError: the question cannot be understood.
        """
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        known = self._site.headers.get((path, listing.doubt))
        if known is None or not query.isascii():
            return None
        # As Flask reads it.
        pairs = parse_qsl(query, keep_blank_values=True, errors="werkzeug.url_quote")
        args, minute = MultiDict(pairs), now.replace(second=0, microsecond=0)
        text, is_lasting = RECIPES[path](
            args, listing, minute, self._site.calendar, self._site.moments
        )
        body = text.encode()
        made = Held(
            key=listing.key,
            start=minute,
            end=None if is_lasting else minute + MINUTE,
            mimetype=known[0],
            headers=known[1],
            body=Coded(body, QUICK),
            etag=tag_of(body),
            is_private=is_personal(args),
        )
        self._site.answers.put(asked(environ), made)
        return made


def is_personal(args: MultiDict[str, str]) -> bool:
    """Return whether an address says where somebody is."""
    return "lat" in args or "lon" in args


def may_be_held(environ: WSGIEnvironment) -> bool:
    """Return whether a request can have an answer that others get too."""
    return environ["REQUEST_METHOD"] in ("GET", "HEAD") and "HTTP_COOKIE" not in environ


def asked(environ: WSGIEnvironment) -> tuple[object, ...]:
    """Return all of a request that an answer depends on.

    The query as it was written, for the links of a page repeat it.
    """
    return (
        environ.get("PATH_INFO"),
        environ.get("QUERY_STRING"),
        environ.get("HTTP_HOST"),
        environ.get("wsgi.url_scheme"),
        environ.get("SCRIPT_NAME"),
    )


def as_sent(held: Held, now: dt.datetime, environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    """Return status, headers and body: in the coding that the reader takes, or that it has it."""
    coding = coding_for(environ.get("HTTP_ACCEPT_ENCODING", ""), CODINGS)
    body = held.body.coded(coding)
    is_coded = body is not held.body.body
    tag = f'"{held.etag}:{coding}"' if is_coded else f'"{held.etag}"'
    whose = "private" if held.is_private else "public"
    headers = [
        *held.headers,
        ("Vary", "Accept-Encoding"),
        ("ETag", tag),
        ("Cache-Control", f"{whose}, max-age={held.max_age_s(now)}"),
    ]
    if _has(environ.get("HTTP_IF_NONE_MATCH"), tag):
        return "304 NOT MODIFIED", headers, b""
    headers += [("Content-Type", held.mimetype), ("Content-Length", str(len(body)))]
    if is_coded:
        headers.append(("Content-Encoding", coding))
    return "200 OK", headers, body


def _has(tags: str | None, tag: str) -> bool:
    """Return whether the tags that a reader sends name this one."""
    if not tags:
        return False
    return tags == tag or parse_etags(tags).contains_weak(tag.strip('"'))


# Browsers have few ways to say what they take.
@lru_cache(maxsize=256)
def coding_for(accepted: str, codings: tuple[str, ...]) -> str:
    """Return the content coding to send to a reader who accepts these."""
    wanted = parse_accept_header(accepted).best_match(codings, "identity")
    return wanted if wanted in codings else "identity"

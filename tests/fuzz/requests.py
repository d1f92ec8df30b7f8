"""Questions as they come over the wire: every address, its parameters, headers and methods."""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes

from tests.fuzz.addresses import IDS, NUMBERS, PUBLIC, STAFF, VALUES
from tests.fuzz.answers import check_request
from tests.fuzz.choices import Choices, one_in, pick
from tests.fuzz.mutation import ESCAPES, data, text
from tests.fuzz.target import Target
from tests.fuzz.wire import SESSION

_HEADERS: dict[bytes, tuple[bytes, ...]] = {
    b"Accept-Encoding": (b"gzip", b"br", b"br;q=0, gzip;q=0.5", b"*", b"identity;q=0", b";q=x,,"),
    b"Accept-Language": (b"en", b"zh-CN,zh;q=0.9", b"*;q=nan", b"en;q=1e999"),
    b"If-None-Match": (b"*", b'"a"', b'W/"a", "b"', b'"a', b"a" * 4000, b'"' * 999),
    b"If-Modified-Since": (b"Tue, 24 Nov 2026 12:00:00 GMT", b"0", b"Tue, 99 Nov 99999"),
    b"Range": (b"bytes=0-9", b"bytes=-1", b"bytes=9-0", b"bytes=" + b"0-0," * 500),
    b"Cookie": (SESSION, SESSION, b"finder_staff=.e30.a.b", b"a=b", b"finder_staff=", b"=;=;,"),
    b"Host": (b"one.example", b"one.example:99999999", b"[::1]", b"a b", b"<zq9>", b"\xe7\x94\xb2"),
    b"X-Forwarded-For": (b"1.2.3.4", b"'", b"::ffff:1.2.3.4, , ,"),
    b"X-Forwarded-Host": (b"other.example",),
    b"X-HTTP-Method-Override": (b"DELETE",),
    b"Content-Type": (
        b"application/x-www-form-urlencoded",
        b"application/json",
        b"multipart/form-data",
        b"multipart/form-data; boundary=a",
        b"text/plain; charset=utf-7",
    ),
    b"Referer": (b"http://one.example/<zq9>",),
    b"Expect": (b"200-ok",),
    b"User-Agent": (b"\xff\xfe",),
}
_METHODS = (
    *[b"GET"] * 20,
    b"HEAD",
    b"POST",
    b"PUT",
    b"OPTIONS",
    b"DELETE",
    b"TRACE",
    b"get",
    b"X-Y",
)


def _quoted(choices: Choices, value: str) -> bytes:
    """Return a text as it stands in an address: escaped, or only as far as the wire needs it."""
    raw = value.encode("utf-8", "surrogatepass")
    if one_in(choices, 6):
        return re.sub(rb"[\x00-\x20\x7f]", b"+", raw)
    safe = pick(choices, ("", "/", "/:;,+", "%"))
    made = quote_from_bytes(raw, safe).encode()
    return data(choices, (made,), 2000).translate(None, b" \r\n") if one_in(choices, 8) else made


def _address(choices: Choices) -> tuple[bytes, tuple[str, ...]]:
    """Return a path, and the parameters that it takes."""
    path, takes = pick(choices, STAFF if one_in(choices, 5) else PUBLIC)
    for place, values in (("{id}", IDS), ("{number}", NUMBERS)):
        if place in path:
            value = pick(choices, values)
            value = text(choices, (*values, *ESCAPES), 300) if one_in(choices, 4) else value
            path = path.replace(place, value)
    if one_in(choices, 12):
        path = text(choices, (path, "/../a", "//a", "/%2e%2e/", "*"), 300)
    made = quote_from_bytes(path.encode("utf-8", "surrogatepass"), pick(choices, ("/", "/%")))
    return made.encode(), takes


def _query(choices: Choices, takes: tuple[str, ...]) -> bytes:
    if one_in(choices, 12):
        takes = tuple(VALUES)
    # Each once, as nearly all that come; else nothing but the first check is tried.
    given = {pick(choices, takes): "" for _ in range(choices.integer(0, 4) if takes else 0)}
    if "lat" in takes and one_in(choices, 2):
        given |= {"lat": "39.9", "lon": "116.7"}
    pairs = []
    for name, value in given.items():
        value = value or pick(choices, VALUES[name])
        if one_in(choices, 4):
            value = text(choices, (*VALUES[name], *ESCAPES), 600)
        if one_in(choices, 40):
            name = text(choices, (name,), 60)
        pairs.append(_quoted(choices, name) + b"=" + _quoted(choices, value))
        if one_in(choices, 40):
            pairs.append(pairs[0])
    return (b";" if one_in(choices, 30) else b"&").join(pairs)


def request(choices: Choices) -> bytes:
    """Return the bytes of a request."""
    target, takes = _address(choices)
    query = _query(choices, takes)
    if query:
        target += b"?" + query
    method = pick(choices, _METHODS)
    headers = {b"Host": b"one.example"}
    for _ in range(choices.integer(0, 4)):
        name = pick(choices, tuple(_HEADERS))
        headers[name] = pick(choices, _HEADERS[name])
        if one_in(choices, 5):
            headers[name] = data(choices, _HEADERS[name], 4000).translate(None, b"\r\n\0")
    if target.startswith(b"/staff") and not one_in(choices, 6):
        headers[b"Cookie"] = SESSION
    body = b""
    if method in (b"POST", b"PUT"):
        body = data(choices, (query, b"--a\r\n\r\n--a--", b"{}"), 3000)
        headers[b"Content-Length"] = b"%d" % len(body)
    lines = [b"%s %s HTTP/1.1" % (method, target), *(b"%s: %s" % one for one in headers.items())]
    return b"\r\n".join([*lines, b"", body])


def near(choices: Choices) -> bytes:
    """Return a request for what is answered without Flask."""
    names = ("lat", "lon", "at", "open", "arriving", "kind", "q", "service", "town", "limit")
    given = {"lat": "39.9", "lon": f"116.{choices.integer(0, 999)}"}
    for _ in range(choices.integer(0, 3)):
        name = pick(choices, names)
        given[name] = pick(choices, VALUES[name])
        if one_in(choices, 4):
            given[name] = text(choices, VALUES[name], 300)
    query = b"&".join(name.encode() + b"=" + _quoted(choices, one) for name, one in given.items())
    coding = pick(choices, _HEADERS[b"Accept-Encoding"])
    return b"GET /api/near?%s HTTP/1.1\r\nHost: one.example\r\nAccept-Encoding: %s\r\n\r\n" % (
        query,
        coding,
    )


TARGETS = (
    Target("near", 120_000, near, check_request),
    Target("requests", 40_000, request, check_request),
)

"""What must hold for every answer of the application."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

from gunicorn.http.errors import ParseException

from tests.fuzz.mutation import MARKER
from tests.fuzz.wire import SESSION, Answer, plain
from tests.fuzz.world import world


def check_request(given: bytes) -> None:
    """Send a request: no error of the server, and an answer that is what it says it is."""
    given = given.replace(SESSION, world().cookie.encode())
    try:
        answer = Answer(given)
    except ParseException:
        return
    check_answer(answer)
    if answer.request.method == "GET" and b"Cookie:" not in given and len(given) % 4 == 0:
        _check_same(answer, given)


def check_answer(answer: Answer) -> None:
    """Check an answer by what it says of itself."""
    is_coming = "/coverage" in answer.request.path and answer.header("retry-after")
    # What is still being made says when to ask again.
    assert answer.status < 500 or (answer.status == 503 and is_coming), answer.body[:300]
    if answer.request.method == "HEAD" or answer.status in (204, 304):
        assert answer.body == b""
        return
    if answer.request.method == "OPTIONS" and not answer.body:
        return
    if length := answer.header("content-length"):
        assert int(length) == len(answer.body)
    place = answer.header("location")
    if not place:
        check_body(answer.header("content-type"), plain(answer))
    assert not place or place.startswith(("/", "http://")), place
    assert not place.startswith("//")


# Where nothing is escaped, these are in the page.
_LOOSE = re.compile(rf"</?{MARKER}|{MARKER}[\"']{MARKER}|{{{{{MARKER}")


def check_body(mimetype: str, body: bytes) -> None:
    """Check that a body can be read as what it is, and lets nothing that was given get loose."""
    if mimetype.startswith("text/html"):
        page = body.decode()
        assert page.count("<h1") == 1 and page.rstrip().endswith("</html>"), page[-200:]
        loose = _LOOSE.search(page)
        assert not loose or loose[0] == "{{" + MARKER, page[max(0, loose.start() - 60) :][:120]
    elif "json" in mimetype:
        json.loads(body, parse_constant=_no_constant)
    elif re.match(r"[a-z]+/(?:[a-z]+\+)?xml\b", mimetype) or "kml" in mimetype:
        ElementTree.fromstring(body)  # noqa: S314 - our own
    elif mimetype.startswith("text/calendar"):
        assert all(len(line) <= 75 for line in body.split(b"\r\n"))


def _no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def _check_same(answer: Answer, given: bytes) -> None:
    """Check that what stands before Flask answers as Flask does: a cookie leads past it."""
    head, end, body = given.partition(b"\r\n")
    other = Answer(head + b"\r\nCookie: a=b" + end + body)
    # A workbook says when it was made; what somebody has already is not sent again.
    if any(one in given for one in (b"/report", b"staff", b".xlsx", b"If-")):
        return
    assert (other.status, other.header("content-type")) == (
        answer.status,
        answer.header("content-type"),
    )
    if answer.status == 200:
        assert plain(other) == plain(answer)

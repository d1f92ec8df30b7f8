"""What is answered to a request that never becomes one: the JSON of every error.

Nothing knows yet whether a person or a program has sent it.
"""

from __future__ import annotations

import json

from gunicorn.http.errors import (
    ConfigurationProblem,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)

from finder.error_pages import said_of
from finder.errors import Problem, problems_object
from finder.paths import DATA
from finder.protection import headers_for

_REASONS = {
    400: "Bad Request",
    408: "Request Timeout",
    414: "URI Too Long",
    431: "Request Header Fields Too Large",
}


def refused(status: int) -> bytes:
    """Return the whole answer with a status: 400, 408, 414 or 431."""
    said = problems_object((Problem(*said_of(status)),))
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    head = (
        f"HTTP/1.1 {status} {_REASONS[status]}",
        "Connection: close",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Access-Control-Allow-Origin: *",
        *(f"{name}: {value}" for name, value in headers_for(DATA, None, is_https=False)),
    )
    return "\r\n".join((*head, "", "")).encode() + body


def refusal_status(error: Exception) -> int | None:
    """Return the status of the answer to a request that cannot be read; None if it is readable."""
    if not isinstance(error, ParseException) or isinstance(error, ConfigurationProblem):
        return None
    if isinstance(error, LimitRequestLine):
        return 414
    return 431 if isinstance(error, LimitRequestHeaders) else 400

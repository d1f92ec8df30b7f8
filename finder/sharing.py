"""What other sites' scripts may read: the API and the feeds, and never as somebody signed in."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from finder.paths import address_of

_READING = "GET, HEAD, OPTIONS"
# So long a browser need not ask again whether it may: the most that any of them keeps it.
_KEPT_S = 86_400


def add_sharing(app: Flask) -> None:
    """Let scripts of all sites read what is for everybody (CORS)."""

    @app.before_request
    def asked_first() -> ResponseReturnValue | None:
        """Answer the question that a browser asks before a request with headers of its own."""
        is_question = "Access-Control-Request-Method" in request.headers
        if request.method != "OPTIONS" or not is_question or not address_of(request.path).is_shared:
            return None
        # An address that does not exist says so.
        if request.routing_exception:
            return None
        response = Response(status=204)
        response.headers["Allow"] = _READING
        response.headers["Access-Control-Allow-Methods"] = _READING
        response.headers["Access-Control-Allow-Headers"] = "*"
        response.headers["Access-Control-Max-Age"] = str(_KEPT_S)
        return response

    @app.after_request
    def shared(response: Response) -> Response:
        if address_of(request.path).is_shared:
            # The star excludes cookies: no browser sends or shows anything with them.
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return response

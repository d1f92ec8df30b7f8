"""What is answered to what never becomes a request."""

from __future__ import annotations

import json

import pytest
from gunicorn.http.errors import (
    ConfigurationProblem,
    InvalidRequestLine,
    LimitRequestHeaders,
    LimitRequestLine,
)

from finder.refusals import refusal_status, refused


@pytest.mark.parametrize("status", [400, 408, 414, 431])
def test_every_refusal_has_the_one_shape_of_errors(status: int) -> None:
    head, _, body = refused(status).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert f"\r\nContent-Length: {len(body)}\r\n".encode() in head
    assert b"\r\nConnection: close\r\n" in head
    assert b"\r\nContent-Security-Policy: default-src 'none';" in head
    found = json.loads(body)
    assert found["ok"] is False
    (problem,) = found["problems"]
    assert set(problem) == {"column", "value", "message", "hint"}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidRequestLine("GET /api/near?lat=39.9117"), 400),
        (LimitRequestLine(5000, 4094), 414),
        (LimitRequestHeaders("limit request headers fields size"), 431),
    ],
)
def test_a_request_that_cannot_be_read_is_refused_by_what_is_wrong_with_it(
    error: Exception, status: int
) -> None:
    assert refusal_status(error) == status


@pytest.mark.parametrize("error", [ZeroDivisionError(), ConfigurationProblem("SCRIPT_NAME")])
def test_an_error_of_the_program_is_no_readers_fault(error: Exception) -> None:
    assert refusal_status(error) is None

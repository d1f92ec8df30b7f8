"""What is written down of a running server: faults, and a line a request if somebody asks for it.

A line has the path of a request and never what stands behind its `?`, for that may be where
somebody is. No address of a reader, no name and no cookie is in it.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
import traceback
from typing import Any

REQUESTS = logging.getLogger("finder.requests")
_SERVER = logging.getLogger("gunicorn.error")

# No address of ours is longer.
_LONGEST_PATH = 200
# What the server would say of a request with its address or its query in it, and what it says now.
_DISCREET = {
    "Invalid request from ip=": "a request that is not HTTP was refused",
    "Error handling request": "a request could not be answered",
}


def told(method: str, path: str, status: int, ms: float, size: int) -> None:
    """Write down a request that was answered.

    Args:
        path: without the query.
        size: the bytes of the body as they were sent.
    """
    path = path[:_LONGEST_PATH]
    line = {"method": method, "path": path, "status": status, "ms": round(ms, 1), "bytes": size}
    REQUESTS.info("request", extra={"line": line})


class Json(logging.Formatter):
    """One object of JSON a line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {"time": _time(record), "level": record.levelname.lower()}
        line |= getattr(record, "line", {}) or {"message": record.getMessage()}
        if record.exc_info and (error := record.exc_info[1]):
            line |= {"error": type(error).__name__, "frames": _frames(error)}
            if reason := _reason(error):
                line["reason"] = reason
        return json.dumps(line, ensure_ascii=False)


class Text(logging.Formatter):
    """The same for people."""

    def format(self, record: logging.LogRecord) -> str:
        if line := getattr(record, "line", None):
            words = "{method} {path} {status} {ms} ms {bytes} bytes".format(**line)
            return f"{_time(record)} {_on_one_line(words)}"
        return f"{_time(record)} {super().format(record)}"

    def formatException(self, ei: Any) -> str:  # noqa: N802 - Python's own name
        """Return what an error is and where it came from, without what somebody may have sent."""
        named = f"{type(ei[1]).__name__}{_reason(ei[1], ': ')}"
        return "\n".join("  " + frame for frame in (*_frames(ei[1]), named))


def begin(form: str) -> None:
    """Write faults and requests to standard error from now on.

    Args:
        form: `json` or `text`; blank for faults alone, as text.
    """
    _SERVER.addFilter(_is_discreet)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Text())
    for log in (logging.getLogger("finder"), _SERVER):
        log.handlers[:] = [handler]
        log.propagate = False
    REQUESTS.setLevel(logging.INFO if form else logging.WARNING)


def _is_discreet(record: logging.LogRecord) -> bool:
    """Take out of what the server says who has asked, and what; always true."""
    for start, instead in _DISCREET.items():
        if str(record.msg).startswith(start):
            record.msg, record.args = instead, ()
    return True


def _time(record: logging.LogRecord) -> str:
    return dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")


def _reason(error: BaseException, before: str = "") -> str:
    """Return the words of an error of the system; those of others may be what a reader has sent."""
    return f"{before}{error}" if isinstance(error, OSError) else ""


def _frames(error: BaseException) -> list[str]:
    """Return where an error came from: file, line and function, the last call last."""
    found = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found]


def _on_one_line(text: str) -> str:
    """Return a text in which nothing ends the line or moves a terminal's cursor."""
    return text if text.isprintable() else text.encode("unicode_escape").decode()

"""The description of the API for people: the same document as a page."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from finder import asking
from finder.delivery import held
from finder.errors import QueryError, problems_object
from finder.interface import NEAR
from finder.openapi import document
from finder.schema_words import value_of
from finder.site import gettext, language, present, site

bp = Blueprint("api_page", __name__)

# What the first example asks: everything that an answer depends on, so that it stays the same.
_FIRST = ("lat", "lon", "at", "open", "limit")


@bp.get("/api")
def about() -> ResponseReturnValue:
    """What other programs can ask, how, and what they are answered."""
    shown: dict[str, Any] = document(present().listing, site().calendar, language())
    operations = [(path, item["get"]) for path, item in shown["paths"].items()]
    page = render_template(
        "api.html",
        info=shown["info"],
        operations=operations,
        schemas=shown["components"]["schemas"],
        first=_address(NEAR.path, dict(operations)[NEAR.path], _FIRST),
        tried={path: _address(path, one) for path, one in operations},
        error=_written(problems_object(_wrong(), gettext())),
        written=_written,
        value_of=lambda schema: value_of(schema, gettext()),
    )
    return held(make_response(page), None)


def _address(path: str, operation: dict[str, Any], names: tuple[str, ...] = ()) -> str:
    """Return an address to try: with the examples of what is required, or of `names`."""
    values: dict[str, str] = {}
    for one in operation["parameters"]:
        example = str(one.get("example", ""))
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", example)
        elif one["name"] in names or (one["required"] and not names):
            values[one["name"]] = example
    if language() != "zh":
        values["lang"] = language()
    return path + ("?" + urlencode(values, safe=":") if values else "")


def _wrong() -> tuple[Any, ...]:
    """Return the problems of a question that is wrong in two places."""
    reading = asking.Reading()
    reading.of(None, asking.position, "39.9117", "")
    reading.of(0, asking.limit, "0")
    try:
        reading.end()
    except QueryError as error:
        return error.problems
    return ()


def _written(value: object) -> str:
    """Return a value as JSON that people can read."""
    return json.dumps(value, ensure_ascii=False, indent=2)

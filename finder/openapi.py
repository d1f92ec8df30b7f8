"""The description of the API for programs: OpenAPI 3.1, made from what the code itself reads."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from finder import asking
from finder.answer import facility_object
from finder.answer_schemas import answer_schemas
from finder.errors import Gettext, Sentence, sentence
from finder.holidays import Calendar
from finder.hours import ZONE
from finder.interface import FACILITY, NEAR, OPERATIONS, PARAMETERS, Operation, Schema
from finder.listing import Listing
from finder.questions import Moments, near_answer
from finder.schema_keys import ref
from finder.translations import catalogue

# A named moment depends on no present one.
_ANY = dt.datetime(2000, 1, 1, tzinfo=ZONE)

# Of the interface; it grows with every change that a program may notice.
VERSION = "1.0.0"

_ERRORS: Mapping[int, Sentence] = {
    400: sentence("问的话有看不懂的地方，全部列在 problems 里。"),
    404: sentence("没有要找的东西。"),
    405: sentence("这个地址只能读取；Allow 里是可用的方法。"),
    414: sentence("网址太长。"),
    429: sentence("这个网络地址问得太多；Retry-After 秒后再问。"),
    500: sentence("服务器出了错。"),
    503: sentence("名单或资料现在读不出来。"),
}


def document(listing: Listing, calendar: Calendar, language: str) -> Schema:
    """Return the OpenAPI document of the API as it answers from a list, in `zh` or `en`."""
    gettext = catalogue(language)
    examples = _examples(listing, calendar, language)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": sentence("通州·此刻开放").text(gettext),
            "version": VERSION,
            "summary": sentence("附近哪些公共文化设施现在开放。").text(gettext),
            "description": _description(gettext),
        },
        "servers": [{"url": "/"}],
        "paths": {
            one.path: {"get": _operation(one, listing, examples.get(one.name), gettext)}
            for one in OPERATIONS
        },
        "components": {
            "schemas": answer_schemas(gettext),
            "headers": {
                "RetryAfter": {
                    "description": sentence("几秒后可以再问").text(gettext),
                    "schema": {"type": "integer", "minimum": 1},
                }
            },
        },
    }


def _description(gettext: Gettext) -> str:
    """Return what holds for every address."""
    said = (
        sentence("不用密钥，任何网站的程序都可以读（CORS）。"),
        sentence("时间都是北京时间，写成 ISO 8601 并带时区；距离是椭球面上的最短距离，单位米。"),
        sentence("不知道的就是 unknown 或 null，不会猜。"),
        sentence("问错了，不对的地方一次全部列出，说明怎么改；没有列出的参数不接受。"),
        sentence("回答带 ETag 和 Cache-Control，到期前不必再问。"),
        sentence("位置数据：© OpenStreetMap contributors（ODbL）、GeoNames（CC BY 4.0）。"),
    )
    return "\n".join(one.text(gettext) for one in said)


def _operation(
    one: Operation, listing: Listing, example: object | None, gettext: Gettext
) -> Schema:
    answer: Schema = {"schema": ref(one.answer)}
    if example is not None:
        answer["example"] = example
    return {
        "operationId": one.name,
        "summary": one.summary.text(gettext),
        "description": one.meaning.text(gettext),
        "parameters": list(_parameters(one, listing, gettext)),
        "responses": {
            "200": {
                "description": one.summary.text(gettext),
                "content": {one.mimetype: answer},
            },
            **{
                str(status): _error(status, said, gettext)
                for status, said in _ERRORS.items()
                if status != 404 or one.may_be_missing
            },
        },
    }


def _parameters(one: Operation, listing: Listing, gettext: Gettext) -> list[Schema]:
    in_path = [name for name in PARAMETERS if f"{{{name}}}" in one.path]
    return [
        _parameter(name, listing, name in (*in_path, *one.required), name in in_path, gettext)
        for name in (*in_path, *one.parameters, "lang")
    ]


def _parameter(
    name: str, listing: Listing, is_required: bool, in_path: bool, gettext: Gettext
) -> Schema:
    held = PARAMETERS[name]
    schema = held.schema(listing)
    shown: Schema = {
        "name": name,
        "in": "path" if in_path else "query",
        "required": is_required,
        "description": held.meaning.text(gettext),
        "schema": schema,
    }
    if example := held.example or _example(name, listing):
        shown["example"] = example
    if schema["type"] == "array":
        shown |= {"style": "form", "explode": False}
    if not is_required:
        # Blank is as good as not given, as a form sends it.
        shown["allowEmptyValue"] = True
    return shown


def _error(status: int, said: Sentence, gettext: Gettext) -> Schema:
    answer: Schema = {
        "description": said.text(gettext),
        "content": {"application/json": {"schema": ref("Error")}},
    }
    if status == 429:
        answer["headers"] = {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}}
    return answer


def _example(name: str, listing: Listing) -> object:
    """Return a value of the list for a parameter; None if it has none."""
    if name == "facility_id":
        return next(iter(listing.by_id), None)
    names = {"service": listing.services, "town": listing.towns}.get(name, ())
    return list(names[:1]) or None


def _examples(listing: Listing, calendar: Calendar, language: str) -> dict[str, object]:
    """Return answers from the list itself, by the names of their operations."""
    names = ("lat", "lon", "at")
    asked = {name: str(PARAMETERS[name].example) for name in names} | {"lang": language}
    when = asking.moment(asked["at"], _ANY)
    args = MultiDict({**asked, "limit": "1"})
    near, _ = near_answer(args, listing, when, calendar, Moments())
    examples: dict[str, object] = {NEAR.name: json.loads(near)}
    for first in listing.facilities[:1]:
        examples[FACILITY.name] = facility_object(first, when, calendar, catalogue(language))
    return examples

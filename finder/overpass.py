"""What OpenStreetMap has in a box, asked of an Overpass server.

The question is Overpass QL, the answer its JSON: https://wiki.openstreetmap.org/wiki/Overpass_API
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlencode

from finder.errors import CoordinateError, Problem, QueryError, Sentence, ServerError, sentence
from finder.geo import Point, distance_m, point, rounded_up_m
from finder.lookups import USER_AGENT

# The tags of culture facilities; `finder.suggestions` decides what each is.
TAGS = {
    "amenity": ("library", "arts_centre", "community_centre", "theatre"),
    "tourism": ("museum", "gallery"),
    "historic": ("archaeological_site", "castle", "city_gate", "monument", "pagoda", "tomb"),
}

MOST_ELEMENTS = 2000
MOST_BYTES = 20_000_000
# A district is about half a degree wide; a server refuses far more than this, or takes minutes.
_WIDEST_DEGREES = 2.0
_SERVER_TIMEOUT_S = 60
# The server answers within its own timeout, or says that it cannot.
_TIMEOUT_S = 90
_TRIES = 3
_WAIT_S = 15.0
_LONGEST_WAIT_S = 120.0
# Too many questions at once, or no room on the server: https://dev.overpass-api.de/overpass-doc
_BUSY = (429, 502, 503, 504)

# A point that somebody drew, who need not have stood at the door.
_NODE_ERROR_M = 50


@dataclass(frozen=True, slots=True)
class Box:
    """South, west, north and east edges in degrees."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Element:
    """A thing of OpenStreetMap that has a name.

    Args:
        kind: `node`, `way` or `relation`.
        error_m: how far a door may be from `position`.
    """

    kind: str
    number: int
    tags: Mapping[str, str]
    position: Point
    error_m: int


def box_of(text: str) -> Box:
    """Return the box that a text `S,W,N,E` names.

    Raises:
        QueryError: it is no box, or a box that is too large.
    """
    parts = text.replace("，", ",").split(",")
    hint = sentence("请写 南,西,北,东 四个度数，例如 39.6,116.5,40.1,116.9。")
    if len(parts) != 4:
        message = sentence("box 的值“%(value)s”不是四个数。", value=text)
        raise QueryError(Problem(message, hint, column="box", value=text))
    try:
        low, high = point(parts[0], parts[1]), point(parts[2], parts[3])
    except CoordinateError as error:
        message = sentence("box 的值“%(value)s”不是四个度数。", value=text)
        raise QueryError(Problem(message, hint, column="box", value=text)) from error
    if low.lat >= high.lat or low.lon >= high.lon:
        message = sentence("box 的值“%(value)s”里南要小于北，西要小于东。", value=text)
        raise QueryError(Problem(message, hint, column="box", value=text))
    if max(high.lat - low.lat, high.lon - low.lon) > _WIDEST_DEGREES:
        message = sentence("box 的值“%(value)s”太大，每边最多 2 度。", value=text)
        raise QueryError(Problem(message, hint, column="box", value=text))
    return Box(low.lat, low.lon, high.lat, high.lon)


def query_text(box: Box) -> str:
    """Return the question: everything with a name and one of the tags in `box`."""
    edges = f"{box.south:.6f},{box.west:.6f},{box.north:.6f},{box.east:.6f}"
    asked = "".join(
        f'nwr["{key}"~"^({"|".join(values)})$"]["name"]({edges});' for key, values in TAGS.items()
    )
    limits = f"[timeout:{_SERVER_TIMEOUT_S}][maxsize:{MOST_BYTES * 4}]"
    # `bb` gives ways and relations their bounds; their middle is no door.
    return f"[out:json]{limits};({asked});out body bb {MOST_ELEMENTS + 1};"


def elements(
    box: Box, server: str, wait: Callable[[float], None], timeout_s: float = _TIMEOUT_S
) -> tuple[Element, ...]:
    """Return what a server knows of `box`.

    Args:
        server: the address of an interpreter, `https://…/api/interpreter`.
        wait: waits for so many seconds, where the server asks for it.
        timeout_s: seconds without a byte after which the server is given up.

    Raises:
        ServerError: there is no answer, or one that is not whole or not Overpass' JSON.
    """
    body = _answer(query_text(box), server, wait, timeout_s)
    try:
        answer = json.loads(body)
        rows = answer["elements"]
        remark = str(answer.get("remark", ""))
        found = tuple(_elements(rows))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        start = body[:60].decode("utf-8", "replace").split("\n")[0]
        message = sentence("它的回答不是 Overpass 的 JSON：“%(start)s”。", start=start)
        raise _failed(server, message) from error
    if remark:
        raise _failed(server, sentence("它没有答完：%(remark)s。", remark=remark))
    if len(rows) > MOST_ELEMENTS:
        message = sentence("结果超过 %(count)d 个，请把范围写小些。", count=MOST_ELEMENTS)
        raise _failed(server, message)
    return found


def _elements(rows: list[Mapping[str, object]]) -> Iterator[Element]:
    for row in rows:
        tags, kind, number = row["tags"], row["type"], row["id"]
        if not isinstance(tags, dict) or not isinstance(number, int):
            raise TypeError(tags)
        if kind == "node":
            position, error_m = _point(row["lat"], row["lon"]), _NODE_ERROR_M
        else:
            bounds = row["bounds"]
            if not isinstance(bounds, dict):
                raise TypeError(bounds)
            low = _point(bounds["minlat"], bounds["minlon"])
            high = _point(bounds["maxlat"], bounds["maxlon"])
            position = Point((low.lat + high.lat) / 2, (low.lon + high.lon) / 2)
            error_m = max(_NODE_ERROR_M, rounded_up_m(distance_m(position, high)))
        texts = {str(key): str(value) for key, value in tags.items()}
        yield Element(str(kind), number, texts, position, error_m)


def _point(lat: object, lon: object) -> Point:
    try:
        return point(str(lat), str(lon))
    except CoordinateError as error:
        raise ValueError(str(error)) from error


def _answer(query: str, server: str, wait: Callable[[float], None], timeout_s: float) -> bytes:
    """Return the bytes of an answer, asked for again where the server is busy."""
    request = urllib.request.Request(  # noqa: S310 - the settings let only http and https through
        server,
        data=urlencode({"data": query}).encode(),
        headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
    )
    for left in reversed(range(_TRIES)):
        try:
            with _opener().open(request, timeout=timeout_s) as response:
                return _whole(response, server)
        except urllib.error.HTTPError as error:
            wait_s = _wait_s(error.headers.get("Retry-After"))
            error.close()
            if error.code not in _BUSY:
                message = sentence("它回答了错误 %(code)d。", code=error.code)
                raise _failed(server, message) from error
            if not left or wait_s > _LONGEST_WAIT_S:
                message = sentence(
                    "它现在太忙（%(code)d），请 %(seconds)d 秒后再试。",
                    code=error.code,
                    seconds=round(wait_s),
                )
                raise _failed(server, message) from error
            wait(wait_s)
        except (OSError, HTTPException) as error:
            words = str(getattr(error, "reason", "") or error) or type(error).__name__
            message = sentence("没有回答：%(error)s。", error=words)
            raise _failed(server, message) from error
    raise AssertionError  # the last try returns or raises


def _opener() -> urllib.request.OpenerDirector:
    """Return what opens http and https alone: a server cannot send us to a file."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
        urllib.request.UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener


def _whole(response: HTTPResponse, server: str) -> bytes:
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        message = sentence("回答超过 %(limit)d 字节，请把范围写小些。", limit=MOST_BYTES)
        raise _failed(server, message)
    return body


def _wait_s(retry_after: str | None) -> float:
    """Return the seconds of a `Retry-After`; a date in it, or none, is the usual wait."""
    text = (retry_after or "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 7 else _WAIT_S


def _failed(server: str, message: Sentence) -> ServerError:
    said = sentence("Overpass 服务 %(server)s：%(message)s", server=server, message=message)
    hint = sentence("请稍后再试，或用 FINDER_OVERPASS 指定另一个服务。")
    return ServerError(Problem(said, hint, column="FINDER_OVERPASS", value=server))

"""Servers on this machine that speak, and insist on, the protocols of servers elsewhere."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

# What a program sends that has not thought of naming itself.
_NAMELESS = re.compile(r"^(python-requests|python-urllib|geopy/|$)", re.I)

Given = dict[str, str]


@dataclass(frozen=True)
class Reply:
    """What a server says instead of an answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    after_s: float = 0.0


@dataclass
class StandIn:
    """A server and what it was asked.

    Args:
        replies: said in turn, before anything else.
        heard: set at each question.
    """

    address: str = ""
    asked: list[Given] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    heard: threading.Event = field(default_factory=threading.Event)
    least_pause_s: float = 0.0
    last: float = -100.0


Answer = Callable[[str, str, Given], Reply]


def _refusal(stand_in: StandIn, agent: str) -> Reply | None:
    """Return what a server says to who does not name himself, or asks too fast."""
    now = time.monotonic()
    since, stand_in.last = now - stand_in.last, now
    if _NAMELESS.match(agent):
        return Reply(403, b"Please name yourself.")
    return Reply(429, b"Too many requests") if since < stand_in.least_pause_s else None


def _handler(stand_in: StandIn, answer: Answer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply(urlsplit(self.path).query)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self.headers["Content-Type"] != "application/x-www-form-urlencoded":
                self.send_error(400)
                return
            self._reply(body)

        def _reply(self, text: str) -> None:
            given = {name: values[-1] for name, values in parse_qs(text).items()}
            agent = self.headers.get("User-Agent", "")
            reply = _refusal(stand_in, agent) or (
                stand_in.replies.pop(0)
                if stand_in.replies
                else answer(self.command, urlsplit(self.path).path, given)
            )
            if reply.status >= 400:
                stand_in.refused.append(reply.status)
            stand_in.asked.append(given)
            stand_in.heard.set()
            if reply.after_s:
                time.sleep(reply.after_s)
            # Whoever asked may have hung up.
            with suppress(OSError):
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited
            pass

    return Handler


@contextmanager
def _running(answer: Answer, path: str = "") -> Iterator[StandIn]:
    stand_in = StandIn()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(stand_in, answer)) as server:
        stand_in.address = f"http://127.0.0.1:{server.server_port}{path}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield stand_in
        finally:
            server.shutdown()
            thread.join()


def _json(value: object, status: int = 200) -> Reply:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Reply(status, body, {"Content-Type": "application/json"})


def nominatim_place(
    lat: float, lon: float, label: str, rank: int = 30, half: float = 0.0001
) -> dict[str, Any]:
    """Return a result as Nominatim writes it: numbers as texts, south before north."""
    box = [lat - half, lat + half, lon - half, lon + half]
    return {
        "place_id": 1,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0.",
        "osm_type": "way",
        "osm_id": 1,
        "lat": str(lat),
        "lon": str(lon),
        "class": "building",
        "type": "yes",
        "place_rank": rank,
        "importance": 0.1,
        "addresstype": "building" if rank == 30 else "road",
        "name": "",
        "display_name": label,
        "boundingbox": [f"{edge:.7f}" for edge in box],
    }


@contextmanager
def nominatim(places: Mapping[str, dict[str, Any]]) -> Iterator[StandIn]:
    """Run a server that finds `places` by their exact address."""

    def answer(method: str, path: str, given: Given) -> Reply:
        if (method, path) != ("GET", "/search") or given.get("format") not in ("json", "jsonv2"):
            return _json({"error": {"code": 400, "message": "bad request"}}, 400)
        if not given.get("q", "").strip():
            return _json({"error": {"code": 400, "message": "nothing to search for"}}, 400)
        found = places.get(given["q"])
        return _json([found][: int(given.get("limit", "10"))] if found else [])

    with _running(answer) as stand_in:
        yield stand_in


@contextmanager
def baidu(places: Mapping[str, dict[str, Any]], key: str) -> Iterator[StandIn]:
    """Run a server that finds `places` by their exact address, for who has the key."""

    def answer(method: str, path: str, given: Given) -> Reply:
        if (method, path, given.get("output")) != ("GET", "/geocoding/v3/", "json"):
            return Reply(404)
        if given.get("ak") != key:
            return _json({"status": 200, "message": "APP不存在，AK有误请检查再重试"})
        if given.get("address") not in places:
            return _json({"status": 0, "result": []})
        return _json({"status": 0, "result": places[given["address"]]})

    with _running(answer) as stand_in:
        yield stand_in


_PART = re.compile(r'nwr\["(\w+)"~"\^\(([\w|]+)\)\$"\]\["name"\]\(([-\d.,]+)\);')


@contextmanager
def overpass(elements: list[dict[str, Any]]) -> Iterator[StandIn]:
    """Run a server that reads the query and selects from `elements` as Overpass would."""

    def answer(method: str, path: str, given: Given) -> Reply:
        query = given.get("data", "")
        whole = re.fullmatch(
            r"\[out:json\]\[timeout:(\d+)\]\[maxsize:\d+\];\(((?:nwr[^;]+;)+)\);out body bb (\d+);",
            query,
        )
        parts = _PART.findall(whole[2]) if whole else []
        if method != "POST" or path != "/api/interpreter" or not whole:
            html = b"<html><body><p>Error: line 1: parse error</p></body></html>"
            return Reply(400, html, {"Content-Type": "text/html"})
        assert "".join(_PART.sub("", whole[2])) == ""
        chosen = [one for one in elements if any(_is_asked_for(one, *part) for part in parts)]
        return _json(
            {
                "version": 0.6,
                "generator": "Overpass API",
                "osm3s": {"copyright": "The data included is from www.openstreetmap.org."},
                "elements": chosen[: int(whole[3])],
            }
        )

    with _running(answer, "/api/interpreter") as stand_in:
        yield stand_in


def _is_asked_for(element: dict[str, Any], key: str, values: str, box: str) -> bool:
    south, west, north, east = map(float, box.split(","))
    bounds = element.get("bounds") or {"minlat": element["lat"], "minlon": element["lon"]}
    tags = element["tags"]
    return (
        south <= bounds["minlat"] <= north
        and west <= bounds["minlon"] <= east
        and tags.get(key) in values.split("|")
        and "name" in tags
    )


def node(number: int, lat: float, lon: float, **tags: str) -> dict[str, Any]:
    """Return a point as Overpass writes it; `__` in the name of a tag stands for `:`."""
    return {"type": "node", "id": number, "lat": lat, "lon": lon, "tags": _tags(tags)}


def way(number: int, lat: float, lon: float, half: float, **tags: str) -> dict[str, Any]:
    """Return a building as Overpass writes it after `out bb`."""
    bounds = {
        "minlat": lat - half,
        "minlon": lon - half,
        "maxlat": lat + half,
        "maxlon": lon + half,
    }
    return {"type": "way", "id": number, "bounds": bounds, "nodes": [1, 2], "tags": _tags(tags)}


def _tags(tags: dict[str, str]) -> dict[str, str]:
    return {name.replace("__", ":"): value for name, value in tags.items()}

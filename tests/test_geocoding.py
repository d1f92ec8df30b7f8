"""Addresses to positions, against a server on this machine that speaks Nominatim's protocol."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from finder.cli import main
from finder.errors import GeocodingError
from finder.geo import Point
from finder.geocoding import Candidate, candidates

FOUND = [{"lat": "39.5", "lon": "116.25", "display_name": "测试路1号, 测试区"}]


class _Nominatim(BaseHTTPRequestHandler):
    asked: ClassVar[list[dict[str, list[str]]]] = []

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        self.asked.append(asked)
        if asked["q"] == ["出错路"]:
            self.send_error(500)
            return
        body = json.dumps(FOUND if asked["q"] == ["测试路1号"] else []).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is inherited
        pass


@pytest.fixture(scope="module")
def nominatim() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Nominatim) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_an_address_gives_the_positions_that_the_server_proposes(nominatim: str) -> None:
    assert candidates("测试路1号", nominatim) == (
        Candidate(Point(39.5, 116.25), "测试路1号, 测试区"),
    )
    assert _Nominatim.asked[-1]["countrycodes"] == ["cn"]


@pytest.mark.parametrize(
    ("address", "message"), [("无此路", "没有找到“无此路”。"), ("出错路", "没有回答")]
)
def test_no_answer_is_said_in_a_sentence(nominatim: str, address: str, message: str) -> None:
    with pytest.raises(GeocodingError, match=message):
        candidates(address, nominatim)


def test_a_server_that_is_not_there_is_said_in_a_sentence() -> None:
    # Nothing listens on port 9 (discard) of this machine.
    with pytest.raises(GeocodingError, match="没有回答"):
        candidates("测试路1号", "http://127.0.0.1:9")


def test_the_terminal_prints_latitude_first(
    nominatim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINDER_NOMINATIM", nominatim)
    assert CliRunner().invoke(main, ["geocode", "测试路1号"]).output == (
        "39.500000 116.250000  测试路1号, 测试区\n"
    )
    answer = json.loads(CliRunner().invoke(main, ["geocode", "测试路1号", "--json"]).output)
    assert answer == [{"lat": 39.5, "lon": 116.25, "label": "测试路1号, 测试区"}]
    refused = CliRunner().invoke(main, ["geocode", "无此路", "--json"])
    assert refused.exit_code == 1
    assert json.loads(refused.output)["problems"][0]["value"] == "无此路"

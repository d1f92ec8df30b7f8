"""What an Overpass server is asked, and what is made of its answers, good and bad."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from finder import overpass as module
from finder.errors import QueryError, ServerError
from finder.geo import Point
from finder.overpass import MOST_ELEMENTS, Box, box_of, elements, query_text
from tests.stand_ins import Reply, StandIn, node, overpass, way

BOX = Box(39.6, 116.5, 40.1, 116.9)


def no_wait(seconds: float) -> None:
    raise AssertionError(f"nobody asked to wait {seconds} s")


@pytest.fixture
def server() -> Iterator[StandIn]:
    known = [
        node(1, 39.9, 116.7, amenity="library", name="测试图书馆"),
        way(2, 39.8, 116.6, 0.001, tourism="museum", name="测试博物馆"),
        node(3, 39.9, 116.7, amenity="library"),
        node(4, 31.2, 121.4, amenity="library", name="别处图书馆"),
        node(5, 39.9, 116.7, amenity="cafe", name="测试咖啡馆"),
    ]
    with overpass(known) as stand_in:
        yield stand_in


def asked(server: StandIn, *replies: Reply) -> tuple[list[int], list[float]]:
    """Return the numbers of what a server gave, and how long it was waited for."""
    waits: list[float] = []
    server.replies = list(replies)
    found = elements(BOX, server.address, waits.append, timeout_s=2.0)
    return [one.number for one in found], waits


def test_everything_with_a_name_and_a_tag_in_the_box_is_found(server: StandIn) -> None:
    library, museum = elements(BOX, server.address, no_wait)
    assert (library.kind, library.number, library.position) == ("node", 1, Point(39.9, 116.7))
    assert library.tags["name"] == "测试图书馆"
    assert library.error_m == 50
    assert museum.position == pytest.approx((39.8, 116.6))
    assert museum.error_m == 150
    assert server.refused == []


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_when_it_says_so(server: StandIn, status: int) -> None:
    found, waits = asked(server, Reply(status, b"<html>", {"Retry-After": "7"}), Reply(status))
    assert found == [1, 2]
    assert waits == [7.0, 15.0]


def test_a_date_to_retry_after_is_the_usual_wait(server: StandIn) -> None:
    later = {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}
    assert asked(server, Reply(429, b"", later)) == ([1, 2], [15.0])


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ([Reply(429, b"", {"Retry-After": "3600"})], "太忙（429），请 3600 秒后再试"),
        ([Reply(504, b"<html>")] * 3, "太忙（504），请 15 秒后再试"),
        ([Reply(500, b"oops")], "错误 500"),
        ([Reply(400, b"<html>parse error")], "错误 400"),
        ([Reply(302, b"", {"Location": "file:///etc/passwd"})], "错误 302"),
        ([Reply(200, b"<html><body>Sign in</body></html>")], "不是 Overpass 的 JSON：“<html>"),
        ([Reply(200, b"")], "不是 Overpass 的 JSON"),
        ([Reply(200, b"\xff\xfe")], "不是 Overpass 的 JSON"),
        ([Reply(200, b"[]")], "不是 Overpass 的 JSON"),
        ([Reply(200, b"{}")], "不是 Overpass 的 JSON"),
        ([Reply(200, b'{"elements": 7}')], "不是 Overpass 的 JSON"),
        ([Reply(200, b"[" * 100_000)], "不是 Overpass 的 JSON"),
        ([Reply(200, b'{"elements": [', {"Content-Length": "500"})], "不是 Overpass 的 JSON"),
        ([Reply(after_s=3.0)], "没有回答"),
    ],
)
def test_what_is_no_answer_is_said_in_a_sentence(
    server: StandIn, replies: list[Reply], words: str
) -> None:
    with pytest.raises(ServerError) as caught:
        asked(server, *replies)
    assert words in str(caught.value)
    assert server.address in str(caught.value)
    assert "FINDER_OVERPASS" in str(caught.value)


@pytest.mark.parametrize(
    "row",
    [
        {"type": "node", "id": 1, "lat": 39.9, "lon": 116.7},
        {"type": "node", "id": "1", "lat": 39.9, "lon": 116.7, "tags": {}},
        {"type": "node", "id": 1, "lat": 99.9, "lon": 116.7, "tags": {}},
        {"type": "node", "id": 1, "lat": None, "lon": 116.7, "tags": {}},
        {"type": "way", "id": 1, "tags": {}},
        {"type": "way", "id": 1, "tags": {}, "bounds": [39.9, 116.7, 40.0, 116.8]},
        "node",
    ],
)
def test_an_element_of_another_shape_is_no_answer(server: StandIn, row: object) -> None:
    with pytest.raises(ServerError, match="不是 Overpass 的 JSON"):
        asked(server, Reply(200, json.dumps({"elements": [row]}).encode()))


def test_an_answer_that_broke_off_is_refused(server: StandIn) -> None:
    """The server says so in a remark, with what it has got so far and status 200."""
    remark = 'runtime error: Query timed out in "query" at line 1 after 61 seconds.'
    body = json.dumps({"elements": [], "remark": remark}).encode()
    with pytest.raises(ServerError, match=r"没有答完.*timed out"):
        asked(server, Reply(200, body))


def test_more_than_a_person_can_check_is_refused() -> None:
    numbers = count(1)
    many = [
        node(number, 39.9, 116.7, amenity="library", name="测试")
        for number, _ in zip(numbers, range(MOST_ELEMENTS + 5), strict=False)
    ]
    with overpass(many) as server, pytest.raises(ServerError, match="超过 2000 个"):
        elements(BOX, server.address, no_wait)


def test_an_answer_without_end_is_cut(server: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 100)
    with pytest.raises(ServerError, match="超过 100 字节"):
        asked(server, Reply(200, b" " * 101))


def test_a_server_that_is_not_there_is_said_in_a_sentence() -> None:
    # Nothing listens on port 9 (discard) of this machine.
    with pytest.raises(ServerError, match="没有回答"):
        elements(BOX, "http://127.0.0.1:9", no_wait)


def test_a_file_is_no_server(tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text('{"elements": []}', "utf-8")
    with pytest.raises(ServerError, match="没有回答"):
        elements(BOX, (tmp_path / "answer.json").as_uri(), no_wait)


def test_an_empty_box_is_an_answer() -> None:
    with overpass([]) as server:
        assert elements(BOX, server.address, no_wait) == ()


@pytest.mark.parametrize("text", ["39.6,116.5,40.1,116.9", " 39.6，116.5， 40.1 ,116.9"])
def test_a_box_is_south_west_north_east(text: str) -> None:
    assert box_of(text) == BOX
    assert "(39.600000,116.500000,40.100000,116.900000)" in query_text(BOX)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "不是四个数"),
        ("39.6,116.5,40.1", "不是四个数"),
        ("39.6,116.5,40.1,东", "不是四个度数"),
        ("39.6,116.5,95,116.9", "不是四个度数"),
        ("39.6,116.5,nan,116.9", "不是四个度数"),
        ("40.1,116.5,39.6,116.9", "南要小于北"),
        ("39.6,116.9,40.1,116.5", "西要小于东"),
        ("116.5,39.6,116.9,40.1", "不是四个度数"),
        ("30,110,40,120", "太大"),
    ],
)
def test_another_box_is_refused_by_its_value(text: str, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        box_of(text)
    (problem,) = caught.value.problems
    assert (problem.column, problem.value) == ("box", text)
    assert words in str(problem.message)

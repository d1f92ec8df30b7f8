"""Addresses to positions, against servers on this machine that speak the real protocols."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from finder.cli import main
from finder.errors import GeocodingError
from finder.geo import Datum, Point
from finder.geocoding import Candidate, asker, candidates
from finder.lookups import Found, Service
from finder.settings import RESOURCES
from tests.stand_ins import Reply, StandIn, baidu, nominatim, nominatim_place

ADDRESS = "测试路1号"
PLACE = nominatim_place(39.5, 116.25, "测试路1号, 测试区")


@pytest.fixture
def server() -> Iterator[StandIn]:
    with nominatim({ADDRESS: PLACE}) as stand_in:
        yield stand_in


def found(place: dict[str, object], address: str = ADDRESS) -> Found | None:
    with nominatim({ADDRESS: place}) as stand_in:
        return asker(Service("nominatim", stand_in.address), pause_s=0)(address)


def test_an_address_gives_the_positions_that_the_server_proposes(server: StandIn) -> None:
    assert candidates(ADDRESS, server.address) == (
        Candidate(Point(39.5, 116.25), "测试路1号, 测试区"),
    )
    assert server.asked[-1]["countrycodes"] == "cn"
    assert server.refused == []


def test_an_address_that_nobody_knows_is_said_in_a_sentence(server: StandIn) -> None:
    with pytest.raises(GeocodingError, match="没有找到“无此路”。"):
        candidates("无此路", server.address)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500, b"oops"),
        Reply(403, b"Blocked"),
        Reply(429, b"Too many requests", {"Retry-After": "3600"}),
        Reply(200, b"<html><body>Sign in to the hotel</body></html>"),
        Reply(200, b'{"error": "down"}'),
        Reply(200, b'[{"lat": "north"}]'),
        Reply(200, b"[[]]"),
        Reply(200, b"7"),
        Reply(200, b""),
    ],
)
def test_what_is_no_answer_is_said_in_a_sentence(server: StandIn, reply: Reply) -> None:
    server.replies = [reply]
    with pytest.raises(GeocodingError, match="没有回答"):
        candidates(ADDRESS, server.address)
    server.replies = [reply] * 3
    with pytest.raises(GeocodingError, match="没有回答"):
        asker(Service("nominatim", server.address), pause_s=0, retry_s=0)(ADDRESS)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_server_sends_nobody_to_another_one(server: StandIn, status: int) -> None:
    with nominatim({ADDRESS: PLACE}) as other:
        for to in (f"{other.address}/search?q={ADDRESS}", "file:///etc/hostname"):
            server.replies.append(Reply(status, b"", {"Location": quote(to, safe=":/?=")}))
            with pytest.raises(GeocodingError, match=str(status)):
                candidates(ADDRESS, server.address)
        assert other.asked == []


def test_a_server_that_is_not_there_is_said_in_a_sentence() -> None:
    # Nothing listens on port 9 (discard) of this machine.
    with pytest.raises(GeocodingError, match="没有回答"):
        candidates(ADDRESS, "http://127.0.0.1:9")


def test_a_server_that_never_answers_is_given_up(server: StandIn) -> None:
    server.replies = [Reply(after_s=1.0)] * 3
    ask = asker(Service("nominatim", server.address), pause_s=0, retry_s=0, timeout_s=0.1)
    with pytest.raises(GeocodingError, match="没有回答"):
        ask(ADDRESS)
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_question_that_failed_is_asked_again(server: StandIn, status: int) -> None:
    server.replies = [Reply(status)] * 2
    known = asker(Service("nominatim", server.address), pause_s=0, retry_s=0)(ADDRESS)
    assert known and known.given == Point(39.5, 116.25)


def test_questions_that_fail_leave_no_traces_where_people_read(server: StandIn) -> None:
    server.replies = [Reply(500)] * 2
    program = (
        "from finder.geocoding import asker\nfrom finder.lookups import Service\n"
        f"ask = asker(Service('nominatim', {server.address!r}), pause_s=0, retry_s=0)\n"
        f"print(ask({ADDRESS!r}).error_m)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=60, cwd=RESOURCES
    )
    assert (done.stdout, done.stderr) == (b"50\n", b"")


def test_a_server_that_wants_to_be_left_alone_is_not_asked_again(server: StandIn) -> None:
    server.replies = [Reply(429, b"", {"Retry-After": "3600"})]
    with pytest.raises(GeocodingError, match="没有回答"):
        asker(Service("nominatim", server.address), pause_s=0)(ADDRESS)
    assert len(server.asked) == 1


def test_a_server_is_asked_once_a_second_as_its_policy_wants(server: StandIn) -> None:
    server.least_pause_s = 0.95
    ask = asker(Service("nominatim", server.address))
    assert [ask(address) is None for address in (ADDRESS, "无此路", ADDRESS)] == [
        False,
        True,
        False,
    ]
    assert server.refused == []


@pytest.mark.parametrize(
    ("rank", "half", "error_m"),
    [
        (30, 0.0001, 50),
        (30, 0.001, 150),
        (27, 0.0001, 200),
        (26, 0.01, 1500),
        (22, 0.0001, 500),
        (20, 0.0001, 1000),
        (19, 0.0001, 2000),
        (19, 0.05, None),
        (16, 0.0001, None),
        (30, 0.5, None),
    ],
)
def test_a_street_is_no_door_and_a_town_no_position(
    rank: int, half: float, error_m: int | None
) -> None:
    known = found(nominatim_place(39.5, 116.25, "测试", rank, half))
    assert known and known.error_m == error_m


@pytest.mark.parametrize("missing", ["boundingbox", "place_rank"])
def test_a_match_that_does_not_say_how_good_it_is_is_too_vague(missing: str) -> None:
    known = found({name: value for name, value in PLACE.items() if name != missing})
    assert known and known.error_m is None


BAIDU = {
    "location": {"lng": 116.25, "lat": 39.5},
    "precise": 1,
    "confidence": 80,
    "comprehension": 100,
    "level": "门址",
}


@pytest.mark.parametrize(
    ("confidence", "error_m"), [(100, 50), (90, 50), (80, 100), (70, 300), (40, 2000), (20, None)]
)
def test_a_position_of_baidu_stays_in_its_own_datum(confidence: int, error_m: int | None) -> None:
    with baidu({ADDRESS: {**BAIDU, "confidence": confidence}}, "made-up") as stand_in:
        ask = asker(Service("baidu", stand_in.address, "made-up"), pause_s=0)
        assert ask(ADDRESS) == Found(Point(39.5, 116.25), Datum.BD09, error_m, "门址")
        assert ask("无此路") is None


def test_a_key_that_is_refused_is_said_and_never_shown() -> None:
    with baidu({}, "made-up") as stand_in:
        service = Service("baidu", stand_in.address, "secret 密")
        with pytest.raises(GeocodingError, match=r"没有回答.*FINDER_GEOCODER_KEY"):
            asker(service, pause_s=0, retry_s=0)(ADDRESS)
    gone = replace(service, server="http://127.0.0.1:9")
    with pytest.raises(GeocodingError) as caught:
        asker(gone, pause_s=0, retry_s=0)(ADDRESS)
    text = str(caught.value)
    assert "secret" not in text
    assert "没有回答" in text


def test_baidu_without_a_key_is_refused_before_it_is_asked() -> None:
    with pytest.raises(GeocodingError, match="FINDER_GEOCODER_KEY"):
        asker(Service("baidu"))


def test_the_terminal_prints_latitude_first(
    server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINDER_NOMINATIM", server.address)
    assert CliRunner().invoke(main, ["geocode", ADDRESS]).output == (
        "39.500000 116.250000  测试路1号, 测试区\n"
    )
    answer = json.loads(CliRunner().invoke(main, ["geocode", ADDRESS, "--json"]).output)
    assert answer == [{"lat": 39.5, "lon": 116.25, "label": "测试路1号, 测试区"}]
    refused = CliRunner().invoke(main, ["geocode", "无此路", "--json"])
    assert refused.exit_code == 1
    assert json.loads(refused.output)["problems"][0]["value"] == "无此路"

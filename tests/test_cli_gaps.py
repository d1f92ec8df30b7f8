"""The commands that propose what is missing, in this process and as their own."""

from __future__ import annotations

import csv
import json
import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from finder.cli import main
from finder.csvfile import contents
from finder.settings import RESOURCES
from tests.made_up import csv_text
from tests.stand_ins import Reply, StandIn, node, nominatim, nominatim_place, overpass, way

ROAD = "测试路%d号"
BOX = "39.6,116.5,40.1,116.9"


def listed(number: int, **cells: str) -> dict[str, str]:
    row = {"id": f"jia-{number}", "name": f"甲{number}馆", "kind": "library", "lat": "", "lon": ""}
    return {**row, "address": ROAD % number, "source": "测试", "经办": "测试", **cells}


ROWS = [*(listed(number) for number in range(1, 5)), listed(9, lat="39.9", lon="116.7")]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    found = {
        ROAD % number: nominatim_place(39.9, 116.7 + number / 1000, ROAD % number)
        for number in (1, 2, 3)
    }
    with nominatim(found) as stand_in:
        stand_in.least_pause_s = 0.95
        monkeypatch.setenv("FINDER_NOMINATIM", stand_in.address)
        monkeypatch.delenv("FINDER_GEOCODER", raising=False)
        yield stand_in


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(csv_text(ROWS), "utf-8")
    monkeypatch.setenv("FINDER_CSV", str(path))
    return path


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(one) for one in arguments])
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def positions(path: Path) -> list[str]:
    return [row["lon"] for row in rows_of(path)]


def test_addresses_become_a_list_to_check_and_the_list_stays(
    server: StandIn, source: Path, tmp_path: Path
) -> None:
    before, out = source.read_bytes(), tmp_path / "out.csv"
    result = run("geocode", "--out", out)
    assert source.read_bytes() == before
    assert positions(out) == ["116.701000", "116.702000", "116.703000", "", "116.7"]
    assert [row["经办"] for row in rows_of(out)] == ["测试"] * 5
    assert {row["accuracy_m"] for row in rows_of(out)[:3]} == {"50"}
    assert "查了 4 处中的 4 处，3 处有了位置" in result.stdout
    assert "没有找到“测试路4号”" in result.stdout
    assert contents(out.read_bytes()).problems == ()
    assert (result.stderr, server.refused) == ("", [])
    asked = len(server.asked)
    again: Any = json.loads(run("geocode", "--out", out, "--json").stdout)
    assert (again["ok"], again["wanted"], again["proposed"]) == (True, 4, 3)
    assert len(server.asked) == asked


def test_a_network_that_fails_keeps_what_was_found_and_goes_on_later(
    server: StandIn, source: Path, tmp_path: Path
) -> None:
    assert source.exists()
    out = tmp_path / "out.csv"
    server.least_pause_s = 0
    place = nominatim_place(39.9, 116.75, "测试")
    server.replies = [
        Reply(200, json.dumps([place]).encode()),
        Reply(429, b"", {"Retry-After": "60"}),
    ]
    stopped = run("geocode", "--out", out, code=1)
    assert "没有回答" in stopped.stderr
    assert "4 处中的 1 处" in stopped.stdout
    assert "接着查" in stopped.stdout
    assert positions(out) == ["116.750000", "", "", "", "116.7"]
    run("geocode", "--out", out)
    assert [one["q"] for one in server.asked] == [ROAD % number for number in (1, 2, 2, 3, 4)]
    assert positions(out) == ["116.750000", "116.702000", "116.703000", "", "116.7"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_run_that_is_stopped_goes_on_where_it_was(
    server: StandIn, source: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    assert source.exists()
    out = tmp_path / "out.csv"
    # A shell makes what it runs in the background deaf to Ctrl+C.
    command = ["env", "--default-signal=INT", sys.executable, "-m", "finder"]
    command += ["geocode", "--out", str(out)]
    with subprocess.Popen(command, cwd=RESOURCES, stdout=subprocess.PIPE) as running:
        # With the second question the answer to the first is in the journal.
        for _ in range(2):
            assert server.heard.wait(30)
            server.heard.clear()
        running.send_signal(number)
        assert running.wait(30) == code
    if code > 0:
        assert positions(out)[0] == "116.701000"
        assert contents(out.read_bytes()).problems == ()
    run("geocode", "--out", out)
    questions = [one["q"] for one in server.asked]
    assert questions.count(ROAD % 1) == 1
    assert set(questions) == {ROAD % number for number in range(1, 5)}
    assert positions(out) == ["116.701000", "116.702000", "116.703000", "", "116.7"]


@pytest.mark.parametrize(
    "torn", ['{"provider": "nominatim", "addr', "[]", "7", '{"provider": "nominatim"}', "\x00"]
)
def test_a_journal_that_was_torn_loses_only_its_last_line(
    server: StandIn, source: Path, tmp_path: Path, torn: str
) -> None:
    source.write_text(csv_text(ROWS[:1]), "utf-8")
    out = tmp_path / "out.csv"
    run("geocode", "--out", out)
    with (tmp_path / "out.csv.journal").open("a", encoding="utf-8") as journal:
        journal.write(torn)
    for _ in range(2):
        run("geocode", "--out", out)
    assert len(server.asked) == 1
    assert positions(out) == ["116.701000"]


def test_an_answer_of_another_service_is_not_taken_for_this_ones(
    server: StandIn, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.write_text(csv_text(ROWS[:1]), "utf-8")
    out = tmp_path / "out.csv"
    run("geocode", "--out", out)
    assert len(server.asked) == 1
    monkeypatch.setenv("FINDER_GEOCODER", "baidu")
    assert "FINDER_GEOCODER_KEY" in run("geocode", "--out", out, code=1).stderr
    assert positions(out) == ["116.701000"]


def test_how_far_it_is_is_drawn_on_a_terminal(
    server: StandIn, source: Path, tmp_path: Path
) -> None:
    source.write_text(csv_text(ROWS[:1]), "utf-8")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    command = [sys.executable, "-m", "finder", "geocode", "--out", str(tmp_path / "out.csv")]
    done = subprocess.run(
        command, cwd=RESOURCES, stderr=theirs, stdout=subprocess.PIPE, check=True, timeout=60
    )
    drawn = os.read(ours, 4096).decode()
    os.close(theirs)
    os.close(ours)
    assert "0/1" in drawn
    assert "查了 1 处中的 1 处" in done.stdout.decode()
    assert server.refused == []


@pytest.mark.parametrize("command", [("geocode",), ("suggest", "--box", BOX)])
def test_no_proposal_takes_the_place_of_a_list_or_of_somebodys_work(
    server: StandIn, source: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    before, work = source.read_bytes(), tmp_path / "work.csv"
    work.write_text("测试", "utf-8")
    assert "正在用的列表" in run(*command, "--out", source, code=1).stderr
    assert "已经有了" in run(*command, "--out", work, code=1).stderr
    nowhere = tmp_path / "nowhere" / "out.csv"
    with overpass([]) as other:
        os.environ["FINDER_OVERPASS"] = other.address
        assert "写不进去" in run(*command, "--out", nowhere, code=1).stderr
        del os.environ["FINDER_OVERPASS"]
    assert (source.read_bytes(), work.read_text("utf-8")) == (before, "测试")
    assert len(server.asked) <= 1


def test_a_proposal_that_somebody_has_worked_on_is_not_overwritten(
    server: StandIn, source: Path, tmp_path: Path
) -> None:
    source.write_text(csv_text(ROWS[:1]), "utf-8")
    out = tmp_path / "out.csv"
    run("geocode", "--out", out)
    out.write_bytes(out.read_bytes() + b"\n")
    assert "已经有了" in run("geocode", "--out", out, code=1).stderr
    assert len(server.asked) == 1


def test_rough_positions_are_looked_up_only_on_demand(
    server: StandIn, source: Path, tmp_path: Path
) -> None:
    source.write_text(csv_text([listed(1, lat="39.9", lon="116.7", accuracy_m="3000")]), "utf-8")
    assert "没有可查的地址" in run("geocode", "--out", tmp_path / "out.csv", code=1).stderr
    run("geocode", "--rough", "--out", tmp_path / "out.csv")
    assert positions(tmp_path / "out.csv") == ["116.701000"]
    assert server.refused == []


def test_a_list_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "测试.csv"
    path.write_text("id,name,kind\njia,甲馆,错\n", "utf-8")
    for command in (("geocode",), ("suggest", "--box", BOX)):
        stopped = run(*command, "--file", path, "--out", tmp_path / "out.csv", code=1)
        assert stopped.stderr.startswith("第 2 行 kind: 没有“错”这个类型。")
        gone = run(*command, "--file", tmp_path / "no.csv", "--out", tmp_path / "out.csv", code=1)
        assert "读不出来" in gone.stderr


@pytest.mark.parametrize("arguments", [(), (ROAD, "--out", "x.csv"), (ROAD, "--rough")])
def test_geocode_takes_an_address_or_a_file(arguments: tuple[str, ...]) -> None:
    assert "--out" in run("geocode", *arguments, code=2).stderr


def test_suggestions_become_a_list_to_check(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, out = source.read_bytes(), tmp_path / "out.csv"
    drawn = [
        node(1, 39.8, 116.7, amenity="library", name="甲1馆"),
        node(2, 39.9, 116.7, amenity="library", name="甲9馆"),
        way(3, 39.7, 116.6, 0.001, tourism="museum", name="测试博物馆", opening_hours="随缘"),
        node(4, 39.7, 116.6, amenity="community_centre", name="测试居委会"),
    ]
    with overpass(drawn) as server:
        monkeypatch.setenv("FINDER_OVERPASS", server.address)
        result = run("suggest", "--box", BOX, "--out", out)
        other: Any = json.loads(
            run("suggest", "--box", BOX, "--out", tmp_path / "2.csv", "--json").stdout
        )
    assert source.read_bytes() == before
    assert "新增 1 处，补上 1 处位置；1 处已在列表里，1 处不像公共文化设施" in result.stdout
    assert "随缘" in result.stdout
    assert positions(out)[0] == "116.700000"
    added = rows_of(out)[-1]
    assert added["id"] == "osm-way-3"
    assert "opening_hours" not in added
    assert "随缘" in added["备注"]
    assert contents(out.read_bytes()).problems == ()
    assert (other["added"], other["positions"], other["known"], other["skipped"]) == (1, 1, 1, 1)


def test_a_server_that_does_not_answer_leaves_no_file(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert source.exists()
    out = tmp_path / "out.csv"
    with overpass([]) as server:
        monkeypatch.setenv("FINDER_OVERPASS", server.address)
        server.replies = [Reply(500)]
        assert "错误 500" in run("suggest", "--box", BOX, "--out", out, code=1).stderr
        assert "box" in run("suggest", "--box", "1,2,3", "--out", out, code=1).stderr
    assert not out.exists()

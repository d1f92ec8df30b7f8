"""`finder coverage`: what it prints, as words, CSV, JSON and a picture."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from finder.cli import main
from finder.settings import RESOURCES


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "data"))
    for name in ("FINDER_CSV", "FINDER_HOLIDAYS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Made-up people: most beside a library that is open all day, some far away from all."""
    path = tmp_path / "people.csv"
    path.write_text("lat,lon,people\n39.8829,116.7085,300\n39.5,116.2,100\n", "utf-8")
    return path


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ("coverage", *arguments))
    assert result.exit_code == code, result.output
    return result


def test_an_hour_is_told_with_what_adds_most_and_what_is_assumed() -> None:
    lines = run("--at", "2026-12-01T10:20").stdout.splitlines()
    assert lines[0].startswith("2026-12-01 周二 10:00  确定 3.")
    assert lines[2] == "再加一处，加在哪里增加最多（只是算术，不是规划）："
    assert len([line for line in lines if "按已知位置多" in line]) == 3
    assert any("在没有位置的 55 处都不在附近的前提下，增加的至少有这么多" in line for line in lines)
    assert any("没有计入的 55 处" in line for line in lines)


def test_without_a_moment_every_hour_of_an_ordinary_week_is_told() -> None:
    lines = run("--by", "bicycle").stdout.splitlines()
    assert lines.index("") == 168


def test_the_table_is_the_same_as_the_json() -> None:
    rows = list(csv.DictReader(io.StringIO(run("--at", "2026-12-01T10:00", "--csv").stdout)))
    shown = json.loads(run("--at", "2026-12-01T10:00", "--json").stdout)
    assert len(rows) == 168
    (hour,) = shown["hours"]
    (row,) = [row for row in rows if row["at"] == hour["at"]]
    for name, share in hour["area"].items():
        assert float(row[f"area_{name}"]) == pytest.approx(share * 100, abs=0.01)
    assert shown["facilities"]["rough_position"] == 30
    assert sum(shown["facilities"]["without_position"].values()) == 55
    assert len(shown["best_places"]) == 3


def test_people_count_where_they_live_whether_that_is_in_the_area_or_not(people: Path) -> None:
    at = ("--at", "2026-12-01T03:00", "--population", str(people))
    (hour,) = json.loads(run(*at, "--json").stdout)["hours"]
    assert hour["people"] == {"certain": 0.75, "counted": 0.75, "possible": 0.75}
    assert "人口：确定 75.0%，连同不确定的 75.0%" in run(*at).stdout
    # Those far away are in reach of no cell of the area, the others have something already.
    assert "在所算的范围里没有肯定能增加的地方。" in run(*at).stdout


def test_a_wrong_population_is_told_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text("lat,lon,people\n39.9,116.7,many\n", "utf-8")
    assert "第 2 行 people: “many”不是人数。" in run("--population", str(path), code=1).stderr
    shown = json.loads(run("--population", str(path), "--json", code=1).stdout)
    assert shown["problems"][0]["row"] == 2


def test_the_picture_is_a_new_file_that_stands_alone(tmp_path: Path, people: Path) -> None:
    path = tmp_path / "week.svg"
    assert "写好了" in run("--svg", str(path)).stdout
    area = path.read_text("utf-8")
    assert area.startswith("<svg ")
    assert "已经有了，不覆盖" in run("--svg", str(path), code=1).stderr
    path.unlink()
    run("--svg", str(path), "--population", str(people))
    assert "人口占多少" in path.read_text("utf-8")


def test_a_moment_that_is_none_is_refused() -> None:
    assert "“soon”不是看得懂的时间。" in run("--at", "soon", code=1).stderr
    assert run("--by", "boat", code=2).stderr


def test_the_docs_say_what_the_command_says() -> None:
    text = (RESOURCES / "docs" / "coverage.md").read_text("utf-8")
    rows = dict(
        re.findall(r"^\| ((?:Tue|Sat)[a-z]+day [0-9:]+)[^|]*\| ([0-9. |]+) \|$", text, re.M)
    )
    hours = {
        "Tuesday 10:00": "2026-12-01T10:00:00+08:00",
        "Tuesday 20:00": "2026-12-01T20:00:00+08:00",
        "Saturday 19:00": "2026-12-05T19:00:00+08:00",
        "Tuesday 03:00": "2026-12-01T03:00:00+08:00",
    }
    assert set(rows) == set(hours)
    for by, first in (("foot", 0), ("bicycle", 2)):
        text = run("--by", by, "--at", "2026-12-01T10:00", "--csv").stdout
        told = {row["at"]: row for row in csv.DictReader(io.StringIO(text))}
        for name, at in hours.items():
            shown = [float(one) for one in rows[name].split("|")][first : first + 2]
            truth = float(told[at]["area_certain"]), float(told[at]["area_counted"])
            assert shown == pytest.approx(truth, abs=0.051), name

"""The list from the terminal: versions, diff, publish, rollback, export."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from finder.cli import main
from finder.csvfile import contents

OLD, NEW = "周一至周五9:00至21:00", "周一至周五9:00至20:00"


@pytest.fixture
def list_path(csv_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = tmp_path / "facilities.csv"
    shutil.copyfile(csv_path, own)
    monkeypatch.setenv("FINDER_CSV", str(own))
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "data"))
    return own


@pytest.fixture
def changed(list_path: Path, tmp_path: Path) -> Path:
    path = tmp_path / "改过（测试）.csv"
    path.write_text(list_path.read_text("utf-8").replace(OLD, NEW), "utf-8")
    return path


def run(*words: str, said: str = "") -> Result:
    return CliRunner().invoke(main, list(words), input=said)


def test_a_file_is_published_after_its_effect_was_shown_and_agreed_to(
    list_path: Path, changed: Path
) -> None:
    before = list_path.read_bytes()
    refused = run("publish", str(changed), said="n\n")
    assert refused.exit_code == 1
    assert "闭馆时间 21:00 → 20:00" in refused.output
    assert "没有发布" in refused.output
    assert list_path.read_bytes() == before
    done = run("publish", str(changed), said="y\n")
    assert done.exit_code == 0
    assert "由“开放中”变为“闭馆”" in done.output
    assert "已发布第 2 版，95 处设施" in done.output
    assert list_path.read_bytes() == changed.read_bytes()


def test_a_rollback_is_a_version_of_its_own(list_path: Path, changed: Path) -> None:
    before = list_path.read_bytes()
    run("publish", str(changed), "--yes")
    done = run("rollback", "1", "--yes")
    assert "闭馆时间 20:00 → 21:00" in done.output
    assert "已发布第 3 版" in done.output
    assert list_path.read_bytes() == before
    found = json.loads(run("versions", "--json").output)
    assert [(one["number"], one["act"], one["base"]) for one in found] == [
        (3, "rollback", 2),
        (2, "publish", 1),
        (1, "file", None),
    ]
    lines = run("versions").output.splitlines()
    assert lines[0].startswith("第 3 版")
    assert "退回到以前的版本" in lines[0]
    assert "terminal:" in lines[1]


def test_versions_and_files_can_be_compared(list_path: Path, changed: Path) -> None:
    assert "21:00 → 20:00" in run("diff", "1", str(changed)).output
    assert "20:00 → 21:00" in run("diff", str(changed), "1").output
    assert "设施没有任何改动" in run("diff", "1", str(list_path)).output
    found = json.loads(run("diff", "1", str(changed), "--json").output)
    assert [one["id"] for one in found["changed"]] == ["tz-culture-centre"]
    assert found["added"] == found["removed"] == []
    assert [one["before"] for one in found["flips"]] == ["open"] * len(found["flips"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("diff", "1", "9"), "没有第 9 版"),
        (("diff", "1", "没有.csv"), "没有.csv"),
        (("rollback", "9"), "没有第 9 版"),
        (("rollback", "1", "--yes"), "完全一样"),
        (("export", "--version", "9"), "没有第 9 版"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    list_path: Path, words: tuple[str, ...], message: str
) -> None:
    done = run(*words)
    assert done.exit_code == 1
    assert message in done.output
    assert list_path.exists()


def test_a_file_with_problems_is_not_offered(list_path: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "错（测试）.csv"
    wrong.write_text(list_path.read_text("utf-8").replace(",library,", ",澡堂,"), "utf-8")
    done = run("publish", str(wrong), "--yes")
    assert done.exit_code == 1
    assert "没有“澡堂”这个类型" in done.output
    assert len(json.loads(run("versions", "--json").output)) == 1


def test_many_removed_rows_ask_for_their_number(list_path: Path, tmp_path: Path) -> None:
    part = tmp_path / "一部分（测试）.csv"
    part.write_text("".join(list_path.read_text("utf-8").splitlines(keepends=True)[:50]), "utf-8")
    assert "46 处会消失" in run("publish", str(part), "--yes").output
    assert "已发布第 2 版" in run("publish", str(part), "--yes", "--removed", "46").output


@pytest.mark.parametrize(
    "options",
    [(), ("--xlsx",), ("--english",), ("--encoding", "gb18030"), ("--encoding", "utf-16")],
    ids=" ".join,
)
def test_what_is_exported_can_be_published_again_without_any_change(
    list_path: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    out = tmp_path / "出来的（测试）"
    assert run("export", "--out", str(out), *options).exit_code == 0
    assert contents(out.read_bytes()).facilities == contents(list_path.read_bytes()).facilities
    assert "完全一样" in run("publish", str(out), "--yes").output
    if not options:
        assert run("export").stdout_bytes == out.read_bytes()


def test_a_bad_change_by_hand_is_said_and_the_last_good_list_exported(list_path: Path) -> None:
    good = list_path.read_bytes()
    run("versions")
    list_path.write_text(good.decode().replace(",library,", ",澡堂,"), "utf-8")
    done = run("versions")
    assert done.exit_code == 0
    assert "澡堂" in done.stderr
    assert contents(run("export").stdout_bytes).facilities == contents(good).facilities


def test_near_never_publishes_the_list_that_it_reads(
    list_path: Path, changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("versions")
    monkeypatch.setenv("FINDER_CSV", str(changed))
    asked = ("near", "39.9117", "116.6813", "--at", "2026-11-24T20:30")
    assert "通州区文化馆  闭馆" in run(*asked).output
    monkeypatch.setenv("FINDER_CSV", str(list_path))
    assert "通州区文化馆  开放中" in run(*asked).output
    assert len(json.loads(run("versions", "--json").output)) == 1

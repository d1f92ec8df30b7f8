"""The bar is drawn for somebody who looks on, and leaves no trace in what a program reads."""

from __future__ import annotations

import gc
import json
import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from finder.cli.bar import progress_bar
from finder.progress import silent

HEAD = "编号,名称,类型,开放时间\n"
# Without patience, so that a bar shows however fast the machine is.
AT_ONCE = "import finder.cli.bar as bar; bar.PATIENCE_S = 0.0; from finder.cli import main; main()"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.csv"
    path.write_text(HEAD + "".join(f"a-{n},甲馆{n},图书馆,\n" for n in range(3_000)), "utf-8")
    (tmp_path / "list.csv").write_text(HEAD + "a-0,甲馆0,图书馆,\n", "utf-8")
    return path


def run(folder: Path, words: list[str], on_terminal: bool, code: str = AT_ONCE) -> tuple[str, str]:
    """Return what the finder writes, and what it writes where errors go."""
    names = {"FINDER_CSV": str(folder / "list.csv"), "FINDER_DATA": str(folder / "data")}
    ours, theirs = pty.openpty() if on_terminal else os.pipe()
    if on_terminal:
        termios.tcsetwinsize(theirs, (24, 80))
    with (
        (folder / "written").open("w") as written,
        subprocess.Popen(
            [sys.executable, "-c", code, *words],
            stdout=written,
            stderr=theirs,
            env=os.environ | names,
        ) as process,
    ):
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65_536):
                shown += piece
        except OSError:
            # How a terminal says that nobody writes any more.
            pass
    os.close(ours)
    assert process.returncode == 0, shown.decode()
    return (folder / "written").read_text("utf-8"), shown.decode()


def last_line(shown: str) -> str:
    """Return what is left to see of the last line: a return starts it anew."""
    return shown.rstrip("\r").rpartition("\r")[2]


def test_a_check_shows_a_bar_for_each_phase_and_wipes_it_away(large: Path) -> None:
    written, shown = run(large.parent, ["check", str(large), "--json"], on_terminal=True)
    assert json.loads(written)["facilities"] == 3_000
    for words in ("读取:", "检查:", "3000", "行/s"):
        assert words in shown
    assert last_line(shown).strip() == ""


def test_publishing_shows_its_phases_too(large: Path) -> None:
    words = ["publish", str(large), "--yes"]
    written, shown = run(large.parent, words, on_terminal=True)
    assert written.endswith("已发布第 2 版，3000 处设施。\n")
    # The list of one row was published before.
    places = [shown.rindex(f"{phase}:") for phase in ("读取", "检查", "比较", "发布")]
    assert places == sorted(places)


def test_nothing_is_drawn_where_nobody_looks_on(large: Path) -> None:
    for words in (["check", str(large), "--json"], ["check", str(large)]):
        written, shown = run(large.parent, words, on_terminal=False)
        assert "\r" not in shown
        assert "检查:" not in shown
        assert written == run(large.parent, words, on_terminal=True)[0]


def test_what_is_over_at_once_shows_no_bar(large: Path) -> None:
    code = "from finder.cli import main; main()"
    small = ["check", str(large.parent / "list.csv")]
    _, shown = run(large.parent, small, on_terminal=True, code=code)
    assert "检查:" not in shown
    assert "s/" not in shown


def test_the_search_for_cycles_goes_on_afterwards_even_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(KeyError), progress_bar() as progress:
        assert progress is silent
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_a_terminal_whose_error_output_is_closed_needs_no_bar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with progress_bar() as progress:
        assert progress is silent

"""The map's shell, kept from one start to the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from finder.folium_map import shell
from finder.map_shell import Shell, is_kept, kept_shell, shell_of
from finder.settings import Settings, Tiles
from finder.shells import shells
from finder.translations import catalogue

MADE = shell_of("let map;", ("a.js", "b.js"), ("a.css",))
TILES = Tiles("测试", "https://tiles.example/{z}/{x}/{y}", "测试", shown=True)


def counted() -> tuple[list[int], Callable[[], Shell]]:
    calls: list[int] = []

    def make() -> Shell:
        calls.append(1)
        return MADE

    return calls, make


def test_it_is_made_once_for_each_language_and_base_map(tmp_path: Path) -> None:
    calls, make = counted()
    for tiles, count in ((None, 1), (None, 1), (TILES, 2), (TILES, 2)):
        assert kept_shell(tmp_path, tiles, "zh", make) == MADE
        assert len(calls) == count
    assert is_kept(tmp_path, TILES, "zh")
    assert not is_kept(tmp_path, replace(TILES, shown=False), "zh")
    assert not is_kept(tmp_path, TILES, "en")


@pytest.mark.parametrize("part", ["script", "digest", "js", "css", "value"])
def test_a_broken_one_is_made_anew(tmp_path: Path, part: str) -> None:
    calls, make = counted()
    kept_shell(tmp_path, None, "zh", make)
    (path,) = tmp_path.iterdir()
    kept = json.loads(path.read_bytes())
    broken = kept | {"value": 1} if part == "value" else kept
    if part != "value":
        broken["value"][part] = None
    path.write_text(json.dumps(broken), "utf-8")
    assert kept_shell(tmp_path, None, "zh", make) == MADE
    assert kept_shell(tmp_path, None, "zh", make) == MADE
    assert len(calls) == 2


def test_one_that_cannot_be_kept_is_made_each_time(tmp_path: Path) -> None:
    calls, make = counted()
    (tmp_path / "file").write_text("no folder", "utf-8")
    for _ in range(2):
        assert kept_shell(tmp_path / "file", None, "zh", make) == MADE
    assert len(calls) == 2


def test_the_kept_shells_are_those_that_folium_makes(settings: Settings) -> None:
    settings.data_folder.mkdir()
    for _ in range(2):
        assert shells(settings) == {
            name: shell(settings.tiles, catalogue(name)) for name in ("zh", "en")
        }

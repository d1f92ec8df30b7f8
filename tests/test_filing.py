"""Files are replaced whole, or stay as they were."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from finder.errors import StorageError
from finder.filing import placed, prepared, remove_unfinished
from tests.faults import room_for


def test_a_file_is_replaced_with_its_permissions_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "测试.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    beside = prepared(path, b"new")
    assert path.read_bytes() == b"old"
    placed(beside, path)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_can_be_read_by_others(tmp_path: Path) -> None:
    path = tmp_path / "测试.csv"
    placed(prepared(path, b"new"), path)
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"测试\.csv.*FINDER_CSV"):
        prepared(tmp_path / "没有" / "测试.csv", b"new")


def test_a_full_disk_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "测试.csv"
    path.write_bytes(b"old")
    with room_for(1000), pytest.raises(StorageError, match=r"测试\.csv.*磁盘空间"):
        prepared(path, b"x" * 100_000)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_replaced_stays(tmp_path: Path) -> None:
    path = tmp_path / "测试.csv"
    beside = prepared(path, b"new")
    path.mkdir()
    (path / "inside").touch()
    with pytest.raises(StorageError, match=r"测试\.csv"):
        placed(beside, path)
    assert list(tmp_path.iterdir()) == [path]


def test_only_what_was_left_long_ago_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "测试.csv"
    old, young, other = prepared(path, b"1"), prepared(path, b"2"), tmp_path / ".别的.new"
    other.touch()
    now = dt.datetime.now(dt.UTC)
    os.utime(old, (now.timestamp() - 3600,) * 2)
    remove_unfinished(path, now)
    assert sorted(tmp_path.iterdir()) == sorted([young, other])

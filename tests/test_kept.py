"""Files that only save work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from finder.kept import keep, read_kept


def test_what_is_kept_is_read_again_until_it_would_be_made_of_something_else(
    tmp_path: Path,
) -> None:
    path = tmp_path / "测试.json"
    keep(path, "1", {"甲馆": [1, "二"]})
    assert read_kept(path, "1") == {"甲馆": [1, "二"]}
    assert read_kept(path, "2") is None


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"1", b"{}", b"\xff\xfe", b'{"value": 1}', b"[" * 99_999]
)
def test_a_broken_file_is_as_good_as_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "kept.json"
    assert read_kept(path, "1") is None
    path.write_bytes(data)
    assert read_kept(path, "1") is None
    keep(path, "1", "new")
    assert read_kept(path, "1") == "new"


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    keep(tmp_path / "file" / "kept.json", "1", "lost")
    assert read_kept(tmp_path / "file" / "kept.json", "1") is None


def test_nothing_is_left_beside_it(tmp_path: Path) -> None:
    for number in range(3):
        keep(tmp_path / "kept.json", "1", number)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.json"]
    assert json.loads((tmp_path / "kept.json").read_bytes()) == {"made_of": "1", "value": 2}

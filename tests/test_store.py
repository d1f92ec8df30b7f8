"""The database file: loaded once, whole or not at all, and seen by others at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils

from finder import store
from finder.errors import FileError, SettingsError
from finder.facility import Facility
from finder.settings import Settings

TWO = "id,name,kind\njia,甲馆,library\nyi,乙馆,museum\n"
ONE = "id,name,kind\nyi,乙馆（测试）,museum\n"


@pytest.fixture
def database(settings: Settings) -> Iterator[sqlite_utils.Database]:
    database = store.connect(settings.database_path)
    yield database
    database.close()


@pytest.fixture
def made_up_path(tmp_path: Path) -> Path:
    path = tmp_path / "测试.csv"
    path.write_text(TWO, encoding="utf-8")
    return path


def names(database: sqlite_utils.Database) -> list[str]:
    return [one.name for one in store.facilities(database)]


def test_the_real_list_comes_back_as_it_was(
    database: sqlite_utils.Database, csv_path: Path, facilities: tuple[Facility, ...]
) -> None:
    loaded = store.load(database, csv_path)
    assert store.facilities(database) == facilities
    assert (loaded.number, loaded.facilities) == (1, 95)
    assert loaded.loaded_at.endswith("+00:00")


def test_a_new_database_holds_no_list(database: sqlite_utils.Database) -> None:
    assert store.version(database) is None


def test_the_same_bytes_are_not_loaded_twice(
    database: sqlite_utils.Database, made_up_path: Path
) -> None:
    first = store.load(database, made_up_path)
    written = database.conn.total_changes
    assert store.load(database, made_up_path) == first
    assert database.conn.total_changes == written


def test_other_bytes_replace_the_whole_list(
    database: sqlite_utils.Database, made_up_path: Path
) -> None:
    first = store.load(database, made_up_path)
    made_up_path.write_text(ONE, encoding="utf-8")
    second = store.load(database, made_up_path)
    assert names(database) == ["乙馆（测试）"]
    assert (first.number, second.number, second.facilities) == (1, 2, 1)
    assert first.digest != second.digest


@pytest.mark.parametrize(
    "bad",
    [b"", b"\x89PNG\r\n\x1a\n\0\0", TWO.encode() + "丙,丙馆,错\n".encode(), TWO.encode() * 2],
    ids=["empty", "picture", "wrong cells", "twice"],
)
def test_a_bad_file_leaves_the_old_list_whole(
    database: sqlite_utils.Database, made_up_path: Path, bad: bytes
) -> None:
    first = store.load(database, made_up_path)
    made_up_path.write_bytes(bad)
    with pytest.raises(FileError) as caught:
        store.load(database, made_up_path)
    assert caught.value.problems
    assert names(database) == ["甲馆", "乙馆"]
    assert store.version(database) == first


def test_a_missing_file_is_named(database: sqlite_utils.Database, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"没有\.csv"):
        store.load(database, tmp_path / "没有.csv")


def test_a_second_connection_sees_the_new_version(
    database: sqlite_utils.Database, settings: Settings, made_up_path: Path
) -> None:
    store.load(database, made_up_path)
    reader = store.connect(settings.database_path)
    try:
        assert names(reader) == ["甲馆", "乙馆"]
        made_up_path.write_text(ONE, encoding="utf-8")
        loaded = store.load(database, made_up_path)
        assert store.version(reader) == loaded
        assert names(reader) == ["乙馆（测试）"]
    finally:
        reader.close()


def test_a_reader_in_the_middle_of_a_load_sees_the_old_list(
    database: sqlite_utils.Database, settings: Settings, made_up_path: Path
) -> None:
    store.load(database, made_up_path)
    reader = store.connect(settings.database_path)
    try:
        reader.conn.execute("begin")
        assert names(reader) == ["甲馆", "乙馆"]
        made_up_path.write_text(ONE, encoding="utf-8")
        store.load(database, made_up_path)
        assert names(reader) == ["甲馆", "乙馆"]
        reader.conn.execute("commit")
        assert names(reader) == ["乙馆（测试）"]
    finally:
        reader.close()


def test_the_digest_changes_with_every_byte(
    database: sqlite_utils.Database, made_up_path: Path
) -> None:
    first = store.load(database, made_up_path).digest
    made_up_path.write_text(TWO + "\n", encoding="utf-8")
    assert store.load(database, made_up_path).digest != first
    assert len(first) == hashlib.sha256().digest_size * 2


def test_hostile_texts_are_only_texts(database: sqlite_utils.Database, made_up_path: Path) -> None:
    name = "'); drop table facilities; --"
    made_up_path.write_text(f'id,name,kind\njia,"{name}",library\n', encoding="utf-8")
    store.load(database, made_up_path)
    assert names(database) == [name]


def test_a_data_folder_that_cannot_be_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("测试", encoding="utf-8")
    with pytest.raises(SettingsError, match="FINDER_DATA") as caught:
        store.connect(tmp_path / "file" / "finder.sqlite")
    assert str(tmp_path) in str(caught.value)


def test_a_folder_where_the_database_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "finder.sqlite").mkdir()
    with pytest.raises(SettingsError, match=r"finder\.sqlite"):
        store.connect(tmp_path / "finder.sqlite")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "finder.sqlite"
    path.write_bytes("测试，不是数据库。".encode() * 100)
    with pytest.raises(SettingsError, match=r"finder\.sqlite"):
        store.connect(path)

"""The database file: lists, versions, uploads and acts, kept whole or not at all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from finder import store
from finder.csvfile import contents
from finder.errors import NotFoundError, SettingsError, StorageError
from finder.facility import Facility
from finder.settings import Settings
from tests.conftest import NOW

TWO = "id,name,kind\njia,甲馆,library\nyi,乙馆,museum\n"
ONE = "id,name,kind\nyi,乙馆（测试）,museum\n"


@pytest.fixture
def database(settings: Settings) -> Iterator[store.Database]:
    database = store.connect(settings.database_path)
    yield database
    database.close()


def published(database: store.Database, text: str) -> store.Version:
    """Return the version that a CSV text becomes."""
    data = text.encode()
    with store.writing(database):
        return store.add_version(database, data, contents(data).facilities, NOW, "甲", "publish")


def names(database: store.Database) -> list[str]:
    return [one.name for one in store.facilities(database)]


def test_the_real_list_comes_back_as_it_was(
    database: store.Database, csv_path: Path, facilities: tuple[Facility, ...]
) -> None:
    data = csv_path.read_bytes()
    with store.writing(database):
        made = store.add_version(database, data, facilities, NOW, "甲", "publish", detail="测试")
    assert store.facilities(database) == facilities
    assert store.version_bytes(database, 1) == data
    assert made == store.version(database)
    assert (made.number, made.base, made.facilities) == (1, None, 95)
    assert made.published_at == "2026-11-24T12:00:00+00:00"
    assert made.digest == hashlib.sha256(data).hexdigest()


def test_a_new_database_holds_no_list(database: store.Database) -> None:
    assert store.version(database) is None
    assert not store.versions(database) + store.uploads(database) + store.acts(database)
    assert store.disk(database) is None


def test_a_version_takes_the_place_of_the_whole_list_and_the_old_one_is_kept(
    database: store.Database,
) -> None:
    first, second = published(database, TWO), published(database, ONE)
    assert names(database) == ["乙馆（测试）"]
    assert (second.number, second.base) == (2, 1)
    assert store.versions(database) == (second, first)
    assert store.version_bytes(database, 1).decode() == TWO
    assert [(act.act, act.version, act.base) for act in store.acts(database)] == [
        ("publish", 2, 1),
        ("publish", 1, None),
    ]


def test_what_fails_within_a_transaction_leaves_nothing(database: store.Database) -> None:
    published(database, TWO)
    with pytest.raises(RuntimeError), store.writing(database):
        published(database, ONE)
        raise RuntimeError
    assert names(database) == ["甲馆", "乙馆"]
    assert len(store.acts(database)) == len(store.versions(database)) == 1
    published(database, ONE)


def test_an_upload_is_kept_byte_for_byte_and_changes_nothing(database: store.Database) -> None:
    published(database, TWO)
    data = bytes(range(256)) * 10
    sent = store.add_upload(database, data, "名单（测试）.xlsx", NOW, "甲")
    assert store.upload_bytes(database, sent.number) == data
    assert (sent.base, sent.account, sent.name) == (1, "甲", "名单（测试）.xlsx")
    assert names(database) == ["甲馆", "乙馆"]
    assert store.acts(database)[0].act == "upload"
    assert store.uploads(database) == (sent,)


def test_what_does_not_exist_is_named(database: store.Database) -> None:
    with pytest.raises(NotFoundError, match="第 7 版"):
        store.version_bytes(database, 7)
    with pytest.raises(NotFoundError, match="第 7 次上传"):
        store.upload_bytes(database, 7)


def test_the_problems_of_a_refused_file_are_kept(database: store.Database) -> None:
    problem = contents(b"id,name,kind\n").problems[0]
    store.set_disk(database, "/list.csv", "a", "b", (problem,))
    store.set_disk(database, "/list.csv", "a", "c", (problem,))
    known = store.disk(database)
    assert known is not None
    assert (known.refused, known.problems) == ("c", (problem.as_dict(),))


def test_a_reader_in_the_middle_of_a_publish_sees_the_old_list(
    database: store.Database, settings: Settings
) -> None:
    published(database, TWO)
    reader = store.connect(settings.database_path)
    try:
        reader.conn.execute("begin")
        assert names(reader) == ["甲馆", "乙馆"]
        published(database, ONE)
        assert names(reader) == ["甲馆", "乙馆"]
        reader.conn.execute("commit")
        assert names(reader) == ["乙馆（测试）"]
    finally:
        reader.close()


def test_a_database_of_an_older_program_is_brought_up_to_date(settings: Settings) -> None:
    settings.data_folder.mkdir()
    with sqlite3.connect(settings.database_path) as old:
        old.execute("create table facilities (place integer, id text primary key, name text)")
        old.execute("insert into facilities values (0, 'jia', '甲馆')")
    old.close()
    database = store.connect(settings.database_path)
    try:
        assert store.facilities(database) == ()
        published(database, TWO)
        assert names(database) == ["甲馆", "乙馆"]
    finally:
        database.close()


def test_hostile_texts_are_only_texts(database: store.Database) -> None:
    name = "'); drop table facilities; --"
    published(database, f'id,name,kind\njia,"{name}",library\n')
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


def test_the_ids_are_those_of_the_published_facilities(database: store.Database) -> None:
    published(database, TWO)
    assert store.facility_ids(database) == ("jia", "yi")
    published(database, ONE)
    assert store.facility_ids(database) == ("yi",)


def test_what_is_longer_than_sqlite_keeps_is_refused_with_the_reason(
    database: store.Database,
) -> None:
    database.conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 10_000)
    with pytest.raises(StorageError, match="too big"):
        store.add_upload(database, b"x" * 20_000, "名单.csv", NOW, "甲")
    assert store.uploads(database) == ()

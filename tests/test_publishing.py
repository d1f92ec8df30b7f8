"""Publishing: the same bytes checked again, never over another's work, whole on disk as well."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from finder import store
from finder.errors import ConflictError, FileError, FinderError, NotFoundError, StorageError
from finder.following import follow
from finder.publishing import Publisher, must_confirm, publish, rollback
from tests.conftest import NOW
from tests.faults import room_for
from tests.oracle.crashes import prove

HEADER = "id,name,kind,notice\n"
TEN = HEADER + "".join(f"guan-{n},第{n}馆（测试）,museum,\n" for n in range(10))
CHANGED = TEN.replace("guan-3,第3馆（测试）", "guan-3,第三馆（测试）")
SHORT = HEADER + "".join(f"guan-{n},第{n}馆（测试）,museum,\n" for n in range(7))
WRONG = TEN.replace("museum", "澡堂", 1)
AUTHOR = Publisher("甲", NOW, base=1)


@pytest.fixture
def list_path(tmp_path: Path) -> Path:
    path = tmp_path / "list" / "名单（测试）.csv"
    path.parent.mkdir()
    path.write_text(TEN, encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path, list_path: Path) -> Iterator[store.Database]:
    database = store.connect(tmp_path / "data" / "finder.sqlite")
    follow(database, list_path, NOW)
    yield database
    database.close()


def sent(database: store.Database, text: str) -> int:
    """Return the number of an upload of `text`."""
    return store.add_upload(database, text.encode(), "名单.csv", NOW, "甲").number


def names(database: store.Database) -> list[str]:
    return [one.name for one in store.facilities(database)]


def test_an_upload_is_served_and_lies_on_disk_once_it_is_published(
    database: store.Database, list_path: Path
) -> None:
    made = publish(database, list_path, sent(database, CHANGED), AUTHOR)
    assert (made.number, made.act, made.account, made.upload, made.base) == (
        2,
        "publish",
        "甲",
        1,
        1,
    )
    assert names(database)[3] == "第三馆（测试）"
    assert list_path.read_text(encoding="utf-8") == CHANGED
    assert store.version_bytes(database, 2).decode() == CHANGED
    known = store.disk(database)
    assert known is not None
    assert known.digest == made.digest
    assert list(list_path.parent.iterdir()) == [list_path]
    assert [act.act for act in store.acts(database)] == ["publish", "upload", "file"]


def test_a_rollback_is_a_new_version_with_the_old_bytes(
    database: store.Database, list_path: Path
) -> None:
    publish(database, list_path, sent(database, CHANGED), AUTHOR)
    made = rollback(database, list_path, 1, replace(AUTHOR, base=2))
    assert (made.number, made.act, made.base) == (3, "rollback", 2)
    assert list_path.read_text(encoding="utf-8") == TEN
    assert names(database)[3] == "第3馆（测试）"
    assert store.acts(database)[0].detail == "1"


@pytest.mark.parametrize(
    ("text", "author", "error", "words"),
    [
        (WRONG, AUTHOR, FileError, "没有“澡堂”这个类型"),
        ("", AUTHOR, FileError, "空的"),
        (TEN, AUTHOR, ConflictError, "完全一样"),
        (CHANGED, replace(AUTHOR, base=7), ConflictError, "比较用的是第 7 版"),
        (SHORT, AUTHOR, ConflictError, "10 处设施里有 3 处会消失"),
        (SHORT, replace(AUTHOR, removed=2), ConflictError, "请在确认框里写 3"),
    ],
    ids=["a wrong row", "empty", "the same", "another base", "many removed", "another number"],
)
def test_what_may_not_be_published_leaves_everything_as_it_was(
    database: store.Database,
    list_path: Path,
    text: str,
    author: Publisher,
    error: type[FinderError],
    words: str,
) -> None:
    upload = sent(database, text)
    with pytest.raises(error, match=words):
        publish(database, list_path, upload, author)
    assert list_path.read_text(encoding="utf-8") == TEN
    assert [one.number for one in store.versions(database)] == [1]
    assert list(list_path.parent.iterdir()) == [list_path]


def test_many_rows_go_once_their_number_is_typed(database: store.Database, list_path: Path) -> None:
    publish(database, list_path, sent(database, SHORT), replace(AUTHOR, removed=3))
    assert len(names(database)) == 7


@pytest.mark.parametrize(
    ("removed", "published", "asked"), [(1, 5, False), (2, 9, True), (0, 0, False)]
)
def test_more_than_a_fifth_is_asked_for(removed: int, published: int, asked: bool) -> None:
    assert must_confirm(removed, published) is asked


def test_who_published_meanwhile_is_named(database: store.Database, list_path: Path) -> None:
    mine, theirs = sent(database, CHANGED), sent(database, TEN.replace("第1馆", "一馆"))
    publish(database, list_path, theirs, replace(AUTHOR, account="乙"))
    with pytest.raises(ConflictError, match="第 2 版（乙）"):
        publish(database, list_path, mine, AUTHOR)
    assert "一馆" in list_path.read_text(encoding="utf-8")


def test_a_change_by_hand_that_nobody_has_checked_is_not_written_over(
    database: store.Database, list_path: Path
) -> None:
    by_hand = TEN.replace("第5馆", "五馆")
    upload = sent(database, CHANGED)
    list_path.write_text(by_hand, encoding="utf-8")
    with pytest.raises(ConflictError, match="直接改过"):
        publish(database, list_path, upload, AUTHOR)
    assert list_path.read_text(encoding="utf-8") == by_hand


def test_a_version_and_an_upload_that_are_not_there_are_named(
    database: store.Database, list_path: Path
) -> None:
    with pytest.raises(NotFoundError, match="第 9 次上传"):
        publish(database, list_path, 9, AUTHOR)
    with pytest.raises(NotFoundError, match="第 9 版"):
        rollback(database, list_path, 9, AUTHOR)


def test_a_disk_without_room_for_the_file_changes_nothing(
    database: store.Database, list_path: Path
) -> None:
    long = CHANGED + "".join(f"neu-{n},新馆{n}（测试）,museum,{'长' * 300}\n" for n in range(900))
    upload = sent(database, long)
    database.execute("pragma wal_checkpoint(truncate)")
    # The database is larger than the file, so that it is the file that finds no room.
    with room_for(500_000), pytest.raises(StorageError, match="磁盘空间"):
        publish(database, list_path, upload, AUTHOR)
    assert list_path.read_text(encoding="utf-8") == TEN
    assert names(database)[3] == "第3馆（测试）"
    assert store.upload_bytes(database, upload).decode() == long
    assert list(list_path.parent.iterdir()) == [list_path]
    publish(database, list_path, upload, AUTHOR)


def test_a_disk_that_is_full_at_the_last_moment_leaves_no_file_behind(
    database: store.Database, list_path: Path
) -> None:
    upload = sent(database, CHANGED)
    database.execute("pragma wal_checkpoint(truncate)")
    # Room for the file, and none for the transaction, which is written out at its end.
    with room_for(4_000), pytest.raises(StorageError, match="磁盘空间"):
        publish(database, list_path, upload, AUTHOR)
    assert list(list_path.parent.iterdir()) == [list_path]
    assert list_path.read_text(encoding="utf-8") == TEN


def test_a_folder_in_the_place_of_the_file_is_named(
    database: store.Database, list_path: Path
) -> None:
    list_path.unlink()
    list_path.mkdir()
    with pytest.raises(StorageError, match="读不出来"):
        publish(database, list_path, sent(database, CHANGED), AUTHOR)
    assert [one.number for one in store.versions(database)] == [1]


def test_a_folder_that_cannot_be_written_changes_nothing(
    database: store.Database, list_path: Path, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    list_path.parent.rename(gone)
    with pytest.raises(StorageError, match="权限"):
        publish(database, list_path, sent(database, CHANGED), AUTHOR)
    assert [one.number for one in store.versions(database)] == [1]


def test_a_process_killed_at_any_moment_leaves_a_whole_version() -> None:
    assert prove(rounds=8, seed=7) == []


def test_of_two_who_publish_at_once_one_is_told_of_the_other(
    database: store.Database, list_path: Path, tmp_path: Path
) -> None:
    start = threading.Barrier(2)

    def attempt(account: str) -> str:
        with closing(store.connect(tmp_path / "data" / "finder.sqlite")) as own:
            upload = sent(own, TEN.replace("第3馆", account))
            start.wait()
            try:
                publish(own, list_path, upload, replace(AUTHOR, account=account))
            except ConflictError as error:
                return str(error)
        return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(attempt, ("甲", "乙")))
    assert told[0] == ""
    assert "现在发布的是第 2 版" in told[1]
    assert [one.number for one in store.versions(database)] == [2, 1]
    assert list_path.read_bytes() == store.version_bytes(database, 2)

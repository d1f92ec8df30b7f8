"""The file on disk and the published version are the same, whoever changed which."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from finder import store
from finder.csvfile import contents
from finder.errors import FileError
from finder.filing import prepared
from finder.following import follow, listed
from finder.publishing import publish
from tests.conftest import NOW
from tests.test_publishing import AUTHOR, CHANGED, HEADER, SHORT, TEN, WRONG, names, sent

DATABASE = "data/finder.sqlite"


@pytest.fixture
def list_path(tmp_path: Path) -> Path:
    path = tmp_path / "名单（测试）.csv"
    path.write_text(TEN, encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path, list_path: Path) -> Iterator[store.Database]:
    database = store.connect(tmp_path / DATABASE)
    follow(database, list_path, NOW)
    yield database
    database.close()


def test_the_first_file_becomes_the_first_version_as_it_is(database: store.Database) -> None:
    made = store.version(database)
    assert made is not None
    assert (made.number, made.act, made.account) == (1, "file", "")
    assert store.version_bytes(database, 1).decode() == TEN


def test_a_file_that_has_not_changed_writes_nothing(
    database: store.Database, list_path: Path
) -> None:
    written = database.conn.total_changes
    assert follow(database, list_path, NOW).number == 1
    assert database.conn.total_changes == written


def test_a_good_change_by_hand_is_published_byte_for_byte(
    database: store.Database, list_path: Path
) -> None:
    by_hand = CHANGED.encode("gb18030")
    list_path.write_bytes(by_hand)
    assert follow(database, list_path, NOW).number == 2
    assert names(database)[3] == "第三馆（测试）"
    assert store.version_bytes(database, 2) == list_path.read_bytes() == by_hand
    assert store.acts(database)[0].act == "file"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (WRONG, "澡堂"),
        ("", "空的"),
        (SHORT, "10 处设施里有 3 处会消失"),
        (HEADER, "没有设施"),
    ],
    ids=["a wrong row", "empty", "many removed", "header only"],
)
def test_a_bad_change_by_hand_is_refused_once_kept_and_named(
    database: store.Database,
    list_path: Path,
    text: str,
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    list_path.write_text(text, encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert follow(database, list_path, NOW).number == 1
    assert len([line for line in caplog.messages if words in line]) == 1
    known = store.disk(database)
    assert known is not None
    assert words in str(known.problems)
    assert [act.act for act in store.acts(database)][:1] == ["refused"]
    kept = store.uploads(database)
    assert [store.upload_bytes(database, one.number).decode() for one in kept] == [text]
    assert len(names(database)) == 10


def test_what_was_refused_is_forgotten_once_the_file_is_mended(
    database: store.Database, list_path: Path
) -> None:
    list_path.write_text(WRONG, encoding="utf-8")
    follow(database, list_path, NOW)
    list_path.write_text(CHANGED, encoding="utf-8")
    assert follow(database, list_path, NOW).number == 2
    known = store.disk(database)
    assert known is not None
    assert (known.refused, known.problems) == ("", ())


def test_a_refused_change_that_is_taken_back_is_forgotten(
    database: store.Database, list_path: Path
) -> None:
    list_path.write_text(WRONG, encoding="utf-8")
    follow(database, list_path, NOW)
    list_path.write_text(TEN, encoding="utf-8")
    assert follow(database, list_path, NOW).number == 1
    known = store.disk(database)
    assert known is not None
    assert known.refused == ""


def test_publishing_writes_over_what_was_refused(database: store.Database, list_path: Path) -> None:
    list_path.write_text(WRONG, encoding="utf-8")
    follow(database, list_path, NOW)
    publish(database, list_path, sent(database, CHANGED), AUTHOR)
    assert list_path.read_text(encoding="utf-8") == CHANGED
    known = store.disk(database)
    assert known is not None
    assert (known.refused, known.problems) == ("", ())


def test_a_file_that_is_gone_is_named_and_the_list_keeps_serving(
    database: store.Database, list_path: Path
) -> None:
    list_path.unlink()
    assert follow(database, list_path, NOW).number == 1
    assert len(names(database)) == 10
    known = store.disk(database)
    assert known is not None
    assert "读不出来" in str(known.problems)
    publish(database, list_path, sent(database, CHANGED), AUTHOR)
    assert list_path.read_text(encoding="utf-8") == CHANGED


@pytest.mark.parametrize("text", [None, "", WRONG], ids=["missing", "empty", "a wrong row"])
def test_without_any_version_a_bad_file_is_an_error(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "名单（测试）.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with closing(store.connect(tmp_path / DATABASE)) as database:
        with pytest.raises(FileError):
            follow(database, path, NOW)
        assert store.version(database) is None


def test_a_version_whose_file_was_not_replaced_any_more_is_finished(
    database: store.Database, list_path: Path
) -> None:
    data = CHANGED.encode()
    left = prepared(list_path, data)
    with store.writing(database):
        store.add_version(database, data, contents(data).facilities, NOW, "甲", "publish")
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    assert follow(database, list_path, later).number == 2
    assert list_path.read_bytes() == data
    assert not left.exists()


@pytest.mark.parametrize("by_hand", [WRONG, None])
def test_a_version_is_finished_also_over_what_was_refused(
    database: store.Database,
    list_path: Path,
    by_hand: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if by_hand is None:
        list_path.unlink()
    else:
        list_path.write_text(by_hand, encoding="utf-8")
    follow(database, list_path, NOW)
    with monkeypatch.context() as broken:

        def refuse(*_: Path) -> Path:
            raise OSError(5, "Input/output error")

        broken.setattr(Path, "replace", refuse)
        publish(database, list_path, sent(database, CHANGED), AUTHOR)
    follow(database, list_path, NOW)
    assert list_path.read_text(encoding="utf-8") == CHANGED
    assert [one.number for one in store.versions(database)] == [2, 1]


def test_a_change_by_hand_never_undoes_a_version_whose_file_it_was_not_made_from(
    database: store.Database, list_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = CHANGED.encode()
    with store.writing(database):
        found = contents(data).facilities
        store.add_version(database, data, found, NOW, "甲", "publish")
    # Its process died before the file was replaced, and somebody has the old file open.
    by_hand = TEN.replace("第5馆", "五馆")
    list_path.write_text(by_hand, encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert follow(database, list_path, NOW).number == 2
    assert len([line for line in caplog.messages if "照更早的版本改的" in line]) == 1
    assert names(database)[3] == "第三馆（测试）"
    assert list_path.read_text(encoding="utf-8") == by_hand
    assert store.upload_bytes(database, 1).decode() == by_hand
    # Who changes it once more means it.
    list_path.write_text(by_hand.replace("第6馆", "六馆"), encoding="utf-8")
    assert follow(database, list_path, NOW).number == 3


def test_another_list_may_be_shorter(database: store.Database, tmp_path: Path) -> None:
    other = tmp_path / "另一份（测试）.csv"
    other.write_text(SHORT, encoding="utf-8")
    assert follow(database, other, NOW).facilities == 7
    other.write_text(TEN, encoding="utf-8")
    assert follow(database, other, NOW).facilities == 10


def test_a_list_is_read_without_publishing_it(
    database: store.Database, list_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "另一份（测试）.csv"
    other.write_text(CHANGED, encoding="utf-8")
    written = database.conn.total_changes
    assert listed(database, other)[3].name == "第三馆（测试）"
    assert listed(database, list_path)[3].name == "第3馆（测试）"
    other.write_text(WRONG, encoding="utf-8")
    with pytest.raises(FileError, match="澡堂"):
        listed(database, other)
    assert database.conn.total_changes == written


def test_the_facilities_are_filled_in_again_after_the_tables_have_changed(
    database: store.Database, list_path: Path
) -> None:
    database.execute("delete from facilities")
    database.commit()
    follow(database, list_path, NOW)
    assert len(names(database)) == 10


def test_a_mended_file_is_served_where_todays_checker_refuses_the_published_version(
    database: store.Database, list_path: Path
) -> None:
    with store.writing(database):
        store.add_version(database, WRONG.encode(), (), NOW, "甲", "publish")
    list_path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(FileError, match="澡堂"):
        follow(database, list_path, NOW)
    assert [one.number for one in store.versions(database)] == [2, 1]
    list_path.write_text(CHANGED, encoding="utf-8")
    assert follow(database, list_path, NOW).number == 3
    assert len(names(database)) == 10

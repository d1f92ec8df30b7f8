"""A file that somebody has changed is taken in once, or refused once, however many look at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from finder import store
from finder.by_hand import taken_in
from finder.csvfile import contents
from finder.errors import ConflictError
from finder.following import follow
from tests.conftest import NOW
from tests.test_publishing import CHANGED, TEN, WRONG


@pytest.fixture
def list_path(tmp_path: Path) -> Path:
    path = tmp_path / "名单（测试）.csv"
    path.write_text(TEN, encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path, list_path: Path) -> Iterator[store.Database]:
    with closing(store.connect(tmp_path / "finder.sqlite")) as database:
        follow(database, list_path, NOW)
        yield database


def never(*_: object) -> None:
    raise AssertionError("nothing is to be delivered")


def test_what_one_worker_has_taken_in_another_does_not_take_in_again(
    database: store.Database, list_path: Path
) -> None:
    list_path.write_text(CHANGED, encoding="utf-8")
    assert follow(database, list_path, NOW).number == 2
    assert taken_in(database, list_path, CHANGED.encode(), NOW, never).number == 2


@pytest.mark.parametrize("stale", [True, False])
def test_what_one_worker_has_refused_another_does_not_take_in(
    database: store.Database, list_path: Path, stale: bool
) -> None:
    by_hand = TEN.replace("第5馆", "五馆") if stale else WRONG
    if stale:
        data = CHANGED.encode()
        with store.writing(database):
            found = contents(data).facilities
            store.add_version(database, data, found, NOW, "甲", "publish")
    list_path.write_text(by_hand, encoding="utf-8")
    current = follow(database, list_path, NOW)
    assert taken_in(database, list_path, by_hand.encode(), NOW, never) == current
    assert len(store.uploads(database)) == 1


def test_what_cannot_be_delivered_is_not_kept(database: store.Database, list_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise ConflictError

    list_path.write_text(CHANGED, encoding="utf-8")
    with pytest.raises(ConflictError):
        taken_in(database, list_path, CHANGED.encode(), NOW, refuse)
    assert [one.number for one in store.versions(database)] == [1]
    known = store.disk(database)
    assert known is not None
    assert known.digest == store.digest_of(TEN.encode())

"""A running server follows the file on disk and the shared store, and outlives the loss of both."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from finder import store
from finder.following import follow
from finder.publishing import publish
from finder.watching import watch
from tests.conftest import NOW
from tests.postgres import PASSWORD, Server
from tests.test_publishing import AUTHOR, CHANGED, TEN, names, sent


@pytest.fixture
def list_path(tmp_path: Path) -> Path:
    path = tmp_path / "名单（测试）.csv"
    path.write_text(TEN, encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[store.Database]:
    with closing(store.connect(tmp_path / "finder.sqlite")) as database:
        yield database


@contextmanager
def watched(folder: Path, list_path: Path, shared: str = "") -> Iterator[None]:
    stopped = threading.Event()
    arguments = (folder / "finder.sqlite", list_path, lambda: NOW, stopped, shared)
    watcher = threading.Thread(target=watch, args=arguments)
    watcher.start()
    try:
        yield
    finally:
        stopped.set()
        watcher.join()


def comes(true: Callable[[], object]) -> bool:
    """Return whether something becomes true; it may take its time on a busy machine."""
    for _ in range(300):
        if true():
            return True
        time.sleep(0.1)
    return False


def test_the_watch_takes_in_what_is_changed_while_it_runs(
    database: store.Database, list_path: Path, tmp_path: Path
) -> None:
    follow(database, list_path, NOW)
    with watched(tmp_path, list_path):
        list_path.write_text(CHANGED, encoding="utf-8")
        assert comes(lambda: names(database)[3] == "第三馆（测试）")


def test_the_watch_takes_in_what_another_machine_publishes(
    database: store.Database, list_path: Path, tmp_path: Path, shared: str
) -> None:
    follow(database, list_path, NOW, shared=shared)
    other = tmp_path / "other" / "list.csv"
    with (
        closing(store.connect(tmp_path / "other" / "finder.sqlite")) as second,
        watched(tmp_path, list_path, shared),
    ):
        follow(second, other, NOW, shared=shared)
        publish(second, other, sent(second, CHANGED), AUTHOR, shared=shared)
        assert comes(lambda: list_path.read_text(encoding="utf-8") == CHANGED)
    assert names(database)[3] == "第三馆（测试）"


def test_a_store_that_goes_is_said_once_and_what_waits_is_delivered_when_it_is_back(
    postgresql: Server,
    shared: str,
    database: store.Database,
    list_path: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    follow(database, list_path, NOW, shared=shared)
    with caplog.at_level(logging.WARNING), watched(tmp_path, list_path, shared):
        postgresql.stop()
        try:
            assert comes(lambda: "用不了" in caplog.text)
            list_path.write_text(CHANGED, encoding="utf-8")
            assert comes(lambda: "waits" in caplog.text)
            time.sleep(2)
            assert names(database)[3] == "第3馆（测试）"
            assert list_path.read_text(encoding="utf-8") == CHANGED
        finally:
            postgresql.start()
        assert comes(lambda: names(database)[3] == "第三馆（测试）")
    assert len([line for line in caplog.messages if "用不了" in line]) == 1
    assert len([line for line in caplog.messages if "waits" in line]) == 1
    assert PASSWORD not in caplog.text

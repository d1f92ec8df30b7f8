"""Which list is published, asked again and again over one connection."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from finder import store
from finder.errors import SettingsError
from finder.store import Watch, published
from tests.conftest import NOW
from tests.made_up import facility


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data" / "finder.sqlite"


def publish(path: Path, *ids: str) -> int:
    with closing(store.connect(path)) as database, store.writing(database):
        rows = [facility(id=name) for name in ids]
        return store.add_version(database, ",".join(ids).encode(), rows, NOW, "", "file").number


def number(watch: Watch) -> int | None:
    found = watch.version()
    return found.number if found else None


def test_what_is_published_is_seen_by_the_next_call(path: Path) -> None:
    watch = Watch(path)
    assert watch.version() is None
    for _ in range(5):
        made = publish(path, "jia")
        assert number(watch) == made
        assert number(watch) == made


def test_another_write_changes_nothing(path: Path) -> None:
    publish(path, "jia")
    watch = Watch(path)
    before = watch.version()
    with closing(store.connect(path)) as database, store.writing(database):
        store.record(database, NOW, "", "refused")
    assert watch.version() == before


def test_another_file_in_its_place_is_the_one_that_counts(path: Path, tmp_path: Path) -> None:
    publish(path, "jia")
    watch = Watch(path)
    assert number(watch) == 1
    other = tmp_path / "other" / "finder.sqlite"
    for name in ("jia", "yi", "bing"):
        publish(other, name)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.move(other, path)
    assert number(watch) == 3


def test_a_fork_opens_the_file_anew_and_leaves_that_of_its_parent_alone(path: Path) -> None:
    publish(path, "jia")
    watch = Watch(path)
    assert number(watch) == 1
    child = os.fork()
    if child == 0:
        # Nothing of pytest may run here.
        found = 0
        try:
            publish(path, "jia", "yi")
            found = number(watch) or 0
        finally:
            os._exit(found)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2
    assert number(watch) == 2
    assert publish(path, "jia") == 3
    assert number(watch) == 3


def test_a_file_that_is_no_database_is_said_to_be_none_and_mended_is_read(path: Path) -> None:
    publish(path, "jia")
    watch = Watch(path)
    assert number(watch) == 1
    good = path.read_bytes()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.unlink()
    path.write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(SettingsError, match="坏了"):
        watch.version()
    path.unlink()
    path.write_bytes(good)
    assert number(watch) == 1


def test_a_version_and_its_facilities_are_read_together(path: Path) -> None:
    assert published(path) == (None, ())
    publish(path, "jia", "yi")
    version, facilities = published(path)
    assert version is not None
    assert (version.number, [one.id for one in facilities]) == (1, ["jia", "yi"])

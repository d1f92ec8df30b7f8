"""The list as a running application holds it."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from finder import site as site_module
from finder import store
from finder.following import follow
from finder.listing import Listing
from finder.settings import Settings
from finder.site import Site, present
from finder.watching import DATABASE
from tests.conftest import NOW


def site_of(app: Flask) -> Site:
    found = app.extensions["finder"]
    assert isinstance(found, Site)
    return found


def publish(settings: Settings, folder: Path, *names: str) -> None:
    path = folder / "测试.csv"
    rows = "".join(f"id-{at},{name},library\n" for at, name in enumerate(names))
    path.write_text(f"id,name,kind\n{rows}", encoding="utf-8")
    with closing(store.connect(settings.database_path)) as database:
        follow(database, path, NOW)


def names(listing: Listing) -> list[str]:
    return [one.name for one in listing.facilities]


def test_a_list_is_the_same_object_until_another_one_is_published(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    here = site_of(app)
    assert here.listing() is here.listing()
    publish(settings, tmp_path, "甲馆")
    assert names(here.listing()) == ["甲馆"]
    assert here.listing() is here.listing()


def test_a_request_is_answered_from_one_list_and_one_minute(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    with app.test_request_context("/"):
        before = present()
        publish(settings, tmp_path, "甲馆")
        assert present() is before
    with app.test_request_context("/"):
        assert names(present().listing) == ["甲馆"]


def test_a_long_list_is_made_ready_while_the_one_before_answers(
    app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = site_of(app)
    before = here.listing()
    monkeypatch.setattr(site_module, "MOST_AT_ONCE", 1)
    # Nobody gets ahead while the old list is looked at.
    read, may_go_on = here._read, threading.Event()

    def waiting() -> None:
        assert may_go_on.wait(30)
        read()

    monkeypatch.setattr(here, "_read", waiting)
    publish(settings, tmp_path, "甲馆", "乙馆")
    assert [here.listing() for _ in range(3)] == [before] * 3
    may_go_on.set()
    deadline = time.monotonic() + 30
    while here.listing() is before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert names(here.listing()) == ["甲馆", "乙馆"]


def test_a_database_that_is_gone_for_a_moment_takes_no_list_away(
    app: Flask, settings: Settings
) -> None:
    here = site_of(app)
    before = here.listing()
    path = settings.database_path
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(b"nothing of the kind" * 1000)
    for _ in range(2):
        during = here.listing()
        assert during.facilities is before.facilities
        assert (during.doubt, during.key == before.key) == (DATABASE, False)
        path.unlink(missing_ok=True)

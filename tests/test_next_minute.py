"""The next minute is ready before it begins."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest

from finder import create_app
from finder.facility import Kind
from finder.geo import Point
from finder.next_minute import AHEAD_S, advance, prepare_next_minute
from finder.settings import Settings
from finder.site import Site
from tests.made_up import moment
from tests.test_long_list import written

HERE = Point(39.87, 116.7)


class Clock:
    """A clock that a test sets."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(moment("2026-11-24T08:59"))


@pytest.fixture
def site(tmp_path: Path, clock: Clock) -> Site:
    settings = Settings(csv_path=written(tmp_path / "long.csv"), data_folder=tmp_path / "data")
    held = create_app(settings, clock).extensions["finder"]
    assert isinstance(held, Site)
    return held


def test_a_question_of_the_next_minute_waits_for_nothing(site: Site) -> None:
    index = site.listing().index
    assert index
    before = index.nearest(HERE, site.now(), 20, (Kind.MUSEUM,))
    prepare_next_minute(site)
    made = index.made
    nine = moment("2026-11-24T09:00")
    assert index.nearest(HERE, nine, 20, (Kind.MUSEUM,)) != before
    assert index.made == made


def test_it_is_done_again_for_each_minute_until_it_is_stopped(site: Site, clock: Clock) -> None:
    index = site.listing().index
    assert index
    clock.now += dt.timedelta(seconds=60 - AHEAD_S - 0.05)
    before = index.made
    stopped = threading.Event()
    thread = threading.Thread(target=advance, args=(site, stopped))
    thread.start()
    for _ in range(200):
        if index.made > before:
            break
        stopped.wait(0.02)
    stopped.set()
    thread.join(timeout=5)
    assert not thread.is_alive()
    assert index.made > before

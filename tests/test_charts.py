"""Charts are made once, in a process of their own, and nobody waits long for one."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from finder import store
from finder.charts import Asked, Charts
from finder.circle import Way
from finder.errors import NotYetError
from finder.following import follow
from finder.listing import key_of
from finder.settings import Settings
from tests.conftest import NOW

MONDAY = dt.date(2026, 11, 30)


@dataclass(frozen=True)
class Made:
    settings: Settings
    key: str
    charts: Charts
    first: NotYetError


def published(settings: Settings) -> str:
    """Publish the list of the settings; return its key."""
    with closing(store.connect(settings.database_path)) as database:
        return key_of(follow(database, settings.csv_path, NOW))


def asked(key: str, is_long: bool = False) -> Asked:
    return Asked(key, "ordinary", MONDAY, Way.FOOT, is_long)


def when_made(ask: Callable[[], object], seconds: int = 60) -> None:
    """Ask until the chart is there."""
    for _ in range(seconds * 20):
        try:
            ask()
        except NotYetError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("no chart was made")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, csv_path: Path) -> Made:
    """A chart that was made for a list that was said to be long."""
    folder = tmp_path_factory.mktemp("charts")
    own = folder / "facilities.csv"
    own.write_bytes(csv_path.read_bytes())
    settings = Settings(csv_path=own, data_folder=folder, tiles=None)
    key, charts = published(settings), Charts(settings)
    with pytest.raises(NotYetError) as caught:
        charts.chart(asked(key, is_long=True), NOW)
    when_made(lambda: charts.chart(asked(key), NOW))
    return Made(settings, key, charts, caught.value)


def test_nobody_waits_for_the_chart_of_a_long_list(made: Made) -> None:
    assert "正在计算" in str(made.first)
    assert 0 < made.first.wait_s < 10


def test_everybody_who_asks_gets_the_same_chart(made: Made) -> None:
    first = made.charts.chart(asked(made.key), NOW)
    assert first.figures.monday == MONDAY
    assert made.charts.chart(asked(made.key), NOW) is first


def test_what_was_made_of_one_list_is_not_shown_for_another(made: Made) -> None:
    with pytest.raises(NotYetError):
        made.charts.chart(asked("99-never-published"), NOW)


def test_another_process_and_the_next_start_find_it_in_the_folder(
    made: Made, tmp_path: Path
) -> None:
    # Nothing can be made here, so that it is the kept one that is shown.
    kept = "coverage-ordinary-foot.json"
    (tmp_path / kept).write_bytes((made.settings.data_folder / kept).read_bytes())
    again = Charts(replace(made.settings, data_folder=tmp_path))
    when_made(lambda: again.chart(asked(made.key), NOW))
    assert not (tmp_path / "finder.sqlite").exists()


def test_what_cannot_be_made_is_said_logged_and_tried_again_a_minute_later(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    key = published(settings)
    whole = settings.database_path.read_bytes()
    settings.database_path.write_bytes(b"not a database at all" * 100)
    charts = Charts(settings)
    for _ in range(200):
        with pytest.raises(NotYetError) as caught:
            charts.chart(asked(key), NOW)
        if "没有算出来" in str(caught.value):
            break
        time.sleep(0.05)
    assert "没有算出来，原因在服务器的日志里" in str(caught.value)
    assert "coverage" in caplog.text
    # Not at once, whoever asks; a minute later it is.
    settings.database_path.write_bytes(whole)
    with pytest.raises(NotYetError, match="没有算出来"):
        charts.chart(asked(key), NOW + dt.timedelta(seconds=30))
    when_made(lambda: charts.chart(asked(key), NOW + dt.timedelta(seconds=90)))


ASKS = """
import sys, time, datetime as dt
from pathlib import Path
from finder import create_app
from finder.settings import Settings
now = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
client = create_app(Settings(*map(Path, sys.argv[1:])), clock=lambda: now).test_client()
for _ in range(60):
    pages = ("/coverage", "/coverage.svg", "/api/coverage.geojson")
    answers = [client.get(page).status_code for page in pages]
    if answers == [200, 200, 200]:
        break
    time.sleep(0.5)
print(answers, {"pygal", "finder.ground", "finder.heat_map"} & set(sys.modules))
"""


def test_who_serves_loads_nothing_that_a_chart_is_made_with(settings: Settings) -> None:
    command = [sys.executable, "-c", ASKS, str(settings.csv_path), str(settings.data_folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[200, 200, 200] set()"

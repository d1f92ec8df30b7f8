"""What most tests stand on: the real list, a real database, and a clock that stands still."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from finder import create_app
from finder.csvfile import contents
from finder.facility import COLUMNS, Facility
from finder.holidays import Calendar, official_calendar
from finder.settings import RESOURCES, Settings
from tests.browsing import FLAGS, HOSTILE, PHONE, served
from tests.made_up import moment
from tests.postgres import Server, postgres

# A pause of the garbage collector, with all the caches of a whole run, would break a deadline.
hypothesis.settings.register_profile("finder", deadline=None)
hypothesis.settings.load_profile("finder")

# A Tuesday evening without a holiday.
NOW = moment("2026-11-24T20:00")


@pytest.fixture(scope="session")
def csv_path() -> Path:
    return RESOURCES / "data" / "facilities.csv"


@pytest.fixture(scope="session")
def facilities(csv_path: Path) -> tuple[Facility, ...]:
    """All facilities of the real list."""
    return contents(csv_path.read_bytes()).facilities


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return official_calendar()


@pytest.fixture
def settings(csv_path: Path, tmp_path: Path) -> Settings:
    # A copy: publishing replaces the file.
    own = tmp_path / "list" / "facilities.csv"
    own.parent.mkdir()
    shutil.copyfile(csv_path, own)
    return Settings(csv_path=own, data_folder=tmp_path / "data", tiles=None)


@pytest.fixture
def app(settings: Settings) -> Flask:
    app = create_app(settings, clock=lambda: NOW)
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("data"), FINDER_TILES="") as at:
        yield at


@pytest.fixture(scope="session")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number, text in enumerate(HOSTILE):
            row = dict.fromkeys(("name", "name_en", "town", "address", "source", "notice"), text)
            note = text.replace('"', "")
            writer.writerow(
                {
                    **row,
                    "id": f"hostile-{number}",
                    "kind": "museum",
                    "lat": f"39.9{number}",
                    "lon": f"116.6{number}",
                    "services": text,
                    "opening_hours": f'Mo-Su,PH 00:00-24:00 open "{note}"',
                }
            )
    with served(folder, FINDER_CSV=str(path), FINDER_TILES="none") as at:
        yield at


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    with postgres() as server:
        yield server


@pytest.fixture
def shared(postgresql: Server) -> str:
    """The address of a shared store that is empty."""
    return postgresql.new_database()

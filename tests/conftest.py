"""What most tests stand on: the real list, a real database, and a clock that stands still."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from finder import create_app
from finder.csvfile import contents
from finder.facility import Facility
from finder.holidays import Calendar, official_calendar
from finder.settings import RESOURCES, Settings
from tests.made_up import moment

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
    return Settings(csv_path=csv_path, data_folder=tmp_path / "data", tiles=None)


@pytest.fixture
def app(settings: Settings) -> Flask:
    app = create_app(settings, clock=lambda: NOW)
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()

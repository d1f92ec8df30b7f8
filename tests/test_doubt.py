"""Where an answer may be wrong by now, it says so, and only as long as it may."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from finder import create_app
from finder.doubt import CLOCK, CLOCK_MAY_DIFFER
from finder.errors import Problem, SettingsError, sentence
from finder.probes import DOUBT_HEADER
from finder.settings import Settings
from finder.watching import DATABASE
from tests.conftest import NOW

SAID = "名单暂时不能更新"
PAGES = ("/", "/facilities/tz-library", "/holidays", "/?lat=39.9&lon=116.7")
ANSWERS = ("/api/near?lat=39.9&lon=116.7", "/api/facilities.geojson", "/api/facilities/tz-library")
FAULT = SettingsError(Problem(sentence("测试"), sentence("测试")))


@pytest.mark.parametrize("path", [*PAGES, *ANSWERS])
def test_no_answer_from_before_a_doubt_is_given_in_it_nor_after_it(app: Flask, path: str) -> None:
    client, here = app.test_client(), app.extensions["finder"]
    for fault, doubt in [(None, None), (FAULT, DATABASE), (None, None), (FAULT, DATABASE)]:
        here.note(DATABASE, fault)
        for _ in range(3):
            answer = client.get(path)
            assert answer.status_code == 200
            assert answer.headers.get(DOUBT_HEADER) == doubt
            assert (SAID in answer.text) == (path in PAGES and doubt is not None)


def test_the_doubt_is_said_in_english_too(app: Flask) -> None:
    app.extensions["finder"].note(DATABASE, FAULT)
    assert "may not be the latest" in app.test_client().get("/?lang=en").text


def test_a_clock_is_wrong_when_the_list_would_be_of_the_future(settings: Settings) -> None:
    moments = [NOW]
    client = create_app(settings, lambda: moments[-1]).test_client()

    def doubt_at(moment: dt.datetime) -> str | None:
        moments.append(moment)
        return client.get(ANSWERS[0]).headers.get(DOUBT_HEADER)

    assert doubt_at(NOW - CLOCK_MAY_DIFFER) is None
    assert doubt_at(NOW - CLOCK_MAY_DIFFER - dt.timedelta(seconds=1)) == CLOCK
    assert doubt_at(NOW) is None


def test_the_same_fault_is_written_down_once(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    app.extensions["finder"].note(DATABASE, FAULT)
    for _ in range(5):
        client.get("/")
    assert len([one for one in caplog.records if "测试" in one.getMessage()]) == 1

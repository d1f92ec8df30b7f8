"""The form for residents: no cookie, no name, one message for each page."""

from __future__ import annotations

import html
import re
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from finder import create_app, store
from finder.settings import Settings
from finder.store import Report
from tests.browsing import HOSTILE
from tests.made_up import moment
from tests.staff import Clock
from tests.test_pages import Outline

PATH = "/facilities/tz-library/report"


@pytest.fixture
def clock() -> Clock:
    return Clock(moment("2026-11-24T08:00"))


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Flask:
    return create_app(settings, clock=clock)


def ticket(client: FlaskClient, path: str = PATH) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', client.get(path).text)
    assert found
    return html.unescape(found[1])


def send(client: FlaskClient, clock: Clock, **fields: str) -> TestResponse:
    """Open the page, wait as a person would, and send the form."""
    data = {"ticket": ticket(client), "kind": "hours", "text": "测试", "homepage": "", **fields}
    clock.turn(seconds=5)
    return client.post(PATH, data=data)


def kept(app: Flask) -> tuple[Report, ...]:
    held = app.extensions["finder"]
    with closing(store.connect(held.settings.database_path)) as database:
        return store.reports(database)


def test_the_facilitys_page_leads_to_the_form(client: FlaskClient) -> None:
    assert f'href="{PATH}"' in client.get("/facilities/tz-library").text
    english = client.get("/facilities/tz-library?lang=en").text
    assert f'href="{PATH}?lang=en"' in english


def test_what_a_resident_says_is_kept_and_confirmed(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    answer = send(client, clock, kind="closed", text="门口公告说搬走了")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PATH}?sent=1")
    assert "谢谢，已经收到" in client.get(answer.headers["Location"]).text
    (found,) = kept(app)
    assert (found.facility, found.kind, found.text) == ("tz-library", "closed", "门口公告说搬走了")
    assert (found.version, found.flag, found.state) == (1, "", "new")


def test_no_answer_sets_a_cookie_or_is_kept(client: FlaskClient, clock: Clock) -> None:
    for answer in (client.get(PATH), send(client, clock, kind=""), client.get(f"{PATH}?sent=1")):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_database_holds_no_address(
    app: Flask, client: FlaskClient, clock: Clock, settings: Settings
) -> None:
    del app
    data = {"ticket": ticket(client), "kind": "hours", "text": "测试"}
    clock.turn(seconds=5)
    client.post(PATH, data=data, environ_overrides={"REMOTE_ADDR": "203.0.113.77"})
    with closing(store.connect(settings.database_path)) as database:
        dump = "\n".join(database.conn.iterdump())
    assert "tz-library" in dump
    assert "203.0.113.77" not in dump


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"kind": ""}, 400, "还没有选哪里不对"),
        ({"kind": "x"}, 400, "还没有选哪里不对"),
        ({"kind": "other", "text": " "}, 400, "没有写是什么"),
        ({"text": "字" * 501}, 400, "写了 501 个字"),
        ({"homepage": "http://example.org"}, 400, "请让最后一格空着"),
        ({"ticket": ""}, 400, "放得太久"),
        ({"ticket": "x.y"}, 400, "放得太久"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_written_stays(
    app: Flask, client: FlaskClient, clock: Clock, fields: dict[str, str], status: int, words: str
) -> None:
    answer = send(client, clock, **fields)
    assert answer.status_code == status
    assert words in answer.text
    assert f">{fields.get('text', '测试')}</textarea>" in answer.text
    assert kept(app) == ()


def test_who_mends_the_form_can_send_it_again_at_once(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    first = ticket(client)
    clock.turn(seconds=5)
    answer = client.post(PATH, data={"ticket": first, "text": "测试"})
    assert f'value="{first}"' in answer.text
    assert client.post(PATH, data={"ticket": first, "kind": "hours"}).status_code == 303
    assert len(kept(app)) == 1


def test_a_form_sent_too_soon_is_refused_and_taken_a_moment_later(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    data = {"ticket": ticket(client), "kind": "hours", "text": "测试"}
    answer = client.post(PATH, data=data)
    assert answer.status_code == 400
    assert "提交得太快了" in answer.text
    clock.turn(seconds=4)
    assert client.post(PATH, data=data).status_code == 303
    assert len(kept(app)) == 1


def test_a_form_sent_twice_is_kept_once_and_both_are_thanked(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    data = {"ticket": ticket(client), "kind": "hours", "text": "测试"}
    clock.turn(seconds=5)
    assert [client.post(PATH, data=data).status_code for _ in range(2)] == [303, 303]
    data["text"] = "另一句"
    client.post(PATH, data=data)
    assert [one.text for one in kept(app)] == ["测试"]


def test_a_ticket_of_one_facility_is_none_of_another(client: FlaskClient, clock: Clock) -> None:
    other = ticket(client, "/facilities/tz-museum/report")
    assert send(client, clock, ticket=other).status_code == 400


def test_the_same_words_are_politely_refused(app: Flask, client: FlaskClient, clock: Clock) -> None:
    send(client, clock)
    answer = send(client, clock, text=" 测试 ")
    assert answer.status_code == 409
    assert "同样的话已经有人说过" in answer.text
    assert len(kept(app)) == 1
    again = re.search(r'name="ticket" value="([^"]+)"', answer.text)
    assert again
    client.post(PATH, data={"ticket": again[1], "kind": "hours", "text": "说得具体一些"})
    assert [one.text for one in kept(app)] == ["说得具体一些", "测试"]


def test_a_flood_from_one_address_is_stopped_on_every_worker(
    settings: Settings, clock: Clock
) -> None:
    clients = [create_app(settings, clock=clock).test_client() for _ in range(2)]
    found = [send(clients[n % 2], clock, text=f"测试 {n}").status_code for n in range(7)]
    assert found == [303] * 5 + [429] * 2
    answer = send(clients[0], clock, text="测试 8")
    assert int(answer.headers["Retry-After"]) > 3000
    assert "请 60 分钟后再试。" in answer.text
    clock.turn(hours=1)
    assert send(clients[0], clock, text="测试 9").status_code == 303


def test_links_are_kept_and_flagged(app: Flask, client: FlaskClient, clock: Clock) -> None:
    send(client, clock, text="看 https://example.org")
    assert [one.flag for one in kept(app)] == ["link"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_come_back_as_text(client: FlaskClient, clock: Clock, text: str) -> None:
    page = send(client, clock, text=text, kind="").text
    written = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert written
    assert html.unescape(written[1]) == text
    assert "<img src=x" not in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("path", [PATH, f"{PATH}?lang=en", f"{PATH}?sent=1", f"{PATH}?elder=1"])
def test_the_pages_are_well_formed(client: FlaskClient, path: str) -> None:
    outline = Outline()
    outline.feed(client.get(path).text)
    assert (outline.open, outline.headings, outline.inline) == ([], 1, [])


def test_of_a_facility_that_is_not_there_nothing_is_said(client: FlaskClient) -> None:
    assert client.get("/facilities/nowhere/report").status_code == 404
    assert client.post("/facilities/nowhere/report").status_code == 404


def test_what_cannot_be_kept_is_said_and_the_ticket_stays_good(
    app: Flask, client: FlaskClient, clock: Clock, settings: Settings
) -> None:
    data = {"ticket": ticket(client), "kind": "hours", "text": "测试"}
    clock.turn(seconds=5)
    whole = settings.database_path
    aside = Path(f"{whole}.aside")
    for suffix in ("-wal", "-shm"):
        Path(f"{whole}{suffix}").unlink(missing_ok=True)
    whole.rename(aside)
    whole.mkdir()
    answer = client.post(PATH, data=data)
    assert answer.status_code == 503
    assert ">测试</textarea>" in answer.text
    whole.rmdir()
    aside.rename(whole)
    assert client.post(PATH, data=data).status_code == 303
    assert [one.text for one in kept(app)] == ["测试"]


def test_pages_for_residents_have_no_cookie_and_can_still_be_kept(client: FlaskClient) -> None:
    client.set_cookie("finder_staff", "x", path="/")
    for path in ("/", "/facilities/tz-library", "/holidays", "/api/facilities.geojson"):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Cache-Control"] == "no-cache"
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304

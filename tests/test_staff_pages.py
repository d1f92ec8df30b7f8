"""What all pages of staff share, and the pages of acts and of messages."""

from __future__ import annotations

import html
import re
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from finder import create_app, store
from finder.settings import Settings
from finder.staff.acts_page import PAGE
from tests.browsing import HOSTILE
from tests.faults import room_for
from tests.made_up import moment
from tests.staff import PASSWORD, Clock, add_account, csrf_token, post, sign_in, signed_in
from tests.test_pages import Outline

NOW = moment("2026-11-24T20:00")
PAGES = [
    "/staff/",
    "/staff/acts",
    "/staff/acts?only=list&before=2",
    "/staff/acts?before=x",
    "/staff/reports",
    "/staff/reports?state=done&lang=en",
    "/staff/reports?state=nonsense",
    "/staff/nowhere",
]


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Flask:
    return create_app(settings, clock=clock)


def say(app: Flask, text: str, facility: str = "tz-library", flag: str = "") -> None:
    with closing(store.connect(app.extensions["finder"].settings.database_path)) as database:
        store.add_report(database, facility, "hours", text, NOW, flag)


def note(app: Flask, number: int) -> None:
    with closing(store.connect(app.extensions["finder"].settings.database_path)) as database:
        for one in range(number):
            store.record(database, NOW, "测试乙", "upload", f"{one} 测试.csv", base=1)


@pytest.mark.parametrize("path", [*PAGES, "/staff/sign-in?lost=1", "/staff/sign-in?left=1"])
def test_every_page_is_well_formed_with_one_heading_and_nothing_inline(
    app: Flask, path: str
) -> None:
    client = app.test_client() if "sign-in" in path else signed_in(app)
    say(app, "测试")
    outline = Outline()
    outline.feed(client.get(path).text)
    assert (outline.open, outline.headings, outline.inline) == ([], 1, [])
    assert len(outline.ids) == len(set(outline.ids))


@pytest.mark.parametrize("path", [*PAGES, "/staff", "/staff/sign-in"])
def test_no_page_is_kept_framed_or_found_by_search_engines(app: Flask, path: str) -> None:
    for client in (app.test_client(), signed_in(app)):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert policy.endswith("form-action 'self'; frame-ancestors 'none'")
        assert "ETag" not in answer.headers


@pytest.mark.parametrize("path", ["/staff/", "/staff/acts", "/staff/reports"])
def test_strangers_are_led_to_the_sign_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/sign-in?next={path}")


def test_the_top_names_who_is_signed_in_and_the_page(app: Flask) -> None:
    page = signed_in(app, store.EDITOR, "<b>测试</b>").get("/staff/acts").text
    assert '&lt;b&gt;测试&lt;/b&gt;</bdi> <span class="role">编辑</span>' in page
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', page) == ["/staff/acts"]
    assert "长辈版" not in page


def test_an_act_is_shown_with_who_when_and_what(app: Flask) -> None:
    client = signed_in(app)
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", client.get("/staff/acts").text)).split())
    assert "2026-11-24 周二 20:00 测试甲 登录" in text
    assert "2026-11-24 周二 20:00 terminal:test 建立账号 测试甲（发布员）" in text
    assert "没有登录 直接改文件 facilities.csv 第 1 版" in text


def test_an_act_is_shown_with_the_versions_that_it_led_from_and_to(
    app: Flask, settings: Settings
) -> None:
    client = signed_in(app)
    with closing(store.connect(settings.database_path)) as database:
        store.record(database, NOW, "测试乙", "publish", "测试.csv", version=2, base=1)
    assert "第 1 版 → 第 2 版" in client.get("/staff/acts").text
    assert "Version 1 → version 2" in client.get("/staff/acts?lang=en").text
    only = client.get("/staff/acts?only=list").text
    assert only.count("<tr>") == 3
    assert "第 1 版 → 第 2 版" in only


def test_all_acts_are_found_a_page_at_a_time(app: Flask) -> None:
    client = signed_in(app)
    note(app, 2 * PAGE)
    path, seen = "/staff/acts", []
    while path:
        page = client.get(path).text
        seen += re.findall(r"(\d+) 测试\.csv", page)
        further = re.search(r'href="([^"]+before=[^"]+)"', page)
        path = html.unescape(further[1]) if further else ""
    assert seen == [str(number) for number in reversed(range(2 * PAGE))]


def test_every_act_that_the_program_writes_has_a_name(app: Flask, clock: Clock) -> None:
    client = signed_in(app)
    say(app, "测试")
    post(client, "/staff/reports/1", state="spam")
    post(client, "/staff/reports/1", state="new")
    post(client, "/staff/reports/1", state="done")
    for _ in range(12):
        sign_in(app.test_client(), "测试甲", "falsch falsch")
    post(client, "/staff/sign-out")
    clock.turn(hours=1)
    sign_in(client, "测试甲")
    with closing(store.connect(app.extensions["finder"].settings.database_path)) as database:
        store.add_account(database, "测试乙", "editor", "hash", NOW, "terminal:test")
        store.set_role(database, "测试乙", "publisher", NOW, "terminal:test")
        store.set_password(database, "测试乙", "hash", NOW, "terminal:test")
        store.remove_account(database, "测试乙", NOW, "terminal:test")
    shown = re.findall(r'class="act">([^<]+)<', client.get("/staff/acts").text)
    assert len(set(shown)) == 12
    assert not [name for name in shown if re.fullmatch(r"[a-z-]+", name)]


def test_a_message_stands_beside_the_row_as_it_is_now(app: Flask) -> None:
    client = signed_in(app)
    say(app, "二层七层周二晚上没有开", flag="link")
    page = client.get("/staff/reports").text
    for words in (
        "通州区图书馆",
        "时间不对",
        "二层七层周二晚上没有开",
        "含网址，请小心",
        "周二至周日8:30-18:00，夜间18:00-22:00（仅限二层、七层），周一闭馆",
        "2023-12-05",
        "当时是第 1 版",
    ):
        assert words in page
    assert '<span class="count">1<' in page


def test_a_message_of_a_facility_that_is_gone_is_still_shown(app: Flask) -> None:
    client = signed_in(app)
    say(app, "测试", "closed-long-ago")
    page = client.get("/staff/reports").text
    assert "closed-long-ago" in page
    assert "这处设施已不在名单里。" in page


@pytest.mark.parametrize(("state", "name"), [("done", "已处理"), ("spam", "垃圾信息")])
def test_a_message_is_dealt_with_and_put_back(app: Flask, state: str, name: str) -> None:
    client = signed_in(app, store.EDITOR)
    say(app, "第一句")
    answer = post(client, "/staff/reports/1", state=state)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/reports?state=new")
    assert "没有新留言。" in client.get("/staff/reports").text
    page = client.get(f"/staff/reports?state={state}").text
    assert "第一句" in page
    assert name in page
    back = post(client, "/staff/reports/1", state="new", seen=state)
    assert back.headers["Location"] == f"/staff/reports?state={state}"
    assert "第一句" in client.get("/staff/reports").text


def test_what_cannot_be_done_with_a_message_is_said(app: Flask) -> None:
    client = signed_in(app)
    say(app, "测试")
    for path, fields, status in (
        ("/staff/reports/9", {"state": "done"}, 404),
        ("/staff/reports/1", {"state": "lost"}, 400),
        ("/staff/reports/1", {"state": "new"}, 409),
    ):
        answer = post(client, path, **fields)
        assert answer.status_code == status
        assert 'class="notice bad"' in answer.text
    assert "测试甲" in client.get("/staff/reports").text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_residents_and_names_of_staff_stay_text(app: Flask, text: str) -> None:
    name = text.replace(":", "")[:40]
    client = signed_in(app, name=name)
    say(app, text)
    for path in ("/staff/reports", "/staff/acts"):
        page = client.get(path).text
        outline = Outline()
        outline.feed(page)
        assert (outline.open, outline.inline) == ([], [])
        assert name in html.unescape(page)
    assert text in html.unescape(client.get("/staff/reports").text)


@pytest.mark.parametrize("path", ["/staff/", "/staff/acts", "/staff/sign-in", "/staff/nowhere"])
def test_a_database_that_cannot_be_opened_is_said(
    app: Flask, settings: Settings, path: str
) -> None:
    client = signed_in(app)
    whole = settings.database_path
    for suffix in ("", "-wal", "-shm"):
        Path(f"{whole}{suffix}").unlink(missing_ok=True)
    whole.mkdir()
    answer = client.get(path)
    assert answer.status_code == (404 if path == "/staff/nowhere" else 503)
    assert ("数据库" in answer.text) is (answer.status_code == 503)
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_room_on_the_disk_nobody_signs_in_and_who_is_in_reads_on(
    app: Flask, clock: Clock
) -> None:
    client = signed_in(app)
    token = csrf_token(client, "/staff/")
    stranger = app.test_client()
    first = csrf_token(stranger, "/staff/sign-in")
    clock.turn(minutes=5)
    held = app.extensions["finder"].settings.database_path
    # Open, with a log that is longer than the room there is: the next write is beyond it.
    with closing(store.connect(held)) as database:
        store.record(database, NOW, "测试", "upload", "x" * 2**16)
        with room_for(2**16):
            assert client.get("/staff/acts").status_code == 200
            answer = client.post("/staff/sign-out", data={"csrf_token": token})
            data = {"csrf_token": first, "name": "测试甲", "password": PASSWORD}
            refused = stranger.post("/staff/sign-in", data=data)
    for one in (answer, refused):
        assert one.status_code == 503
        assert "没有存下来" in one.text
    assert client.get("/staff/").status_code == 200
    assert sign_in(stranger, "测试甲").status_code == 303


def test_a_read_only_visit_writes_nothing(app: Flask, settings: Settings) -> None:
    client = signed_in(app)
    client.get("/staff/")
    with closing(store.connect(settings.database_path)) as database:
        before = database.execute("pragma data_version").fetchone()
        for path in PAGES:
            client.get(path)
        assert database.execute("pragma data_version").fetchone() == before


def test_editors_may_not_do_what_publishers_may(app: Flask) -> None:
    from finder.staff.guard import publisher_only

    def view() -> str:
        return "published"

    app.add_url_rule("/staff/test-only", view_func=publisher_only(view), endpoint="test_only")
    assert app.test_client().get("/staff/test-only").status_code == 303
    assert signed_in(app).get("/staff/test-only").text == "published"
    refused = signed_in(app, store.EDITOR, "测试丙").get("/staff/test-only")
    assert refused.status_code == 403
    assert "“测试丙”是编辑，不能做这一步。" in refused.text


def test_the_worker_of_residents_keeps_nothing_of_staff(app: Flask) -> None:
    worker = app.test_client().get("/sw.js").text
    assert "/static/finder.css" in worker.split("\n", 1)[0]
    assert "staff" not in worker.split("\n", 1)[0]


def test_an_account_added_later_works_at_once(app: Flask) -> None:
    client = app.test_client()
    assert sign_in(client, "测试甲").status_code == 400
    add_account(app, "测试甲", store.EDITOR)
    assert sign_in(client, "测试甲").status_code == 303

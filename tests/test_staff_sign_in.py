"""Signing in: who gets in, who does not, and for how long."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from finder import create_app, store
from finder.settings import Settings
from tests.made_up import moment
from tests.staff import PASSWORD, Clock, add_account, csrf_token, post, sign_in, signed_in

SIGN_IN = "/staff/sign-in"
BACK = "/staff/sign-in?next=/staff/"


@pytest.fixture
def clock() -> Clock:
    return Clock(moment("2026-11-24T08:00"))


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Flask:
    return create_app(settings, clock=clock)


def acts(app: Flask) -> list[tuple[str, str]]:
    held = app.extensions["finder"]
    with closing(store.connect(held.settings.database_path)) as database:
        return [(act.account, act.act) for act in store.acts(database)]


def is_in(client: FlaskClient) -> bool:
    return client.get("/staff/").status_code == 200


def test_who_signs_in_sees_the_pages_of_staff_until_signing_out(app: Flask) -> None:
    client = signed_in(app)
    assert "测试甲" in client.get("/staff/").text
    left = post(client, "/staff/sign-out")
    assert left.headers["Location"] == "/staff/sign-in?left=1"
    assert client.get("/staff/").headers["Location"] == BACK
    assert acts(app)[:2] == [("测试甲", "sign-out"), ("测试甲", "sign-in")]


def test_a_cookie_from_before_signing_out_is_worth_nothing(app: Flask) -> None:
    client = signed_in(app)
    cookie = client.get_cookie("finder_staff", path="/staff")
    assert cookie is not None
    post(client, "/staff/sign-out")
    thief = app.test_client()
    thief.set_cookie("finder_staff", cookie.value, path="/staff")
    assert not is_in(thief)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("测试甲", "falsch falsch"),
        ("测试甲", ""),
        ("测试甲", PASSWORD + " "),
        ("测试甲", "x" * 100_0),
        ("测试乙", PASSWORD),
        ("", ""),
        ("x" * 1000, PASSWORD),
        ("测试甲'--", PASSWORD),
    ],
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    app: Flask, name: str, password: str
) -> None:
    add_account(app, "测试甲", store.EDITOR)
    client = app.test_client()
    answer = sign_in(client, name, password)
    assert answer.status_code == 400
    assert "名字或密码不对。" in answer.text
    assert not is_in(client)
    assert acts(app)[0] == ("测试甲" if name == "测试甲" else "", "sign-in-failed")


@pytest.mark.parametrize("name", [" 测试T ", "测试ｔ", "测试t"])
def test_a_name_is_found_whatever_its_case_and_width(app: Flask, name: str) -> None:
    add_account(app, "测试T", store.EDITOR)
    assert sign_in(app.test_client(), name).status_code == 303


def test_a_session_ends_when_nobody_uses_it_and_in_any_case_after_half_a_day(
    app: Flask, clock: Clock
) -> None:
    client = signed_in(app)
    clock.turn(minutes=59)
    assert is_in(client)
    clock.turn(minutes=60)
    assert not is_in(client)
    assert sign_in(client, "测试甲").status_code == 303
    for _ in range(23):
        clock.turn(minutes=30)
        assert is_in(client)
    clock.turn(minutes=30)
    assert not is_in(client)


def test_a_form_sent_after_the_session_has_ended_says_that_it_was_lost(
    app: Flask, clock: Clock
) -> None:
    client = signed_in(app)
    token = csrf_token(client, "/staff/")
    clock.turn(minutes=61)
    answer = client.post("/staff/sign-out", data={"csrf_token": token}, follow_redirects=True)
    assert "刚才的操作没有做" in answer.text


CHANGES: list[Callable[[store.Database, Clock], None]] = [
    lambda database, clock: store.remove_account(database, "测试甲", clock(), "terminal:test"),
    lambda database, clock: store.set_role(
        database, "测试甲", store.EDITOR, clock(), "terminal:test"
    ),
    lambda database, clock: store.set_password(
        database, "测试甲", "hash", clock(), "terminal:test"
    ),
]


@pytest.mark.parametrize("change", CHANGES)
def test_an_account_that_is_changed_is_out_at_once(
    app: Flask, clock: Clock, settings: Settings, change: Callable[[store.Database, Clock], None]
) -> None:
    client = signed_in(app)
    with closing(store.connect(settings.database_path)) as database:
        change(database, clock)
    assert not is_in(client)


def test_signing_in_leaves_nothing_of_the_session_before(app: Flask) -> None:
    client = app.test_client()
    laid_ready = csrf_token(client, SIGN_IN)
    before = client.get_cookie("finder_staff", path="/staff")
    add_account(app, "测试甲", store.EDITOR)
    sign_in(client, "测试甲")
    first = client.get_cookie("finder_staff", path="/staff")
    attacker = app.test_client()
    assert before is not None
    assert first is not None
    attacker.set_cookie("finder_staff", before.value, path="/staff")
    assert not is_in(attacker)
    assert client.post("/staff/sign-out", data={"csrf_token": laid_ready}).status_code == 400
    assert is_in(client)


def test_each_sign_in_has_a_token_of_its_own(app: Flask) -> None:
    add_account(app, "测试甲", store.EDITOR)
    tokens = set()
    for _ in range(2):
        client = app.test_client()
        sign_in(client, "测试甲")
        with client.session_transaction(path="/staff/") as session:
            tokens.add(session["_user_id"])
    assert len(tokens) == 2


def test_cookies_are_secure_unseen_by_scripts_and_of_staff_pages_only(app: Flask) -> None:
    add_account(app, "测试甲", store.EDITOR)
    answer = sign_in(app.test_client(), "测试甲")
    session, known = sorted(answer.headers.getlist("Set-Cookie"), reverse=True)
    assert session.startswith("finder_staff=")
    assert known.startswith("finder_known=")
    for cookie in (session, known):
        assert {"Secure", "HttpOnly"} <= set(cookie.split("; "))
    assert {"Path=/staff", "SameSite=Lax"} <= set(session.split("; "))
    assert not re.search(r"Expires|Max-Age|Domain", session)
    assert {"Path=/staff/sign-in", "SameSite=Strict"} <= set(known.split("; "))


def test_plain_http_gets_cookies_only_where_that_is_set(settings: Settings, clock: Clock) -> None:
    app = create_app(replace(settings, insecure_cookies=True), clock=clock)
    add_account(app, "测试甲", store.EDITOR)
    answer = sign_in(app.test_client(), "测试甲")
    assert all("Secure" not in one for one in answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("token", [None, "", "wrong", "IjEyMyI.awSBTA.4rt3y00fdLyev3w-8fMmOtr-tSE"])
def test_no_form_is_taken_without_the_token_of_its_page(app: Flask, token: str | None) -> None:
    client = signed_in(app)
    data = {} if token is None else {"csrf_token": token}
    for path in ("/staff/sign-out", SIGN_IN):
        answer = client.post(path, data=data)
        assert answer.status_code == 400
        assert "页面放太久了，请重新打开再试。" in answer.text
    assert is_in(client)


def test_a_token_of_another_session_is_not_taken(app: Flask) -> None:
    client = signed_in(app)
    other = csrf_token(app.test_client(), SIGN_IN)
    assert client.post("/staff/sign-out", data={"csrf_token": other}).status_code == 400
    assert is_in(client)


def test_a_browser_without_cookies_is_told_why_it_cannot_sign_in(app: Flask) -> None:
    client = app.test_client(use_cookies=False)
    answer = sign_in(client, "测试甲")
    assert answer.status_code == 400
    assert "浏览器没有送回 Cookie" in answer.text


@pytest.mark.parametrize(
    ("onward", "goes_to"),
    [
        ("/staff/acts?before=3", "/staff/acts?before=3"),
        ("/staff/", "/staff/"),
        ("", "/staff/"),
        ("https://example.org/staff/", "/staff/"),
        ("//example.org/staff/", "/staff/"),
        ("///example.org/staff/", "/staff/"),
        ("/\\example.org", "/staff/"),
        ("/staff/\\..\\x", "/staff/"),
        ("javascript:alert(1)", "/staff/"),
        ("/staff/../facilities/x", "/staff/"),
        ("/staff//example.org", "/staff/"),
        ("/staff", "/staff/"),
        ("/staffx/", "/staff/"),
        ("/", "/staff/"),
        ("\t/staff/acts", "/staff/"),
        ("/staff/\r\nSet-Cookie: a=b", "/staff/"),
        ("http:///staff/acts", "/staff/"),
        ("http://[/staff/", "/staff/"),
        ("/staff/sign-in", "/staff/"),
        ("/staff/" + "x" * 3000, "/staff/"),
    ],
)
def test_nobody_is_led_out_of_the_pages_of_staff(app: Flask, onward: str, goes_to: str) -> None:
    add_account(app, "测试甲", store.EDITOR)
    client = app.test_client()
    assert sign_in(client, "测试甲", next=onward).headers["Location"] == goes_to
    assert client.get(SIGN_IN, query_string={"next": onward}).headers["Location"] == goes_to


def test_who_asked_for_a_page_comes_to_it_after_signing_in(app: Flask) -> None:
    add_account(app, "测试甲", store.EDITOR)
    client = app.test_client()
    asked = client.get("/staff/acts?before=3")
    page = client.get(asked.headers["Location"]).text
    onward = re.search(r'name="next" value="([^"]+)"', page)
    assert onward
    assert onward[1] == "/staff/acts?before=3"


def test_ten_wrong_passwords_stop_an_account_for_a_quarter_of_an_hour(
    app: Flask, clock: Clock
) -> None:
    add_account(app, "测试甲", store.EDITOR)
    add_account(app, "测试乙", store.EDITOR)
    client = app.test_client()
    for _ in range(10):
        assert sign_in(client, "测试甲", "falsch falsch").status_code == 400
    clock.turn(minutes=5)
    answer = sign_in(client, "测试甲")
    assert answer.status_code == 429
    assert "试的次数太多了。" in answer.text
    assert "请 10 分钟后再试。" in answer.text
    assert answer.headers["Retry-After"] == "600"
    assert sign_in(client, "测试甲").status_code == 429
    assert acts(app)[:2] == [("测试甲", "sign-in-stopped"), ("测试甲", "sign-in-failed")]
    assert sign_in(app.test_client(), "测试乙").status_code == 303
    clock.turn(minutes=10, seconds=1)
    assert sign_in(client, "测试甲").status_code == 303


def test_names_that_do_not_exist_are_stopped_alike(app: Flask) -> None:
    client = app.test_client()
    found = [sign_in(client, "测试甲", "falsch falsch").status_code for _ in range(11)]
    assert found == [400] * 10 + [429]


def test_an_address_that_tries_many_names_is_stopped(app: Flask) -> None:
    add_account(app, "测试甲", store.EDITOR)
    client = app.test_client()
    for number in range(30):
        assert sign_in(client, f"测试{number}", "falsch falsch").status_code == 400
    assert sign_in(client, "测试甲").status_code == 429
    other = app.test_client()
    token = csrf_token(other, SIGN_IN)
    answer = other.post(
        SIGN_IN,
        data={"csrf_token": token, "name": "测试甲", "password": PASSWORD},
        environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
    )
    assert answer.status_code == 303


def test_a_browser_that_was_in_before_is_not_kept_out_by_what_others_try(app: Flask) -> None:
    client = signed_in(app)
    post(client, "/staff/sign-out")
    stranger = app.test_client()
    for _ in range(11):
        sign_in(stranger, "测试甲", "falsch falsch")
    assert sign_in(stranger, "测试甲").status_code == 429
    assert sign_in(client, "测试甲").status_code == 303


def test_the_note_of_one_account_is_none_of_another(app: Flask) -> None:
    add_account(app, "测试乙", store.EDITOR)
    client = signed_in(app)
    post(client, "/staff/sign-out")
    for _ in range(10):
        sign_in(app.test_client(), "测试乙", "falsch falsch")
    assert sign_in(client, "测试乙").status_code == 429


def test_signing_in_well_uses_up_no_tries(app: Flask) -> None:
    add_account(app, "测试甲", store.EDITOR)
    for _ in range(35):
        assert sign_in(app.test_client(), "测试甲").status_code == 303


def test_two_workers_count_together(settings: Settings, clock: Clock) -> None:
    workers = [create_app(settings, clock=clock) for _ in range(2)]
    add_account(workers[0], "测试甲", store.EDITOR)
    clients = [worker.test_client() for worker in workers]
    for number in range(10):
        assert sign_in(clients[number % 2], "测试甲", "falsch falsch").status_code == 400
    assert [sign_in(client, "测试甲").status_code for client in clients] == [429, 429]


def test_tries_at_the_same_moment_are_all_counted(settings: Settings, clock: Clock) -> None:
    workers = [create_app(settings, clock=clock) for _ in range(4)]
    add_account(workers[0], "测试甲", store.EDITOR)

    def some(worker: Flask) -> list[int]:
        client = worker.test_client()
        return [sign_in(client, "测试甲", "falsch falsch").status_code for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        found = [status for statuses in pool.map(some, workers) for status in statuses]
    assert sorted(found) == [400] * 10 + [429] * 6


def test_a_session_of_one_worker_is_good_on_another(settings: Settings, clock: Clock) -> None:
    first, second = (create_app(settings, clock=clock) for _ in range(2))
    cookie = signed_in(first).get_cookie("finder_staff", path="/staff")
    assert cookie is not None
    client = second.test_client()
    client.set_cookie("finder_staff", cookie.value, path="/staff")
    assert is_in(client)


def test_an_old_hash_is_made_anew_by_the_next_sign_in(app: Flask, settings: Settings) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with closing(store.connect(settings.database_path)) as database:
        store.add_account(database, "测试甲", store.EDITOR, old, moment("2026-11-24T08:00"), "x")
        client = app.test_client()
        assert sign_in(client, "测试甲").status_code == 303
        assert is_in(client)
        assert store.existing(database, "测试甲").password.startswith(
            "$argon2id$v=19$m=65536,t=3,p=4$"
        )
    assert sign_in(app.test_client(), "测试甲").status_code == 303


@pytest.mark.parametrize(
    ("proxies", "header", "same"),
    [(0, "192.0.2.1", True), (1, "192.0.2.1", False), (1, "9.9.9.9, 192.0.2.9", True)],
)
def test_a_proxys_word_for_the_address_is_believed_only_where_that_is_set(
    settings: Settings, clock: Clock, proxies: int, header: str, same: bool
) -> None:
    app = create_app(replace(settings, proxies=proxies), clock=clock)
    client = app.test_client()
    token = csrf_token(client, SIGN_IN)

    def attempt(number: int, forwarded: str) -> int:
        data = {"csrf_token": token, "name": f"x{number}", "password": "falsch falsch"}
        return client.post(SIGN_IN, data=data, headers={"X-Forwarded-For": forwarded}).status_code

    for number in range(30):
        attempt(number, "8.8.8.8, 192.0.2.9")
    assert attempt(30, header) == (429 if same else 400)


def test_a_stranger_cannot_send_much(app: Flask) -> None:
    client = app.test_client()
    token = csrf_token(client, SIGN_IN)
    data = {"csrf_token": token, "name": "x" * 100_000}
    answer = client.post(SIGN_IN, data=data)
    assert answer.status_code == 413
    assert "送来的内容太大" in answer.text

"""Uploading changes nothing; what would change is shown; publishing does it, for everybody."""

from __future__ import annotations

import re
from contextlib import closing
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from finder import create_app, store
from finder.csvfile import contents
from finder.following import follow
from finder.settings import Settings
from tests.conftest import NOW
from tests.staff import csrf_token, post, signed_in

OLD, NEW = "周一至周五9:00至21:00", "周一至周五9:00至20:00"


@pytest.fixture
def publisher(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def edited(settings: Settings) -> bytes:
    """The real list with the culture centre closing earlier."""
    return settings.csv_path.read_text(encoding="utf-8").replace(OLD, NEW).encode()


def send(client: FlaskClient, data: bytes, name: str = "名单.csv") -> TestResponse:
    form = {"csrf_token": csrf_token(client, "/staff/"), "file": (BytesIO(data), name)}
    return client.post("/staff/uploads", data=form)


def hours_of(client: FlaskClient) -> str:
    return str(client.get("/api/facilities/tz-culture-centre").get_json()["opening_hours"])


def test_an_upload_changes_nothing_and_says_what_it_would_change(
    publisher: FlaskClient, settings: Settings, edited: bytes
) -> None:
    before = settings.csv_path.read_bytes()
    answer = send(publisher, edited)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/uploads/1")
    page = publisher.get("/staff/uploads/1").text
    assert "周一至周五闭馆时间 21:00 → 20:00" in page
    assert "20:00" in page
    assert "发布这份名单" in page
    assert settings.csv_path.read_bytes() == before
    assert OLD.split("9")[0] in settings.csv_path.read_text(encoding="utf-8")


def test_publishing_is_seen_by_residents_at_once_on_every_worker(
    app: Flask, publisher: FlaskClient, settings: Settings, edited: bytes
) -> None:
    other = create_app(settings, clock=lambda: NOW).test_client()
    assert "21:00" in other.get("/facilities/tz-culture-centre").text
    send(publisher, edited)
    done = post(publisher, "/staff/uploads/1/publish", base="1")
    assert (done.status_code, done.headers["Location"]) == (303, "/staff/versions/2?done=1")
    assert "已发布第 2 版" in publisher.get(done.headers["Location"]).text
    for client in (app.test_client(), other):
        assert hours_of(client) == hours_of(publisher)
        assert client.get("/healthz").get_json()["version"] == 2
        assert "9:00–20:00" in client.get("/facilities/tz-culture-centre").text
    assert settings.csv_path.read_bytes() == edited
    page = publisher.get("/staff/uploads/1").text
    assert "完全一样" in page
    assert "发布这份名单" not in page


def test_an_editor_may_look_but_not_publish(app: Flask, edited: bytes) -> None:
    editor = signed_in(app, store.EDITOR, "编辑甲")
    assert send(editor, edited).status_code == 303
    assert "发布请找有发布权限的同事" in editor.get("/staff/uploads/1").text
    assert post(editor, "/staff/uploads/1/publish", base="1").status_code == 403
    assert editor.get("/healthz").get_json()["version"] == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/staff/uploads/1"),
        ("get", "/staff/uploads/1/file"),
        ("get", "/staff/uploads/1/annotated"),
        ("get", "/staff/versions"),
        ("get", "/staff/versions/1"),
        ("get", "/staff/versions/1/file"),
        ("get", "/staff/versions/1/rollback"),
        ("get", "/staff/versions/compare?a=1&b=1"),
        ("get", "/staff/facilities"),
        ("get", "/staff/facilities/tz-library"),
        ("get", "/staff/todo"),
    ],
)
def test_who_is_not_signed_in_is_led_to_the_sign_in(
    client: FlaskClient, method: str, path: str
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/staff/sign-in?next=/staff/")


@pytest.mark.parametrize(
    "path",
    [
        "/staff/uploads",
        "/staff/uploads/1/publish",
        "/staff/versions/1/rollback",
        "/staff/facilities/tz-library/closure",
        "/staff/facilities/tz-library/confirmation",
    ],
)
def test_a_form_without_its_token_is_not_taken(publisher: FlaskClient, path: str) -> None:
    answer = publisher.post(path, data={"base": "1"})
    assert answer.status_code == 400
    assert publisher.get("/healthz").get_json()["version"] == 1


def test_a_file_with_problems_names_them_all_and_cannot_be_published(
    publisher: FlaskClient, edited: bytes
) -> None:
    wrong = edited.decode().replace("library,通运街道", "澡堂,通运街道", 1)
    wrong = wrong.replace("010-56946717", "电话（测试）", 1)
    send(publisher, wrong.encode("gb18030"))
    page = publisher.get("/staff/uploads/1").text
    assert "有 2 个问题" in page
    assert "没有“澡堂”这个类型" in page
    assert "“电话（测试）”不像电话号码" in page
    assert "发布这份名单" not in page
    assert post(publisher, "/staff/uploads/1/publish", base="1").status_code >= 400
    assert publisher.get("/healthz").get_json()["version"] == 1
    marked = publisher.get("/staff/uploads/1/annotated")
    assert marked.headers["Content-Disposition"].startswith("attachment")
    again = contents(marked.data)
    assert len(again.problems) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "空的"), (b"\x89PNG\r\n\x1a\n\0\0\0", "图片"), (b"id,name,kind\n", "没有设施")],
    ids=["empty", "picture", "header only"],
)
def test_a_file_that_is_no_list_is_named(publisher: FlaskClient, data: bytes, words: str) -> None:
    send(publisher, data, "奇怪的文件.csv")
    page = publisher.get("/staff/uploads/1").text
    assert words in page
    assert publisher.get("/staff/uploads/1/file").data == data
    assert "/annotated" not in page or data.startswith(b"id")
    assert publisher.get("/staff/uploads/1/annotated").status_code in (200, 422)


def test_no_file_and_a_file_beyond_the_limit_are_named(publisher: FlaskClient) -> None:
    token = csrf_token(publisher, "/staff/")
    answer = publisher.post("/staff/uploads", data={"csrf_token": token})
    assert answer.status_code == 400
    assert "没有选文件" in answer.text
    huge = publisher.post(
        "/staff/uploads", data=b"x" * 25_000_000, content_type="multipart/form-data; boundary=x"
    )
    assert huge.status_code == 413
    assert "20 MB" in huge.text


def test_what_is_too_much_to_be_looked_at_is_not_published_from_a_page_either(
    publisher: FlaskClient, edited: bytes
) -> None:
    send(publisher, edited + b"\n#" * 20_001)
    assert "20000" in publisher.get("/staff/uploads/1").text
    assert post(publisher, "/staff/uploads/1/publish", base="1").status_code == 422
    assert publisher.get("/healthz").get_json()["version"] == 1


def test_who_was_faster_is_shown_and_nothing_is_lost(
    app: Flask, publisher: FlaskClient, edited: bytes
) -> None:
    other = signed_in(app, name="测试乙")
    send(publisher, edited)
    send(other, edited.decode().replace("010-56946717", "010-00000000").encode())
    assert post(other, "/staff/uploads/2/publish", base="1").status_code == 303
    answer = post(publisher, "/staff/uploads/1/publish", base="1")
    assert answer.status_code == 409
    assert "现在发布的是第 2 版（测试乙）" in answer.text
    assert "010-00000000 → 010-56946717" in answer.text
    assert publisher.get("/healthz").get_json()["version"] == 2
    assert re.search(r'name="base" value="2"', answer.text)


def test_many_removed_rows_ask_for_their_number(publisher: FlaskClient, edited: bytes) -> None:
    lines = edited.decode().splitlines(keepends=True)
    send(publisher, "".join(lines[:50]).encode())
    assert "46 处会消失" in publisher.get("/staff/uploads/1").text
    assert post(publisher, "/staff/uploads/1/publish", base="1").status_code == 409
    assert post(publisher, "/staff/uploads/1/publish", base="1", removed="45").status_code == 409
    assert post(publisher, "/staff/uploads/1/publish", base="1", removed="46").status_code == 303
    assert publisher.get("/healthz").get_json()["facilities"] == 49


def test_a_name_with_a_path_or_markup_is_only_a_name(publisher: FlaskClient, edited: bytes) -> None:
    send(publisher, edited, "C:\\表\\<b>名单<b>.csv")
    page = publisher.get("/staff/uploads/1").text
    assert "&lt;b&gt;名单" in page
    assert "<b>名单" not in page


def test_downloading_changing_nothing_and_uploading_is_no_change(publisher: FlaskClient) -> None:
    forms = ("xlsx", "utf-8-sig", "gb18030", "utf-16", "utf-8", "raw")
    for number, form in enumerate(forms, start=1):
        for header in ("zh", "en"):
            data = publisher.get(f"/staff/versions/1/file?form={form}&header={header}").data
            assert data
            send(publisher, data, f"名单.{form}")
        assert "完全一样" in publisher.get(f"/staff/uploads/{2 * number - 1}").text
        assert "完全一样" in publisher.get(f"/staff/uploads/{2 * number}").text


def test_a_bad_change_by_hand_is_shown_to_staff(publisher: FlaskClient, settings: Settings) -> None:
    text = settings.csv_path.read_text(encoding="utf-8")
    settings.csv_path.write_text(text.replace(",library,", ",澡堂,", 1), encoding="utf-8")
    with closing(store.connect(settings.database_path)) as database:
        follow(database, settings.csv_path, NOW)
    page = publisher.get("/staff/").text
    assert "没有通过检查" in page
    assert "没有“澡堂”这个类型" in page
    assert "/staff/uploads/1" in page
    assert "直接改" in publisher.get("/staff/uploads/1").text


def test_every_file_is_kept_byte_for_byte(publisher: FlaskClient, edited: bytes) -> None:
    send(publisher, edited, "一.csv")
    send(publisher, b"\0\1\2", "二.bin")
    assert publisher.get("/staff/uploads/1/file").data == edited
    assert publisher.get("/staff/uploads/2/file").data == b"\0\1\2"
    assert publisher.get("/staff/uploads/3").status_code == 404


@pytest.mark.parametrize("name", ["a\x00b.csv", "a\x0bb.csv", "a\tb.csv", "\x01"])
def test_a_file_whose_name_has_invisible_characters_can_be_downloaded_again(
    publisher: FlaskClient, edited: bytes, name: str
) -> None:
    boundary = "x"
    token = csrf_token(publisher, "/staff/")
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    ).encode()
    body += edited + f"\r\n--{boundary}--\r\n".encode()
    kind = f"multipart/form-data; boundary={boundary}"
    assert publisher.post("/staff/uploads", data=body, content_type=kind).status_code == 303
    assert publisher.get("/staff/uploads/1/file").data == edited
    for path in ("file", "annotated"):
        # The production server sends no header with such a character.
        sent = publisher.get(f"/staff/uploads/1/{path}").headers["Content-Disposition"]
        assert sent.isprintable()


def test_a_file_that_was_downloaded_before_the_last_version_is_said_to_undo_it(
    publisher: FlaskClient, settings: Settings, edited: bytes
) -> None:
    closed = "/staff/facilities/tz-library/closure"
    send(publisher, edited, "facilities-1.csv")
    assert "会被改回去" not in publisher.get("/staff/uploads/1").text
    assert post(publisher, closed, until="today", reason="停电").status_code == 303
    page = publisher.get("/staff/uploads/1").text
    assert "它是从第 1 版下载的；后来又发布了 1 版，最近一次是 测试甲 的“临时闭馆”" in page
    assert "请重新下载第 2 版再改" in page
    fresh = settings.csv_path.read_text(encoding="utf-8").replace(OLD, NEW)
    send(publisher, fresh.encode(), "facilities-2 (1).csv")
    assert "会被改回去" not in publisher.get("/staff/uploads/2").text
    send(publisher, edited, "名单.csv")
    assert "会被改回去" not in publisher.get("/staff/uploads/3").text


def test_an_upload_that_was_published_before_says_that_it_goes_back(
    publisher: FlaskClient, settings: Settings, edited: bytes
) -> None:
    original = settings.csv_path.read_bytes()
    for number, data in enumerate((edited, original), start=1):
        send(publisher, data)
        post(publisher, f"/staff/uploads/{number}/publish", base=str(number))
    page = publisher.get("/staff/uploads/1").text
    assert "这个文件发布过，是第 2 版；现在发布的是第 3 版" in page
    assert "发布这份名单" in page


def test_the_english_page_says_in_english_what_residents_will_see(
    publisher: FlaskClient, edited: bytes
) -> None:
    send(publisher, edited)
    page = publisher.get("/staff/uploads/1?lang=en").text
    assert "What residents will see differently" in page
    assert "开放中" not in page
    assert "闭馆" not in page.replace("周一闭馆", "")

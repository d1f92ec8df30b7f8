"""Versions: looked at, compared, downloaded, and gone back to in one act that shows its effect."""

from __future__ import annotations

from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient

from finder import store
from finder.csvfile import contents
from finder.settings import Settings
from tests.conftest import NOW
from tests.staff import post, signed_in
from tests.test_staff_uploads import NEW, OLD, send


@pytest.fixture
def publisher(app: Flask, settings: Settings) -> FlaskClient:
    """Somebody who has published a second version."""
    client = signed_in(app)
    text = settings.csv_path.read_text(encoding="utf-8")
    send(client, text.replace(OLD, NEW).encode())
    post(client, "/staff/uploads/1/publish", base="1")
    return client


def test_the_list_of_versions_names_who_and_how(publisher: FlaskClient) -> None:
    page = publisher.get("/staff/versions").text
    assert page.index("第 2 版") < page.index("第 1 版")
    assert "测试甲" in page
    assert "2026-11-24 周二 20:00" in page
    assert page.count("退回到这一版") == 1


def test_a_version_shows_what_it_changed(publisher: FlaskClient) -> None:
    page = publisher.get("/staff/versions/2").text
    assert "闭馆时间 21:00 → 20:00" in page
    assert "/staff/uploads/1" in page
    assert "这是第一版" in publisher.get("/staff/versions/1").text


def test_any_two_versions_can_be_compared_either_way(publisher: FlaskClient) -> None:
    assert "21:00 → 20:00" in publisher.get("/staff/versions/compare?a=1&b=2").text
    assert "20:00 → 21:00" in publisher.get("/staff/versions/compare?a=2&b=1").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/staff/versions/9", 404),
        ("/staff/versions/9/file", 404),
        ("/staff/versions/9/rollback", 404),
        ("/staff/versions/compare?a=1&b=9", 404),
        ("/staff/versions/compare?a=1&b=x", 400),
        ("/staff/versions/compare", 400),
        ("/staff/versions/1/file?form=exe", 400),
        ("/staff/uploads/99999999999999999999", 404),
        ("/staff/versions/99999999999999999999", 404),
        ("/staff/acts?before=99999999999999999999", 200),
    ],
)
def test_what_is_not_there_is_a_page_with_a_sentence(
    publisher: FlaskClient, path: str, status: int
) -> None:
    answer = publisher.get(path)
    assert answer.status_code == status
    assert "服务器出了错" not in answer.text


def test_going_back_shows_its_effect_and_is_itself_a_version(
    publisher: FlaskClient, settings: Settings
) -> None:
    page = publisher.get("/staff/versions/1/rollback").text
    assert "20:00 → 21:00" in page
    assert "退回到第 1 版" in page
    assert post(publisher, "/staff/versions/1/rollback", base="1").status_code == 409
    done = post(publisher, "/staff/versions/1/rollback", base="2")
    assert done.headers["Location"] == "/staff/versions/3?done=1"
    assert publisher.get("/healthz").get_json()["version"] == 3
    assert OLD in settings.csv_path.read_text(encoding="utf-8")
    assert "退回" in publisher.get("/staff/acts").text


def test_an_old_version_can_be_had_as_a_file(publisher: FlaskClient) -> None:
    old, new = (contents(publisher.get(f"/staff/versions/{n}/file").data) for n in (1, 2))
    assert old.facilities[1].opening_hours.startswith(OLD)
    assert new.facilities[1].opening_hours.startswith(NEW)
    raw = publisher.get("/staff/versions/1/file?form=raw")
    assert raw.headers["Content-Disposition"] == "attachment; filename=facilities-1.csv"


@pytest.mark.parametrize("is_table", [True, False])
def test_a_version_that_todays_checker_refuses_is_said_to_be_so_and_not_shown_as_removed_rows(
    publisher: FlaskClient, settings: Settings, is_table: bool
) -> None:
    good = settings.csv_path.read_bytes()
    old = good.replace(b",library,", b",bathhouse,", 1) if is_table else b"\x89PNG\r\n\x1a\n"
    with closing(store.connect(settings.database_path)) as database, store.writing(database):
        held = store.facilities(database)
        store.add_version(database, old, held, NOW, "测试乙", "publish")
        made = store.add_version(database, good, held, NOW, "测试乙", "publish")
        store.set_disk(database, str(settings.csv_path.resolve()), made.digest)
    for path, status in (
        ("/staff/versions/3", 200),
        ("/staff/versions/4", 200),
        ("/staff/versions/3/rollback", 422),
        ("/staff/versions/compare?a=1&b=3", 422),
        ("/staff/versions/compare?a=3&b=1", 422),
        ("/staff/versions/3/file", 422),
        ("/staff/versions/3/file?form=gb18030", 422),
    ):
        answer = publisher.get(path)
        assert answer.status_code == status, path
        assert "第 3 版通不过现在的检查" in answer.text, path
        assert "删去" not in answer.text, path
    assert publisher.get("/staff/versions/3/file?form=raw").data == old
    back = post(publisher, "/staff/versions/3/rollback", base="4")
    assert back.status_code == 422
    assert "第 3 版通不过现在的检查" in back.text

"""From a phone: closed at once with a reason, ending by itself; hours confirmed with one tap."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from finder import create_app, store
from finder.csvfile import contents
from finder.settings import Settings
from tests.conftest import NOW
from tests.staff import post, signed_in

PAGE = "/staff/facilities/tz-library"


@pytest.fixture
def publisher(app: Flask) -> FlaskClient:
    return signed_in(app)


def text_at(settings: Settings, when: dt.datetime) -> str:
    """Return what residents read about the library at a moment."""
    client = create_app(settings, clock=lambda: when).test_client()
    return str(client.get("/api/facilities/tz-library").get_json()["status"]["text"])


def test_a_facility_is_found_by_pinyin(publisher: FlaskClient) -> None:
    page = publisher.get("/staff/facilities?q=tsg").text
    assert PAGE in page
    assert "tz-culture-centre" not in page
    assert "没有找到“泳池”" in publisher.get("/staff/facilities?q=泳池").text


def test_a_closure_is_published_at_once_and_ends_by_itself(
    publisher: FlaskClient, settings: Settings
) -> None:
    assert "开放中" in text_at(settings, NOW)
    done = post(publisher, f"{PAGE}/closure", until="today", reason="停电")
    assert done.headers["Location"] == f"{PAGE}?done=2"
    page = publisher.get(f"{PAGE}?done=2").text
    assert "已发布" in page
    assert "停电" in page
    assert "停电" in text_at(settings, NOW)
    assert "开放中" in text_at(settings, NOW + dt.timedelta(days=1))
    assert "临时闭馆" in publisher.get("/staff/acts").text


@pytest.mark.parametrize(
    ("fields", "closed", "opened"),
    [
        ({"until": "tomorrow"}, 1, 2),
        ({"until": "date", "last": "2026-11-27"}, 3, 4),
    ],
)
def test_the_last_day_is_a_closed_one(
    publisher: FlaskClient, settings: Settings, fields: dict[str, str], closed: int, opened: int
) -> None:
    post(publisher, f"{PAGE}/closure", reason="停水", **fields)
    assert "停水" in text_at(settings, NOW + dt.timedelta(days=closed))
    assert "开放中" in text_at(settings, NOW + dt.timedelta(days=opened))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"until": "today", "reason": ""}, "没有写原因"),
        ({"until": "date", "last": "", "reason": "停电"}, "不是日期"),
        ({"until": "date", "last": "昨天", "reason": "停电"}, "“昨天”不是日期"),
        ({"until": "date", "last": "2026-11-23", "reason": "停电"}, "一年以内"),
        ({"until": "date", "last": "2126-11-23", "reason": "停电"}, "一年以内"),
        ({"reason": "停电"}, "不是日期"),
        ({"until": "today", "last": "2026-11-27", "reason": "停电"}, "又写了另一个日期 2026-11-27"),
    ],
)
def test_a_closure_that_cannot_be_meant_is_refused_with_a_sentence(
    publisher: FlaskClient, fields: dict[str, str], words: str
) -> None:
    answer = post(publisher, f"{PAGE}/closure", **fields)
    assert answer.status_code == 400
    assert words in answer.text
    # The form stands there again, with what was written.
    assert "立即闭馆" in answer.text
    assert f'value="{fields["reason"]}"' in answer.text
    assert publisher.get("/healthz").get_json()["version"] == 1


def test_confirming_sets_the_date_of_today_and_nothing_else(
    publisher: FlaskClient, settings: Settings
) -> None:
    before = contents(settings.csv_path.read_bytes()).facilities
    assert post(publisher, f"{PAGE}/confirmation").status_code == 303
    after = contents(settings.csv_path.read_bytes()).facilities
    assert after[0].verified_on == "2026-11-24"
    assert after[1:] == before[1:]
    page = publisher.get(PAGE).text
    assert "今天已经核实过" in page
    assert post(publisher, f"{PAGE}/confirmation").status_code == 303
    assert publisher.get("/healthz").get_json()["version"] == 2


def test_a_closure_is_no_hours_that_could_be_confirmed_and_settles_no_to_do(
    publisher: FlaskClient,
) -> None:
    page, todo = "/staff/facilities/grand-canal-museum", "读者看到的是“开放时间未知”"
    before = publisher.get("/staff/todo").text.count(todo)
    assert post(publisher, f"{page}/closure", until="today", reason="停电").status_code == 303
    shown = publisher.get(page).text
    assert "停电" in shown
    assert "今天核实无误" not in shown
    assert before > 0
    assert publisher.get("/staff/todo").text.count(todo) == before


def test_an_editor_sees_the_page_without_the_acts(app: Flask) -> None:
    editor = signed_in(app, store.EDITOR, "编辑甲")
    page = editor.get(PAGE).text
    assert "立即闭馆" not in page
    assert "发布权限" in page
    for act in ("closure", "confirmation"):
        answer = post(editor, f"{PAGE}/{act}", until="today", reason="停电")
        assert answer.status_code == 403


def test_a_facility_that_is_not_there_is_404(publisher: FlaskClient) -> None:
    assert publisher.get("/staff/facilities/none").status_code == 404
    assert post(publisher, "/staff/facilities/none/confirmation").status_code == 404

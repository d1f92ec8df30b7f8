"""No text of a list, an upload, an address or a resident becomes a part of a page, or of code."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from finder import create_app
from finder.facility import COLUMNS
from finder.settings import Settings
from tests.attacks import CHARTS, TEXTS, TOGETHER, check_harmless, planted, resident_paths
from tests.browsing import DESKTOP, served, watched
from tests.conftest import NOW
from tests.made_up import csv_text
from tests.staff import Clock, csrf_token, post, signed_in

# The columns that take any text; the others are refused by their checks.
FREE = ("name", "name_en", "town", "address", "services", "source", "notice")
PARAMETERS = (
    "at",
    "open",
    "arriving",
    "kind",
    "service",
    "town",
    "q",
    "place",
    "lat",
    "lon",
    "limit",
    "lang",
    "elder",
    "all",
    "from",
    "sent",
    "v",
    "by",
    "week",
    "day",
    "hour",
    "dark",
    "theme",
    "id",
)
# What shows, or refuses, its parameters one by one.
READING = (
    "/",
    "/api/facilities.geojson",
    "/api/facilities/text-0",
    "/api/near",
    "/embed",
    "/embed/about",
    "/facilities.csv",
    "/facilities/text-0",
    "/facilities/text-0/report",
    "/holidays",
    "/offline/facility",
)
OF_STAFF = ("next", "lost", "left", "a", "b", "before", "state", "only", "form", "done", "q")


def rows(texts: tuple[str, ...] = TEXTS) -> list[dict[str, str]]:
    """Return a row for each text, which stands in every column that takes it."""
    found = []
    for number, text in enumerate(texts):
        note = re.sub(r"\s", " ", text.replace('"', "”"))
        row = dict.fromkeys(COLUMNS, "") | dict.fromkeys(FREE, text)
        row |= {
            "id": f"text-{number}",
            "kind": "library",
            "lat": f"{39.8 + number / 100:.2f}",
            "lon": f"{116.6 + number / 100:.2f}",
            "opening_hours": f'Mo-Su,PH 00:00-24:00 open "{note}"',
            "special_hours": f'2026 Dec 24 off "{note}"',
            "website": "https://x.example/%7B%7B{{1234*5678}}${1234*5678}?a=b&c=`;onxss=1",
            "verified_on": "2026-01-31",
            f"我们自己的列{text}": text,
        }
        found.append(row)
    titles = dict.fromkeys(title for row in found for title in row)
    return [dict.fromkeys(titles, "") | row for row in found]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A finder whose whole list wants to be run, with a report of each text."""
    folder = tmp_path_factory.mktemp("attacked")
    path = folder / "测试.csv"
    path.write_text(csv_text(rows()), "utf-8", newline="")
    clock = Clock(NOW)
    app = create_app(Settings(csv_path=path, data_folder=folder, tiles=None), clock)
    for number, text in enumerate(TEXTS):
        at = f"/facilities/text-{number}/report"
        client = app.test_client(use_cookies=False)
        ticket = csrf_token_of_report(client, at)
        clock.turn(hours=1)
        form = {"kind": "other", "text": text, "ticket": ticket}
        assert client.post(at, data=form).status_code == 303
    return app


def csrf_token_of_report(client: FlaskClient, path: str) -> str:
    page = client.get(path).text
    return page.split('name="ticket" value="')[1].split('"')[0]


@pytest.fixture(scope="module")
def staff(attacked: Flask) -> FlaskClient:
    return signed_in(attacked)


@pytest.mark.parametrize(
    "page",
    [
        "<p><xss>",
        '<p onclick="1">',
        '<a href=" JavaScript:xss()">',
        '<p style="x">',
        "<title></title><svg/onxss=1>",
    ],
)
def test_what_was_planted_is_seen(page: str) -> None:
    assert planted(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_of_a_list_is_run_on_any_page_or_feed(attacked: Flask, lang: str) -> None:
    client = attacked.test_client(use_cookies=False)
    # The words of the other language are the same templates.
    count = len(TEXTS) if lang == "zh" else 2
    paths = [f"text-{number}" for number in range(count)]
    for path in (one for part in ("", *paths) for one in resident_paths(attacked, part)):
        answer = client.get(f"{path}?lang={lang}&lat=39.9&lon=116.6")
        if answer.status_code == 400:
            # Some take no such parameters.
            answer = client.get(f"{path}?lang={lang}")
        assert answer.status_code == 200, path
        check_harmless(answer)
    assert "{{1234*5678}}" in client.get("/").text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_of_a_list_or_a_report_is_run_on_the_pages_of_staff(
    staff: FlaskClient, lang: str
) -> None:
    assert "{{1234*5678}}" in staff.get("/staff/reports").text
    ids = [f"/staff/facilities/text-{number}" for number in range(len(TEXTS))]
    for path in (*STAFF_PAGES, *ids):
        answer = staff.get(f"{path}?lang={lang}&q=text")
        assert answer.status_code == 200
        check_harmless(answer)


STAFF_PAGES = (
    "/staff/",
    "/staff/versions",
    "/staff/versions/1",
    "/staff/facilities",
    "/staff/todo",
    "/staff/reports",
    "/staff/acts",
)


def test_no_text_of_an_upload_is_run(staff: FlaskClient) -> None:
    # The same rows changed, so that before and after are shown; and every column wrong by turns.
    changed = [row | {"opening_hours": "Mo-Su,PH 09:00-17:00"} for row in rows()[:-1]]
    wrong = [
        dict.fromkeys(COLUMNS, "") | {"id": "a", "name": "甲馆", "kind": "library", column: text}
        for column in COLUMNS
        for text in TEXTS
    ]
    for number, (given, name) in enumerate(
        ((changed, "{{1234*5678}}<xss onxss=1>.csv"), (wrong, '\\..\\"><xss>%0D%0AX-Xss: 1.csv')),
        start=1,
    ):
        form = {
            "csrf_token": csrf_token(staff, "/staff/"),
            "file": (BytesIO(csv_text(given).encode()), name),
        }
        sent = staff.post("/staff/uploads", data=form)
        assert sent.headers["Location"] == f"/staff/uploads/{number}"
        for path in (f"/staff/uploads/{number}", "/staff/", "/staff/acts"):
            answer = staff.get(path)
            assert answer.status_code == 200
            check_harmless(answer)
        for path in (f"/staff/uploads/{number}/file", f"/staff/uploads/{number}/annotated"):
            answer = staff.get(path)
            assert "X-Xss" not in answer.headers
            assert answer.status_code == 200, path + answer.text
            assert answer.headers["Content-Disposition"].startswith("attachment; ")
        book = openpyxl.load_workbook(BytesIO(answer.data))
        for sheet in book.worksheets:
            assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
            cells = (cell.value for row in sheet.iter_rows() for cell in row)
            assert all(isinstance(value, str) for value in cells if value is not None)


def test_no_text_of_an_address_is_run(attacked: Flask) -> None:
    client = attacked.test_client(use_cookies=False)
    given = quote(TOGETHER, safe="")
    together = "&".join(f"{name}={given}" for name in PARAMETERS)
    alone = [*(f"{name}={given}" for name in PARAMETERS), f"{given}={given}"]
    asked = [(path, together) for path in resident_paths(attacked)]
    asked += [(path, query) for path in READING for query in alone]
    asked += [(path, f"{name}={given}") for path in CHARTS for name in ("by", "week", "at")]
    for path, query in asked:
        answer = client.get(f"{path}?{query}")
        assert answer.status_code in (200, 400, 403, 404), (path, query)
        check_harmless(answer)
        assert "X-Xss" not in answer.headers


def test_no_text_of_a_search_is_run(attacked: Flask) -> None:
    client = attacked.test_client(use_cookies=False)
    for text in TEXTS:
        for path in ("/", "/api/near", "/facilities/text-0"):
            answer = client.get(path, query_string={"q": text, "at": text, "lang": "en"})
            check_harmless(answer)


def test_no_text_of_a_path_is_run(attacked: Flask) -> None:
    client = attacked.test_client(use_cookies=False)
    for text in TEXTS:
        given = quote(text, safe="")
        for path in ("/", "/facilities/", "/api/facilities/", "/static/", "/map-", "/staff/"):
            answer = client.get(path + given)
            assert answer.status_code in (303, 404)
            check_harmless(answer)
            assert "X-Xss" not in answer.headers


def test_no_text_of_an_address_of_staff_is_run(attacked: Flask, staff: FlaskClient) -> None:
    stranger = attacked.test_client()
    for client, paths in (
        (stranger, ("/staff/sign-in",)),
        (staff, (*STAFF_PAGES[1:], "/staff/versions/compare", "/staff/versions/1/file")),
    ):
        for path in paths:
            for text in (TOGETHER, *TEXTS[-2:]):
                given = quote(text, safe="")
                query = "&".join(f"{name}={given}" for name in OF_STAFF)
                answer = client.get(f"{path}?{query}")
                assert answer.status_code in (200, 400, 404), (path, text)
                if answer.mimetype in ("text/html", "application/json"):
                    check_harmless(answer)


def test_no_text_of_a_form_is_run(attacked: Flask, staff: FlaskClient) -> None:
    client = attacked.test_client(use_cookies=False)
    for text in (TOGETHER, *TEXTS[-2:]):
        fields = dict.fromkeys(("kind", "text", "ticket", "homepage"), text)
        answer = client.post("/facilities/text-0/report", data=fields)
        assert answer.status_code == 400
        check_harmless(answer)
        names = ("name", "base", "removed", "state", "seen", "first", "last", "note", "date")
        for path in ("/staff/facilities/text-0/closure", "/staff/reports/1"):
            answer = post(staff, path, **dict.fromkeys(names, text))
            assert answer.status_code in (303, 400, 409, 422), path
            check_harmless(answer)


RUNNING = (
    "<img src=x onerror=window.ran=1>",
    "</script><script>window.ran=1</script>",
    '"><svg onload=window.ran=1>',
    "'><iframe srcdoc='<script>parent.ran=1</script>'>",
    "{{constructor.constructor('window.ran=1')()}}",
    "<style></style><b autofocus tabindex=0 onfocus=window.ran=1>",
)


def test_a_browser_without_a_policy_runs_nothing_of_a_list_either(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("running")
    path = folder / "测试.csv"
    path.write_text(csv_text(rows(RUNNING)), "utf-8", newline="")
    with served(folder, FINDER_CSV=str(path), FINDER_TILES="none") as address:
        # The policy would hide what the pages themselves let through.
        context = browser.new_context(bypass_csp=True, viewport=DESKTOP)  # type: ignore[arg-type]
        page, seen = watched(context)
        page.goto(address)
        marks = page.locator(".mark:not(.cluster)")
        marks.first.wait_for()
        names = set()
        for number in range(marks.count()):
            marks.nth(number).dispatch_event("click")
            names.add(page.locator(".popup-name").last.inner_text())
        assert names == set(RUNNING)
        assert page.evaluate("window.ran") is None
        text = quote(RUNNING[0], safe="")
        pages = ["/facilities/text-1", "/facilities/text-2"]
        pages += [f"/?q={text}", f"/?at={text}", f"/{text}"]
        pages += [f"/embed/about?q={text}", f"/embed?q={text}", "/embed?limit=50", "/api"]
        pages += ["/facilities/text-2/door", "/facilities/text-1/report"]
        for at in (*pages, "/offline/facility?id=text-0"):
            page.goto(address + at)
            assert page.evaluate("window.ran") is None
        # Here it would have been seen.
        page.evaluate("text => { document.body.innerHTML = text }", RUNNING[0])
        page.wait_for_function("window.ran === 1")
        assert seen.dialogs == []
        context.close()

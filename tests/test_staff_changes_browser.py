"""The map of moves and the bars in a real browser, under the pages' own policy."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import render_template_string
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

from finder import create_app
from finder.changes import changes
from finder.settings import RESOURCES, Settings
from finder.simulation import simulation
from finder.site import gettext, site
from finder.staff_changes import shown_changes
from finder.staff_simulation import shown_simulation
from tests.browsing import DESKTOP, HOSTILE, PHONE, watched
from tests.made_up import JIA, facility, moment
from tests.test_access import MODES, small_targets, violations

NOW = moment("2026-11-24T20:00")
BEFORE = [
    JIA,
    facility(id="yi", name="乙馆", opening_hours=""),
    facility(id="bing", name="丙馆", lat="", lon=""),
    facility(id="ding", name="丁馆", lat="39.88", lon="116.65"),
]
AFTER = [
    facility(lat="39.904683", opening_hours='Mo-Su,PH 09:00-18:00; 2026 Dec 1 off "测试"'),
    facility(id="yi", name="乙馆", opening_hours="9:00-17:00，16:30停止入馆，周一闭馆"),
    facility(id="bing", name="丙馆", lat="39.91", lon="116.72"),
    facility(id="wu", name="".join(HOSTILE), lat="39.87", lon="116.69"),
]
PAGE = """
{% extends 'base.html' %}
{% block head %}
<link rel="stylesheet" href="{{ asset('staff_changes.css') }}">
<script defer src="{{ asset('staff_changes.js') }}"></script>
{% endblock %}
{% block main %}
<div class="answer"><h1>{{ _('改动') }}</h1>
<h2>{{ _('改动') }}</h2>{% include 'staff/_changes.html' %}
<h2>{{ _('发布后') }}</h2>{% include 'staff/_simulation.html' %}</div>
{% endblock %}
"""


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a page that holds the partials, as the staff's pages will."""
    csv_path: Path = RESOURCES / "data" / "facilities.csv"
    chosen = Settings(csv_path, tmp_path_factory.mktemp("data"), tiles=None)
    app = create_app(chosen, clock=lambda: NOW)

    @app.get("/changes")
    def changed() -> ResponseReturnValue:
        calendar, tr = site().calendar, gettext()
        flips = simulation(BEFORE, AFTER, NOW, calendar, gettext=tr)
        return render_template_string(
            PAGE,
            shown=shown_changes(changes(BEFORE, AFTER), NOW.date(), calendar, tr),
            simulated=shown_simulation(flips, BEFORE, NOW, calendar, gettext=tr),
        )

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/changes"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_map_draws_each_move_and_runs_no_text(browser: Browser, at: str) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, seen = watched(context)
    page.goto(at)
    expect(page.locator(".move-mark")).to_have_count(4)
    expect(page.locator(".move-mark.moved")).to_have_count(1)
    expect(page.locator(".move-line")).to_have_count(1)
    expect(page.locator(".move-words")).to_have_text("520 米")
    shown = page.get_by_role("button", name="".join(HOSTILE) + " 在地图上看")
    shown.click()
    expect(page.locator(".leaflet-popup-content")).to_have_text("".join(HOSTILE) + " 新增")
    assert seen.errors == []
    assert seen.dialogs == []
    assert seen.hosts == {at.removesuffix("/changes")}
    context.close()


def test_the_arrow_points_where_the_move_goes(browser: Browser, at: str) -> None:
    page = browser.new_page()
    page.goto(at)
    arrow = page.locator(".move-mark.moved path")
    # To the north is a quarter turn back from the right.
    expect(arrow).to_have_attribute("transform", "rotate(-90 8 8)")
    page.close()


def test_without_the_script_the_moves_are_a_list(browser: Browser, at: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(at)
    expect(page.locator(".moves-list li")).to_have_count(4)
    expect(page.locator(".moves-list li").first).to_contain_text("移动 520 米")
    expect(page.locator(".moves-map")).to_be_hidden()
    context.close()


def test_a_map_that_does_not_come_is_said(browser: Browser, at: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(re.compile(r"/vendor/leaflet\.js"), lambda route: route.abort())
    page.goto(at)
    expect(page.locator(".moves-map")).to_have_text("地图没有取到，请看列表。")
    context.close()


@pytest.mark.parametrize(("extra", "scheme"), MODES)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    browser: Browser, at: str, extra: str, scheme: str
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{at}?{extra}")
    expect(page.locator(".move-mark")).to_have_count(4)
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    assert violations(page) == []
    assert small_targets(page, 60 if "elder" in extra else 44) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
    context.close()

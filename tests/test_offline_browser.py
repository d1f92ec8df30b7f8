"""The pages without a network, in real Chromium: the server is stopped, not only out of reach."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import ZONE, status_at
from finder.settings import RESOURCES
from finder.wording import status_text
from tests.browsing import PHONE, watched

FACILITY = "tz-library"


@dataclass
class Server:
    """`finder serve` of a copy of the program, on one port through every restart."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "finder", "serve", "--port", str(self.port)]
        settings = {**os.environ, "FINDER_DATA": str(self.folder / "var"), "FINDER_TILES": "none"}
        self.process = subprocess.Popen(
            [*command, "--workers", "1"], cwd=self.folder, env=settings, stdout=subprocess.DEVNULL
        )
        for _ in range(300):
            assert self.process.poll() is None, "the server stopped by itself"
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):  # noqa: S310 - our own server
                    return
            except urllib.error.URLError:
                time.sleep(0.1)
        raise AssertionError("the server did not answer")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    for name in ("finder", "static", "templates", "data"):
        shutil.copytree(
            RESOURCES / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        held = Server(tmp_path, probe.getsockname()[1])
    held.start()
    yield held
    held.stop()


def visit(page: Page, address: str) -> None:
    """Open a page and wait until its worker has kept everything."""
    page.goto(address)
    # Not `wait_for_function`: the page's policy forbids the eval that it polls with.
    page.evaluate(
        "new Promise(done => { const worker = navigator.serviceWorker;"
        " if (worker.controller) { done(); }"
        " worker.addEventListener('controllerchange', () => done()); })"
    )


def kept(page: Page) -> dict[str, list[str]]:
    """Return the addresses in each cache."""
    found: dict[str, list[str]] = page.evaluate(
        "async () => { const all = {}; for (const name of await caches.keys()) {"
        " const keys = await (await caches.open(name)).keys();"
        " all[name] = keys.map(key => key.url.slice(location.origin.length)).sort(); }"
        " return all; }"
    )
    return found


def changed(page: Page, before: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the caches once those of `before` are gone."""
    for _ in range(100):
        after = kept(page)
        if not set(after) & set(before):
            return after
        page.wait_for_timeout(100)
    raise AssertionError(f"{list(before)} are still there beside {list(after)}")


def expected(facility: Facility, when: dt.datetime, calendar: Calendar) -> str:
    """Return the sentence that the server would show."""
    return status_text(status_at(facility.rules, when, calendar), has_phone=bool(facility.phone))


def go_offline(context: BrowserContext, server: Server) -> None:
    server.stop()
    context.set_offline(True)
    # What was fetched within the last minute is as good as new, to the browser's own cache too.
    context.new_cdp_session(context.pages[0]).send("Network.clearBrowserCache")


def test_a_facility_never_visited_answers_offline_for_each_moment(
    phone: BrowserContext,
    server: Server,
    facilities: tuple[Facility, ...],
    calendar: Calendar,
) -> None:
    page, _ = watched(phone)
    visit(page, server.address)
    go_offline(phone, server)
    today = dt.datetime.now(ZONE).date()
    chosen = {one.id: one for one in facilities}
    moments = [(1, 3, 0), (1, 20, 0), (2, 16, 45), (5, 9, 30), (13, 23, 30)]
    for facility_id in (FACILITY, "tz-museum", "xiaopu-24h", "smart-space-02"):
        for days, hour, minute in moments:
            date = today + dt.timedelta(days=days)
            when = dt.datetime.combine(date, dt.time(hour, minute), ZONE)
            page.goto(f"{server.address}/facilities/{facility_id}?at={when:%Y-%m-%dT%H:%M}")
            expect(page.locator("h1")).to_have_text(chosen[facility_id].name)
            text = expected(chosen[facility_id], when, calendar)
            expect(page.locator('[data-fact="text"]')).to_have_text(text)
    page.goto(f"{server.address}/facilities/{FACILITY}")
    held = chosen[FACILITY]
    expect(page.locator("#days tr")).to_have_count(14)
    expect(page.locator('[data-fact="address"]')).to_have_text(held.address)
    phone_link = page.locator('a[data-fact="phone"]')
    expect(phone_link).to_have_attribute("href", f"tel:{held.phone}")
    expect(page.locator('[data-fact="source"]')).to_have_text(held.source)
    expect(page.locator('[data-fact="published"]')).to_have_text(held.opening_hours)


def test_the_clock_of_the_phone_says_what_is_now(
    browser: Browser, server: Server, facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    context = browser.new_context(viewport=PHONE, timezone_id="America/New_York")  # type: ignore[arg-type]
    page, _ = watched(context)
    visit(page, server.address)
    go_offline(context, server)
    tomorrow = dt.datetime.now(ZONE).date() + dt.timedelta(days=1)
    when = dt.datetime.combine(tomorrow, dt.time(20, 0), ZONE)
    page.clock.set_fixed_time(when)
    page.goto(f"{server.address}/facilities/{FACILITY}")
    held = next(one for one in facilities if one.id == FACILITY)
    text = expected(held, when, calendar)
    expect(page.locator('[data-fact="text"]')).to_have_text(text)
    expect(page.locator("time")).to_contain_text("20:00")
    expect(page.locator("#not-now")).to_be_hidden()
    expect(page.locator("#days tr")).to_have_count(13)
    page.clock.set_fixed_time(when + dt.timedelta(days=30))
    page.goto(f"{server.address}/facilities/{FACILITY}")
    expect(page.locator('[data-fact="text"]')).to_have_text("保存的资料太旧，不知道是否开放")
    expect(page.locator("#facility")).to_have_class("detail rank-2")
    context.close()


def test_a_list_kept_for_too_long_calls_nothing_open(phone: BrowserContext, server: Server) -> None:
    page, seen = watched(phone)
    visit(page, server.address)
    go_offline(phone, server)
    page.clock.set_fixed_time(dt.datetime.now(ZONE) + dt.timedelta(days=20))
    for address in (f"{server.address}/", f"{server.address}/?at=2030-01-05T10:00"):
        page.goto(address)
        expect(page.locator("h1")).to_have_text("保存的资料太旧，不知道是否开放")
        expect(page.locator(".facility")).to_have_count(0)
    page.goto(f"{server.address}/")
    page.get_by_label("搜索名称、拼音或服务").fill("图书馆")
    expect(page.locator("h1")).to_have_text("保存的资料太旧，不知道是否开放")
    assert seen.errors == []


def test_the_list_says_that_it_is_offline_and_how_old_it_is(
    phone: BrowserContext, server: Server
) -> None:
    page, seen = watched(phone)
    # A Wednesday at noon in the days that are kept: a library is open, and nothing is special.
    today = dt.datetime.now(ZONE).date()
    day = today + dt.timedelta(days=(1 - today.weekday()) % 7 + 1)
    noon = f"{day}T12:00"
    visit(page, server.address)
    assert page.locator("#offline-status:visible").count() == 0
    assert page.evaluate("document.documentElement.dataset.offline") is None
    go_offline(phone, server)
    for address in (server.address, f"{server.address}/?open=1&at={noon}&kind=library"):
        page.goto(address)
        assert page.evaluate("document.documentElement.dataset.offline") == "1"
        status = page.locator("#offline-status")
        expect(status).to_contain_text(f"离线：资料更新于 {today}")
        expect(status).to_have_attribute("role", "status")
        expect(page.locator("html")).to_have_attribute("data-ready", "1")
        expect(page.locator("#facilities")).to_be_visible()
    # What the address asks is asked of the kept forecast.
    expect(page.locator(".facility .about").first).to_have_text(re.compile("^图书馆"))
    expect(page.locator(".group.rank-3")).to_be_hidden()
    page.get_by_role("button", name="地图").click()
    expect(page.locator(".place").first).to_be_attached()
    expect(page.locator(".mark").first).to_be_attached()
    assert [error for error in seen.errors if "CSP" in error] == []


def test_the_line_comes_and_goes_with_the_network(phone: BrowserContext, server: Server) -> None:
    page, _ = watched(phone)
    visit(page, server.address)
    phone.set_offline(True)
    expect(page.locator("#offline-status")).to_contain_text("离线：资料更新于")
    phone.set_offline(False)
    expect(page.locator("#offline-status")).to_be_hidden()


def test_another_page_says_that_it_needs_the_network(phone: BrowserContext, server: Server) -> None:
    page, _ = watched(phone)
    visit(page, f"{server.address}/?lang=en")
    go_offline(phone, server)
    page.goto(f"{server.address}/anything/else")
    expect(page.locator("h1")).to_have_text("There is no network now")
    page.goto(f"{server.address}/facilities/no-such-place?lang=en")
    expect(page.locator("#failed")).to_contain_text("Nothing is stored about this facility")


def test_a_network_that_does_not_answer_is_given_up_on_in_time(
    phone: BrowserContext, server: Server
) -> None:
    page, _ = watched(phone)
    visit(page, server.address)
    server.stop()
    # A server that takes the connection and then says nothing.
    with socket.create_server(("127.0.0.1", server.port), backlog=64):
        page.goto(f"{server.address}/facilities/{FACILITY}", wait_until="commit")
        expect(page.locator("h1")).to_have_text("通州区图书馆", timeout=20000)


def test_no_position_and_no_question_is_ever_kept(phone: BrowserContext, server: Server) -> None:
    page, _ = watched(phone)
    visit(page, server.address)
    for question in ("lat=39.9027&lon=116.6399", "place=宋庄镇", "at=2026-11-24T20:00", "open=1"):
        page.goto(f"{server.address}/?{question}")
        page.evaluate(f"fetch('/api/facilities.geojson?{question.replace('place', 'kind')}')")
    page.evaluate("fetch('/api/near?lat=39.9027&lon=116.6399').then(answer => answer.text())")
    page.goto(f"{server.address}/facilities/{FACILITY}")
    (addresses,) = kept(page).values()
    pages = [one for one in addresses if not one.startswith(("/static/", "/map-"))]
    assert sorted(pages) == [
        "/",
        "/api/forecast.json",
        "/api/places.geojson",
        "/offline",
        "/offline/facility",
    ]
    assert "116.6399" not in page.evaluate("caches.match('/').then(answer => answer.text())")


def test_a_new_edition_replaces_the_old_one_whole(phone: BrowserContext, server: Server) -> None:
    page, _ = watched(phone)
    visit(page, server.address)
    before = kept(page)
    server.stop()
    for name in ("static/finder.css", "templates/index.html"):
        path = server.folder / name
        addition = ".made-up { margin: 0 }\n" if path.suffix == ".css" else "\n"
        path.write_text(path.read_text("utf-8") + addition, "utf-8")
    server.start()
    page.goto(server.address)
    page.evaluate("navigator.serviceWorker.ready.then(registration => registration.update())")
    after = changed(page, before)
    assert len(after) == 1
    assert set(after) != set(before)
    (old_addresses,), (new_addresses,) = before.values(), after.values()
    assert sum("finder.css" in one for one in new_addresses) == 1
    assert len(new_addresses) == len(old_addresses)
    assert len(set(new_addresses) - set(old_addresses)) == 1
    go_offline(phone, server)
    page.goto(server.address)
    loaded = page.evaluate(
        "[...document.querySelectorAll('link[rel=stylesheet],script')].map(one =>"
        " (one.href || one.src).slice(location.origin.length))"
    )
    assert {one for one in loaded if "?v=" in one} <= set(new_addresses)


def test_an_old_worker_keeps_no_page_of_a_new_edition(
    phone: BrowserContext, server: Server
) -> None:
    page, _ = watched(phone)
    visit(page, server.address)
    before = kept(page)
    old = page.evaluate("caches.match('/').then(answer => answer.headers.get('Finder-Edition'))")
    server.stop()
    # The new edition cannot be kept whole: one of its files is missing to the worker.
    worker = server.folder / "static" / "worker.js"
    worker.write_text(
        worker.read_text("utf-8").replace(
            "new Set(FINDER.files)", "new Set(FINDER.files.push('/x'))"
        ),
        "utf-8",
    )
    broken = worker.read_text("utf-8")
    assert "push" in broken
    server.start()
    page.goto(server.address)
    page.evaluate(
        "navigator.serviceWorker.ready.then(registration => registration.update()).catch(() => 0)"
    )
    page.goto(server.address)
    page.wait_for_timeout(1000)
    assert kept(page) == before
    held = page.evaluate("caches.match('/').then(answer => answer.headers.get('Finder-Edition'))")
    assert held == old


def test_the_finder_can_be_put_on_a_home_screen(phone: BrowserContext, server: Server) -> None:
    page, seen = watched(phone)
    visit(page, server.address)
    session = phone.new_cdp_session(page)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A test's window is a private one; in another the list is empty.
    assert [error["errorId"] for error in errors] == ["in-incognito"]
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert seen.errors == []

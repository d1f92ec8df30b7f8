"""The pages in real Chromium, on a phone's screen, against the production server."""

from __future__ import annotations

import csv
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from geopy.distance import geodesic
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from finder.facility import COLUMNS

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}

# Outside the metro station 通州北苑.
HERE = {"latitude": 39.9027, "longitude": 116.6314}

HOSTILE = (
    "{{7*7}}",
    "${alert(1)}",
    "</script><script>alert(2)</script>",
    '"><img src=x onerror=alert(3)>',
    "{% raw %}",
    "{{ cycler.__init__.__globals__.os.getpid() }}",
)


@contextmanager
def served(folder: Path, **environment: str) -> Iterator[str]:
    """Run `finder serve` as a person would and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "finder", "serve", "--port", str(port), "--workers", "1"]
    settings = {**os.environ, "FINDER_DATA": str(folder), **environment}
    with subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server stopped by itself"
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@dataclass
class Seen:
    """What a browser reported while a test used it."""

    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


def watched(context: BrowserContext) -> tuple[Page, Seen]:
    """Return a new page, and what it will report: hosts asked, errors, CSP violations, alerts."""
    page, seen = context.new_page(), Seen()
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " e => console.error('CSP violation: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    page.on("request", lambda request: seen.hosts.add("/".join(request.url.split("/")[:3])))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on(
        "console",
        lambda message: seen.errors.append(message.text) if message.type == "error" else None,
    )

    def refuse(dialog: object) -> None:
        seen.dialogs.append(str(dialog))

    page.on("dialog", refuse)
    return page, seen


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("data"), FINDER_TILES="") as at:
        yield at


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number, text in enumerate(HOSTILE):
            row = dict.fromkeys(("name", "name_en", "town", "address", "source", "notice"), text)
            note = text.replace('"', "")
            writer.writerow(
                {
                    **row,
                    "id": f"hostile-{number}",
                    "kind": "museum",
                    "lat": f"39.9{number}",
                    "lon": f"116.6{number}",
                    "services": text,
                    "opening_hours": f'Mo-Su,PH 00:00-24:00 open "{note}"',
                }
            )
    with served(folder, FINDER_CSV=str(path), FINDER_TILES="none") as at:
        yield at


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    yield context
    context.close()


def names(page: Page) -> list[str]:
    return page.locator("#facilities .name").all_inner_texts()


def test_the_first_view_of_a_phone_says_how_many_are_open(
    phone: BrowserContext, address: str
) -> None:
    page, seen = watched(phone)
    page.goto(f"{address}/?at=2026-11-24T20:00")
    expect(page.locator("h1")).to_have_text("那时有 5 处开放")
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert seen.errors == []


def test_no_other_host_is_asked_unless_somebody_chooses_the_tiles(
    phone: BrowserContext, address: str
) -> None:
    page, seen = watched(phone)
    page.goto(f"{address}/")
    expect(page.locator(".mark").first).to_be_attached()
    page.goto(f"{address}/facilities/tz-library")
    page.goto(f"{address}/nowhere")
    assert seen.hosts == {address}


def test_a_granted_position_sorts_the_list_on_the_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        geolocation=HERE,  # type: ignore[arg-type]
        permissions=["geolocation"],
    )
    page, seen = watched(context)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/?at=2026-11-24T20:00")
    page.get_by_role("button", name="我的位置", exact=True).first.click()
    expect(page.locator("#locate-status")).to_contain_text("已按您的位置排序")
    assert names(page)[:3] == [
        "北苑街道文化活动中心(金禧文化活动中心)",
        "通州区图书馆",
        "通州区文化馆",
    ]
    expect(page.locator("#f-tz-library .away")).to_contain_text("4.4 公里·步行约")
    shown_m = float(page.locator("#f-tz-library").get_attribute("data-distance") or "nan")
    exact_m = geodesic((39.9027, 116.6314), (39.91168, 116.68126)).meters
    assert shown_m == pytest.approx(exact_m, rel=1e-4)
    assert not any("116.63" in url for url in asked), "the position left the phone"
    assert seen.errors == []
    context.close()


def test_a_denied_position_is_answered_with_what_else_to_do(
    phone: BrowserContext, address: str
) -> None:
    page, seen = watched(phone)
    page.goto(f"{address}/")
    button = page.locator("#locate")
    button.click()
    expect(page.locator("#locate-status")).to_contain_text("没有得到定位许可")
    expect(button).to_be_enabled()
    assert seen.dialogs == []


def test_a_town_or_a_station_can_be_chosen_instead(phone: BrowserContext, address: str) -> None:
    page, _ = watched(phone)
    page.goto(f"{address}/")
    page.get_by_label("从哪里出发").select_option("宋庄镇")
    page.get_by_label("什么时候").fill("2026-11-24T03:00")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".asof")).to_contain_text("从宋庄镇出发")
    assert names(page)[:2] == ["24小时阅空间（宋庄小堡文化广场）", "潞云筑·24小时图书馆"]
    assert page.locator(".facility.rank-0").count() == 2


def test_a_tap_on_the_map_is_a_position(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP, has_touch=True)  # type: ignore[arg-type]
    page, seen = watched(context)
    page.goto(f"{address}/?at=2026-11-24T20:00")
    expect(page.locator(".mark").first).to_be_visible()
    box = page.locator("#map_finder").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 60, box["y"] + box["height"] / 2)
    expect(page.locator("#locate-status")).to_have_text("您选的位置")
    expect(page.locator(".facility .away").first).to_contain_text("步行约")
    assert seen.errors == []
    context.close()


def test_every_marker_has_a_name_a_shape_and_a_sign(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, seen = watched(context)
    page.goto(f"{address}/?at=2026-11-24T20:00")
    expect(page.locator(".mark").first).to_be_visible()
    unnamed = page.locator(".mark").evaluate_all(
        "marks => marks.filter(mark => mark.getAttribute('role') !== 'button'"
        " || !mark.getAttribute('aria-label') || !mark.textContent.trim()).length"
    )
    assert unnamed == 0
    radii = page.evaluate(
        "[0, 1, 2, 3].map(rank => { const e = document.createElement('i');"
        " e.className = 'mark rank-' + rank; document.body.append(e);"
        " return getComputedStyle(e).borderRadius; })"
    )
    assert len(set(radii)) == 4
    assert seen.errors == []
    context.close()


def test_a_popup_says_whether_it_is_open_and_leads_to_the_page(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, seen = watched(context)
    page.goto(f"{address}/?at=2026-11-24T20:00&place={quote('马驹桥镇')}")
    marker = page.locator('.mark[aria-label^="马驹桥镇综合文化中心"]')
    marker.click()
    popup = page.locator(".leaflet-popup-content")
    expect(popup.locator(".popup-text")).to_have_text("闭馆·明天 8:30 开放")
    popup.get_by_role("link", name="详情").click()
    expect(page.locator("h1")).to_have_text("马驹桥镇综合文化中心")
    assert seen.errors == []
    context.close()


def test_rows_without_a_position_are_counted_and_not_on_the_map(
    phone: BrowserContext, address: str
) -> None:
    page, _ = watched(phone)
    page.goto(f"{address}/")
    expect(page.locator(".unlocated li")).to_have_text(
        [
            "另有 17 处24小时智能文化空间位置待补",
            "另有 3 处运河文化驿站位置待补",
            "另有 35 处微型图书馆位置待补",
        ]
    )
    assert page.locator("#f-smart-space-02").count() == 0


def test_everything_but_the_map_works_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/")
    page.get_by_label("从哪里出发").select_option("通州北苑站")
    page.get_by_label("什么时候").fill("2026-11-28T23:30")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".facility").first.locator(".away")).to_contain_text("步行约")
    page.get_by_role("link", name="只看开放").click()
    assert page.locator(".facility:not(.rank-0)").count() == 0
    page.locator("#f-tz-culture-centre a").click()
    expect(page.locator(".badge")).to_have_text("开放中·30 分钟后闭馆（24:00）")
    expect(page.locator("#locate")).to_have_count(0)
    context.close()


def test_a_hostile_row_is_plain_text_everywhere(browser: Browser, hostile_address: str) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, seen = watched(context)
    page.goto(hostile_address)
    assert sorted(names(page)) == sorted(HOSTILE)
    expect(page.locator(".mark").first).to_be_visible()
    for number, text in enumerate(HOSTILE):
        page.goto(f"{hostile_address}/?lat=39.9{number}&lon=116.6{number}")
        label = text.replace("\\", "\\\\").replace('"', '\\"')
        page.locator(f'.mark[aria-label^="{label}"]').click()
        expect(page.locator(".popup-name")).to_have_text(text)
        page.goto(f"{hostile_address}/facilities/hostile-{number}")
        expect(page.locator("h1")).to_have_text(text)
        expect(page.locator(".notice")).to_have_text(text)
        expect(page.locator(".address")).to_have_text(text)
    assert seen.dialogs == []
    assert seen.errors == []
    assert seen.hosts == {hostile_address}
    context.close()


def test_tiles_that_cannot_be_reached_leave_the_schematic(browser: Browser, tmp_path: Path) -> None:
    # Nothing listens on port 9 (discard) of this machine.
    tiles = "http://127.0.0.1:9/{z}/{x}/{y}.png|made up"
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    with served(tmp_path, FINDER_TILES=tiles) as at:
        page, _ = watched(context)
        page.goto(f"{at}/")
        expect(page.locator(".place.town").first).to_be_attached()
        expect(page.locator("#map_finder")).to_contain_text("宋庄镇")
    context.close()


def test_the_list_still_answers_if_the_map_data_cannot_be_fetched(
    phone: BrowserContext, address: str
) -> None:
    page, _ = watched(phone)
    page.route("**/api/facilities.geojson*", lambda route: route.abort())
    page.goto(f"{address}/")
    expect(page.locator("#locate-status")).to_contain_text("地图数据没有取到")
    assert len(names(page)) == 40

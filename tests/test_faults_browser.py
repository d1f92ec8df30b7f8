"""What a reader sees in real Chromium when something behind the page breaks."""

from __future__ import annotations

import socket
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, expect

from tests.browsing import DESKTOP, served, watched
from tests.running import LIST, running
from tests.test_browser import TUESDAY, names


def test_tiles_that_never_come_leave_the_list_and_the_schematic(
    browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        tiles = f"http://127.0.0.1:{silent.getsockname()[1]}/{{z}}/{{x}}/{{y}}.png|made up"
        with served(tmp_path, FINDER_TILES=tiles) as at:
            page, _ = watched(context)
            page.goto(f"{at}/?at={TUESDAY}", wait_until="domcontentloaded")
            expect(page.locator("html")).to_have_attribute("data-ready", "1")
            expect(page.locator("#map_finder")).to_contain_text("宋庄镇")
            expect(page.locator(".mark").first).to_be_visible()
            # The tiles were really asked for, and are still awaited.
            silent.settimeout(10)
            silent.accept()[0].close()
            assert len(names(page)) == 40
            page.get_by_label("从哪里出发").select_option("宋庄镇")
            expect(page.locator(".facility .away").first).to_contain_text("公里")
    context.close()


def test_a_list_that_may_be_old_says_so_above_everything(
    phone: BrowserContext, tmp_path: Path
) -> None:
    with running(tmp_path / "server") as server:
        size = server.database.stat().st_size
        server.database.write_bytes(b"\xff" * size)
        page, _ = watched(phone)
        warning = page.locator(".doubt")
        for path in ("/", "/facilities/guan-1"):
            for _ in range(40):
                page.goto(server.address + path)
                if warning.count():
                    break
                page.wait_for_timeout(250)
            expect(warning).to_be_in_viewport()
            expect(warning).to_contain_text("可能不是最新的")
            expect(warning).to_have_attribute("role", "alert")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.goto(server.address + "/")
        expect(page.locator("html")).to_have_attribute("data-ready", "1")
        expect(warning).to_be_visible()
        assert len(names(page)) == LIST.count("guan-")

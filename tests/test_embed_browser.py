"""The widget in real Chromium, inside the page of another site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext

from finder.embedding import snippet
from tests.browsing import PHONE, served, watched

PAGE = "<!doctype html><html lang=zh><title>测试</title><h1>另一个网站</h1>{}"


class Other(BaseHTTPRequestHandler):
    def __init__(self, body: list[str], *args: object) -> None:
        self.body = body
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        data = PAGE.format(self.body[-1]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def other() -> Iterator[tuple[str, list[str]]]:
    """Another site, at another address, and what its page holds."""
    body = [""]
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Other, body)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/", body
        server.shutdown()
        thread.join()


def test_another_site_shows_it_and_a_link_opens_beside_it(
    address: str, other: tuple[str, list[str]], phone: BrowserContext
) -> None:
    site, body = other
    body.append(snippet(f"{address}/embed?kind=library&limit=3", "测试"))
    page, seen = watched(phone)
    page.goto(site)
    frame = page.frame_locator("iframe")
    frame.locator(".facility").first.wait_for()
    assert frame.locator("h1").inner_text().startswith("现在有")
    with phone.expect_page() as opened:
        frame.locator(".card").first.click()
    assert "/facilities/" in opened.value.url
    assert page.url == site
    assert seen.errors == []
    assert phone.cookies() == []


def test_it_is_no_wider_than_its_frame_and_dark_where_it_is_told(
    address: str, other: tuple[str, list[str]], phone: BrowserContext
) -> None:
    site, body = other
    body.append(snippet(f"{address}/embed?theme=dark&place=通州北苑站", "测试"))
    page = phone.new_page()
    for width in (280, 390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(site)
        frame = page.frames[1]
        frame.wait_for_selector(".facility")
        wide, room = frame.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= room
    assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 21)"


def test_it_puts_new_rows_in_the_place_of_the_old_and_says_when_it_cannot(
    address: str, phone: BrowserContext
) -> None:
    page, seen = watched(phone)
    page.clock.install()
    page.goto(f"{address}/embed?limit=3")
    page.evaluate("document.querySelector('.card').focus()")
    page.evaluate("document.querySelector('h1').textContent = '旧的'")
    with page.expect_response("**/embed?limit=3"):
        page.clock.fast_forward(63_000)
    page.wait_for_function("document.querySelector('h1').textContent !== '旧的'")
    assert page.evaluate("document.activeElement.className") == "card"
    assert page.locator("#stale").is_hidden()
    assert seen.errors == []
    page.route("**/embed?limit=3", lambda route: route.abort())
    page.clock.fast_forward(63_000)
    page.locator("#stale").wait_for(state="visible")
    page.unroute("**/embed?limit=3")
    page.clock.fast_forward(63_000)
    page.locator("#stale").wait_for(state="hidden")


@pytest.mark.parametrize("escape", ["", " allow-popups-to-escape-sandbox"])
def test_in_a_sandbox_it_has_its_looks_and_renews_itself(
    address: str, other: tuple[str, list[str]], phone: BrowserContext, escape: str
) -> None:
    site, body = other
    sandbox = f"allow-scripts allow-popups{escape}"
    body.append(f'<iframe sandbox="{sandbox}" src="{address}/embed?limit=3"></iframe>')
    page, seen = watched(phone)
    page.clock.install()
    page.goto(site)
    frame = page.frames[1]
    frame.wait_for_selector(".facility")
    assert frame.evaluate("getComputedStyle(document.querySelector('.card')).padding") != "0px"
    frame.evaluate("document.querySelector('h1').textContent = '旧的'")
    page.clock.fast_forward(63_000)
    frame.locator("h1", has_text="旧的").wait_for(state="hidden")
    assert seen.errors == []
    with phone.expect_page() as opened:
        page.frame_locator("iframe").locator(".card").first.click()
    opened.value.wait_for_load_state()
    # What the page that puts it together says of links.
    assert ("/facilities/" in opened.value.url) == bool(escape)


FINISH = "document.getAnimations().forEach((one) => one.finish())"


@pytest.mark.parametrize("sandbox", ["allow-scripts", ""])
def test_where_it_cannot_renew_itself_it_says_so_after_a_while(
    address: str, other: tuple[str, list[str]], phone: BrowserContext, sandbox: str
) -> None:
    site, body = other
    body.append(f'<iframe sandbox="{sandbox}" src="{address}/embed?limit=3"></iframe>')
    page = phone.new_page()
    page.emulate_media(reduced_motion="reduce")
    # Scripts are allowed, and do not come.
    page.route("**/embed.js*", lambda route: route.abort())
    page.goto(site)
    frame = page.frames[1]
    frame.wait_for_selector(".facility")
    stale = page.frame_locator("iframe").locator("#stale")
    assert stale.is_hidden()
    (delay,) = frame.evaluate("document.getAnimations().map((one) => one.effect.getTiming().delay)")
    assert delay == 180_000
    frame.evaluate(FINISH)
    stale.wait_for(state="visible")


def test_without_scripts_it_is_the_same_and_loads_itself_again(
    address: str, browser: Browser
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/embed?limit=3")
    assert page.locator(".facility").count() == 3
    # A page that is loaded again by its head has it as an element; with scripts it is only text.
    assert page.locator("head > noscript > meta[http-equiv=refresh]").count() == 1
    context.close()


def test_a_site_that_is_not_named_cannot_show_it(
    other: tuple[str, list[str]], phone: BrowserContext, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site, body = other
    folder = tmp_path_factory.mktemp("framed")
    with served(folder, FINDER_TILES="none", FINDER_EMBED="https://www.example.gov.cn") as own:
        body.append(snippet(f"{own}/embed", "测试"))
        page, seen = watched(phone)
        page.goto(site)
        for _ in range(100):
            page.wait_for_timeout(100)
            if any("frame-ancestors" in text for text in seen.errors):
                break
        assert any("frame-ancestors" in text for text in seen.errors)
        assert page.frame_locator("iframe").locator(".facility").count() == 0


def test_the_page_that_puts_it_together_copies_and_shows_it(
    address: str, phone: BrowserContext
) -> None:
    phone.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page, seen = watched(phone)
    page.goto(f"{address}/embed/about")
    page.select_option("[name=kind]", "library")
    page.select_option("[name=theme]", "dark")
    page.click("form.choose .submit")
    page.frame_locator(".preview").locator(".facility").first.wait_for()
    page.click("#copy")
    page.locator("#copy-status:not(:empty)").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.input_value("#snippet")
    assert "kind=library" in copied
    assert seen.errors == []
    assert seen.hosts == {address}

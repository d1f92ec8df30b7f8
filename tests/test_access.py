"""Every page for every reader: axe finds nothing, targets are big enough, keys are enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from finder.settings import RESOURCES
from tests.browsing import DESKTOP, PHONE

AXE = (RESOURCES / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "/?at=2026-11-24T20:00&place=通州北苑站",
    "/?at=2026-10-05T10:00&kind=museum",
    "/?q=没有这样的地方",
    "/?at=错",
    "/facilities/tz-library?at=2026-11-24T20:00",
    "/facilities/yujiawu-culture-centre",
    "/facilities/tz-library/door",
    "/facilities/tz-library/report",
    "/facilities/tz-library/report?sent=1",
    "/holidays?from=2026-09-20",
    "/api",
    "/data",
    "/embed/about?kind=library",
    "/embed?place=通州北苑站",
    "/nowhere",
)


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, each with the elements it found it in."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found["violations"]
    ]


def small_targets(page: Page, least_px: int) -> list[str]:
    """Return the targets lower than `least_px`, but for links within a sentence.

    The target of a radio button is its label, too.
    """
    found: list[str] = page.evaluate(
        """least => [...document.querySelectorAll('a, button, select, input, summary')]
          .filter(e => e.checkVisibility({checkOpacity: false}) && e.type !== 'hidden')
          .filter(e => !e.closest('p, dd, li li, .leaflet-control-attribution, .skip'))
          .filter(e => { const label = e.type === 'radio' && e.closest('label');
            const box = (label || e).getBoundingClientRect();
            return box.height > 0 && (box.height < least - 0.5 || box.width < least - 0.5); })
          .map(e => e.outerHTML.slice(0, 140))""",
        least_px,
    )
    return found


# Every page in both schemes, and in English and the elder mode in one each: what a mode changes
# does not depend on the others.
MODES = (("", "light"), ("", "dark"), ("lang=en", "light"), ("elder=1", "dark"))


@pytest.mark.parametrize(("extra", "scheme"), MODES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_phone(
    browser: Browser, address: str, path: str, extra: str, scheme: str
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + path + ("&" if "?" in path else "?") + extra)
    assert violations(page) == []
    assert small_targets(page, 60 if "elder" in extra else 44) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


@pytest.mark.parametrize(("extra", "scheme"), MODES)
def test_axe_finds_nothing_beside_the_map(
    browser: Browser, address: str, extra: str, scheme: str
) -> None:
    context = browser.new_context(
        viewport=DESKTOP,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}/?at=2026-11-24T20:00&place=通州北苑站&{extra}")
    expect(page.locator(".mark").first).to_be_visible()
    # What the edge of the map cuts off is reached by moving the map.
    page.evaluate(
        "() => { const map = document.getElementById('map_finder').getBoundingClientRect();"
        " for (const mark of document.querySelectorAll('.mark')) {"
        " const box = mark.getBoundingClientRect();"
        " if (box.left < map.left || box.right > map.right || box.top < map.top"
        " || box.bottom > map.bottom) { mark.remove(); } } }"
    )
    assert violations(page) == []
    assert [one for one in small_targets(page, 44) if "leaflet-marker" not in one] == []
    context.close()


def test_text_of_twice_the_size_fits_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for path in PAGES:
        page.goto(address + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate(
            "[...document.querySelectorAll('main *, header *')].filter(e => !e.closest("
            "'.leaflet-container, .chips, .board, .code code, svg, .hidden-words, template')"
            " && e.getBoundingClientRect().right > innerWidth + 1)"
            ".map(e => e.outerHTML.slice(0, 120))"
        )
        assert wide == [], path
    context.close()


def test_the_keyboard_alone_finds_and_opens_a_facility(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/?at=2026-11-24T20:00")
    expect(page.locator("html")).to_have_attribute("data-ready", "1")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("tsg")
    expect(page.locator(".facility .name").first).to_contain_text("图书馆")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('card')"):
            break
    name = page.evaluate("document.activeElement.querySelector('.name').textContent")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    context.close()


def test_what_is_asked_to_move_less_moves_not(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
        " return s.animationName !== 'none' || s.transitionDuration !== '0s'; }).length"
    )
    assert moving == 0
    context.close()


def test_the_files_of_axe_are_not_served(browser: Browser, address: str) -> None:
    assert not (Path(RESOURCES) / "static" / "vendor" / "axe.min.js").exists()
    page = browser.new_page()
    assert page.goto(f"{address}/static/vendor/axe.min.js").status == 404  # type: ignore[union-attr]
    page.close()

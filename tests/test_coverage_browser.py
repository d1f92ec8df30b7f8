"""The 15-minute circle in real Chromium: its picture, its map, and every reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import DESKTOP, PHONE, served, watched
from tests.test_access import small_targets, violations


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("data"), FINDER_TILES="none") as at:
        yield at


def opened(page: Page, address: str) -> Page:
    """Go to a page; one that is still being worked out comes by itself."""
    page.goto(address)
    expect(page.locator("article.coverage")).to_be_visible(timeout=60_000)
    return page


@pytest.mark.parametrize(
    ("viewport", "extra", "scheme"),
    [
        (PHONE, "", "light"),
        (PHONE, "lang=en&elder=1", "dark"),
        (DESKTOP, "", "dark"),
    ],
    ids=["phone", "elder", "desktop"],
)
def test_axe_finds_nothing_and_nothing_is_too_small_or_too_wide(
    browser: Browser, address: str, viewport: dict[str, int], extra: str, scheme: str
) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    page = opened(context.new_page(), f"{address}/coverage?{extra}")
    page.locator("#figures").evaluate("one => { one.open = true; }")
    assert violations(page) == []
    assert small_targets(page, 60 if "elder" in extra else 44) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    context.close()


def test_the_map_draws_the_cells_and_the_places_and_asks_no_other_host(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, seen = watched(context)
    opened(page, f"{address}/coverage")
    box = page.locator("#map_finder")
    box.scroll_into_view_if_needed()
    expect(page.locator("#map_finder[data-drawn]")).to_be_visible(timeout=20_000)
    assert int(box.get_attribute("data-drawn") or 0) > 100
    assert page.locator("#map_finder .best").count() == 3
    assert violations(page) == []
    page.locator("#map_finder .best").first.click()
    said = page.locator("#best li").first.inner_text()
    expect(page.locator(".leaflet-popup-content")).to_have_text(said)
    assert seen.errors == []
    assert seen.hosts <= {address}
    context.close()


BOXES = """of => Array.from(document.querySelectorAll(of), (one) => {
  const {left, right, top, bottom} = one.getBoundingClientRect();
  return [left, right, top, bottom];
})"""


def overlaps(boxes: list[list[float]], room_px: float = 0) -> int:
    pairs = [(a, b) for number, a in enumerate(boxes) for b in boxes[:number]]
    return sum(
        a[0] + room_px < b[1]
        and b[0] + room_px < a[1]
        and a[2] + room_px < b[3]
        and b[2] + room_px < a[3]
        for a, b in pairs
    )


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("query", ["", "?lang=en&elder=1"])
def test_no_name_of_the_map_lies_on_another_and_the_best_places_can_be_told_apart(
    browser: Browser, address: str, viewport: dict[str, int], query: str
) -> None:
    context = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
    page = opened(context.new_page(), f"{address}/coverage{query}")
    page.locator("#map_finder").scroll_into_view_if_needed()
    expect(page.locator("#map_finder[data-drawn]")).to_be_visible(timeout=20_000)
    page.locator("#map_finder .place .covered").first.wait_for(state="attached")
    names = "#map_finder .place span:not(.covered)"

    def shown() -> list[list[float]]:
        return [box for box in page.evaluate(BOXES, names) if box[1] > box[0]]

    for _ in range(3):
        assert len(shown()) >= 5
        assert overlaps(shown()) == 0
        before = page.evaluate("getComputedStyle(document.querySelector('.best')).transform")
        page.click("#map_finder .leaflet-control-zoom-in")
        page.wait_for_function(
            "before => getComputedStyle(document.querySelector('.best')).transform !== before"
            " && !document.querySelector('.leaflet-zoom-anim')",
            arg=before,
        )
    page.reload()
    expect(page.locator("#map_finder[data-drawn]")).to_be_visible(timeout=20_000)
    # They may touch, as neighbours do; no number is hidden.
    assert overlaps(page.evaluate(BOXES, "#map_finder .best"), room_px=14) == 0
    context.close()


def test_a_wide_screen_shows_the_picture_and_a_phone_the_table(
    browser: Browser, address: str
) -> None:
    for viewport, has_picture in ((DESKTOP, True), (PHONE, False)):
        context = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
        page = opened(context.new_page(), f"{address}/coverage")
        picture, table = page.locator(".heat img"), page.locator(".figures-table")
        if has_picture:
            picture.scroll_into_view_if_needed()
            page.wait_for_function("document.querySelector('.heat img').naturalWidth === 960")
            expect(table).to_be_hidden()
        else:
            expect(picture).to_be_hidden()
            expect(table).to_be_visible()
        context.close()


def test_without_javascript_the_form_shows_another_hour(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = opened(context.new_page(), f"{address}/coverage")
    page.get_by_label("哪一天").select_option("周六")
    page.get_by_label("几点").select_option("19:00")
    page.get_by_role("button", name="看这个整点").click()
    expect(page.locator("#hour")).to_contain_text("周六 19:00")
    context.close()

"""The facility page, the sheet for its door and the holiday board in real Chromium."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from finder.facility import COLUMNS
from tests.browsing import DESKTOP, PHONE, served, watched

HOSTILE = '</script><script>document.title="taken"</script><!--'
PATHS = (
    "/facilities/tz-library",
    "/facilities/tz-museum?at=2026-10-05T10:00",
    "/facilities/lu-county-site-museum?lang=en",
    "/facilities/smart-space-02",
    "/facilities/tz-library/door",
    "/holidays",
    "/holidays?from=2026-02-10",
    "/holidays?from=2026-10-01&lang=en",
    "/api",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("size", [PHONE, DESKTOP, {"width": 640, "height": 400}])
def test_a_page_fits_its_screen_has_large_targets_and_a_silent_console(
    browser: Browser, address: str, path: str, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page, seen = watched(context)
    page.goto(f"{address}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    small = page.locator("main a, main button").evaluate_all(
        "all => all.filter(one => one.offsetParent && one.getBoundingClientRect().height < 44)"
        ".map(one => one.outerHTML)"
    )
    assert small == []
    assert seen.errors == []
    assert seen.hosts == {address}
    context.close()


def test_sharing_copies_the_address_where_there_is_no_share_sheet(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page, seen = watched(context)
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(f"{address}/facilities/tz-library#go")
    page.get_by_role("button", name="分享").click()
    expect(page.locator("#share-status")).to_have_text("网址已复制。")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/facilities/tz-library"
    assert seen.errors == []
    context.close()


def test_sharing_opens_the_share_sheet_where_there_is_one(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page, _ = watched(context)
    page.add_init_script("Navigator.prototype.share = async given => { window.given = given; }")
    page.goto(f"{address}/facilities/tz-library")
    page.get_by_role("button", name="分享").click()
    shared = {"title": "通州区图书馆", "url": f"{address}/facilities/tz-library"}
    assert page.evaluate("window.given") == shared
    context.close()


def test_without_javascript_there_are_no_buttons_that_do_nothing(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("/facilities/tz-library", "/facilities/tz-library/door"):
        page.goto(f"{address}{path}")
        expect(page.get_by_role("button")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_names_and_the_dates_of_the_board_stay_while_it_scrolls(
    browser: Browser, address: str, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page, _ = watched(context)
    page.goto(f"{address}/holidays?from=2026-02-10")
    region = page.get_by_role("region")
    region.focus()
    expect(region).to_be_focused()
    region.evaluate("one => one.scrollTo(300, 600)")
    box = region.bounding_box()
    corner = page.locator(".board thead th").first.bounding_box()
    date = page.locator(".board thead th").last.bounding_box()
    name = page.locator(".board tbody th[scope=row]").last.bounding_box()
    assert box and corner and date and name
    assert corner["x"] == pytest.approx(box["x"], abs=2)
    assert date["y"] == pytest.approx(box["y"], abs=2)
    assert name["x"] == pytest.approx(box["x"], abs=2)
    context.close()


@pytest.mark.parametrize(
    ("path", "size_pt"),
    [
        ("/facilities/tz-library", (595, 842)),
        ("/facilities/tz-library/door", (595, 842)),
        ("/facilities/beiyuan-cultural-activity-centre-jinxi/door", (595, 842)),
        ("/holidays?from=2026-10-01", (842, 595)),
        ("/holidays?from=2026-02-10", (842, 595)),
        ("/holidays?from=2026-02-10&lang=en", (842, 595)),
    ],
)
def test_what_is_meant_for_paper_fills_one_a4_sheet(
    browser: Browser, address: str, path: str, size_pt: tuple[int, int]
) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}{path}")
    pdf = page.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/MediaBox\s*\[0 0 ([0-9.]+) ([0-9.]+)\]", pdf)
    assert [(round(float(width)), round(float(height))) for width, height in sheets] == [size_pt]
    context.close()


def test_linked_data_of_a_hostile_name_are_data(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        row = dict.fromkeys(("name", "name_en", "address", "town"), HOSTILE)
        writer.writerow(row | {"id": "hostile", "kind": "museum", "opening_hours": "24/7"})
    context = browser.new_context()
    page, seen = watched(context)
    with served(tmp_path, FINDER_CSV=str(path), FINDER_TILES="none") as at:
        page.goto(f"{at}/facilities/hostile")
        data = "JSON.parse(document.querySelector('[type=\"application/ld+json\"]').textContent)"
        assert page.evaluate(f"{data}.name") == HOSTILE
        expect(page.locator("h1")).to_have_text(HOSTILE)
        page.goto(f"{at}/facilities/hostile/door")
        page.goto(f"{at}/holidays?from=2026-10-01")
        expect(page.locator(".board tbody")).to_contain_text("24 小时开放")
    assert seen.errors == []
    context.close()

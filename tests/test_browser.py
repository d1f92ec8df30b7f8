"""The list in real Chromium, against the production server: a journey a test."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from finder.geo import Point, distance_m
from tests.browsing import DESKTOP, HERE, HOSTILE, PHONE, served, watched

STATION = quote("通州北苑站")
TUESDAY = "2026-11-24T20:00"


def names(page: Page) -> list[str]:
    return page.locator(".facility .name").all_inner_texts()


def row(page: Page, facility_id: str) -> Locator:
    return page.locator(f'.facility[data-id="{facility_id}"]')


def ready(page: Page, address: str) -> None:
    """Go to an address and wait until the page's script has shown the list."""
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-ready", "1")


def still(browser: Browser) -> BrowserContext:
    """Return a desktop on which nothing moves: a marker on its way cannot be clicked for sure."""
    return browser.new_context(viewport=DESKTOP, reduced_motion="reduce")  # type: ignore[arg-type]


def standing(browser: Browser, lat: float, lon: float, accuracy: float = 20) -> BrowserContext:
    """Return a phone that is allowed to know that it is there."""
    return browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        geolocation={"latitude": lat, "longitude": lon, "accuracy": accuracy},
        permissions=["geolocation"],
    )


def test_the_first_view_of_a_phone_says_how_many_are_open(
    phone: BrowserContext, address: str
) -> None:
    page, seen = watched(phone)
    ready(page, f"{address}/?at={TUESDAY}")
    expect(page.locator("h1")).to_have_text("那时有 5 处开放")
    assert page.locator("h1").count() == 1
    expect(row(page, "tz-library")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert seen.errors == []


def test_the_script_shows_at_each_minute_what_the_server_says(
    phone: BrowserContext, address: str
) -> None:
    """The list of the script and that of the server are the same, text by text."""
    page, seen = watched(phone)
    ready(page, f"{address}/")
    start = page.evaluate("finder.forecast.start")
    for minutes in (1, 8 * 60 + 29, 8 * 60 + 30, 16 * 60 + 40, 21 * 60 + 59, 3 * 1440 + 1200):
        at = page.evaluate(
            "m => new Date((m + 480) * 60000).toISOString().slice(0, 16)", start + minutes
        )
        page.evaluate("at => { document.getElementById('at').value = at; finder.changed(); }", at)
        with urllib.request.urlopen(f"{address}/api/facilities.geojson?at={at}") as answer:  # noqa: S310
            features = json.load(answer)["features"]
        said = {one["id"]: one["properties"]["text"] for one in features}
        shown = page.evaluate(
            "Object.fromEntries([...document.querySelectorAll('.facility')]"
            ".map(e => [e.dataset.id, e.querySelector('.text').textContent]))"
        )
        assert shown == said, at
    assert seen.errors == []


def test_no_other_host_is_asked_unless_somebody_chooses_the_tiles(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, seen = watched(context)
    page.goto(f"{address}/")
    expect(page.locator(".mark").first).to_be_attached()
    page.goto(f"{address}/facilities/tz-library")
    page.goto(f"{address}/nowhere")
    assert seen.hosts == {address}
    context.close()


def test_a_granted_position_sorts_the_list_on_the_phone(browser: Browser, address: str) -> None:
    context = standing(browser, HERE["latitude"], HERE["longitude"])
    page, seen = watched(context)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ready(page, f"{address}/?at={TUESDAY}")
    page.get_by_role("button", name="我的位置", exact=True).first.click()
    expect(page.locator("#locate-status")).to_contain_text("已按您的位置排序")
    assert names(page)[:3] == [
        "北苑街道文化活动中心(金禧文化活动中心)",
        "通州区图书馆",
        "通州区文化馆",
    ]
    expect(row(page, "tz-library").locator(".away")).to_have_text("4.4 公里")
    expect(row(page, "tz-library").locator(".way")).to_contain_text("步行约 76 分钟")
    shown_m = page.evaluate("finder.shown.find(one => one.facility.id === 'tz-library').away")
    exact_m = distance_m(Point(39.9027, 116.6314), Point(39.91168, 116.68126))
    assert shown_m == pytest.approx(exact_m, rel=1e-4)
    page.reload()
    expect(row(page, "tz-library").locator(".away")).to_have_text("4.4 公里")
    assert not any("116.63" in url for url in asked), "the position left the phone"
    assert seen.errors == []
    context.close()


def test_a_position_after_a_place_stays_when_the_page_is_loaded_again(
    browser: Browser, address: str
) -> None:
    context = standing(browser, HERE["latitude"], HERE["longitude"])
    page, _ = watched(context)
    ready(page, f"{address}/?at={TUESDAY}&place={quote('永乐店镇')}")
    page.get_by_role("button", name="我的位置").click()
    expect(row(page, "tz-library").locator(".away")).to_have_text("4.4 公里")
    assert "place" not in page.url
    page.reload()
    expect(row(page, "tz-library").locator(".away")).to_have_text("4.4 公里")
    context.close()


def test_another_language_or_size_asks_what_was_chosen_since(
    phone: BrowserContext, address: str
) -> None:
    page, _ = watched(phone)
    ready(page, f"{address}/")
    page.locator("#place").select_option(label="通州北苑站")
    page.get_by_label("搜索名称、拼音或服务").fill("图书馆")
    page.wait_for_url(re.compile("q="))
    page.get_by_role("link", name="长辈版").click()
    expect(page.locator("html")).to_have_attribute("data-elder", "1")
    expect(page.locator("#place")).to_have_value("通州北苑站")
    page.get_by_role("link", name="标准版").click()
    expect(page.get_by_label("搜索名称、拼音或服务")).to_have_value("图书馆")
    assert "elder" not in page.url


def test_the_arrival_is_told_from_where_somebody_is(browser: Browser, address: str) -> None:
    # From the station it is 76 minutes to the library, which shuts at 22:00, and 77 to the culture
    # centre, which shuts at 21:00; how far it is to a centre of which only the town is known,
    # nobody knows.
    page, _ = watched(browser.new_context(viewport=PHONE))  # type: ignore[arg-type]
    ready(page, f"{address}/?at={TUESDAY}&place={STATION}")
    ways = page.locator(".group.rank-0 .way").all_inner_texts()
    assert "步行约 76 分钟，到达时还开 44 分钟·骑车约 29 分钟" in ways
    rough = row(page, "beiyuan-cultural-activity-centre-jinxi")
    expect(rough.locator(".away")).to_have_text("3 公里内")
    expect(rough.locator(".way")).to_have_text("")
    expect(row(page, "tz-culture-centre").locator(".way")).to_contain_text("到达前闭馆")
    page.get_by_label("到达时仍开放").check()
    expect(row(page, "tz-culture-centre")).to_have_count(0)
    expect(row(page, "tz-library")).to_have_count(1)
    assert "arriving=1" in page.url
    page.context.close()


def test_a_denied_position_is_answered_with_what_else_to_do(
    phone: BrowserContext, address: str
) -> None:
    page, seen = watched(phone)
    ready(page, f"{address}/")
    button = page.locator("#locate")
    button.click()
    expect(page.locator("#locate-status")).to_contain_text("没有得到定位许可")
    expect(button).to_be_enabled()
    assert seen.dialogs == []


@pytest.mark.parametrize(("code", "words"), [(2, "找不到位置"), (3, "定位超时")])
def test_a_position_that_does_not_come_has_words_of_its_own(
    phone: BrowserContext, address: str, code: int, words: str
) -> None:
    page, _ = watched(phone)
    # The browser's own part, which no test can make fail: what it hands to the page.
    page.add_init_script(
        "navigator.geolocation.getCurrentPosition ="
        f" (_, failed) => setTimeout(() => failed({{code: {code}}}), 10);"
    )
    ready(page, f"{address}/")
    page.locator("#locate").click()
    expect(page.locator("#locate-status")).to_contain_text(words)
    expect(page.locator("#locate")).not_to_have_attribute("aria-busy", "true")


def test_a_position_outside_the_district_is_said_to_be_far(browser: Browser, address: str) -> None:
    context = standing(browser, 31.23, 121.47)
    page, _ = watched(context)
    ready(page, f"{address}/")
    page.locator("#locate").click()
    expect(page.locator("#locate-status")).to_contain_text("离这里的设施都很远")
    context.close()


def test_a_list_that_cannot_be_sorted_does_not_claim_to_be(browser: Browser, address: str) -> None:
    context = standing(browser, HERE["latitude"], HERE["longitude"])
    page, _ = watched(context)
    page.route("**/api/forecast.json*", lambda route: route.abort())
    ready(page, f"{address}/?at={TUESDAY}")
    page.locator("#locate").click()
    expect(page.locator("#locate-status")).to_contain_text("不能按距离排序")
    context.close()


def test_times_that_are_over_are_not_offered_on_a_page_left_open(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page, _ = watched(context)
    ready(page, f"{address}/")
    page.locator(".more summary").click()
    offered = page.locator("#times a:visible").count()
    page.evaluate("finder.nowMinute = () => finder.forecast.start + 13 * 1440; finder.show()")
    expect(page.locator("#times a:visible")).to_have_count(1)
    assert offered > 1
    context.close()


def test_a_rough_position_says_how_rough(browser: Browser, address: str) -> None:
    context = standing(browser, HERE["latitude"], HERE["longitude"], accuracy=2000)
    page, _ = watched(context)
    ready(page, f"{address}/")
    page.locator("#locate").click()
    expect(page.locator("#locate-status")).to_contain_text("定位误差约 2 公里")
    context.close()


def test_a_town_or_a_station_can_be_chosen_instead(phone: BrowserContext, address: str) -> None:
    page, _ = watched(phone)
    ready(page, f"{address}/?at=2026-11-24T03:00")
    page.get_by_label("从哪里出发").select_option("宋庄镇")
    assert names(page)[:2] == ["24小时阅空间（宋庄小堡文化广场）", "潞云筑·24小时图书馆"]
    assert page.locator(".facility.rank-0").count() == 2
    assert f"place={quote('宋庄镇')}" in page.url
    page.get_by_label("从哪里出发").select_option("八里桥站")
    assert names(page)[0] == "潞云筑·24小时图书馆"


def test_a_tap_on_the_map_is_a_position(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP, has_touch=True)  # type: ignore[arg-type]
    page, seen = watched(context)
    ready(page, f"{address}/?at={TUESDAY}")
    expect(page.locator(".mark").first).to_be_visible()
    box = page.locator("#map_finder").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 60, box["y"] + box["height"] / 2)
    expect(page.locator("#locate-status")).to_have_text("您选的位置")
    expect(page.locator(".facility .away").first).to_have_text(re.compile("米|公里"))
    assert seen.errors == []
    context.close()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tsg", "通州区图书馆"),
        ("tushuguan", "通州区图书馆"),
        ("通州图书馆", "通州区图书馆"),
        ("library tongzhou", "通州区图书馆"),
        ("ＢＷＧ", "通州区博物馆"),
        ("微型", "微型图书馆（点位01，名称待补）"),
    ],
)
def test_a_search_finds_the_same_with_and_without_the_script(
    browser: Browser, address: str, text: str, found: str
) -> None:
    lists = []
    for enabled in (True, False):
        context = browser.new_context(java_script_enabled=enabled)
        page = context.new_page()
        page.goto(f"{address}/?at={TUESDAY}")
        if enabled:
            expect(page.locator("html")).to_have_attribute("data-ready", "1")
        page.get_by_label("搜索名称、拼音或服务").fill(text)
        page.get_by_role("button", name="查找").first.click()
        expect(page.locator(".facility .name").get_by_text(found, exact=True)).to_be_visible()
        lists.append(names(page))
        context.close()
    assert lists[0] == lists[1]


def test_kinds_services_and_towns_narrow_the_list_and_stay_in_the_address(
    phone: BrowserContext, address: str
) -> None:
    page, seen = watched(phone)
    ready(page, f"{address}/?at={TUESDAY}")
    page.locator(".chip", has_text="博物馆").first.click()
    assert all("馆" in name for name in names(page))
    expect(page.locator(".facility")).to_have_count(6)
    page.locator(".chip", has_text="博物馆").first.click()
    page.locator(".more summary").click()
    page.locator(".chip", has_text="自习").click()
    expect(page.locator(".facility")).not_to_have_count(0)
    page.locator("#town").select_option("通运街道")
    shown = names(page)
    assert "通州区图书馆" in shown
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-ready", "1")
    assert names(page) == shown
    assert seen.errors == []


@pytest.mark.parametrize("asked", ["q=24小时", f"place={STATION}&arriving=1"])
def test_the_headline_counts_the_same_with_and_without_the_script(
    browser: Browser, address: str, asked: str
) -> None:
    headlines = []
    for enabled in (True, False):
        context = browser.new_context(java_script_enabled=enabled)
        page = context.new_page()
        page.goto(f"{address}/?at={TUESDAY}&{asked}")
        if enabled:
            expect(page.locator("html")).to_have_attribute("data-ready", "1")
        headlines.append(page.locator("h1").inner_text())
        context.close()
    assert headlines[0] == headlines[1]


def test_a_search_at_a_far_moment_can_be_typed_to_its_end(
    phone: BrowserContext, address: str
) -> None:
    page, _ = watched(phone)
    ready(page, f"{address}/?at=2030-01-05T10:00")
    page.get_by_label("搜索名称、拼音或服务").press_sequentially("tushuguan", delay=250)
    expect(page.get_by_label("搜索名称、拼音或服务")).to_have_value("tushuguan")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=tushuguan"))


def test_nothing_found_says_so_and_offers_everything(phone: BrowserContext, address: str) -> None:
    page, _ = watched(phone)
    ready(page, f"{address}/?q=xyzzy")
    expect(page.locator("#empty")).to_be_visible()
    page.locator("#empty a").click()
    expect(page.locator(".facility").first).to_be_visible()


def test_another_time_is_said_loudly_and_needs_no_new_request(
    phone: BrowserContext, address: str
) -> None:
    page, seen = watched(phone)
    ready(page, f"{address}/")
    expect(page.locator("#asof strong")).to_be_hidden()
    expect(page.locator("#asof a")).to_be_hidden()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".more summary").click()
    page.locator("#times a", has_text="周六 23:00").click()
    expect(page.locator("#asof strong")).to_have_text("不是现在：")
    expect(page.locator("h1")).to_contain_text("那时有")
    expect(row(page, "tz-culture-centre").locator(".text")).to_contain_text("开放中·至 24:00")
    assert "at=" in page.url
    page.get_by_role("link", name="回到现在").click()
    expect(page.locator("h1")).to_contain_text("现在有")
    # Chromium asks for the icon of each new address.
    assert [url for url in asked if "icon.svg" not in url] == []
    assert seen.errors == []


def test_a_list_left_open_follows_the_clock_without_a_request(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page, seen = watched(context)
    page.clock.install()
    ready(page, f"{address}/")
    before = page.locator("#asof time").inner_text()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.fast_forward("02:00")
    expect(page.locator("#asof time")).not_to_have_text(before)
    assert asked == []
    assert seen.errors == []
    context.close()


def test_list_and_map_take_turns_on_a_phone(phone: BrowserContext, address: str) -> None:
    page, seen = watched(phone)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ready(page, f"{address}/?at={TUESDAY}")
    expect(page.locator("#map_finder")).to_be_hidden()
    assert not any("leaflet" in url for url in asked), "the map was loaded before it was wanted"
    page.get_by_role("button", name="地图").click()
    expect(page.locator(".mark").first).to_be_visible()
    expect(page.locator(".facility").first).to_be_hidden()
    page.get_by_role("button", name="列表").click()
    expect(page.locator(".facility").first).to_be_visible()
    assert seen.errors == []


def test_a_row_and_its_marker_are_selected_together(browser: Browser, address: str) -> None:
    context = still(browser)
    page, seen = watched(context)
    ready(page, f"{address}/?at={TUESDAY}&place={quote('马驹桥镇')}")
    marker = page.locator('.mark[aria-label^="马驹桥镇综合文化中心"]')
    expect(marker).to_be_visible()
    row(page, "majuqiao-culture-centre").locator(".card").focus()
    expect(marker).to_have_class(re.compile("selected"))
    marker.click()
    expect(row(page, "majuqiao-culture-centre")).to_have_class(re.compile("selected"))
    assert seen.errors == []
    context.close()


def test_every_marker_has_a_name_a_shape_and_a_sign(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, seen = watched(context)
    ready(page, f"{address}/?at={TUESDAY}")
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


def test_a_marker_of_a_rough_position_looks_rough(browser: Browser, address: str) -> None:
    context = still(browser)
    page, _ = watched(context)
    ready(page, f"{address}/?at={TUESDAY}&place={quote('马驹桥镇')}")
    marker = page.locator('.mark[aria-label^="马驹桥镇综合文化中心"]')
    expect(marker).to_have_class(re.compile(r"\brough\b"))
    context.close()


def test_a_popup_says_whether_it_is_open_and_leads_to_the_page(
    browser: Browser, address: str
) -> None:
    context = still(browser)
    page, seen = watched(context)
    ready(page, f"{address}/?at={TUESDAY}&place={quote('马驹桥镇')}")
    page.locator('.mark[aria-label^="马驹桥镇综合文化中心"]').click()
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
    ready(page, f"{address}/")
    expect(page.locator(".networks li")).to_contain_text(
        [
            "24小时智能文化空间共 18 处，1 处已标注来源：通州区财政局",
            "运河文化驿站共 3 处，0 处已标注",
            "微型图书馆共 35 处，0 处已标注",
        ]
    )
    assert row(page, "smart-space-02").count() == 0


def test_everything_but_the_map_works_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/")
    page.get_by_label("从哪里出发").select_option("通州北苑站")
    page.locator(".more summary").click()
    page.get_by_label("什么时候").fill("2026-11-28T23:30")
    page.locator(".chip", has_text="只看开放").click()
    page.get_by_role("button", name="查找").first.click()
    expect(page.locator(".facility").first.locator(".way")).to_contain_text("步行约")
    assert page.locator(".facility:not(.rank-0)").count() == 0
    expect(page.locator("#locate")).to_be_hidden()
    expect(page.locator("#switch")).to_be_hidden()
    row(page, "tz-culture-centre").locator("a").click()
    expect(page.locator(".badge").first).to_have_text("开放中·30 分钟后闭馆（24:00）")
    context.close()


def test_elder_mode_has_bigger_text_and_fewer_choices_and_stays(
    phone: BrowserContext, address: str
) -> None:
    page, _ = watched(phone)
    ready(page, f"{address}/?at={TUESDAY}")
    size = page.locator(".name").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    page.get_by_role("link", name="长辈版").click()
    expect(page.locator("html")).to_have_attribute("data-ready", "1")
    bigger = page.locator(".name").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert bigger >= size * 1.25
    expect(page.locator(".chip:visible")).to_have_count(2)
    page.locator(".facility a").first.click()
    assert "elder=1" in page.url


def test_the_page_in_english_has_names_that_can_be_read(
    phone: BrowserContext, address: str
) -> None:
    page, _ = watched(phone)
    ready(page, f"{address}/?lang=en&at={TUESDAY}&place={STATION}")
    expect(page.locator("h1")).to_have_text("5 open at that time")
    expect(row(page, "tz-library").locator(".way")).to_contain_text("about 76 min on foot")
    assert "Tongzhou Beiyuan Station" in page.locator("#place").inner_text()
    assert all(re.search("[A-Za-z]", name) for name in names(page))


def test_a_hostile_row_is_plain_text_everywhere(browser: Browser, hostile_address: str) -> None:
    context = still(browser)
    page, seen = watched(context)
    ready(page, hostile_address)
    assert sorted(names(page)) == sorted(HOSTILE)
    expect(page.locator(".mark").first).to_be_visible()
    for number, text in enumerate(HOSTILE):
        ready(page, f"{hostile_address}/?lat=39.9{number}&lon=116.6{number}")
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


def test_the_list_of_the_server_stays_where_the_forecast_cannot_be_had(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, _ = watched(context)
    page.route("**/api/forecast.json*", lambda route: route.abort())
    ready(page, f"{address}/?at={TUESDAY}")
    assert len(names(page)) == 40
    expect(page.locator(".mark").first).to_be_visible()
    page.get_by_label("从哪里出发").select_option("宋庄镇")
    expect(page.locator(".facility .away").first).to_have_text(re.compile("米|公里"))
    context.close()


def test_the_list_still_answers_if_the_map_cannot_be_loaded(
    phone: BrowserContext, address: str
) -> None:
    page, _ = watched(phone)
    page.route("**/leaflet.js*", lambda route: route.abort())
    ready(page, f"{address}/")
    page.get_by_role("button", name="地图").click()
    expect(page.locator("#locate-status")).to_contain_text("地图数据没有取到")
    page.get_by_role("button", name="列表").click()
    assert len(names(page)) == 40

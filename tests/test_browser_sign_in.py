"""Signing in and out, and a resident's message, in real Chromium on the production server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from finder import store
from tests.browsing import DESKTOP, HOSTILE, PHONE, served, watched
from tests.made_up import moment
from tests.staff import PASSWORD, kept
from tests.test_access import small_targets, violations

WRONG = "falsch falsch"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("staffed")


@pytest.fixture(scope="module")
def staffed(folder: Path) -> Iterator[str]:
    """A server with two accounts."""
    with closing(store.connect(folder / "finder.sqlite")) as database:
        for name, role in (("测试甲", store.PUBLISHER), ("测试乙", store.EDITOR)):
            store.add_account(database, name, role, kept(), moment("2026-11-24T08:00"), "x")
    with served(folder, FINDER_TILES="none") as address:
        yield address


def fill(page: Page, name: str, password: str) -> None:
    page.get_by_label("名字").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_clerk_signs_in_over_http_on_this_machine_and_out(
    browser: Browser, staffed: str, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size, locale="zh-CN")  # type: ignore[arg-type]
    page, seen = watched(context)
    page.goto(f"{staffed}/staff/acts")
    fill(page, "测试甲", WRONG)
    expect(page.get_by_role("alert")).to_contain_text("名字或密码不对。")
    expect(page.get_by_label("名字")).to_have_value("测试甲")
    expect(page.get_by_label("密码")).to_be_focused()
    fill(page, "测试甲", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("操作记录")
    expect(page).to_have_url(f"{staffed}/staff/acts")
    (cookie,) = [one for one in context.cookies(f"{staffed}/staff/") if "staff" in one["name"]]
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("status")).to_have_text("已退出。")
    page.go_back()
    page.goto(f"{staffed}/staff/acts")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    assert [one for one in seen.errors if "400" not in one] == []
    assert seen.hosts == {staffed}
    context.close()


def test_residents_carry_no_cookie_of_staff(browser: Browser, staffed: str) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{staffed}/staff/")
    fill(page, "测试乙", PASSWORD)
    expect(page.get_by_text("测试乙")).to_be_visible()
    with page.expect_request(f"{staffed}/") as asked:
        page.goto(f"{staffed}/")
    assert "cookie" not in asked.value.all_headers()
    context.close()


def test_the_worker_leaves_the_pages_of_staff_alone(browser: Browser, staffed: str) -> None:
    context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{staffed}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{staffed}/staff/")
    fill(page, "测试乙", PASSWORD)
    expect(page.get_by_text("测试乙")).to_be_visible()
    held = page.evaluate(
        "(async () => { const found = [];"
        " for (const name of await caches.keys())"
        "   for (const one of await (await caches.open(name)).keys()) found.push(one.url);"
        " return found; })()"
    )
    assert held
    assert not [one for one in held if "staff" in one]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_on_the_pages_of_accounts_acts_and_messages(
    browser: Browser, staffed: str, folder: Path, size: dict[str, int], scheme: str
) -> None:
    with closing(store.connect(folder / "finder.sqlite")) as database:
        now = moment("2026-11-24T08:00")
        store.add_report(database, "tz-library", "hours", f"测试 {size} {scheme}", now, "link")
        store.add_report(database, "gone", "closed", f"测试 {size} {scheme}", now)
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{staffed}/staff/sign-in?lost=1")
    found = violations(page) + small_targets(page, 44)
    fill(page, "测试乙", WRONG)
    found += violations(page)
    fill(page, "测试乙", PASSWORD)
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    for path in ("acts", "acts?only=list", "reports", "reports?state=spam", "nowhere"):
        page.goto(f"{staffed}/staff/{path}")
        found += violations(page) + small_targets(page, 44)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with closing(store.connect(folder / "finder.sqlite")) as database:
        for one in store.reports(database):
            store.settle_report(database, one.number, store.DONE, now, "x")
    assert found == []
    context.close()


def report(context: BrowserContext, address: str, text: str) -> None:
    page, seen = watched(context)
    page.goto(f"{address}/facilities/tz-library")
    page.get_by_role("link", name="时间不对？告诉我们").click()
    page.get_by_label("时间不对").check()
    page.get_by_role("textbox", name="应该是怎样").fill(text)
    # Nobody writes a sentence in less than three seconds.
    page.wait_for_timeout(3100)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("谢谢，已经收到")
    assert context.cookies() == []
    assert (seen.errors, seen.dialogs) == ([], [])


@pytest.mark.parametrize("has_script", [True, False], ids=["scripts", "no scripts"])
def test_what_a_resident_says_is_read_and_settled_by_staff_as_text(
    browser: Browser, staffed: str, has_script: bool
) -> None:
    text = "\n".join((f"测试 {has_script}", *HOSTILE))
    resident = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        locale="zh-CN",
        java_script_enabled=has_script,
        service_workers="block",
    )
    report(resident, staffed, text)
    resident.close()
    context = browser.new_context(
        viewport=DESKTOP,  # type: ignore[arg-type]
        java_script_enabled=has_script,
    )
    page, seen = watched(context)
    page.goto(f"{staffed}/staff/reports")
    fill(page, "测试乙", PASSWORD)
    shown = page.locator(".report-card", has_text=f"测试 {has_script}")
    for one in HOSTILE:
        expect(shown.locator(".words")).to_contain_text(one)
    expect(page.locator(".tabs .count")).to_contain_text("1")
    shown.get_by_role("button", name="已处理").click()
    expect(page.get_by_text("没有新留言。")).to_be_visible()
    expect(page.locator(".tabs .count")).to_have_count(0)
    assert (seen.errors, seen.dialogs) == ([], [])
    context.close()

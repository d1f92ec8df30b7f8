"""The whole way of a list in a real browser: down, changed in a workbook, up, looked at, published,
seen by residents of every worker, undone; and the acts of a phone."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from finder.settings import RESOURCES
from tests.browsing import DESKTOP, HOSTILE, PHONE, served, watched
from tests.staff import PASSWORD
from tests.test_access import MODES, small_targets, violations

WORKERS = 2
PAGES = (
    "/staff/",
    "/staff/uploads/1",
    "/staff/uploads/2",
    "/staff/versions",
    "/staff/versions/1",
    "/staff/versions/compare?a=1&b=2",
    "/staff/versions/1/rollback",
    "/staff/facilities?q=tsg",
    "/staff/facilities/tz-library",
    "/staff/todo",
    "/staff/reports",
    "/staff/acts",
    "/staff/nowhere",
)


@dataclass(frozen=True)
class Desk:
    """A finder with a list of its own, and an account."""

    address: str
    list_path: Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    list_path = tmp_path / "list" / "facilities.csv"
    list_path.parent.mkdir()
    shutil.copyfile(RESOURCES / "data" / "facilities.csv", list_path)
    folder = tmp_path / "data"
    environment = {**os.environ, "FINDER_DATA": str(folder), "FINDER_CSV": str(list_path)}
    command = [sys.executable, "-m", "finder", "staff", "add", "测试甲"]
    subprocess.run(
        [*command, "--role", "publisher", "--password-stdin"],
        input=PASSWORD.encode(),
        env=environment,
        check=True,
        capture_output=True,
    )
    with served(folder, WORKERS, FINDER_CSV=str(list_path), FINDER_TILES="none") as address:
        yield Desk(address, list_path)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/staff/")
    page.get_by_label("名字").fill("测试甲")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="名单", exact=True)).to_be_visible()


def upload(page: Page, address: str, name: str, data: bytes) -> None:
    page.goto(f"{address}/staff/")
    sent = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def hours_of_workers(address: str) -> set[str]:
    """Return what many connections are told about the culture centre: each worker answers some."""
    url = f"{address}/api/facilities/tz-culture-centre"
    found: set[str] = set()
    for _ in range(20):
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server
            found.add(re.findall(r'"opening_hours":"([^"]*)', answer.read().decode())[0])
    return found


def test_a_list_goes_down_changed_up_published_and_back(browser: Browser, desk: Desk) -> None:
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")  # type: ignore[arg-type]
    page, seen = watched(context)
    sign_in(page, desk.address)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    sheet = book.worksheets[0]
    titles = [str(cell.value) for cell in sheet[1]]
    cell = sheet.cell(3, titles.index("开放时间") + 1)
    cell.value = str(cell.value).replace("9:00至21:00", "9：00至20：00")
    changed = io.BytesIO()
    book.save(changed)
    before = hours_of_workers(desk.address)

    upload(page, desk.address, "改过的名单.xlsx", changed.getvalue())
    expect(page.locator("main")).to_contain_text("周一至周五闭馆时间 21:00 → 20:00")
    expect(page.locator("main")).to_contain_text("由“开放中”变为“闭馆”")
    assert hours_of_workers(desk.address) == before

    page.get_by_role("button", name="发布这份名单").click()
    expect(page.get_by_role("status")).to_contain_text("已发布第 2 版")
    after = hours_of_workers(desk.address)
    assert len(before) == len(after) == 1
    assert before != after
    assert "20：00" in desk.list_path.read_text(encoding="utf-8")

    page.get_by_role("link", name="← 版本").click()
    page.get_by_role("link", name="退回到这一版").click()
    expect(page.locator("main")).to_contain_text("周一至周五闭馆时间 20:00 → 21:00")
    page.get_by_role("button", name="退回到第 1 版").click()
    expect(page.get_by_role("status")).to_contain_text("已发布第 3 版")
    assert hours_of_workers(desk.address) == before
    original = RESOURCES / "data" / "facilities.csv"
    assert desk.list_path.read_bytes() == original.read_bytes()

    page.get_by_role("button", name="退出").click()
    page.goto(f"{desk.address}/staff/versions")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert seen.errors == seen.dialogs == []
    assert seen.hosts == {desk.address}
    context.close()


def test_a_closure_from_a_phone_is_seen_at_once_and_hours_are_confirmed_with_one_tap(
    phone: BrowserContext, desk: Desk
) -> None:
    page, seen = watched(phone)
    sign_in(page, desk.address)
    page.get_by_role("link", name="闭馆和核实").click()
    page.get_by_label("找设施").fill("tsg")
    page.get_by_role("button", name="找").click()
    page.get_by_role("link", name="通州区图书馆").click()
    page.get_by_label("到明天").check()
    page.get_by_label("原因").fill("停电（测试）")
    page.get_by_role("button", name="立即闭馆").click()
    expect(page.locator(".badge.big")).to_contain_text("停电（测试）")
    page.get_by_role("button", name="今天核实无误").click()
    expect(page.locator("main")).to_contain_text("今天已经核实过")
    page.goto(f"{desk.address}/facilities/tz-library")
    expect(page.locator("main")).to_contain_text("停电（测试）")
    assert seen.errors == []


def test_a_change_by_hand_is_taken_in_or_refused_with_the_reason(
    browser: Browser, desk: Desk
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, _ = watched(context)
    sign_in(page, desk.address)
    text = desk.list_path.read_text(encoding="utf-8")
    desk.list_path.write_text(text.replace("9:00至21:00", "9:00至19:00"), encoding="utf-8")
    expect(page.locator(".now")).to_contain_text("第 1 版")
    for _ in range(100):
        page.reload()
        if "第 2 版" in page.locator(".now").inner_text():
            break
        page.wait_for_timeout(200)
    assert "19:00" in next(iter(hours_of_workers(desk.address)))
    desk.list_path.write_text(text.replace(",library,", ",澡堂,"), encoding="utf-8")
    for _ in range(100):
        page.reload()
        if page.get_by_role("alert").count():
            break
        page.wait_for_timeout(200)
    expect(page.get_by_role("alert")).to_contain_text("没有“澡堂”这个类型")
    assert "19:00" in next(iter(hours_of_workers(desk.address)))
    context.close()


def test_hostile_cells_and_names_are_only_text(browser: Browser, desk: Desk) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, seen = watched(context)
    sign_in(page, desk.address)
    text = desk.list_path.read_text(encoding="utf-8")
    rows = [f'h-{n},"{one.replace(chr(34), chr(34) * 2)}",museum' for n, one in enumerate(HOSTILE)]
    padding = "," * 16
    evil = text + "".join(f"{row}{padding}\n" for row in rows)
    evil += '"<img src=x onerror=alert(1)>","{{7*7}}",图书馆' + padding + "\n"
    upload(page, desk.address, "${alert(1)}<b>.csv", evil.encode())
    for path in ("uploads/1", "", "acts"):
        page.goto(f"{desk.address}/staff/{path}")
        assert "49" not in page.locator("main h1").inner_text()
    good = text + "".join(f"{row.replace(',', ',', 1)}{padding}\n" for row in rows)
    upload(page, desk.address, "好.csv", good.encode())
    page.wait_for_load_state("networkidle")
    for path in ("uploads/2", "todo", "facilities"):
        page.goto(f"{desk.address}/staff/{path}")
        page.wait_for_load_state("networkidle")
    assert page.locator("img[src=x]").count() == 0
    assert seen.dialogs == seen.errors == []
    context.close()


def test_axe_finds_nothing_on_the_pages_of_staff(browser: Browser, desk: Desk) -> None:
    text = desk.list_path.read_text(encoding="utf-8")
    changed = text.replace("9:00至21:00", "9:00至20:00").replace("39.882926", "39.885926")
    for viewport, (extra, scheme) in ((PHONE, MODES[0]), (PHONE, MODES[1]), (DESKTOP, MODES[2])):
        context = browser.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{desk.address}/staff/sign-in?{extra}")
        assert violations(page) == []
        sign_in(page, desk.address)
        upload(page, desk.address, "错.csv", text.replace(",library,", ",澡堂,").encode())
        upload(page, desk.address, "好.csv", changed.encode())
        if viewport is PHONE and scheme == "light":
            page.get_by_role("button", name="发布这份名单").click()
        for path in PAGES:
            page.goto(f"{desk.address}{path}{'&' if '?' in path else '?'}{extra}")
            assert violations(page) == [], path
            assert small_targets(page, 44) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path
        context.close()

"""Takes the pictures of the README: the real pages with the real data, on a phone and a desktop.

finder staff add 测试 --role publisher
finder serve --port 8000 &
python -m tooling.screenshots http://127.0.0.1:8000 测试 PASSWORD
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from finder.settings import RESOURCES
from tests.browsing import DESKTOP, FLAGS

FOLDER = Path(__file__).resolve().parent.parent / "docs"
LIST = f"/?at=2026-11-24T20:00&place={quote('通州北苑站')}"
SHOTS = {
    "phone.png": (LIST, 390, 844),
    "facility.png": ("/facilities/lu-county-site-museum?at=2026-10-05T10:00", 390, 844),
    "desktop.png": (LIST, 1280, 800),
}
# What two sources say of the culture centre; the row's notice names both.
ONE_SOURCE, OTHER_SOURCE = "周一至周五9:00至21:00，周六、周日9:00至24:00", "每日9:00至21:00"


def main(address: str, name: str, password: str) -> None:
    """Write every picture to docs/."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for picture, (path, width, height) in SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            page.goto(address + path)
            page.wait_for_timeout(1500)
            page.screenshot(path=FOLDER / picture)
            page.close()
        shoot_staff(browser, address, name, password)
        browser.close()


def shoot_staff(browser: Browser, address: str, name: str, password: str) -> None:
    """Take the page that says what a list would change; it is uploaded and not published."""
    page = browser.new_page(viewport=DESKTOP, locale="zh-CN")  # type: ignore[arg-type]
    page.goto(f"{address}/staff/")
    page.get_by_label("名字").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    text = (RESOURCES / "data" / "facilities.csv").read_text("utf-8")
    changed = text.replace(ONE_SOURCE, OTHER_SOURCE).encode()
    sent = {"name": "名单.csv", "mimeType": "text/csv", "buffer": changed}
    page.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
    page.get_by_role("button", name="上传并检查").click()
    page.wait_for_timeout(1500)
    page.screenshot(path=FOLDER / "staff.png")


if __name__ == "__main__":
    main(*sys.argv[1:])

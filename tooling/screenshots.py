"""Takes the pictures of the README: the real pages with the real data, on a phone and a desktop.

finder serve --port 8000 &
python -m tooling.screenshots http://127.0.0.1:8000
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from tests.browsing import FLAGS

FOLDER = Path(__file__).resolve().parent.parent / "docs"
LIST = f"/?at=2026-11-24T20:00&place={quote('通州北苑站')}"
SHOTS = {
    "phone.png": (LIST, 390, 844),
    "facility.png": ("/facilities/lu-county-site-museum?at=2026-10-05T10:00", 390, 844),
    "desktop.png": (LIST, 1280, 800),
}


def main(address: str) -> None:
    """Write every picture to docs/."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name, (path, width, height) in SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            page.goto(address + path)
            page.wait_for_timeout(1500)
            page.screenshot(path=FOLDER / name)
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])

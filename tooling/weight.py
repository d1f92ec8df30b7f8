"""Weighs the pages in real Chromium as a phone on a slow network sees them: `make weigh`.

A middling phone and slow 4G as Lighthouse simulates them: 390 x 844, processor at a quarter,
1.6 Mbit/s down, 0.75 up, 150 ms for a round trip; nothing in the cache, no service worker. Times
are medians. Bytes are those on the wire, headers included.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browsing import FLAGS, PHONE, served
from tooling.weighed import folium_page, made_up_list

CPU_SLOWDOWN = 4
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
# The page says that its script has run; a page that does not is usable when it has loaded.
WATCH = """
  const seen = () => {
    if (document.documentElement.dataset.ready === "1" && !window.weighedReady) {
      window.weighedReady = performance.now();
    }
  };
  new MutationObserver(seen).observe(document, { attributes: true, subtree: true });
  document.addEventListener("DOMContentLoaded", seen);
"""
TIMES = """() => ({
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  load: performance.getEntriesByType("navigation")[0].loadEventEnd,
  ready: window.weighedReady,
})"""
MAP_DRAWN = ".leaflet-container .leaflet-marker-icon"
OPENS_MAP = "[data-open-map], .to-map"
# What is aimed at: milliseconds, milliseconds, bytes, bytes.
GOALS = {"list": (1500, 2500, 90_000, 5_000), "list of 5,000": (1500, 3700, 170_000, 0)}


@dataclass
class Visit:
    """What one visit took.

    Args:
        paint_ms, usable_ms: from the start to the first contents, and until its script has run.
        bytes_by_address: what came over the wire, for each address.
        map_bytes: the part that came only once the map was asked for.
    """

    paint_ms: float = 0.0
    usable_ms: float = 0.0
    bytes_by_address: dict[str, int] = field(default_factory=dict)
    map_bytes: int = 0
    says_ready: bool = False
    events: int = 0

    @property
    def all_bytes(self) -> int:
        return sum(self.bytes_by_address.values())


@dataclass
class Weighing:
    """The visits of one page: each first one with its repetition."""

    first: list[Visit] = field(default_factory=list)
    again: list[Visit] = field(default_factory=list)


def weigh(browser: Browser, address: str, runs: int) -> Weighing:
    """Return what `runs` first visits and a second one after each took."""
    found = Weighing()
    for _ in range(runs):
        context = browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            locale="zh-CN",
            is_mobile=True,
            has_touch=True,
            service_workers="block",
        )
        found.first.append(_visit(context, address))
        found.again.append(_visit(context, address))
        context.close()
    return found


def _visit(context: BrowserContext, address: str) -> Visit:
    page = context.new_page()
    visit, addresses = Visit(), dict[str, str]()
    session = context.new_cdp_session(page)

    def sent(event: dict[str, object]) -> None:
        request = event["request"]
        assert isinstance(request, dict)  # noqa: S101 - so the protocol says
        addresses[str(event["requestId"])] = str(request["url"])

    def finished(event: dict[str, object]) -> None:
        url = addresses.get(str(event["requestId"]), "?")
        length = int(str(event["encodedDataLength"]).partition(".")[0])
        visit.bytes_by_address[url] = visit.bytes_by_address.get(url, 0) + length

    def heard(_: object) -> None:
        visit.events += 1

    for name in ("requestWillBeSent", "dataReceived", "loadingFinished", "loadingFailed"):
        session.on(f"Network.{name}", heard)
    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="load", timeout=120_000)
    _settle(page, visit)
    times = page.evaluate(TIMES)
    visit.paint_ms = float(times["paint"] or 0)
    visit.says_ready = times["ready"] is not None
    visit.usable_ms = float(times["ready"] or times["load"])
    before = visit.all_bytes
    _open_map(page, visit)
    visit.map_bytes = visit.all_bytes - before
    page.close()
    return visit


def _settle(page: Page, visit: Visit) -> None:
    """Wait until the network has been quiet for a while.

    Playwright's own "networkidle" never comes for some second visits of a throttled page.
    """
    for _ in range(40):
        before = visit.events
        page.wait_for_timeout(1500)
        if visit.events == before:
            return


def _open_map(page: Page, visit: Visit) -> None:
    """Open the map if the page keeps it shut, and wait until its marks are there."""
    if page.locator(MAP_DRAWN).count() == 0 and page.locator(OPENS_MAP).count():
        page.locator(OPENS_MAP).first.click()
        page.locator(MAP_DRAWN).first.wait_for(state="attached", timeout=120_000)
        _settle(page, visit)


def table(weighings: dict[str, Weighing]) -> str:
    """Return the medians of each page as lines, `!` behind what misses its goal."""
    lines = [
        f"{'page':<24}{'paint ms':>10}{'usable ms':>11}{'first B':>10}{'of it map':>11}"
        f"{'again B':>10}"
    ]
    for name, one in weighings.items():
        goals = GOALS.get(name, (0, 0, 0, 0))
        shown = [
            _figure(statistics.median(figures), goal, width)
            for figures, goal, width in (
                ([visit.paint_ms for visit in one.first], goals[0], 10),
                ([visit.usable_ms for visit in one.first], goals[1], 11),
                ([visit.all_bytes for visit in one.first], goals[2], 10),
                ([visit.map_bytes for visit in one.first], 0, 11),
                ([visit.all_bytes for visit in one.again], goals[3], 10),
            )
        ]
        note = "" if all(visit.says_ready for visit in one.first) else "  (usable: load event)"
        lines.append(f"{name:<24}{''.join(shown)}{note}")
    return "\n".join(lines)


def _figure(value: float, goal: int, width: int) -> str:
    return f"{value:,.0f}{'!' if goal and value > goal else ' '}".rjust(width)


def heaviest(visit: Visit, count: int = 12) -> str:
    """Return the answers that weigh most, as lines."""
    ordered = sorted(visit.bytes_by_address.items(), key=lambda item: -item[1])
    return "\n".join(f"{size:>9,}  {url}" for url, size in ordered[:count])


def main(runs: int, only: str) -> None:
    """Weigh every page and print the table."""
    weighings: dict[str, Weighing] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path="/usr/bin/chromium", args=FLAGS
        )
        stack.callback(browser.close)
        real = stack.enter_context(served(folder / "real", FINDER_TILES="none"))
        pages: dict[str, Callable[[], str | None]] = {
            "list": lambda: real,
            "facility": lambda: f"{real}/facilities/tz-library",
            "list of 5,000": lambda: stack.enter_context(
                served(
                    folder / "many",
                    FINDER_CSV=str(made_up_list(folder / "many.csv", 5000)),
                    FINDER_TILES="none",
                )
            ),
            "folium, 100 markers": lambda: stack.enter_context(folium_page(folder / "folium", 100)),
        }
        for name, start in pages.items():
            if only and only not in name:
                continue
            address = start()
            if address is None:
                print(f"{name}: left out, its files cannot be had here")
                continue
            weighings[name] = weigh(browser, address, runs)
            print(f"\n{name}: heaviest of the first visit, then of the second")
            print(heaviest(weighings[name].first[-1]))
            print("   …")
            print(heaviest(weighings[name].again[-1], 5))
    print(f"\nMedian of {runs}; ! misses its goal.\n{table(weighings)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="visits of each page")
    parser.add_argument("--only", default="", help="a part of a page's name")
    arguments = parser.parse_args()
    main(arguments.runs, arguments.only)

"""The pages that search engines should know (sitemaps.org 0.9), in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element

from finder.facility import Facility
from finder.past import Past
from finder.xmltext import DECLARATION, added, written

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"

# The most that a sitemap may name.
MOST_PAGES = 50_000

PAGES = ("/", "/holidays", "/coverage", "/data", "/embed/about", "/api")
_ROOT = f'<urlset xmlns="{SITEMAP}" xmlns:xhtml="{XHTML}">\n'


def sitemap_count(facilities: Sequence[Facility]) -> int:
    """Return how many sitemaps the pages of a list need."""
    return -(-(len(PAGES) + len(facilities)) // MOST_PAGES)


def sitemap_parts(
    facilities: Sequence[Facility],
    number: int,
    published_at: str,
    past: Past,
    address: Callable[[str], str],
) -> Iterator[bytes]:
    """Yield one sitemap bit by bit.

    Args:
        number: which of `sitemap_count`, from 1 on.
        published_at: when the list was published, ISO 8601; blank if nobody knows.
        past: says when a facility was last changed.
        address: returns the whole address of a path.
    """
    paths = [(path, "") for path in PAGES]
    start = (number - 1) * MOST_PAGES
    changed_at, since = past.changed_at, past.since or published_at
    paths += [(f"/facilities/{one.id}", changed_at.get(one.id, since)) for one in facilities]
    yield DECLARATION + _ROOT.encode()
    for path, changed in paths[start : start + MOST_PAGES]:
        yield written(_page(path, changed or published_at, address)) + b"\n"
    yield b"</urlset>\n"


def _page(path: str, changed_at: str, address: Callable[[str], str]) -> Element:
    page = Element("url")
    added(page, "loc", address(path))
    if changed_at:
        added(page, "lastmod", changed_at)
    for language, of_language in (("zh-Hans", path), ("en", f"{path}?lang=en")):
        link = {"rel": "alternate", "hreflang": language, "href": address(of_language)}
        added(page, "xhtml:link", attributes=link)
    return page


def sitemap_index(count: int, address: Callable[[str], str]) -> bytes:
    """Return the list of `count` sitemaps."""
    index = Element("sitemapindex", {"xmlns": SITEMAP})
    for number in range(1, count + 1):
        added(added(index, "sitemap"), "loc", address(f"/sitemap-{number}.xml"))
    return DECLARATION + written(index) + b"\n"

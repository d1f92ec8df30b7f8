"""What an address is for, by its path: one table, from which all else about it follows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# What an address belongs to in the counts; `file` has feeds and downloads, `other` what nobody
# made.
ROUTES = (
    "list", "facility", "api", "static", "staff", "offline", "page", "probe", "file", "other",
)  # fmt: skip
PAGE, STAFF, EMBED, FRAMING, DATA, PART = "page", "staff", "embed", "framing", "data", "part"

# The first that fits counts.
_TABLE = tuple(
    (re.compile(pattern), route, kind)
    for pattern, route, kind in (
        (r"/?$", "list", PAGE),
        (r"/staff(?:/|$)", "staff", STAFF),
        (r"/static/|/map-[^/]*\.js$", "static", PART),
        (r"/(?:healthz|readyz|metrics)$", "probe", PART),
        (r"/api/", "api", DATA),
        (r"/facilities/[^/]+\.(?:ics|svg)$", "file", DATA),
        (r"/facilities\.(?:csv|xlsx|kml|osm\.geojson)$", "file", DATA),
        (r"/feed(?:/|\.atom$)|/closures\.ics$|/coverage\.svg$", "file", DATA),
        (r"/sitemap[^/]*\.xml$|/robots\.txt$", "file", DATA),
        (r"/facilities(?:/|$)", "facility", PAGE),
        # The widget, which other sites frame, and the page that shows it in a frame.
        (r"/embed$", "page", EMBED),
        (r"/embed/about$", "page", FRAMING),
        (r"/(?:api|coverage|data|holidays)$", "page", PAGE),
        # The service worker has a policy of its own, that of a page.
        (r"/(?:sw\.js|manifest\.webmanifest)$|/offline(?:/|$)", "offline", PAGE),
    )
)


@dataclass(frozen=True, slots=True)
class Address:
    """What an address is for.

    Args:
        route: which of `ROUTES` counts it.
        kind: what it is to a browser: `page`, `staff`, `embed` and `framing` are pages; `data` is
            for scripts and programs of everybody; `part` is what our pages load, and what asks
            whether the server is well.
    """

    route: str
    kind: str

    @property
    def is_staffs(self) -> bool:
        return self.kind == STAFF

    @property
    def is_page(self) -> bool:
        """Whether people read what is answered there; the errors of all else are JSON."""
        return self.kind not in (DATA, PART)

    @property
    def is_shared(self) -> bool:
        """Whether scripts of any site may read what is there: the API, feeds and downloads."""
        return self.kind == DATA

    @property
    def counted_as(self) -> str:
        """Which count of a reader's a question goes into; blank for none.

        Pages and data are counted apart: whoever lets a program ask too much still has the pages,
        and so have all others behind the same address. So have staff.
        """
        return "" if self.kind == PART else self.kind if self.kind in (DATA, STAFF) else PAGE


# A reader can ask for any number of paths, and asks for few.
@lru_cache(maxsize=2048)
def address_of(path: str) -> Address:
    """Return what the address with a path is for."""
    for pattern, route, kind in _TABLE:
        if pattern.match(path):
            return Address(route, kind)
    return Address("other", PAGE)

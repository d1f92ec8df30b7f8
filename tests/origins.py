"""What the tests of files for others make them from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from finder.facility import Facility
from finder.holidays import Calendar, official_calendar
from finder.listing import listing
from finder.origin import Origin
from finder.past import Past

TODAY = dt.date(2026, 9, 20)
SITE = "https://finder.example"

# What is hostile in a page, in a spreadsheet, in XML and in a feed.
HOSTILE = (
    "</name><script>alert(1)</script>",
    "]]> & <!-- \"quoted\" 'too'",
    "=HYPERLINK(1)",
    "\x0b\x00 控制字符",
    "{{ 7*7 }} ${1}",
)


def address(path: str) -> str:
    return SITE + path


def origin(
    facilities: Iterable[Facility],
    *,
    language: str = "zh",
    today: dt.date = TODAY,
    calendar: Calendar | None = None,
    past: Past | None = None,
) -> Origin:
    """Return the origin of the third version of a list."""
    made = listing("3-abc", tuple(facilities), "2026-09-19T02:03:04+00:00")
    found = past or Past("first", ())
    return Origin(made, calendar or official_calendar(), today, language, address, lambda: found)


def whole(parts: Iterable[bytes]) -> bytes:
    return b"".join(parts)


def ids(facilities: Sequence[Facility]) -> list[str]:
    return [one.id for one in facilities]

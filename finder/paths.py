"""What an address is for, by its path: people, other software, staff, or a part of a page."""

from __future__ import annotations

# What the address of a feed or of a download ends with.
_ENDINGS = (".atom", ".csv", ".geojson", ".ics", ".json", ".kml", ".svg", ".xlsx", ".xml")
# What asks whether the server is well.
_PROBES = ("/healthz", "/readyz", "/metrics")
# Parts of pages that browsers keep for good.
_PARTS = ("/static/", "/map-")


def is_staffs(path: str) -> bool:
    """Return whether it is a page of staff."""
    return path == "/staff" or path.startswith("/staff/")


def is_for_programs(path: str) -> bool:
    """Return whether programs read what is answered there, so that its errors are JSON."""
    return path.startswith("/api/") or path in _PROBES


def is_shared(path: str) -> bool:
    """Return whether scripts of any site may read what is there: the API, feeds and downloads."""
    if is_staffs(path) or path.startswith("/static/"):
        return False
    return path.startswith("/api/") or path.endswith(_ENDINGS)


def counted_as(path: str) -> str:
    """Return which count of a reader's a question goes into; blank for none.

    Pages and data are counted apart: whoever lets a program ask too much still has the pages, and
    so have all others behind the same address.
    """
    if is_staffs(path) or path in _PROBES or path.startswith(_PARTS):
        return ""
    return "data" if is_shared(path) else "pages"

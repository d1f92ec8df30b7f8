"""What several machines share: every published version, in one table of a PostgreSQL server."""

from __future__ import annotations

from finder.shared.link import ALONE, Link, connected, linked
from finder.shared.versions import Entry, digests, entry, hand_in, head, is_same

__all__ = [
    "ALONE",
    "Entry",
    "Link",
    "connected",
    "digests",
    "entry",
    "hand_in",
    "head",
    "is_same",
    "linked",
]

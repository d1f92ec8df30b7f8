"""What the next minute needs is made before it begins, so that no question waits for it."""

from __future__ import annotations

import datetime as dt
import logging
import threading

from finder.errors import FinderError
from finder.site import Site

# How long before the next minute: a million facilities take a second, a new day a few.
AHEAD_S = 20

_log = logging.getLogger("finder")


def prepare_next_minute(site: Site) -> None:
    """Make ready what the index of a long list needs for the minute after this one.

    Raises:
        SettingsError: the list cannot be read.
    """
    index = site.listing().index
    if index is not None:
        index.prepare(site.now().replace(second=0, microsecond=0) + dt.timedelta(minutes=1))


def advance(site: Site, stopped: threading.Event) -> None:
    """Prepare each minute `AHEAD_S` before it begins, until `stopped`."""
    while not stopped.wait(_wait_s(site.now())):
        try:
            prepare_next_minute(site)
        except FinderError as error:
            _log.error("%s", error)


def _wait_s(now: dt.datetime) -> float:
    """Return the seconds until the next minute is to be prepared, never none."""
    second = now.second + now.microsecond / 1_000_000
    return (60 - AHEAD_S - second) % 60 or 60.0

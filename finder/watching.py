"""Looking twice a second at the file on disk, and at what other machines have published."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from finder import store
from finder.by_hand import Deliver
from finder.errors import ConflictError, FinderError, SettingsError
from finder.following import delivery, followed, undeliverable
from finder.joining import join
from finder.shared import ALONE, Link, connected
from finder.store import Database

# How often is looked.
WATCH_S = 0.5
# How many looks are left out, at most, after the shared store has not answered.
LONGEST_PAUSE = 15

# What is looked at: the database of this machine, and the store of several.
DATABASE, SHARED = "database", "shared"
Told = Callable[[str, FinderError | None], object]

_log = logging.getLogger("finder")


class Line:
    """The connection of a watch to the shared store, made again whenever it is lost."""

    def __init__(self, shared: str, told: Told) -> None:
        self._told = told
        self._shared = shared
        self._link: Link | None = None
        self.wrong: FinderError | None = None
        self._pause = self._left_out = 0

    @property
    def deliver(self) -> Deliver:
        """How a version gets into the store; as long as something is wrong, that it does not."""
        return undeliverable(self.wrong) if self.wrong else delivery(self._link)

    def look(self, database: Database) -> None:
        """Take in what other machines have published; what is wrong is said once."""
        if self._left_out < self._pause:
            self._left_out += 1
            return
        self._left_out = 0
        try:
            if self._shared not in ("", ALONE) and self._link is None:
                self._link = connected(self._shared)
            join(database, self._link)
        except FinderError as error:
            self._failed(error)
            return
        if self.wrong:
            _log.warning("the shared store is followed again")
        self.wrong, self._pause = None, 0
        self._told(SHARED, None)

    def _failed(self, error: FinderError) -> None:
        self.close()
        if type(error) is not type(self.wrong):
            _log.error("%s", error)
        self.wrong = error
        self._told(SHARED, error)
        self._pause = min(2 * self._pause + 1, LONGEST_PAUSE)

    def close(self) -> None:
        """Hang up."""
        if self._link:
            self._link.close()
        self._link = None


class _Said:
    """What is wrong, written down once for as long as it stays the same."""

    def __init__(self) -> None:
        self._last = ""

    def wrong(self, error: Exception | None) -> None:
        said = repr(error) if error else ""
        if error and said != self._last:
            is_ours = isinstance(error, FinderError)
            _log.error("%s", error, exc_info=None if is_ours else error)
        self._last = said


def watch(
    database_path: Path,
    csv_path: Path,
    clock: Callable[[], dt.datetime],
    stopped: threading.Event,
    shared: str = "",
    told: Told = lambda *_: None,
) -> None:
    """Follow the file until `stopped`: what is changed by hand serves within about two seconds.

    A file is read when it has stood still for one look, so that one being copied is not taken for
    whole. What others have published in the shared store serves as soon.

    Args:
        shared: the address of the shared store; blank where the machine is alone.
        told: called with what is wrong with the database and with the shared store, or that
            nothing is, at every look.
    """
    seen: object = None
    before: object = None
    waits = False
    line, said = Line(shared, told), _Said()
    while not stopped.wait(WATCH_S):
        now = _stat(csv_path)
        stands_still, before = now == before, now
        try:
            with store.opened(database_path) as database:
                line.look(database)
                changed = now != seen or (waits and not line.wrong)
                is_empty = store.version(database) is None
                if (changed and stands_still) or is_empty or _is_behind(database):
                    followed(database, csv_path, clock(), line.deliver)
                    seen, waits = now, False
                if is_empty:
                    _log.error("the database was gone: the list on disk is its first version now")
            told(DATABASE, None)
            said.wrong(None)
        except SettingsError as error:
            # Whoever is told writes it down.
            told(DATABASE, error)
        except FinderError as error:
            if error is line.wrong:
                if not waits or seen != now:
                    _log.error("%s waits until the shared store can be followed", csv_path)
                seen, waits = now, True
            elif not isinstance(error, ConflictError):
                said.wrong(error)
            # Else another machine was faster; its version is taken in at the next look.
        except Exception as error:
            # The watch must outlive a disk that was full for a moment.
            said.wrong(error)
    line.close()


def _stat(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _is_behind(database: Database) -> bool:
    current, known = store.version(database), store.disk(database)
    return bool(current and known and known.digest != current.digest and not known.refused)

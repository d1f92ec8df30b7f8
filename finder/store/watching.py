"""Which list is published, asked with every request without opening the file each time."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import sqlite_utils

from finder.facility import Facility
from finder.store.database import connect, opened, unreadable
from finder.store.lists import Version, facilities, version


class Watch:
    """One connection of a process, and the published version as it was last seen there.

    SQLite says in a few microseconds whether anybody else has written; only then the version is
    read again. Threads may share a watch. A process that is forked opens the file anew, for
    SQLite allows no connection to be carried over.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._database: sqlite_utils.Database | None = None
        self._opened = (0, 0)
        self._written = -1
        self._version: Version | None = None
        self._left: list[sqlite_utils.Database] = []

    def version(self) -> Version | None:
        """Return the published version; None before the first.

        Raises:
            SettingsError: the database cannot be opened or read.
        """
        with self._lock:
            try:
                return self._looked()
            except (OSError, sqlite3.Error) as error:
                self._forget()
                raise unreadable(self._path, error) from error

    def close(self) -> None:
        """Part with the connection; whoever asks opens another one."""
        with self._lock:
            self._forget()

    def _looked(self) -> Version | None:
        database = self._current()
        written = database.conn.execute("pragma data_version").fetchone()[0]
        if written != self._written:
            self._version, self._written = version(database), written
        return self._version

    def _current(self) -> sqlite_utils.Database:
        # Another file may have been put in its place, and a fork has another number.
        opened = (os.getpid(), self._file())
        if self._database is None or opened != self._opened:
            self._forget()
            self._database = connect(self._path)
            self._opened = opened
        return self._database

    def _file(self) -> int:
        try:
            return os.stat(self._path).st_ino  # noqa: PTH116 - with every request
        except OSError:
            return 0

    def _forget(self) -> None:
        """Part with the connection; one of the process before a fork is kept, but never closed."""
        if self._database is not None:
            if self._opened[0] == os.getpid():
                self._database.close()
            else:
                self._left.append(self._database)
        self._database, self._opened, self._written = None, (0, 0), -1


def published(path: Path) -> tuple[Version | None, tuple[Facility, ...]]:
    """Return the published version and its facilities, both of the same moment.

    Raises:
        SettingsError: the database cannot be opened or read.
    """
    with opened(path) as database:
        database.conn.execute("begin")
        return version(database), facilities(database)

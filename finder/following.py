"""Keeping the database and the CSV file on disk the same, whoever changed which.

Somebody may edit the file by hand, or bring it with git or rsync: it is checked and published, or
refused with the reason while the last good version keeps serving.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from finder import store
from finder.csvfile import Contents, contents
from finder.errors import FileError, FinderError, Problem, StorageError, sentence
from finder.facility import Facility
from finder.filing import prepared, remove_unfinished
from finder.publishing import (
    canonical_bytes,
    checked,
    must_confirm,
    removal,
    removed_count,
    written_out,
)
from finder.store import Database, Disk, Version
from finder.textfile import file_bytes

# How often the file is looked at.
WATCH_S = 0.5
# What stands for the digest of a file that cannot be read.
MISSING = "missing"

_log = logging.getLogger("finder")


def follow(database: Database, csv_path: Path, when: dt.datetime) -> Version:
    """Return the published version after taking in what lies on disk.

    Raises:
        FileError: there is no version yet, and the file cannot be one.
    """
    path = csv_path.resolve()
    current = store.version(database)
    if current and not store.facilities_count(database):
        current = _fill_again(database, path, when)
    known = store.disk(database)
    try:
        data = file_bytes(path)
    except FileError as error:
        if current is None:
            raise
        if _is_unfinished(current, known, MISSING):
            return _finished(database, path, current, when)
        return _refused(database, path, None, error.problems, when)
    digest = store.digest_of(data)
    if current and known and digest == known.digest == current.digest and not known.refused:
        return current if known.path == str(path) else _noted(database, path, current)
    if known and known.refused == digest and known.path == str(path) and current:
        return current
    if current and _is_unfinished(current, known, digest):
        return _finished(database, path, current, when)
    return _taken_in(database, path, data, when)


def _fill_again(database: Database, path: Path, when: dt.datetime) -> Version:
    """Read the published version anew: the tables are those of another program now.

    Where today's checker refuses what an older one published, the file on disk is published if it
    has been mended.

    Raises:
        FileError: neither can be served.
    """
    with store.writing(database):
        current = store.version(database)
        assert current is not None  # noqa: S101 - the caller has looked
        data = store.version_bytes(database, current.number)
        found = contents(data)
        if not found.problems:
            store.replace_facilities(database, found.facilities)
            return current
        data = file_bytes(path)
        return _added(database, path, data, checked(data), when)


def _added(
    database: Database, path: Path, data: bytes, found: Contents, when: dt.datetime
) -> Version:
    """Publish the file on disk, inside a transaction, and return its version."""
    canonical = store.digest_of(canonical_bytes(found))
    made = store.add_version(
        database, data, found.facilities, when, "", "file", detail=path.name, canonical=canonical
    )
    store.set_disk(database, str(path), made.digest)
    return made


def listed(database: Database, csv_path: Path) -> tuple[Facility, ...]:
    """Return the facilities of a CSV file, without publishing it.

    Raises:
        FileError: it cannot be read or has problems.
    """
    data = file_bytes(csv_path)
    current = store.version(database)
    if current and current.digest == store.digest_of(data):
        return store.facilities(database)
    return checked(data).facilities


def _is_unfinished(current: Version, known: Disk | None, digest: str) -> bool:
    """Return whether a version was committed and its file not replaced any more."""
    return known is not None and known.digest == digest != current.digest


def _noted(database: Database, path: Path, current: Version) -> Version:
    with store.writing(database):
        store.set_disk(database, str(path), current.digest)
    return current


def _finished(database: Database, path: Path, current: Version, when: dt.datetime) -> Version:
    remove_unfinished(path, when)
    try:
        beside = prepared(path, store.version_bytes(database, current.number))
    except StorageError as error:
        _log.error("version %d: %s", current.number, error)
        return current
    written_out(database, path, current, beside)
    return store.version(database) or current


def _taken_in(database: Database, path: Path, data: bytes, when: dt.datetime) -> Version:
    found = contents(data)
    digest = store.digest_of(data)
    with store.writing(database):
        current, known = store.version(database), store.disk(database)
        if current and current.digest == digest:
            store.set_disk(database, str(path), digest)
            return current
        if current and (not _is_there(path, digest) or _is_unfinished(current, known, digest)):
            # Somebody has published since the file was read.
            return current
        problems = found.problems or _guarded(database, path, found, current, known)
        if not problems:
            made = _added(database, path, data, found, when)
            if current:
                _log.warning("version %d: %s was changed by hand", made.number, path)
            return made
    if current is None:
        raise FileError(*problems)
    return _refused(database, path, data, problems, when)


def _is_there(path: Path, digest: str) -> bool:
    try:
        return store.digest_of(file_bytes(path)) == digest
    except FileError:
        return False


def _guarded(
    database: Database,
    path: Path,
    found: Contents,
    current: Version | None,
    known: Disk | None,
) -> tuple[Problem, ...]:
    """Return why a list without mistakes is not taken in by itself: it is a part of one."""
    if current is None or known is None or known.path != str(path):
        return ()
    removed = removed_count(database, found)
    if not must_confirm(removed, current.facilities):
        return ()
    hint = sentence(
        "如果真要删去，请运行 finder publish %(path)s --removed %(removed)d。",
        path=str(path),
        removed=removed,
    )
    return (Problem(removal(removed, current.facilities), hint, column="removed"),)


def _refused(
    database: Database,
    path: Path,
    data: bytes | None,
    problems: tuple[Problem, ...],
    when: dt.datetime,
) -> Version:
    """Return the version that goes on being published, the refusal written down once."""
    refused = store.digest_of(data) if data is not None else MISSING
    with store.writing(database):
        current, known = store.version(database), store.disk(database)
        assert current is not None and known is not None  # noqa: S101 - the caller has looked
        if known.refused == refused and known.path == str(path):
            return current
        if data is not None:
            store.add_upload(database, data, path.name, when, "")
        store.record(database, when, "", "refused", path.name, base=current.number)
        store.set_disk(database, str(path), known.digest, refused, problems)
    for problem in problems:
        _log.error("%s: %s %s", path, problem.message, problem.hint)
    return current


def watch(
    database_path: Path,
    csv_path: Path,
    clock: Callable[[], dt.datetime],
    stopped: threading.Event,
) -> None:
    """Follow the file until `stopped`: what is changed by hand serves within about two seconds.

    A file is read when it has stood still for one look, so that one being copied is not taken for
    whole.
    """
    seen: object = None
    before: object = None
    while not stopped.wait(WATCH_S):
        now = _stat(csv_path)
        stands_still, before = now == before, now
        try:
            with closing(store.connect(database_path)) as database:
                if (now != seen and stands_still) or _is_behind(database):
                    follow(database, csv_path, clock())
                    seen = now
        except FinderError as error:
            _log.error("%s", error)
        except Exception:
            # The watch must outlive a disk that was full for a moment.
            _log.exception("watching %s", csv_path)


def _stat(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _is_behind(database: Database) -> bool:
    current, known = store.version(database), store.disk(database)
    return bool(current and known and known.digest != current.digest and not known.refused)

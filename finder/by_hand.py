"""A change of the file on disk that somebody made by hand: taken in, or refused with the reason."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path

from finder import store
from finder.csvfile import Contents, contents
from finder.errors import FileError, Problem, sentence
from finder.file_limits import TERMINAL
from finder.progress import Progress, silent
from finder.publishing import canonical_bytes, must_confirm, removal, removed_count
from finder.store import Database, Disk, Version
from finder.textfile import file_bytes

# What stands for the digest of a file that cannot be read.
MISSING = "missing"

# How a new version gets into the shared store: given the one before, itself, its detail and its
# file, as the last act of its transaction.
Deliver = Callable[[Version | None, Version, str, bytes], object]

_log = logging.getLogger("finder")


def taken_in(
    database: Database,
    path: Path,
    data: bytes,
    when: dt.datetime,
    deliver: Deliver,
    progress: Progress = silent,
) -> Version:
    """Publish a file that somebody has changed, or refuse it; return the published version.

    Raises:
        FileError: there is no version yet, and the file cannot be one.
        ConflictError, UnreachableError: `deliver` says so.
    """
    found = contents(data, limits=TERMINAL, progress=progress)
    digest = store.digest_of(data)
    with store.writing(database):
        current, known = store.version(database), store.disk(database)
        if current and current.digest == digest:
            store.set_disk(database, str(path), digest)
            return current
        if current and (not _is_there(path, digest) or is_unfinished(current, known, digest)):
            # Somebody has published since the file was read.
            return current
        if current and known and known.refused == digest and known.path == str(path):
            return current
        stale = _stale(path, current, known)
        problems = found.problems or stale or _guarded(database, path, found, current, known)
        if not problems:
            made = added(database, path, data, found, when, deliver, progress)
            if current:
                _log.warning("version %d: %s was changed by hand", made.number, path)
            return made
        if current is None:
            raise FileError(*problems)
        if stale:
            # What is changed from now on is meant to replace the published version.
            store.set_disk(database, str(path), current.digest)
        return refused(database, path, data, problems, when)


def _stale(path: Path, current: Version | None, known: Disk | None) -> tuple[Problem, ...]:
    """Return why a list without mistakes is not taken in: it was made from an earlier version."""
    if current is None or known is None or known.path != str(path):
        return ()
    if known.digest == current.digest:
        return ()
    message = sentence(
        "文件 %(path)s 是照更早的版本改的，现在发布的是第 %(number)d 版（%(account)s）。",
        path=str(path),
        number=current.number,
        account=current.account or sentence("直接改文件"),
    )
    hint = sentence("改的内容没有发布，已存为一次上传；请比较以后再发布。")
    return (Problem(message, hint, column="file", value=str(path)),)


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


def refused(
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


def added(
    database: Database,
    path: Path,
    data: bytes,
    found: Contents,
    when: dt.datetime,
    deliver: Deliver,
    progress: Progress,
) -> Version:
    """Publish the file on disk, inside a transaction, and return its version."""
    before = store.version(database)
    canonical = store.digest_of(canonical_bytes(found))
    made = store.add_version(
        database, data, found.facilities, when, "", "file",
        detail=path.name, canonical=canonical, progress=progress,
    )  # fmt: skip
    store.set_disk(database, str(path), made.digest)
    deliver(before, made, path.name, data)
    return made


def is_unfinished(current: Version, known: Disk | None, digest: str) -> bool:
    """Return whether a version was committed and its file not replaced any more."""
    return known is not None and known.digest == digest != current.digest

"""Keeping the database and the CSV file on disk the same, whoever changed which.

Somebody may edit the file by hand, or bring it with git or rsync: it is checked and published, or
refused with the reason while the last good version keeps serving.
"""

from __future__ import annotations

import datetime as dt
import logging
from functools import partial
from pathlib import Path

from finder import store
from finder.by_hand import MISSING, Deliver, added, is_unfinished, refused, taken_in
from finder.csvfile import contents
from finder.errors import ConflictError, FileError, FinderError, StorageError, UnreachableError
from finder.facility import Facility
from finder.file_limits import TERMINAL
from finder.filing import prepared, remove_unfinished
from finder.joining import handed_in, join
from finder.on_disk import written_out
from finder.progress import Progress, silent
from finder.publishing import checked
from finder.shared import ALONE, Link, linked
from finder.store import Database, Version
from finder.textfile import file_bytes

_log = logging.getLogger("finder")


def follow(
    database: Database,
    csv_path: Path,
    when: dt.datetime,
    progress: Progress = silent,
    *,
    shared: str = "",
) -> Version:
    """Return the published version after taking in what other machines have, and what lies on disk.

    Where the shared store does not answer, the version of this machine goes on.

    Args:
        shared: the address of the shared store; blank where the machine is alone, `none` where it
            is alone from now on.

    Raises:
        FileError: there is no version yet, and the file cannot be one.
        ConflictError: as `finder.joining.join`.
        UnreachableError: it does not answer, and there is no version yet.
    """
    if shared == ALONE and store.shared_name(database):
        store.set_shared_name(database, "")
    try:
        with linked(shared) as link:
            join(database, link, progress)
            try:
                return followed(database, csv_path, when, delivery(link), progress)
            except ConflictError:
                # Another machine was faster, with the first version for instance.
                join(database, link, progress)
                return followed(database, csv_path, when, delivery(link), progress)
    except UnreachableError as error:
        if store.version(database) is None:
            raise
        _log.error("%s", error)
        return _followed_alone(database, csv_path, when, error, progress)


def delivery(link: Link | None) -> Deliver:
    """Return how a version gets into the store at the other end of `link`."""
    return partial(handed_in, link)


def undeliverable(error: FinderError) -> Deliver:
    """Return what stands for a delivery as long as there is no store that answers."""

    def refuse(*_: object) -> None:
        raise error

    return refuse


def _followed_alone(
    database: Database,
    csv_path: Path,
    when: dt.datetime,
    error: UnreachableError,
    progress: Progress,
) -> Version:
    """Return the version that goes on; a change by hand waits."""
    try:
        return followed(database, csv_path, when, undeliverable(error), progress)
    except UnreachableError:
        current = store.version(database)
        if current is None or not store.facilities_count(database):
            raise
        _log.error("%s waits until the shared store can be followed", csv_path)
        return current


def followed(
    database: Database,
    csv_path: Path,
    when: dt.datetime,
    deliver: Deliver,
    progress: Progress = silent,
) -> Version:
    """Return the published version after taking in what lies on disk.

    Raises:
        FileError: there is no version yet, and the file cannot be one.
        ConflictError, UnreachableError: the file has been changed, and `deliver` says so.
    """
    path = csv_path.resolve()
    current = store.version(database)
    if current and not store.facilities_count(database):
        current = _fill_again(database, path, when, deliver, progress)
    if current and store.disk(database) is None:
        _met(database, path)
    known = store.disk(database)
    try:
        data = file_bytes(path)
    except FileError as error:
        if current is None:
            raise
        if is_unfinished(current, known, MISSING):
            return _finished(database, path, current, when)
        return refused(database, path, None, error.problems, when)
    digest = store.digest_of(data)
    if current and known and digest == known.digest == current.digest and not known.refused:
        return current if known.path == str(path) else _noted(database, path, current)
    if known and known.refused == digest and known.path == str(path) and current:
        return current
    if current and is_unfinished(current, known, digest):
        return _finished(database, path, current, when)
    return taken_in(database, path, data, when, deliver, progress)


def _met(database: Database, path: Path) -> None:
    """Write down what lies on the disk of a machine whose versions all came from others.

    An earlier version, or nothing, is to be replaced; anything else is a change by hand that was
    made before the published version was known here.
    """
    with store.writing(database):
        if store.disk(database) is not None:
            return
        try:
            digest = store.digest_of(file_bytes(path))
        except FileError:
            digest = MISSING
        earlier = (MISSING, *(one.digest for one in store.versions(database)))
        store.set_disk(database, str(path), digest if digest in earlier else "")


def _fill_again(
    database: Database, path: Path, when: dt.datetime, deliver: Deliver, progress: Progress
) -> Version:
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
        found = contents(data, limits=TERMINAL, progress=progress)
        if not found.problems:
            store.replace_facilities(database, found.facilities, progress)
            return current
        data = file_bytes(path)
        return added(database, path, data, checked(data, progress), when, deliver, progress)


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

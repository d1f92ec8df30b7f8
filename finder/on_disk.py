"""Putting a version's file in its place on disk, but never over what somebody changed by hand."""

from __future__ import annotations

import logging
from pathlib import Path

from finder import store
from finder.errors import FileError, StorageError
from finder.filing import placed
from finder.store import Database, Disk, Version
from finder.textfile import file_bytes

_log = logging.getLogger("finder")


def written_out(database: Database, path: Path, version: Version, beside: Path) -> None:
    """Put a version's prepared file in its place, if it is still the published one.

    A file that was changed by hand in this very moment stays: it is a change of its own. What the
    system refuses is logged; `finder.following` tries again.
    """
    with store.writing(database):
        try:
            if store.version(database) != version or not is_ours(path, store.disk(database)):
                beside.unlink()
                return
            placed(beside, path)
        except StorageError as error:
            beside.unlink(missing_ok=True)
            _log.error("version %d: %s", version.number, error)
            return
        store.set_disk(database, str(path), version.digest)


def is_ours(path: Path, known: Disk | None) -> bool:
    """Return whether nobody has changed the file by hand since it was last looked at.

    Raises:
        StorageError: there is something that cannot be read.
    """
    if known is None or known.path != str(path) or not path.exists():
        return True
    try:
        digest = store.digest_of(file_bytes(path))
    except FileError as error:
        raise StorageError(*error.problems) from error
    return digest in (known.digest, known.refused)

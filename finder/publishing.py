"""Putting a list in the place of the published one: whole, checked, and never over another's work.

The database is the truth. A version is committed first and its file replaced after that; whoever
finds the file one version behind finishes the replacement (`finder.following`). So a process that
dies at any moment leaves the old version or the new one, never a part of one.

Where machines share their versions, one is put into the shared store before it is committed here:
a machine that dies in between takes it in as if another had made it (`finder.joining`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from finder import store
from finder.csvfile import Contents, contents
from finder.errors import ConflictError, FileError, Problem, Sentence, StorageError, sentence
from finder.file_limits import TERMINAL, FileLimits
from finder.filing import prepared
from finder.joining import handed_in, join, note_replaced, only_shared, published_meanwhile
from finder.on_disk import is_ours, written_out
from finder.progress import Progress, silent
from finder.shared import Link, linked
from finder.sheet import Sheet, csv_bytes, with_cell
from finder.store import Database, Version

# A list that loses more of its rows than this is probably only a part of one.
MOST_REMOVED = 0.2


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, when, and in the place of what.

    Args:
        account: the name; `terminal:NAME` in the terminal.
        when: the present moment, aware.
        base: the version that they believe to replace.
        removed: how many facilities go, as they typed it; None if they were not asked.
    """

    account: str
    when: dt.datetime
    base: int
    removed: int | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """A list that is to be published, and how it was made."""

    contents: Contents
    act: str
    detail: str = ""
    upload: int | None = None
    progress: Progress = silent


def publish(
    database: Database,
    csv_path: Path,
    upload: int,
    publisher: Publisher,
    found: Contents | None = None,
    progress: Progress = silent,
    *,
    shared: str = "",
) -> Version:
    """Check an upload again, publish it and return its version.

    Args:
        found: what it holds, where this process has just checked it.
        shared: the address of the shared store; blank where the machine is alone.

    Raises:
        NotFoundError: there is no such upload.
        FileError: it has problems.
        StorageError: the database or the file on disk cannot be written, or the shared store does
            not answer; nothing has changed unless the sentence says otherwise.
        ConflictError: another version is published by now, the file on disk was changed by hand,
            many rows would go and their number was not typed, or nothing would change.
    """
    sent = store.upload_numbered(database, upload)
    found = found or checked(store.upload_bytes(database, upload), progress)
    made = _Made(found, "publish", sent.name, upload, progress)
    return _put(database, csv_path, made, publisher, shared)


def rollback(
    database: Database,
    csv_path: Path,
    number: int,
    publisher: Publisher,
    found: Contents | None = None,
    progress: Progress = silent,
    *,
    shared: str = "",
) -> Version:
    """Publish an earlier version again, as a new one, and return that.

    Args:
        found: what it holds, where this process has just checked it.

    Raises:
        NotFoundError, FileError, StorageError, ConflictError: as `publish`.
    """
    found = found or checked(store.version_bytes(database, number), progress)
    made = _Made(found, "rollback", str(number), progress=progress)
    return _put(database, csv_path, made, publisher, shared)


def amend(
    database: Database,
    csv_path: Path,
    facility_id: str,
    values: Mapping[str, str],
    publisher: Publisher,
    act: str,
    detail: str,
    *,
    shared: str = "",
) -> Version:
    """Publish the published list with other values in one row, and return the version.

    Args:
        values: what the row's columns are to hold.

    Raises:
        NotFoundError: there is no such facility.
        FileError, StorageError, ConflictError: as `publish`.
    """
    sheet = sheet_of(checked(store.version_bytes(database, publisher.base)))
    for column, value in values.items():
        sheet = with_cell(sheet, facility_id, column, value)
    found = checked(csv_bytes(sheet))
    return _put(database, csv_path, _Made(found, act, detail), publisher, shared)


def checked(data: bytes, progress: Progress = silent, limits: FileLimits = TERMINAL) -> Contents:
    """Return what a file holds if nothing is wrong with it.

    Raises:
        FileError: something is; it carries every problem.
    """
    found = contents(data, limits=limits, progress=progress)
    if found.problems:
        raise FileError(*found.problems)
    return found


def removed_count(database: Database, found: Contents) -> int:
    """Return how many published facilities are not in a list."""
    kept = {facility.id for facility in found.facilities}
    return sum(one not in kept for one in store.facility_ids(database))


def must_confirm(removed: int, published: int) -> bool:
    """Return whether so many rows of the published ones go only if somebody types their number."""
    return removed > published * MOST_REMOVED


def _put(
    database: Database, csv_path: Path, made: _Made, publisher: Publisher, shared: str
) -> Version:
    """Publish a checked list and replace the file on disk."""
    data = canonical_bytes(made.contents)
    path = csv_path.resolve()
    # The store is asked for before the database is held: to find nobody there takes its time.
    with linked(shared) as link:
        join(database, link)
        version, beside = _committed(database, path, made, data, publisher, link)
    written_out(database, path, version, beside)
    return version


def _committed(
    database: Database,
    path: Path,
    made: _Made,
    data: bytes,
    publisher: Publisher,
    link: Link | None,
) -> tuple[Version, Path]:
    """Return the new version, committed, and the file that is to be put in its place."""
    found, beside, handed = made.contents, None, None
    try:
        with store.writing(database):
            _refuse_conflict(database, path, found, data, publisher)
            beside = prepared(path, data)
            before = store.version(database)
            version = store.add_version(
                database, data, found.facilities, publisher.when, publisher.account, made.act,
                upload=made.upload, detail=made.detail, progress=made.progress,
            )  # fmt: skip
            note_replaced(database)
            handed = handed_in(link, before, version, made.detail, data)
    except BaseException as error:
        # The transaction may fail as late as in its end, when the disk is full.
        if beside:
            beside.unlink(missing_ok=True)
        if handed and isinstance(error, StorageError):
            raise StorageError(only_shared(handed), *error.problems) from error
        raise
    return version, beside


def canonical_bytes(found: Contents) -> bytes:
    """Return the CSV file that a version of these contents is: UTF-8, English headers."""
    return csv_bytes(sheet_of(found))


def sheet_of(found: Contents) -> Sheet:
    """Return the table of contents without problems."""
    assert found.sheet is not None  # noqa: S101 - a file without problems has a header
    return found.sheet


def _refuse_conflict(
    database: Database,
    path: Path,
    found: Contents,
    data: bytes,
    publisher: Publisher,
) -> None:
    current = store.version(database)
    if current is None or current.number != publisher.base:
        raise ConflictError(published_meanwhile(current, publisher.base))
    if not is_ours(path, store.disk(database)):
        message = sentence("文件 %(path)s 刚被人直接改过，还没有检查。", path=str(path))
        hint = sentence("请等几秒再看，直接改的内容会先检查和发布。")
        raise ConflictError(Problem(message, hint, column="file", value=str(path)))
    if current.canonical == store.digest_of(data):
        message = sentence(
            "和现在发布的第 %(number)d 版完全一样，没有什么要发布。", number=current.number
        )
        raise ConflictError(Problem(message, sentence("名单没有变。"), column="version"))
    removed = removed_count(database, found)
    if must_confirm(removed, current.facilities) and publisher.removed != removed:
        raise ConflictError(_too_many_removed(removed, current.facilities, publisher.removed))


def _too_many_removed(removed: int, published: int, typed: int | None) -> Problem:
    hint = sentence(
        "如果真要删去，请在确认框里写 %(removed)d；不是的话，请检查文件是不是只有一部分。",
        removed=removed,
    )
    value = "" if typed is None else str(typed)
    return Problem(removal(removed, published), hint, column="removed", value=value)


def removal(removed: int, published: int) -> Sentence:
    """Return how many of the published facilities would go."""
    return sentence(
        "现有 %(published)d 处设施里有 %(removed)d 处会消失。", published=published, removed=removed
    )

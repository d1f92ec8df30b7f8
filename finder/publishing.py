"""Putting a list in the place of the published one: whole, checked, and never over another's work.

The database is the truth. A version is committed first and its file replaced after that; whoever
finds the file one version behind finishes the replacement (`finder.following`). So a process that
dies at any moment leaves the old version or the new one, never a part of one.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from finder import store
from finder.csvfile import Contents, contents
from finder.errors import ConflictError, FileError, Problem, Sentence, StorageError, sentence
from finder.filing import placed, prepared
from finder.sheet import Sheet, csv_bytes, with_cell
from finder.store import Database, Disk, Version
from finder.textfile import file_bytes

# A list that loses more of its rows than this is probably only a part of one.
MOST_REMOVED = 0.2

_log = logging.getLogger("finder")


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


def publish(database: Database, csv_path: Path, upload: int, publisher: Publisher) -> Version:
    """Check an upload again, publish it and return its version.

    Raises:
        NotFoundError: there is no such upload.
        FileError: it has problems.
        StorageError: the database or the file on disk cannot be written; nothing has changed.
        ConflictError: another version is published by now, the file on disk was changed by hand,
            many rows would go and their number was not typed, or nothing would change.
    """
    sent = store.upload_numbered(database, upload)
    found = checked(store.upload_bytes(database, upload))
    return _put(database, csv_path, found, publisher, "publish", sent.name, upload)


def rollback(database: Database, csv_path: Path, number: int, publisher: Publisher) -> Version:
    """Publish an earlier version again, as a new one, and return that.

    Raises:
        NotFoundError, FileError, StorageError, ConflictError: as `publish`.
    """
    found = checked(store.version_bytes(database, number))
    return _put(database, csv_path, found, publisher, "rollback", str(number))


def amend(
    database: Database,
    csv_path: Path,
    facility_id: str,
    values: Mapping[str, str],
    publisher: Publisher,
    act: str,
    detail: str,
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
    return _put(database, csv_path, found, publisher, act, detail)


def checked(data: bytes) -> Contents:
    """Return what a file holds if nothing is wrong with it.

    Raises:
        FileError: something is; it carries every problem.
    """
    found = contents(data)
    if found.problems:
        raise FileError(*found.problems)
    return found


def removed_count(database: Database, found: Contents) -> int:
    """Return how many published facilities are not in a list."""
    kept = {facility.id for facility in found.facilities}
    return sum(facility.id not in kept for facility in store.facilities(database))


def must_confirm(removed: int, published: int) -> bool:
    """Return whether so many rows of the published ones go only if somebody types their number."""
    return removed > published * MOST_REMOVED


def _put(
    database: Database,
    csv_path: Path,
    found: Contents,
    publisher: Publisher,
    act: str,
    detail: str = "",
    upload: int | None = None,
) -> Version:
    """Publish checked contents and replace the file on disk."""
    data = canonical_bytes(found)
    path = csv_path.resolve()
    beside: Path | None = None
    try:
        with store.writing(database):
            _refuse_conflict(database, path, found, data, publisher)
            beside = prepared(path, data)
            made = store.add_version(
                database, data, found.facilities, publisher.when, publisher.account, act,
                upload=upload, detail=detail,
            )  # fmt: skip
            _note_replaced(database, path)
    except BaseException:
        # The transaction may fail as late as in its end, when the disk is full.
        if beside:
            beside.unlink(missing_ok=True)
        raise
    written_out(database, path, made, beside)
    return made


def _note_replaced(database: Database, path: Path) -> None:
    """Write down that what was refused on disk is to be replaced, whoever finishes that."""
    known = store.disk(database)
    if known and known.refused and known.path == str(path):
        store.set_disk(database, str(path), known.refused)


def written_out(database: Database, path: Path, version: Version, beside: Path) -> None:
    """Put a version's prepared file in its place, if it is still the published one.

    A file that was changed by hand in this very moment stays: it is a change of its own. What the
    system refuses is logged; `finder.following` tries again.
    """
    with store.writing(database):
        try:
            if store.version(database) != version or not _is_ours(path, store.disk(database)):
                beside.unlink()
                return
            placed(beside, path)
        except StorageError as error:
            beside.unlink(missing_ok=True)
            _log.error("version %d: %s", version.number, error)
            return
        store.set_disk(database, str(path), version.digest)


def _is_ours(path: Path, known: Disk | None) -> bool:
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
        raise ConflictError(_published_meanwhile(current, publisher.base))
    if not _is_ours(path, store.disk(database)):
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


def _published_meanwhile(current: Version | None, base: int) -> Problem:
    number = current.number if current else 0
    message = sentence(
        "比较用的是第 %(base)d 版，现在发布的是第 %(number)d 版（%(account)s）。",
        base=base,
        number=number,
        account=(current.account if current else "") or sentence("直接改文件"),
    )
    hint = sentence("请重新查看改动，再决定是否发布；名单没有变。")
    return Problem(message, hint, column="version", value=str(base))


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

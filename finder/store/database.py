"""The SQLite file itself: opened, its tables made, written to in one transaction."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlite_utils.db import Table

from finder.errors import Problem, SettingsError, StorageError, sentence
from finder.facility import COLUMNS

# Every table but that of the facilities: its columns, and which of them is the key.
_TABLES: dict[str, tuple[dict[str, type], str]] = {
    "versions": (
        {
            "number": int,
            "digest": str,
            "canonical": str,
            "published_at": str,
            "account": str,
            "act": str,
            "upload": int,
            "base": int,
            "facilities": int,
            "data": bytes,
        },
        "number",
    ),
    "uploads": (
        {
            "number": int,
            "name": str,
            "digest": str,
            "uploaded_at": str,
            "account": str,
            "base": int,
            "data": bytes,
        },
        "number",
    ),
    "disk": ({"id": int, "path": str, "digest": str, "refused": str, "problems": str}, "id"),
    "acts": (
        {
            "number": int,
            "at": str,
            "account": str,
            "act": str,
            "detail": str,
            "version": int,
            "base": int,
        },
        "number",
    ),
    "accounts": (
        {"folded": str, "name": str, "role": str, "password": str, "made_at": str},
        "folded",
    ),
    "sessions": ({"digest": str, "account": str, "started_at": str, "seen_at": str}, "digest"),
    "hits": ({"key": str, "count": int, "ends_at": float}, "key"),
    "reports": (
        {
            "number": int,
            "facility": str,
            "kind": str,
            "text": str,
            "flag": str,
            "at": str,
            "version": int,
            "state": str,
            "done_by": str,
            "done_at": str,
        },
        "number",
    ),
}

_FACILITY_TYPES: dict[str, type] = {"place": int, **dict.fromkeys(COLUMNS, str)}

# Changes with the tables, so that those of an older file are brought up to date.
_FORMAT = zlib.crc32(repr((_FACILITY_TYPES, _TABLES)).encode()) >> 1


# How long a process waits for another one that writes.
_WAIT_S = 10.0


def connect(path: Path, wait_s: float = _WAIT_S) -> sqlite_utils.Database:
    """Return the database at `path`, made if it is missing.

    Raises:
        SettingsError: the folder or the file cannot be written, or it is not a database.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=wait_s, check_same_thread=False)
        try:
            database = sqlite_utils.Database(connection)
            database.enable_wal()
            _make_tables(database)
        except sqlite3.Error:
            connection.close()
            raise
    except (OSError, sqlite3.Error) as error:
        raise unreadable(path, error) from error
    return database


@contextmanager
def opened(path: Path, wait_s: float = _WAIT_S) -> Iterator[sqlite_utils.Database]:
    """Open the database at `path` for as long as it is used.

    Args:
        wait_s: how long to wait for another process that writes.

    Raises:
        SettingsError: as `connect`, or it turns out to be damaged.
    """
    database = connect(path, wait_s)
    try:
        yield database
    except sqlite3.Error as error:
        if not is_fault(error):
            raise
        raise unreadable(path, error) from error
    finally:
        database.close()


def is_fault(error: sqlite3.Error) -> bool:
    """Return whether the file or the disk is at fault, not what was asked of it."""
    return type(error) in (sqlite3.DatabaseError, sqlite3.OperationalError, sqlite3.DataError)


def unreadable(path: Path, error: Exception) -> SettingsError:
    """Return what is said of a database that cannot be opened or read."""
    if type(error) is sqlite3.DatabaseError:
        message = sentence("数据库 %(path)s 坏了：%(error)s。", path=path, error=str(error))
        hint = sentence(
            "请用备份换掉它；没有备份就把 %(name)s* 移走再启动，名单会照 CSV 文件重新发布。",
            name=path.name,
        )
    else:
        message = sentence("数据库 %(path)s 打不开：%(error)s。", path=path, error=str(error))
        hint = sentence("请检查文件夹是否可写，或用 FINDER_DATA 指定另一个文件夹。")
    return SettingsError(Problem(message, hint))


def _make_tables(database: sqlite_utils.Database) -> None:
    if _format(database) == _FORMAT:
        return
    with writing(database):
        if _format(database) == _FORMAT:
            return
        found = table(database, "facilities")
        found.create(_FACILITY_TYPES, pk="id", if_not_exists=True, transform=True)
        # What an older program put there may lack a column; it is filled again from its version.
        found.delete_where()
        for name, (columns, key) in _TABLES.items():
            table(database, name).create(columns, pk=key, if_not_exists=True, transform=True)
        database.conn.execute(f"pragma user_version = {_FORMAT}")


def _format(database: sqlite_utils.Database) -> int:
    return int(database.conn.execute("pragma user_version").fetchone()[0])


@contextmanager
def writing(database: sqlite_utils.Database) -> Iterator[None]:
    """Hold the file against other writers; all that is written inside is kept, or nothing is.

    What sqlite-utils writes inside becomes part of the transaction: it nests with savepoints, and
    so does this.

    Raises:
        StorageError: the file cannot be written.
    """
    if database.conn.in_transaction:
        with database.atomic():
            yield
        return
    try:
        database.conn.execute("begin immediate")
        try:
            yield
            database.commit()
        except BaseException:
            database.rollback()
            raise
    except sqlite3.Error as error:
        # A full disk, a folder that cannot be written, a writer that does not end, more bytes than
        # SQLite keeps in one value, or a damaged file.
        if not is_fault(error):
            raise
        message = sentence("没有存下来：%(error)s。", error=str(error))
        hint = sentence("请检查磁盘空间和数据文件夹的权限，再试一次；已有的内容没有变。")
        raise StorageError(Problem(message, hint)) from error


def row_numbered(
    database: sqlite_utils.Database, name: str, number: int, columns: str
) -> dict[str, Any] | None:
    """Return the named columns of the row with a number; None if there is none."""
    # As text, because a number beyond SQLite's largest is an error to it otherwise.
    rows = table(database, name).rows_where("number = ?", [str(number)], select=columns)
    return next(rows, None)


def table(database: sqlite_utils.Database, name: str) -> Table:
    """Return a table by its name."""
    found = database[name]
    assert isinstance(found, Table)  # noqa: S101 - we make no views
    return found

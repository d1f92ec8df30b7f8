"""The SQLite file, through sqlite-utils; all SQL of the finder is here."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils
from sqlite_utils.db import Table

from finder.csvfile import contents
from finder.errors import FileError, Problem, SettingsError, sentence
from finder.facility import COLUMNS, Facility
from finder.textfile import file_bytes

_FORMAT = 1  # counted up when the tables change, so that an older file is loaded anew


@dataclass(frozen=True, slots=True)
class Version:
    """Which list of facilities the database holds.

    Args:
        number: counted up at each load.
        digest: SHA-256 of the CSV file, in hex.
        loaded_at: when, ISO 8601 in UTC.
        facilities: how many rows.
    """

    number: int
    digest: str
    loaded_at: str
    facilities: int


def connect(path: Path) -> sqlite_utils.Database:
    """Return the database at `path`, made if it is missing.

    Raises:
        SettingsError: the folder or the file cannot be written, or it is not a database.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=10, check_same_thread=False)
        try:
            database = sqlite_utils.Database(connection)
            database.enable_wal()
        except sqlite3.Error:
            connection.close()
            raise
    except (OSError, sqlite3.Error) as error:
        raise SettingsError(
            Problem(
                sentence("数据库 %(path)s 打不开：%(error)s。", path=str(path), error=str(error)),
                sentence("请检查文件夹是否可写，或用 FINDER_DATA 指定另一个文件夹。"),
            )
        ) from error
    return database


def load(database: sqlite_utils.Database, csv_path: Path) -> Version:
    """Return the version after making the database hold what the CSV file says.

    Does nothing if it holds these very bytes already. The old list stays whole until the new one
    is: both tables change in one transaction.

    Raises:
        FileError: the file cannot be read or has problems; the database is as before.
    """
    data = file_bytes(csv_path)
    digest = hashlib.sha256(b"%d\n" % _FORMAT + data).hexdigest()
    current = version(database)
    if current and current.digest == digest:
        return current
    found = contents(data)
    if found.problems:
        raise FileError(*found.problems)
    _replace(database, found.facilities, digest)
    loaded = version(database)
    assert loaded is not None  # noqa: S101 - written a line above
    return loaded


def _replace(
    database: sqlite_utils.Database, facilities: tuple[Facility, ...], digest: str
) -> None:
    rows = (
        {"place": place, **{name: getattr(facility, name) for name in COLUMNS}}
        for place, facility in enumerate(facilities)
    )
    types: dict[str, type] = {"place": int, **dict.fromkeys(COLUMNS, str)}
    with database.conn:
        database.conn.execute("begin immediate")
        # Counted inside the transaction, so that two who load at once never share a number.
        current = version(database)
        table = _table(database, "facilities")
        table.create(types, pk="id", if_not_exists=True, transform=True)
        table.delete_where()
        table.insert_all(rows)
        _table(database, "version").insert(
            {
                "id": 1,
                "number": current.number + 1 if current else 1,
                "digest": digest,
                "loaded_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                "facilities": len(facilities),
            },
            pk="id",
            replace=True,
        )


def version(database: sqlite_utils.Database) -> Version | None:
    """Return what the database holds; None before the first load."""
    table = _table(database, "version")
    if not table.exists():
        return None
    row = table.get(1)
    return Version(row["number"], row["digest"], row["loaded_at"], row["facilities"])


def facilities(database: sqlite_utils.Database) -> tuple[Facility, ...]:
    """Return all facilities in the order of the file."""
    rows = _table(database, "facilities").rows_where(order_by="place", select=", ".join(COLUMNS))
    return tuple(Facility(**row) for row in rows)


def _table(database: sqlite_utils.Database, name: str) -> Table:
    table = database[name]
    assert isinstance(table, Table)  # noqa: S101 - we make no views
    return table

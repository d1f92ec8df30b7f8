"""A database for everybody: plain tables of the published list, without staff's own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import sqlite_utils

from finder.errors import Problem, StorageError, sentence
from finder.store.database import table


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One table.

    Args:
        columns: with their types, in order.
        key: the columns that name a row.
        rows: their values, in the order of the columns; None for what is unknown.
        references: columns that name a row of another table, by its key.
    """

    name: str
    columns: Mapping[str, type]
    key: tuple[str, ...]
    rows: Iterable[tuple[object, ...]]
    references: Mapping[str, str] = field(default_factory=dict)


def write_public(path: Path, tables: Iterable[PublicTable]) -> None:
    """Write a new database at `path`, where nothing may be yet.

    Raises:
        StorageError: it cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            database = sqlite_utils.Database(connection)
            with database.conn:
                for one in tables:
                    _write(database, one)
            database.vacuum()
    except (OSError, sqlite3.Error) as error:
        message = sentence("没有存下来：%(error)s。", error=str(error))
        hint = sentence("请检查磁盘空间和文件夹权限，再试一次。")
        raise StorageError(Problem(message, hint, column="file", value=str(path))) from error


def _write(database: sqlite_utils.Database, one: PublicTable) -> None:
    made = table(database, one.name)
    keys = [(column, other) for column, other in one.references.items()]
    made.create(
        dict(one.columns), pk=one.key if len(one.key) > 1 else one.key[0], foreign_keys=keys
    )
    for column in one.references:
        made.create_index([column], if_not_exists=True)
    places = ", ".join("?" * len(one.columns))
    # The names are our own.
    database.conn.executemany(f"insert into {one.name} values ({places})", one.rows)  # noqa: S608

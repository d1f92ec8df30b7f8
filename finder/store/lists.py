"""The published list of facilities, and every version of it that there has been."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

import sqlite_utils

from finder.errors import NotFoundError, Problem, sentence
from finder.facility import COLUMNS, Facility
from finder.progress import PUBLISHING, Progress, silent, told
from finder.store.acts import record, stamp
from finder.store.database import row_numbered, table, writing


@dataclass(frozen=True, slots=True)
class Version:
    """One published list.

    Args:
        number: counted up from 1.
        digest: SHA-256 of its CSV file, in hex.
        canonical: the same of the file that the finder itself would write of it; another one where
            somebody brought the file in an encoding or an order of their own.
        published_at: when, ISO 8601 in UTC.
        account: who published it; blank where the file itself was changed.
        act: how: `publish`, `rollback`, `closure`, `confirm`, or `file`.
        upload: the number of the upload that it was made from, if there was one.
        base: the version that it took the place of.
        facilities: how many rows.
    """

    number: int
    digest: str
    canonical: str
    published_at: str
    account: str
    act: str
    upload: int | None
    base: int | None
    facilities: int


_values = attrgetter(*COLUMNS)
_COLUMNS = ", ".join(column.name for column in fields(Version))


def version(database: sqlite_utils.Database) -> Version | None:
    """Return the published version; None before the first."""
    return next(iter(versions(database, 1)), None)


def versions(database: sqlite_utils.Database, limit: int | None = None) -> tuple[Version, ...]:
    """Return the versions, newest first."""
    rows = table(database, "versions").rows_where(
        order_by="number desc", select=_COLUMNS, limit=limit
    )
    return tuple(Version(**row) for row in rows)


def version_numbered(database: sqlite_utils.Database, number: int) -> Version:
    """Return one version.

    Raises:
        NotFoundError: there is none of this number.
    """
    if row := row_numbered(database, "versions", number, _COLUMNS):
        return Version(**row)
    message = sentence("没有第 %(number)d 版。", number=number)
    raise NotFoundError(
        Problem(message, sentence("请从版本列表里选择。"), column="version", value=str(number))
    )


def version_bytes(database: sqlite_utils.Database, number: int) -> bytes:
    """Return the CSV file of a version.

    Raises:
        NotFoundError: there is none of this number.
    """
    version_numbered(database, number)
    return bytes(table(database, "versions").get(number)["data"])


def facilities(database: sqlite_utils.Database) -> tuple[Facility, ...]:
    """Return the published facilities in the order of the file."""
    rows = table(database, "facilities").rows_where(order_by="place", select=", ".join(COLUMNS))
    return tuple(Facility(**row) for row in rows)


def facility_ids(database: sqlite_utils.Database) -> tuple[str, ...]:
    """Return the ids of the published facilities in the order of the file."""
    rows = table(database, "facilities").rows_where(order_by="place", select="id")
    return tuple(row["id"] for row in rows)


def facilities_count(database: sqlite_utils.Database) -> int:
    """Return how many facilities are in the table."""
    return int(table(database, "facilities").count)


def add_version(
    database: sqlite_utils.Database,
    data: bytes,
    found: Sequence[Facility],
    when: dt.datetime,
    account: str,
    act: str,
    *,
    upload: int | None = None,
    detail: str = "",
    canonical: str = "",
    progress: Progress = silent,
) -> Version:
    """Publish a list, inside the transaction of `writing`, and return its version.

    Args:
        data: the CSV file that `found` was read from.
        detail: what a person reads in the list of acts.
        canonical: as in `Version`; blank if it is the digest of `data`.
    """
    before = version(database)
    base = before.number if before else None
    made = Version(
        (base or 0) + 1,
        digest_of(data),
        canonical or digest_of(data),
        stamp(when),
        account,
        act,
        upload,
        base,
        len(found),
    )
    row = {column.name: getattr(made, column.name) for column in fields(Version)}
    table(database, "versions").insert({**row, "data": data})
    replace_facilities(database, found, progress)
    record(database, when, account, act, detail, version=made.number, base=base)
    return made


def replace_facilities(
    database: sqlite_utils.Database, found: Sequence[Facility], progress: Progress = silent
) -> None:
    """Make `found` the published facilities, inside a transaction."""
    rows = told(found, PUBLISHING, len(found), progress)
    with writing(database):
        table(database, "facilities").delete_where()
        # Four times as fast as insert_all, which asks of every value whether it is a list.
        database.conn.executemany(
            f"insert into facilities (place, {', '.join(COLUMNS)})"  # noqa: S608 - our own names
            f" values (?{', ?' * len(COLUMNS)})",
            ((place, *_values(facility)) for place, facility in enumerate(rows)),
        )


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a file, in hex."""
    return hashlib.sha256(data).hexdigest()

"""Every file that staff have sent, byte for byte."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

import sqlite_utils

from finder.errors import NotFoundError, Problem, sentence
from finder.store.acts import record, stamp
from finder.store.database import row_numbered, table, writing
from finder.store.lists import digest_of, version


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it was sent.

    Args:
        number: counted up from 1.
        name: what the sender's file was called.
        digest: SHA-256 of its bytes, in hex.
        uploaded_at: when, ISO 8601 in UTC.
        account: who sent it.
        base: the version that was published then; what the sender believes to change.
    """

    number: int
    name: str
    digest: str
    uploaded_at: str
    account: str
    base: int | None


_COLUMNS = ", ".join(column.name for column in fields(Upload))


def add_upload(
    database: sqlite_utils.Database, data: bytes, name: str, when: dt.datetime, account: str
) -> Upload:
    """Keep a file and return its upload; the published list stays as it is."""
    with writing(database):
        held = table(database, "uploads")
        current = version(database)
        row = {
            "name": name,
            "digest": digest_of(data),
            "uploaded_at": stamp(when),
            "account": account,
            "base": current.number if current else None,
        }
        number = held.insert({**row, "data": data}).last_pk
        record(database, when, account, "upload", f"{number} {name}", base=row["base"])  # type: ignore[arg-type]
    return upload_numbered(database, int(number))  # type: ignore[arg-type]


def uploads(database: sqlite_utils.Database, limit: int | None = None) -> tuple[Upload, ...]:
    """Return the uploads, newest first."""
    rows = table(database, "uploads").rows_where(
        order_by="number desc", select=_COLUMNS, limit=limit
    )
    return tuple(Upload(**row) for row in rows)


def upload_numbered(database: sqlite_utils.Database, number: int) -> Upload:
    """Return one upload.

    Raises:
        NotFoundError: there is none of this number.
    """
    if row := row_numbered(database, "uploads", number, _COLUMNS):
        return Upload(**row)
    message = sentence("没有第 %(number)d 次上传。", number=number)
    raise NotFoundError(
        Problem(message, sentence("请从上传列表里选择。"), column="upload", value=str(number))
    )


def upload_bytes(database: sqlite_utils.Database, number: int) -> bytes:
    """Return the file of an upload, byte for byte.

    Raises:
        NotFoundError: there is none of this number.
    """
    upload_numbered(database, number)
    return bytes(table(database, "uploads").get(number)["data"])

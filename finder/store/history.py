"""Versions that were made on another machine, kept here as they are there."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

import sqlite_utils

from finder.store.acts import record
from finder.store.database import table, writing
from finder.store.lists import Version


def keep_version(
    database: sqlite_utils.Database, version: Version, detail: str, data: bytes
) -> None:
    """Keep a version and its act, inside a transaction; the published facilities stay as they are.

    Args:
        detail: what a person reads in the list of acts.
        data: its CSV file.
    """
    table(database, "versions").insert({**asdict(version), "data": data})
    when = dt.datetime.fromisoformat(version.published_at)
    record(
        database, when, version.account, version.act, detail,
        version=version.number, base=version.base,
    )  # fmt: skip


def version_detail(database: sqlite_utils.Database, number: int) -> str:
    """Return what the list of acts says of how a version was made."""
    rows = table(database, "acts").rows_where(
        "version = ? and act <> 'refused'", [number], select="detail", limit=1
    )
    return next((str(row["detail"]) for row in rows), "")


def shared_name(database: sqlite_utils.Database) -> str:
    """Return the shared store that this machine's versions are in; blank if it is alone."""
    if "shared" not in database.table_names():
        return ""
    return next((str(row["name"]) for row in table(database, "shared").rows), "")


def set_shared_name(database: sqlite_utils.Database, name: str) -> None:
    """Write down which shared store this machine's versions are in; blank for none."""
    with writing(database):
        held = table(database, "shared")
        held.create({"id": int, "name": str}, pk="id", if_not_exists=True)
        held.insert({"id": 1, "name": name}, replace=True)

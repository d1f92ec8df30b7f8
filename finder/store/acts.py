"""Who did what, and when: every act of staff is a row that nobody changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

import sqlite_utils

from finder.store.database import table


@dataclass(frozen=True, slots=True)
class Act:
    """One act.

    Args:
        number: counted up.
        at: when, ISO 8601 in UTC.
        account: whose; blank where nobody was signed in.
        act: a key, e.g. `publish`.
        detail: what it was done to, as a person reads it.
        version: the published version that it made, or was about; None where none was.
        base: the version that was published until then.
    """

    number: int
    at: str
    account: str
    act: str
    detail: str
    version: int | None
    base: int | None


def record(
    database: sqlite_utils.Database,
    when: dt.datetime,
    account: str,
    act: str,
    detail: str = "",
    *,
    version: int | None = None,
    base: int | None = None,
) -> None:
    """Write down an act; inside a transaction it is kept or lost with the rest of it."""
    table(database, "acts").insert(
        {
            "at": stamp(when),
            "account": account,
            "act": act,
            "detail": detail,
            "version": version,
            "base": base,
        }
    )


def acts(
    database: sqlite_utils.Database,
    limit: int = 100,
    before: int | None = None,
    of_list: bool = False,
) -> tuple[Act, ...]:
    """Return the last acts, newest first.

    Args:
        before: only those with a smaller number.
        of_list: only those that made a version.
    """
    names = ", ".join(column.name for column in fields(Act))
    rows = table(database, "acts").rows_where(
        "(not ? or number < ?) and (version is not null or not ?)",
        # As text, because a number beyond SQLite's largest is an error to it otherwise.
        [before is not None, str(before), of_list],
        order_by="number desc",
        select=names,
        limit=limit,
    )
    return tuple(Act(**row) for row in rows)


# What changes the list, or was to change it.
LIST_ACTS = ("publish", "rollback", "closure", "confirm", "file", "refused")


def list_acts_count(database: sqlite_utils.Database) -> dict[str, int]:
    """Return how often each of `LIST_ACTS` was done."""
    places = ", ".join("?" * len(LIST_ACTS))
    rows = database.query(
        f"select act, count(*) as count from acts where act in ({places}) group by act",  # noqa: S608 - places alone
        LIST_ACTS,
    )
    return dict.fromkeys(LIST_ACTS, 0) | {str(row["act"]): int(row["count"]) for row in rows}


def stamp(when: dt.datetime) -> str:
    """Return a moment as the database holds it: ISO 8601 in UTC, seconds."""
    return when.astimezone(dt.UTC).isoformat(timespec="seconds")

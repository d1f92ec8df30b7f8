"""What the finder believes to lie on disk: which file is the list, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlite_utils

from finder.errors import Problem
from finder.store.database import table


@dataclass(frozen=True, slots=True)
class Disk:
    """The CSV file of the list.

    Args:
        path: where it is.
        digest: SHA-256, in hex, of the bytes that lay there when they last were a published
            version; another one than the published version's while that is still to be written.
        refused: SHA-256 of the bytes that lie there and could not be published; blank if none.
        problems: what is wrong with them, each as in the JSON of an error.
    """

    path: str
    digest: str
    refused: str
    problems: tuple[Mapping[str, object], ...]


def disk(database: sqlite_utils.Database) -> Disk | None:
    """Return what is known of the file; None before the first version."""
    for row in table(database, "disk").rows:
        return Disk(row["path"], row["digest"], row["refused"], tuple(json.loads(row["problems"])))
    return None


def set_disk(
    database: sqlite_utils.Database,
    path: str,
    digest: str,
    refused: str = "",
    problems: Sequence[Problem] = (),
) -> None:
    """Write down what lies at `path`."""
    shown = json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False)
    table(database, "disk").insert(
        {"id": 1, "path": path, "digest": digest, "refused": refused, "problems": shown},
        replace=True,
    )

"""What each of the last versions changed, read from the files of the versions themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from finder.changes import Changes, changes
from finder.csvfile import table
from finder.errors import FileError
from finder.facility import COLUMNS, Facility
from finder.file_limits import TERMINAL
from finder.header import shaped
from finder.rowcheck import row_problems
from finder.sheet import facility_rows
from finder.store import Database, Version, version_bytes, versions

# Looked at: so many versions, and in all so many rows, which takes a second.
MOST_VERSIONS = 30
MOST_ROWS = 20_000

# The known columns of every row, by its id.
_Rows = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """A version and what it changed.

    Args:
        changes: rows that the checker of today refuses are not among them.
        is_first: whether it is the first version of all, in which everything is new.
    """

    version: Version
    changes: Changes
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """The last versions.

    Args:
        identity: the same for all versions that there will ever be, and on all machines that share
            them.
        steps: newest first.
        since: when the oldest version was published that was looked at; "" if none was. What is in
            no step has not changed since.
    """

    identity: str
    steps: tuple[Step, ...]
    since: str = ""

    @property
    def changed_at(self) -> dict[str, str]:
        """When each facility of the steps was last added or changed, by its id."""
        when: dict[str, str] = {}
        for step in self.steps:
            for one in (*step.changes.added, *(change.after for change in step.changes.changed)):
                when.setdefault(one.id, step.version.published_at)
        return when


def past(
    database: Database, number: int, most: int = MOST_VERSIONS, most_rows: int = MOST_ROWS
) -> Past:
    """Return what the last `most` versions up to `number` changed.

    Fewer if their files have more than `most_rows` rows together.
    """
    every = [one for one in versions(database) if one.number <= number]
    first = f"{every[-1].published_at} {every[-1].digest}" if every else ""
    looked: list[tuple[Version, _Rows | None]] = []
    left = most_rows
    for version in every[: most + 1]:
        left -= version.facilities
        if left < 0:
            break
        looked.append((version, _rows(version_bytes(database, version.number))))
    since = looked[-1][0].published_at if looked else ""
    return Past(first, _steps(looked, most), since)


def _steps(looked: Sequence[tuple[Version, _Rows | None]], most: int) -> tuple[Step, ...]:
    """Return what each version changed against the next, older one."""
    steps = [
        Step(after, _changes(old, new))
        for (after, new), (_before, old) in pairwise(looked)
        if new is not None and old is not None
    ]
    if looked and looked[-1][0].base is None and len(looked) <= most:
        steps.append(Step(looked[-1][0], Changes((), (), ()), is_first=True))
    return tuple(steps)


def _rows(data: bytes) -> _Rows | None:
    """Return the rows of a file; None for one that cannot be read today."""
    try:
        sheet = shaped(table(data, TERMINAL)).sheet
    except FileError:
        return None
    if sheet is None or "id" not in sheet.header:
        return None
    places = [sheet.header.index(name) if name in sheet.header else None for name in COLUMNS]
    rows = (
        tuple("" if at is None else row.cells[at] for at in places) for row in facility_rows(sheet)
    )
    return {cells[0]: cells for cells in rows}


def _changes(old: _Rows, new: _Rows) -> Changes:
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    pairs = [(_facility(old.get(key)), _facility(new.get(key))) for key in keys]
    # One whose new row is refused looks as if it were removed.
    known = [pair for pair in pairs if not any(one and any(row_problems(one)) for one in pair)]
    return changes(
        [before for before, _ in known if before], [after for _, after in known if after]
    )


def _facility(cells: tuple[str, ...] | None) -> Facility | None:
    return Facility(**dict(zip(COLUMNS, cells, strict=True))) if cells else None

"""Things to do as a page shows them: by what is missing, rows that say the same drawn together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from finder.errors import Sentence
from finder.facility import Facility
from finder.holidays import Calendar
from finder.places import Place
from finder.todo import HEADINGS, Todo, located_counts, todos


@dataclass(frozen=True, slots=True)
class TodoRow:
    """One line of the list: a facility, or several of a kind, not yet placed, that lack the same.

    Args:
        facilities: none if it concerns the whole list.
    """

    facilities: tuple[Facility, ...]
    text: Sentence
    hint: Sentence


@dataclass(frozen=True, slots=True)
class TodoGroup:
    """All things to do of one key, the weightiest first.

    Args:
        count: how many there are.
        hint: what to do, where that is the same for all of them; otherwise None.
    """

    key: str
    heading: Sentence
    count: int
    hint: Sentence | None
    rows: tuple[TodoRow, ...]


def todo_groups(found: Iterable[Todo]) -> tuple[TodoGroup, ...]:
    """Return things to do by key, the group that weighs most first."""
    by_key: dict[str, list[Todo]] = {}
    for one in found:
        by_key.setdefault(one.key, []).append(one)
    heaviest = sorted(by_key, key=lambda key: -sum(one.weight for one in by_key[key]))
    return tuple(_group(key, by_key[key]) for key in heaviest)


def _group(key: str, of_key: list[Todo]) -> TodoGroup:
    rows: dict[object, TodoRow] = {}
    for one in of_key:
        facility = one.facility
        # Points whose names and places are still to come say nothing apart from each other.
        is_point = facility is not None and facility.position is None and not facility.address
        shared = (facility.kind_key, one.text, one.hint) if facility and is_point else one
        before = rows[shared].facilities if shared in rows else ()
        facilities = (*before, facility) if facility else ()
        rows[shared] = TodoRow(facilities, one.text, one.hint)
    hints = {one.hint for one in of_key}
    hint = of_key[0].hint if len(hints) == 1 else None
    return TodoGroup(key, HEADINGS[key], len(of_key), hint, tuple(rows.values()))


def todo_context(
    facilities: Sequence[Facility],
    calendar: Calendar,
    when: dt.datetime,
    places: Sequence[Place] = (),
) -> dict[str, object]:
    """Return what `staff/_todo.html` shows: `todo_groups` and `located`, as their functions."""
    return {
        "todo_groups": todo_groups(todos(facilities, calendar, when, places)),
        "located": located_counts(facilities),
    }

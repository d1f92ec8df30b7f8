"""What the staff's pages show of changes: sentences, the week as it was understood, the moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from finder.answer import JsonObject, week
from finder.changes import Change, Changes, change_texts, renamed_text
from finder.column_changes import SAME_PLACE_M, metres_text
from finder.day_words import DayLines, day_lines
from finder.errors import Gettext, untranslated
from finder.facility import Facility
from finder.geo import Point
from finder.holidays import Calendar
from finder.strips import Bar, bars
from finder.wording import day_text, hours_text

# So many facilities of each sort stand on a page; the figures are of all.
SHOWN_ROWS = 100
SHOWN_MOVES = 300


@dataclass(frozen=True, slots=True)
class UnderstoodDay:
    """One date of the week: its words, its bars from 0:00 to 24:00, what the calendar says."""

    lines: DayLines
    bars: tuple[Bar, ...]
    calendar_text: str


@dataclass(frozen=True, slots=True)
class Understood:
    """How the hours of a facility were understood.

    Args:
        written: what staff wrote, a text for each of the two columns that is not blank.
        words: what was understood, of all the year.
        days: the coming week by the evaluator.
    """

    facility: Facility
    written: tuple[str, ...]
    words: str
    days: tuple[UnderstoodDay, ...]


def understood(
    facility: Facility, first: dt.date, calendar: Calendar, gettext: Gettext = untranslated
) -> Understood:
    """Return how the hours of `facility` were understood, with the week from `first` on."""
    written = (facility.opening_hours, facility.special_hours)
    return Understood(
        facility,
        tuple(text for text in written if text),
        hours_text(facility.rules, gettext),
        tuple(
            UnderstoodDay(
                day_lines(facility.rules, date, calendar, gettext),
                bars(facility.rules, date, calendar),
                day_text(calendar.day(date), gettext),
            )
            for date in week(first)
        ),
    )


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One row of a page of changes.

    Args:
        texts: what changed; nothing for a facility that was added or removed.
        understood: where its hours are new or mean something else.
    """

    facility: Facility
    texts: tuple[str, ...] = ()
    understood: Understood | None = None


@dataclass(frozen=True, slots=True)
class ShownChanges:
    """The context of `staff/_changes.html`; the counts are of all, the rows the first of them.

    Args:
        moves: what the map draws, as JSON; positions are `[lat, lon]`.
        not_drawn: how many moves are not among them.
    """

    counts: dict[str, int]
    added: tuple[ShownChange, ...]
    changed: tuple[ShownChange, ...]
    removed: tuple[ShownChange, ...]
    renamed: tuple[str, ...]
    moves: tuple[JsonObject, ...]
    not_drawn: int


def shown_changes(
    found: Changes,
    first: dt.date,
    calendar: Calendar,
    gettext: Gettext = untranslated,
    limit: int = SHOWN_ROWS,
) -> ShownChanges:
    """Return what a page shows of `found`.

    Args:
        first: the date from which on the week of new hours is shown.
        limit: how many rows of each sort.
    """
    moves = _moves(found, gettext)
    return ShownChanges(
        counts={
            "added": len(found.added),
            "changed": len(found.changed),
            "removed": len(found.removed),
        },
        added=tuple(
            ShownChange(one, (), understood(one, first, calendar, gettext))
            for one in found.added[:limit]
        ),
        changed=tuple(
            _shown_change(one, first, calendar, gettext) for one in found.changed[:limit]
        ),
        removed=tuple(ShownChange(one) for one in found.removed[:limit]),
        renamed=tuple(renamed_text(*pair, gettext) for pair in found.renamed[:limit]),
        moves=tuple(moves[:SHOWN_MOVES]),
        not_drawn=max(0, len(moves) - SHOWN_MOVES),
    )


def _shown_change(
    change: Change, first: dt.date, calendar: Calendar, gettext: Gettext
) -> ShownChange:
    is_new = {"opening_hours", "special_hours"} & set(change.columns)
    week_of_it = understood(change.after, first, calendar, gettext) if is_new else None
    return ShownChange(change.after, change_texts(change, gettext), week_of_it)


def _moves(found: Changes, gettext: Gettext) -> list[JsonObject]:
    """Return what a map can show of the changes: the longest moves first, then the other rows."""
    moved = sorted(found.changed, key=lambda one: -(one.moved_m or 0))
    rows = [
        _move(one.before, one.after, one.moved_m, gettext) for one in moved if _moves_at_all(one)
    ]
    rows += [_move(None, one, None, gettext) for one in found.added if one.position]
    rows += [_move(one, None, None, gettext) for one in found.removed if one.position]
    return rows


def _moves_at_all(change: Change) -> bool:
    if change.moved_m is None:
        return change.before.position is not change.after.position
    return change.moved_m >= SAME_PLACE_M


def _move(
    before: Facility | None, after: Facility | None, moved_m: float | None, gettext: Gettext
) -> JsonObject:
    facility = after or before
    assert facility is not None  # noqa: S101 - one of them is given
    return {
        "id": facility.id,
        "name": facility.name,
        "kind": _move_kind(before, after),
        "from": _pair(before.position if before else None),
        "to": _pair(after.position if after else None),
        "metres": None if moved_m is None else round(moved_m, 1),
        "text": "" if moved_m is None else metres_text(moved_m, gettext),
    }


def _move_kind(before: Facility | None, after: Facility | None) -> str:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    if before.position is None:
        return "located"
    return "lost" if after.position is None else "moved"


def _pair(position: Point | None) -> Sequence[float] | None:
    return None if position is None else [round(position.lat, 6), round(position.lon, 6)]

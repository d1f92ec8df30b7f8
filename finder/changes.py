"""Two lists of facilities compared: what was added, changed and removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from finder.answer import JsonObject
from finder.column_changes import column_texts, moved_m
from finder.errors import Gettext, sentence, untranslated
from finder.facility import COLUMNS, Facility


@dataclass(frozen=True, slots=True)
class Change:
    """A facility that is in both lists and not the same in both.

    Args:
        columns: the columns that differ as staff wrote them, in the order of the file.
    """

    before: Facility
    after: Facility
    columns: tuple[str, ...]

    @property
    def moved_m(self) -> float | None:
        """How far its position moved; None where it has none before or after."""
        return moved_m(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Changes:
    """What one list has and another has not.

    `added` and `changed` are in the order of the new list, `removed` in that of the old.
    """

    added: tuple[Facility, ...]
    changed: tuple[Change, ...]
    removed: tuple[Facility, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no facility differs; the order of the rows does not count."""
        return not (self.added or self.changed or self.removed)

    @property
    def renamed(self) -> tuple[tuple[Facility, Facility], ...]:
        """Removed facilities, each with the added one that has its name and no other has.

        An id never changes; one that was changed all the same shows as removed and added.
        """
        gone, come = _by_unique_name(self.removed), _by_unique_name(self.added)
        return tuple((gone[name], come[name]) for name in gone if name in come)


def _by_unique_name(facilities: tuple[Facility, ...]) -> dict[str, Facility]:
    count = Counter(one.name for one in facilities)
    return {one.name: one for one in facilities if count[one.name] == 1}


def changes(before: Sequence[Facility], after: Sequence[Facility]) -> Changes:
    """Return how `after` differs from `before`; facilities are the same where their ids are."""
    old = {one.id: one for one in before}
    new = {one.id: one for one in after}
    return Changes(
        added=tuple(one for one in after if one.id not in old),
        changed=tuple(
            Change(old[one.id], one, _columns(old[one.id], one))
            for one in after
            if one.id in old and one != old[one.id]
        ),
        removed=tuple(one for one in before if one.id not in new),
    )


def _columns(before: Facility, after: Facility) -> tuple[str, ...]:
    return tuple(name for name in COLUMNS if getattr(before, name) != getattr(after, name))


def change_texts(change: Change, gettext: Gettext = untranslated) -> tuple[str, ...]:
    """Return what changed in one facility: 周二闭馆时间 18:00 → 22:00（二层、七层）."""
    return column_texts(change.before, change.after, change.columns, gettext)


def renamed_text(before: Facility, after: Facility, gettext: Gettext = untranslated) -> str:
    """Return the question whether two facilities of one name are the same under another id."""
    return sentence(
        "“%(name)s”同时被删去和新增：是不是把编号 %(before)s 改成了 %(after)s？编号不应改变。",
        name=after.name,
        before=before.id,
        after=after.id,
    ).text(gettext)


def changes_object(found: Changes, gettext: Gettext = untranslated) -> JsonObject:
    """Return the changes as JSON, each with its sentences."""
    return {
        "added": [_named(one) for one in found.added],
        "changed": [
            {
                **_named(change.after),
                "columns": list(change.columns),
                "moved_m": None if change.moved_m is None else round(change.moved_m, 1),
                "texts": list(change_texts(change, gettext)),
            }
            for change in found.changed
        ],
        "removed": [_named(one) for one in found.removed],
        "renamed": [{"before": old.id, "after": new.id} for old, new in found.renamed],
    }


def _named(facility: Facility) -> JsonObject:
    return {"id": facility.id, "name": facility.name}

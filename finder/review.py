"""A list held against the published one: what would change, and what residents would see of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from finder.changes import Changes, changes
from finder.errors import Gettext, untranslated
from finder.facility import Facility
from finder.holidays import Calendar
from finder.progress import Progress, silent
from finder.publishing import must_confirm
from finder.simulation import Flip, simulation


@dataclass(frozen=True, slots=True)
class Review:
    """What one list would do in the place of another.

    Args:
        flips: what residents will see differently in the coming days.
        must_type: the number of facilities that go, if somebody has to type it; else None.
    """

    changes: Changes
    flips: tuple[Flip, ...]
    must_type: int | None


def review(
    before: Sequence[Facility],
    after: Sequence[Facility],
    when: dt.datetime,
    calendar: Calendar,
    gettext: Gettext = untranslated,
    *,
    brief: bool = False,
    progress: Progress = silent,
) -> Review:
    """Return what `after` would do in the place of `before` from `when` on.

    Args:
        gettext: the language of the flips' sentences.
        brief: as in `finder.simulation.simulation`.
    """
    found = changes(before, after)
    removed = len(found.removed)
    return Review(
        found,
        simulation(before, after, when, calendar, gettext=gettext, brief=brief, progress=progress),
        removed if must_confirm(removed, len(before)) else None,
    )

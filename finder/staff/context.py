"""What several pages of staff show of a review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from finder.changes import Changes
from finder.facility import Facility
from finder.review import Review
from finder.site import gettext, site
from finder.staff_changes import shown_changes
from finder.staff_simulation import shown_simulation


def changes_context(found: Changes, when: dt.datetime) -> dict[str, object]:
    """Return what `staff/_changes.html` shows."""
    return {"shown": shown_changes(found, when.date(), site().calendar, gettext())}


def review_context(
    found: Review, before: Sequence[Facility], when: dt.datetime
) -> dict[str, object]:
    """Return what `staff/_changes.html` and `staff/_simulation.html` show of a review."""
    calendar = site().calendar
    return {
        **changes_context(found.changes, when),
        "simulated": shown_simulation(found.flips, before, when, calendar, gettext=gettext()),
    }

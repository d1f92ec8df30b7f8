"""What several pages of staff show of a review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from finder.facility import Facility
from finder.review import Review
from finder.site import gettext, site
from finder.staff_changes import shown_changes
from finder.staff_simulation import shown_simulation


def review_context(
    found: Review, before: Sequence[Facility], when: dt.datetime
) -> dict[str, object]:
    """Return what `staff/_changes.html` and `staff/_simulation.html` show of a review."""
    calendar = site().calendar
    return {
        "shown": shown_changes(found.changes, when.date(), calendar, gettext()),
        "simulated": shown_simulation(found.flips, before, when, calendar, gettext=gettext()),
    }

"""Made-up notices, and what rules mean, in a form that two texts can be compared by."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from finder.holidays import official_calendar
from finder.hours import Rules, State, day_intervals

DATA = Path(__file__).parent / "data"

# Two months with the long holidays of 2026, the ends of both, season changes, and days of a year
# whose calendar may not be published.
SPANS = (
    (dt.date(2026, 2, 1), 60),
    (dt.date(2026, 9, 1), 75),
    (dt.date(2026, 4, 1), 40),
    (dt.date(2026, 6, 15), 20),
    (dt.date(2026, 12, 20), 30),
    (dt.date(2028, 2, 26), 7),
)
DATES = tuple(start + dt.timedelta(days=day) for start, count in SPANS for day in range(count))


def lines(name: str) -> list[tuple[str, str]]:
    """Return the two halves of each line of a table in `tests/data`."""
    found = []
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            notice, _, answer = line.partition(" => ")
            found.append((notice.replace("⏎", "\n"), answer))
    return found


def meaning(rules: Rules) -> list[tuple[str, list[tuple[int, int, State, str]]]]:
    """Return what is not closed on each of `DATES`."""
    calendar = official_calendar()
    return [
        (
            date.isoformat(),
            [
                (part.start_min, part.end_min, part.state, part.note)
                for part in day_intervals(rules, date, calendar)
                if part.state is not State.CLOSED
            ],
        )
        for date in DATES
    ]

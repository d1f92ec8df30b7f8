"""The Chinese calendar of days off and make-up working days.

Source: the State Council's yearly notice (国务院办公厅关于部分节假日安排的通知), through the
chinesecalendar library, which holds 2004 to the last year whose notice it has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache


class DayKind(Enum):
    """What the official calendar says of a date."""

    ORDINARY = "ordinary"  # nothing: an ordinary weekday or weekend
    OFF = "off"  # a statutory day off, weekend days inside a holiday included
    WORK = "work"  # a Saturday or Sunday that is worked for a holiday (调休)


@dataclass(frozen=True, slots=True)
class Day:
    """A date's kind and, unless it is ordinary, the festival that it belongs to (in Chinese)."""

    kind: DayKind
    festival: str = ""


ORDINARY_DAY = Day(DayKind.ORDINARY)


@dataclass(frozen=True, eq=False)
class Calendar:
    """Days off and make-up working days between two dates, both inclusive.

    Args:
        days: every date that is not ordinary.
        known_from, known_until: outside these dates nothing is known.
        source: where it comes from, for people.
    """

    days: Mapping[dt.date, Day]
    known_from: dt.date
    known_until: dt.date
    source: str

    def day(self, date: dt.date) -> Day | None:
        """Return what is known of `date`; None where no calendar has been published."""
        if self.known_from <= date <= self.known_until:
            return self.days.get(date, ORDINARY_DAY)
        return None


# The library's short names, completed to those of the State Council's notice.
_FESTIVALS = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


@cache
def official_calendar() -> Calendar:
    """Return the calendar of all years that chinesecalendar holds."""
    from chinese_calendar import Holiday, constants

    names = {holiday.value: holiday.chinese for holiday in Holiday}
    days: dict[dt.date, Day] = {}
    for kind, dates in ((DayKind.OFF, constants.holidays), (DayKind.WORK, constants.workdays)):
        for date, name in dates.items():
            chinese = names.get(name, name)
            days[date] = Day(kind, _FESTIVALS.get(chinese, chinese))
    return Calendar(
        days=days,
        known_from=dt.date(min(days).year, 1, 1),
        known_until=dt.date(max(days).year, 12, 31),
        source="国务院办公厅节假日安排通知（chinesecalendar）",
    )

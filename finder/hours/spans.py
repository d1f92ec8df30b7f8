"""Times, dates, weeks and weekdays that a rule may name, and their canonical text.

Minutes count from the midnight at which the day starts; a span may end after 24:00.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass

DAY_MIN = 24 * 60
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clock(minute: int) -> str:
    """Return `minute` of a day as `HH:MM`, up to 48:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From `start_min` (0 to 1439) up to, not including, `end_min` (at most 24 hours later)."""

    start_min: int
    end_min: int

    def __str__(self) -> str:
        end_min = self.end_min
        if DAY_MIN < end_min < self.start_min + DAY_MIN:
            end_min -= DAY_MIN
        return f"{clock(self.start_min)}-{clock(end_min)}"


@dataclass(frozen=True, slots=True)
class YearSpan:
    """Whole years, both ends included."""

    first: int
    last: int

    def matches(self, date: dt.date) -> bool:
        return self.first <= date.year <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Months or days, both ends included; each end is `(year or 0, month, day)`.

    Without years an end before the start wraps round the new year (`Nov-Mar`). A span of whole
    months has day 1 as its start and day 31 as its end, and `whole_months` is set.
    """

    start: tuple[int, int, int]
    end: tuple[int, int, int]
    whole_months: bool = False

    @property
    def is_one_month(self) -> bool:
        return self.whole_months and self.start[:2] == self.end[:2]

    @property
    def last_day(self) -> dt.date:
        """The last day of a span with years."""
        year, month, day = self.end
        return dt.date(year, month, min(day, monthrange(year, month)[1]))

    @property
    def days(self) -> int:
        """How many days it has, both ends included; whole months are 31 days.

        Only for spans that do not wrap round the new year.
        """
        (year, month, day), (end_year, end_month, end_day) = self.start, self.end
        if self.whole_months:
            return 31 * ((end_year - year) * 12 + end_month - month + 1)
        # Without a year, one that has February 29.
        first = dt.date(year or 2000, month, day)
        return (dt.date(end_year or 2000, end_month, end_day) - first).days + 1

    def matches(self, date: dt.date) -> bool:
        if self.start[0]:
            return self.start <= (date.year, date.month, date.day) <= self.end
        today, start, end = (date.month, date.day), self.start[1:], self.end[1:]
        if start <= end:
            return start <= today <= end
        return today >= start or today <= end

    def __str__(self) -> str:
        (year, month, day), (end_year, end_month, end_day) = self.start, self.end
        prefix = f"{year} " if year else ""
        end_prefix = f"{end_year} " if end_year != year else ""
        first = f"{prefix}{MONTHS[month - 1]}"
        if self.whole_months:
            if (year, month) == (end_year, end_month):
                return first
            return f"{first}-{end_prefix}{MONTHS[end_month - 1]}"
        first = f"{first} {day:02d}"
        if self.start == self.end:
            return first
        if (year, month) == (end_year, end_month) and day < end_day:
            return f"{first}-{end_day:02d}"
        return f"{first}-{end_prefix}{MONTHS[end_month - 1]} {end_day:02d}"


@dataclass(frozen=True, slots=True)
class WeekSpan:
    """ISO 8601 week numbers (1 to 53), every `step`-th from the first."""

    first: int
    last: int
    step: int = 1

    def matches(self, date: dt.date) -> bool:
        week = date.isocalendar().week
        return self.first <= week <= self.last and (week - self.first) % self.step == 0

    def __str__(self) -> str:
        if self.first == self.last:
            return f"{self.first:02d}"
        step = f"/{self.step}" if self.step != 1 else ""
        return f"{self.first:02d}-{self.last:02d}{step}"


@dataclass(frozen=True, slots=True)
class WeekdaySpan:
    """Weekdays from `first` to `last` (0 is Monday), wrapping over Sunday.

    `nths` (only for a single weekday) keeps those that are the n-th of their month: 1 to 5 from
    its start, -1 to -5 from its end.
    """

    first: int
    last: int
    nths: tuple[int, ...] = ()

    def matches(self, date: dt.date) -> bool:
        weekday = date.weekday()
        if self.first <= self.last:
            inside = self.first <= weekday <= self.last
        else:
            inside = weekday >= self.first or weekday <= self.last
        if not (inside and self.nths):
            return inside
        from_start = (date.day - 1) // 7 + 1
        return from_start in self.nths or -((_month_days(date) - date.day) // 7 + 1) in self.nths

    def __str__(self) -> str:
        nths = f"[{','.join(map(str, self.nths))}]" if self.nths else ""
        if self.first == self.last:
            return f"{WEEKDAYS[self.first]}{nths}"
        return f"{WEEKDAYS[self.first]}-{WEEKDAYS[self.last]}"


def _month_days(date: dt.date) -> int:
    next_month = dt.date(date.year + date.month // 12, date.month % 12 + 1, 1)
    return (next_month - dt.timedelta(days=1)).day


def any_matches(
    spans: Iterable[YearSpan | DateSpan | WeekSpan | WeekdaySpan], date: dt.date
) -> bool:
    """Return whether one of `spans` holds `date`; none at all hold every date."""
    some = False
    for span in spans:
        if span.matches(date):
            return True
        some = True
    return not some

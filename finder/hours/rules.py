"""The rules of opening hours as values, and their canonical text.

The shape follows the OSM opening_hours specification
(https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification), of which this is a strict
subset. The spans that a rule names are in `finder.hours.spans` and can be had from here too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum

from finder.holidays import Day, DayKind
from finder.hours.spans import (
    DAY_MIN,
    MONTHS,
    WEEKDAYS,
    DateSpan,
    TimeSpan,
    WeekdaySpan,
    WeekSpan,
    YearSpan,
    any_matches,
    clock,
)

__all__ = [
    "DAY_MIN",
    "MONTHS",
    "WEEKDAYS",
    "DateSpan",
    "Join",
    "Rule",
    "Rules",
    "State",
    "TimeSpan",
    "WeekSpan",
    "WeekdaySpan",
    "YearSpan",
    "clock",
]


class State(Enum):
    """Whether a facility is open; unknown is a state of its own."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Join(Enum):
    """How a rule meets those before it."""

    REPLACE = ";"  # what it opens replaces the whole day; what it closes is cut out
    ADD = ","  # it is laid over the day
    ELSE = "||"  # it holds at moments at which those before it are closed


@dataclass(frozen=True, slots=True)
class Rule:
    """Selectors of days, times of those days, and the state and note that hold then.

    Empty selectors select every day; empty `times` mean the whole day. `always` is `24/7`.
    `workdays` is `WD`, the one word that the OSM grammar lacks: working days by the official
    calendar, make-up working weekends included.
    """

    join: Join = Join.REPLACE
    years: tuple[YearSpan, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    weeks: tuple[WeekSpan, ...] = ()
    weekdays: tuple[WeekdaySpan, ...] = ()
    holidays: bool = False
    workdays: bool = False
    times: tuple[TimeSpan, ...] = ()
    always: bool = False
    state: State = State.OPEN
    note: str = ""

    @property
    def spans(self) -> tuple[TimeSpan, ...]:
        """The times, the whole day where none are given."""
        return self.times or (TimeSpan(0, DAY_MIN),)

    @property
    def is_dated(self) -> bool:
        """Whether it speaks of dates of named years, as an exception does."""
        return bool(self.years) or (bool(self.dates) and all(span.start[0] for span in self.dates))

    @property
    def confirms_holidays(self) -> bool:
        """Whether what it says of a date also holds if that date is a public holiday.

        `24/7` does, and what names holidays. A dated exception does if it closes every day of
        its dates, or if those are two weeks at most: the hours, or the closed Mondays, of a whole
        summer say nothing of the holidays inside it.
        """
        if self.always or self.holidays:
            return True
        if not self.is_dated:
            return False
        if self.state is State.CLOSED and not (self.weekdays or self.weeks):
            return True
        return bool(self.dates) and all(span.days <= 14 for span in self.dates)

    def matches(self, date: dt.date, day: Day) -> bool:
        """Return whether the rule speaks of `date`, which the calendar calls `day`."""
        return (
            (not self.years or any_matches(self.years, date))
            and (not self.dates or any_matches(self.dates, date))
            and (not self.weeks or any_matches(self.weeks, date))
            and self._weekday_matches(date, day)
        )

    def _weekday_matches(self, date: dt.date, day: Day) -> bool:
        if self.holidays and day.kind is DayKind.OFF:
            return True
        if self.workdays and _is_worked(date, day):
            return True
        if (self.holidays or self.workdays) and not self.weekdays:
            return False
        return not self.weekdays or any_matches(self.weekdays, date)

    def __str__(self) -> str:
        weekdays = [
            *map(str, self.weekdays),
            *(["WD"] if self.workdays else []),
            *(["PH"] if self.holidays else []),
        ]
        parts = [
            "24/7" if self.always else "",
            ",".join(map(str, self.years)),
            ",".join(map(str, self.dates)),
            "week " + ",".join(map(str, self.weeks)) if self.weeks else "",
            ",".join(weekdays),
            ",".join(map(str, self.times)),
            self._state_text(),
            f'"{self.note}"' if self.note else "",
        ]
        return " ".join(part for part in parts if part)

    def _state_text(self) -> str:
        if self.state is State.OPEN:
            return "open" if self.note or not (self.times or self.always) else ""
        return "off" if self.state is State.CLOSED else "unknown"


def _is_worked(date: dt.date, day: Day) -> bool:
    return day.kind is DayKind.WORK or (day.kind is DayKind.ORDINARY and date.weekday() < 5)


@dataclass(frozen=True)
class Rules:
    """All rules of one facility: the ordinary ones and the dated exceptions that win over them.

    No rules at all stand for hours that nobody has given: unknown, never closed. `str` is the
    canonical OSM text, exceptions last.
    """

    ordinary: tuple[Rule, ...] = ()
    special: tuple[Rule, ...] = ()
    # A day's intervals are looked up by their rules many times a second.
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.ordinary, self.special)))

    def __hash__(self) -> int:
        return self._hash

    @property
    def speaks_of_holidays(self) -> bool:
        """Whether a rule, whatever it says of them, names public holidays.

        Rules of working days alone do too: a public holiday is none.
        """
        if any(rule.holidays for rule in self.ordinary):
            return True
        opened = [rule for rule in self.ordinary if rule.state is not State.CLOSED]
        return bool(opened) and all(rule.workdays and not rule.weekdays for rule in opened)

    def __str__(self) -> str:
        text = ""
        for rule in (*self.ordinary, *self.special):
            join = {Join.ADD: ", ", Join.ELSE: " || "}.get(rule.join, "; ")
            text += f"{join if text else ''}{rule}"
        return text

"""What every facility does in a holiday, date by date, make-up working days included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from finder.day_words import DayLines, day_lines
from finder.errors import Gettext, untranslated
from finder.facility import Facility, Kind
from finder.holidays import Calendar, DayKind
from finder.hours.stretches import ONE_DAY


@dataclass(frozen=True, slots=True)
class Holiday:
    """A run of days off, with the weekends that are worked for it.

    Args:
        festivals: whose days off they are, in Chinese.
        days_off: without a gap, weekend days inside included.
        working_days: Saturdays and Sundays that are worked for it (调休).
    """

    festivals: tuple[str, ...]
    days_off: tuple[dt.date, ...]
    working_days: tuple[dt.date, ...]

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """All of them in order."""
        return tuple(sorted((*self.days_off, *self.working_days)))


@dataclass(frozen=True, slots=True)
class BoardRow:
    """The dates of one facility, or of several without a position that all do the same."""

    facilities: tuple[Facility, ...]
    days: tuple[DayLines, ...]


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """The rows of one kind."""

    kind: Kind
    rows: tuple[BoardRow, ...]


@lru_cache(maxsize=4)
def holidays_of(calendar: Calendar) -> tuple[Holiday, ...]:
    """Return every holiday that the calendar knows, in order."""
    runs: list[list[dt.date]] = []
    worked: list[dt.date] = []
    for date, day in sorted(calendar.days.items(), key=lambda item: item[0]):
        if day.kind is DayKind.WORK:
            worked.append(date)
        elif day.kind is DayKind.OFF and runs and runs[-1][-1] + ONE_DAY == date:
            runs[-1].append(date)
        elif day.kind is DayKind.OFF:
            runs.append([date])
    names = [tuple(dict.fromkeys(calendar.days[date].festival for date in run)) for run in runs]
    of_run: dict[int, list[dt.date]] = {}
    for date in worked if runs else []:
        of_run.setdefault(_run_of(date, calendar.days[date].festival, runs, names), []).append(date)
    return tuple(
        Holiday(names[number], tuple(run), tuple(of_run.get(number, ())))
        for number, run in enumerate(runs)
    )


def _run_of(
    worked: dt.date, festival: str, runs: list[list[dt.date]], names: list[tuple[str, ...]]
) -> int:
    """Return the run for which a weekend is worked: the nearest one of its festival."""

    def away(number: int) -> tuple[bool, int]:
        days = min(abs((date - worked).days) for date in runs[number])
        return festival not in names[number] or days > 60, days

    return min(range(len(runs)), key=away)


def holiday_from(calendar: Calendar, date: dt.date) -> Holiday | None:
    """Return the holiday that `date` is in, or else the next one; None where none is published."""
    return next((one for one in holidays_of(calendar) if one.days_off[-1] >= date), None)


def neighbours(
    calendar: Calendar, holiday: Holiday | None
) -> tuple[Holiday | None, Holiday | None]:
    """Return the holidays before and after `holiday`; after the last comes None, and before it."""
    known = holidays_of(calendar)
    at = known.index(holiday) if holiday else len(known)
    before = known[at - 1] if at else None
    return before, (known[at + 1] if at + 1 < len(known) else None)


def board(
    facilities: Iterable[Facility],
    dates: tuple[dt.date, ...],
    calendar: Calendar,
    gettext: Gettext = untranslated,
) -> tuple[BoardGroup, ...]:
    """Return the facilities that have hours, by kind in the order of the kinds."""
    rows: dict[Kind, dict[object, BoardRow]] = {}
    for facility in facilities:
        if not facility.has_hours:
            continue
        days = tuple(day_lines(facility.rules, date, calendar, gettext) for date in dates)
        # Points whose names and places are still to come say nothing apart from each other.
        key = days if facility.position is None else facility.id
        of_kind = rows.setdefault(facility.kind_key, {})
        there = of_kind.get(key)
        together = (*there.facilities, facility) if there else (facility,)
        of_kind[key] = BoardRow(together, days)
    return tuple(BoardGroup(kind, tuple(rows[kind].values())) for kind in Kind if kind in rows)

"""Which week is looked at when somebody asks what a week is like, hour by hour."""

from __future__ import annotations

import datetime as dt

from finder.holiday_board import holiday_from, holidays_of
from finder.holidays import ORDINARY_DAY, Calendar
from finder.hours import ZONE
from finder.hours.stretches import ONE_DAY

DAYS = 7
HOURS = 24
WEEK_HOURS = DAYS * HOURS
# The weeks that are shown, by the names that addresses have for them.
ORDINARY, HOLIDAY = WEEKS = ("ordinary", "holiday")


def monday_of(date: dt.date) -> dt.date:
    """Return the Monday of the week of `date`."""
    return date - date.weekday() * ONE_DAY


def dates_from(monday: dt.date) -> tuple[dt.date, ...]:
    """Return the seven dates of a week."""
    return tuple(monday + number * ONE_DAY for number in range(DAYS))


def is_ordinary(monday: dt.date, calendar: Calendar) -> bool:
    """Return whether no day of a week is off or worked for a holiday, as far as published."""
    return all(calendar.day(date) == ORDINARY_DAY for date in dates_from(monday))


def ordinary_week(today: dt.date, calendar: Calendar) -> dt.date:
    """Return the Monday of the next week without a holiday; of the next week if none is known."""
    first = monday_of(today) + DAYS * ONE_DAY
    monday = first
    while monday <= calendar.known_until:
        if is_ordinary(monday, calendar):
            return monday
        monday += DAYS * ONE_DAY
    return first


def holiday_week(today: dt.date, calendar: Calendar) -> dt.date | None:
    """Return the Monday of the week in which the next holiday starts, or goes on.

    Where no next one is published, that of the last one; None without any.
    """
    ahead = holiday_from(calendar, today)
    if ahead:
        return monday_of(max(today, ahead.days_off[0]))
    known = holidays_of(calendar)
    return monday_of(known[-1].days_off[0]) if known else None


def hour_of(when: dt.datetime) -> int:
    """Return the number of the hour of the week that a moment is in, 0 to 167."""
    local = when.astimezone(ZONE)
    return local.weekday() * HOURS + local.hour


def moment_of(monday: dt.date, hour: int) -> dt.datetime:
    """Return the full hour with a number in the week of a Monday."""
    date = monday + (hour // HOURS) * ONE_DAY
    return dt.datetime.combine(date, dt.time(hour % HOURS), ZONE)

"""One season of a notice as a table of weekdays, and the hours of one of them finished."""

from __future__ import annotations

from dataclasses import dataclass, field

from finder.hours.rules import DateSpan
from finder.hours.zh_cells import Plan, with_entries, with_shut, without_lunch
from finder.hours.zh_groups import Group, Notice

Dates = tuple[DateSpan, ...]


@dataclass
class Week:
    """One season of a notice.

    Args:
        cells: the hours of each weekday that is open.
        closed: the weekdays that are said to be closed, with the reason.
        workdays: the hours of working days of the calendar.
        holidays: the hours of public holidays, where they have their own.
    """

    dates: Dates
    cells: dict[int, Plan] = field(default_factory=dict)
    closed: dict[int, str] = field(default_factory=dict)
    workdays: Plan = ()
    holidays: Plan = ()
    holiday_group: Group | None = None


def finished(plan: Plan, group: Group, notice: Notice, weekday: int | None = None) -> Plan:
    """Return `plan` of `group`, of a `weekday` or other days, with lunch and last entry."""
    plan = without_lunch(plan, notice.lunches, weekday, notice)
    return with_entries(with_shut(plan, group, notice), group, notice)

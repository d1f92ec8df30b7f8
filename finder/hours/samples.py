"""Days by which rules can be looked through: every case that their selectors tell apart."""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Iterable, Iterator

from finder.holidays import DayKind
from finder.hours.rules import DateSpan, Rule, YearSpan
from finder.hours.words_week import edges

LEAP_YEAR = 2028
_SATURDAY = 5
_WEEK = 7
# After so many years every date has been every weekday, the leap day included.
_CALENDAR_CYCLE = 28
# Of times that go on for years, so many days are looked at.
_MOST_DAYS = 800


def sample_days(rules: Iterable[Rule]) -> Iterator[tuple[dt.date, DayKind]]:
    """Yield days on which `rules` may differ, each as every kind of day that it may be.

    Of days that no rule can tell apart it is the first.
    """
    every = tuple(rules)
    named: list[YearSpan | DateSpan] = [span for rule in every for span in rule.years]
    named += [span for rule in every for span in rule.dates if span.start[0]]
    named = list(dict.fromkeys(named))
    seen: set[tuple[object, ...]] = set()
    walked: set[tuple[dt.date, DayKind]] = set()
    for date, kind in _days(every):
        # Spans may begin on one day, hundreds of them.
        if (date, kind) in walked:
            continue
        walked.add((date, kind))
        # All that a span without a year can ask of a date, and which spans with one hold it.
        asked = (kind, date.month, date.day, date.isocalendar()[1:], isleap(date.year))
        alike = (*asked, *(span.matches(date) for span in named))
        if alike not in seen:
            seen.add(alike)
            yield date, kind


def _days(every: tuple[Rule, ...]) -> Iterator[tuple[dt.date, DayKind]]:
    """Yield the sample days, many of them alike.

    The first seven days after each change of the seasons have every weekday of that season; where
    a season is shorter, those of other years follow. Rules that count weeks, or weekdays in a
    month, need whole years. The rarest come last.
    """
    counts = any(rule.weeks or any(span.nths for span in rule.weekdays) for rule in every)
    spans = [span for rule in every for span in rule.dates if not span.start[0]]
    starts = sorted({start for span in spans for start in edges(span)}) or [(1, 1)]
    for start, count in dict.fromkeys(named for rule in every for named in _named_dates(rule)):
        for date in _dates(start, min(count, _MOST_DAYS)):
            yield date, DayKind.ORDINARY
            yield date, DayKind.OFF
    if counts:
        yield from _kinds(_dates(dt.date(LEAP_YEAR, 1, 1), 366))
    else:
        yield from _kinds(_first_weeks(starts, LEAP_YEAR))
    if any(span.days < _WEEK for span in spans if span.start <= span.end):
        for year in range(LEAP_YEAR + 1, LEAP_YEAR + _CALENDAR_CYCLE):
            yield from _kinds(_first_weeks(starts, year))
    if counts:
        # The fifth Monday of February, or the first of January in week 53, may take 28 years.
        for date in _dates(dt.date(LEAP_YEAR + 1, 1, 1), (_CALENDAR_CYCLE - 1) * 365):
            yield date, DayKind.ORDINARY


def _kinds(dates: Iterable[dt.date]) -> Iterator[tuple[dt.date, DayKind]]:
    for date in dates:
        yield date, DayKind.ORDINARY
        yield date, DayKind.OFF
        if date.weekday() >= _SATURDAY:
            yield date, DayKind.WORK


def _first_weeks(starts: list[tuple[int, int]], year: int) -> Iterator[dt.date]:
    for month, day in starts:
        leap_day = (month, day) == (2, 29)
        # Without a leap day in that year, the season starts on the day after.
        first = dt.date(year, 3, 1) if leap_day and year % 4 else dt.date(year, month, day)
        yield from _dates(first, _WEEK)


def _dates(first: dt.date, count: int) -> Iterator[dt.date]:
    for number in range(count):
        yield first + dt.timedelta(days=number)


def _named_dates(rule: Rule) -> Iterator[tuple[dt.date, int]]:
    """Yield the first date and the number of days of each time with a year."""
    for years in rule.years:
        yield dt.date(years.first, 1, 1), 365 * (years.last - years.first + 1)
    for span in rule.dates:
        if span.start[0]:
            yield dt.date(*span.start), span.days

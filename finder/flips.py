"""Stretches of time in which an answer will differ, and equal ones of many days as one line."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from finder.errors import Gettext, Sentence, sentence, untranslated
from finder.facility import Facility
from finder.hours import DAY_MIN, State
from finder.hours.rules import TimeSpan
from finder.hours.stretches import ONE_DAY
from finder.hours.words_days import listed, span_words, weekday_words
from finder.strips import minutes_on
from finder.wording import date_text, moment_text, weekday_name

_ALL_DAY = TimeSpan(0, DAY_MIN)


# A named tuple, unlike the other values: a new list of 100,000 facilities has two million of them.
class Flip(NamedTuple):
    """A stretch of time in which the answer for one facility differs.

    Args:
        facility: as it will be; as it was if it will be gone.
        start, end: aware, in Asia/Shanghai; `start` is never before the moment of the simulation.
        before, after: the states; None where the facility is not in the list.
        before_text, after_text: the words of the answers, without what depends on the minute of
            asking (until when, the next opening).
    """

    facility: Facility
    start: dt.datetime
    end: dt.datetime
    before: State | None
    after: State | None
    before_text: str
    after_text: str

    @property
    def is_of_state(self) -> bool:
        """Whether the state differs, not merely what is said beside it."""
        return self.before is not self.after


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates that a simulation looks at: `days` from that of `first`, its moment, on."""

    first: dt.datetime
    days: int

    def of_weekdays(self, weekdays: set[int]) -> set[dt.date]:
        """Return the dates on these weekdays; not today, which is partly over."""
        dates = (self.first.date() + number * ONE_DAY for number in range(1, self.days))
        return {date for date in dates if date.weekday() in weekdays}


# When a flip is: at a time of its dates; once, from then to then; or (None) at all other times.
_Time = TimeSpan | tuple[dt.datetime, dt.datetime] | None


def grouped_texts(
    flips: tuple[Flip, ...], dates: Dates, gettext: Gettext = untranslated
) -> tuple[str, ...]:
    """Return a line for equal flips of one facility: what they are, at what times, on what days.

    What opens or closes stands first, then what is open on both sides, then the rest.
    """
    rest = _rest(flips, dates)
    groups: dict[tuple[_Time, State | None, State | None, str, str], set[dt.date]] = {}
    for flip in sorted(flips, key=_weight):
        for date, time in _daily(flip, dates, flip in rest):
            says = (time, flip.before, flip.after, flip.before_text, flip.after_text)
            groups.setdefault(says, set()).add(date)
    return tuple(
        sentence(
            "%(when)s由“%(before)s”变为“%(after)s”",
            when=_when(says[0], sorted(found), dates, gettext),
            before=says[3],
            after=says[4],
        ).text(gettext)
        for says, found in groups.items()
    )


def _weight(flip: Flip) -> int:
    if not _is_open(flip):
        return 2
    return 0 if flip.is_of_state else 1


def _is_open(flip: Flip) -> bool:
    return State.OPEN in (flip.before, flip.after)


def _rest(flips: tuple[Flip, ...], dates: Dates) -> set[Flip]:
    """Return the flips that need no times: on their dates every minute is told of.

    They are those of which nobody goes in on either side, if others have been told by their times.
    """
    if not any(_is_open(flip) for flip in flips):
        return set()
    told: Counter[dt.date] = Counter()
    for flip in flips:
        for date in _dates(flip):
            told[date] += _minutes(flip, date)
    left = DAY_MIN - dates.first.hour * 60 - dates.first.minute
    whole = {
        date for date in told if told[date] == (left if date == dates.first.date() else DAY_MIN)
    }
    return {flip for flip in flips if not _is_open(flip) and whole.issuperset(_dates(flip))}


def _dates(flip: Flip) -> list[dt.date]:
    """Return the dates that a flip covers at least a minute of."""
    days = (flip.end - dt.timedelta(minutes=1)).date() - flip.start.date()
    return [flip.start.date() + number * ONE_DAY for number in range(days.days + 1)]


def _minutes(flip: Flip, date: dt.date) -> int:
    start_min, end_min = minutes_on(date, flip.start, flip.end)
    return end_min - start_min


def _daily(flip: Flip, dates: Dates, is_rest: bool) -> list[tuple[dt.date, _Time]]:
    """Return the dates of a flip with its times; whole days are told one by one."""
    if is_rest:
        return [(date, None) for date in _dates(flip)]
    date = flip.start.date()
    midnight = flip.start.replace(hour=0, minute=0)
    start_min, end_min = (
        int((moment - midnight).total_seconds()) // 60 for moment in (flip.start, flip.end)
    )
    if start_min == 0 and end_min % DAY_MIN == 0:
        return [(date, _ALL_DAY) for date in _dates(flip)]
    if flip.start == dates.first or end_min > 2 * DAY_MIN:
        return [(date, (flip.start, flip.end))]
    return [(date, TimeSpan(start_min, end_min))]


def _when(time: _Time, found: list[dt.date], dates: Dates, gettext: Gettext) -> str:
    if isinstance(time, tuple):
        start, end = time
        until = moment_text(end, dates.first, gettext, is_end=True)
        if start == dates.first:
            return sentence("现在起至%(until)s ", until=until).text(gettext)
        since = moment_text(start, dates.first, gettext)
        return sentence("%(since)s至%(until)s ", since=since, until=until).text(gettext)
    days = _days_words(found, dates, gettext)
    if time is None:
        return sentence("%(days)s的其余时间", days=days).text(gettext)
    times = sentence("全天") if time == _ALL_DAY else span_words(time)
    if len(found) == 1:
        return sentence("%(days)s %(times)s ", days=days, times=times).text(gettext)
    count = len(found)
    return sentence(
        "%(days)s %(times)s（共 %(count)d 天）", days=days, times=times, count=count
    ).text(gettext)


def _days_words(found: list[dt.date], dates: Dates, gettext: Gettext) -> Sentence:
    """Return weekdays where all dates on them are meant, otherwise the dates."""
    weekdays = {date.weekday() for date in found}
    if len(found) > len(weekdays) and dates.of_weekdays(weekdays) <= set(found):
        return weekday_words(weekdays)
    runs: list[list[dt.date]] = []
    for date in sorted(found):
        if runs and date - runs[-1][-1] == ONE_DAY:
            runs[-1].append(date)
        else:
            runs.append([date])
    return listed(_date_words(run[0], run[-1], dates, gettext) for run in runs)


def _date_words(start: dt.date, end: dt.date, dates: Dates, gettext: Gettext) -> Sentence:
    today = dates.first.date()
    if start == end:
        return sentence(
            "%(date)s（%(weekday)s）",
            date=date_text(start, today, gettext),
            weekday=weekday_name(start, gettext),
        )
    if (start.year, start.month) == (end.year, end.month) == (today.year, end.month):
        return sentence(
            "%(month)d月%(first)d日至%(last)d日", month=end.month, first=start.day, last=end.day
        )
    return sentence(
        "%(first)s至%(last)s",
        first=date_text(start, today, gettext),
        last=date_text(end, today, gettext),
    )

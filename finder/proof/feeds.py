"""The calendars that phones subscribe to, read line by line (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from finder.hours import DAY_MIN, ZONE
from finder.hours.stretches import ONE_DAY
from finder.proof.lines import Run, rank_of, runs
from finder.proof.subject import Subject
from finder.proof.tally import Output, Tally

# A calendar holds so many days, so that one that starts every so many days leaves no minute out.
FEED_DAYS = 28

# Nothing else is to be read beside it: two events say different things of the same minute.
_TWICE = "twice"
_CLOSED = 3
_LAST_ENTRY = re.compile(r"^DESCRIPTION[^:]*:(\d+):(\d\d) 停止入馆", re.MULTILINE)
_TIME = re.compile(r"^(DTSTART|DTEND)[^:]*:(\d{8})(?:T(\d{4})00)?\s*$", re.MULTILINE)

# Start and end in minutes, and the rank between them.
_Span = tuple[int, int, int]


def prove_feeds(subject: Subject, tally: Tally, day: int) -> None:
    """Compare the calendars that are asked for on a date."""
    start, end = day * DAY_MIN, min(day + FEED_DAYS, subject.days) * DAY_MIN
    now = subject.moment(start)
    for one in subject.facilities:
        found = sorted(_spans(subject.ask(f"/facilities/{one.id}.ics", now), now))
        told: list[Run[object]] = list(_told(found, end - start))
        wanted = [
            (at - start, rank) for at, rank in runs(subject.line_of(one), rank_of, start, end)
        ]
        tally.same_runs(Output.FEED, one.id, now, wanted, told, end - start)


def _told(found: list[_Span], end_min: int) -> Iterator[Run[object]]:
    """Yield what events say of every minute up to `end_min`; where there is none, it is closed."""
    done = 0
    for start, end, rank in found:
        if start >= end_min or end <= 0:
            continue
        if start > done:
            yield done, _CLOSED
        yield max(start, 0), rank if start >= done or not done else _TWICE
        done = end
    if done < end_min:
        yield done, _CLOSED


def _spans(text: str, midnight: dt.datetime) -> Iterator[_Span]:
    """Yield the times of a calendar's events, those after last entry for themselves."""
    unfolded = text.replace("\r\n ", "").replace("\r\n", "\n")
    for event in unfolded.split("BEGIN:VEVENT")[1:]:
        times = {name: _moment(date, clock) for name, date, clock in _TIME.findall(event)}
        start, end = (_minute(midnight, times[name]) for name in ("DTSTART", "DTEND"))
        if "STATUS:TENTATIVE" in event:
            yield start, end, 2
            continue
        shut = _LAST_ENTRY.search(event)
        if shut is None:
            yield start, end, 0
            continue
        last = _minute(midnight, _after(times["DTSTART"], int(shut[1]), int(shut[2])))
        if start < last:
            yield start, last, 0
        yield last, end, 1


def _moment(date: str, clock: str) -> dt.datetime:
    return dt.datetime.strptime(date + (clock or "0000"), "%Y%m%d%H%M").replace(tzinfo=ZONE)


def _after(start: dt.datetime, hour: int, minute: int) -> dt.datetime:
    """Return the first moment from `start` on at which clocks show a time."""
    found = start.replace(hour=hour, minute=minute)
    return found if found >= start else found + ONE_DAY


def _minute(midnight: dt.datetime, moment: dt.datetime) -> int:
    return int((moment - midnight).total_seconds()) // 60

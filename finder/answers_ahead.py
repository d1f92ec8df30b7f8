"""The answer for one facility at every minute of some days, and where two such lines differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from finder.errors import Gettext, sentence, untranslated
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import Cause, Rules, State, Status, Stretch, date_stretches
from finder.wording import status_text


@dataclass(frozen=True, slots=True)
class Side:
    """What a list says of a facility that its answers depend on."""

    rules: Rules
    has_phone: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered from `start` to `end`, aware moments in Asia/Shanghai.

    Args:
        state: None where the facility is not in the list.
        text: the words of the answer, without what depends on the minute of asking (until when,
            the next opening).
        short: the same without the hours of other days beside what is unknown.
    """

    start: dt.datetime
    end: dt.datetime
    state: State | None
    text: str
    short: str


def side_of(facility: Facility | None) -> Side | None:
    """Return what the answers for a facility depend on; None where it is not in the list."""
    return Side(facility.rules, bool(facility.phone)) if facility else None


def answers(
    side: Side | None,
    start: dt.datetime,
    days: int,
    calendar: Calendar,
    gettext: Gettext = untranslated,
) -> tuple[Answer, ...]:
    """Return what is answered from `start` to the end of the last date, without gaps.

    Args:
        start: in Asia/Shanghai.
        days: how many dates, that of `start` included.
    """
    if side is None:
        end = start.replace(hour=0, minute=0) + dt.timedelta(days=days)
        nothing = sentence("不在名单上").text(gettext)
        return (Answer(start, end, None, nothing, nothing),)
    found: list[Answer] = []
    for number in range(days):
        date = start.date() + dt.timedelta(days=number)
        for stretch in date_stretches(side.rules, date, calendar):
            if stretch.end <= start:
                continue
            answer = _answer(stretch, max(stretch.start, start), side.has_phone, gettext)
            if found and _says(found[-1]) == _says(answer):
                answer = replace(answer, start=found.pop().start)
            found.append(answer)
    return tuple(found)


def _answer(stretch: Stretch, start: dt.datetime, has_phone: bool, gettext: Gettext) -> Answer:
    part = stretch.interval
    bare = Status(start, part, None, None, "", None, None, None, None)
    text = short = status_text(bare, gettext, has_phone)
    if part.cause in (Cause.HOLIDAY_UNCONFIRMED, Cause.CALENDAR_UNPUBLISHED):
        # The rest is what holds on other days: 平常周四 9:00–17:00.
        short = text.partition("·")[0]
    return Answer(start, stretch.end, part.state, text, short)


def _says(answer: Answer) -> tuple[object, ...]:
    return answer.state, answer.text


def differing(
    before: tuple[Answer, ...], after: tuple[Answer, ...]
) -> Iterator[tuple[Answer, Answer]]:
    """Yield both answers of each stretch in which two lines differ, cut to that stretch.

    Both lines start and end at the same moments.
    """
    edges = sorted({one.start for one in (*before, *after)} | {before[-1].end})
    old, new = iter(before), iter(after)
    was, now = next(old), next(new)
    for start, end in pairwise(edges):
        was = was if start < was.end else next(old)
        now = now if start < now.end else next(new)
        if _says(was) != _says(now):
            yield replace(was, start=start, end=end), replace(now, start=start, end=end)

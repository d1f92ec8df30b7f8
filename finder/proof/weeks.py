"""A facility's page and its object of the API: the badge, and the table of a week."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from finder.answer import status_object
from finder.facility import Facility
from finder.hours import DAY_MIN, Interval, State
from finder.proof.lines import Line, Run, expected_status, rank_of, runs
from finder.proof.reading import Day, Row, badge, list_page, week
from finder.proof.subject import Subject
from finder.proof.tally import Output, Tally
from finder.translations import catalogue
from finder.wording import status_text

# A table shows seven dates. Of fewer it starts on each weekday in turn.
TABLE_DAYS = 6

_CLOSED = (State.CLOSED, "")


def prove_weeks(subject: Subject, tally: Tally, day: int) -> None:
    """Compare the tables that start on a date, and the badge above them at a minute of it."""
    random = subject.random(f"weeks {day}")
    for one in subject.facilities:
        edges = subject.line_of(one).edges(day * DAY_MIN, (day + 1) * DAY_MIN)
        # The first minute of something, or the last one of what is before it.
        edge = random.choice(edges) - random.randrange(2)
        minute = max(edge, day * DAY_MIN)
        _page(subject, tally, one, minute)
        _object(subject, tally, one, minute)
        if one.position is None and not random.randrange(10):
            _search(subject, tally, one, minute)


def _search(subject: Subject, tally: Tally, one: Facility, minute: int) -> None:
    """Compare the row of a facility without a position: only who searches for it sees it."""
    when, status = subject.moment(minute), expected_status(subject.line_of(one), minute)
    address = f"/?q={quote(one.name)}&all=1&at={when:%Y-%m-%dT%H:%M}"
    found = [row for row in list_page(subject.ask(address, when)).rows if row.facility_id == one.id]
    rank = rank_of(status.interval)
    wanted = [Row(one.id, rank, rank, status_text(status, has_phone=bool(one.phone)))]
    tally.same(Output.SEARCH, one.id, when, wanted, found)
    tally.minutes[Output.SEARCH] += 1


def _page(subject: Subject, tally: Tally, one: Facility, minute: int) -> None:
    when, found = subject.moment(minute), subject.line_of(one)
    status, has_phone = expected_status(found, minute), bool(one.phone)
    address = f"/facilities/{one.id}?at={when:%Y-%m-%dT%H:%M}"
    html = subject.ask(address, when)
    rank = rank_of(status.interval)
    wanted = (rank, status_text(status, has_phone=has_phone))
    tally.same(Output.DETAIL, one.id, when, wanted, badge(html))
    if minute % 2:
        english = (rank, status_text(status, catalogue("en"), has_phone))
        said = badge(subject.ask(f"{address}&lang=en", when))
        tally.same(Output.DETAIL, one.id, when, english, said)
    tally.minutes[Output.DETAIL] += 1
    days = week(html)
    tally.same(Output.DETAIL_WEEK, one.id, when, 7 if one.has_hours else 0, len(days))
    first = minute // DAY_MIN
    for number, told in enumerate(days[:TABLE_DAYS], start=first):
        if number < subject.days:
            _day(subject, tally, one, number, told)


def _day(subject: Subject, tally: Tally, one: Facility, number: int, told: Day) -> None:
    start, found = number * DAY_MIN, subject.line_of(one)
    wanted = _counted_from(start, runs(found, _shown, start, start + DAY_MIN))
    midnight = subject.moment(start)
    tally.same_runs(Output.DETAIL_WEEK, one.id, midnight, wanted, told.told, DAY_MIN)


def _shown(part: Interval) -> object:
    """Return what a week's table says of a minute: only what newcomers get to has a note."""
    rank = rank_of(part)
    return rank, part.note if rank == 0 else ""


def _counted_from(start: int, found: list[Run[object]]) -> list[Run[object]]:
    return [(minute - start, value) for minute, value in found]


def _object(subject: Subject, tally: Tally, one: Facility, minute: int) -> None:
    when, found = subject.moment(minute), subject.line_of(one)
    address = f"/api/facilities/{one.id}?at={when:%Y-%m-%dT%H:%M}"
    said: dict[str, Any] = json.loads(subject.ask(address, when))
    wanted = status_object(one, expected_status(found, minute), catalogue("zh"))
    tally.same(Output.FACILITY, one.id, when, wanted, said.get("status"))
    tally.minutes[Output.FACILITY] += 1
    first = minute // DAY_MIN
    days = list(_intervals(said))
    tally.same(Output.FACILITY_WEEK, one.id, when, 7, len(days))
    for number, told in enumerate(days[:TABLE_DAYS], start=first):
        if number < subject.days:
            start = number * DAY_MIN
            _object_day(tally, one.id, found, start, _told(told, subject.moment(start)))


def _object_day(
    tally: Tally, facility_id: str, found: Line, start: int, told: list[Run[object]]
) -> None:
    wanted = _counted_from(start, runs(found, _stated, start, start + DAY_MIN))
    midnight = expected_status(found, start).when
    tally.same_runs(Output.FACILITY_WEEK, facility_id, midnight, wanted, told, DAY_MIN)


def _stated(part: Interval) -> object:
    # Why it is unknown stands in the note there; the state is what is compared.
    return part.state, "" if part.state is State.UNKNOWN else part.note


def _intervals(said: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    for day in said.get("week", ()):
        yield day["intervals"]


def _told(intervals: list[dict[str, Any]], midnight: dt.datetime) -> list[Run[object]]:
    """Return what a date's intervals say of each of its minutes; what they leave out is closed."""
    out: list[Run[object]] = []
    done = 0
    for one in intervals:
        start, end = (
            int((dt.datetime.fromisoformat(one[name]) - midnight).total_seconds()) // 60
            for name in ("start", "end")
        )
        if start > done:
            out.append((done, _CLOSED))
        state = State(one["state"])
        out.append((start, (state, "" if state is State.UNKNOWN else one["note"] or "")))
        done = end
    if done < DAY_MIN:
        out.append((done, _CLOSED))
    return out

"""The outputs that answer for one moment, asked where something changes.

Between two neighbouring changes of a list each facility has one and the same state. In each such
span the first minute and the last one are asked, of `/api/near` one at random as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from finder.answer import status_object
from finder.errors import untranslated
from finder.facility import Facility
from finder.hours import State, Status
from finder.proof.lines import expected_status, part_at, rank_of
from finder.proof.reading import list_page
from finder.proof.subject import HERE, Subject
from finder.proof.tally import Output, Tally
from finder.wording import status_text

# Of every so many dates one is asked of the list pages, which are slow to make. Not a multiple of
# seven, so that every weekday has its turn.
PAGES_STEP = 11

_NEAR = f"/api/near?lat={HERE.lat}&lon={HERE.lon}&limit=1000"
_PAGE = f"/?lat={HERE.lat}&lon={HERE.lon}&all=1"
_MAP = "/api/facilities.geojson?"


@dataclass(frozen=True, slots=True)
class Expected:
    """What every output has to say of a facility at a moment."""

    facility: Facility
    status: Status
    rank: int


def expected(subject: Subject, facilities: Iterable[Facility], minute: int) -> list[Expected]:
    """Return what has to be said at a minute, by rank."""
    found = [
        Expected(one, status, rank_of(status.interval))
        for one in facilities
        for status in (expected_status(subject.line_of(one), minute),)
    ]
    return sorted(found, key=lambda one: one.rank)


def prove_moments(subject: Subject, tally: Tally, day: int) -> None:
    """Compare the answers of the application at the moments of a date."""
    random = subject.random(f"moments {day}")
    count = len(subject.located)
    with_pages = day % PAGES_STEP == 0
    outputs = [Output.NEAR, Output.SORT, Output.MAP, Output.OPEN_MAP]
    outputs += [Output.PAGE, Output.OPEN_PAGE] if with_pages else []
    for start, end in subject.spans(day):
        _compare(subject, tally, start, with_pages)
        if end - start > 1:
            minute = random.randrange(start, end)
            _near(subject, tally, minute, _by_distance(subject, minute))
            _compare(subject, tally, end - 1, with_pages)
        for output in outputs:
            tally.minutes[output] += (end - start) * count


def _compare(subject: Subject, tally: Tally, minute: int, with_pages: bool) -> None:
    near = _by_distance(subject, minute)
    listed = sorted(near, key=lambda one: (one.rank, subject.places[one.facility.id]))
    _near(subject, tally, minute, near)
    _map(subject, tally, minute, listed)
    _open_map(subject, tally, minute, listed)
    if with_pages:
        _page(subject, tally, minute, near)
        _open_page(subject, tally, minute, near)


def _by_distance(subject: Subject, minute: int) -> list[Expected]:
    return expected(subject, subject.nearest, minute)


def _asked(subject: Subject, address: str, minute: int) -> str:
    when = subject.moment(minute)
    return subject.ask(f"{address}&at={when:%Y-%m-%dT%H:%M}", when)


def _near(subject: Subject, tally: Tally, minute: int, near: list[Expected]) -> None:
    when = subject.moment(minute)
    said = json.loads(_asked(subject, _NEAR, minute))["results"]
    tally.same(Output.SORT, "", when, ids(near), [one["id"] for one in said])
    by_id = {one["id"]: one for one in said}
    for one in near:
        wanted = status_object(one.facility, one.status, untranslated)
        wanted["open_on_arrival"] = _open_on_arrival(subject, one.facility, minute)
        found = by_id.get(one.facility.id, {})
        told = {name: found.get(name) for name in wanted}
        tally.same(Output.NEAR, one.facility.id, when, wanted, told)


def _open_on_arrival(subject: Subject, facility: Facility, minute: int) -> bool | None:
    """Return whether somebody is let in who walks there from `HERE`; None where it is unknown."""
    then = part_at(subject.line_of(facility), minute + subject.walks[facility.id])
    return None if then.state is State.UNKNOWN else then.admits


def _map(subject: Subject, tally: Tally, minute: int, listed: list[Expected]) -> None:
    when = subject.moment(minute)
    by_id = {one["id"]: one["properties"] for one in _features(subject, _MAP, minute)}
    tally.same(Output.MAP, "", when, set(ids(listed)), set(by_id))
    for one in listed:
        wanted = (one.status.state.value, one.rank, _text(one))
        found = by_id.get(one.facility.id, {})
        told = (found.get("state"), found.get("rank"), found.get("text"))
        tally.same(Output.MAP, one.facility.id, when, wanted, told)


def _open_map(subject: Subject, tally: Tally, minute: int, listed: list[Expected]) -> None:
    features = _features(subject, f"{_MAP}open=1", minute)
    said = [one["id"] for one in features]
    when = subject.moment(minute)
    tally.same(Output.OPEN_MAP, "", when, ids(open_ones(listed)), said)


def _features(subject: Subject, address: str, minute: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_asked(subject, address, minute))["features"]
    return found


def _page(subject: Subject, tally: Tally, minute: int, near: list[Expected]) -> None:
    when = subject.moment(minute)
    page = list_page(_asked(subject, _PAGE, minute))
    ranks = [one.rank for one in near]
    counts = tuple(ranks.count(rank) for rank in range(4))
    tally.same(Output.PAGE, "", when, (counts[0], counts), (page.count, page.counts))
    tally.same(Output.SORT, "", when, ids(near), [row.facility_id for row in page.rows])
    by_id = {row.facility_id: row for row in page.rows}
    for one in near:
        row = by_id.get(one.facility.id)
        told = (row.group, row.rank, row.text) if row else None
        tally.same(Output.PAGE, one.facility.id, when, (one.rank, one.rank, _text(one)), told)


def _open_page(subject: Subject, tally: Tally, minute: int, near: list[Expected]) -> None:
    page = list_page(_asked(subject, f"{_PAGE}&open=1", minute))
    said = [row.facility_id for row in page.rows]
    tally.same(Output.OPEN_PAGE, "", subject.moment(minute), ids(open_ones(near)), said)


def open_ones(found: list[Expected]) -> list[Expected]:
    """Return what is open, newcomers admitted or not."""
    return [one for one in found if one.rank < 2]


def ids(found: list[Expected]) -> list[str]:
    """Return whose answers they are, in order."""
    return [one.facility.id for one in found]


def _text(one: Expected) -> str:
    return status_text(one.status, has_phone=bool(one.facility.phone))

"""The index of long lists, and the terminal: who is first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from finder.answer import near_texts
from finder.facility import Facility
from finder.hours import DAY_MIN, Rules
from finder.index import Index
from finder.proof.lines import Run, rank_of, runs
from finder.proof.moments import Expected, expected, ids, open_ones
from finder.proof.subject import HERE, Subject
from finder.proof.tally import Output, Tally
from finder.ranks import day_ranks
from finder.search import Query, find
from finder.wording import status_text

# Distance and unit.
_LINE = re.compile(r"^\s*\S+ \S+  ")

# A process takes half a second.
PROCESS_STEP = 40


def prove_index(subject: Subject, tally: Tally, index: Index, day: int) -> None:
    """Compare what the index keeps of a date, and whom it names first."""
    _day(subject, tally, day)
    places = [one.id for one in subject.shown]
    for start, end in subject.spans(day):
        near = expected(subject, subject.nearest, start)
        when = subject.moment(start)
        said = index.nearest(HERE, when, len(places), open_only=False)
        wanted = [(one.facility.id, one.rank) for one in near]
        tally.same(Output.INDEX, "", when, wanted, [(places[one.place], one.rank) for one in said])
        last = subject.moment(end - 1)
        found = index.find(Query(last, HERE, open_only=True))
        tally.same(Output.INDEX, "", last, ids(open_ones(near)), [one.facility.id for one in found])


def _day(subject: Subject, tally: Tally, day: int) -> None:
    """Compare the ranks of a date that the index keeps, minute by minute."""
    shown = {one.id: one for one in subject.shown}
    every = list(dict.fromkeys(one.rules for one in subject.shown))
    told = _ranks(subject, every, day)
    start, end = day * DAY_MIN, (day + 1) * DAY_MIN
    for one in subject.located:
        wanted = [(minute - start, rank) for minute, rank in _line_ranks(subject, one, start, end)]
        said = told[shown[one.id].rules] if one.id in shown else []
        tally.same_runs(Output.INDEX, one.id, subject.moment(start), wanted, said, DAY_MIN)


def _line_ranks(subject: Subject, one: Facility, start: int, end: int) -> list[Run[object]]:
    return [*runs(subject.line_of(one), rank_of, start, end)]


def _ranks(subject: Subject, every: list[Rules], day: int) -> dict[Rules, list[Run[object]]]:
    found = day_ranks(every, subject.moment(day * DAY_MIN).date(), subject.calendar)
    told: list[list[Run[object]]] = [[(0, int(rank))] for rank in found.first]
    for minute, number, rank in zip(found.minutes, found.numbers, found.ranks, strict=True):
        told[number].append((int(minute), int(rank)))
    return dict(zip(every, told, strict=True))


def prove_terminal(subject: Subject, tally: Tally, day: int) -> None:
    """Compare the lines that the terminal prints where something changes.

    Of every so many dates a process of its own prints them; else the function that it calls.
    """
    if not subject.located:
        return
    random = subject.random(f"terminal {day}")
    spans = list(subject.spans(day))
    for start, end in spans:
        for minute in sorted({start, end - 1}):
            query = Query(subject.moment(minute), HERE)
            found = find(subject.shown, query, subject.calendar)
            _terminal(subject, tally, minute, near_texts(query, found))
        tally.minutes[Output.TERMINAL] += (end - start) * len(subject.located)
    if day % PROCESS_STEP == 0:
        minute, _end = random.choice(spans)
        at = f"{subject.moment(minute):%Y-%m-%dT%H:%M}"
        printed = subject.run(("near", str(HERE.lat), str(HERE.lon), "--at", at, "--limit", "1000"))
        _terminal(subject, tally, minute, printed.splitlines())


def _terminal(subject: Subject, tally: Tally, minute: int, texts: Iterable[str]) -> None:
    wanted = [_words(one) for one in expected(subject, subject.nearest, minute)]
    said = [_LINE.sub("", text).rpartition("  ")[::2] for text in islice(texts, 1, None)]
    tally.same(Output.TERMINAL, "", subject.moment(minute), wanted, said)


def _words(one: Expected) -> tuple[str, str]:
    return one.facility.name, status_text(one.status, has_phone=bool(one.facility.phone))

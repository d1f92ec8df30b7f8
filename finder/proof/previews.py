"""The preview that staff see before they publish."""

from __future__ import annotations

from dataclasses import replace

from finder.facility import Facility
from finder.hours import DAY_MIN, Interval, State
from finder.proof.lines import Line, Run, runs, value_at
from finder.proof.subject import Subject
from finder.proof.tally import Output, Tally
from finder.simulation import Flip, simulation


def prove_previews(subject: Subject, tally: Tally) -> None:
    """Compare two previews of all dates: of a list that is all new, and of one with other hours.

    In the other list each facility has the hours of the next one.
    """
    shown = subject.shown
    now = subject.moment(0)
    lists = {
        "new": simulation((), shown, now, subject.calendar, subject.days),
        "other": simulation(shown, _swapped(shown), now, subject.calendar, subject.days),
    }
    lines = [subject.line_of(one) for one in subject.facilities]
    next_lines = [*lines[1:], *lines[:1]]
    flips = {name: _by_id(found) for name, found in lists.items()}
    for one, line, other in zip(subject.facilities, lines, next_lines, strict=True):
        _compare(subject, tally, one, _states(None, line), flips["new"].get(one.id, []))
        _compare(subject, tally, one, _states(line, other), flips["other"].get(one.id, []))


def _turned(facilities: tuple[Facility, ...]) -> tuple[Facility, ...]:
    return (*facilities[1:], *facilities[:1])


def _swapped(facilities: tuple[Facility, ...]) -> tuple[Facility, ...]:
    """Return the facilities, each with the hours of the next one."""
    return tuple(
        replace(one, opening_hours=other.opening_hours, special_hours=other.special_hours)
        for one, other in zip(facilities, _turned(facilities), strict=True)
    )


def _by_id(found: tuple[Flip, ...]) -> dict[str, list[Flip]]:
    out: dict[str, list[Flip]] = {}
    for flip in found:
        out.setdefault(flip.facility.id, []).append(flip)
    return out


def _states(before: Line | None, after: Line) -> list[Run[object]]:
    """Return both states of each stretch in which they differ, and None where they do not."""
    was: list[Run[State | None]] = [(0, None)]
    if before:
        was = [*runs(before, _state)]
    now: list[Run[State | None]] = [*runs(after, _state)]
    edges = sorted({minute for minute, _ in (*was, *now)})
    pairs = [(edge, (value_at(was, edge), value_at(now, edge))) for edge in edges]
    return [(edge, None if old is new else (old, new)) for edge, (old, new) in pairs]


def _compare(
    subject: Subject, tally: Tally, one: Facility, wanted: list[Run[object]], found: list[Flip]
) -> None:
    told: list[Run[object]] = [(0, None)]
    for flip in found:
        if not flip.is_of_state:
            continue
        start, end = (
            int((moment - subject.moment(0)).total_seconds()) // 60
            for moment in (flip.start, flip.end)
        )
        if told[-1][0] == start:
            told.pop()
        told += [(start, (flip.before, flip.after)), (end, None)]
    end_min = subject.days * DAY_MIN
    if told[-1][0] == end_min:
        told.pop()
    tally.same_runs(Output.SIMULATION, one.id, subject.moment(0), wanted, told, end_min)


def _state(part: Interval) -> State:
    return part.state

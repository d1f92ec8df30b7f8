"""The hours of one day before and after, and what changed between them as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.errors import Sentence, sentence
from finder.hours import DAY_MIN, Cause, Interval, State
from finder.hours.words_days import clock_words, listed
from finder.hours.words_plan import Part, plan_words


class Piece(NamedTuple):
    """What holds from one minute of a day to another, without the rule that says so.

    Args:
        is_unsaid: the day is a public holiday of which the rules say nothing.
        is_after_last_entry: the doors are shut to newcomers, not yet to those inside.
    """

    start_min: int
    end_min: int
    state: State
    note: str
    is_unsaid: bool
    is_after_last_entry: bool


DayHours = tuple[Piece, ...]


def day_hours(intervals: tuple[Interval, ...]) -> DayHours:
    """Return a day's intervals with neighbours joined that say the same."""
    pieces: list[Piece] = []
    for part in intervals:
        is_unsaid = part.cause is Cause.HOLIDAY_UNCONFIRMED
        says = (part.state, part.note, is_unsaid, part.is_after_last_entry)
        if pieces and pieces[-1][2:] == says:
            pieces[-1] = pieces[-1]._replace(end_min=part.end_min)
        else:
            pieces.append(Piece(part.start_min, part.end_min, *says))
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class _Visit:
    """An opening with its last entry; minutes of the day."""

    start_min: int
    end_min: int
    note: str
    last_entry_min: int | None = None


def day_change_words(days: Sentence, before: DayHours, after: DayHours) -> Sentence | None:
    """Return what changed on `days`; None where their words would not differ."""
    old, new = _visits(before), _visits(after)
    if old and new and old != new and (changed := _moved(days, old, new)):
        return changed
    was, now = _words(before), _words(after)
    if was.text() == now.text():
        return None
    return sentence("%(days)s：%(before)s → %(after)s", days=days, before=was, after=now)


def _moved(days: Sentence, old: list[_Visit], new: list[_Visit]) -> Sentence | None:
    """Return the change of opening, closing or last entry, where it is nothing more than that."""
    if old[:-1] == new[:-1] and old[-1].note == new[-1].note:
        return _times_moved(days, old[-1], new[-1], is_first=len(old) == 1)
    if old[1:] == new[1:] and old[0].note == new[0].note:
        return _opening_moved(days, old[0], new[0])
    if new[:-1] == old and _joins(old[-1], new[-1]):
        closing = _noted(new[-1].end_min, new[-1].note)
        return _closing(days, _noted(old[-1].end_min, old[-1].note), closing)
    if old[:-1] == new and _joins(new[-1], old[-1]):
        closing = _noted(old[-1].end_min, old[-1].note)
        return _closing(days, closing, _noted(new[-1].end_min, new[-1].note))
    return None


def _joins(first: _Visit, second: _Visit) -> bool:
    return first.end_min == second.start_min and not first.last_entry_min


def _times_moved(days: Sentence, old: _Visit, new: _Visit, is_first: bool) -> Sentence | None:
    if old.last_entry_min != new.last_entry_min:
        return _last_entry_moved(days, old, new)
    if old.start_min == new.start_min:
        return _closing(days, _noted(old.end_min, old.note), _noted(new.end_min, new.note))
    return _opening_moved(days, old, new) if is_first else None


def _closing(days: Sentence, before: Sentence, after: Sentence) -> Sentence:
    return sentence(
        "%(days)s闭馆时间 %(before)s → %(after)s", days=days, before=before, after=after
    )


def _opening_moved(days: Sentence, old: _Visit, new: _Visit) -> Sentence | None:
    if (old.end_min, old.last_entry_min) != (new.end_min, new.last_entry_min):
        return None
    return sentence(
        "%(days)s开馆时间 %(before)s → %(after)s",
        days=days,
        before=_noted(old.start_min, old.note),
        after=_noted(new.start_min, new.note),
    )


def _last_entry_moved(days: Sentence, old: _Visit, new: _Visit) -> Sentence | None:
    if (old.start_min, old.end_min) != (new.start_min, new.end_min):
        return None
    if old.last_entry_min is None or new.last_entry_min is None:
        return None
    return sentence(
        "%(days)s停止入馆时间 %(before)s → %(after)s",
        days=days,
        before=clock_words(old.last_entry_min),
        after=clock_words(new.last_entry_min),
    )


def _noted(minute: int, note: str) -> Sentence:
    time = clock_words(minute)
    return sentence("%(time)s（%(note)s）", time=time, note=note) if note else time


def _visits(day: DayHours) -> list[_Visit] | None:
    """Return the openings of a day that is open or closed throughout, None of any other."""
    visits: list[_Visit] = []
    for piece in day:
        if piece.state is State.UNKNOWN or (piece.state is State.CLOSED and piece.note):
            return None
        if piece.state is State.CLOSED:
            continue
        if not piece.is_after_last_entry:
            visits.append(_Visit(piece.start_min, piece.end_min, piece.note))
            continue
        last = visits[-1] if visits else None
        if last is None or last.end_min != piece.start_min or last.last_entry_min or last.note:
            return None
        visits[-1] = _Visit(last.start_min, piece.end_min, "", piece.start_min)
    return visits


def _words(day: DayHours) -> Sentence:
    if any(piece.is_unsaid for piece in day):
        return sentence("没有说明")
    shown = tuple(Part(*piece[:4]) for piece in day if piece.state is not State.CLOSED)
    said = [plan_words(shown)] if shown else []
    said += [_closed_words(piece) for piece in day if piece.state is State.CLOSED and piece.note]
    return listed(said) if said else sentence("闭馆")


def _closed_words(piece: Piece) -> Sentence:
    if (piece.start_min, piece.end_min) == (0, DAY_MIN):
        return sentence("闭馆（%(note)s）", note=piece.note)
    return sentence(
        "%(start)s-%(end)s闭馆（%(note)s）",
        start=clock_words(piece.start_min),
        end=clock_words(piece.end_min),
        note=piece.note,
    )

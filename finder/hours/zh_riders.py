"""What a visitor must do, 需预约 or 凭身份证入馆, as the note of the hours that it is said of."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from finder.errors import sentence
from finder.hours.evaluation import LAST_ENTRY_WORDS
from finder.hours.zh_asides import is_noted
from finder.hours.zh_groups import Group, Notice
from finder.hours.zh_statements import Gap, Kind, Statement

_HINT = sentence("请写明哪几段时间这样，例如 周二至周日9:00-17:00（需预约）。")
_HOURS = (Kind.OPEN, Kind.OPENS, Kind.EXTEND)


def read_aside(notice: Notice, said: Statement, before: tuple[Statement, ...]) -> None:
    """Refuse what may be of the statement before it only: 节假日照常开放，需预约."""
    last = before[-1] if before else None
    if not said.note or last is None or said.gap is Gap.STOP:
        return
    some = last.kind in (Kind.USUAL, Kind.NOTICE) or (last.kind is Kind.CLOSED and last.dated)
    # 周一闭馆（需预约） may open the Monday to those who have booked.
    close = last.depth <= said.depth and (
        (last.kind is Kind.CLOSED and said.gap is Gap.NONE)
        or (last.kind is Kind.EXCEPT and said.depth > 0)
    )
    if some or close:
        raise notice.unclear(said, _HINT)


def note_hours(notice: Notice, statements: tuple[Statement, ...]) -> None:
    """Put what a visitor must do on all hours of `notice` as their note.

    Raises:
        HoursError: it is said of some of the hours only, or beside parts of the facility.
    """
    asides = [said for said in statements if said.kind is Kind.ASIDE and said.note]
    every = [*notice.groups, *notice.parts, *notice.special]
    for said in asides:
        same = [other for other in asides if other.note == said.note]
        if not every or not (_of_all(said, statements, every) or _after_each(same, statements)):
            raise notice.unclear(said, _HINT)
        if any(_has_parts(group) for group in every):
            raise notice.unclear(said, sentence("部分开放的时间请写得简单一些。"))
        _check_unneeded(notice, said, statements)
    note = "、".join(dict.fromkeys(said.note for said in asides))
    if note and not is_noted(note):
        raise notice.unclear(asides[-1], _HINT)
    for group in every if note else []:
        group.blocks[:] = [replace(block, note=note) for block in group.blocks]


def _has_parts(group: Group) -> bool:
    noted = any(block.note for block in group.blocks)
    return bool(noted or group.parts or group.shut or group.statement.room)


def _of_all(said: Statement, statements: tuple[Statement, ...], every: list[Group]) -> bool:
    """Return whether `said` stands apart from all hours, or there are no others."""
    hours = [other for other in statements if other.kind in _HOURS]
    at = statements.index(said)
    if all(other.start < said.start for other in hours):
        apart = said.gap is Gap.STOP and not said.depth
        beside = len(every) == 1 and bool(said.gap or said.depth)
        return apart or beside or len(hours) == 1
    if any(other.start < said.start for other in hours):
        return False
    return len(every) == 1 or statements[at + 1].gap is Gap.STOP


def _after_each(same: list[Statement], statements: tuple[Statement, ...]) -> bool:
    """Return whether the note stands in brackets after each of the hours."""
    starts = [said.start for said in statements if said.kind in _HOURS]
    return bool(starts) and all(
        any(start < said.start < end and said.depth for said in same)
        for start, end in pairwise([*starts, statements[-1].end + 1])
    )


def _check_unneeded(notice: Notice, said: Statement, statements: tuple[Statement, ...]) -> None:
    """Refuse 需预约 beside 无需预约."""
    if "预约" not in said.note or said.note.startswith("团"):
        return
    for other in statements:
        words = notice.source.text[other.start : other.end]
        if other.kind is Kind.ASIDE and not other.note and "预约" in words:
            raise notice.contradicts(other)


def after_last_entry(note: str) -> str:
    """Return `note` without what concerns newcomers where none are let in any more."""
    rest, comma, entry = note.rpartition("，")
    if comma and is_noted(rest) and any(word in entry for word in LAST_ENTRY_WORDS):
        return entry
    return note

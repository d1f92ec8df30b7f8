"""The hours of one day as a sentence of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, replace

from finder.errors import Sentence, sentence
from finder.hours.rules import State, TimeSpan
from finder.hours.words_days import clock_words, listed, span_words
from finder.hours.zh_asides import is_noted

_ENTRY_NOTES = {
    "停止入馆": sentence("%(time)s停止入馆"),
    "停止入场": sentence("%(time)s停止入场"),
    "停止入园": sentence("%(time)s停止入园"),
    "停止入院": sentence("%(time)s停止入院"),
    "停止入内": sentence("%(time)s停止入内"),
    "停止售票": sentence("%(time)s停止售票"),
    "清场": sentence("%(time)s清场"),
}
_NOT_OPEN = "不开放"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a day that is not plainly closed."""

    start_min: int
    end_min: int
    state: State
    note: str = ""


Plan = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """What is written as one time, with what stands in brackets after it."""

    part: Part
    entries: tuple[Part, ...] = ()
    shut: tuple[Part, ...] = ()


def _entry_of(note: str) -> tuple[str, str]:
    """Return the part of `note` before its last entry, and that."""
    before, _, last = note.rpartition("，")
    if last in _ENTRY_NOTES:
        return before, last
    return note, ""


def _blocks(plan: Plan) -> list[_Block]:
    blocks: list[_Block] = []
    for part in plan:
        note, entry = _entry_of(part.note)
        last = blocks[-1] if blocks else None
        joins = (
            last is not None
            and last.part.end_min == part.start_min
            and last.part.state is part.state is State.OPEN
        )
        plain = replace(part, note=note)
        same = last is not None and (
            last.part.note == note or (not note and is_noted(last.part.note))
        )
        if last and joins and entry and same:
            grown = replace(last.part, end_min=part.end_min)
            blocks[-1] = replace(
                last, part=grown, entries=(*last.entries, replace(part, note=entry))
            )
        elif last and joins and _shuts(part.note, last.part.note) and not last.entries:
            grown = replace(last.part, end_min=part.end_min)
            blocks[-1] = replace(last, part=grown, shut=(*last.shut, part))
        elif _shuts(part.note, ""):
            # 9:00-10:00 with a part shut, from the start on.
            blocks.append(_Block(replace(part, note=""), shut=(part,)))
        elif last and joins and not part.note and not last.part.note and last.shut:
            blocks[-1] = replace(last, part=replace(last.part, end_min=part.end_min))
        else:
            blocks.append(_Block(plain, entries=(replace(part, note=entry),) if entry else ()))
    return blocks


def _shuts(note: str, whole: str) -> bool:
    return not whole and note.endswith(_NOT_OPEN) and "，" not in note


def plan_words(plan: Plan) -> Sentence:
    """Return the hours of `plan`, at least one stretch, with what holds in each in brackets."""
    return listed(_block_words(block) for block in _blocks(plan))


def _block_words(block: _Block) -> Sentence:
    part = block.part
    words = span_words(TimeSpan(part.start_min, part.end_min))
    if part.state is State.UNKNOWN:
        if part.note:
            return sentence("%(times)s不确定（%(note)s）", times=words, note=part.note)
        return sentence("%(times)s不确定", times=words)
    if is_noted(part.note):
        words = sentence("%(times)s（%(note)s）", times=words, note=part.note)
    elif part.note:
        words = sentence("%(times)s（仅限%(note)s）", times=words, note=part.note)
    for shut in block.shut:
        words = sentence(
            "%(times)s（%(part)s%(closed)s不开放）",
            times=words,
            part=shut.note.removesuffix(_NOT_OPEN),
            closed=span_words(TimeSpan(shut.start_min, shut.end_min)),
        )
    for entry in block.entries:
        words = sentence(
            "%(times)s（%(entry)s）",
            times=words,
            entry=replace(
                _ENTRY_NOTES[entry.note], values=(("time", clock_words(entry.start_min)),)
            ),
        )
    return words

"""What the sentence of a status claims, read as a person reads it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise

from finder.facility import Facility
from finder.hours import DAY_MIN, Interval, Rules, Status, status_at
from finder.hours.stretches import ONE_DAY
from finder.proof.lines import Line, Run, expected_status, part_at, rank_of, runs
from finder.proof.subject import Subject
from finder.proof.tally import Output, Tally
from finder.wording import SOON_MIN, status_text

_RANKS = (
    (0, ("开放中", "24 小时开放")),
    (1, ("已",)),
    (2, ("开放时间未知", "是否开放不确定", "节假日安排未公布", "节假日时间未确认")),
    (3, ("闭馆", "临时闭馆")),
)
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
# So many moments are asked of one facility after the other: they are kept ready.
_AT_ONCE = 720
_DAY = r"(?:(明天|周[一二三四五六日]|\d+月\d+日|\d{4}-\d\d-\d\d) )?"
_MOMENT = _DAY + r"(\d+):(\d\d)"
_UNTIL = re.compile(rf"至 {_MOMENT}|{_MOMENT} 闭馆")
_LEFT = re.compile(rf"(\d+) 分钟后闭馆（{_MOMENT}）")
_LAST_ENTRY = re.compile(rf"{_MOMENT} 停止入馆")
_OPENING = re.compile(rf"{_MOMENT} 开放")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says: the rank, and moments, None where it does not speak of them.

    Args:
        left_min: the minutes that it counts to closing.
    """

    rank: int
    until: dt.datetime | None
    left_min: int | None
    last_entry: dt.datetime | None
    next_open: dt.datetime | None


def claim_of(text: str, when: dt.datetime) -> Claim:
    """Return what the Chinese sentence of a status claims of the moment `when`."""
    head, *parts = text.split("·")
    rank = next((rank for rank, words in _RANKS if head.startswith(words)), -1)
    until = left = last_entry = next_open = None
    for part in parts:
        if found := _LEFT.fullmatch(part):
            left, until = int(found[1]), _moment(when, found[2], found[3], found[4])
        elif found := _UNTIL.fullmatch(part):
            one = found.groups()
            until = _moment(when, *(one[:3] if one[1] else one[3:]))
        elif rank == 0 and (found := _LAST_ENTRY.fullmatch(part)):
            last_entry = _moment(when, *found.groups())
        elif rank == 3 and (found := _OPENING.fullmatch(part)):
            next_open = _moment(when, *found.groups())
    return Claim(rank, until, left, last_entry, next_open)


def _moment(when: dt.datetime, day: str | None, hour: str, minute: str) -> dt.datetime:
    midnight = when.replace(hour=0, minute=0)
    at = dt.timedelta(hours=int(hour), minutes=int(minute))
    if not day:
        return midnight + at
    if day == "明天":
        return midnight + ONE_DAY + at
    if day in _WEEKDAYS:
        ahead = (_WEEKDAYS.index(day) - when.weekday()) % 7
        return midnight + ahead * ONE_DAY + at
    if "月" in day:
        month, _, rest = day.partition("月")
        return midnight.replace(month=int(month), day=int(rest.removesuffix("日"))) + at
    date = dt.date.fromisoformat(day)
    return midnight.replace(year=date.year, month=date.month, day=date.day) + at


def wanted_claim(status: Status) -> Claim:
    """Return what the sentence of a status has to claim."""
    rank, until = rank_of(status.interval), status.until
    # Of what is unknown or closed no sentence says until when: of the latter it says what is next.
    told = until if rank < 2 else None
    left = None if until is None else int((until - status.when).total_seconds()) // 60
    counts = rank == 0 and left is not None and left <= SOON_MIN
    return Claim(
        rank,
        told,
        left if counts else None,
        status.last_entry if rank == 0 and told else None,
        status.next_open if rank == 3 else None,
    )


def prove_words(subject: Subject, tally: Tally, day: int) -> None:
    """Compare the statuses of every minute of a date, and their sentences where they change."""
    shown = {one.id: one for one in subject.shown}
    pairs: dict[Rules, Facility] = {}
    for one in subject.facilities:
        if one.id in shown:
            pairs.setdefault(one.rules, shown[one.id])
    _every_minute(subject, tally, day, pairs)
    random = subject.random(f"words {day}")
    for rules, facility in pairs.items():
        line, sharers = subject.lines[rules], subject.sharers[rules]
        edges = [*line.edges(day * DAY_MIN, (day + 1) * DAY_MIN), (day + 1) * DAY_MIN]
        for start, end in pairwise(edges):
            minutes = {start, random.randrange(start, end), end - 1}
            for minute in sorted(minutes | _countdown(line, start, end)):
                _compare(subject, tally, line, facility, minute)
            tally.minutes[Output.WORDS] += (end - start) * sharers


def _countdown(line: Line, start: int, end: int) -> set[int]:
    """Return the minutes of a piece that are counted down, and those before."""
    until = expected_status(line, start).until
    if until is None or rank_of(part_at(line, start)) != 0:
        return set()
    left = int((until - expected_status(line, start).when).total_seconds()) // 60
    return set(range(max(start, start + left - SOON_MIN - 2), min(end, start + left)))


def _compare(subject: Subject, tally: Tally, line: Line, facility: Facility, minute: int) -> None:
    when, wanted = subject.moment(minute), expected_status(line, minute)
    said = status_at(facility.rules, when, subject.calendar)
    tally.same(Output.STATUS, facility.id, when, wanted, said)
    text = status_text(said, has_phone=bool(facility.phone))
    tally.same(Output.WORDS, facility.id, when, wanted_claim(wanted), claim_of(text, when))


def _every_minute(subject: Subject, tally: Tally, day: int, pairs: dict[Rules, Facility]) -> None:
    start, end = day * DAY_MIN, (day + 1) * DAY_MIN
    said: dict[Rules, list[Run[object]]] = {rules: [] for rules in pairs}
    for first in range(start, end, _AT_ONCE):
        moments = [(minute, subject.moment(minute)) for minute in range(first, first + _AT_ONCE)]
        for rules, facility in pairs.items():
            before, own, runs_said = None, facility.rules, said[rules]
            for minute, when in moments:
                part = status_at(own, when, subject.calendar).interval
                if part is not before:
                    runs_said.append((minute - start, _says(part)))
                    before = part
    for rules, facility in pairs.items():
        wanted = [(at - start, one) for at, one in runs(subject.lines[rules], _says, start, end)]
        midnight = subject.moment(start)
        tally.same_runs(Output.STATUS, facility.id, midnight, wanted, said[rules], DAY_MIN)
        tally.minutes[Output.STATUS] += DAY_MIN * (subject.sharers[rules] - 1)


def _says(part: Interval) -> object:
    return rank_of(part), part.note

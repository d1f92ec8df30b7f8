"""What a phone keeps for when it has no network, read as its page reads it."""

from __future__ import annotations

import json
from typing import Any

from finder.errors import Gettext
from finder.facility import Facility
from finder.hours import DAY_MIN
from finder.proof.lines import expected_status, rank_of, runs
from finder.proof.subject import Subject
from finder.proof.tally import Output, Tally
from finder.translations import LANGUAGES, catalogue
from finder.wording import status_text

# A phone is sent so many days at a time.
OFFLINE_DAYS = 14

_NOTHING = -1

# The minute from which a sentence holds, its rank, its text, and the minute up to which it counts.
_Segment = tuple[int, int, str, int | None]


def prove_offline(subject: Subject, tally: Tally, day: int) -> None:
    """Compare the days that are sent on a date, in every language.

    Of what comes after them nothing is said.
    """
    start = day * DAY_MIN
    end = min(day + OFFLINE_DAYS, subject.days) * DAY_MIN
    for language in LANGUAGES:
        address = f"/api/forecast.json?lang={language}"
        said = json.loads(subject.ask(address, subject.moment(start)))
        lines = [_segments(said, one["segments"], subject) for one in said["timelines"]]
        by_id = {one["id"]: lines[one["timeline"]] for one in said["facilities"]}
        for one in subject.facilities:
            found = by_id.get(one.id, [])
            _compare(subject, tally, one, found, (start, end))
            _compare_words(subject, tally, one, found, (start, end), catalogue(language))


def _segments(said: dict[str, Any], rows: list[list[Any]], subject: Subject) -> list[_Segment]:
    minute = said["start"] - int(subject.moment(0).timestamp()) // 60
    end = minute + said["days"] * DAY_MIN
    out: list[_Segment] = []
    for since, rank, text, left in rows:
        minute += since
        out.append((minute, rank, said["texts"][text], None if left is None else minute + left))
    return [*out, (end, _NOTHING, "", None)]


def _compare(
    subject: Subject, tally: Tally, one: Facility, found: list[_Segment], span: tuple[int, int]
) -> None:
    start, end = span
    wanted = [(at - start, rank) for at, rank in runs(subject.line_of(one), rank_of, start, end)]
    told: list[tuple[int, object]] = [
        (max(at - start, 0), rank) for at, rank, _text, _until in found if at < end
    ]
    midnight = subject.moment(start)
    tally.same_runs(Output.OFFLINE, one.id, midnight, wanted, told, end - start)


def _compare_words(
    subject: Subject,
    tally: Tally,
    one: Facility,
    found: list[_Segment],
    span: tuple[int, int],
    gettext: Gettext,
) -> None:
    """Compare the sentence at the first, the last and a random minute of each of its segments."""
    line, has_phone = subject.line_of(one), bool(one.phone)
    random = subject.random(f"offline {one.id} {span}")
    ends = [*(segment[0] for segment in found[1:]), span[1]]
    for (since, _rank, text, until), end in zip(found, ends, strict=False):
        start, last = max(since, span[0]), min(end, span[1]) - 1
        if start > last:
            continue
        for minute in sorted({start, random.randint(start, last), last}):
            told = text if until is None else text.replace("{n}", str(until - minute))
            wanted = status_text(expected_status(line, minute), gettext, has_phone)
            tally.same(Output.OFFLINE_WORDS, one.id, subject.moment(minute), wanted, told)
        tally.minutes[Output.OFFLINE_WORDS] += last + 1 - start

"""The result of a proof, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from finder.answer import JsonObject, iso
from finder.errors import Gettext, sentence, untranslated
from finder.proof.subject import Subject
from finder.proof.tally import Disagreement, Output, Tally

_WIDTHS = (38, 14, 14, 8)


@dataclass(frozen=True, slots=True)
class Proved:
    """A list, and what its comparisons came to."""

    subject: Subject
    tally: Tally


def proof_texts(proved: Sequence[Proved], gettext: Gettext = untranslated) -> Iterator[str]:
    """Yield the lines that tell of a proof: a table for each list, and each disagreement."""
    for one in proved:
        yield _heading(one.subject, gettext)
        yield from _table(one.tally, gettext)
        for found in one.tally.named:
            yield _disagreement_text(found, one.subject, gettext)
        left = one.tally.disagreements.total() - len(one.tally.named)
        if left:
            yield sentence("还有 %(count)d 处不一致没有列出。", count=left).text(gettext)
    minutes, comparisons, disagreements = (
        sum(counted.total() for counted in every)
        for every in zip(
            *((t.minutes, t.comparisons, t.disagreements) for t in (one.tally for one in proved)),
            strict=True,
        )
    )
    yield sentence(
        "共核对 %(comparisons)s 次，涉及 %(minutes)s 设施分钟，%(disagreements)s 处不一致。",
        comparisons=f"{comparisons:,}",
        minutes=f"{minutes:,}",
        disagreements=f"{disagreements:,}",
    ).text(gettext)


def _heading(subject: Subject, gettext: Gettext) -> str:
    return sentence(
        "%(name)s：%(facilities)d 处设施，%(first)s 起 %(days)d 天",
        name=subject.name,
        facilities=len(subject.facilities),
        first=subject.first.isoformat(),
        days=subject.days,
    ).text(gettext)


def _table(tally: Tally, gettext: Gettext) -> Iterator[str]:
    heads = (sentence("输出"), sentence("设施分钟"), sentence("比较次数"), sentence("不一致"))
    yield _cells([head.text(gettext) for head in heads])
    for output in Output:
        if tally.comparisons[output]:
            counts = (tally.minutes, tally.comparisons, tally.disagreements)
            numbers = [f"{count[output]:,}" for count in counts]
            yield _cells([output.value.text(gettext), *numbers])


def _cells(texts: Sequence[str]) -> str:
    """Return a line of a table, the first cell to the left; Chinese is two columns wide."""
    first, *numbers = texts
    padded = [first + " " * (_WIDTHS[0] - _width(first))]
    padded += [
        " " * (width - _width(text)) + text
        for text, width in zip(numbers, _WIDTHS[1:], strict=True)
    ]
    return "".join(padded)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _disagreement_text(found: Disagreement, subject: Subject, gettext: Gettext) -> str:
    return sentence(
        "不一致：%(list)s %(facility)s，%(when)s，%(output)s：应为 %(expected)s，却是 %(said)s",
        list=subject.name,
        facility=found.facility_id or sentence("（整个名单）"),
        when=f"{found.when:%Y-%m-%d %H:%M}",
        output=found.output.value,
        expected=found.expected,
        said=found.said,
    ).text(gettext)


def proof_object(proved: Sequence[Proved]) -> JsonObject:
    """Return a proof as JSON."""
    return {
        "ok": not any(one.tally.disagreements.total() for one in proved),
        "lists": [_list_object(one) for one in proved],
    }


def _list_object(one: Proved) -> JsonObject:
    tally, subject = one.tally, one.subject
    return {
        "list": str(subject.name),
        "facilities": len(subject.facilities),
        "from": subject.first.isoformat(),
        "days": subject.days,
        "outputs": [
            {
                "output": output.name.lower(),
                "name": str(output.value),
                "minutes": tally.minutes[output],
                "comparisons": tally.comparisons[output],
                "disagreements": tally.disagreements[output],
            }
            for output in Output
            if tally.comparisons[output]
        ],
        "disagreements": [
            {
                "output": found.output.name.lower(),
                "id": found.facility_id or None,
                "at": iso(found.when),
                "expected": found.expected,
                "said": found.said,
            }
            for found in tally.named
        ],
    }

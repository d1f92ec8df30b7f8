"""Texts and bytes that are spoilt a little, so that they get past the first check."""

from __future__ import annotations

from typing import TypeVar

from tests.fuzz.choices import Choices, one_in, pick

S = TypeVar("S", str, bytes)

# It stands in what is given, with the marks that would let it out of a tag, an attribute or a text.
MARKER = "zq9"
ESCAPES = (f"<{MARKER}>", f"{MARKER}\"{MARKER}'{MARKER}>", f"{{{{{MARKER}}}}}", f"</{MARKER}")

# Characters that readers meet seldom: ends of lines, of alphabets and of numbers.
ODD = (
    *"\x00\t\n\r\x0b\x0c\x1c\x1f\x7f\x85\xa0\xad \"'`,;:/\\|&?%#=+-_.()[]{}<>0159aZ",
    *"一〇零十百千万両两半周日月年号点时分至到，。；：、！（）【】“”—～·　０９Ａｚ①⑩Ⅳ²½",
    *"\u0130\u0131\u017f\u0660\u0966\u200b\u200e\u2028\u2029\u202e\u3000\ufe0f\ufeff\ufffd\uffff",
    *"\ud800\udfff😀𝟗👨‍👩‍👧é",
    "e\u0301",
    "%s",
    "%(value)s",
    "{0}",
    "${1}",
    *ESCAPES,
)
ODD_BYTES = tuple(bytes([one]) for one in (0, 9, 10, 13, 26, 34, 39, 44, 127, 128, 0xC0, 0xE4, 255))
_MOST_TIMES = (2, 3, 9, 60, 700)


def text(choices: Choices, corpus: tuple[str, ...], longest: int = 4000) -> str:
    """Return a text of the corpus, spoilt up to six times; seldom nothing but odd characters."""
    if one_in(choices, 40):
        return "".join(pick(choices, ODD) for _ in range(choices.integer(0, 12)))
    made: str = _spoilt(choices, pick(choices, corpus), corpus, ODD, longest)
    return made


def data(choices: Choices, corpus: tuple[bytes, ...], longest: int = 60_000) -> bytes:
    """Return bytes of the corpus, spoilt up to six times."""
    return _spoilt(choices, pick(choices, corpus), corpus, ODD_BYTES, longest)


def _spoilt(choices: Choices, one: S, corpus: tuple[S, ...], odd: tuple[S, ...], longest: int) -> S:
    for _ in range(choices.integer(0, 6)):
        one = _changed(choices, one, corpus, odd)[:longest]
    return one


def _changed(choices: Choices, one: S, corpus: tuple[S, ...], odd: tuple[S, ...]) -> S:
    """Return it with one part left out, doubled, moved, or replaced."""
    start = choices.integer(0, len(one))
    end = min(len(one), start + choices.integer(0, 9))
    part = one[start:end]
    way = choices.integer(0, 7)
    if way == 0:
        return one[:start] + one[end:]
    if way == 1:
        return one[:start] + part * pick(choices, _MOST_TIMES) + one[end:]
    if way == 2:
        return one[end:] + part + one[:start]
    if way == 3:
        other = pick(choices, corpus)
        cut = choices.integer(0, len(other))
        return one[:start] + other[cut : cut + choices.integer(1, 20)] + one[end:]
    if way == 4:
        return one[:start] + pick(choices, corpus)
    if way == 5:
        return one[:start] + pick(choices, odd) * pick(choices, (1, 1, 1, 5, 80)) + one[end:]
    return one[:start] + pick(choices, odd) + one[start + 1 :]

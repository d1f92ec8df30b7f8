"""Texts that a regular expression is slow on, read off the expression itself.

What a pattern repeats, many times over, with an end that does not fit, makes a loop in a loop go
through all its ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from re import _constants as codes
from re import _parser as parser
from typing import Any

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


def loops(pattern: str | bytes, flags: int) -> list[tuple[str, str]]:
    """Return what stands before a loop, and what goes round in it, for all loops of a pattern.

    Each way to write a part is gone round by itself too, and what leads to a loop with it.
    """
    found = set(_loops(parser.parse(pattern, flags), ""))
    whole = {("", before + unit) for before, unit in found if before}
    return sorted(one for one in found | whole if one[1])


def twins(pattern: str | bytes, flags: int) -> list[str]:
    """Return the alternatives that stand twice in one choice: in a loop each doubles the ways."""
    found = []
    for choice in _choices(parser.parse(pattern, flags)):
        written = [repr(list(one)) for one in choice]
        found += [_sample(one) for one in choice if written.count(repr(list(one))) > 1]
    return found


def _parts(parts: Any) -> Iterator[tuple[Any, Any, tuple[Any, ...]]]:
    """Yield each part with its code, and the patterns that stand in it."""
    for code, given in parts:
        inner: tuple[Any, ...] = ()
        if code in _REPEATS:
            inner = (given[2],)
        elif code is codes.BRANCH:
            inner = tuple(given[1])
        elif code is codes.SUBPATTERN:
            inner = (given[3],)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            inner = (given[1],)
        elif code is codes.ATOMIC_GROUP:
            inner = (given,)
        yield code, given, inner


def _loops(parts: Any, before: str) -> Iterator[tuple[str, str]]:
    for code, given, inner in _parts(parts):
        for one in inner:
            yield from _loops(one, before)
            if code in _REPEATS or code is codes.BRANCH:
                yield before, _sample(one)
        if code is codes.IN and 1 < len(given) < 12:
            for member in given:
                yield before, _member([member])
        if code not in (codes.ASSERT, codes.ASSERT_NOT):
            before += _sample([(code, given)])
    yield "", before


def _choices(parts: Any) -> Iterator[Any]:
    for code, given, inner in _parts(parts):
        if code is codes.BRANCH:
            yield given[1]
        for one in inner:
            yield from _choices(one)


def _sample(parts: Any) -> str:
    """Return a short text that fits a parsed pattern, more or less."""
    made = ""
    for code, given, inner in _parts(parts):
        if code is codes.LITERAL:
            made += chr(given)
        elif code is codes.NOT_LITERAL:
            made += "a" if given != ord("a") else "b"
        elif code is codes.IN:
            made += _member(given)
        elif code is codes.ANY:
            made += "a"
        elif code in _REPEATS:
            made += _sample(inner[0]) * max(1, min(given[0], 4))
        elif code not in (codes.ASSERT, codes.ASSERT_NOT) and inner:
            made += _sample(inner[0])
    return made


def _member(given: Any) -> str:
    for code, value in given:
        if code is codes.LITERAL:
            return chr(value)
        if code is codes.RANGE:
            return chr(value[0])
        if code is codes.CATEGORY:
            return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}.get(str(value), "a")
    refused = {value for code, value in given if code is codes.LITERAL}
    return next(one for one in "a1 甲" if ord(one) not in refused)

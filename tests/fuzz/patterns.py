"""Every regular expression of the finder, and what it costs where its text gets twice as long.

What a pattern repeats is read off the pattern itself: `n` and `2n` times that, with an end that
does not fit, make any loop in a loop go through all its ways.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants as codes
from re import _parser as parser
from typing import Any

import finder

# Twice the text takes twice the time, or four times where a match is tried from every place.
WORST_RATIO = 3.0
_LENGTHS = (1000, 2000)
_LEAST_S = 0.001
_ENDS = ("", "\x00", "!甲")


@dataclass(frozen=True, slots=True)
class Cost:
    """The worst that was found of one pattern.

    Args:
        ratio: time of twice the text by the time of the text.
        took_s: of the longer text.
        way: how it was asked.
    """

    name: str
    ratio: float
    took_s: float
    way: str
    unit: str


def patterns() -> dict[str, re.Pattern[Any]]:
    """Return the patterns of all modules by where they stand."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(finder.__path__, "finder."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, one in enumerate(_within(value)):
                found.setdefault(f"{module.name}.{name}[{number}]", one)
    kept: dict[tuple[Any, int], str] = {}
    for name, one in found.items():
        kept.setdefault((one.pattern, one.flags), name)
    return {name: found[name] for name in kept.values()}


def ways(name: str) -> tuple[str, ...]:
    """Return how a pattern is asked: from every place only where its module does so."""
    module, _, rest = name.rpartition(".")
    source = Path(str(importlib.import_module(module).__file__)).read_text("utf-8")
    is_sought = re.search(rf"\b{rest.split('[')[0]}\.(search|sub|split|find)", source)
    return ("match", "fullmatch", "search") if is_sought else ("match", "fullmatch")


def _within(value: object, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for one in value.values():
            yield from _within(one, depth - 1)
    elif depth and isinstance(value, tuple | list):
        for one in value:
            yield from _within(one, depth - 1)


def _sample(parts: Any) -> str:
    """Return a short text that fits a parsed pattern, more or less."""
    made = ""
    for code, given in parts:
        if code is codes.LITERAL:
            made += chr(given)
        elif code is codes.NOT_LITERAL:
            made += "a" if given != ord("a") else "b"
        elif code is codes.IN:
            made += _member(given)
        elif code is codes.ANY:
            made += "a"
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            made += _sample(given[2]) * max(1, min(given[0], 4))
        elif code is codes.BRANCH:
            made += _sample(given[1][0])
        elif code is codes.SUBPATTERN:
            made += _sample(given[3])
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


def _units(parts: Any) -> Iterator[str]:
    """Yield what a parsed pattern repeats, and what stands before it with it."""
    before = ""
    for code, given in parts:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            yield _sample(given[2])
            yield before + _sample(given[2])
            yield from _units(given[2])
        elif code is codes.BRANCH:
            for one in given[1]:
                yield _sample(one)
                yield from _units(one)
        elif code is codes.SUBPATTERN:
            yield from _units(given[3])
        before += _sample([(code, given)])
    yield before


def cost(name: str, pattern: re.Pattern[Any]) -> Cost:
    """Return what the worst text found costs a pattern."""
    worst = Cost(name, 0, 0, "", "")
    for unit in sorted(set(_units(parser.parse(pattern.pattern, pattern.flags))) - {""})[:24]:
        for end in _ENDS:
            for way in ways(name):
                asked = getattr(pattern, way)
                short, long = (
                    _least(asked, _text(pattern, unit, length, end)) for length in _LENGTHS
                )
                if long > max(_LEAST_S, worst.took_s):
                    worst = Cost(name, long / short, long, way, unit)
    return worst


def _text(pattern: re.Pattern[Any], unit: str, length: int, end: str) -> Any:
    made = unit * (length // len(unit)) + end
    return made.encode() if isinstance(pattern.pattern, bytes) else made


def _least(asked: Callable[[Any], object], text: Any) -> float:
    """Return the time of the processor, the less of two."""
    times = []
    for _ in range(2):
        start = time.process_time()
        asked(text)
        times.append(time.process_time() - start)
    return min(times) + 1e-7


def main() -> None:
    """Print what is worse than `WORST_RATIO`."""
    found = patterns()
    bad = 0
    for name, pattern in found.items():
        one = cost(name, pattern)
        if one.ratio > WORST_RATIO:
            bad += 1
            took = f"{one.took_s * 1000:8.1f} ms  x{one.ratio:.1f}"
            print(f"{took}  {one.way:<9} {one.name} {one.unit!r}", flush=True)
    print(f"{len(found)} patterns, {bad} of them more than x{WORST_RATIO} for twice the text")


if __name__ == "__main__":
    main()

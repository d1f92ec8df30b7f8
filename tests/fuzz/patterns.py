"""Every regular expression of the finder, on the longest text that it is ever given.

A pattern is good that takes twice as long for twice the text. One that takes longer is named in
`BOUNDED`, with the longest text that it is given and why that is the longest.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import finder
from finder.csvtext import MAX_CELL
from finder.header import _LONGEST_NUMBER
from finder.hours.tokens import MAX_TEXT_LENGTH
from tests.fuzz.loops import loops

# Four times the text takes four times as long, or sixteen times where a match is sought from
# every place.
WORST_RATIO = 8.0
# What takes less is not worth a look, and too short to be measured.
_LEAST_S = 0.001
_MOST_S = 0.2
# A loop that doubles the ways each time round shows here, and would never end with the long text.
_SHORT = 60
_ENDS = ("", "\x00", "!甲")
_CALLS = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer", "subn")

# The longest text of a pattern, by the beginning of its name: characters, and why.
LONGEST = {
    "finder.hours.": (MAX_TEXT_LENGTH, "check_length refuses a longer text before it is read"),
    "finder.": (MAX_CELL, "the longest cell; what comes in an address or a form is shorter"),
}
BOUNDED: dict[str, tuple[int, str]] = {
    "finder.header._ZEROS": (_LONGEST_NUMBER, "_plain_number leaves longer cells as they are"),
}
# How a pattern is asked that stands in a table of its module and is taken out elsewhere.
_ASKED = {"LEXICON": ("match",)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A pattern of the finder.

    Args:
        name: module and name, or module and line where it has none.
        ways: how it is asked; from every place only where its module does so.
        longest: how many characters a text of it has at most.
    """

    name: str
    pattern: re.Pattern[Any]
    ways: tuple[str, ...]
    longest: int


@dataclass(frozen=True, slots=True)
class Cost:
    """The worst that was found of one pattern.

    Args:
        ratio: time of the longest text by the time of a quarter of it.
        took_s: of the longest text.
    """

    asked: Asked
    ratio: float = 0.0
    took_s: float = 0.0
    way: str = ""
    before: str = ""
    unit: str = ""

    @property
    def is_bad(self) -> bool:
        """Return whether it takes too long, and is not known to be short."""
        if self.asked.name.partition("[")[0] in BOUNDED:
            return self.took_s >= _LEAST_S
        return self.ratio > WORST_RATIO or self.took_s >= _MOST_S


class TooLongError(Exception):
    """A pattern takes too long."""


def patterns() -> list[Asked]:
    """Return the patterns of all modules; what the proof reads is made by ourselves."""
    found: dict[tuple[Any, int], Asked] = {}
    for info in pkgutil.walk_packages(finder.__path__, "finder."):
        if info.name.endswith("__main__") or info.name.startswith("finder.proof"):
            continue
        module = importlib.import_module(info.name)
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        named = {
            f"{info.name}.{name}[{number}]": (one, _ways(tree, f"{info.name}.{name}"))
            for name, value in vars(module).items()
            for number, one in enumerate(_within(value))
        }
        for name, (one, ways) in {**named, **_nameless(tree, module)}.items():
            known = found.get((one.pattern, one.flags))
            ways = (*known.ways, *ways) if known else ways
            name = known.name if known else name
            found[one.pattern, one.flags] = Asked(
                name, one, tuple(dict.fromkeys(ways)), _longest(name)
            )
    return [one for one in found.values() if one.ways]


def _longest(name: str) -> int:
    if name.partition("[")[0] in BOUNDED:
        return BOUNDED[name.partition("[")[0]][0]
    return next(longest for start, (longest, _) in LONGEST.items() if name.startswith(start))


def _ways(tree: ast.Module, name: str) -> tuple[str, ...]:
    """Return how a module asks what it has by a name; nothing where it only takes it over."""
    last = name.rpartition(".")[2]
    if last in _ASKED:
        return _ASKED[last]
    calls = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in _CALLS
        if isinstance(node.value, ast.Name) and node.value.id == last
    ]
    is_own = any(isinstance(node, ast.Name) and node.id == last for node in ast.walk(tree))
    return tuple(calls) or (("match", "fullmatch", "search") if is_own else ())


def _nameless(
    tree: ast.Module, module: ModuleType
) -> dict[str, tuple[re.Pattern[Any], tuple[str, ...]]]:
    """Return the patterns that are written where they are used: `re.sub("…", …)`."""
    found: dict[str, tuple[re.Pattern[Any], tuple[str, ...]]] = {}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        source = node.func.value
        if isinstance(source, ast.Name) and source.id == "re" and node.func.attr in _CALLS:
            code = compile(ast.Expression(node.args[0]), module.__name__, "eval")
            one = re.compile(eval(code, vars(module)))  # noqa: S307 - our own
            found[f"{module.__name__}:{node.lineno}"] = one, (node.func.attr,)
    return found


def _within(value: object, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for one in value.values():
            yield from _within(one, depth - 1)
    elif depth and isinstance(value, tuple | list):
        for one in value:
            yield from _within(one, depth - 1)


def cost(asked: Asked) -> Cost:
    """Return what the worst text found costs a pattern."""
    worst = Cost(asked)
    for before, unit in loops(asked.pattern.pattern, asked.pattern.flags):
        for way in asked.ways:
            for end in _ENDS:
                long = _least(asked, way, before, unit, end, asked.longest)
                if long <= max(_LEAST_S, worst.took_s):
                    continue
                if long >= _MOST_S:
                    return Cost(asked, WORST_RATIO, long, way, before, unit)
                quarter = _least(asked, way, before, unit, end, asked.longest // 4)
                worst = Cost(asked, long / quarter, long, way, before, unit)
    return worst


def shortly(asked: Asked) -> bool:
    """Return whether a pattern has done with all short texts in no time."""
    size = min(_SHORT, asked.longest)
    return all(
        _least(asked, way, before, unit, end, size) < _MOST_S
        for before, unit in loops(asked.pattern.pattern, asked.pattern.flags)
        for way in asked.ways
        for end in _ENDS
    )


def _least(asked: Asked, way: str, before: str, unit: str, end: str, length: int) -> float:
    """Return the seconds of the processor for a text, the least of three; at most `_MOST_S`."""
    call: Callable[..., object] = getattr(asked.pattern, way)
    took_s = _MOST_S
    for size in (min(_SHORT, length), length):
        made: Any = before + unit * (size // len(unit)) + end
        if isinstance(asked.pattern.pattern, bytes):
            made = made.encode()
        for _ in range(3):
            spent_s = _spent(call, ("", made) if way in ("sub", "subn") else (made,))
            took_s = min(took_s, spent_s) if size == length else took_s
            if spent_s >= _MOST_S:
                return _MOST_S
            if spent_s < _LEAST_S:
                break
    return took_s


def _spent(call: Callable[..., object], given: tuple[Any, ...]) -> float:
    signal.setitimer(signal.ITIMER_PROF, _MOST_S)
    # While a timer of the whole process runs, its own clock goes by leaps.
    start = time.thread_time()
    try:
        found = call(*given)
        if isinstance(found, Iterator):
            list(found)
    except TooLongError:
        return _MOST_S
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.thread_time() - start


def late(_number: int, _frame: FrameType | None) -> None:
    """Stop the pattern that is being tried, as the alarm does."""
    raise TooLongError


def main() -> int:
    """Print what takes too long."""
    signal.signal(signal.SIGPROF, late)
    found = patterns()
    bad = [one for one in map(cost, found) if one.is_bad]
    for one in bad:
        took = f"{one.took_s * 1000:8.1f} ms  x{one.ratio:.1f}"
        print(f"{took}  {one.way:<9} {one.asked.name} {one.before!r} {one.unit!r}")
    print(f"{len(found)} patterns, {len(bad)} of them too slow on the longest text of theirs")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())

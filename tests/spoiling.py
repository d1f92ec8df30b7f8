"""Functions that become others in place, and are watched, for the tests of spoilt code."""

from __future__ import annotations

import importlib
import inspect
import textwrap
from types import FunctionType
from typing import Any

# A function by its module and its name in it.
Place = tuple[str, str]


def function_at(module: str, dotted: str) -> FunctionType:
    """Return the function `dotted` of `module`, without what is wrapped around it."""
    value: Any = importlib.import_module(module)
    for name in dotted.split("."):
        value = inspect.getattr_static(value, name)
    return _bare(value)


def _bare(value: Any) -> FunctionType:
    value = value.fget if isinstance(value, property) else value
    value = value.__func__ if isinstance(value, classmethod | staticmethod) else value
    value = inspect.unwrap(value)
    assert isinstance(value, FunctionType), value
    return value


def made(source: str, name: str, names: dict[str, Any]) -> FunctionType:
    """Return the function `name` that `source` defines, with the globals `names`."""
    scope: dict[str, Any] = {}
    # The code of this module is compiled with late annotations, and so is that.
    exec(compile(textwrap.dedent(source), name, "exec"), names, scope)  # noqa: S102
    return _bare(scope[name])


def parts_of(function: FunctionType) -> tuple[Any, Any, Any]:
    """Return what makes a function: its code and its two kinds of defaults."""
    return function.__code__, function.__defaults__, function.__kwdefaults__


def become(function: FunctionType, code: Any, defaults: Any, named: Any) -> None:
    """Make `function` another one in place."""
    # In place: whoever has imported the function, or keeps its answers, holds this very object.
    function.__code__, function.__defaults__, function.__kwdefaults__ = code, defaults, named


class Watch:
    """Notes which functions are called: each notes itself once, and is itself again from then on.

    A tracer, or a wrapper for each call, would make the tests many times slower.
    """

    def __init__(self, functions: dict[Place, FunctionType]) -> None:
        self.seen: set[Place] = set()
        self._functions = functions
        self._own = {place: parts_of(function) for place, function in functions.items()}
        self._probes = {}
        for place, function in functions.items():
            function.__globals__["_reached"] = self._reach
            probe = f"def probe(*args, **named): return _reached({place!r})(*args, **named)"
            self._probes[place] = parts_of(made(probe, "probe", function.__globals__))
        self._waiting: set[Place] = set()

    def start(self) -> None:
        self.seen.clear()
        for place in self._functions.keys() - self._waiting:
            become(self._functions[place], *self._probes[place])
        self._waiting = set(self._functions)

    def stop(self) -> None:
        for place, function in self._functions.items():
            become(function, *self._own[place])
            function.__globals__.pop("_reached", None)

    def _reach(self, place: Place) -> FunctionType:
        self.seen.add(place)
        self._waiting.discard(place)
        become(self._functions[place], *self._own[place])
        return self._functions[place]

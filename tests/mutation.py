"""What a mutant meets: the tests that reach its function, the quickest first, in its own process.

A plugin of pytest for `make mutants`; no other run loads it. The tests are collected once and run
once on the code as it is, which tells how long each takes and which functions it reaches. Then each
mutant gets a copy of this process in which its function, and nothing else, is spoilt; the first
test that fails has noticed it.
"""

from __future__ import annotations

import gc
import json
import mmap
import os
import resource
import signal
import struct
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, NoReturn

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase

from tests.spoiling import Place, Watch, become, function_at, made, parts_of

ASKED = Path("mutants/asked.json")
FATES = Path("mutants/fates.jsonl")
EXAMPLES = 25
# The zone of the server is asked of new processes, which knows nothing of hours.
LEFT_OUT = ("test_the_zone_of_the_server_does_not_matter",)
# Of the processor, not of the clock: other work on the machine must not look like an endless loop.
LEAST_S, TIMES = 5, 3
MEMORY_BYTES = 3 << 30
SURVIVED, NOTICED, BROKEN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Mutant:
    """A spoilt function: `function` is its name inside `module`, `source` what it is spoilt to."""

    name: str
    module: str
    function: str
    source: str

    @property
    def place(self) -> Place:
        return self.module, self.function


@dataclass(frozen=True, slots=True)
class _Test:
    item: pytest.Item
    seconds: float


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = [item for item in items if not item.name.startswith(LEFT_OUT)]
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            _hurry(item)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    if session.testsfailed:
        raise session.Failed("the tests cannot be collected")
    mutants = [Mutant(**one) for one in json.loads(ASKED.read_text("utf-8"))]
    functions = {mutant.place: function_at(*mutant.place) for mutant in mutants}
    reached = _reached(session, functions)
    print(
        f"{len(session.items)} tests took {time.process_time():.0f} s; now the mutants", flush=True
    )
    # What lives now is shared by all copies of the process as long as nobody touches it.
    gc.freeze()
    with FATES.open("a", encoding="utf-8") as file:
        for mutant, fate, test in _fates(mutants, functions, reached):
            file.write(json.dumps([mutant.name, fate, test], ensure_ascii=False) + "\n")
            file.flush()
    return True


def _reached(
    session: pytest.Session, functions: dict[Place, FunctionType]
) -> dict[Place, list[_Test]]:
    """Run every test on the code as it is; return those that reach each function."""
    found: dict[Place, list[_Test]] = defaultdict(list)
    watch = Watch(functions)
    for item in session.items:
        _forget()
        watch.start()
        start = time.process_time()
        # Fixtures are made anew for every test, or only the first would reach what they call.
        if _fails(item, None):
            raise session.Failed(f"{item.nodeid} fails, and nothing is spoilt yet")
        test = _Test(item, time.process_time() - start)
        for place in watch.seen:
            found[place].append(test)
    watch.stop()
    return found


def _fates(
    mutants: list[Mutant],
    functions: dict[Place, FunctionType],
    reached: dict[Place, list[_Test]],
) -> Iterator[tuple[Mutant, str, str]]:
    """Let each mutant meet its tests; yield what became of it and the test that noticed it."""
    kills: dict[Place, Counter[str]] = defaultdict(Counter)
    running: dict[int, tuple[Mutant, list[_Test], mmap.mmap]] = {}
    waiting = iter(mutants)
    at_once = int(os.environ.get("MUTANTS_AT_ONCE", "2"))
    while True:
        while len(running) < at_once and (mutant := next(waiting, None)):
            before = kills[mutant.place]
            # What noticed another mutant of the function is the likeliest to notice this one.
            order = sorted(
                reached.get(mutant.place, []),
                key=lambda test: (-before[test.item.nodeid], test.seconds),
            )
            slot = mmap.mmap(-1, 4)
            child = os.fork()
            if not child:
                _meet(mutant, functions[mutant.place], order, slot)
            running[child] = mutant, order, slot
        if not running:
            return
        child, status = os.wait()
        mutant, order, slot = running.pop(child)
        fate = _fate(os.waitstatus_to_exitcode(status)) if order else "no tests"
        test = ""
        if fate == "killed":
            test = order[struct.unpack("i", slot)[0]].item.nodeid
            kills[mutant.place][test] += 1
        slot.close()
        yield mutant, fate, test


def _fate(code: int) -> str:
    if code < 0:
        return "timeout" if code == -signal.SIGXCPU else "crash"
    return {SURVIVED: "survived", NOTICED: "killed"}.get(code, "broken")


def _meet(mutant: Mutant, function: FunctionType, tests: list[_Test], slot: mmap.mmap) -> NoReturn:
    """Run the tests on the spoilt function in this process, up to the first that fails."""
    limit_s = int(LEAST_S + TIMES * sum(test.seconds for test in tests))
    resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    try:
        name = mutant.function.rpartition(".")[2]
        become(function, *parts_of(made(mutant.source, name, function.__globals__)))
        _forget()
    except BaseException:
        os._exit(BROKEN)
    try:
        items = [test.item for test in tests]
        for number, (item, after) in enumerate(zip(items, [*items[1:], None], strict=False)):
            slot[:] = struct.pack("i", number)
            if _fails(item, after):
                os._exit(NOTICED)
    except BaseException:
        os._exit(NOTICED)
    os._exit(SURVIVED)


def _fails(item: pytest.Item, after: pytest.Item | None) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))


def _hurry(item: pytest.Item) -> None:
    test: Any = item.obj  # type: ignore[attr-defined]
    usual: hypothesis.settings = test._hypothesis_internal_use_settings
    test._hypothesis_internal_use_settings = hypothesis.settings(
        usual,
        max_examples=min(usual.max_examples, EXAMPLES),
        derandomize=True,
        database=None,
        # One counter-example will do; to make it small takes longer than all the rest.
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )


def _forget() -> None:
    """Empty every cache: an answer from elsewhere would hide the mutant."""
    for kept in _caches():
        kept.cache_clear()


@cache
def _caches() -> list[Any]:
    return [
        value
        for name, module in list(sys.modules.items())
        if name.startswith(("finder", "tests")) and name != __name__
        for value in vars(module).values()
        if hasattr(value, "cache_clear")
    ]

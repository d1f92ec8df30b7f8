"""Spoil the code in small ways and see whether the tests notice: `make mutants`.

mutmut writes a copy of each function for every way in which it can be spoilt (a number one more,
`<` for `<=`, an argument left out) and runs the tests that reach the function. All mutants take
hours; a sample drawn by a seed, each module in proportion, takes minutes and is the same again.

A survivor is either a gap of the tests or the same program in other words; the latter are listed
with the reason in `tests/data/mutants.txt`, by function and change and not by line.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mutmut.configuration import config
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name

EXPLAINED = Path("tests/data/mutants.txt")
FOLDER = Path("mutants")
WANTED = 0.9
NOTICED = ("killed", "timeout", "crash")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One way to spoil a function of the module at `path`.

    Args:
        name: what mutmut calls it, which a later run can name again.
        function: its name inside the module.
        source: the spoilt function.
        old, new: the lines that are changed.
    """

    name: str
    path: Path
    function: str
    source: str
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def change(self) -> Change:
        return Change(f"{module_of(self.path)}.{self.function}", self.old, self.new)


@dataclass(frozen=True, slots=True)
class Change:
    """What a mutant makes of a function: `function` with its module, and the changed lines."""

    function: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("--part", default="", help="part of a module's name, e.g. zh_ or geo")
    parser.add_argument("--sample", type=int, default=500, help="how many mutants; 0 is all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", type=Path, help="a file with the names of the mutants")
    given = parser.parse_args(arguments)
    FOLDER.mkdir(exist_ok=True)
    by_path = mutants(given.part)
    count = sum(map(len, by_path.values()))
    chosen = sampled(by_path, given.sample or count, given.seed)
    if given.only:
        names = set(given.only.read_text("utf-8").split())
        chosen = [one for ones in by_path.values() for one in ones if one.name in names]
    print(f"{len(chosen)} of {count} mutants, seed {given.seed}", flush=True)
    fates = fates_of(chosen, given.processes)
    return report(chosen, fates) if fates else 1


def fates_of(chosen: list[Mutant], processes: int) -> dict[str, str]:
    """Run the tests on each mutant; return what became of it by its name, nothing if it failed."""
    asked = [
        {
            "name": mutant.name,
            "module": module_of(mutant.path),
            "function": mutant.function,
            "source": mutant.source,
        }
        for mutant in chosen
    ]
    (FOLDER / "asked.json").write_text(json.dumps(asked), "utf-8")
    fates = FOLDER / "fates.jsonl"
    fates.unlink(missing_ok=True)
    tests = config().pytest_add_cli_args_test_selection
    command = ["nice", "-n", "10", sys.executable, "-m", "pytest", "-q", "-s", "-n", "0"]
    command += ["-p", "tests.mutation", *tests]
    log = FOLDER / "run.log"
    with log.open("wb") as file:
        done = subprocess.run(  # noqa: S603
            command,
            check=False,
            stdout=file,
            stderr=file,
            env={**os.environ, "MUTANTS_AT_ONCE": str(processes)},
        )
    if done.returncode:
        print(f"the run stopped; {log} says why", file=sys.stderr)
        return {}
    found = [json.loads(line) for line in fates.read_text("utf-8").splitlines()]
    return {name: fate for name, fate, _ in found}


def mutants(part: str) -> dict[Path, list[Mutant]]:
    """Return all mutants of the modules whose name has `part` in it."""
    paths = sorted(path for path in Path("finder").rglob("*.py") if config().should_mutate(path))
    return {path: list(_of_module(path)) for path in paths if part in str(path)}


def _of_module(path: Path) -> Iterator[Mutant]:
    spoilt = mutate_file_contents(str(path), path.read_text("utf-8"))
    lines = spoilt.code.splitlines()

    def source(name: str, called: str) -> list[str]:
        span = spoilt.line_span_by_function_name[name]
        return [line.replace(name, called) for line in lines[span.start - 1 : span.end]]

    for name in spoilt.mutant_names:
        stem = name.partition("__mutmut_")[0]
        function = stem.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
        called = function.rpartition(".")[2]
        old, new = source(f"{stem}__mutmut_orig", called), source(name, called)
        lines_of = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
        change = _change(function, (line for line in lines_of if not line.startswith("@@")))
        full_name = get_mutant_name(path, name)
        yield Mutant(full_name, path, function, "\n".join(new), change.old, change.new)


def module_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def sampled(by_path: dict[Path, list[Mutant]], size: int, seed: int) -> list[Mutant]:
    """Return `size` mutants, every module with its share of them."""
    chance = random.Random(seed)  # noqa: S311
    shuffled = [one for ones in by_path.values() for one in chance.sample(ones, len(ones))]
    step = max(1.0, len(shuffled) / size)
    start = chance.random() * step
    return [shuffled[int(start + step * turn)] for turn in range(min(size, len(shuffled)))]


def report(chosen: list[Mutant], fates: dict[str, str]) -> int:
    """Print what became of the chosen mutants; return 0 if enough were noticed, else 1."""
    explained = read_explained(EXPLAINED.read_text("utf-8"))
    lived = [mutant for mutant in chosen if fates[mutant.name] not in NOTICED]
    same = [mutant for mutant in lived if mutant.change in explained]
    for mutant in lived:
        if mutant not in same:
            print(f"\n{fates[mutant.name]}: {mutant.name}")
            print("\n".join([f"- {line}" for line in mutant.old]))
            print("\n".join([f"+ {line}" for line in mutant.new]))
    print(f"\n{'module':34}{'mutants':>8}{'noticed':>8}{'same':>6}{'lived':>6}")
    for path in sorted({mutant.path for mutant in chosen}):
        count, left, equal = (
            sum(mutant.path == path for mutant in ones) for ones in (chosen, lived, same)
        )
        print(f"{path!s:34}{count:8}{count - left:8}{equal:6}{left - equal:6}")
    print(", ".join(f"{fate} {number}" for fate, number in Counter(fates.values()).items()))
    noticed, catchable = len(chosen) - len(lived), len(chosen) - len(same)
    print(
        f"{noticed} of {len(chosen)} noticed ({noticed / len(chosen):.1%}); of {len(lived)} others "
        f"{len(same)} are explained in {EXPLAINED}; {noticed / catchable:.1%} of the rest"
    )
    return 0 if noticed >= WANTED * len(chosen) else 1


def _change(function: str, lines: Iterable[str]) -> Change:
    lines = list(lines)
    old = tuple(line[1:].strip() for line in lines if line.startswith("-"))
    new = tuple(line[1:].strip() for line in lines if line.startswith("+"))
    return Change(function, old, new)


def read_explained(text: str) -> dict[Change, str]:
    """Return the reason by change: blocks of the function, `-` and `+` lines and `= reason`."""
    found: dict[Change, str] = {}
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines() if not line.startswith("#")]
        if lines:
            reasons = [line[1:].strip() for line in lines if line.startswith("=")]
            found[_change(lines[0], lines[1:])] = " ".join(reasons)
    return found


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[1])
    sys.exit(main())

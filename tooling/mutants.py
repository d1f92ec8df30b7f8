"""Spoil the code in small ways and see whether the tests notice: `make mutants`.

mutmut writes a copy of each function for every way in which it can be spoilt (a number one more,
`<` for `<=`, an argument left out) and runs the tests that reach the function. All mutants take
hours; a sample drawn by a seed, each module in proportion, takes minutes and is the same again.

A survivor is either a gap of the tests or the same program in other words; the latter are listed
with the reason in `tests/data/mutants.txt`, by function and change and not by line.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mutmut.configuration import config
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import get_mutant_name

EXPLAINED = Path("tests/data/mutants.txt")
LOG = Path("mutants/run.log")
WANTED = 0.9
NOTICED = ("killed", "timeout", "segfault")


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
    parser.add_argument("--resume", action="store_true", help="not those noticed before")
    given = parser.parse_args(arguments)
    by_path = mutants(given.part)
    count = sum(map(len, by_path.values()))
    chosen = sampled(by_path, given.sample or count, given.seed)
    print(f"{len(chosen)} of {count} mutants, seed {given.seed}", flush=True)
    mutmut = str(Path(sys.executable).with_name("mutmut"))
    noticed = [name for name, path in chosen.items() if given.resume and _is_noticed(name, path)]
    names = [name for name in chosen if name not in noticed]
    command = ["nice", "-n", "10", mutmut, "run", "--max-children", str(given.processes), *names]
    Path("mutants").mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        done = subprocess.run(command, check=False, stdout=log, stderr=log)  # noqa: S603
    if done.returncode:
        print(f"mutmut stopped; {LOG} says why", file=sys.stderr)
        return 1
    return report(chosen)


def mutants(part: str) -> dict[Path, list[str]]:
    """Return the names of all mutants of the modules whose name has `part` in it."""
    paths = sorted(path for path in Path("finder").rglob("*.py") if config().should_mutate(path))
    return {
        path: [
            get_mutant_name(path, name)
            for name in mutate_file_contents(str(path), path.read_text("utf-8")).mutant_names
        ]
        for path in paths
        if part in str(path)
    }


def sampled(by_path: dict[Path, list[str]], size: int, seed: int) -> dict[str, Path]:
    """Return `size` mutants and where each is, every module with its share of them."""
    chance = random.Random(seed)  # noqa: S311
    shuffled = [
        (name, path) for path, names in by_path.items() for name in chance.sample(names, len(names))
    ]
    step = max(1.0, len(shuffled) / size)
    start = chance.random() * step
    picked = [shuffled[int(start + step * turn)] for turn in range(min(size, len(shuffled)))]
    return dict(picked)


def report(chosen: dict[str, Path]) -> int:
    """Print what became of the chosen mutants; return 0 if enough were noticed, else 1."""
    fate = {name: _status(name, path) for name, path in chosen.items()}
    explained = read_explained(EXPLAINED.read_text("utf-8"))
    lived = [name for name in fate if fate[name] not in NOTICED]
    same = [name for name in lived if change(name, chosen[name]) in explained]
    for name in lived:
        if name not in same:
            print(f"\n{fate[name]}: {name}\n{_changed_lines(name, chosen[name])}")
    noticed = len(fate) - len(lived)
    print(f"\n{'module':34}{'mutants':>8}{'noticed':>8}{'same':>6}{'lived':>6}")
    for path in sorted(set(chosen.values())):
        here = [name for name in chosen if chosen[name] == path]
        counts = Counter("lived" if name in lived else "noticed" for name in here)
        equal = sum(name in same for name in here)
        print(f"{path!s:34}{len(here):8}{counts['noticed']:8}{equal:6}{counts['lived'] - equal:6}")
    print(", ".join(f"{status} {number}" for status, number in Counter(fate.values()).items()))
    print(
        f"{noticed} of {len(fate)} noticed ({noticed / len(fate):.1%}); of {len(lived)} others "
        f"{len(same)} are explained in {EXPLAINED}"
    )
    return 0 if noticed >= WANTED * len(fate) else 1


def _status(name: str, path: Path) -> str:
    codes = json.loads(Path(f"mutants/{path}.meta").read_text("utf-8"))["exit_code_by_key"]
    return str(status_by_exit_code[codes.get(name)])


def _is_noticed(name: str, path: Path) -> bool:
    return Path(f"mutants/{path}.meta").is_file() and _status(name, path) in NOTICED


def _changed_lines(name: str, path: Path) -> str:
    lines = get_diff_for_mutant(name, path=path).splitlines()
    return "\n".join(line for line in lines if re.match(r"[-+](?![-+]{2} )", line))


def change(name: str, path: Path) -> Change:
    """Return what a mutant changes."""
    function = name.partition("__mutmut_")[0].replace(".x_", ".").replace(".xǁ", ".")
    return _change(function.replace("ǁ", "."), _changed_lines(name, path).splitlines())


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

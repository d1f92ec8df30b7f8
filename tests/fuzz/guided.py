"""Give the finder input that coverage leads: `python -m tests.fuzz.guided`.

atheris changes bytes a little, looks which of them reach code of the finder that none has reached
before, and goes on from those. The bytes decide what the generators of the targets make of them,
so that nearly every input gets past the first check. Each target runs in a process of its own,
which is slow because every jump is counted; what it finds is tried here again, as it is in use.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.fuzz import everything
from tests.fuzz.choices import Guided, Seeded
from tests.fuzz.running import Given, give, where
from tests.fuzz.target import Target
from tests.fuzz.watchdog import Watchdog

LONGEST = 1000
_FIRST = 60
_FEWEST = 500


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=300_000, help="inputs in all")
    parser.add_argument("--target", action="append", help="only this one; may be repeated")
    parser.add_argument("--seed", type=int, default=1, help="another one gives other inputs")
    parser.add_argument("--state", type=Path, default=Path("var/fuzz/guided"), help="what is kept")
    given = parser.parse_args()
    chosen = [one for one in everything.TARGETS if not given.target or one.name in given.target]
    share = sum(one.share for one in chosen)
    watchdog = Watchdog()
    total = failures = 0
    print(f"{'target':<18}{'inputs':>10}{'kept':>8}{'worst ms':>10}{'failures':>10}", flush=True)
    for one in chosen:
        runs = max(_FEWEST, given.runs * one.share // share)
        folder = given.state / one.name
        count = led(one, folder, runs, given.seed)
        kept = len(list((folder / "corpus").iterdir()))
        with suppress(Exception):
            # What is made once is no part of an input.
            one.check(one.make(Seeded(0)))
        with watchdog.running():
            again = list(_again(one, folder, watchdog))
        worst_ms = max((came.took_s * 1000 for _, came in again), default=0)
        wrong = [(data, came.error) for data, came in again if came.error]
        print(f"{one.name:<18}{count:>10,}{kept:>8,}{worst_ms:>10.1f}{len(wrong):>10,}", flush=True)
        for data, error in wrong:
            print(f"  {where(error)}: {str(error)[:300]}\n  {data.hex()}", file=sys.stderr)
        total += count
        failures += len(wrong)
    print(f"{'all':<18}{total:>10,}{'':>18}{failures:>10,}")
    return bool(failures)


def led(target: Target, folder: Path, runs: int, seed: int) -> int:
    """Let atheris give a target some inputs and return how many it gave.

    What reached new code is kept in the folder and is where the next run goes on from.
    """
    corpus, found = folder / "corpus", folder / "found"
    for path in (corpus, found):
        path.mkdir(parents=True, exist_ok=True)
    random = Random(f"{target.name}:{seed}")
    for number in range(_FIRST):
        (corpus / f"first-{seed}-{number}").write_bytes(random.randbytes(random.randint(0, 400)))
    counted = folder / "inputs"
    counted.write_text("0")
    with (folder / "run.log").open("wb") as log:
        command = [sys.executable, "-m", "tests.fuzz.under_atheris"]
        subprocess.run(
            [*command, target.name, str(folder), str(runs), str(seed)],
            stdout=log, stderr=log, check=False,
        )  # fmt: skip
    count = int(counted.read_text())
    if count < min(runs, _FEWEST):
        raise SystemExit(f"{target.name}: {folder / 'run.log'} says why it ended too early")
    return count


def _again(target: Target, folder: Path, watchdog: Watchdog) -> Iterator[tuple[bytes, Given]]:
    """Yield what comes of the inputs that went wrong or took longest, without any counting."""
    for path in sorted((folder / "found").iterdir()):
        data = path.read_bytes()
        yield data, give(target, Guided(data), watchdog)


if __name__ == "__main__":
    sys.exit(main())

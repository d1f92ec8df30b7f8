"""Give the finder hostile input: `python -m tests.fuzz`."""

from __future__ import annotations

import argparse
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from tests.fuzz import everything
from tests.fuzz.choices import Seeded
from tests.fuzz.running import BATCH, batch, keep_tally, read_tallies, seed_of, table
from tests.fuzz.watchdog import Watchdog

_MILLION = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=_MILLION, help="inputs in all")
    parser.add_argument("--target", action="append", help="only this one; may be repeated")
    parser.add_argument("--seed", type=int, default=1, help="another one gives other inputs")
    parser.add_argument("--state", type=Path, default=Path("var/fuzz"), help="what is kept")
    parser.add_argument("--show", type=int, help="print the input of this seed and its end")
    given = parser.parse_args()
    chosen = [one for one in everything.TARGETS if not given.target or one.name in given.target]
    if given.show is not None:
        made = chosen[0].make(Seeded(given.show))
        print(repr(made))
        chosen[0].check(made)
        return
    folder = given.state / f"seed-{given.seed}"
    tallies = read_tallies(folder, everything.TARGETS)
    share = sum(one.share for one in chosen)
    wanted = {one.name: -(-given.runs * one.share // share) for one in chosen}
    watchdog = Watchdog()

    def found(seed: int, error: BaseException) -> None:
        print(f"  seed {seed}: ", end="", file=sys.stderr)
        print("".join(traceback.format_exception(error)[-3:])[:1500], file=sys.stderr, flush=True)

    for one in chosen:
        # What is made once, such as the finder itself, is no part of an input.
        with suppress(Exception):
            one.check(one.make(Seeded(0)))
    with watchdog.running():
        # In turns, so that a run that is stopped has tried everything.
        while left := [one for one in chosen if tallies[one.name].inputs < wanted[one.name]]:
            one = min(left, key=lambda one: tallies[one.name].inputs / wanted[one.name])
            tally = tallies[one.name]
            numbers = range(tally.inputs, min(tally.inputs + BATCH, wanted[one.name]))
            seeds = (seed_of(one, given.seed, number) for number in numbers)
            batch(one, seeds, tally, watchdog, found)
            keep_tally(folder, one, tally)
            print(f"\r{sum(t.inputs for t in tallies.values()):>9,} ", end="", flush=True)
    # Another process may run other targets meanwhile.
    tallies = read_tallies(folder, everything.TARGETS)
    print(f"\r{table(tallies)}")
    sys.exit(any(one.failures for one in tallies.values()))


main()

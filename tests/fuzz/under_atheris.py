"""One target under atheris: the process that `tests.fuzz.guided` starts for it."""

from __future__ import annotations

import atexit
import hashlib
import logging
import sys
import warnings
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["finder"]):
    from finder.hours.evaluation import day_intervals
    from finder.hours.reading import read_hours
    from tests.fuzz import everything

from tests.fuzz.choices import Guided, Seeded
from tests.fuzz.guided import LONGEST
from tests.fuzz.running import give, where
from tests.fuzz.watchdog import Watchdog

# Counting makes everything slower; what is too slow without it is seen when it is tried again.
_LIMIT_S = 3.0
_ONE_TURN = 1000


def main() -> None:
    name, folder, runs, seed = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    warnings.simplefilter("ignore")
    logging.disable()
    target = next(one for one in everything.TARGETS if one.name == name)
    target.check(target.make(Seeded(0)))
    watchdog = Watchdog(_LIMIT_S)
    count, worst_s = 0, 0.0
    places: set[str] = set()

    def keep() -> None:
        (folder / "inputs").write_text(str(count))

    def one(data: bytes) -> None:
        nonlocal count, worst_s
        came = give(target, Guided(data), watchdog)
        count += 1
        place = where(came.error) if came.error else ""
        # One of each kind; the slowest ones, each slower than the last.
        if (place and place not in places) or came.took_s > 1.2 * worst_s:
            (folder / "found" / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
            places.add(place)
            worst_s = max(worst_s, came.took_s)
        if count % _ONE_TURN == 0:
            # What is remembered reaches no code.
            read_hours.cache_clear()
            day_intervals.cache_clear()
            keep()

    atexit.register(keep)
    # The watchdog has the alarm, and no timer of libFuzzer.
    flags = (
        *(f"-atheris_runs={runs}", f"-seed={seed}", f"-max_len={LONGEST}", "-len_control=0"),
        *("-timeout=0", "-rss_limit_mb=0", f"-artifact_prefix={folder}/found/"),
    )
    atheris.Setup([sys.argv[0], *flags, str(folder / "corpus")], one)
    with watchdog.running():
        atheris.Fuzz()


main()

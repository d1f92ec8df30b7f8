"""Runs inputs through the targets in batches that can be stopped, taken up again, and repeated."""

from __future__ import annotations

import gc
import hashlib
import json
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from finder.filing import placed, prepared
from finder.hours.evaluation import day_intervals
from finder.hours.reading import read_hours
from tests.fuzz.choices import Choices, Seeded
from tests.fuzz.target import Target
from tests.fuzz.watchdog import HangError, Watchdog

BATCH = 1000
# What is kept of one target; a hundred with one cause say no more.
_MOST_KEPT = 20


@dataclass
class Tally:
    """What has come of one target.

    Args:
        inputs: how many were given.
        worst_ms: milliseconds of the processor that the slowest took.
        worst_seed: makes the slowest input again.
        failures: how many went wrong.
        found: the seeds of some of them, by where they went wrong.
    """

    inputs: int = 0
    worst_ms: float = 0.0
    worst_seed: int = 0
    failures: int = 0
    found: dict[str, list[str]] = field(default_factory=dict)


def seed_of(target: Target, run: int, number: int) -> int:
    """Return the seed of an input: the same in every run of the same number."""
    digest = hashlib.sha256(f"{target.name}:{run}:{number}".encode()).digest()
    return int.from_bytes(digest[:8])


def batch(
    target: Target, seeds: Iterator[int], tally: Tally, watchdog: Watchdog,
    found: Callable[[int, BaseException], None],
) -> None:  # fmt: skip
    """Give a target the inputs of some seeds and add what came of it to the tally."""
    for seed in seeds:
        failure = give(target, Seeded(seed), watchdog)
        tally.inputs += 1
        if failure.took_s * 1000 > tally.worst_ms:
            tally.worst_ms, tally.worst_seed = failure.took_s * 1000, seed
        if failure.error is not None:
            tally.failures += 1
            place = where(failure.error)
            kept = tally.found.setdefault(place, [])
            if len(kept) < _MOST_KEPT:
                kept.append(f"{seed}: {type(failure.error).__name__} {str(failure.error)[:200]}")
            found(seed, failure.error)
    # They would hold a million answers that nobody asks for again.
    read_hours.cache_clear()
    day_intervals.cache_clear()
    gc.collect()


@dataclass(frozen=True, slots=True)
class Given:
    """What came of one input."""

    took_s: float
    error: BaseException | None


def give(target: Target, choices: Choices, watchdog: Watchdog) -> Given:
    """Make one input and give it to a target; one that cannot be made is a fault as well."""
    took = [0.0]
    try:
        given = target.make(choices)
        with watchdog.input() as took:
            target.check(given)
    except (Exception, HangError) as raised:
        return Given(took[0], raised)
    return Given(took[0], None)


def where(error: BaseException) -> str:
    """Return the last place of ours that an error came through, by which it is known again."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "/finder/" in one.filename] or frames
    last = ours[-1]
    return f"{Path(last.filename).name}:{last.lineno} {last.name}"


def read_tallies(folder: Path, targets: Sequence[Target]) -> dict[str, Tally]:
    """Return what came of the run so far."""
    return {one.name: _read_tally(folder / f"{one.name}.json") for one in targets}


def _read_tally(path: Path) -> Tally:
    return Tally(**json.loads(path.read_text("utf-8"))) if path.is_file() else Tally()


def keep_tally(folder: Path, target: Target, tally: Tally) -> None:
    """Keep what came of one target so far, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{target.name}.json"
    placed(prepared(path, json.dumps(asdict(tally), ensure_ascii=False).encode()), path)


def table(tallies: dict[str, Tally]) -> str:
    """Return what came of a run as a table."""
    rows = [f"{'target':<18}{'inputs':>10}{'worst ms':>10}{'failures':>10}"]
    rows += [
        f"{name:<18}{one.inputs:>10,}{one.worst_ms:>10.1f}{one.failures:>10,}"
        for name, one in tallies.items()
    ]
    worst = max((one.worst_ms for one in tallies.values()), default=0)
    total = sum(one.inputs for one in tallies.values())
    failures = sum(one.failures for one in tallies.values())
    return "\n".join([*rows, f"{'all':<18}{total:>10,}{worst:>10.1f}{failures:>10,}"])

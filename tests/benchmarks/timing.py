"""Times, memory and the machine they were measured on."""

from __future__ import annotations

import ctypes
import gc
import os
import platform
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

Answer = TypeVar("Answer")

ROOT = Path(__file__).resolve().parents[2]


def header() -> dict[str, str]:
    """Return what has to be known of a measurement: machine, Python, commit."""
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {_memory_gb():.0f} GB",
        "python": platform.python_version(),
        "commit": _git("describe", "--always", "--dirty"),
    }


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def percentile(values: Sequence[float], part: float) -> float:
    """Return the smallest value that `part` (0 to 1) of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-part * len(ordered) // 1) - 1)]


def timed(call: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return the seconds that a call takes, and its answer."""
    start = time.perf_counter()
    answer = call()
    return time.perf_counter() - start, answer


def held_bytes() -> int:
    """Return the memory of this process, after everything unused has been given back."""
    gc.collect()
    # Only glibc has it; elsewhere what is given back late counts as held.
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")

"""The limit: a k-d tree in C (`kdtree.c`), compiled when it is measured, called through ctypes."""

from __future__ import annotations

import ctypes
import datetime as dt
import shutil
import subprocess
import tempfile
import weakref
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from finder.chords import spot
from finder.facility import Kind
from finder.geo import Point
from finder.holidays import Calendar
from tests.benchmarks.lists import MadeUp
from tests.benchmarks.ways import LeftOut, Query, Way, exact, ranks

_SOURCE = Path(__file__).with_name("kdtree.c")
NAME = "C k-d tree (limit)"


@cache
def _library() -> ctypes.CDLL:
    """Compile the tree and return it."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "kdtree.so"
        command = ["cc", "-O3", "-march=native", "-fno-math-errno", "-shared", "-fPIC"]
        command += ["-o", str(made), str(_SOURCE), "-lm"]
        subprocess.run(command, check=True, capture_output=True)
        library = ctypes.CDLL(str(made))
    pointer, whole, real = ctypes.c_void_p, ctypes.c_int32, ctypes.c_double
    library.tree_new.argtypes = [whole, pointer, pointer, pointer]
    library.tree_new.restype = pointer
    library.tree_free.argtypes = [pointer]
    library.tree_free.restype = None
    library.tree_minute.argtypes = [pointer, pointer]
    library.tree_minute.restype = None
    library.tree_nearest.argtypes = [
        *(pointer, real, real, real),
        *(whole, whole, whole, pointer, pointer),
    ]
    library.tree_nearest.restype = whole
    return library


def build(made: MadeUp, calendar: Calendar) -> Query:
    """Return a way that writes the minute into the tree when it changes."""
    library = _library()
    tree = library.tree_new(
        len(made.facilities), _address(made.xyz_m), _address(made.hours_of), _address(made.kind_of)
    )
    rules, order = made.rules, list(Kind)
    held_when: dt.datetime | None = None
    room = 0
    places = chords = None

    def query(position: Point, when: dt.datetime, count: int, kinds: tuple[Kind, ...]) -> list[int]:
        nonlocal held_when
        if when != held_when:
            now = np.array(ranks(rules, when, calendar), np.uint8)
            library.tree_minute(tree, _address(now))
            held_when = when
        x, y, z = spot(position)[:3]
        mask = sum(1 << order.index(kind) for kind in kinds)

        def nearest(rank: int, k: int) -> tuple[list[int], list[float]]:
            nonlocal room, places, chords
            if k > room:
                room, places, chords = k, (ctypes.c_int32 * k)(), (ctypes.c_double * k)()
            assert places is not None and chords is not None
            found = library.tree_nearest(tree, x, y, z, rank, mask, k, places, chords)
            return places[:found], chords[:found]

        return exact(nearest, made, position, count)

    weakref.finalize(query, library.tree_free, tree)
    return query


def _address(array: NDArray[np.generic]) -> int:
    assert array.flags.c_contiguous
    return array.ctypes.data


def way() -> Way | LeftOut:
    """Return the limit, if there is a compiler."""
    if shutil.which("cc") is None:
        return LeftOut(NAME, "no C compiler (cc)")
    try:
        _library()
    except (OSError, subprocess.CalledProcessError):
        return LeftOut(NAME, "cc could not compile it")
    return Way(NAME, build)

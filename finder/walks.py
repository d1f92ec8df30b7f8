"""Which facilities of a long list let somebody in who walks there now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from finder.boxes import Floats, Numbers
from finder.geo import WALK_DETOUR, WALK_M_PER_MIN
from finder.ranks import Ranks
from finder.search import LONGEST_WALK_MIN

# A walk so near to a whole minute may be rounded up or not: some tenths of a millimetre.
_DOUBT_MIN = 1e-5


def let_in(
    arcs: Floats, numbers: Numbers, ranks: Callable[[dt.datetime], Ranks], when: dt.datetime
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """Return who is let in, and of which facilities that is in doubt.

    Args:
        arcs: how far away they are, in metres.
        numbers: those of their opening hours.
        ranks: returns the ranks of all opening hours at a moment, as `finder.search.rank`.
    """
    exact = arcs * (WALK_DETOUR / WALK_M_PER_MIN)
    walks = np.ceil(exact)
    found = walks <= LONGEST_WALK_MIN
    doubt = np.flatnonzero(abs(exact - np.rint(exact)) < _DOUBT_MIN)
    minutes, at = np.unique(walks[found].astype(np.int64), return_inverse=True)
    if len(minutes):
        table = np.stack([ranks(when + dt.timedelta(minutes=one)) for one in minutes.tolist()])
        found[found] = table[at, numbers[found]] == 0
    return found, doubt

"""The order of positions along a Hilbert curve, in which neighbours stay together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_BITS = 16


def curve_order(
    lats: npt.NDArray[np.float64], lons: npt.NDArray[np.float64]
) -> npt.NDArray[np.intp]:
    """Return the numbers of positions in degrees in the order of the curve (Hilbert 1891).

    The curve fills the box round all of them; which side of the date line a position lies on only
    makes a difference to how near its neighbours in the order are.
    """
    x, y = _scaled(lons), _scaled(lats)
    length = np.zeros(len(x), np.int64)
    for bit in reversed(range(_BITS)):
        right, upper = (x >> bit) & 1, (y >> bit) & 1
        length += ((3 * right) ^ upper) << (2 * bit)
        # The curve enters its lower quarters turned, and the right one of them mirrored too.
        mirrored = (upper == 0) & (right == 1)
        side = (1 << bit) - 1
        x, y = np.where(mirrored, side - x, x) & side, np.where(mirrored, side - y, y) & side
        x, y = np.where(upper == 0, y, x), np.where(upper == 0, x, y)
    return np.argsort(length, kind="stable")


def _scaled(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    if not len(degrees):
        return np.empty(0, np.int64)
    low, width = degrees.min(), np.ptp(degrees)
    steps = (degrees - low) / (width or 1.0) * ((1 << _BITS) - 1)
    return steps.astype(np.int64)  # type: ignore[no-any-return]

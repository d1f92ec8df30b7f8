"""The order along the curve keeps neighbours together."""

from __future__ import annotations

import numpy as np

from finder.hilbert import curve_order


def test_a_grid_is_walked_from_neighbour_to_neighbour() -> None:
    # 65,536 steps divide evenly into the 16 lines of the grid.
    lats, lons = (axis.ravel().astype(float) for axis in np.mgrid[0:16, 0:16])
    order = curve_order(lats, lons)
    assert sorted(order.tolist()) == list(range(256))
    steps = abs(np.diff(lats[order])) + abs(np.diff(lons[order]))
    assert steps.tolist() == [1.0] * 255


def test_no_position_and_one_position_have_an_order() -> None:
    assert curve_order(np.empty(0), np.empty(0)).tolist() == []
    assert curve_order(np.array([39.9]), np.array([116.7])).tolist() == [0]
    assert curve_order(np.full(3, 39.9), np.full(3, 116.7)).tolist() == [0, 1, 2]

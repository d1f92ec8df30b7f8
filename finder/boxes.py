"""Points in space in a tree of boxes, and the nearest of them to a spot.

The points lie along a Hilbert curve; every `LEAF` of them in a row share a box, and every
`BRANCH` boxes a bigger one (a packed R-tree: Kamel and Faloutsos 1993). Its parts are arrays, so
that numpy looks at a branch at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int32]

LEAF = 32
BRANCH = 64
# So many branches and leaves are looked at to begin with: a spot may lie in a few at once.
FIRST = 4
FIRST_LEAVES = 8
# Below that all points are looked at.
FEWEST = 1024

# Where no point is: farther away than any two spots on Earth are.
_NOWHERE_M = 1e9
# How much longer a chord than another may be, and its geodesic no longer: their curvatures lie
# between 1/6,335 km and 1/6,400 km. By the square of the chord in metres, twice as much as that
# makes; the first term is rounding.
_ROUNDING = 1e-9
_CURVATURE = 1e-16


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """Chosen points in a tree.

    Args:
        points: x, y and z in metres of all points and of one that is nowhere, (n + 1, 3).
        chosen: which of them are in the tree, a multiple of `LEAF` of them (the last ones may be
            nowhere), or all if there are few.
        count: how many of the points chosen are somewhere.
        leaves: centres and half sides of the boxes, (branches, BRANCH, 6); none if there are few.
        branches: the same of the bigger boxes, (branches, 6).
    """

    points: Floats
    chosen: Numbers
    count: int
    leaves: Floats
    branches: Floats

    @property
    def size_bytes(self) -> int:
        """The memory of the tree itself, without the points."""
        return self.chosen.nbytes + self.leaves.nbytes + self.branches.nbytes


def with_nowhere(points: Floats) -> Floats:
    """Return points, (n, 3), with one more that is nowhere."""
    return np.vstack([points, np.full((1, 3), _NOWHERE_M)])


def boxes(points: Floats, chosen: Numbers) -> Boxes:
    """Return a tree of the points with the numbers `chosen`, which are in the curve's order."""
    count = len(chosen)
    if count <= FEWEST:
        none = np.empty((0, 6))
        return Boxes(points, chosen.astype(np.int32), count, none, none)
    width = LEAF * BRANCH
    padded = np.full(-(-count // width) * width, len(points) - 1, dtype=np.int32)
    padded[:count] = chosen
    corners = points[padded[: -(-count // LEAF) * LEAF]].reshape(-1, LEAF, 3)
    # A last leaf that is not full has only its own points.
    corners[-1, (count - 1) % LEAF + 1 :] = points[chosen[-1]]
    sides = np.full((len(padded) // LEAF, 2, 3), _NOWHERE_M)
    sides[: len(corners), 0], sides[: len(corners), 1] = corners.min(axis=1), corners.max(axis=1)
    low, high = sides.reshape(-1, BRANCH, 2, 3).transpose(2, 0, 1, 3)
    # Boxes of nothing must not make the last branch reach to nowhere.
    top = np.where(high < _NOWHERE_M, high, -_NOWHERE_M).max(axis=1)
    return Boxes(points, padded, count, _middles(low, high), _middles(low.min(axis=1), top))


def nearest(tree: Boxes, start: Floats, count: int) -> Numbers:
    """Return numbers of points, in no order, with the `count` nearest by geodesic among them.

    They are `count` and a few more whose chords are as good as the same.

    Args:
        start: x, y and z of where they are to be near to.
    """
    if tree.count <= count:
        return tree.chosen[: tree.count]
    if not len(tree.branches):
        return _within(tree.chosen, _squares(tree.points[tree.chosen] - start), count)
    if len(tree.branches) <= FIRST:
        leaves = np.arange(len(tree.branches) * BRANCH)
        leaf_away = _box_squares(tree.leaves.reshape(-1, 6), start)
    else:
        away = _box_squares(tree.branches, start)
        first = _smallest(away, FIRST + count // (LEAF * BRANCH))
        leaves, leaf_away = _leaves_of(tree, first, start)
    best = _smallest(leaf_away, FIRST_LEAVES + count // LEAF)
    chosen = _points_of(tree, leaves[best])
    squares = _squares(tree.points[chosen] - start)
    reach = _reach(squares, count)
    if len(tree.branches) > FIRST:
        near = np.flatnonzero(away <= reach)
        # Otherwise they are among the first, which are the nearest boxes.
        if len(near) > len(first):
            leaves, leaf_away = _leaves_of(tree, near, start)
            best = best[:0]
    near = np.flatnonzero(leaf_away <= reach)
    if len(near) <= len(best):
        return chosen[squares <= reach]
    chosen = _points_of(tree, leaves[near])
    return _within(chosen, _squares(tree.points[chosen] - start), count)


def _middles(low: Floats, high: Floats) -> Floats:
    return np.concatenate([(low + high) / 2, (high - low) / 2], axis=-1)


def _squares(steps: Floats) -> Floats:
    squares: Floats = np.einsum("ij,ij->i", steps, steps)
    return squares


def _box_squares(sides: Floats, start: Floats) -> Floats:
    """Return the squares of the shortest ways from `start` to boxes, (n, 6)."""
    steps = np.abs(sides[:, :3] - start)
    steps -= sides[:, 3:]
    np.maximum(steps, 0.0, out=steps)
    return _squares(steps)


def _smallest(values: Floats, count: int) -> npt.NDArray[np.intp]:
    if count >= len(values):
        return np.arange(len(values))
    if count == 1:
        return np.array([values.argmin()])
    return values.argpartition(count)[:count]


def _leaves_of(
    tree: Boxes, branches: npt.NDArray[np.intp], start: Floats
) -> tuple[npt.NDArray[np.intp], Floats]:
    """Return the leaves of branches, and the squares of the shortest ways to them."""
    numbers = (branches[:, None] * BRANCH + np.arange(BRANCH)).ravel()
    return numbers, _box_squares(tree.leaves[branches].reshape(-1, 6), start)


def _points_of(tree: Boxes, leaves: npt.NDArray[np.intp]) -> Numbers:
    return tree.chosen.reshape(-1, LEAF)[leaves].ravel()


def _reach(squares: Floats, count: int) -> float:
    """Return the square of a chord that none of the `count` nearest by geodesic exceeds."""
    if len(squares) < count:
        return np.inf
    chord2 = float(np.partition(squares, count - 1)[count - 1])
    return chord2 * (1 + _ROUNDING + _CURVATURE * chord2) + _ROUNDING


def _within(chosen: Numbers, squares: Floats, count: int) -> Numbers:
    return chosen[squares <= _reach(squares, count)]

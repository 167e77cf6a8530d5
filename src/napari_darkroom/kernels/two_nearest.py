"""The two nearest others of every point, searched in a grid of cells."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Points in a cell, on average over the box around all of them.
_IN_A_CELL = 2


def two_nearest(points: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return for every point the two nearest others, −1 where there is none.

    Of several at the same distance the first ones are taken.

    Parameters
    ----------
    points : array of float, (points, 3)
        Places in physical units.
    """
    nearest = np.full((len(points), 2), -1, dtype=np.intp)
    if len(points) < 2:
        return nearest
    side, shape = _grid(points)
    cells = np.minimum((points - points.min(axis=0)) // side, shape - 1).astype(np.int64)
    flat = (cells[:, 0] * shape[1] + cells[:, 1]) * shape[2] + cells[:, 2]
    order = np.argsort(flat, kind="stable")
    start = np.zeros(np.prod(shape) + 1, dtype=np.int64)
    np.cumsum(np.bincount(flat, minlength=len(start) - 1), out=start[1:])
    _search(points[order], cells[order], (order, start, shape, side), nearest)
    return nearest


def _grid(points: NDArray[np.float64]) -> tuple[float, NDArray[np.int64]]:
    """Return the side of the cells, and how many there are along each axis."""
    extent = np.ptp(points, axis=0)
    wide = extent[extent > 0]
    if len(wide) == 0:
        return 1.0, np.ones(3, dtype=np.int64)
    side = (np.prod(wide) * _IN_A_CELL / len(points)) ** (1 / len(wide))
    # A box that is thin along an axis would else have more cells than points.
    side = max(side, wide.max() * _IN_A_CELL / len(points))
    return float(side), (extent // side).astype(np.int64) + 1


@njit(nogil=True, cache=True)
def _search(points: Any, cells: Any, grid: Any, nearest: Any) -> None:
    """Search in growing shells of cells, until a shell is further away than the second found."""
    order, _, shape, side = grid
    most = max(shape[0], shape[1], shape[2])
    best, who = np.empty(2), np.empty(2, np.int64)
    for i in range(len(points)):
        best[:], who[:] = np.inf, -1
        for shell in range(most):
            # What lies in a shell is at least a whole cell less than its number away; rounding
            # may have put a point into the next cell.
            if shell > 1 and ((shell - 1) * side * (1 - 1e-9)) ** 2 > best[1]:
                break
            _search_shell(i, shell, (points, cells), grid, (best, who))
        nearest[order[i], 0], nearest[order[i], 1] = who[0], who[1]


@njit(nogil=True, cache=True)
def _search_shell(i: Any, shell: Any, given: Any, grid: Any, found: Any) -> None:
    points, cells = given
    _, start, shape, _ = grid
    z, y, x = cells[i]
    for cz in range(max(z - shell, 0), min(z + shell + 1, shape[0])):
        for cy in range(max(y - shell, 0), min(y + shell + 1, shape[1])):
            row = (cz * shape[1] + cy) * shape[2]
            left, right = max(x - shell, 0), min(x + shell, shape[2] - 1)
            if abs(cz - z) == shell or abs(cy - y) == shell:
                _compare(i, (start[row + left], start[row + right + 1]), points, grid, found)
                continue
            if x - shell >= 0:
                _compare(i, (start[row + left], start[row + left + 1]), points, grid, found)
            if x + shell < shape[2]:
                _compare(i, (start[row + right], start[row + right + 1]), points, grid, found)


@njit(nogil=True, cache=True)
def _compare(i: Any, part: Any, points: Any, grid: Any, found: Any) -> None:
    order = grid[0]
    best, who = found
    for j in range(part[0], part[1]):
        if j == i:
            continue
        dz, dy = points[j, 0] - points[i, 0], points[j, 1] - points[i, 1]
        along = points[j, 2] - points[i, 2]
        _keep_two(best, who, dz * dz + dy * dy + along * along, order[j])


@njit(nogil=True, cache=True)
def _keep_two(best: Any, who: Any, apart: Any, candidate: Any) -> None:
    """Keep a candidate if it is among the two nearest, of equals the lower."""
    if apart < best[0] or (apart == best[0] and candidate < who[0]):
        best[1], who[1] = best[0], who[0]
        best[0], who[0] = apart, candidate
    elif apart < best[1] or (apart == best[1] and candidate < who[1]):
        best[1], who[1] = apart, candidate

"""What windows of 2 × 2 × 2 voxels tell about all objects of a volume: surfaces, Euler numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Voxels of a window, the place of each being its bit.
_VOXELS = tuple(product((0, 1), repeat=3))
# Steps from a voxel to half of its 26 neighbours.
STEPS = tuple(step for step in product((-1, 0, 1), repeat=3) if step > (0, 0, 0))


@dataclass(frozen=True)
class Octants:
    """What windows add up.

    Attributes
    ----------
    crossings : array of int, (objects, 13)
        How often lines through the centres of voxels enter or leave each object, by `STEPS`.
    euler, euler_strict : array of int, (objects,)
        Parts minus tunnels plus cavities where voxels that touch at a corner are connected, and
        where but those that share a face are.
    area : array of float, (objects,)
        Sum of what was given for each window.
    """

    crossings: NDArray[np.int64]
    euler: NDArray[np.int64]
    euler_strict: NDArray[np.int64]
    area: NDArray[np.float64]


def octants(index: NDArray[Any], count: int, areas: NDArray[np.float64]) -> Octants:
    """Add up the windows of objects 1 to `count` of an index image.

    Parameters
    ----------
    areas : array of float, (256,)
        What each window adds to the area; bit 4z + 2y + x is set where voxel (z, y, x) of the
        window is the object's.
    """
    terms = np.array([_terms(window) for window in range(256)], dtype=np.int64)
    sums = np.zeros((count, terms.shape[1]), dtype=np.int64)
    area = np.zeros(count)
    _add_windows(index, terms, areas, sums, area)
    # A pair of voxels lies in 4, 2 or 1 windows.
    shared = np.array([1 << step.count(0) for step in STEPS])
    return Octants(sums[:, :13] // shared, sums[:, 13] // 8, sums[:, 14] // 8, area)


def _terms(window: int) -> list[int]:
    """Return what a window adds: crossings by `STEPS`, eight times both Euler numbers."""
    inside = {voxel: bool(window >> place & 1) for place, voxel in enumerate(_VOXELS)}
    crossings = [
        sum(
            inside[voxel] != inside[other]
            for voxel in _VOXELS
            if (other := tuple(a + b for a, b in zip(voxel, step, strict=True))) in inside
        )
        for step in STEPS
    ]
    # The corner in the middle of the window, the edges, faces and voxels around it, each by the
    # share of it that lies in the window: an alternating sum over those that have any of their
    # voxels, or all of them, in the object.
    euler = [0, 0]
    for fixed in product((None, 0, 1), repeat=3):
        around = [
            inside[voxel]
            for voxel in _VOXELS
            if all(a is None or a == b for a, b in zip(fixed, voxel, strict=True))
        ]
        free = fixed.count(None)
        share = (1 << free) * (1 if free % 2 else -1)
        euler[0] += share * any(around)
        euler[1] -= share * all(around)
    return [*crossings, *euler]


@njit(nogil=True, cache=True)
def _add_windows(index: Any, terms: Any, areas: Any, sums: Any, area: Any) -> None:
    depth, height, width = index.shape
    nothing = np.zeros(width, dtype=index.dtype)
    window = np.zeros(8, dtype=np.int64)
    for z in range(depth + 1):
        for y in range(height + 1):
            # The four rows around an edge along x.
            a = index[z - 1, y - 1] if z > 0 and y > 0 else nothing
            b = index[z - 1, y] if z > 0 and y < height else nothing
            c = index[z, y - 1] if z < depth and y > 0 else nothing
            d = index[z, y] if z < depth and y < height else nothing
            for x in range(width + 1):
                if 0 < x < width:
                    k = a[x]
                    one = (b[x] == k) & (c[x] == k) & (d[x] == k) & (a[x - 1] == k)
                    if one & (b[x - 1] == k) & (c[x - 1] == k) & (d[x - 1] == k):
                        continue
                for row, values in enumerate((a, b, c, d)):
                    window[2 * row] = values[x - 1] if x > 0 else 0
                    window[2 * row + 1] = values[x] if x < width else 0
                _add(window, terms, areas, sums, area)


@njit(nogil=True, cache=True)
def _add(window: Any, terms: Any, areas: Any, sums: Any, area: Any) -> None:
    """Add what a window is to each of its objects, each once."""
    for i in range(8):
        k = window[i]
        if k == 0:
            continue
        place = 0
        for j in range(8):
            if window[j] == k:
                if j < i:
                    place = -1
                    break
                place += 1 << j
        if place > 0:
            area[k - 1] += areas[place]
            for term in range(terms.shape[1]):
                sums[k - 1, term] += terms[place, term]

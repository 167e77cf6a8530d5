"""Discs and balls around places; where they meet, a pixel belongs to the nearest one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.label_marks import draw
from napari_darkroom.kernels.label_radius import limit_of, squared_steps
from napari_darkroom.kernels.side_by_side import in_strips


def discs(
    places: NDArray[np.intp],
    numbers: NDArray[Any],
    radius: Sequence[float],
    shape: tuple[int, ...],
) -> NDArray[np.int32]:
    """Return an image with the pixels at an offset d from a place with sum((d / radius)²) ≤ 1.

    Distances are measured in the same way; of several places as near the lowest number is taken.

    Parameters
    ----------
    places : array of int (n, ndim)
        Centres, in pixels.
    numbers : array of int
        The number of each, from 1.
    radius : sequence of float
        Pixels along each axis; below 1 nothing is reached along it.
    shape : tuple of int
        Of the image, 2-D or 3-D.
    """
    ndim = len(shape)
    order = np.argsort(numbers, kind="stable")
    centres = np.zeros((len(places), 3), dtype=np.int64)
    centres[:, 3 - ndim :] = places[order]
    steps = np.array([np.inf] * (3 - ndim) + list(squared_steps(radius)))
    reach = np.array([0] * (3 - ndim) + [int(r) for r in radius])
    owner = np.zeros((1,) * (3 - ndim) + tuple(shape), dtype=np.int32)
    _paint(owner, centres, steps, reach, limit_of(radius))
    table = np.concatenate([np.zeros(1, np.int32), np.asarray(numbers, np.int32)[order]])
    line = owner.reshape(-1)
    in_strips(line.size, line.size, draw, table, line.view(np.uint32), line)
    return owner.reshape(shape)


@njit(nogil=True, cache=True)
def _paint(owner: Any, centres: Any, steps: Any, reach: Any, limit: Any) -> None:
    """Write for each pixel the position of the nearest centre, counted from 1."""
    depth, height, width = owner.shape
    for n in range(len(centres)):
        z, y, x = centres[n]
        for i in range(max(z - reach[0], 0), min(z + reach[0] + 1, depth)):
            for j in range(max(y - reach[1], 0), min(y + reach[1] + 1, height)):
                for k in range(max(x - reach[2], 0), min(x + reach[2] + 1, width)):
                    far = _distance(steps, i - z, j - y, k - x)
                    if far <= limit and _is_nearer(owner, centres, steps, (i, j, k), far):
                        owner[i, j, k] = n + 1


@njit(nogil=True, cache=True)
def _is_nearer(owner: Any, centres: Any, steps: Any, place: Any, far: Any) -> Any:
    i, j, k = place
    n = owner[i, j, k] - 1
    if n < 0:
        return True
    z, y, x = centres[n]
    return far < _distance(steps, i - z, j - y, k - x)


@njit(nogil=True, cache=True)
def _distance(steps: Any, z: Any, y: Any, x: Any) -> Any:
    # A step along an axis that is not reached is infinite, and none along it is 0.
    along = steps[2] * x * x if x else 0.0
    along += steps[1] * y * y if y else 0.0
    return along + (steps[0] * z * z if z else 0.0)

"""The pixels within a distance of a mask: exact, also where a distance is met to the last digit."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.footprints import footprint
from napari_darkroom.kernels.grey import dilate

# Up to so many pixels in its box a footprint is laid on faster than distances are found.
_FEW = 800
# Squared distances are compared with the square of the radius like this in every footprint.
_TOLERANCE = 1e-9
# What is rounded in 32 bits is far below this share.
_ROUNDED = 1e-4
# So many squares are looked at at a time: copies of all of them would take memory.
_BLOCK = 2**18


def within(mask: NDArray[np.bool_], radius: Sequence[float]) -> NDArray[np.bool_]:
    """Return which pixels have a pixel of the mask at an offset d with sum((d / radius)²) ≤ 1.

    What lies outside of the image has no say. It is the dilation by the footprint ``disk`` of
    `kernels.footprints`, at a cost that does not grow with large radii.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
    radius : sequence of float
        Pixels along each axis; below 1 nothing is reached along it.
    """
    largest = max(radius)
    if largest < 1 or not mask.any():
        return mask.copy()
    if math.prod(2 * int(r) + 1 for r in radius) <= _FEW:
        return dilate(mask, footprint(radius, "disk"))
    return _within_far(mask, radius, largest)


def _within_far(
    mask: NDArray[np.bool_], radius: Sequence[float], largest: float
) -> NDArray[np.bool_]:
    from napari_darkroom.kernels.distance import squared_distance

    # In units in which the radius is the same along all axes; out of reach where it is below 1.
    steps = [largest / r if r >= 1 else 2 * largest + 2 for r in radius]
    squares = squared_distance(~mask, steps)
    limit = largest**2 * (1 + _TOLERANCE)
    result = np.asarray(squares <= limit)
    if len(set(steps)) > 1 or largest >= 2**11:
        places = _doubtful(squares, limit)
        result[tuple(places.T)] = _reached(mask, places, radius)
    return result


def _doubtful(squares: NDArray[np.float32], limit: float) -> NDArray[np.intp]:
    """Return the places of squares that are too close to a limit to be compared in 32 bits."""
    flat = squares.reshape(-1)
    found = [
        low + np.flatnonzero(np.abs(flat[low : low + _BLOCK] - limit) <= _ROUNDED * limit)
        for low in range(0, flat.size, _BLOCK)
    ]
    return np.stack(np.unravel_index(np.concatenate(found), squares.shape), axis=1)


def _reached(
    mask: NDArray[np.bool_], places: NDArray[np.intp], radius: Sequence[float]
) -> NDArray[np.bool_]:
    """Return which places have a pixel of the mask at an offset on the rim of the footprint.

    Farther in there is none, or they would not be in doubt.
    """
    shape = np.array(mask.shape)
    found = np.zeros(len(places), dtype=bool)
    for offset in _rim(radius) if len(places) else []:
        there = places + offset
        inside = ((there >= 0) & (there < shape)).all(axis=1) & ~found
        found[inside] = mask[tuple(there[inside].T)]
    return found


def _rim(radius: Sequence[float]) -> NDArray[np.intp]:
    """Return the offsets that lie within the footprint, and next to its surface."""
    reach = [int(r) for r in radius]
    grids = np.meshgrid(*(np.arange(-r, r + 1) for r in reach), indexing="ij")
    squares = sum((g / max(r, 0.5)) ** 2 for g, r in zip(grids, radius, strict=True))
    near = np.abs(np.asarray(squares) - 1) <= 4 * _ROUNDED
    return np.argwhere(near & (squares <= 1 + _TOLERANCE)) - reach

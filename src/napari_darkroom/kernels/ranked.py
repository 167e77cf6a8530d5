"""Values at some places in order, without putting all of them in order."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.histogram import count_floats

_BINS = 4096


def ranked(
    values: NDArray[Any], ends: tuple[float, float], places: tuple[int, int]
) -> NDArray[np.float64]:
    """Return the finite values at two places in order, 0 being that of the smallest.

    Parameters
    ----------
    values : array of float32 or float64
    ends : (float, float)
        The smallest and the largest finite value.
    places : (int, int)
        The second is the first, or the next.
    """
    low, high = ends
    if low == high:
        return np.full(2, low)
    # Of whole numbers few lie on these edges, and none of what there is most of: the smallest.
    beside = (high - low) / (3 * _BINS)
    begin, end = low - beside, high + beside
    # A range of few steps of the pixel type has no edge above its end, the widest have none at all.
    if not (math.isfinite(end - begin) and end > high):
        return np.partition(values[np.isfinite(values)], places)[list(places)].astype(np.float64)
    edges = np.linspace(begin, end, _BINS + 1)
    counts = count_floats(values, edges)
    below = np.cumsum(counts)
    first, last = np.searchsorted(below, places, side="right")
    before = int(below[first] - counts[first])
    some = np.empty(int(below[last]) - before, values.dtype)
    _take(np.ravel(values), (edges[first], edges[last + 1]), some)
    own = [place - before for place in places]
    return np.partition(some, own)[own].astype(np.float64)


@njit(nogil=True, cache=True)
def _take(flat: Any, ends: Any, some: Any) -> None:
    """Write the finite values from an end up to another one into `some`."""
    n = 0
    for k in range(len(flat)):
        value = np.float64(flat[k])
        if ends[0] <= value < ends[1]:
            some[n] = flat[k]
            n += 1

"""Opening by area: bright parts that are too small go, all others keep their shape."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.label_ids import counts, look_up
from napari_darkroom.kernels.margin import lowest, offsets, with_margin, without_margin
from napari_darkroom.kernels.pieces import connected_pieces

# So many different values are sorted by counting.
_COUNTED = 2**16
_LARGEST_SHORT = 2**31


def area_opening(image: NDArray[Any], size: float, *, diagonal: bool) -> NDArray[Any]:
    """Return the image with every bright part below `size` pixels cut down to its surroundings.

    Union–find over the pixels from bright to dark: A. Meijster and M. Wilkinson, IEEE PAMI 24
    (2002) 484–494. Missing pixels (NaN) have no say and stay missing.
    """
    if image.dtype == bool:
        return _keep_large_pieces(image, size, diagonal)
    if image.dtype == np.float16:
        wide = area_opening(image.astype(np.float32), size, diagonal=diagonal)
        return wide.astype(np.float16)
    nan = missing(image)
    low = lowest(image.dtype)
    values = with_margin(image if nan is None else np.where(nan, low, image), low)
    domain = with_margin(np.ones(image.shape, bool) if nan is None else ~nan, False)
    steps = offsets(values.shape, image.ndim, diagonal)
    order = bright_to_dark(values, domain)
    _cut(values.ravel(), order, steps, np.zeros(values.size, order.dtype), size)
    result = without_margin(values, image.ndim)
    if nan is not None:
        result[nan] = np.nan
    return result


def _keep_large_pieces(mask: NDArray[np.bool_], size: float, diagonal: bool) -> NDArray[np.bool_]:
    if mask.all():
        return mask.copy()
    pieces = connected_pieces(mask, diagonal=diagonal)
    large = counts(pieces, int(pieces.max()) + 1) >= size
    large[0] = False
    return look_up(large, pieces)


def bright_to_dark(values: NDArray[Any], domain: NDArray[np.bool_]) -> NDArray[Any]:
    """Return where the pixels of a domain lie, from the largest value to the smallest."""
    index = np.dtype(np.int32 if values.size < _LARGEST_SHORT else np.int64)
    places = np.flatnonzero(domain).astype(index)
    given = values.ravel()[places]
    if len(given) and given.dtype.kind in "iu" and int(given.max()) - int(given.min()) < _COUNTED:
        unsigned = np.dtype(f"u{given.dtype.itemsize}")
        depth = given.max().view(unsigned) - given.view(unsigned)
        order = np.empty(len(given), index)
        _count_sort(depth, places, np.zeros(_COUNTED + 1, np.int64), order)
        return order
    return np.asarray(places[np.argsort(given, kind="stable")][::-1])


@njit(nogil=True, cache=True)
def _count_sort(keys: Any, places: Any, start: Any, order: Any) -> None:
    for k in keys:
        start[np.int64(k) + 1] += 1
    for k in range(1, len(start)):
        start[k] += start[k - 1]
    for i in range(len(keys)):
        k = np.int64(keys[i])
        order[start[k]] = places[i]
        start[k] += 1


@njit(nogil=True, cache=True)
def _cut(values: Any, order: Any, steps: Any, parents: Any, size: Any) -> None:
    # A parent below 0 is the size of a part, as a negative number; 0 is not reached yet.
    for p in order:
        parents[p] = -1
        for step in steps:
            q = p + step
            if parents[q] != 0:
                _join(values, parents, p, q, size)
    for i in range(len(order) - 1, -1, -1):
        p = order[i]
        if parents[p] > 0:
            values[p] = values[parents[p]]


@njit(nogil=True, cache=True)
def _join(values: Any, parents: Any, p: Any, q: Any, size: Any) -> None:
    """Join the part of a reached neighbour to the part of p, unless it is large enough."""
    root = q
    while parents[root] > 0:
        root = parents[root]
    while q != root:
        above = parents[q]
        parents[q] = root
        q = above
    if root == p:
        return
    if values[root] == values[p] or -parents[root] < size:
        parents[p] += parents[root]
        parents[root] = p
    else:
        parents[p] = min(parents[p], -np.int64(np.ceil(size)))

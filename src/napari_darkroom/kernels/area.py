"""Opening by area: bright parts that are too small go, all others keep their shape."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.label_ids import counts, look_up
from napari_darkroom.kernels.levels import levels_of
from napari_darkroom.kernels.margin import lowest, offsets, with_margin, without_margin
from napari_darkroom.kernels.pieces import connected_pieces

_LARGEST_SHORT = 2**31


def area_opening(image: NDArray[Any], size: float, *, diagonal: bool) -> NDArray[Any]:
    """Return the image with every bright part below `size` pixels cut down to its surroundings.

    Union–find over the pixels from bright to dark: A. Meijster and M. Wilkinson, IEEE PAMI 24
    (2002) 484–494. Missing pixels (NaN) have no say and stay missing.
    """
    if image.size == 0:
        return image.copy()
    if image.dtype == bool:
        return _keep_large_pieces(image, size, diagonal)
    if image.dtype == np.float16:
        wide = area_opening(image.astype(np.float32), size, diagonal=diagonal)
        return wide.astype(np.float16)
    low, nan = lowest(image.dtype), missing(image)
    values = with_margin(image if nan is None else np.where(nan, low, image), low)
    parents, heads = _chains(image, nan)
    ways = (heads, offsets(values.shape, image.ndim, diagonal))
    _cut(values.ravel(), parents.ravel(), ways, size)
    del parents, ways, heads
    result = without_margin(values, image.ndim)
    if nan is not None:
        result[nan] = np.nan
    return result


def _chains(
    image: NDArray[Any], nan: NDArray[np.bool_] | None
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the level of each pixel, 0 for the brightest, and room for the head of each chain.

    Below 0 where nothing is: at missing pixels and in the margin.
    """
    levels, number = levels_of(image, None if nan is None else ~nan, falling=True)
    levels = levels.astype(np.int32 if levels.size < _LARGEST_SHORT else np.int64, copy=False)
    outside = np.iinfo(levels.dtype).min
    for axis in range(levels.ndim):
        np.moveaxis(levels, axis, 0)[[0, -1]] = outside
    if nan is not None:
        levels[(slice(1, -1),) * levels.ndim][nan] = outside
    return levels, np.zeros(number, levels.dtype)


def _keep_large_pieces(mask: NDArray[np.bool_], size: float, diagonal: bool) -> NDArray[np.bool_]:
    if mask.all():
        return mask.copy()
    pieces = connected_pieces(mask, diagonal=diagonal)
    large = counts(pieces, int(pieces.max()) + 1) >= size
    large[0] = False
    return look_up(large, pieces)


@njit(nogil=True, cache=True)
def _cut(values: Any, parents: Any, ways: Any, size: Any) -> None:
    heads, steps = ways
    _chain(parents, heads)
    outside = np.iinfo(parents.dtype).min
    for head in heads:
        p = np.int64(head)
        while p > 0:
            # A pixel's parent stands where its chain was; below 0 it is the size of a part.
            following = np.int64(parents[p])
            parents[p] = -1
            for step in steps:
                q = p + step
                # Reached is what is brighter, or as bright and before it in the chain.
                brighter = values[q] > values[p] or (values[q] == values[p] and q > p)
                if brighter and parents[q] != outside:
                    _join(values, parents, p, q, size)
            p = following
    _lower(values, parents)


@njit(nogil=True, cache=True)
def _chain(parents: Any, heads: Any) -> None:
    """Write the last pixel of every level, and at each pixel the one before it, in place of levels.

    Place 0 is in the margin, and ends a chain.
    """
    for p in range(len(parents)):
        level = parents[p]
        if level >= 0:
            parents[p] = heads[level]
            heads[level] = p


@njit(nogil=True, cache=True)
def _lower(values: Any, parents: Any) -> None:
    """Give each pixel the value of the root of its part."""
    for p in range(len(values)):
        root = np.int64(p)
        while parents[root] > 0:
            root = np.int64(parents[root])
        q = np.int64(p)
        while q != root:
            above = np.int64(parents[q])
            parents[q], values[q] = root, values[root]
            q = above


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

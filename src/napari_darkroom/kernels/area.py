"""Opening by area: bright parts that are too small go, all others keep their shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.bright_to_dark import chains, in_order, parent_base, root_of
from napari_darkroom.kernels.grey import as_it_is, turn_over, upside_down
from napari_darkroom.kernels.label_ids import counts, look_up
from napari_darkroom.kernels.margin import inner, lowest, offsets, with_margin, without_margin
from napari_darkroom.kernels.pieces import connected_pieces


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
    return _opened(image, size, diagonal, as_it_is)


def area_closing(image: NDArray[Any], size: float, *, diagonal: bool) -> NDArray[Any]:
    """Return the image with every dark part below `size` pixels filled up to its surroundings."""
    if image.size == 0 or image.dtype in (bool, np.float16):
        return upside_down(area_opening(upside_down(image), size, diagonal=diagonal))
    return _opened(image, size, diagonal, turn_over)


def _opened(
    image: NDArray[Any], size: float, diagonal: bool, turn: Callable[[NDArray[Any]], None]
) -> NDArray[Any]:
    """Return the opening of an image that is turned in place before, and back after it."""
    low, nan = lowest(image.dtype), missing(image)
    values = with_margin(image, low)
    own = inner(values, image.ndim)
    turn(own)
    if nan is not None:
        own[nan] = low
    following, heads, mixed = chains(values, None if nan is None else ~nan, image.ndim)
    steps = offsets(values.shape, image.ndim, diagonal)
    _cut(values.reshape(-1), following.reshape(-1), (heads, mixed, steps), size)
    del following, heads
    if nan is not None:
        own[nan] = np.nan
    turn(own)
    return without_margin(values, image.ndim)


def _keep_large_pieces(mask: NDArray[np.bool_], size: float, diagonal: bool) -> NDArray[np.bool_]:
    if mask.all():
        return mask.copy()
    pieces = connected_pieces(mask, diagonal=diagonal)
    large = counts(pieces, int(pieces.max()) + 1) >= size
    large[0] = False
    return look_up(large, pieces)


@njit(nogil=True, cache=True)
def _cut(values: Any, parents: Any, ways: Any, size: Any) -> None:
    heads, mixed, steps = ways
    outside, base = np.iinfo(parents.dtype).min, parent_base(parents)
    some = np.empty(1024, np.int64)
    for head in heads[::-1]:
        p = np.int64(head)
        if mixed:
            p, some = in_order(values, parents, p, some)
        while p > 0:
            # A pixel's parent stands where its chain was; below 0 it is the size of a part.
            following = np.int64(parents[p])
            parents[p] = -1
            for step in steps:
                q = p + step
                if parents[q] >= base or outside < parents[q] < 0:
                    _join(values, parents, (p, q, base), size)
            p = following
    for place in range(len(values)):
        if parents[place] >= base:
            values[place] = values[root_of(parents, place, base)]


@njit(nogil=True, cache=True)
def _join(values: Any, parents: Any, pair: Any, size: Any) -> None:
    """Join the part of a reached neighbour to the part of p, unless it is large enough."""
    p, q, base = pair
    root = root_of(parents, q, base)
    if root == p:
        return
    if values[root] == values[p] or -parents[root] < size:
        parents[p] += parents[root]
        parents[root] = p + base
    else:
        parents[p] = min(parents[p], -np.int64(np.ceil(size)))

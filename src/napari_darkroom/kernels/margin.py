"""Images with a margin of one pixel, as lines of pixels whose neighbours lie at fixed offsets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray


def with_margin(array: NDArray[Any], value: Any) -> NDArray[Any]:
    """Return the pixels of a plane or volume with `value` around them, as a volume.

    A plane has no margin along z, and stays a plane.
    """
    shape = (1,) * (3 - array.ndim) + tuple(n + 2 for n in array.shape)
    result = np.full(shape, value, dtype=array.dtype)
    inner(result, array.ndim)[:] = array
    return result


def inner(volume: NDArray[Any], ndim: int) -> NDArray[Any]:
    """Return a view of the pixels within the margin, of `ndim` axes."""
    return volume[0, 1:-1, 1:-1] if ndim == 2 else volume[1:-1, 1:-1, 1:-1]


def without_margin(volume: NDArray[Any], ndim: int) -> NDArray[Any]:
    """Return the pixels without the margin, of `ndim` axes."""
    return np.ascontiguousarray(inner(volume, ndim))


def offsets(shape: Sequence[int], ndim: int, diagonal: bool) -> NDArray[np.int64]:
    """Return how far the neighbours of a pixel lie from it in a volume of `shape`, in order.

    Parameters
    ----------
    shape : sequence of int
        Of the volume with its margin.
    ndim : int
        2 where the volume is one plane: it has no neighbours along z.
    diagonal : bool
        Whether pixels that meet at a corner or an edge alone are neighbours too.
    """
    depth = (0,) if ndim == 2 else (-1, 0, 1)
    steps = [s for s in product(depth, (-1, 0, 1), (-1, 0, 1)) if any(s)]
    if not diagonal:
        steps = [s for s in steps if sum(map(abs, s)) == 1]
    strides = np.array([shape[1] * shape[2], shape[2], 1], dtype=np.int64)
    return np.asarray(np.array(steps, dtype=np.int64) @ strides)


def lowest(dtype: np.dtype[Any]) -> Any:
    """Return the smallest value of a type."""
    if dtype.kind == "f":
        return dtype.type(-np.inf)
    return dtype.type(False) if dtype.kind == "b" else dtype.type(np.iinfo(dtype).min)


def highest(dtype: np.dtype[Any]) -> Any:
    """Return the largest value of a type."""
    if dtype.kind == "f":
        return dtype.type(np.inf)
    return dtype.type(True) if dtype.kind == "b" else dtype.type(np.iinfo(dtype).max)

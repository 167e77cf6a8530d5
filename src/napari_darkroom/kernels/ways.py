"""Ways from a pixel to its neighbours in a flattened image, which has no margin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit


def ways_in(shape: Sequence[int], *, diagonal: bool) -> tuple[Any, ...]:
    """Return the steps to the neighbours, the nearest first, along each axis and all in one.

    Returns
    -------
    steps : array of int64
        In the flattened image.
    moves : array of int64
        Along z, y and x.
    shape, reach : tuple of int
        How long the image is along them, and how far a move may lead: not along a missing axis.
    """
    reach = (0,) * (3 - len(shape)) + (1,) * len(shape)
    volume = (1,) * (3 - len(shape)) + tuple(shape)
    grid = np.indices([2 * far + 1 for far in reach]).reshape(3, -1).T - reach
    squares = (grid**2).sum(axis=1)
    order = np.argsort(squares, kind="stable")
    most = len(shape) if diagonal else 1
    moves = grid[order[(squares[order] > 0) & (squares[order] <= most)]].astype(np.int64)
    strides = np.array([volume[1] * volume[2], volume[2], 1])
    return moves @ strides, moves, volume, reach


@njit(nogil=True, cache=True, inline="always")
def at_edge(p: Any, shape: Any, reach: Any) -> Any:
    """Whether a way from a pixel may lead out of the image."""
    depth, height, width = shape
    row = p // width
    z = row // height
    y, x = row - z * height, p - row * width
    along_x = x < reach[2] or x >= width - reach[2]
    along_y = y < reach[1] or y >= height - reach[1]
    return along_x or along_y or z < reach[0] or z >= depth - reach[0]


@njit(nogil=True, cache=True, inline="always")
def leads_out(p: Any, move: Any, shape: Any) -> Any:
    """Whether a move from a pixel leads out of the image."""
    depth, height, width = shape
    row = p // width
    z, y, x = row // height + move[0], row % height + move[1], p % width + move[2]
    return x < 0 or x >= width or y < 0 or y >= height or z < 0 or z >= depth

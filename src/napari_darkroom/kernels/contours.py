"""Contours of all objects of a plane, traced along the edges of their pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


@dataclass(frozen=True)
class Contours:
    """What walks around objects count; an entry an object.

    Pixels that touch at a corner are connected, so that a hole is closed by pixels that do.

    Attributes
    ----------
    parts, holes : array of int
        Outer and inner contours.
    tall, wide : array of int
        Edges of pixels along y and along x that the outer contours pass.
    corners : array of int
        Corners of the outer contours, where of two with but one edge between them one counts.
    """

    parts: NDArray[np.int64]
    holes: NDArray[np.int64]
    tall: NDArray[np.int64]
    wide: NDArray[np.int64]
    corners: NDArray[np.int64]


def contours(index: NDArray[Any], count: int) -> Contours:
    """Walk around objects 1 to `count` of an index image."""
    found = np.zeros((count, 5), dtype=np.int64)
    _walk_all(index, np.zeros(index.shape, dtype=np.bool_), found)
    return Contours(*found.T)


def traced_perimeters(found: Contours, spacing: Sequence[float]) -> NDArray[np.float64]:
    """Return the length of the outer contours with their corners cut, as in ImageJ.

    A corner replaces two edges, along y and along x, by the diagonal between them; holes are left
    out.
    """
    tall, wide = spacing
    saved = tall + wide - np.sqrt(tall * tall + wide * wide)
    return found.tall * tall + found.wide * wide - found.corners * saved


@njit(nogil=True, cache=True)
def _walk_all(index: Any, seen: Any, found: Any) -> None:
    height, width = index.shape
    for y in range(height):
        for x in range(width):
            k = index[y, x]
            if k == 0 or (x + 1 < width and index[y, x + 1] == k) or seen[y, x]:
                continue
            # The right edge of the pixel begins a contour. Of an outer one it is the end of the
            # first run of the top row: where the walk begins, ImageJ's count of corners depends.
            turned, tall, wide, corners = _walk(index, seen, y, x)
            row = found[k - 1]
            if turned < 0:
                row[0] += 1
                row[2] += tall
                row[3] += wide
                row[4] += corners
            else:
                row[1] += 1


@njit(nogil=True, cache=True)
def _walk(index: Any, seen: Any, y: Any, x: Any) -> Any:
    """Walk around from the right edge of a pixel, the object on the right hand.

    Mark the right edges passed. Return the turn in right angles, counterclockwise as seen on the
    screen (−4 around an object, 4 around a hole), edges along y and x, and corners.
    """
    k = index[y, x]
    seen[y, x] = True
    # Places are corners between pixels, (v, u) the one above and left of pixel (v, u). Directions
    # are 0 right, 1 up, 2 left, 3 down.
    first_v, first_u = y + 1, x + 1
    v, u, direction, turned = first_v, first_u, 3, 0
    tall, wide, corners, since, counted = 0, 0, 0, 0, False
    while True:
        turn = -1
        if _inside(index, k, v, u, (direction + 1) & 3):
            turn = 1
        elif _inside(index, k, v, u, direction):
            turn = 0
        if turn != 0:
            counted = since > 1 or not counted
            corners += counted
            since = 0
            direction = (direction + turn) & 3
            turned += turn
        since += 1
        if direction == 0:
            u += 1
        elif direction == 1:
            v -= 1
        elif direction == 2:
            u -= 1
        else:
            seen[v, u - 1] = True
            v += 1
        tall += direction & 1
        wide += 1 - (direction & 1)
        if v == first_v and u == first_u and direction == 3:
            return turned, tall, wide, corners


@njit(nogil=True, cache=True)
def _inside(index: Any, k: Any, v: Any, u: Any, direction: Any) -> Any:
    """Return whether the pixel ahead and to the right is one of the object."""
    if direction in (1, 2):
        v -= 1
    if direction in (2, 3):
        u -= 1
    height, width = index.shape
    return 0 <= v < height and 0 <= u < width and index[v, u] == k

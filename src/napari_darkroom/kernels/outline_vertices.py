"""The outlines of all objects of a plane as polygons along the edges of their pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


@dataclass(frozen=True)
class Outlines:
    """Closed outlines, in the order in which they are met row by row.

    Pixels that touch at a corner alone are not connected, so that no outline touches itself.

    Attributes
    ----------
    owner : array of int
        The object of each outline, from 1.
    hole : array of bool
        Whether it surrounds a hole; outer ones go clockwise as seen on the screen.
    vertices : list of array (k, 2)
        The corners of pixels at which each outline turns, y and x in pixels.
    """

    owner: NDArray[np.int64]
    hole: NDArray[np.bool_]
    vertices: list[NDArray[np.float64]]


def outline_vertices(index: NDArray[Any]) -> Outlines:
    """Walk around all objects of an index image: 0 for background, objects above."""
    framed = np.pad(np.asarray(index), 1)
    corners = np.empty((_most_vertices(framed), 2), dtype=np.int64)
    ends = np.empty((len(corners) // 4 + 1, 2), dtype=np.int64)
    found = int(_walk_all(framed, np.zeros(framed.shape, dtype=np.bool_), corners, ends))
    owner, stop = ends[:found].T
    # The corner above and left of pixel (1, 1) of the frame is half a pixel before (0, 0).
    places = corners[: stop[-1] if found else 0] - 1.5
    vertices = np.split(places, stop[:-1]) if found else []
    hole = np.array([_area(one) < 0 for one in vertices], dtype=bool)
    return Outlines(owner.copy(), hole, vertices)


def _area(vertices: NDArray[np.float64]) -> float:
    """Return the area inside, below 0 where the walk is anticlockwise on the screen."""
    y, x = (vertices - vertices[0]).T
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2)


@njit(nogil=True, cache=True)
def _most_vertices(index: Any) -> Any:
    """Return how often outlines can turn: once for each object around each corner of pixels."""
    height, width = index.shape
    most = 0
    for v in range(1, height):
        for u in range(1, width):
            a, b = index[v - 1, u - 1], index[v - 1, u]
            c, d = index[v, u - 1], index[v, u]
            if a != b or c != d or a != c:
                most += 4
    return most


@njit(nogil=True, cache=True)
def _walk_all(index: Any, seen: Any, corners: Any, ends: Any) -> Any:
    height, width = index.shape
    at, found = 0, 0
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            k = index[y, x]
            if k != 0 and index[y - 1, x] != k and not seen[y, x]:
                at = _walk(index, seen, (y, x), corners, at)
                ends[found, 0] = k
                ends[found, 1] = at
                found += 1
    return found


@njit(nogil=True, cache=True)
def _walk(index: Any, seen: Any, start: Any, corners: Any, at: Any) -> Any:
    """Walk around from the upper edge of a pixel, the object on the right hand.

    Mark the upper edges passed, write the corners and return where the next outline begins.
    """
    y, x = start
    k = index[y, x]
    # Directions are 0 right, 1 down, 2 left, 3 up; (v, u) is the corner above and left of a pixel.
    v, u, direction = y, x, 0
    while True:
        if direction == 0:
            seen[v, u] = True
            u += 1
        elif direction == 1:
            v += 1
        elif direction == 2:
            u -= 1
        else:
            v -= 1
        back, leftward = direction >> 1, (direction + 1) >> 1 & 1
        ahead_right = index[v - back, u - leftward]
        ahead_left = index[v - 1 + leftward, u - back]
        if ahead_right != k:
            direction = (direction + 1) & 3
        elif ahead_left == k:
            direction = (direction - 1) & 3
        else:
            continue
        corners[at, 0], corners[at, 1] = v, u
        at += 1
        if v == y and u == x and direction == 0:
            return at

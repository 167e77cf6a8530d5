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
    corners : array of int, (n, 2)
        The corners of pixels at which outlines turn, one outline after the other: the pixel below
        and to the right of each.
    stops : array of int
        Where the corners of each outline end.
    """

    owner: NDArray[np.int64]
    hole: NDArray[np.bool_]
    corners: NDArray[np.int32]
    stops: NDArray[np.int64]


def outline_vertices(index: NDArray[Any]) -> Outlines:
    """Walk around all objects of an index image: 0 for background, objects above."""
    given = np.ascontiguousarray(index)
    turns = int(_count_turns(given))
    corners = np.empty((turns, 2), dtype=np.int32)
    # Each outline turns four times at least.
    found = np.empty((turns // 4, 3), dtype=np.int64)
    count = int(_walk_all(given, np.zeros(given.shape, dtype=np.bool_), corners, found))
    owner, stops, turned = found[:count].T
    return Outlines(owner.copy(), turned < 0, corners, stops.copy())


@njit(nogil=True, cache=True)
def _at(index: Any, y: Any, x: Any) -> Any:
    """Return the object of a pixel, 0 outside of the image."""
    if 0 <= y < index.shape[0] and 0 <= x < index.shape[1]:
        return np.int64(index[y, x])
    return np.int64(0)


@njit(nogil=True, cache=True)
def _count_turns(index: Any) -> Any:
    """Return how often outlines turn at the corners of pixels."""
    height, width = index.shape
    turns = 0
    for v in range(height + 1):
        for u in range(width + 1):
            if 0 < v < height and 0 < u < width:
                a, b = np.int64(index[v - 1, u - 1]), np.int64(index[v - 1, u])
                c, d = np.int64(index[v, u - 1]), np.int64(index[v, u])
                if a == b and c == d:
                    continue
                if a == c and b == d:
                    continue
            else:
                a, b = _at(index, v - 1, u - 1), _at(index, v - 1, u)
                c, d = _at(index, v, u - 1), _at(index, v, u)
            turns += _turns_of(a, b, c, d) + _turns_of(b, a, d, c)
            turns += _turns_of(c, a, d, b) + _turns_of(d, b, c, a)
    return turns


@njit(nogil=True, cache=True)
def _turns_of(own: Any, one: Any, other: Any, opposite: Any) -> Any:
    """Return how often the outline of a pixel's object turns in its corner between two others."""
    if own == 0:
        return 0
    if own not in (one, other):
        return 1
    # Of three pixels the one in the middle has the corner that points inward.
    return int(own == one and own == other and own != opposite)


@njit(nogil=True, cache=True)
def _walk_all(index: Any, seen: Any, corners: Any, found: Any) -> Any:
    height, width = index.shape
    at, count = 0, 0
    for y in range(height):
        for x in range(width):
            k = index[y, x]
            if k != 0 and not seen[y, x] and (y == 0 or index[y - 1, x] != k):
                at, turned = _walk(index, seen, (y, x), corners, at)
                found[count, 0], found[count, 1], found[count, 2] = k, at, turned
                count += 1
    return count


@njit(nogil=True, cache=True)
def _walk(index: Any, seen: Any, start: Any, corners: Any, at: Any) -> Any:
    """Walk around from the upper edge of a pixel, the object on the right hand.

    Mark the upper edges passed and write the corners. Return where the next outline begins, and
    the turns to the right less those to the left: 4 around an object, -4 around a hole.
    """
    y, x = start
    k = np.int64(index[y, x])
    # Directions are 0 right, 1 down, 2 left, 3 up; (v, u) is the corner above and left of a pixel.
    v, u, direction, turned = y, x, 0, 0
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
        if _at(index, v - back, u - leftward) != k:
            turn = 1
        elif _at(index, v - 1 + leftward, u - back) == k:
            turn = -1
        else:
            continue
        direction = (direction + turn) & 3
        turned += turn
        corners[at, 0], corners[at, 1] = v, u
        at += 1
        if v == y and u == x and direction == 0:
            return at, turned

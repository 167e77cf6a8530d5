"""Many polygons drawn one after the other, each with a value of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

_NEAR = 1e-9


@njit(nogil=True, cache=True)
def draw_polygons(planes: Any, corners: Any, objects: Any, values: Any) -> None:
    """Write values where objects lie; what a later one covers is its own.

    A pixel is covered if its centre lies inside of a polygon (even-odd rule) or on its edge; what
    lies in an even number of the polygons of one object is a hole.

    Parameters
    ----------
    planes : array (planes, height, width)
        Written to.
    corners : (array (n, 2), array of int)
        y and x in pixels, polygon after polygon, and where each polygon begins, and the last ends.
    objects : (array of int, array of int)
        Where the polygons of each object begin, and the last one's end; the plane of each object.
    values : array
        What each object is drawn with.
    """
    vertices, begins = corners
    firsts, where = objects
    size = planes.shape[1], planes.shape[2]
    for n in range(len(values)):
        first, last = firsts[n], firsts[n + 1]
        top, left, bottom, right = _box(vertices[begins[first] : begins[last]], size)
        covered = np.zeros((bottom - top, right - left), np.bool_)
        for k in range(first, last):
            own = vertices[begins[k] : begins[k + 1]]
            y, x, stop, end = _box(own, size)
            part = covered[y - top : stop - top, x - left : end - left]
            _turn_over(own, (y, x), part)
        target = planes[where[n], top:bottom, left:right]
        for y in range(covered.shape[0]):
            for x in range(covered.shape[1]):
                if covered[y, x]:
                    target[y, x] = values[n]


@njit(nogil=True, cache=True)
def _box(vertices: Any, size: Any) -> Any:
    """Return the first row and column and the ends of the pixels around a polygon."""
    low_y, low_x = vertices[0, 0], vertices[0, 1]
    high_y, high_x = low_y, low_x
    for i in range(1, len(vertices)):
        low_y, high_y = min(low_y, vertices[i, 0]), max(high_y, vertices[i, 0])
        low_x, high_x = min(low_x, vertices[i, 1]), max(high_x, vertices[i, 1])
    top, left = _within(np.floor(low_y), 0, size[0]), _within(np.floor(low_x), 0, size[1])
    bottom = _within(np.ceil(high_y) + 1, top, size[0])
    return top, left, bottom, _within(np.ceil(high_x) + 1, left, size[1])


@njit(nogil=True, cache=True)
def _within(value: Any, low: Any, high: Any) -> Any:
    return np.int64(min(max(value, low), high))


@njit(nogil=True, cache=True)
def _turn_over(vertices: Any, origin: Any, covered: Any) -> None:
    """Turn over which pixels are covered where a polygon lies."""
    height, width = covered.shape
    inside = np.zeros((height, width + 1), np.bool_)
    for i in range(len(vertices)):
        start, stop = _edge(vertices, i, origin)
        # An edge has its upper end and not its lower one, so that a vertex counts once.
        low = _within(np.ceil(min(start[0], stop[0])), 0, height)
        for y in range(low, _within(np.ceil(max(start[0], stop[0])), 0, height)):
            column = _within(np.floor(_crossing(start, stop, y) + _NEAR) + 1, 0, width)
            inside[y, column] = not inside[y, column]
    for y in range(height):
        for x in range(1, width):
            inside[y, x] ^= inside[y, x - 1]
    for i in range(len(vertices)):
        start, stop = _edge(vertices, i, origin)
        _add_edge(start, stop, inside[:, :width])
    for y in range(height):
        for x in range(width):
            covered[y, x] ^= inside[y, x]


@njit(nogil=True, cache=True)
def _edge(vertices: Any, i: Any, origin: Any) -> Any:
    j = i + 1 if i + 1 < len(vertices) else 0
    start = vertices[i, 0] - origin[0], vertices[i, 1] - origin[1]
    return start, (vertices[j, 0] - origin[0], vertices[j, 1] - origin[1])


@njit(nogil=True, cache=True)
def _crossing(start: Any, stop: Any, y: Any) -> Any:
    share = (y - start[0]) / (stop[0] - start[0])
    return start[1] + share * (stop[1] - start[1])


@njit(nogil=True, cache=True)
def _add_edge(start: Any, stop: Any, inside: Any) -> None:
    """Mark the pixels whose centres lie on an edge; its lower end is on it too."""
    height, width = inside.shape
    low, high = min(start[0], stop[0]), max(start[0], stop[0])
    if high > low:
        for y in range(_within(np.ceil(low), 0, height), _within(np.floor(high) + 1, 0, height)):
            crossing = _crossing(start, stop, y)
            column = np.rint(crossing)
            if abs(crossing - column) <= _NEAR and 0 <= column < width:
                inside[y, np.int64(column)] = True
    elif low == np.rint(low) and 0 <= low < height:
        left = _within(np.ceil(min(start[1], stop[1])), 0, width)
        for x in range(left, _within(np.floor(max(start[1], stop[1])) + 1, left, width)):
            inside[np.int64(low), x] = True

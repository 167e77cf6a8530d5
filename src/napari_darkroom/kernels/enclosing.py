"""Smallest circles around all objects of a plane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.polygons import center_levels, polygon
from napari_darkroom.kernels.row_ends import RowEnds


@dataclass(frozen=True)
class Circles:
    """Smallest circles around the centres of the pixels; an entry an object.

    Attributes
    ----------
    y, x : array of float
        Centres in pixels.
    radius : array of float
        In pixels; 0 for an object of one pixel.
    """

    y: NDArray[np.float64]
    x: NDArray[np.float64]
    radius: NDArray[np.float64]


def enclosing_circles(rows: RowEnds) -> Circles:
    """Return the smallest circles around the centres of the pixels of each object.

    From a chord between two neighbouring corners of the convex polygon, the corner that sees it
    under the smallest angle takes the place of the end at the obtuse angle, until none is obtuse:
    G. Chrystal, On the problem to construct the minimum circle enclosing n given points in a
    plane, Proceedings of the Edinburgh Mathematical Society 3, 1884.
    """
    levels = center_levels(rows)
    found = np.zeros((len(rows.top), 3))
    _enclose(levels.start, levels.ends, rows.top, found)
    return Circles(*found.T)


@njit(nogil=True, cache=True)
def _enclose(start: Any, ends: Any, top: Any, found: Any) -> None:
    for k in range(len(found)):
        levels = ends[start[k] : start[k + 1]]
        corners = np.empty((2 * len(levels), 2), np.int64)
        n = polygon(levels, np.empty((len(levels), 2), np.int64), corners)
        points = np.empty((n, 2))
        # As CellProfiler begins: from the top of the left column, clockwise on the screen.
        first = 0
        for i in range(n):
            if corners[i, 1] < corners[first, 1]:
                first = i
        for i in range(n):
            y, x = corners[(first - i) % n]
            points[i, 0], points[i, 1] = y // 2 + top[k], x // 2
        _chrystal(points, found[k])


@njit(nogil=True, cache=True)
def _chrystal(points: Any, circle: Any) -> None:
    """Write the centre and the radius of the smallest circle around convex points."""
    if len(points) == 1:
        circle[0], circle[1] = points[0]
        return
    one, two = 0, 1
    while True:
        three = _smallest_angle(points, one, two)
        if three < 0 or _dot(points, three, one, two) <= 0:
            circle[0] = (points[one, 0] + points[two, 0]) / 2
            circle[1] = (points[one, 1] + points[two, 1]) / 2
            circle[2] = np.sqrt(_squared(points, one, two)) / 2
            return
        if _dot(points, one, two, three) < 0:
            one = three
        elif _dot(points, two, one, three) < 0:
            two = three
        else:
            _circumscribe(points, one, two, three, circle)
            return


@njit(nogil=True, cache=True)
def _smallest_angle(points: Any, one: Any, two: Any) -> Any:
    """Return the point that sees two others under the smallest angle, −1 if there is none."""
    best, cotangent = -1, -np.inf
    for i in range(len(points)):
        if i in (one, two):
            continue
        cross = (points[one, 0] - points[i, 0]) * (points[two, 1] - points[i, 1]) - (
            points[one, 1] - points[i, 1]
        ) * (points[two, 0] - points[i, 0])
        if cross == 0:
            continue
        own = _dot(points, i, one, two) / abs(cross)
        if own > cotangent:
            best, cotangent = i, own
    return best


@njit(nogil=True, cache=True)
def _dot(points: Any, at: Any, one: Any, two: Any) -> Any:
    """Return the scalar product of the ways from a point to two others."""
    return (points[one, 0] - points[at, 0]) * (points[two, 0] - points[at, 0]) + (
        points[one, 1] - points[at, 1]
    ) * (points[two, 1] - points[at, 1])


@njit(nogil=True, cache=True)
def _squared(points: Any, one: Any, two: Any) -> Any:
    dy, dx = points[one, 0] - points[two, 0], points[one, 1] - points[two, 1]
    return dy * dy + dx * dx


@njit(nogil=True, cache=True)
def _circumscribe(points: Any, one: Any, two: Any, three: Any, circle: Any) -> None:
    """Write the circle through three points; the numbers are whole until they are divided."""
    ay, ax = points[one]
    by, bx = points[two]
    cy, cx = points[three]
    a, b, c = ay * ay + ax * ax, by * by + bx * bx, cy * cy + cx * cx
    doubled = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    circle[0] = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / doubled
    circle[1] = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / doubled
    dy, dx = ay - circle[0], ax - circle[1]
    circle[2] = np.sqrt(dy * dy + dx * dx)

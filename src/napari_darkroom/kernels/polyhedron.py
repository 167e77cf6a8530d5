"""The convex polyhedron around points with whole coordinates: exact, one point after another."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

# A side is a triangle: its three corners, its outward normal and the largest product with it.
_SIDE = 7


@njit(nogil=True, cache=True)
def convex_sides(points: Any) -> Any:
    """Return the sides of the convex polyhedron around points that do not lie in one plane.

    A row is a normal (z, y, x) and the offset d: a point p is inside where normal · p ≤ d. Sides
    in one plane may come more than once.
    """
    corners = np.empty((64, 3), np.int64)
    planes = np.empty((64, 4), np.int64)
    first = _tetrahedron(points)
    for i in range(4):
        a, b, c, d = first[i], first[(i + 1) % 4], first[(i + 2) % 4], first[(i + 3) % 4]
        _write_side(points, corners[i], planes[i], (a, b, c))
        if _above(planes[i], points[d]) > 0:
            _write_side(points, corners[i], planes[i], (a, c, b))
    n = 4
    heads = np.full(len(points), -1, np.int64)
    for p in range(len(points)):
        seen = _count_seen(planes, n, points[p])
        if seen == 0:
            continue
        edges = np.empty((3 * seen, 3), np.int64)
        n = _take_seen(corners, planes, n, points[p], edges)
        while n + len(edges) > len(planes):
            corners, planes = _longer(corners, n), _longer(planes, n)
        n = _close(points, p, edges, heads, corners, planes, n)
    return planes[:n]


@njit(nogil=True, cache=True)
def _longer(rows: Any, n: Any) -> Any:
    more = np.empty((2 * len(rows), rows.shape[1]), np.int64)
    more[:n] = rows[:n]
    return more


@njit(nogil=True, cache=True)
def _write_side(points: Any, corners: Any, plane: Any, which: Any) -> None:
    """Write a side through three points; seen from outside they go around counterclockwise."""
    a, b, c = points[which[0]], points[which[1]], points[which[2]]
    u0, u1, u2 = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    v0, v1, v2 = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    plane[0] = u1 * v2 - u2 * v1
    plane[1] = u2 * v0 - u0 * v2
    plane[2] = u0 * v1 - u1 * v0
    plane[3] = plane[0] * a[0] + plane[1] * a[1] + plane[2] * a[2]
    corners[0], corners[1], corners[2] = which


@njit(nogil=True, cache=True)
def _above(plane: Any, point: Any) -> Any:
    return plane[0] * point[0] + plane[1] * point[1] + plane[2] * point[2] - plane[3]


@njit(nogil=True, cache=True)
def _count_seen(planes: Any, n: Any, point: Any) -> Any:
    seen = 0
    z, y, x = point
    for i in range(n):
        seen += planes[i, 0] * z + planes[i, 1] * y + planes[i, 2] * x > planes[i, 3]
    return seen


@njit(nogil=True, cache=True)
def _take_seen(corners: Any, planes: Any, n: Any, point: Any, edges: Any) -> Any:
    """Remove the sides that a point sees and write their edges; return how many sides are left."""
    m, i = 0, 0
    while i < n:
        if _above(planes[i], point) <= 0:
            i += 1
            continue
        for j in range(3):
            edges[m, 0], edges[m, 1] = corners[i, j], corners[i, (j + 1) % 3]
            m += 1
        n -= 1
        corners[i] = corners[n]
        planes[i] = planes[n]
    return n


@njit(nogil=True, cache=True)
def _close(points: Any, p: Any, edges: Any, heads: Any, *sides: Any) -> Any:
    """Join a point with the edges of the hole that it sees; return the number of sides.

    An edge that two removed sides share, once in each direction, lies within the hole.
    """
    corners, planes, n = sides
    for i in range(len(edges)):
        edges[i, 2] = heads[edges[i, 0]]
        heads[edges[i, 0]] = i
    for i in range(len(edges)):
        back = heads[edges[i, 1]]
        while back >= 0 and edges[back, 1] != edges[i, 0]:
            back = edges[back, 2]
        if back < 0:
            _write_side(points, corners[n], planes[n], (edges[i, 0], edges[i, 1], p))
            n += 1
    for i in range(len(edges)):
        heads[edges[i, 0]] = -1
    return n


@njit(nogil=True, cache=True)
def _tetrahedron(points: Any) -> Any:
    """Return four points that do not lie in one plane, far from each other."""
    found = np.zeros(4, np.int64)
    base = points[0].astype(np.float64)
    best = -1.0
    for i in range(len(points)):
        u = points[i] - base
        own = u[0] ** 2 + u[1] ** 2 + u[2] ** 2
        if own > best:
            best, found[1] = own, i
    u = points[found[1]] - base
    best = -1.0
    for i in range(len(points)):
        v = points[i] - base
        c0, c1, c2 = u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]
        own = c0 * c0 + c1 * c1 + c2 * c2
        if own > best:
            best, found[2] = own, i
    v = points[found[2]] - base
    c0, c1, c2 = u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]
    best = -1.0
    for i in range(len(points)):
        w = points[i] - base
        own = abs(c0 * w[0] + c1 * w[1] + c2 * w[2])
        if own > best:
            best, found[3] = own, i
    return found

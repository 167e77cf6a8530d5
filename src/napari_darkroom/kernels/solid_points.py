"""Points around objects of a volume on which a convex hull can rest, in half voxels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from napari_darkroom.kernels.polygons import polygon
from napari_darkroom.kernels.row_ends import FAR


@njit(nogil=True, cache=True)
def face_centres(left: Any, right: Any, planes: Any, rows: Any) -> Any:
    """Return the centres of faces of an object's voxels that may be corners of its hull.

    They are the corners of the convex polygons of all face centres at one height. `left` and
    `right` are the ends of the rows, plane after plane. A point is z, y, x from the centre of the
    first voxel of the box.
    """
    most = 2 * rows + 1
    levels, chain = np.empty((most, 3), np.int64), np.empty((most, 2), np.int64)
    corners = np.empty((2 * most, 2), np.int64)
    points = np.empty((64, 3), np.int64)
    n = 0
    for half in range(-1, 2 * planes):
        if half % 2 == 0:
            first = half // 2 * rows
            m = _within_plane(left[first : first + rows], right[first : first + rows], levels)
        else:
            m = _between_planes(left, right, (half + 1) // 2 * rows, rows, levels)
        if m == 0:
            continue
        found = polygon(levels[:m], chain, corners)
        if n + found > len(points):
            more = np.empty((2 * (n + found), 3), np.int64)
            more[:n] = points[:n]
            points = more
        for i in range(found):
            points[n, 0], points[n, 1], points[n, 2] = half, corners[i, 0], corners[i, 1]
            n += 1
    return points[:n]


@njit(nogil=True, cache=True)
def _within_plane(left: Any, right: Any, levels: Any) -> Any:
    """Write the levels of the face centres in the middle of a plane; return their number."""
    rows = len(left)
    m = 0
    for row in range(rows + 1):
        near, far = FAR, -FAR
        if row > 0:
            near, far = left[row - 1], right[row - 1]
        if row < rows:
            near, far = min(near, left[row]), max(far, right[row])
        if near <= far:
            levels[m, 0], levels[m, 1], levels[m, 2] = 2 * row - 1, 2 * near, 2 * far
            m += 1
        if row < rows and left[row] <= right[row]:
            levels[m, 0] = 2 * row
            levels[m, 1], levels[m, 2] = 2 * left[row] - 1, 2 * right[row] + 1
            m += 1
    return m


@njit(nogil=True, cache=True)
def _between_planes(left: Any, right: Any, first: Any, rows: Any, levels: Any) -> Any:
    """Write the levels of the face centres between a plane and the one before; return how many."""
    m = 0
    for row in range(rows):
        near, far = FAR, -FAR
        for plane in (first - rows, first):
            if 0 <= plane < len(left):
                near = min(near, left[plane + row])
                far = max(far, right[plane + row])
        if near <= far:
            levels[m, 0], levels[m, 1], levels[m, 2] = 2 * row, 2 * near, 2 * far
            m += 1
    return m

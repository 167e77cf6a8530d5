"""Which pixels a drawn shape covers, in the plane."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Vertices = NDArray[np.float64]
_NEAR = 1e-9


def fill_polygon(vertices: Vertices, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Return where pixel centres lie inside of a polygon or on its edge.

    Inside is what a line to the outside leaves through an odd number of edges (even-odd rule): the
    part that a polygon encloses twice is a hole.

    Parameters
    ----------
    vertices : array (k, 2)
        y and x in pixels; the last is joined to the first.
    shape : (int, int)
        Of the plane.
    """
    start, stop = vertices, np.roll(vertices, -1, axis=0)
    edge, rows = _rows(start[:, 0], stop[:, 0], shape[0])
    covered = np.zeros((shape[0], shape[1] + 1), dtype=np.int32)
    crossing = _crossing(start[edge], stop[edge], rows)
    columns = np.clip(np.floor(crossing + _NEAR) + 1, 0, shape[1]).astype(np.intp)
    np.add.at(covered, (rows, columns), 1)
    inside = (np.cumsum(covered, axis=1)[:, :-1] & 1).astype(bool)
    _add_edges(inside, start, stop)
    return inside


def _rows(
    first: NDArray[np.float64], last: NDArray[np.float64], height: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return each row that each edge crosses, as number of the edge and row.

    An edge has its upper end and not its lower one, so that a vertex counts once.
    """
    top = np.clip(np.ceil(np.minimum(first, last)), 0, height).astype(np.intp)
    bottom = np.clip(np.ceil(np.maximum(first, last)), 0, height).astype(np.intp)
    count = bottom - top
    edge = np.repeat(np.arange(len(first)), count)
    return edge, np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + top[edge]


def _crossing(start: Vertices, stop: Vertices, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    share = (rows - start[:, 0]) / (stop[:, 0] - start[:, 0])
    return np.asarray(start[:, 1] + share * (stop[:, 1] - start[:, 1]))


def _add_edges(inside: NDArray[np.bool_], start: Vertices, stop: Vertices) -> None:
    """Mark the pixels whose centres lie on an edge."""
    height, width = inside.shape
    # The lower end is on the edge too.
    low, high = np.minimum(start[:, 0], stop[:, 0]), np.maximum(start[:, 0], stop[:, 0])
    steep = high > low
    edge, rows = _rows(low[steep], np.floor(high[steep]) + 1, height)
    crossing = _crossing(start[steep][edge], stop[steep][edge], rows)
    columns = np.rint(crossing)
    on = (np.abs(crossing - columns) <= _NEAR) & (columns >= 0) & (columns < width)
    inside[rows[on], columns[on].astype(np.intp)] = True
    flat = ~steep & (low == np.rint(low)) & (low >= 0) & (low < height)
    for (y, one), (_, two) in zip(start[flat], stop[flat], strict=True):
        left, right = int(np.ceil(max(min(one, two), 0))), int(np.floor(max(one, two)))
        inside[int(y), left : max(right + 1, 0)] = True


def fill_ellipse(corners: Vertices, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Return where pixel centres lie inside of an ellipse or on its edge.

    Parameters
    ----------
    corners : array (4, 2)
        Corners of the rectangle (or parallelogram) around it in the order in which one walks
        around, y and x in pixels.
    shape : (int, int)
        Of the plane.
    """
    axes = np.stack([corners[1] - corners[0], corners[3] - corners[0]], axis=1) / 2
    if abs(np.linalg.det(axes)) <= _NEAR:
        return np.zeros(shape, dtype=bool)
    offset = np.moveaxis(np.indices(shape, dtype=float), 0, -1) - corners.mean(axis=0)
    unit = offset @ np.linalg.inv(axes).T
    return np.asarray((unit**2).sum(axis=-1) <= 1 + _NEAR)


def trace(vertices: Vertices) -> NDArray[np.intp]:
    """Return the pixels that a line through vertices passes: one for every step of one pixel.

    Parameters
    ----------
    vertices : array (k, ndim)
        In pixels.

    Returns
    -------
    index : array (n, ndim)
        A pixel may occur more than once, and lie outside of the image.
    """
    parts = [vertices[:1]]
    for start, stop in pairwise(vertices):
        steps = max(int(np.ceil(np.abs(stop - start).max() - _NEAR)), 1)
        share = np.arange(1, steps + 1)[:, None] / steps
        parts.append(start + share * (stop - start))
    return np.floor(np.concatenate(parts) + 0.5 + _NEAR).astype(np.intp)

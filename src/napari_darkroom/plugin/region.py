"""The region of an image that drawn shapes cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError
from napari_darkroom.engine.run import run
from napari_darkroom.plugin.placement import layer_calibration

if TYPE_CHECKING:
    from napari.layers import Shapes

    from napari_darkroom.core.values import Grid, Image, Labels, Mask, Value
    from napari_darkroom.engine.job import Job

_PLANE = ("y", "x")


def world_corners(shapes: Shapes) -> NDArray[np.float64]:
    """Return the corners of the selected shapes, of all where none is selected, in the world.

    Returns
    -------
    corners : array (n, 2)
        World coordinates along the last two axes, y and x.

    Raises
    ------
    InputError
        If the layer holds no shapes.
    """
    chosen = sorted(shapes.selected_data) or range(len(shapes.data))
    corners = [np.asarray(shapes.data[i], dtype=float) for i in chosen]
    if not corners:
        raise InputError(f"{shapes.name} holds no shape. Draw one around the region.")
    boxes = np.concatenate([_box(points) for points in corners])
    return layer_calibration(shapes).world(boxes)[:, -2:]


def _box(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the four corners of the box around points, in the plane of the first."""
    low, high = points[:, -2:].min(axis=0), points[:, -2:].max(axis=0)
    corners = np.repeat(points[:1], 4, axis=0)
    corners[:, -2:] = [low, (low[0], high[1]), high, (high[0], low[1])]
    return corners


def crop_to(
    value: Image | Labels | Mask, corners: NDArray[np.float64], job: Job | None = None
) -> Value:
    """Return the part of a value whose pixels' centres lie within the box around `corners`.

    Parameters
    ----------
    value : Image, Labels or Mask
    corners : array (n, 2)
        Places in the world, y and x.

    Raises
    ------
    InputError
        If no pixel lies there.
    """
    ranges = index_ranges(value, corners)
    result = run("geometry.crop", {"image": value}, ranges, job=job)
    return next(iter(result.values()))


def index_ranges(value: Grid, corners: NDArray[np.float64]) -> dict[str, tuple[int, int]]:
    """Return the ranges of y and x whose pixels' centres lie within the box around `corners`.

    Raises
    ------
    InputError
        If no pixel lies there.
    """
    c = value.calibration
    if any(name not in c.axes for name in _PLANE):
        raise InputError(f"{value.name or 'The input'} has no axes y and x to take a region of.")
    index = _to_index(c.select([c.axes.index(name) for name in _PLANE]), corners)
    ranges = {}
    for k, name in enumerate(_PLANE):
        length = value.shape[c.axes.index(name)]
        # A hair's breadth keeps a pixel whose centre lies on the edge despite rounding.
        start = max(int(np.ceil(index[:, k].min() - 1e-6)), 0)
        stop = min(int(np.floor(index[:, k].max() + 1e-6)) + 1, length)
        if stop <= start:
            raise InputError(
                f"The shape lies outside of {value.name or 'the image'}: move it there."
            )
        ranges[name] = (start, stop)
    return ranges


def _to_index(plane: Calibration, world: NDArray[np.float64]) -> NDArray[np.float64]:
    origin = plane.world(np.zeros((1, plane.ndim)))[0]
    matrix = np.column_stack([plane.world(unit[None])[0] - origin for unit in np.eye(plane.ndim)])
    return np.asarray(np.linalg.solve(matrix, (world - origin).T).T)

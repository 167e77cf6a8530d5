"""The mask of what was drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import NewMask
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.values import Grid, Mask, Shapes
from napari_darkroom.kernels.outline_fill import Vertices, fill_ellipse, fill_polygon, trace

_FILLS: Mapping[str, Callable[[Vertices, tuple[int, int]], NDArray[np.bool_]]] = MappingProxyType(
    {"polygon": fill_polygon, "rectangle": fill_polygon, "ellipse": fill_ellipse}
)


@operation(title="Mask from shapes", noun="mask", menu="segment/mask", rgb="whole")
def from_shapes(image: Grid, shapes: Shapes) -> NewMask:
    """Mark the pixels that drawn shapes cover.

    Parameters
    ----------
    image : Image, Labels or Mask
        Gives the pixels; their values have no say.
    shapes : Shapes
        Polygons, rectangles and ellipses are filled, lines and paths are one pixel wide.

    Returns
    -------
    mask : Mask
        True where a shape is, on the pixels of the image.

    Raises
    ------
    InputError
        If the shapes spread along an axis that the image does not have.
    UnitError
        If one has a pixel size and the other none.

    Notes
    -----
    A pixel is covered if its centre lies inside of a shape or on its edge; a part that a polygon
    encloses twice is a hole (even-odd rule). A line takes one pixel for every step of a pixel.
    What lies outside of the image is left out.

    Shapes without a place along z or time are in every plane and at every time; a place between
    two planes is taken as the nearer one, and a filled shape lies in the plane of its middle.

    Formula::

        mask(x) = 1 if x lies in any shape, else 0

    Equivalent for polygons, as pairs of type and vertices in pixels::

        import numpy as np
        from skimage.draw import polygon2mask

        drawn = [polygon2mask(image.shape[-2:], v[:, -2:]) for kind, v in shapes]
        mask = np.zeros(image.shape, bool) | np.any(drawn, axis=0)
    """
    calibration = image.calibration
    mask = np.zeros(image.shape, dtype=bool)
    plane = [calibration.axes.index(name) for name in ("y", "x")]
    view = np.moveaxis(mask, plane, (-2, -1))
    others = [name for name in calibration.axes if name not in ("y", "x")]
    shared = shapes.axes_in(calibration)
    order = [shared.index(name) for name in (*others, "y", "x") if name in shared]
    free = tuple(name not in shared for name in others)
    for type_, vertices in shapes.pixels(calibration):
        _draw(view, type_, vertices[:, order], free)
    return Mask(mask, calibration, image.name)


def _draw(view: NDArray[np.bool_], type_: str, vertices: Vertices, free: tuple[bool, ...]) -> None:
    """Draw one shape; `free` tells along which axes before y and x it has no place."""
    fill = _FILLS.get(type_)
    if fill is None:
        _set(view, trace(vertices), free)
        return
    low = np.clip(np.floor(vertices[:, -2:].min(axis=0)), 0, view.shape[-2:]).astype(int)
    high = np.clip(np.ceil(vertices[:, -2:].max(axis=0)) + 1, low, view.shape[-2:]).astype(int)
    covered = fill(vertices[:, -2:] - low, (high[0] - low[0], high[1] - low[1]))
    place = np.floor(vertices[:, :-2].mean(axis=0) + 0.5).astype(int)
    index = np.argwhere(covered) + low
    _set(view, np.concatenate([np.tile(place, (len(index), 1)), index], axis=1), free)


def _set(view: NDArray[np.bool_], index: NDArray[Any], free: tuple[bool, ...]) -> None:
    """Set pixels, at every position along the free axes; those outside are left out."""
    fixed = [i for i in range(view.ndim) if i >= len(free) or not free[i]]
    lengths = np.array([view.shape[i] for i in fixed])
    inside = index[((index >= 0) & (index < lengths)).all(axis=1)]
    # With the free axes first, one index sets all of their positions.
    turned = view.transpose([i for i in range(view.ndim) if i not in fixed] + fixed)
    turned[(..., *inside.T)] = True

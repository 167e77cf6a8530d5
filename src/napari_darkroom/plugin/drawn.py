"""From napari's Points and Shapes layers to values, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.values import Points, Shapes
from napari_darkroom.plugin.placement import calibration_of, placement

DRAWN = ("points", "shapes")


def drawn_value(
    data: Any, attributes: Mapping[str, Any], layer_type: str, metadata: Mapping[str, Any]
) -> Points | Shapes:
    """Return what is in a Points or Shapes layer as a value.

    Parameters
    ----------
    data : array (n, ndim) or list of array (k, ndim)
        Points, or the vertices of each shape.
    attributes : mapping
        Where the layer lies, its name and, of shapes, ``shape_type``.
    layer_type : str
        ``points`` or ``shapes``.
    metadata : mapping
        Of the value.
    """
    ndim = _ndim(data, attributes)
    calibration = calibration_of(attributes, ndim)
    fields: dict[str, Any] = {"name": str(attributes.get("name") or ""), "metadata": metadata}
    if layer_type == "points":
        return Points.of(data, calibration, **fields)
    types = attributes.get("shape_type") or ["polygon"] * len(data)
    types = [types] * len(data) if isinstance(types, str) else types
    return Shapes.of(zip(map(str, types), data, strict=True), calibration, **fields)


def _ndim(data: Any, attributes: Mapping[str, Any]) -> int:
    """Return the number of axes, that of the layer where it is empty."""
    if len(data):
        return int(np.shape(data[0])[-1])
    scale = attributes.get("scale")
    return int(attributes.get("ndim") or (2 if scale is None else len(scale)))


def drawn_layer_data(
    value: Points | Shapes, calibration: Calibration | None = None
) -> tuple[Any, dict[str, Any]]:
    """Return points or shapes as data and attributes of a layer in their place.

    Parameters
    ----------
    calibration : Calibration, optional
        Of the image whose pixels the coordinates of the layer count; by default they are those of
        the world.
    """
    grid = calibration or _world(value)
    shared = grid.select([grid.axes.index(name) for name in value.axes_in(grid)])
    attributes = {"name": value.name or value.kind, **placement(shared), "ndim": shared.ndim}
    if isinstance(value, Points):
        return value.pixels(grid), attributes
    shapes = value.pixels(grid)
    return [vertices for _, vertices in shapes], {
        **attributes,
        "shape_type": [type_ for type_, _ in shapes],
    }


def _world(value: Points | Shapes) -> Calibration:
    """Return the calibration in which a pixel is one unit."""
    ones, zeros = (1.0,) * len(value.axes), (0.0,) * len(value.axes)
    return Calibration(value.axes, ones, value.units, zeros)

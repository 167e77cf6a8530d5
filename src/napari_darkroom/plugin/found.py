"""Points and shapes that a step has found, as layers: how they look, and whether they still are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from napari.layers import Layer

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.values import Points, Shapes
from napari_darkroom.plugin.drawn import drawn_layer_data
from napari_darkroom.plugin.placement import layer_calibration

Found: TypeAlias = Points | Shapes
# The entry of Darkroom's record with what a step has found.
FOUND = "found"
# The column of points that tells how large each is drawn.
DIAMETER = "diameter"
COLOUR = "#ffd60a"
# In pixels of the image.
_DOT, _LINE = 6.0, 1.0
# napari keeps the vertices of shapes in 32 bits.
_ROUNDING = 1e-5


def found_attributes(value: Found, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a layer that shows what a step has found.

    Points are dots; where their diameter is known they are rings of that size, and what they
    surround is seen.

    Parameters
    ----------
    attributes : mapping
        As `drawn_layer_data` gives them.
    """
    told = {**attributes, "features": features(value)}
    if isinstance(value, Shapes):
        plain = {"edge_color": COLOUR, "face_color": "transparent", "edge_width": _LINE}
        return told | (plain if len(value.data) else {})
    rings = DIAMETER in value.measured
    face = "transparent" if rings else COLOUR
    sizes = {"size": _sizes(value, attributes["scale"])} if len(value.data) else {}
    border = {"border_color": COLOUR if rings else "black", "border_width": 0.1}
    return told | {"symbol": "disc", "face_color": face, **border, **sizes}


def features(value: Found) -> Any:
    """Return what is known of each point, or shape, beside its place."""
    frame = value.data[list(value.measured)]
    if isinstance(value, Shapes):
        frame = frame[~value.data["shape"].duplicated()]
    return frame.reset_index(drop=True)


def _sizes(value: Points, scale: tuple[float, ...]) -> Any:
    if DIAMETER not in value.measured:
        return np.full(len(value.data), _DOT)
    return value.data[DIAMETER].to_numpy(dtype=float) / float(scale[-1])


def fits_found(layer: Layer, value: Found) -> bool:
    """Whether a layer can show what was found in place of what it shows."""
    return type(layer).__name__.lower() == value.kind and layer.ndim == len(value.axes)


def put_found(layer: Layer, value: Found, grid: Calibration | None) -> None:
    """Show what was found in a layer that is there, in the colours that it has."""
    data, attributes = drawn_layer_data(value, grid)
    if isinstance(value, Shapes):
        _put_shapes(layer, data, attributes["shape_type"])
    else:
        layer.selected_data = set()
        layer.data = data
        if DIAMETER in value.measured:
            layer.size = _sizes(value, attributes["scale"])
    layer.features = features(value)


def _put_shapes(layer: Layer, data: list[Any], types: list[str]) -> None:
    look = {"edge_color": COLOUR, "face_color": "transparent", "edge_width": _LINE}
    if layer.nshapes:
        colours = {"edge_color": layer.edge_color[0], "face_color": layer.face_color[0]}
        look = {**colours, "edge_width": layer.edge_width[0]}
    layer.selected_data = set(range(layer.nshapes))
    layer.remove_selected()
    if data:
        layer.add(data, shape_type=types, **look)
    layer.selected_data = set()


def found_in(layer: Layer, record: Mapping[str, Any]) -> Found | None:
    """Return what a step has found and a layer still shows; None of other layers, or a moved one.

    It is the very value: a layer knows no units of its columns, and rounds.
    """
    value = record.get(FOUND)
    if not isinstance(value, Points | Shapes) or not fits_found(layer, value):
        return None
    data, attributes = drawn_layer_data(value, layer_calibration(layer))
    if isinstance(value, Shapes) and list(layer.shape_type) != list(attributes["shape_type"]):
        return None
    same = len(data) == len(layer.data) and all(
        np.shape(one) == np.shape(other) and np.allclose(one, other, rtol=1e-6, atol=_ROUNDING)
        for one, other in _pairs(data, layer.data)
    )
    return value if same else None


def _pairs(data: Any, shown: Any) -> list[tuple[Any, Any]]:
    if isinstance(data, np.ndarray):
        return [(data, np.asarray(shown))]
    return list(zip(data, shown, strict=True))

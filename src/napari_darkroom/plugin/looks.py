"""How a layer looks, as plain values: what a person sets in napari's layer controls."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from typing import Any

import numpy as np
from napari.layers import Layer
from napari.utils.colormaps import AVAILABLE_COLORMAPS

# In the order in which they are set: the limits have to lie within their range.
_ATTRIBUTES = (
    "visible", "opacity", "blending", "gamma", "contrast_limits", "interpolation2d", "rendering",
    "contour", "symbol",
)  # fmt: skip
# Lengths in pixels of the layer, which need not be the same pixels when it is opened again.
_LENGTHS = ("size", "edge_width")


def look_of(layer: Layer) -> dict[str, Any]:
    """Return the name and the look of a layer as plain values."""
    found = {name: getattr(layer, name) for name in _ATTRIBUTES if hasattr(layer, name)}
    look = {name: _plain(value) for name, value in found.items()}
    colormap = getattr(getattr(layer, "colormap", None), "name", "")
    if colormap in AVAILABLE_COLORMAPS and hasattr(layer, "contrast_limits"):
        look["colormap"] = str(colormap)
    lengths = {name: _length(layer, name) for name in _LENGTHS}
    known = {name: length for name, length in lengths.items() if length is not None}
    return {"name": str(layer.name), **look, **known}


def apply_look(layer: Layer, look: Mapping[str, Any]) -> None:
    """Give a layer the look that is told.

    What this napari does not know, or does not take, is passed over: a layer of another look is
    better than none.
    """
    if isinstance(look.get("name"), str):
        layer.name = look["name"]
    for name in ("colormap", *_ATTRIBUTES):
        if name in look and hasattr(layer, name):
            with suppress(ValueError, TypeError, KeyError, AttributeError):
                setattr(layer, name, look[name])
    for name in _LENGTHS:
        if isinstance(look.get(name), int | float) and hasattr(layer, name):
            setattr(layer, name, look[name] / float(layer.scale[-1]))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, np.ndarray):
        # Of points each has one of its own; they were given one.
        return str(value[0]) if len(value) else "disc"
    return [float(one) for one in value] if isinstance(value, list | tuple) else value


def _length(layer: Layer, name: str) -> float | None:
    """Return a length in units of the world, where it is the same for all in the layer."""
    lengths = np.unique(np.asarray(getattr(layer, name, ()), dtype=float))
    return float(lengths[0] * layer.scale[-1]) if len(lengths) == 1 else None

"""From what a user has in hand (an array, a layer, a value) to a calibrated value."""

from __future__ import annotations

import importlib
import sys
import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from napari_darkroom.core.fingerprint import SMALL
from napari_darkroom.core.lineage import Given
from napari_darkroom.core.values import GRID_TYPES, Grid, Image, Kind, Points, Shapes, Table


def as_value(given: Any, kinds: Sequence[Kind]) -> Any:
    """Return an array, a napari layer or a value as a value.

    Parameters
    ----------
    given : array, layer or value
        A value is returned as it is. A bare array is in pixels and becomes the first of
        `kinds`; an array of bool is a mask where one is allowed. An image is RGB if its last
        axis has length 3 (of 8 or 16 bits also 4), with two or more before it. Points are an array
        with a row a point, shapes a list of pairs of type and vertices.
    kinds : sequence of str
        What may be given.
    """
    if isinstance(given, Grid | Table):
        return given
    if _is_layer(given):
        # By name, and only with napari loaded: this room does not know the plugin.
        return importlib.import_module("napari_darkroom.plugin.layer_lineage").value_of(given)
    if kinds[0] == "points":
        return Points.of(given)
    if kinds[0] == "shapes":
        return Shapes.of(given)
    array = given if hasattr(given, "ndim") and hasattr(given, "dtype") else np.asarray(given)
    kind = "mask" if array.dtype == bool and "mask" in kinds else kinds[0]
    if kind == "image" and _looks_rgb(array):
        return Image.of(array, rgb=True)
    return GRID_TYPES[kind].of(array)


def as_lent(given: Any, kinds: Sequence[Kind]) -> Any:
    """Return what `as_value` does; of a large array the value knows it without holding it."""
    value = as_value(given, kinds)
    if not (isinstance(given, np.ndarray) and isinstance(value, Grid) and given.nbytes >= SMALL):
        return value
    source = partial(_again, weakref.ref(given), kinds)
    return replace(value, lineage=Given(value.kind, name=value.name, source=source))


def _again(lent: Callable[[], Any], kinds: Sequence[Kind]) -> Any:
    given = lent()
    return None if given is None else as_value(given, kinds)


def _looks_rgb(array: Any) -> bool:
    few_bits = array.dtype.name in ("uint8", "uint16")
    return array.ndim >= 3 and array.shape[-1] in ((3, 4) if few_bits else (3,))


def is_array(given: Any) -> bool:
    """Whether something is neither a value nor a layer."""
    return not (isinstance(given, Grid | Table) or _is_layer(given))


def _is_layer(given: Any) -> bool:
    layers = sys.modules.get("napari.layers")
    return layers is not None and isinstance(given, layers.Layer)

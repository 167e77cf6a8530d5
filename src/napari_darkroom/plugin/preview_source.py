"""From the layers of a request to what a preview works with; only what is seen is converted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Layer
from numpy.typing import NDArray

from napari_darkroom.core.operation import Input
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.engine.preview_cache import PreviewCache
from napari_darkroom.engine.preview_sample import SAMPLE_PIXELS
from napari_darkroom.engine.sampling import chunk_pixels
from napari_darkroom.engine.window import Window
from napari_darkroom.plugin.layers import (
    from_layer_data,
    layer_attributes,
    layer_shape,
    taken_as,
)
from napari_darkroom.plugin.placement import layer_calibration
from napari_darkroom.plugin.view import middle, visible_window

if TYPE_CHECKING:
    from napari import Viewer

    from napari_darkroom.plugin.request import Request

# Of a lazy image without levels no more is read for what is seen; else its middle has to do.
_MOST_READ = 2**22
_MIDDLE = 1500
MIDDLE_NOTE = "zoom in: the preview shows the middle"


@dataclass(frozen=True)
class Converted:
    """An array of a layer whose pixels are converted when they are taken.

    Attributes
    ----------
    array : array
    convert : callable
        From pixels as the layer has them to those of the value.
    dtype : dtype
        Pixel type of the value.
    """

    array: NDArray[Any]
    convert: Callable[[NDArray[Any]], NDArray[Any]]
    dtype: np.dtype[Any]

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the array."""
        return self.array.shape

    @property
    def ndim(self) -> int:
        """Number of its axes."""
        return self.array.ndim

    def __getitem__(self, index: Any) -> NDArray[Any]:
        return self.convert(self.array[index])


@dataclass(frozen=True)
class View:
    """What a preview is to show.

    Attributes
    ----------
    inputs, window, overview, factor
        As `engine.preview.preview` takes them.
    note : str
        What the user is to know of it, empty for nothing.
    """

    inputs: Mapping[str, Image | Labels | Mask]
    window: Window
    overview: Mapping[str, Image | Labels | Mask] = field(default_factory=dict)
    factor: Mapping[str, float] = field(default_factory=dict)
    note: str = ""


class Sources:
    """The arrays of layers, each made once, and what was found in them before."""

    def __init__(self) -> None:
        self.cache = PreviewCache()
        self._arrays: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    def forget(self) -> None:
        """Begin anew, for pixels were changed in place."""
        self.cache = PreviewCache()
        self._arrays = {}

    def view(self, viewer: Viewer, request: Request) -> View:
        """Return what the canvas shows of the layers of a request; for the main thread."""
        given = {
            declared.name: (declared, request.layers[declared.name][0])
            for declared in request.operation.inputs
            if request.layers.get(declared.name)
        }
        if not given:
            return View({}, Window())
        _, first = next(iter(given.values()))
        window = visible_window(viewer, first)
        layers = [layer for _, layer in given.values()]
        if first.multiscale and all(_same_levels(first, layer) for layer in layers):
            return self._of_levels(given, window)
        inputs = {name: self._value(layer, one, 0) for name, (one, layer) in given.items()}
        shape = layer_shape(first)
        spans = [window.span(name, length) for name, length in shape.items()]
        if any(chunk_pixels(one.data, spans) > _MOST_READ for one in inputs.values()):
            return View(inputs, middle(window, _MIDDLE), note=MIDDLE_NOTE)
        return View(inputs, window)

    def _of_levels(self, given: Mapping[str, tuple[Input, Layer]], window: Window) -> View:
        first = next(layer for _, layer in given.values())
        factors = [_factor(first, level) for level in range(len(first.data))]
        level = _fitting(factors, window)
        over = _overview(first)
        factor = factors[level]
        steps = {name: max(int(step / factor[name]), 1) for name, step in window.step.items()}
        return View(
            {name: self._value(layer, one, level) for name, (one, layer) in given.items()},
            replace(window.at(factor), step=steps),
            {name: self._value(layer, one, over) for name, (one, layer) in given.items()},
            factors[over],
        )

    def _value(self, layer: Layer, declared: Input, level: int) -> Image | Labels | Mask:
        """Return one level of a layer as a value whose pixels are converted on demand."""
        raw = layer.data[level] if layer.multiscale else layer.data
        kind = taken_as(layer, declared.kinds)
        attributes = {**layer_attributes(layer), "multiscale": False}
        layer_type = type(layer).__name__.lower()
        if level:
            factor = _factor(layer, level).values()
            attributes["scale"] = tuple(np.asarray(attributes["scale"]) * list(factor))

        def value_of(pixels: Any) -> Image | Labels | Mask:
            value = from_layer_data(pixels, attributes, layer_type)
            if kind == "mask" and isinstance(value, Labels):
                return Mask(value.data > 0, value.calibration, value.name, value.metadata)
            return value

        # One pixel of an array in memory tells what the value is; a lazy one is not computed.
        few = raw[(slice(1),) * layer.ndim] if isinstance(raw, np.ndarray) else raw
        value = value_of(few)
        key = (str(layer.unique_id), level, kind)
        known = self._arrays.get(key)
        if known is None or known[0] is not raw:
            same = value.data is few or np.may_share_memory(value.data, few)
            data = value.data if few is raw else raw
            if few is not raw and not (same and value.dtype == few.dtype):
                data = Converted(raw, lambda pixels: value_of(pixels).data, value.dtype)
            known = (raw, data)
            self._arrays[key] = known
        return replace(value, data=known[1])


def _same_levels(layer: Layer, other: Layer) -> bool:
    if not other.multiscale or len(layer.data) != len(other.data):
        return False
    return np.array_equal(layer.level_shapes, other.level_shapes)


def _factor(layer: Layer, level: int) -> dict[str, float]:
    """Return the pixels of the finest level to one of another, along each axis."""
    names = layer_calibration(layer).axes
    return dict(zip(names, map(float, layer.downsample_factors[level]), strict=True))


def _fitting(factors: list[dict[str, float]], window: Window) -> int:
    """Return the coarsest level that still has a pixel for every one of the screen."""
    fitting = [
        level
        for level, factor in enumerate(factors)
        if all(factor[name] <= step + 0.5 for name, step in window.step.items())
    ]
    return max(fitting, default=0)


def _overview(layer: Layer) -> int:
    """Return the finest level whose planes are small enough to be taken whole."""
    shapes = [tuple(map(int, shape)) for shape in layer.level_shapes]
    small = [i for i, shape in enumerate(shapes) if prod(shape[-2:]) <= SAMPLE_PIXELS]
    return min(small, default=len(shapes) - 1)

"""Pixels that stand for all that an operation treats at once, in a preview."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid
from napari_darkroom.engine.plan import Plan
from napari_darkroom.engine.preview_scene import Scene
from napari_darkroom.engine.sampling import pixels_of, sample_boxes
from napari_darkroom.engine.walk import align

# Statistics are taken of so many pixels.
SAMPLE_PIXELS = 2**22
Box = tuple[range, ...]


class Sample(NamedTuple):
    """Pixels that stand for all that an operation treats at once.

    Attributes
    ----------
    pixels : array
    whole : bool
        Whether these are all of them, at full resolution.
    source : array
        What they were taken from.
    place : tuple of range
        And where.
    """

    pixels: NDArray[Any]
    whole: bool
    source: Any
    place: tuple[range, ...]


def take_sample(operation: Operation, scene: Scene) -> Sample:
    """Return the sample of the first input, from the finest level that is small enough.

    Where the numbers are found in a mask it holds the pixels that lie in it.
    """
    plan = scene.plan(operation)
    axes = [plan.calibration.axes[i] for i in plan.seen]
    for level in scene.levels():
        grid, window = level.inputs[operation.inputs[0].name], level.window.whole(axes)
        sizes = zip(grid.calibration.axes, grid.shape, strict=True)
        spans = tuple(window.span(name, length) for name, length in sizes)
        if prod(map(len, spans)) <= SAMPLE_PIXELS:
            break
    boxes, complete = sample_boxes(grid.data, spans, SAMPLE_PIXELS)
    whole = complete and window.full
    mask = level.inputs.get(operation.limits.inside) if operation.limits else None
    if mask is None:
        return Sample(pixels_of(grid.data, boxes, scene.cache), whole, grid.data, spans)
    # Seen axes that the image lacks are those of the mask, end to end.
    places = [
        {
            name: window.span(name, length)
            for name, length in zip(mask.calibration.axes, mask.shape, strict=True)
        }
        | dict(zip(grid.calibration.axes, box, strict=True))
        for box in boxes
    ]

    def inside() -> tuple[Any, NDArray[Any]]:
        parts = [_inside(grid, mask, place, plan, scene) for place in places]
        # With its source, whose identity is in the key.
        return grid.data, np.concatenate(parts)

    _, pixels = scene.cache.found(mask.data, ("inside", id(grid.data), *boxes), inside)
    return Sample(pixels, whole, pixels, spans)


def _inside(
    grid: Grid, mask: Grid, place: dict[str, range], plan: Plan, scene: Scene
) -> NDArray[Any]:
    """Return the pixels of an image at some place that lie in a mask, in a line."""
    image, within = (_taken(one, place, plan, scene) for one in (grid, mask))
    shape = np.broadcast_shapes(image.shape[: within.ndim], within.shape)
    colours = image.shape[within.ndim :]
    wide = np.broadcast_to(image, (*shape, *colours))
    return cast("NDArray[Any]", wide[np.broadcast_to(within, shape)])


def _taken(grid: Grid, place: dict[str, range], plan: Plan, scene: Scene) -> NDArray[Any]:
    """Return the pixels at some place with all axes of a plan; one of length 1 serves all."""
    axes = grid.calibration.axes
    spans: Sequence[range] = [
        range(1) if n == 1 else place[name] for name, n in zip(axes, grid.shape, strict=True)
    ]
    return np.asarray(align(scene.cache.pixels(grid.data, spans), axes, plan))

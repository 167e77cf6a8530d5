"""Which part of a layer the canvas shows, and at which resolution."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import floor, hypot
from typing import TYPE_CHECKING

import numpy as np
from napari.layers import Layer
from numpy.typing import NDArray

from napari_darkroom.core.units import PIXEL, canonical_unit, conversion_factor
from napari_darkroom.engine.sampling import budget_steps
from napari_darkroom.engine.window import Window
from napari_darkroom.plugin.layers import layer_shape

if TYPE_CHECKING:
    from napari import Viewer

# In three dimensions the whole is seen; so many voxels are enough.
_MOST_VOXELS = 2**20
# A pixel of the screen may hold this much more than a whole number of pixels.
_SLACK = 0.25


def visible_window(viewer: Viewer, layer: Layer) -> Window:
    """Return what the canvas shows of a layer, in pixels of its finest level.

    The step along the axes that are seen is such that a pixel of the screen gets about one of
    the image. Of what lies beside the canvas the nearest pixels are in the window.
    """
    shape = layer_shape(layer)
    names = list(shape)
    before = viewer.dims.ndim - len(names)
    seen = {names[i - before]: i for i in viewer.dims.displayed if i >= before}
    point = np.asarray(viewer.dims.point, dtype=float)
    here = dict(zip(names, _to_data(viewer, layer, point), strict=True))
    visible: dict[str, int | tuple[int, int]] = {
        name: int(np.clip(floor(place + 0.5), 0, shape[name] - 1)) for name, place in here.items()
    }
    if viewer.dims.ndisplay != 2:
        visible |= {name: (0, shape[name]) for name in seen}
        return Window(visible, _thin({name: shape[name] for name in seen}))
    corners = np.array([_to_data(viewer, layer, one) for one in _corners(viewer, point)])
    step = {name: _step(viewer, layer, point, names.index(name)) for name in seen}
    for name in seen:
        low, high = np.sort(corners[:, names.index(name)])[[0, -1]]
        start, stop = floor(low + 0.5), floor(high + 0.5) + 1
        # On a grid that is the same wherever the view is: nothing flickers when it moves.
        visible[name] = _within(start // step[name] * step[name], stop, shape[name])
    return Window(visible, step)


def _within(start: int, stop: int, length: int) -> tuple[int, int]:
    start = min(max(start, 0), length - 1)
    return start, min(max(stop, start + 1), length)


def _thin(shape: Mapping[str, int]) -> dict[str, int]:
    steps = budget_steps(list(shape.values()), [1.0] * len(shape), _MOST_VOXELS)
    return dict(zip(shape, steps, strict=True))


def _corners(viewer: Viewer, point: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return the places of the canvas's corners in the viewer's world."""
    camera = viewer.scene.camera
    displayed = list(viewer.dims.displayed)
    centre = np.asarray(camera.center, dtype=float)[-2:]
    half = np.asarray(viewer.canvas.viewbox_size(viewer.layers), dtype=float) / camera.zoom / 2
    corners = []
    for signs in product((-1, 1), repeat=2):
        corner = point.copy()
        corner[displayed] = centre + np.asarray(signs) * half
        corners.append(corner)
    return corners


def _step(viewer: Viewer, layer: Layer, point: NDArray[np.float64], axis: int) -> int:
    """Return how many pixels of an axis a pixel of the screen crosses at least."""
    crossed = []
    start = _to_data(viewer, layer, point)
    for i in viewer.dims.displayed:
        moved = point.copy()
        moved[i] += 1 / viewer.scene.camera.zoom
        crossed.append(abs(float(_to_data(viewer, layer, moved)[axis] - start[axis])))
    return max(floor(hypot(*crossed) + _SLACK), 1)


def _to_data(viewer: Viewer, layer: Layer, point: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a place in the viewer's world as an index of a layer."""
    own = point[-layer.ndim :] * units_in_world(viewer, layer)
    return np.asarray(layer.world_to_data(own), dtype=float)


def units_in_world(viewer: Viewer, layer: Layer) -> NDArray[np.float64]:
    """Return what lengths of the viewer's world are multiplied by to be in a layer's units."""
    world = viewer.dims.units
    if world is None or layer.units is None:
        return np.ones(layer.ndim)
    pairs = zip(world[-layer.ndim :], layer.units, strict=True)
    named = [(canonical_unit(str(one)), canonical_unit(str(own))) for one, own in pairs]
    return np.array([1.0 if PIXEL in pair else conversion_factor(*pair) for pair in named])


def middle(window: Window, side: int) -> Window:
    """Return the middle of a window at full resolution, at most `side` pixels along an axis."""
    visible = dict(window.visible)
    for name, seen in window.visible.items():
        if not isinstance(seen, int) and seen[1] - seen[0] > side:
            start = (seen[0] + seen[1] - side) // 2
            visible[name] = (start, start + side)
    return Window(visible, {}, window.factor)

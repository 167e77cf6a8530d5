"""Words on the canvas: which have room, and how they are readable on any ground."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from napari_darkroom.plugin.view import units_in_world

if TYPE_CHECKING:
    from collections.abc import Sequence

    from napari import Viewer
    from napari.layers import Layer
    from numpy.typing import NDArray

    from napari_darkroom.core.calibration import Calibration

# Of a word in the size that values are written in, in pixels of the screen.
_CHARACTER, _HEIGHT = 8.0, 12.0
# Words that reach out of the canvas are written too, and those that a small move brings in.
_MARGIN = 60.0
# White over black copies, shifted by so many pixels of the screen down and right: no single colour
# is readable on dark images and on bright objects, and napari's text has no edge.
_EDGE = tuple((0.8 * down, 0.8 * right) for down in (-1, 1) for right in (-1, 1))
_SHIFTS = np.array([*_EDGE, (0, 0)])
INKS = np.array([(0.0, 0.0, 0.0, 1.0)] * len(_EDGE) + [(1.0, 1.0, 1.0, 1.0)])


@dataclass(frozen=True)
class Screen:
    """What the canvas shows, along the displayed axes of the viewer's world.

    Attributes
    ----------
    center : array of float
        The place in the middle.
    across, down : array of float
        What a pixel of the screen to the right, and one below, is in the world.
    half : array of float
        Half of the height and of the width, in pixels of the screen.
    """

    center: NDArray[np.float64]
    across: NDArray[np.float64]
    down: NDArray[np.float64]
    half: NDArray[np.float64]

    @classmethod
    def of(cls, viewer: Viewer) -> Screen:
        """Return what the canvas of a viewer shows now."""
        camera, shown = viewer.scene.camera, viewer.dims.ndisplay
        if shown == 2:
            down, across = np.eye(2)
        else:
            down = -np.asarray(camera.up_direction, dtype=float)
            across = np.cross(np.asarray(camera.view_direction, dtype=float), down)
        half = np.asarray(viewer.canvas.viewbox_size(viewer.layers), dtype=float) / 2
        center = np.asarray(camera.center, dtype=float)[-shown:]
        return cls(center, across / camera.zoom, down / camera.zoom, half)

    def places(self, world: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how far below and right of the middle places are, in pixels of the screen."""
        apart = world - self.center
        axes = self.down, self.across
        return np.column_stack([apart @ axis / (axis @ axis) for axis in axes])

    def shows(self, places: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which places are on the canvas, or close to it."""
        return np.asarray((np.abs(places) <= self.half + _MARGIN).all(axis=1))


def with_room(places: NDArray[np.float64], texts: Sequence[str]) -> NDArray[np.intp]:
    """Return which texts can stand at their places without one over another, the first first.

    Parameters
    ----------
    places : array of float
        The middle of each: how far down and right, in pixels of the screen.
    texts : sequence of str
        What is written.
    """
    widths = [_CHARACTER * len(text) for text in texts]
    widest = max(widths, default=_CHARACTER)
    taken: defaultdict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
    kept = []
    for i, ((y, x), width) in enumerate(zip(places.tolist(), widths, strict=True)):
        row, column = int(y // _HEIGHT), int(x // widest)
        near = (
            one
            for down in (-1, 0, 1)
            for right in (-1, 0, 1)
            for one in taken.get((row + down, column + right), ())
        )
        if all(
            abs(y - other_y) >= _HEIGHT or 2 * abs(x - other_x) >= width + other
            for other_y, other_x, other in near
        ):
            taken[row, column].append((y, x, width))
            kept.append(i)
    return np.array(kept, dtype=np.intp)


def displayed(viewer: Viewer, layer: Layer, world: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places in a layer's world along the axes that the canvas shows."""
    dims = viewer.dims
    whole = np.zeros((len(world), dims.ndim))
    whole[:, dims.ndim - layer.ndim :] = world / units_in_world(viewer, layer)
    return whole[:, list(dims.displayed)]


def edged(
    viewer: Viewer, layer: Layer, calibration: Calibration, places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the indices of each word's dark copies and of the white one over them, in `INKS`."""
    dims, screen = viewer.dims, Screen.of(viewer)
    shifts = np.zeros((len(_SHIFTS), dims.ndim))
    shifts[:, list(dims.displayed)] = _SHIFTS @ np.stack([screen.down, screen.across])
    own = shifts[:, dims.ndim - layer.ndim :] * units_in_world(viewer, layer)
    moved = calibration.index(calibration.world(np.zeros(layer.ndim)) + own)
    return np.asarray((places[:, None] + moved).reshape(-1, layer.ndim))

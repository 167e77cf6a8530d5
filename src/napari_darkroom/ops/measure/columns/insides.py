"""What lies within the outlines of the objects, in pixels: each pass is made when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.once import once

if TYPE_CHECKING:
    from napari_darkroom.kernels.enclosing import Circles
    from napari_darkroom.ops.measure.columns.objects import Objects

# By order and repetition.
Zernike: TypeAlias = dict[tuple[int, int], NDArray[np.float64]]


class Insides:
    """Filled sizes, circles and moments of the shapes of objects."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    @once
    def filled_pixels(self) -> NDArray[np.int64]:
        """Pixels of each object and of its holes."""
        from napari_darkroom.kernels.filling import filled_sizes

        own = self._objects
        if own.ndim == 3:
            return filled_sizes(own.index, own.low, own.high)
        # Most objects have none, and their boxes need not be looked through.
        some = np.flatnonzero(own.outlines.contours.holes)
        sizes = own.sums.size.copy()
        sizes[some] = filled_sizes(own.plane, own.low[some], own.high[some], some + 1)
        return sizes

    @once
    def circles(self) -> Circles:
        """The smallest circles around the centres of the pixels."""
        from napari_darkroom.kernels.enclosing import enclosing_circles

        return self._objects.outlines.by_rows(enclosing_circles)

    @once
    def zernike(self) -> Zernike:
        """Zernike moments, every pixel on the circle counted."""
        from napari_darkroom.kernels.zernike import zernike_moments

        return zernike_moments(self._objects.plane, self._objects.runs.count, self.circles)

    @once
    def zernike_within(self) -> Zernike:
        """Zernike moments, of pixels on the circle those that rounding leaves inside of it."""
        from napari_darkroom.kernels.zernike import zernike_moments

        own = self._objects
        return zernike_moments(own.plane, own.runs.count, self.circles, closed=False)

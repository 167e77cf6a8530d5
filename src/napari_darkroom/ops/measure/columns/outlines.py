"""What outlines and hulls of the objects tell, in pixels: each pass is made when it is needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from napari_darkroom.kernels.contours import Contours
    from napari_darkroom.kernels.row_ends import RowEnds
    from napari_darkroom.kernels.windows import Windows
    from napari_darkroom.ops.measure.columns.objects import Objects


class Outlines:
    """The outlines of the objects of a plane or volume."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    @cached_property
    def rows(self) -> RowEnds:
        """The first and the last pixel of every row of every object of a plane."""
        from napari_darkroom.kernels.run_ends import row_ends_of

        return row_ends_of(self._objects.runs, self._objects.low, self._objects.high)

    @cached_property
    def perimeter(self) -> NDArray[np.float64]:
        """Length of the line through the centres of the border pixels, holes included."""
        from napari_darkroom.kernels.perimeters import perimeters

        return perimeters(self._objects.index[0], self._objects.runs.count)

    @cached_property
    def hull_pixels(self) -> NDArray[Any]:
        """How many pixels lie in the convex hull of each object."""
        from napari_darkroom.kernels.hulls import count_pixels
        from napari_darkroom.ops.measure.shape import hull_voxels

        if self._objects.ndim == 3:
            return hull_voxels(self._objects.index, self._objects.sums)
        return count_pixels(self.hull_rows)

    @cached_property
    def hull_rows(self) -> RowEnds:
        """The first and the last pixel of every row of the convex hulls of a plane."""
        from napari_darkroom.kernels.hulls import hull_rows

        return hull_rows(self.rows)

    @cached_property
    def polygon_area(self) -> NDArray[np.float64]:
        """Area of the convex polygon around the corners of the pixels."""
        from napari_darkroom.kernels.hulls import polygon_areas

        return polygon_areas(self.rows)

    @cached_property
    def windows(self) -> Windows:
        """Crossings of lines with the outlines, and Euler numbers."""
        from napari_darkroom.kernels.windows import windows

        return windows(self._objects.index[0], self._objects.runs.count)

    @cached_property
    def contours(self) -> Contours:
        """Walks around the objects."""
        from napari_darkroom.kernels.contours import contours

        return contours(self._objects.index[0], self._objects.runs.count)

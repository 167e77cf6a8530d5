"""What outlines and hulls of the objects tell, in pixels: each pass is made when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.once import once

if TYPE_CHECKING:
    from napari_darkroom.kernels.contours import Contours
    from napari_darkroom.kernels.row_ends import RowEnds
    from napari_darkroom.kernels.solid_ends import SolidEnds
    from napari_darkroom.kernels.windows import Windows
    from napari_darkroom.ops.measure.columns.objects import Objects

Numbers = TypeVar("Numbers")
# Rows of the boxes of all objects that are held at once.
_ROWS = 2**22


class Outlines:
    """The outlines of the objects of a plane or volume."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    @once
    def _parts(self) -> list[slice]:
        """The objects in parts that fit into memory: as good as always one."""
        from napari_darkroom.kernels.run_ends import few_rows

        return few_rows(self._objects.low, self._objects.high, _ROWS)

    def _rows(self, part: slice) -> RowEnds:
        from napari_darkroom.kernels.run_ends import row_ends_of

        return row_ends_of(self._objects.runs, self._objects.low, self._objects.high, part)

    @once
    def _all_rows(self) -> RowEnds:
        return self._rows(slice(None))

    @once
    def _all_hull_rows(self) -> RowEnds:
        from napari_darkroom.kernels.hulls import hull_rows

        return hull_rows(self._all_rows)

    def by_rows(self, measure: Callable[[RowEnds], Numbers]) -> Numbers:
        """Return what the ends of the rows of the objects of a plane tell."""
        if len(self._parts) == 1:
            return measure(self._all_rows)
        return _joined([measure(self._rows(part)) for part in self._parts])

    def by_hull_rows(self, measure: Callable[[RowEnds], Numbers]) -> Numbers:
        """Return what the ends of the rows of the convex hulls of a plane tell."""
        from napari_darkroom.kernels.hulls import hull_rows

        if len(self._parts) == 1:
            return measure(self._all_hull_rows)
        return _joined([measure(hull_rows(self._rows(part))) for part in self._parts])

    @once
    def _solid_parts(self) -> list[slice]:
        from napari_darkroom.kernels.run_ends import few_rows

        extent = self._objects.high - self._objects.low
        rows = (extent[:, 0] * extent[:, 1])[:, None]
        return few_rows(np.zeros_like(rows), rows, _ROWS)

    def _solid_hull(self, part: slice) -> SolidEnds:
        from napari_darkroom.kernels.solid_ends import solid_ends
        from napari_darkroom.kernels.solid_hulls import solid_hull

        own = self._objects
        return solid_hull(solid_ends(own.index, own.low, own.high, part))

    @once
    def _whole_solid_hull(self) -> SolidEnds:
        return self._solid_hull(slice(None))

    def by_solid_hull(self, measure: Callable[[SolidEnds], Numbers]) -> Numbers:
        """Return what the ends of the rows of the convex hulls of a volume tell."""
        if len(self._solid_parts) == 1:
            return measure(self._whole_solid_hull)
        return _joined([measure(self._solid_hull(part)) for part in self._solid_parts])

    @once
    def perimeter(self) -> NDArray[np.float64]:
        """Length of the line through the centres of the border pixels, holes included."""
        from napari_darkroom.kernels.perimeters import perimeters

        return perimeters(self._objects.runs)

    @once
    def hull_pixels(self) -> NDArray[Any]:
        """How many pixels lie in the convex hull of each object."""
        from napari_darkroom.kernels.hulls import count_pixels
        from napari_darkroom.kernels.solid_hulls import hull_voxels

        three = self._objects.ndim == 3
        return self.by_solid_hull(hull_voxels) if three else self.by_hull_rows(count_pixels)

    @once
    def polygon_area(self) -> NDArray[np.float64]:
        """Area of the convex polygon around the corners of the pixels."""
        from napari_darkroom.kernels.hulls import polygon_areas

        return self.by_rows(polygon_areas)

    @once
    def windows(self) -> Windows:
        """Crossings of lines with the outlines, and Euler numbers."""
        from napari_darkroom.kernels.windows import windows

        return windows(self._objects.index[0], self._objects.runs.count)

    @once
    def contours(self) -> Contours:
        """Walks around the objects."""
        from napari_darkroom.kernels.contours import contours

        return contours(self._objects.index[0], self._objects.runs.count)


def _joined(parts: list[Numbers]) -> Numbers:
    """Return the numbers of all parts under each other, of each field where there are fields."""
    found: list[Any] = list(parts)
    if isinstance(found[0], np.ndarray):
        return cast("Numbers", np.concatenate(found))
    names = [field.name for field in fields(found[0])]
    together = (np.concatenate([getattr(one, name) for one in found]) for name in names)
    return cast("Numbers", type(found[0])(*together))

"""Making objects smaller."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le

from napari_darkroom.core.annotations import LabelsArray, Length, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels.footprints import reach
from napari_darkroom.kernels.label_ids import refuse_negative


def _halo(*, distance: Any, **_: Any) -> list[int]:
    return reach(distance)


@operation(title="Shrink objects", noun="shrunk", menu="segment/change_objects", halo=_halo)
def shrink(labels: LabelsArray, *, distance: Annotated[Length, Ge(0), Le(1000)] = 1.0) -> SameArray:
    """Make objects smaller by a distance, also where they touch each other.

    Leaves out the blurred rim of objects before they are measured, or puts a gap between
    neighbours.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.
    distance : length
        How much is taken away, from pixel centre to pixel centre.

    Returns
    -------
    result : array of int
        The pixels of each object that have nothing else within the distance. What is left keeps
        its number; an object that is too small for it is gone.

    Notes
    -----
    Distances are straight and exact. What lies outside of the image has no say: an object is not
    shrunk from the edge.

    Formula::

        shrunk(x) = 0 if labels(y) ≠ labels(x) for some y
        with Σ ((x − y) / distance)² ≤ 1
        shrunk(x) = labels(x) else

    Equivalent::

        import numpy as np
        from scipy.ndimage import maximum_filter, minimum_filter

        grid = np.mgrid[tuple(slice(-int(d), int(d) + 1) for d in distance)]
        near = sum(i**2 / max(d, 0.5) ** 2 for i, d in zip(grid, distance)) <= 1 + 1e-9
        low, high = minimum_filter(labels, footprint=near), maximum_filter(labels, footprint=near)
        result = np.where(low == high, labels, 0)

    References
    ----------
    CellProfiler, module ExpandOrShrinkObjects.
    """
    from napari_darkroom.kernels.nearest_other import near_another

    refuse_negative(labels)
    return np.where(near_another(labels, per_axis(distance, labels.ndim)), 0, labels)

"""Making objects larger without merging them."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Ge, Le

from napari_darkroom.core.annotations import LabelsArray, Length, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels.footprints import reach
from napari_darkroom.kernels.label_ids import named, short


def _halo(*, distance: Any, **_: Any) -> list[int]:
    return reach(distance)


@operation(title="Expand objects", noun="expanded", menu="segment/change_objects", halo=_halo)
def expand(labels: LabelsArray, *, distance: Annotated[Length, Ge(0), Le(1000)] = 5.0) -> SameArray:
    """Make objects larger by a distance, and stop where two of them meet.

    From nuclei to what about their cells would be, where no stain shows the cells.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.
    distance : length
        How far an object grows, from pixel centre to pixel centre.

    Returns
    -------
    result : array of int
        The label image; the objects keep their numbers and all of their pixels.

    Notes
    -----
    Background within the distance goes to the nearest object; of several as near to that of the
    lowest number. Distances are straight and exact, and measured in the unit of `distance`: a
    physical one is right in anisotropic voxels too.

    Formula::

        expanded(x) = labels(y), y the object pixel nearest to x,
        if Σ ((x − y) / distance)² ≤ 1
        expanded(x) = 0 else

    Equivalent but for ties, within 0.05::

        from skimage.segmentation import expand_labels

        steps = [max(distance) / max(d, 0.5) for d in distance]
        result = expand_labels(labels, max(distance), spacing=steps)

    References
    ----------
    ``skimage.segmentation.expand_labels``; CellProfiler, module ExpandOrShrinkObjects.
    T. Saito and J. Toriwaki, Pattern Recognition 27 (1994) 1551–1565.
    """
    from napari_darkroom.kernels.nearest_label import nearest_label

    index, ids = short(labels)
    return named(nearest_label(index, per_axis(distance, labels.ndim)), ids, labels.dtype)

"""From seeds to whole objects: from nuclei to cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import (
    ImageArray,
    LabelsArray,
    Length,
    MaskArray,
    OnlyFor,
    SameArray,
    Spacing,
)
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import as_native, missing
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels.label_ids import named, short
from napari_darkroom.kernels.within import within

Method: TypeAlias = Literal["watershed", "propagation", "voronoi"]


@operation(title="Grow seeds to cells", noun="cells", menu="segment/from_seeds", tolerance=1e-3)
def grow_seeds(
    seeds: LabelsArray,
    image: ImageArray,
    mask: MaskArray | None = None,
    *,
    method: Method = "watershed",
    max_distance: Annotated[Length, Ge(0), Le(1000)] = 50.0,
    regularization: Annotated[float, Ge(0), Le(1000), OnlyFor("method", ("propagation",))] = 0.05,
    spacing: Spacing = None,
) -> SameArray:
    """Grow nuclei (or other seeds) to whole cells, which have the numbers of their nuclei.

    The image shows the cells: a stain of the cytoplasm that is bright in them. A mask (a threshold
    of that image) tells where cells are at all; without it they only end at `max_distance`.

    Parameters
    ----------
    seeds : array of int, 2-D or 3-D
        A label image with one object in each cell: the nuclei.
    image : array
        The image of the cells.
    mask : array of bool, optional
        Cells stay inside of it; the seeds are kept whole.
    method : str
        ``watershed``: cells meet where it is darkest between them; ``propagation``: where the
        image changes, and halfway where it does not; ``voronoi``: at the same distance from both
        seeds, whatever the image shows.
    max_distance : length
        No cell reaches farther than this from the nearest seed.
    regularization : float
        Of the propagation: how much the distance counts against changes of the image; 0 for the
        image alone, large numbers for the distance alone.
    spacing : sequence of float, optional
        Pixel size along each axis; the engine gives it.

    Returns
    -------
    result : array of int
        The cells with the numbers of their seeds, in the type of the seeds.

    Notes
    -----
    Missing pixels (NaN) of the image belong to no cell. For the propagation the image is scaled so
    that its smallest value is 0 and its largest 1, and distances count in pixels of the finest
    axis. Every seed is part of its own cell. Of several seeds as near or as well connected the
    lowest number is taken (by the watershed, the one whose water came first).

    Formula::

        watershed: cost(path) = largest −image on it
        propagation: cost(path) = Σ √(D² + λ² s²)
        D = Σ |image(x + i) − image(y + i)|, |i| ≤ 1
        s, λ: length of the step, regularization
        voronoi: cost(path) = straight distance
        result(x) = seed with the cheapest path to x

    Equivalent with the watershed but for ties, within 0.02::

        from scipy.ndimage import distance_transform_edt
        from skimage.segmentation import watershed

        steps = [max(max_distance) / max(d, 0.5) for d in max_distance]
        near = distance_transform_edt(seeds == 0, sampling=steps) <= max(max_distance)
        inside = (near if mask is None else near & mask) | (seeds > 0)
        result = watershed(-image.astype(float), seeds, seeds.ndim, mask=inside)

    References
    ----------
    T. Jones, A. Carpenter and P. Golland, Voronoi-based segmentation of cells on image manifolds,
    CVBIA 2005, 535–543 (propagation, with the step of CellProfiler's IdentifySecondaryObjects);
    ``skimage.segmentation.watershed``, ``skimage.segmentation.expand_labels``.
    """
    index, ids = short(seeds)
    radius = per_axis(max_distance, seeds.ndim)
    if method == "voronoi":
        from napari_darkroom.kernels.nearest_label import nearest_label

        found = nearest_label(index, radius)
        np.copyto(found, 0, where=~_allowed(np.ones(seeds.shape, bool), index, image, mask))
    elif method == "propagation":
        inside = _reached(index, image, mask, radius)
        found = _propagated(image, index, inside, regularization, spacing)
    else:
        from napari_darkroom.kernels.flooding import begun, flood_labels

        inside = _reached(index, image, mask, radius)
        found = begun(index, inside)
        del inside
        flood_labels(found, as_native(image), diagonal=True, falling=True)
    return named(found, ids, seeds.dtype.newbyteorder("="))


def _reached(
    index: NDArray[np.int32],
    image: NDArray[Any],
    mask: NDArray[np.bool_] | None,
    radius: Sequence[float],
) -> NDArray[np.bool_]:
    """Return where cells may be."""
    return _allowed(within(index > 0, radius), index, image, mask)


def _allowed(
    inside: NDArray[np.bool_],
    index: NDArray[np.int32],
    image: NDArray[Any],
    mask: NDArray[np.bool_] | None,
) -> NDArray[np.bool_]:
    """Return what of some pixels is in the mask or a seed, and not missing."""
    if mask is not None:
        inside &= mask
        inside |= index > 0
    nan = missing(image)
    if nan is not None:
        inside &= ~nan
    return inside


def _propagated(
    image: NDArray[Any],
    index: NDArray[Any],
    inside: NDArray[np.bool_],
    regularization: float,
    spacing: Spacing,
) -> NDArray[np.int32]:
    from napari_darkroom.kernels.propagation import propagate

    sizes = np.ones(image.ndim) if spacing is None else np.asarray(spacing, dtype=float)
    ways = (sizes / sizes.min()).tolist()
    return propagate(as_native(image), index, inside, regularization, ways)

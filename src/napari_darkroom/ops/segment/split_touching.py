"""Cutting what touches into objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import (
    ImageArray,
    Length,
    MaskArray,
    NewLabelsArray,
    Spacing,
)
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import LABEL_DTYPE, as_native, missing
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels import grey
from napari_darkroom.kernels.footprints import footprint
from napari_darkroom.kernels.numbering import in_order

By: TypeAlias = Literal["distance", "intensity", "both"]
Markers: TypeAlias = tuple[tuple[NDArray[np.intp], ...], NDArray[np.int32]]


@operation(title="Split touching objects", noun="objects", menu="segment/objects", tolerance=1e-3)
def split_touching(
    mask: MaskArray,
    image: ImageArray | None = None,
    *,
    min_distance: Annotated[Length, Ge(0), Le(200)] = 7.0,
    by: By = "distance",
    spacing: Spacing = None,
) -> NewLabelsArray:
    """Cut a mask into objects at its narrow places, or where the image is dark.

    Separates cells or nuclei that touch each other in the mask: they become objects of their own.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
        The mask.
    image : array, optional
        The image whose bright places are the middles of the objects; blur it first if it is noisy.
    min_distance : length
        Two objects are cut apart if their centres (the places farthest from the background, or
        brightest) are farther apart than this: about the radius of a small object.
    by : str
        ``distance``: at narrow places; ``intensity``: where the image is dark between bright
        places; ``both``: by the product of the two.
    spacing : sequence of float, optional
        Pixel size along each axis; the engine gives it.

    Returns
    -------
    labels : array of int32
        1, 2, … in the order in which the objects are met row by row; 0 is background. Every
        piece of the mask holds at least one object.

    Raises
    ------
    InputError
        If it goes by intensity and there is no image.

    Notes
    -----
    The watershed of minus the height, from the highest places within `min_distance`. Distances
    are physical where the pixel size is known: an anisotropic voxel is treated as one. What lies
    outside of the image is no background. Missing pixels (NaN) of the image are as dark as its
    darkest one.

    Formula::

        distance(x) = smallest |x − y|, y outside
        height(x) = distance(x), image(x), or
        distance(x) · share(x) for both
        share: image from 0 to 1 over each piece
        peaks: height(x) ≥ height(x + i)
        for all |i| ≤ min_distance
        objects: watershed of −height from the peaks

    Equivalent but for the numbers of the objects and for ties, by distance, within 0.05::

        import numpy as np
        from scipy.ndimage import distance_transform_edt, maximum_filter
        from skimage.measure import label
        from skimage.segmentation import watershed

        distance = distance_transform_edt(mask, sampling=spacing)
        grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in min_distance)]
        disk = sum(i**2 / max(r, 1) ** 2 for i, r in zip(grid, min_distance)) <= 1
        peaks = mask & (distance == maximum_filter(distance, footprint=disk))
        labels = watershed(-distance, label(peaks), connectivity=mask.ndim, mask=mask)

    References
    ----------
    L. Vincent and P. Soille, IEEE PAMI 13 (1991) 583–598; C. Wählby et al., Journal of Microscopy
    215 (2004) 67–76 (shape and intensity); ``skimage.segmentation.watershed``.
    """
    if by != "distance" and image is None:
        raise InputError(
            f"segment.split_touching: by = {by} needs the image that the mask was made from. "
            "Choose an image, or split by distance."
        )
    if not mask.any():
        return np.zeros(mask.shape, LABEL_DTYPE)
    return in_order(_flooded(mask, image, by, per_axis(min_distance, mask.ndim), spacing))


def _flooded(
    mask: NDArray[np.bool_],
    image: NDArray[Any] | None,
    by: By,
    radius: Sequence[float],
    spacing: Spacing,
) -> NDArray[np.int32]:
    """Return the objects with numbers in any order; all else that this took is free again."""
    from napari_darkroom.kernels.flooding import flood_labels

    height = _height(mask, image, by, spacing)
    places, numbers = _markers(mask, height, radius)
    labels = np.where(mask, LABEL_DTYPE.type(-1), LABEL_DTYPE.type(0))
    labels[places] = numbers
    del places, numbers
    flood_labels(labels, height, diagonal=True, falling=True)
    return labels


def _height(
    mask: NDArray[np.bool_], image: NDArray[Any] | None, by: By, spacing: Spacing
) -> NDArray[Any]:
    if image is None or by == "distance":
        return _squared_distance(mask, spacing)
    if by == "intensity":
        return _filled(as_native(image))
    from napari_darkroom.kernels.piece_values import times_share

    height = _squared_distance(mask, spacing).astype(np.float32)
    np.sqrt(height, out=height)
    times_share(height, mask, _filled(image))
    return height


def _squared_distance(mask: NDArray[np.bool_], spacing: Spacing) -> NDArray[Any]:
    """Return squares of distances: they are ordered as distances are, and can be whole numbers."""
    from napari_darkroom.kernels.distance import squared_distance

    even = spacing is None or len(set(spacing)) == 1
    squared = squared_distance(mask, None if even else spacing)
    if mask.all():
        # An infinite distance would be a plateau with no number.
        squared[:] = 1
    if not even:
        return squared
    return squared.astype(np.uint16 if squared.max() < 2**16 else np.int32)


def _filled(image: NDArray[Any]) -> NDArray[Any]:
    """Return the image with its lowest value where it is missing."""
    nan = missing(image)
    if nan is None:
        return image
    return np.where(nan, np.nanmin(image, initial=np.inf), image)


def _markers(mask: NDArray[np.bool_], height: NDArray[Any], radius: Sequence[float]) -> Markers:
    """Return the highest places and a number of each; equal heights within `radius` are one."""
    from napari_darkroom.kernels.piece_values import highest_of_lonely, numbers_at

    peaks = grey.is_highest(height, footprint(radius, "disk"))
    peaks &= mask
    near = grey.dilate(peaks, footprint([r / 2 for r in radius], "disk"))
    near &= mask
    numbers = numbers_at(near, peaks)
    del near
    places = np.nonzero(peaks)
    # The highest place of each piece that a larger neighbour left without one.
    added = np.unravel_index(highest_of_lonely(height, mask, peaks), mask.shape)
    more = numbers.max(initial=0) + np.arange(1, len(added[0]) + 1)
    joined = tuple(np.concatenate(both) for both in zip(places, added, strict=True))
    return joined, np.concatenate([numbers, more.astype(LABEL_DTYPE)])

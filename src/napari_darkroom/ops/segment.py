"""From a mask to objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import Length, MaskArray, NewLabelsArray, Spacing
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import LABEL_DTYPE
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels import grey
from napari_darkroom.kernels.footprints import footprint
from napari_darkroom.kernels.pieces import connected_pieces


@operation(title="Connected components", noun="objects", menu="segment/objects")
def connected_components(mask: MaskArray, *, diagonal: bool = True) -> NewLabelsArray:
    """Give every connected piece of a mask its own number.

    Objects that touch each other get one number together; `segment.split_touching` cuts them apart.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
        The mask.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.

    Returns
    -------
    labels : array of int32
        1, 2, … in the order in which the pieces are met row by row; 0 is background.

    Notes
    -----
    Formula::

        objects(x) = objects(y)  ⇔
        a path of neighbours in the mask joins x and y

    Equivalent::

        from skimage.measure import label

        labels = label(mask, connectivity=mask.ndim if diagonal else 1)

    References
    ----------
    ``scipy.ndimage.label``; computed with connected-components-3d.
    """
    return _in_order(connected_pieces(mask, diagonal=diagonal))


@operation(title="Split touching objects", noun="objects", menu="segment/objects", tolerance=1e-3)
def split_touching(
    mask: MaskArray,
    *,
    min_distance: Annotated[Length, Ge(0), Le(200)] = 7.0,
    spacing: Spacing = None,
) -> NewLabelsArray:
    """Cut a mask into objects at its narrow places.

    Cells or nuclei that touch each other in the mask become objects of their own.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
        The mask.
    min_distance : length
        Two objects are cut apart if their centres (the places farthest from the background)
        are farther apart than this: about the radius of a small object.
    spacing : sequence of float, optional
        Pixel size along each axis; the engine gives it.

    Returns
    -------
    labels : array of int32
        1, 2, … in the order in which the objects are met row by row; 0 is background. Every
        piece of the mask holds at least one object.

    Notes
    -----
    The watershed of the distance to the background, from the highest places within
    `min_distance`. Distances are physical where the pixel size is known: an anisotropic
    voxel is treated as one. What lies outside of the image is no background.

    Formula::

        distance(x) = smallest |x − y|, y outside
        peaks: distance(x) ≥ distance(x + i)
        for all |i| ≤ min_distance
        objects: watershed of −distance from the peaks

    Equivalent but for the numbers of the objects and for ties, within 0.05::

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
    L. Vincent and P. Soille, IEEE PAMI 13 (1991) 583–598; computed with edt and
    ``skimage.segmentation.watershed``.
    """
    from skimage.segmentation import watershed

    if not mask.any():
        return np.zeros(mask.shape, LABEL_DTYPE)
    distance = _distance(mask, spacing)
    markers = _markers(mask, distance, per_axis(min_distance, mask.ndim))
    flooded = watershed(-distance, markers, connectivity=mask.ndim, mask=mask)
    return _in_order(np.asarray(flooded))


def _distance(mask: NDArray[np.bool_], spacing: Spacing) -> NDArray[np.float32]:
    import edt

    anisotropy = tuple(spacing) if spacing is not None else (1.0,) * mask.ndim
    return np.asarray(
        edt.edt(np.require(mask, requirements=["C", "W"]), anisotropy=anisotropy, parallel=1)
    )


def _markers(
    mask: NDArray[np.bool_], distance: NDArray[np.float32], radius: Sequence[float]
) -> NDArray[np.int32]:
    """Return one number a highest place; equal heights within `radius` are one place."""
    # An infinite distance (a mask without background) would be a plateau with no number.
    finite = np.where(np.isfinite(distance), distance, np.float32(1))
    peaks = mask & (finite == grey.dilate(finite, footprint(radius, "disk")))
    near = mask & grey.dilate(peaks, footprint([r / 2 for r in radius], "disk"))
    markers = np.where(peaks, connected_components(near), LABEL_DTYPE.type(0))
    pieces = connected_components(mask)
    has_marker = np.zeros(int(pieces.max()) + 1, dtype=bool)
    has_marker[pieces[peaks]] = True
    has_marker[0] = True
    if not has_marker.all():
        _add_highest(markers, pieces, finite, ~has_marker)
    return markers


def _add_highest(
    markers: NDArray[np.int32],
    pieces: NDArray[np.int32],
    distance: NDArray[np.float32],
    lonely: NDArray[np.bool_],
) -> None:
    """Mark the highest place of each piece that a larger neighbour left without one."""
    pixels = np.flatnonzero(lonely[pieces])
    owner = pieces.ravel()[pixels]
    order = np.lexsort((-distance.ravel()[pixels], owner))
    _, first = np.unique(owner[order], return_index=True)
    places = pixels[order[first]]
    markers.flat[places] = markers.max() + np.arange(1, len(places) + 1)


def _in_order(labels: NDArray[Any]) -> NDArray[np.int32]:
    """Return the labels numbered in the order in which the objects are met row by row."""
    import fastremap

    renumbered, _ = fastremap.renumber(np.ascontiguousarray(labels))
    return np.asarray(renumbered).astype(LABEL_DTYPE)

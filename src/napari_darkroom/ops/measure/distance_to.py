"""The table of distances: how far each object is from a structure."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.frames import pixels_at
from napari_darkroom.core.values import Labels, Mask, Table
from napari_darkroom.ops.measure.checks import check_grid, check_no_more_axes, check_same_grid
from napari_darkroom.ops.measure.per_object import (
    Columns,
    Objects,
    calibrated_like,
    object_frames,
    object_table,
    spacing_of,
)

Inside: TypeAlias = Literal["zero", "negative"]


@operation(
    title="Measure distance to a structure",
    noun="distances",
    menu="measure/relations",
    tolerance=1e-5,
)
def distance_to(labels: Labels, reference: Mask | Labels, *, inside: Inside = "zero") -> Table:
    """Measure how far every object is from a structure: a vessel, a membrane, other cells.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects.
    reference : Mask or Labels
        The structure, on the same grid; of a label image all objects together.
    inside : {"zero", "negative"}
        What the distance is within the structure: zero, or minus the distance to the nearest
        pixel outside of it.

    Returns
    -------
    table : Table
        One row an object (and frame): smallest, mean and largest distance of its pixels,
        distance of its centroid, and the share of its pixels that lie in the structure.

    Raises
    ------
    InputError
        If labels and reference do not lie on one grid, or a label is negative.

    Notes
    -----
    Distances are in the unit of the pixel size, between centres of pixels; where pixels are not
    square, or planes lie further apart than pixels, this is counted in. Without a structure in
    the frame the distances are missing. The centroid's is that of the point itself, which may
    lie outside of a bent object.

    Formula::

        d(x) = min |x − y| over the pixels y of the structure
        minimum, mean, maximum of d(x) over the pixels x of the object

    Equivalent, within 1e-5::

        import pandas as pd
        from scipy.ndimage import distance_transform_edt
        from skimage.measure import regionprops_table

        far = distance_transform_edt(reference == 0, sampling=spacing)
        if inside == "negative":
            far -= distance_transform_edt(reference > 0, sampling=spacing)
        names = ["label", "intensity_min", "intensity_mean", "intensity_max"]
        found = pd.DataFrame(regionprops_table(labels, far, names))
        table = found.rename(columns=lambda name: name.replace("intensity", "distance"))

    References
    ----------
    P. Felzenszwalb and D. Huttenlocher, Theory of Computing 8 (2012) 415–428.
    """
    owner = "measure.distance_to"
    check_grid(owner, labels)
    check_same_grid(owner, labels, reference)
    check_no_more_axes(owner, labels, reference)
    labels = calibrated_like(labels, reference)
    spacing, unit = spacing_of(labels)
    parts = []
    for one in object_frames(labels):
        within = one.volume(pixels_at(reference, one.keys)) > 0
        parts.append((one, _columns(one, within, spacing, inside)))
    return object_table(labels, parts, _known(unit))


def _columns(
    objects: Objects, within: NDArray[np.bool_], spacing: NDArray[np.float64], inside: Inside
) -> Columns:
    from scipy import ndimage

    far = _distances(within, spacing)
    centroids = objects.centroids()
    at_centroids = _from_points(centroids, within, spacing)
    if inside == "negative":
        far = far - _distances(~within, spacing)
        nearest = tuple(np.rint(centroids).astype(int).T)
        deep = _from_points(centroids, ~within, spacing)
        at_centroids = np.where(within[nearest], -deep, at_centroids)
    places = np.arange(1, objects.count + 1)
    found = {
        name: np.asarray(statistic(far, objects.index, places), dtype=np.float64)
        for name, statistic in {
            "min": ndimage.minimum, "mean": ndimage.mean, "max": ndimage.maximum,
        }.items()
    }  # fmt: skip
    share = np.bincount(objects.index[within], minlength=objects.count + 1)[1:]
    return {
        **{f"distance_{name}": column for name, column in found.items()},
        "distance_centroid": at_centroids,
        "inside_share": share / np.maximum(objects.sizes(), 1),
    }


def _distances(within: NDArray[np.bool_], spacing: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for every pixel how far the nearest pixel of a structure is; missing without one."""
    from napari_darkroom.kernels.distance import squared_distance

    if not within.any():
        return np.full(within.shape, np.nan)
    return np.sqrt(squared_distance(~within, spacing.tolist()).astype(np.float64))


def _from_points(
    points: NDArray[np.float64], within: NDArray[np.bool_], spacing: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far points between pixels are from the nearest pixel of a structure.

    A point whose nearest pixel is in the structure is at distance 0.
    """
    from scipy.spatial import KDTree

    if not within.any():
        return np.full(len(points), np.nan)
    tree = KDTree(_border(within) * spacing)
    far: NDArray[Any] = tree.query(points * spacing)[0]
    return np.where(within[tuple(np.rint(points).astype(int).T)], 0.0, far)


def _border(within: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the pixels of a structure with a neighbour outside: one of them is the nearest."""
    from scipy.ndimage import binary_erosion

    border = within & ~binary_erosion(within, border_value=1)
    return np.argwhere(border if border.any() else within)


def _known(unit: str) -> dict[str, Column]:
    words = {
        "min": "Smallest distance of the object's pixels",
        "mean": "Mean distance of the object's pixels",
        "max": "Largest distance of the object's pixels",
        "centroid": "Distance of the object's centroid",
    }
    known = {
        f"distance_{name}": Column(
            f"{text} from the nearest pixel of the structure; missing where there is none.", unit
        )
        for name, text in words.items()
    }
    share = Column("Share of the object's pixels that lie in the structure, 0 to 1.")
    return {**known, "inside_share": share}

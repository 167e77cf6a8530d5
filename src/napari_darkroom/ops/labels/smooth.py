"""Smoothing the outlines of objects."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le

from napari_darkroom.core.annotations import LabelsArray, Length, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels.footprints import footprint, reach
from napari_darkroom.kernels.label_ids import dense, look_up


def _halo(*, radius: Any, **_: Any) -> list[int]:
    return reach(radius)


@operation(title="Smooth objects", noun="smooth", menu="segment/change_objects", halo=_halo)
def smooth(labels: LabelsArray, *, radius: Annotated[Length, Ge(0), Le(50)] = 3.0) -> SameArray:
    """Smooth the outlines of objects: spurs go, notches are filled, and none are merged.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.
    radius : length
        Of the disc (ball in 3-D) around each pixel; details narrower than this go.

    Returns
    -------
    result : array of int
        The label image: each pixel has the number of more than half of the pixels in its disc,
        and keeps its own where none has so many. An object that is too small for it is gone.

    Notes
    -----
    It is the median of each object taken alone: no two of them can have more than half of a
    disc, so they never claim the same pixel. What lies outside of the image has no say.

    Formula::

        smooth(x) = k if more than half of the labels(y)
        with Σ ((x − y) / radius)² ≤ 1 are k, background too
        smooth(x) = labels(x) if there is no such k

    Equivalent::

        import numpy as np
        from scipy.ndimage import convolve

        grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
        disk = (sum(i**2 / max(r, 0.5) ** 2 for i, r in zip(grid, radius)) <= 1 + 1e-9) * 1
        half = convolve(np.ones(labels.shape, int), disk, mode="constant") / 2
        result = labels.copy()
        for k in np.unique(labels):
            result[convolve((labels == k) * 1, disk, mode="constant") > half] = k

    References
    ----------
    ``skimage.filters.rank.majority``, which gives a pixel without a majority to the most frequent
    number. R. S. Boyer and J. S. Moore, MJRTY, in Automated Reasoning (1991) 105–117.
    """
    from napari_darkroom.kernels.majority import majority
    from napari_darkroom.kernels.nearest_other import near_another

    ids, index = dense(labels)
    radii = per_axis(radius, labels.ndim)
    flat = (1,) * (3 - labels.ndim)
    offsets = np.argwhere(footprint(radii, "disk").reshape(flat + _odd(radii)))
    offsets -= np.array(flat + _odd(radii)) // 2
    # Where all of the disc has one number it has the majority.
    mixed = near_another(index, radii)
    shape = flat + labels.shape
    found = majority(index.reshape(shape), offsets, mixed.reshape(shape))
    del mixed
    return look_up(ids, found).reshape(labels.shape)


def _odd(radii: tuple[float, ...]) -> tuple[int, ...]:
    return tuple(2 * r + 1 for r in reach(radii))

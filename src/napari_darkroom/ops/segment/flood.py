"""The magic wand: what is connected to a point and as bright."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from annotated_types import Ge
from numpy.typing import NDArray

from napari_darkroom.core.annotations import NewLabels
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import LABEL_DTYPE
from napari_darkroom.core.frames import frame_indices, frame_keys, pixels_at
from napari_darkroom.core.values import Image, Labels, Points
from napari_darkroom.ops.measure.checks import check_grid

Index = NDArray[np.intp]


@operation(title="Flood from points", noun="objects", menu="segment/from_seeds", rgb="whole")
def flood(
    image: Image,
    points: Points,
    *,
    tolerance: Annotated[float, Ge(0)] | None = None,
    diagonal: bool = True,
) -> NewLabels:
    """Select around every point what is connected to it and about as bright: the magic wand.

    An object may be any shape; its edge is where the image becomes brighter or darker than the
    point by more than the tolerance. Smooth a noisy image before.

    Parameters
    ----------
    image : Image, 2-D or 3-D, with time, channels and colours
        The image.
    points : Points
        One point in each object.
    tolerance : float
        How much brighter or darker than the point a pixel may be, in grey values; of RGB images
        in each colour. Without it a tenth of the range of the image.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.

    Returns
    -------
    labels : Labels
        The object of the first point has the number 1, of the second 2, and so on; 0 is
        background.

    Raises
    ------
    InputError
        If the image has no axes y and x, or the points spread along an axis that it lacks.
    UnitError
        If one has a pixel size and the other none.

    Notes
    -----
    Each object goes as far as if it were the only one. Where two overlap the first wins, as with
    two points in one cell: a number always tells the row of its point, and an object without any
    pixel of its own has none. `mask.from_labels` makes one selection of all.

    A point outside of the image or on a missing pixel (NaN) has no object, and missing pixels
    belong to none. Every time point and channel is flooded alone, and a tenth is that of its own
    range, of finite values. Points without a place along time are at every time; without one along
    z, the floods of every plane are one object. Alpha has no say.

    Formula::

        object k: all x with a path of neighbours to pₖ
        on which |image − image(pₖ)| ≤ tolerance
        labels(x) = the first k whose object holds x

    Equivalent for points in the centres of pixels::

        import numpy as np
        from skimage.segmentation import flood

        near = image.ndim if diagonal else 1
        reach = (float(image.max()) - float(image.min())) / 10 if tolerance is None else tolerance
        labels = np.zeros(image.shape, np.int32)
        for k in range(len(points), 0, -1):
            place = tuple(points[k - 1].astype(int))
            labels[flood(image, place, connectivity=near, tolerance=reach)] = k

    References
    ----------
    ``skimage.segmentation.flood``, which takes a value more below for whole numbers and a tolerance
    that is none.
    """
    from napari_darkroom.kernels.grey_range import tenth_of_range
    from napari_darkroom.kernels.similar import similar_around

    check_grid("segment.flood", image)
    labels = np.zeros(image.shape, LABEL_DTYPE)
    for index in frame_indices(image):
        keys = frame_keys(image, index)
        numbers, places = _seeds(image, points, keys)
        if len(numbers):
            pixels = pixels_at(image, keys)
            colours = pixels[..., :3] if image.rgb else pixels
            reach = tenth_of_range(colours) if tolerance is None else tolerance
            similar_around(pixels, places, numbers, reach, labels[index], diagonal=diagonal)
    return Labels(labels, image.calibration, image.name)


def _seeds(image: Image, points: Points, keys: dict[str, int]) -> tuple[NDArray[np.int32], Index]:
    """Return the numbers of the points in a frame, and their pixels along its spatial axes."""
    c = image.calibration
    shared = points.axes_in(c)
    nearest = np.floor(points.pixels(c) + 0.5).astype(np.intp)
    lengths = np.array([image.shape[c.axes.index(name)] for name in shared])
    here = ((nearest >= 0) & (nearest < lengths)).all(axis=1)
    for name, at in keys.items():
        if name in shared:
            here &= nearest[:, shared.index(name)] == at
    numbers = np.flatnonzero(here).astype(LABEL_DTYPE) + 1
    spatial = [(c.axes[i], image.shape[i]) for i in c.spatial]
    ways = [
        nearest[here, shared.index(name)][:, np.newaxis] if name in shared else np.arange(length)
        for name, length in spatial
    ]
    # Of a point without a place along z every plane holds one.
    every = np.broadcast_arrays(*ways)
    repeated = np.repeat(numbers, every[0].shape[1])
    return repeated, np.stack([one.ravel() for one in every], axis=1)

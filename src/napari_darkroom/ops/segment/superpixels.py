"""Superpixels: the image in patches of about one size and one colour."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from annotated_types import Ge, Gt, Le

from napari_darkroom.core.annotations import ImageArray, Length, NewLabelsArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.ops.segment.brightness import from_0_to_1
from napari_darkroom.ops.segment.colours import lab


@operation(
    title="Superpixels (SLIC)",
    noun="superpixels",
    menu="segment/classes",
    rgb="whole",
    tolerance=1e-3,
    copies=20,
)
def superpixels(
    image: ImageArray,
    *,
    size: Annotated[Length, Ge(1), Le(1000)] = 10.0,
    compactness: Annotated[float, Gt(0), Le(1000)] = 0.2,
) -> NewLabelsArray:
    """Part the image into patches of about one size whose edges follow the image.

    To measure or classify patches instead of pixels, as of tissue without clear objects. Smooth a
    noisy image before.

    Parameters
    ----------
    image : array, 2-D or 3-D, with or without colours
        The image; colours are compared in CIELAB.
    size : length
        Distance between the middles of neighbouring patches. In µm the patches of an anisotropic
        volume are as high as they are wide.
    compactness : float
        How different colours must be to count as much as a distance of `size`, as a share of the
        range of the image: less follows the image more, more gives squares.

    Returns
    -------
    labels : array of int32
        The patches, 1, 2, … in the order in which they are met row by row. Each is connected.

    Notes
    -----
    Patches begin as the blocks of a regular grid, and their centres move ten times. Each pixel
    goes to the nearest centre within two sizes along each axis, by colour and place; of equal ones
    to the first. Pieces of less than a tenth of a block are joined to the largest patch beside
    them. Grey images are scaled so that their smallest value is 0 and their largest 1, and so are
    colours before they are turned into CIELAB, of which a hundredth counts. Missing pixels (NaN)
    are in no patch. The result does not depend on the number of threads.

    Formula::

        d² = |colour(x) − colour(k)|²/compactness²
        + Σ (xᵢ − kᵢ)²/sizeᵢ²
        patch(x) = the centre k with the smallest d
        k: mean colour and place of its pixels

    Equivalent but for small pieces, within 0.05::

        import numpy as np
        from scipy.cluster.vq import kmeans2

        shade = np.interp(image.ravel(), [image.min(), image.max()], [0, 1 / compactness])
        v = np.stack([shade, *(i.ravel() / s for i, s in zip(np.indices(image.shape), size))], 1)
        cells = [np.arange(n) * max(round(n / s), 1) // n for n, s in zip(image.shape, size)]
        blocks = np.ravel_multi_index(np.ix_(*cells), [c[-1] + 1 for c in cells]).ravel()
        start = [v[blocks == k].mean(axis=0) for k in range(blocks.max() + 1)]
        labels = kmeans2(v, np.array(start), 10, minit="matrix")[1].reshape(image.shape) + 1

    References
    ----------
    R. Achanta et al., IEEE PAMI 34 (2012) 2274–2282; ``skimage.segmentation.slic``, whose grid does
    not know the size of a voxel.
    """
    from napari_darkroom.kernels.superpixels import superpixels as found

    axes = image.ndim if isinstance(size, int | float) else len(size)
    colours = lab(image) if image.ndim > axes else from_0_to_1(image)[..., np.newaxis]
    inside = ~np.isnan(colours[..., 0])
    compared = np.where(inside[..., np.newaxis], colours, 0).astype(np.float32)
    compared /= np.float32(compactness)
    return found(compared, inside, per_axis(size, axes))

"""Compiling the kernels before they are needed."""

from __future__ import annotations

import numpy as np


def warm_up() -> None:
    """Compile or load the kernels for the usual pixel types; some seconds the first time."""
    from napari_darkroom.kernels.hulls import hull_pixels
    from napari_darkroom.kernels.median import footprint_median
    from napari_darkroom.kernels.perimeters import perimeters
    from napari_darkroom.kernels.regions import intensity_sums, region_sums
    from napari_darkroom.kernels.row_ends import row_ends

    index = np.ones((1, 3, 3), dtype=np.intp)
    sums = region_sums(index, 1)
    perimeters(index[0], 1)
    hull_pixels(row_ends(index[0], sums.low[:, 1:], sums.high[:, 1:]))
    for dtype in (np.uint8, np.uint16, np.float32):
        image = np.ones((1, 3, 3), dtype=dtype)
        intensity_sums(index, image, 1)
        footprint_median(image, np.ones((1, 3, 3), dtype=bool))

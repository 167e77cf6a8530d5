"""A mask by a threshold for each pixel, found in strips of rows: quicker, and in less memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.mirror import Rows
from napari_darkroom.kernels.side_by_side import side_by_side
from napari_darkroom.ops.threshold.surroundings import Thresholding, halo, thresholds

# A strip is so many times as high as what it needs on each side, and at least so many rows.
_TIMES, _ROWS = 8, 128


def marked(
    image: NDArray[Any],
    radius: Sequence[float],
    how: Thresholding,
    *,
    offset: float,
    dark_objects: bool,
) -> NDArray[np.bool_]:
    """Return where an image is above its threshold and offset, or at most at it less the offset.

    Strips have their neighbours, as tiles have: the bits are those of the whole.
    """
    # All is given, so that there is an answer.
    needed = halo(radius=radius, method=how.method, offset=0.0, white_level=1.0) or [0, 0]
    around = needed[-2]
    rows = image.shape[-2]
    bounds = np.linspace(0, rows, max(rows // max(_TIMES * around, _ROWS), 1) + 1).astype(int)
    mask = np.empty(image.shape, dtype=bool)

    compare = partial(_compare, offset=offset, dark_objects=dark_objects)

    def mark(start: int, stop: int) -> None:
        first = max(start - around, 0)
        some = np.ascontiguousarray(image[..., first : stop + around, :])
        inner = (start - first, stop - first)
        inside = _mark(some, radius, how, inner, compare)
        mask[..., start:stop, :] = inside[..., slice(*inner), :]

    side_by_side([partial(mark, int(a), int(b)) for a, b in pairwise(bounds)], image.size)
    return mask


def _mark(
    image: NDArray[Any],
    radius: Sequence[float],
    how: Thresholding,
    rows: Rows,
    compare: Callable[..., None],
) -> NDArray[np.bool_]:
    """Return the mask of some rows; what is in the others has no meaning."""
    known = image.astype(np.float32) if image.dtype == np.float16 else image
    mask = np.empty(image.shape, dtype=bool)
    for part, level in thresholds(known, radius, how, rows):
        compare(known[part], level, mask[part])
    return mask


def _compare(
    image: NDArray[Any],
    levels: NDArray[np.float64],
    result: NDArray[np.bool_],
    *,
    offset: float,
    dark_objects: bool,
) -> None:
    from napari_darkroom.kernels.between import above_levels, not_above_levels

    compare = not_above_levels if dark_objects else above_levels
    compare(image, levels, offset, result)

"""How far above its surroundings a pixel must be, where nobody says it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.mirror import Rows
from napari_darkroom.kernels.row_blocks import row_blocks
from napari_darkroom.kernels.side_by_side import in_groups, side_by_side

# The deviation of normal noise, in units of its median absolute value.
_NORMAL = 1.4826
# How much larger noise is in the second differences along two axes: (1, −2, 1) ⊗ (1, −2, 1).
_GAIN = 6.0
# Noise is rarely farther off than this, objects rarely less.
_OF_NOISE, _OF_SPREAD = 2.5, 1 / 3
# Of larger images some strips are looked at: so many rows, about so many pixels in all.
_PIXELS, _ROWS, _FEWEST = 2**20, 16, 4
# Where no row is left out strips are so many times as high.
_HIGH = 8


def usual_offset(image: NDArray[Any], reach: Sequence[int]) -> float:
    """Return two and a half times the noise, or a third of the spread if that is more.

    The noise is that of second differences, the spread that of the distances from the mean in the
    box around each pixel. Missing and infinite pixels have no say.
    """
    known = image.astype(np.float32) if image.dtype == np.float16 else image
    strips = _strips(image)
    spread, noise = _spread(known, reach, strips), _noise(known, strips)
    return float(max(_OF_NOISE * noise, _OF_SPREAD * spread))


def _spread(image: NDArray[Any], reach: Sequence[int], strips: Sequence[Rows]) -> float:
    """Return the root of the mean square; squares are added by so many rows."""
    from napari_darkroom.kernels.spread import squares_in_strips

    work = [partial(squares_in_strips, image, reach, some, _ROWS) for some in in_groups(strips)]
    found = [one for some in side_by_side(work, image.size) for one in some]
    squares, number = (sum(one[k] for one in found) for k in range(2))
    return float(np.sqrt(squares / number)) if number else 0.0


def _noise(image: NDArray[Any], strips: Sequence[Rows]) -> float:
    """Return the deviation by the median of the finite curvatures, 0 of none."""
    from napari_darkroom.kernels.curvature import curvatures
    from napari_darkroom.kernels.middle import finite_median

    pieces = [partial(curvatures, image, some) for some in in_groups(strips)]
    if image.dtype.kind in "iu" and image.dtype.itemsize <= 2:
        middle = _median_of_integers(side_by_side(pieces, image.size))
    else:
        # Bent anew each time: to keep them in new memory takes longer.
        middle = np.nan_to_num(finite_median(pieces, min(image.size, _PIXELS)))
    return float(_NORMAL * middle / _GAIN)


def _median_of_integers(pieces: Sequence[NDArray[np.int32]]) -> float:
    """Return the median of whole numbers that are not negative, 0 of none."""
    from napari_darkroom.kernels.histogram import count_integers

    number = sum(one.size for one in pieces)
    if not number:
        return 0.0
    highest = max(int(one.max(initial=0)) for one in pieces)
    below = np.cumsum(sum(count_integers(one, 0, highest) for one in pieces))
    middle = ((number - 1) // 2, number // 2)
    return float(np.searchsorted(below, middle, side="right").mean())


def _strips(image: NDArray[Any]) -> list[Rows]:
    """Return where strips start and stop: all rows of an image that is not large."""
    rows = image.shape[-2]
    if image.size <= _PIXELS or rows <= _FEWEST * _ROWS:
        return row_blocks(rows, _HIGH * _ROWS)
    number = max(_PIXELS // (_ROWS * prod(image.shape) // rows), _FEWEST)
    starts = np.linspace(0, rows - _ROWS, number).round().astype(int).tolist()
    return [(start, start + _ROWS) for start in starts]

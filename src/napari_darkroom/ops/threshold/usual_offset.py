"""How far above its surroundings a pixel must be, where nobody says it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.row_blocks import row_blocks
from napari_darkroom.kernels.side_by_side import side_by_side

# The deviation of normal noise, in units of its median absolute value.
_NORMAL = 1.4826
# How much larger noise is in the second differences along two axes: (1, −2, 1) ⊗ (1, −2, 1).
_GAIN = 6.0
# Noise is rarely farther off than this, objects rarely less.
_OF_NOISE, _OF_SPREAD = 2.5, 1 / 3
# Of larger images some strips are looked at: so many rows, about so many pixels in all.
_PIXELS, _ROWS, _FEWEST = 2**20, 16, 4
# Where no row is left out so many such strips are looked at at once.
_AT_ONCE = 8


def usual_offset(image: NDArray[Any], reach: Sequence[int]) -> float:
    """Return two and a half times the noise, or a third of the spread if that is more.

    The noise is that of second differences, the spread that of the distances from the mean in the
    box around each pixel. Missing and infinite pixels have no say.
    """
    known = image.astype(np.float32) if image.dtype == np.float16 else image
    work = [partial(_look, known, reach, start, stop) for start, stop in _strips(image)]
    looks = side_by_side(work, image.size)
    distances = [one for some, _ in looks for one in some]
    squares, number = (sum(one[k] for one in distances) for k in range(2))
    spread = np.sqrt(squares / number) if number else 0.0
    noise = _NORMAL * _median(np.concatenate([curved for _, curved in looks])) / _GAIN
    return float(max(_OF_NOISE * noise, _OF_SPREAD * spread))


def _look(
    image: NDArray[Any], reach: Sequence[int], start: int, stop: int
) -> tuple[list[tuple[float, int]], NDArray[Any]]:
    """Return of some rows the squares of distances from the means, their number, and curvatures.

    Squares are added by so many rows, whatever is looked at at once.
    """
    from napari_darkroom.kernels.curvature import curvatures, squared_distances
    from napari_darkroom.kernels.local_means import box_means

    first = max(start - reach[-2], 0)
    some = np.ascontiguousarray(image[..., first : stop + reach[-2], :])
    means = np.empty(some.shape)
    for part, mean in box_means(some, reach, (start - first, stop - first)):
        means[part] = mean
    rows = [slice(start - first + a, start - first + b) for a, b in row_blocks(stop - start, _ROWS)]
    distances = [squared_distances(some[..., at, :], means[..., at, :]) for at in rows]
    around = image[..., max(start - 1, 0) : min(stop + 1, image.shape[-2]), :]
    return distances, curvatures(around)


def _median(values: NDArray[Any]) -> float:
    """Return the median of the finite values, 0 of none; whole numbers are not negative."""
    from napari_darkroom.kernels.histogram import count_integers
    from napari_darkroom.kernels.middle import finite_median

    if not values.size:
        return 0.0
    if values.dtype.kind == "f":
        return float(np.nan_to_num(finite_median(values)))
    below = np.cumsum(count_integers(values, 0, int(values.max())))
    middle = ((values.size - 1) // 2, values.size // 2)
    return float(np.searchsorted(below, middle, side="right").mean())


def _strips(image: NDArray[Any]) -> list[tuple[int, int]]:
    """Return where strips start and stop: all rows of an image that is not large."""
    rows = image.shape[-2]
    if image.size <= _PIXELS or rows <= _FEWEST * _ROWS:
        return row_blocks(rows, _AT_ONCE * _ROWS)
    number = max(_PIXELS // (_ROWS * prod(image.shape) // rows), _FEWEST)
    starts = np.linspace(0, rows - _ROWS, number).round().astype(int).tolist()
    return [(start, start + _ROWS) for start in starts]

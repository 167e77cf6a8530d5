"""How far above its surroundings a pixel must be, where nobody says it."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# The deviation of normal noise, in units of its median absolute value.
_NORMAL = 1.4826
# How much larger noise is in the second differences along two axes: (1, −2, 1) ⊗ (1, −2, 1).
_GAIN = 6.0
# Noise is rarely farther off than this, objects rarely less.
_OF_NOISE, _OF_SPREAD = 2.5, 1 / 3
# Of larger images some strips are looked at: so many rows, about so many pixels in all.
_PIXELS, _ROWS, _FEWEST = 2**20, 16, 4


def usual_offset(image: NDArray[Any], reach: Sequence[int]) -> float:
    """Return two and a half times the noise, or a third of the spread if that is more.

    The noise is that of second differences, the spread that of the distances from the mean in the
    box around each pixel. Missing and infinite pixels have no say.
    """
    squares, number, curved = 0.0, 0, []
    for start, stop in _strips(image):
        away = _away(image, reach, start, stop)
        squares, number = squares + float(np.sum(away * away)), number + away.size
        curved.append(_curved(image, start, stop))
    spread = np.sqrt(squares / number) if number else 0.0
    noise = _NORMAL * _median(np.concatenate(curved)) / _GAIN
    return float(max(_OF_NOISE * noise, _OF_SPREAD * spread))


def _away(image: NDArray[Any], reach: Sequence[int], start: int, stop: int) -> Floats:
    """Return how far some rows are from the means of their boxes."""
    from napari_darkroom.kernels.local_means import box_means

    first = max(start - reach[-2], 0)
    some = np.ascontiguousarray(image[..., first : stop + reach[-2], :])
    away = some.astype(np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        for part, mean in box_means(some, reach):
            away[part] -= mean
    inner = away[..., start - first : stop - first, :]
    return inner[np.isfinite(inner)]


def _curved(image: NDArray[Any], start: int, stop: int) -> Floats:
    """Return how large the second differences are in some rows."""
    around = image[..., max(start - 1, 0) : min(stop + 1, image.shape[-2]), :].astype(np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        curved = np.diff(np.diff(around, n=2, axis=-1), n=2, axis=-2)
    return np.abs(curved[np.isfinite(curved)])


def _median(values: Floats) -> float:
    return float(np.median(values, overwrite_input=True)) if values.size else 0.0


def _strips(image: NDArray[Any]) -> list[tuple[int, int]]:
    """Return where strips start and stop: all rows of an image that is not large."""
    rows = image.shape[-2]
    if image.size <= _PIXELS or rows <= _FEWEST * _ROWS:
        return [(start, min(start + _ROWS, rows)) for start in range(0, rows, _ROWS)]
    number = max(_PIXELS // (_ROWS * prod(image.shape) // rows), _FEWEST)
    starts = np.linspace(0, rows - _ROWS, number).round().astype(int).tolist()
    return [(start, start + _ROWS) for start in starts]

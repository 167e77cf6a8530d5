"""The values of an image as levels: whole numbers from 0 in the same order."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.value_ranks import parts_of, rank_into

# Whole numbers within the first range, or the second if they are no more than the pixels, are
# levels as they are; others are ranked.
_FEW_LEVELS, _MOST_LEVELS = 2**16, 2**24


def levels_of(
    image: NDArray[Any], inside: NDArray[np.bool_] | None, *, falling: bool = False
) -> tuple[NDArray[np.int32], int]:
    """Return whole numbers from 0 that are ordered as the values inside are, and how many.

    They have a margin of one pixel; what they are there and outside has no meaning.

    Parameters
    ----------
    falling : bool
        Whether they are ordered the other way round.
    """
    levels = np.zeros([n + 2 for n in image.shape], np.int32)
    within = levels[(slice(1, -1),) * image.ndim]
    if image.size == 0 or (inside is not None and not inside.any()):
        return levels, 1
    values = image.view(np.uint8) if image.dtype == bool else image
    if values.dtype.kind in "iu":
        low, high = _ends(values, inside)
        if high - low < max(_FEW_LEVELS, min(_MOST_LEVELS, image.size)):
            first, last = (values.dtype.type(one) for one in (low, high))
            # In 32 bits, else in the type of the values, in which no difference overflows.
            exact = np.int32 if values.dtype.itemsize < 4 else values.dtype
            high_end, low_end = (last, values) if falling else (values, first)
            np.subtract(high_end, low_end, out=within, dtype=exact, casting="unsafe")
            return levels, high - low + 1
    return levels, rank_into(within, values, inside, falling=falling)


def _ends(values: NDArray[Any], inside: NDArray[np.bool_] | None) -> tuple[int, int]:
    if inside is None:
        return int(values.min()), int(values.max())
    found = [part[known] for part, known in parts_of(values, inside)]
    some = [part for part in found if part.size]
    return min(int(one.min()) for one in some), max(int(one.max()) for one in some)

"""The passes of a search for what is nearest: along the rows, then along every other axis."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.label_radius import float_type_of, limit_of, squared_steps
from napari_darkroom.kernels.side_by_side import in_strips

# Pixels of a row that are looked at together, until none of them can find anything nearer.
BLOCK = 64


def squared_distances(
    numbers: NDArray[Any],
    radius: Sequence[float],
    along_rows: Callable[..., None],
    along_middle: Callable[..., None],
) -> tuple[NDArray[np.floating[Any]], float]:
    """Return the squared distances that the passes write, and the largest within the radius.

    Parameters
    ----------
    numbers : array, 2-D or 3-D, C-contiguous
        Handed to both passes, which may write to it.
    radius : sequence of float
        Pixels along each axis.
    along_rows : callable
        ``(rows, far, step, low, high)``: writes the distances within some of the rows.
    along_middle : callable
        ``(blocks, far, (step, limit), low, high)``: looks at the other places along the middle of
        three axes too, for some of the lines of `BLOCK` pixels, counted along the last axis first.
    """
    steps, limit = squared_steps(radius), limit_of(radius)
    far = np.empty(numbers.shape, float_type_of(steps, limit))
    rows = (-1, numbers.shape[-1])
    lines = numbers.reshape(rows), far.reshape(rows)
    in_strips(len(lines[0]), numbers.size, along_rows, *lines, steps[-1])
    for axis in range(numbers.ndim - 2, -1, -1):
        # The axis in the middle, those before and after it as one each.
        middle = (-1, numbers.shape[axis], math.prod(numbers.shape[axis + 1 :]))
        blocks = numbers.reshape(middle), far.reshape(middle)
        count = len(blocks[0]) * -(-middle[2] // BLOCK)
        in_strips(count, numbers.size, along_middle, *blocks, (steps[axis], limit))
    return far, limit

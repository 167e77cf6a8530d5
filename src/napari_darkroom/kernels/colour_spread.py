"""How much colours vary, with sums in the order of the pixels and no copy of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def mean_variance(colours: Floats) -> float:
    """Return the mean of the variances of the parts of colours, NaN where there are none.

    Parameters
    ----------
    colours : array of float64 (n, parts)
        One that is missing has NaN in all of its parts.
    """
    sums, squares = np.zeros((2, colours.shape[1]))
    number = _add(colours, sums)
    if not number:
        return float("nan")
    _add_squares(colours, sums / number, squares)
    return float((squares / number).mean())


@njit(nogil=True, cache=True)
def _add(colours: Any, sums: Any) -> int:
    number = 0
    for i in range(len(colours)):
        if not np.isnan(colours[i, 0]):
            number += 1
            for k in range(len(sums)):
                sums[k] += colours[i, k]
    return number


@njit(nogil=True, cache=True)
def _add_squares(colours: Any, means: Any, squares: Any) -> None:
    for i in range(len(colours)):
        if not np.isnan(colours[i, 0]):
            for k in range(len(means)):
                off = colours[i, k] - means[k]
                squares[k] += off * off

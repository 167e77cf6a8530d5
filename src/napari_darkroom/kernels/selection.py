"""The value in the middle of a few, without sorting all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def middle_value(values: Any, n: int) -> Any:
    """Return the median of the first n values, which are moved; NaN of none.

    Of an even number it is the mean of the two in the middle.
    """
    if n == 0:
        return values[0] * np.nan
    high = _select(values, n, n // 2)
    if n % 2:
        return high
    low = values[0]
    for i in range(1, n // 2):
        low = max(low, values[i])
    return (low + high) / 2


@njit(nogil=True, cache=True)
def _select(values: Any, n: int, k: int) -> Any:
    """Return the k-th smallest of the first n values; smaller ones stand before it afterwards."""
    low, high = 0, n - 1
    while low < high:
        pivot = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if k <= j:
            high = j
        elif k >= i:
            low = i
        else:
            break
    return values[k]

"""Numbers as whole numbers without a sign that are ordered as they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def ordered_bits(values: NDArray[Any]) -> NDArray[Any]:
    """Return unsigned integers of 32 or 64 bits in the order of numbers; both zeros are the same.

    Parameters
    ----------
    values : array of int or float
        None is NaN. Those of fewer than 32 bits are taken as float32.
    """
    if values.dtype.itemsize < 4:
        values = values.astype(np.float32)
    if values.dtype.kind == "u":
        return np.ascontiguousarray(values)
    unsigned = np.dtype(f"u{values.dtype.itemsize}")
    turn = unsigned.type(1 << (8 * unsigned.itemsize - 1))
    if values.dtype.kind == "i":
        return np.ascontiguousarray(values).view(unsigned) ^ turn
    # Floats sort as their bits do, once the negative ones are turned round.
    bits = np.ascontiguousarray(values + 0).view(unsigned)
    keys = bits ^ turn
    np.invert(bits, out=keys, where=bits >= turn)
    return keys

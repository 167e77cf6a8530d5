"""The first and the last pixel of every row of every object: all that a hull can rest on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Beyond every image; its double and triple still fit.
FAR = np.int64(2) ** 40


@dataclass(frozen=True)
class RowEnds:
    """Ends of the rows of objects of a plane, one object after the other.

    Attributes
    ----------
    start : array of int, (objects + 1,)
        Rows ``start[k]`` to ``start[k + 1]`` are those of object k.
    top : array of int, (objects,)
        Index along y of the first row of each object.
    left, right : array of int, (rows,)
        First and last pixel along x; a row without a pixel has them far away, left > right.
    """

    start: NDArray[np.int64]
    top: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]

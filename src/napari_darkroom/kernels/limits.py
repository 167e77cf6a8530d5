"""What nothing is raised above: an image, as it is or upside down, without a copy."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.read_only import read_only


class Limit(NamedTuple):
    """What nothing is raised above: ``scale · values + shift``, in the type of the values.

    Where it is missing (NaN) it is the lowest value, and nothing passes.
    """

    values: NDArray[Any]
    scale: Any
    shift: Any


def upright(values: NDArray[Any]) -> Limit:
    """Return values as a limit."""
    number = values.dtype.type
    shift = number(-0.0 if values.dtype.kind == "f" else 0)
    return Limit(read_only(values), number(1), shift)


def turned(values: NDArray[Any]) -> Limit:
    """Return values as a limit that is upside down, as `turn_over` does it, without a copy."""
    if values.dtype.kind == "f":
        return Limit(read_only(values), values.dtype.type(-1), values.dtype.type(-0.0))
    # In whole numbers of any type ~x is −x − 1.
    ones = np.invert(np.zeros((), values.dtype))[()]
    return Limit(read_only(values), ones, ones)


def values_of(limit: Limit, values: NDArray[Any]) -> NDArray[Any]:
    """Return what some of the values of a limit are for what is raised."""
    return np.asarray(values * limit.scale + limit.shift)

"""What lies outside of an image: one table of names for every library."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import Boundary

# SciPy's names are ours. abcd|: reflect dcba|abcd, mirror dcb|abcd, nearest aaa|abcd.
NUMPY_MODES = MappingProxyType(
    {
        "reflect": "symmetric",
        "mirror": "reflect",
        "nearest": "edge",
        "wrap": "wrap",
        "constant": "constant",
    }
)


def pad(
    array: NDArray[Any], widths: Sequence[int], mode: Boundary, outside: float = 0.0
) -> NDArray[Any]:
    """Return `array` with `widths` pixels more on both sides of each axis.

    Parameters
    ----------
    outside : float
        The value outside for the mode ``constant``.
    """
    if not any(widths):
        return array
    pairs = [(width, width) for width in widths]
    if mode == "constant":
        return np.pad(array, pairs, mode="constant", constant_values=outside)
    return np.asarray(np.pad(array, pairs, mode=NUMPY_MODES[mode]))  # type: ignore[call-overload]  # any of its modes


def trim(array: NDArray[Any], widths: Sequence[int]) -> NDArray[Any]:
    """Return `array` without `widths` pixels on both sides of each axis."""
    return array[tuple(slice(w, -w if w else None) for w in widths)]

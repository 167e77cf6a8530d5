"""One number for every axis, from one for all or one each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from napari_darkroom.core.errors import ParameterError


def per_axis(value: float | Sequence[float], ndim: int) -> tuple[float, ...]:
    """Return `value` as one float for each of `ndim` axes.

    Raises
    ------
    ParameterError
        If a sequence has another length.
    """
    values = tuple(value) if isinstance(value, Sequence | np.ndarray) else (value,) * ndim
    if len(values) == 1:
        values *= ndim
    if len(values) != ndim:
        raise ParameterError(
            f"{', '.join(map(str, values))}: give one number, or {ndim}, one for each spatial axis."
        )
    return tuple(float(v) for v in values)

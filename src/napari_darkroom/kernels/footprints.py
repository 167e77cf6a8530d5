"""Neighbourhoods: which pixels around a pixel count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Shape: TypeAlias = Literal["disk", "square"]
Element: TypeAlias = Literal["disk", "diamond", "square"]


def footprint(radius: Sequence[float], shape: Element) -> NDArray[np.bool_]:
    """Return the neighbourhood of `radius` pixels along each axis, of odd lengths.

    ``disk`` holds the offsets d with sum((d / radius)²) ≤ 1 (a ball in 3-D, an ellipse where
    the radii differ), ``square`` all with abs(d) ≤ radius on every axis, ``diamond`` those with
    sum(abs(d) / radius) ≤ 1.
    """
    reach = [int(r) for r in radius]
    grids = np.meshgrid(*(np.arange(-r, r + 1) for r in reach), indexing="ij")
    if shape == "square":
        return np.ones(grids[0].shape, dtype=bool)
    power = 2 if shape == "disk" else 1
    distance = sum(abs(g / max(r, 0.5)) ** power for g, r in zip(grids, radius, strict=True))
    # The tolerance keeps d² ≤ r² exact where d / r is not.
    return np.asarray(distance <= 1 + 1e-9)


def reach(radius: Sequence[float]) -> list[int]:
    """Return the pixels that a footprint reaches along each axis."""
    return [int(r) for r in radius]

"""Colour scales for values, as napari has them."""

from __future__ import annotations

from functools import cache

import numpy as np
from napari.utils.colormaps import ensure_colormap
from numpy.typing import NDArray

from napari_darkroom.tables.colouring import STEPS

# Those with which differences are seen by all, then those that have a middle.
SCALES = ("viridis", "plasma", "inferno", "cividis", "turbo", "coolwarm", "gray")
_MISSING_COLOUR = (0.45, 0.47, 0.5, 1.0)


@cache
def scale_colours(name: str) -> NDArray[np.float32]:
    """Return red, green, blue and alpha of each step of a scale, and last of what is missing."""
    steps = np.linspace(0, 1, STEPS)
    colours = np.asarray(ensure_colormap(name).map(steps), dtype=np.float32)
    scale = np.concatenate([colours, np.array([_MISSING_COLOUR], dtype=np.float32)])
    scale.setflags(write=False)
    return scale

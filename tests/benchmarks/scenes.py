"""The images that benchmarks work on, always the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage import measure


@lru_cache(maxsize=4)
def noise(*shape: int) -> NDArray[np.uint16]:
    """Return 16-bit noise over the whole range."""
    return np.random.default_rng(0).integers(0, 65535, shape).astype(np.uint16)


@lru_cache(maxsize=4)
def blobs(*shape: int) -> NDArray[np.bool_]:
    """Return a mask of some thousand irregular objects that touch here and there."""
    smooth = ndimage.gaussian_filter(np.random.default_rng(0).random(shape, np.float32), 6)
    return np.asarray(smooth > np.median(smooth) + 0.5 * smooth.std())


@lru_cache(maxsize=4)
def objects(*shape: int) -> NDArray[np.int32]:
    """Return the connected objects of `blobs`, numbered."""
    return np.asarray(measure.label(blobs(*shape))).astype(np.int32)


@lru_cache(maxsize=4)
def beads(*shape: int) -> NDArray[np.int32]:
    """Return small roundish objects far from each other, numbered: nuclei in a volume."""
    smooth = ndimage.gaussian_filter(np.random.default_rng(0).random(shape, np.float32), 4)
    return np.asarray(measure.label(smooth > np.median(smooth) + 1.4 * smooth.std())).astype(
        np.int32
    )


@lru_cache(maxsize=4)
def cells(*shape: int) -> NDArray[np.uint16]:
    """Return bright objects on an uneven, noisy ground, 12 bits of 16."""
    random: Any = np.random.default_rng(1)
    body = ndimage.gaussian_filter(blobs(*shape).astype(np.float32), 2)
    ground = np.linspace(200, 600, shape[-1], dtype=np.float32)
    return (ground + 2500 * body + random.normal(0, 40, shape)).clip(0, 4095).astype(np.uint16)

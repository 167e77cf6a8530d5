"""Masks grown, shrunk, bordered and combined, against SciPy and NumPy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scenes
from comparison import Case
from scipy import ndimage
from skimage import morphology

import napari_darkroom as dr


def cases(side: int) -> Iterator[Case]:
    """Yield the work on a plane."""
    mask = scenes.blobs(side, side)
    other = np.roll(mask, 20, 1)
    far = ndimage.distance_transform_edt
    yield Case(
        "mask.grow 10",
        lambda: dr.mask.grow(mask, distance=10),
        lambda: far(~mask) <= 10,
        "SciPy",
    )
    yield Case(
        "mask.shrink 10",
        lambda: dr.mask.shrink(mask, distance=10),
        lambda: far(mask) > 10,
        "SciPy",
    )
    yield Case(
        "mask.border 3",
        lambda: dr.mask.border(mask, width=3),
        lambda: mask & ~morphology.erosion(mask, morphology.disk(3), mode="ignore"),
        "scikit-image",
    )
    yield Case(
        "mask.combine and",
        lambda: dr.mask.combine(mask, other, how="and"),
        lambda: mask & other,
        "NumPy",
    )
    image, labels = scenes.cells(side, side), scenes.objects(side, side)
    yield Case("mask.invert", lambda: dr.mask.invert(mask), lambda: ~mask, "NumPy")
    yield Case(
        "mask.from_labels",
        lambda: dr.mask.from_labels(labels),
        lambda: labels > 0,
        "NumPy",
    )
    yield Case(
        "mask.apply",
        lambda: dr.mask.apply(image, mask),
        lambda: np.where(mask, image, np.uint16(0)),
        "NumPy",
        at_least=1,
    )
    fine = scenes.noise(side, side) > 2**15
    yield Case(
        "mask.apply, mask of noise",
        lambda: dr.mask.apply(image, fine),
        lambda: np.where(fine, image, np.uint16(0)),
        "NumPy",
        at_least=1,
    )

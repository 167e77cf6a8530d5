"""Measurements of objects with several inputs or parameters, against the same work elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import scenes
from comparison import Case
from numpy.typing import NDArray
from scipy import ndimage
from skimage import feature, measure, morphology

import napari_darkroom as dr


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    labels = scenes.objects(side, side)
    grey = (scenes.cells(side, side) // 256).astype(np.uint8)
    inner = np.where(ndimage.binary_erosion(labels > 0, iterations=3), labels, 0)
    return [
        Case(
            "measure.texture",
            lambda: dr.measure.texture(labels, grey, levels=16, low=0, high=16)["texture_contrast"],
            lambda: _contrasts(labels, grey),
            "scikit-image, the contrast alone",
        ),
        Case(
            "measure.neighbours",
            lambda: dr.measure.neighbours(labels, distance=3)["num_neighbours"],
            lambda: _neighbours(labels, 3),
            "SciPy, the number alone",
        ),
        Case(
            "measure.image_granularity",
            lambda: dr.measure.image_granularity(
                grey, subsample=1, background_subsample=1, sizes=4
            ).to_numpy(),
            lambda: _granularity(grey, 10, 4),
            "scikit-image",
        ),
        Case(
            "measure.parents",
            lambda: dr.measure.parents(inner, labels)["parent"],
            lambda: _parents(inner, labels),
            "NumPy, an object at a time",
        ),
    ]


def _contrasts(labels: NDArray[Any], grey: NDArray[np.uint8]) -> NDArray[np.float64]:
    found = []
    for one in measure.regionprops(labels):
        # Level 0 is outside, and its row and column are left out.
        box = np.where(one.image, grey[one.slice] + 1, 0)
        angles = [0, np.pi / 4, np.pi / 2, 3 * np.pi / 4]
        counts = feature.graycomatrix(box, [1], angles, 17, symmetric=True)[1:, 1:]
        with np.errstate(invalid="ignore"):
            found.append(np.nanmean(feature.graycoprops(counts, "contrast")))
    return np.array(found)


def _neighbours(labels: NDArray[Any], distance: int) -> NDArray[np.int64]:
    disk, counts = morphology.disk(distance), []
    for number, box in enumerate(ndimage.find_objects(labels), start=1):
        wide = tuple(slice(max(one.start - distance, 0), one.stop + distance) for one in box)
        near = ndimage.binary_dilation(labels[wide] == number, disk)
        counts.append(len(np.setdiff1d(labels[wide][near], [0, number])))
    return np.array(counts)


def _granularity(grey: NDArray[Any], radius: int, sizes: int) -> NDArray[np.float64]:
    cross = morphology.disk(1)
    grains = morphology.white_tophat(grey, morphology.disk(radius)).astype(float)
    eroded, means = grains, [grains.mean()]
    for _ in range(sizes):
        eroded = morphology.erosion(eroded, cross)
        means.append(morphology.reconstruction(eroded, grains, footprint=cross).mean())
    return -100 * np.diff(means)[None] / means[0]


def _parents(children: NDArray[Any], parents: NDArray[Any]) -> NDArray[np.int64]:
    found = []
    for number, box in enumerate(ndimage.find_objects(children), start=1):
        if box is not None:
            shared = np.bincount(parents[box][children[box] == number], minlength=2)[1:]
            found.append(shared.argmax() + 1 if shared.any() else 0)
    return np.array(found)

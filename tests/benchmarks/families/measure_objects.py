"""Measurements of objects with several inputs or parameters, against the same work elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import scenes
from comparison import Case
from numpy.typing import NDArray
from scipy import ndimage, spatial
from skimage import feature, measure, morphology, segmentation

import napari_darkroom as dr


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    labels = scenes.objects(side, side)
    grey = (scenes.cells(side, side) // 16).astype(np.uint8)
    inner = np.where(ndimage.binary_erosion(labels > 0, iterations=3), labels, 0)
    return [
        Case(
            "measure.texture",
            lambda: _contrast(labels, grey),
            lambda: _textures(labels, grey),
            "scikit-image, six of the features",
        ),
        Case(
            "measure.neighbours",
            lambda: dr.measure.neighbours(labels, distance=3)["num_neighbours"],
            lambda: _neighbours(labels, 3),
            "SciPy, an object at a time, without edge distances",
        ),
        Case(
            "measure.neighbours, 20 pixels",
            lambda: dr.measure.neighbours(labels, distance=20)["num_neighbours"],
            lambda: _neighbours(labels, 20),
            "SciPy, an object at a time, without edge distances",
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
            "scikit-image and NumPy, an object at a time",
        ),
    ]


def _contrast(labels: NDArray[Any], grey: NDArray[np.uint8]) -> NDArray[np.float64]:
    table = dr.measure.texture(labels, grey, low=0, high=255)
    # An object of one pixel has no pair.
    return table["texture_contrast"].fillna(0).to_numpy()


_FEATURES = ("contrast", "homogeneity", "ASM", "correlation", "variance", "entropy")


def _textures(labels: NDArray[Any], grey: NDArray[np.uint8]) -> NDArray[np.float64]:
    found = []
    angles = [0, np.pi / 4, np.pi / 2, 3 * np.pi / 4]
    for one in measure.regionprops(labels):
        # Level 0 is outside, and its row and column are left out.
        box = np.where(one.image, grey[one.slice] + 1, 0).astype(np.uint8)
        counts = feature.graycomatrix(box, [1], angles, 256, symmetric=True)[1:, 1:]
        features = [feature.graycoprops(counts, name)[0] for name in _FEATURES]
        there = counts.sum(axis=(0, 1))[0] > 0
        found.append(features[0][there].mean() if there.any() else 0)
    return np.array(found)


def _neighbours(labels: NDArray[Any], distance: int) -> NDArray[np.int64]:
    near_disk, far_disk = morphology.disk(distance), morphology.disk(distance + 1)
    border = segmentation.find_boundaries(labels, connectivity=2, mode="inner")
    counts, shares = [], []
    for number, box in enumerate(ndimage.find_objects(labels), start=1):
        wide = tuple(slice(max(s.start - distance, 0), s.stop + distance) for s in box)
        own = labels[wide] == number
        near = ndimage.binary_dilation(own, near_disk)
        counts.append(len(np.setdiff1d(labels[wide][near], [0, number])))
        others = ndimage.binary_dilation((labels[wide] > 0) & ~own, far_disk)
        shares.append((others & border[wide] & own).sum() / max((border[wide] & own).sum(), 1))
    centres = [one.centroid for one in measure.regionprops(labels)]
    spatial.KDTree(centres).query(centres, 3)
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
    for one in measure.regionprops(children, intensity_image=parents):
        shared = np.bincount(one.image_intensity[one.image], minlength=2)[1:]
        found.append(shared.argmax() + 1 if shared.any() else 0)
    return np.array(found)

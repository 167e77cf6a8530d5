"""Changing label images against scikit-image and SciPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import scenes
from comparison import Case
from numpy.typing import NDArray
from scipy import ndimage
from skimage import measure, morphology, segmentation

import napari_darkroom as dr


def _filled(labels: NDArray[Any]) -> NDArray[Any]:
    """Return each object with its holes, as one writes it today."""
    result = labels.copy()
    for k, box in enumerate(ndimage.find_objects(labels), start=1):
        if box is not None:
            result[box][ndimage.binary_fill_holes(labels[box] == k)] = k
    return result


def _column(table: Any, name: str) -> NDArray[Any]:
    return np.asarray(table[name])


def _alone(labels: NDArray[Any], disk: NDArray[Any]) -> NDArray[Any]:
    """Return the pixels with nothing else in a disk around them, as one writes it today."""
    high = ndimage.maximum_filter(labels, footprint=disk)
    return np.where(high == ndimage.minimum_filter(labels, footprint=disk), labels, 0)


def _combined(labels: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    """Return the objects of both, numbered anew, those of `labels` on top."""
    one, two = (segmentation.relabel_sequential(a)[0].astype(np.int64) for a in (labels, other))
    two = np.where(two > 0, two + one.max(), 0)
    return segmentation.relabel_sequential(np.where(one > 0, one, two))[0]


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    labels = scenes.objects(side, side)
    gaps = np.where(labels % 3 == 0, 0, labels * 5)
    holed = labels.copy()
    holed[np.random.default_rng(0).random(labels.shape) < 0.001] = 0
    return [
        *[
            Case(
                f"labels.expand {distance}",
                lambda d=distance: dr.labels.expand(labels, distance=d) > 0,
                lambda d=distance: segmentation.expand_labels(labels, d) > 0,
                "scikit-image",
            )
            for distance in (5, 25)
        ],
        Case(
            "labels.relabel",
            lambda: dr.labels.relabel(gaps),
            lambda: segmentation.relabel_sequential(gaps)[0],
            "scikit-image",
        ),
        Case(
            "labels.to_points",
            lambda: _column(dr.labels.to_points(labels), "y"),
            lambda: _column(
                measure.regionprops_table(labels, properties=["centroid"]), "centroid-0"
            ),
            "scikit-image",
        ),
        Case(
            "labels.to_shapes, how many",
            lambda: _column(dr.labels.to_shapes(labels, holes=False), "label").max(),
            lambda: len(
                [measure.find_contours(np.pad(one.image, 1)) for one in measure.regionprops(labels)]
            ),
            "scikit-image, object by object",
        ),
        Case(
            "labels.clear_border",
            lambda: dr.labels.clear_border(labels),
            lambda: segmentation.clear_border(labels),
            "scikit-image",
        ),
        Case(
            "labels.fill_holes",
            lambda: dr.labels.fill_holes(holed) > 0,
            lambda: _filled(holed) > 0,
            "SciPy, object by object",
        ),
        *[
            Case(
                f"labels.shrink {distance}",
                lambda d=distance: dr.labels.shrink(labels, distance=d),
                lambda d=distance: _alone(labels, morphology.disk(d)),
                "SciPy",
            )
            for distance in (1, 5)
        ],
        Case(
            "labels.split_disconnected",
            lambda: dr.labels.split_disconnected(holed) > 0,
            lambda: measure.label(holed, connectivity=2) > 0,
            "scikit-image",
        ),
        Case(
            "labels.remove_small",
            lambda: dr.labels.remove_small(labels, min_size=200),
            lambda: morphology.remove_small_objects(labels, max_size=199),
            "scikit-image",
        ),
        Case(
            "labels.keep_largest",
            lambda: dr.labels.keep_largest(labels),
            lambda: np.where(labels == np.bincount(labels.ravel())[1:].argmax() + 1, labels, 0),
            "NumPy",
        ),
        Case(
            "labels.combine",
            lambda: dr.labels.combine(gaps, gaps),
            lambda: _combined(gaps, gaps),
            "scikit-image and NumPy",
        ),
        Case(
            "labels.outlines",
            lambda: dr.labels.outlines(labels) > 0,
            lambda: segmentation.find_boundaries(labels, connectivity=1, mode="inner"),
            "scikit-image",
        ),
    ]

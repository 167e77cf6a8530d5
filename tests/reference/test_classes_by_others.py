"""Classes of pixels and all thresholds at once, against OpenCV, SciPy and scikit-image."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy import ndimage
from scipy.cluster.vq import kmeans2, vq
from skimage import color, data, filters

import napari_darkroom as dr
from napari_darkroom.kernels.lloyd import k_means, split_means
from napari_darkroom.kernels.scaled_channels import ScaledChannels

CHANNELS = [data.coins()[:90, :120], ndimage.gaussian_filter(data.coins()[:90, :120] * 1.0, 5)]
TISSUE = data.immunohistochemistry()[:120, :120]


def _columns(images: list[NDArray[np.generic]]) -> NDArray[np.float64]:
    """Return the channels of each pixel over their deviations."""
    return np.stack([np.ravel(one) / np.std(one) for one in images], axis=1)


def _spread(columns: NDArray[np.float64], classes: NDArray[np.integer]) -> float:
    """Return the sum of the squares within the classes."""
    numbers = np.unique(classes)
    return float(
        sum(columns[classes == k].var(axis=0).sum() * (classes == k).sum() for k in numbers)
    )


@pytest.mark.parametrize("classes", [2, 3, 6, 12])
def test_from_one_start_the_rounds_are_those_of_scipy(classes: int) -> None:
    columns = _columns(CHANNELS)
    channels = np.ascontiguousarray(columns.T)
    start = split_means(ScaledChannels.of(channels), classes)
    found, means = k_means(ScaledChannels.of(channels), start)
    theirs, numbers = kmeans2(columns, start, iter=100, minit="matrix")
    assert_array_equal(found, numbers)
    assert_allclose(means, theirs, rtol=1e-9)


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_every_pixel_is_in_the_class_of_the_nearest_mean(classes: int) -> None:
    found = np.ravel(dr.segment.kmeans(CHANNELS, classes=classes))
    columns = _columns(CHANNELS)
    means = np.array([columns[found == k].mean(axis=0) for k in range(1, classes + 1)])
    assert_array_equal(found, vq(columns, means)[0] + 1)
    # From dark to bright.
    assert (np.diff(means.sum(axis=1)) > 0).all()


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_classes_are_as_close_as_the_best_of_opencv(classes: int) -> None:
    columns = _columns(CHANNELS)
    cv2.setRNGSeed(1)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 100, 1e-7)
    best, _, _ = cv2.kmeans(
        columns.astype(np.float32), classes, None, criteria, 10, cv2.KMEANS_PP_CENTERS
    )
    ours = _spread(columns, np.ravel(dr.segment.kmeans(CHANNELS, classes=classes)))
    assert ours <= 1.005 * best


def test_colours_are_those_of_scikit_image_in_cielab() -> None:
    low, high = float(TISSUE.min()), float(TISSUE.max())
    lab = color.rgb2lab((TISSUE - low) / (high - low)).reshape(-1, 3)
    found = np.ravel(dr.segment.kmeans(TISSUE, classes=3))
    means = np.array([lab[found == k].mean(axis=0) for k in (1, 2, 3)])
    assert np.mean(vq(lab, means)[0] + 1 != found) < 1e-3
    assert (np.diff(means[:, 0]) > 0).all()


def test_all_thresholds_at_once_are_those_of_scikit_image() -> None:
    image = data.coins()
    table = dr.threshold.try_all(image)[0].set_index("method")
    for method in ("isodata", "li", "mean", "minimum", "otsu", "triangle", "yen"):
        threshold = getattr(filters, f"threshold_{method}")(image)
        mask = image > threshold
        row = table.loc[method]
        assert row["fraction"] == mask.mean()
        assert row["num_objects"] == ndimage.label(mask, np.ones((3, 3)))[1]
        assert_allclose(row["threshold"], threshold, rtol=1e-3)

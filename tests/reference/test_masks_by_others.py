"""Masks made, combined, cut to and corrected, against OpenCV, SciPy and scikit-image."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray
from scipy import ndimage
from skimage import data, filters, morphology

import napari_darkroom as dr
from napari_darkroom.core.values import Labels, Mask
from napari_darkroom.engine.corrections import make_corrections

COINS = data.coins()[150:300, 20:220]
BRIGHT = COINS > 120
# A stripe across the coins.
STRIPE = np.zeros(BRIGHT.shape, bool)
STRIPE[40:90, 30:170] = True


@pytest.mark.parametrize(
    ("how", "theirs"),
    [
        ("and", cv2.bitwise_and),
        ("or", cv2.bitwise_or),
        ("xor", cv2.bitwise_xor),
        # OpenCV takes integers of 8 bits off without going below 0.
        ("minus", cv2.subtract),
    ],
)
def test_two_masks_are_combined_as_by_opencv(how: str, theirs: object) -> None:
    assert callable(theirs)
    expected = theirs(BRIGHT.astype(np.uint8), STRIPE.astype(np.uint8))
    assert_array_equal(dr.mask.combine(BRIGHT, STRIPE, how=how), expected > 0)


def test_the_inverse_is_that_of_opencv() -> None:
    expected = cv2.bitwise_not(255 * BRIGHT.astype(np.uint8))
    assert_array_equal(dr.mask.invert(BRIGHT), expected == 255)


@pytest.mark.parametrize(("lower", "upper"), [(100, 180), (0, 80), (200, 255), (90.5, 90.6)])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_pixels_between_two_values_are_those_of_opencv(
    lower: float, upper: float, dtype: str
) -> None:
    expected = cv2.inRange(COINS.astype(np.float64), np.array([lower]), np.array([upper])) > 0
    found = dr.threshold.manual(COINS.astype(dtype), lower=lower, upper=upper)
    assert_array_equal(found, expected)


@pytest.mark.parametrize("percent", [0, 12.5, 50, 90, 99.73, 100])
@pytest.mark.parametrize("dtype", ["uint8", ">u2", "int32", "float32", "float64"])
def test_the_brightest_share_is_what_numpy_leaves_above(percent: float, dtype: str) -> None:
    image = (COINS.astype(dtype) * 3 + 1).astype(dtype)
    for values, inside in ((image, None), (image[STRIPE], STRIPE)):
        threshold = np.percentile(values.astype(float), percent)
        found = dr.threshold.percentile(image, inside, percent=percent)
        assert_array_equal(found, image > threshold)
        dark = dr.threshold.percentile(image, inside, percent=percent, dark_objects=True)
        assert_array_equal(dark, image <= threshold)


@pytest.mark.parametrize("sampling", [(1.0, 1.0), (2.0, 2.0)])
def test_ultimate_points_are_the_peaks_of_the_distances_of_scipy(
    sampling: tuple[float, float],
) -> None:
    filled = ndimage.binary_fill_holes(BRIGHT)
    squares = np.rint((ndimage.distance_transform_edt(filled, sampling) / sampling[0]) ** 2)
    expected = morphology.local_maxima(squares, connectivity=2)
    found = dr.morphology.ultimate_points(Mask.of(filled, scale=sampling, units="um"))
    assert 0 < expected.sum() < filled.sum()
    assert_array_equal(found.data, expected)


def test_what_is_taken_out_of_objects_is_what_opencv_masks() -> None:
    cells = ndimage.label(ndimage.binary_dilation(BRIGHT, iterations=3))[0].astype(np.int32)
    nuclei = ndimage.label(BRIGHT)[0]
    expected = cv2.bitwise_and(cells, cells, mask=(~BRIGHT).astype(np.uint8))
    assert_array_equal(dr.labels.subtract(cells, nuclei), expected)
    assert_array_equal(dr.labels.subtract(cells, BRIGHT), expected)


def test_what_is_blanked_is_what_opencv_leaves_out() -> None:
    expected = cv2.bitwise_and(COINS, COINS, mask=BRIGHT.astype(np.uint8))
    assert_array_equal(dr.mask.apply(COINS, BRIGHT), expected)


@pytest.mark.parametrize("width", [1, 2.5, 7])
def test_the_band_lies_within_the_distances_of_scipy(width: float) -> None:
    inner = ndimage.distance_transform_edt(BRIGHT)
    outer = ndimage.distance_transform_edt(~BRIGHT)
    bands = {"inside": BRIGHT & (inner <= width), "outside": ~BRIGHT & (outer <= width)}
    bands["both"] = bands["inside"] | bands["outside"]
    for side, expected in bands.items():
        assert_array_equal(dr.mask.border(BRIGHT, width=width, side=side), expected)


def test_the_box_around_a_mask_is_that_of_scipy_and_opencv() -> None:
    (box,) = ndimage.find_objects(STRIPE.astype(int))
    assert_array_equal(dr.mask.crop(COINS, STRIPE), COINS[box])
    x, y, width, height = cv2.boundingRect(STRIPE.astype(np.uint8))
    wide = COINS[y - 4 : y + height + 4, x - 4 : x + width + 4]
    assert_array_equal(dr.mask.crop(COINS, STRIPE, margin=4), wide)


@pytest.mark.parametrize("type_", ["uint8", ">u2", "int32", "int64", "uint64"])
def test_the_mask_of_objects_is_what_scipy_had_numbered(type_: str) -> None:
    numbered, count = ndimage.label(BRIGHT)
    largest = int(np.iinfo(np.dtype(type_)).max)
    numbers = np.concatenate([[0], np.linspace(1, min(largest, 2**60), count).astype(int)])
    found = dr.mask.from_labels(numbers.astype(type_)[numbered])
    assert found.dtype == bool
    assert_array_equal(found, BRIGHT)


def test_a_negative_number_is_no_object_and_nothing_gives_nothing() -> None:
    assert_array_equal(dr.mask.from_labels(np.array([[-3, 0, 3]])), [[False, False, True]])
    assert not dr.mask.from_labels(np.zeros((4, 5), np.uint16)).any()


def test_the_mask_of_objects_keeps_time_and_place() -> None:
    frames = np.stack([ndimage.label(BRIGHT)[0], np.zeros(BRIGHT.shape, int)])
    labels = Labels.of(frames, "tyx", (2, 0.5, 0.5), ("s", "um", "um"), (1, 4, 5), name="coins")
    mask = dr.mask.from_labels(labels)
    assert isinstance(mask, Mask)
    assert mask.calibration == labels.calibration
    assert_array_equal(mask.data, np.stack([BRIGHT, ~BRIGHT & BRIGHT]))


def _painted(before: NDArray[np.bool_], after: NDArray[np.bool_]) -> Labels:
    """Return what somebody painted, as the window takes it."""
    made = make_corrections(Labels.of(before.astype(int)), Labels.of(after.astype(int)))
    assert made is not None
    return made


def test_painted_pixels_are_copied_as_by_opencv() -> None:
    after = cv2.circle(BRIGHT.astype(np.uint8), (100, 60), 30, 1, -1)
    after = cv2.circle(after, (60, 120), 9, 0, -1) > 0
    corrections = _painted(BRIGHT, after)
    assert_array_equal(dr.mask.correct(Mask.of(BRIGHT), corrections).data, after)
    # On a mask by another threshold what was painted is copied, and all else is as it is there.
    now = filters.threshold_otsu(COINS) < COINS
    expected = now.astype(np.uint8)
    changed = (after != BRIGHT).astype(np.uint8)
    cv2.copyTo(after.astype(np.uint8), changed, expected)
    assert (expected != now).any()
    assert_array_equal(dr.mask.correct(Mask.of(now), corrections).data, expected > 0)


def test_what_was_painted_stays_at_its_place_in_a_part_of_the_image() -> None:
    after = BRIGHT.copy()
    after[30:60, 80:120] = True
    corrections = _painted(BRIGHT, after)
    part = dr.geometry.crop(Mask.of(BRIGHT), y=(40, 120), x=(100, 190))
    assert_array_equal(dr.mask.correct(part, corrections).data, after[40:120, 100:190])

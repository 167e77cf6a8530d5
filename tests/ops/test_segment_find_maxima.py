"""Peaks with their prominence."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import generate_binary_structure
from skimage.morphology import h_maxima

import napari_darkroom as dr
from napari_darkroom.core.values import Image


def test_the_prominence_is_the_height_above_the_pass() -> None:
    row = np.array([[0, 9, 4, 6, 3, 8, 0, 5, 0]])
    found = dr.segment.find_maxima(row, prominence=0)
    assert found["x"].tolist() == [1, 3, 5, 7]
    assert found["intensity"].tolist() == [9, 6, 8, 5]
    assert found["prominence"].tolist() == [9, 2, 5, 5]
    assert dr.segment.find_maxima(row, prominence=5)["x"].tolist() == [1, 5, 7]


def test_equal_peaks_with_a_high_pass_are_one() -> None:
    row = np.array([[0, 9, 8, 9, 0]])
    assert dr.segment.find_maxima(row, prominence=2)["x"].tolist() == [1]
    assert dr.segment.find_maxima(row, prominence=1)["prominence"].tolist() == [9, 1]


def test_the_middle_of_a_plateau() -> None:
    image = np.zeros((9, 9), np.uint8)
    image[2:5, 3:8] = 200
    image[7, 7] = 250
    found = dr.segment.find_maxima(image)
    assert found[["y", "x"]].to_numpy().tolist() == [[3, 5], [7, 7]]


@pytest.mark.parametrize("shape", [(80, 90), (12, 30, 31)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int16, np.int64])
@pytest.mark.parametrize("diagonal", [True, False])
def test_peaks_are_the_h_maxima(shape: tuple[int, ...], dtype: type, diagonal: bool) -> None:
    random = np.random.default_rng(0)
    # Values that do not repeat, where the type has enough of them.
    values = random.permutation(np.prod(shape)).reshape(shape)
    image = (values % 251 if dtype is np.uint8 else values).astype(dtype)
    footprint = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
    least = int(np.ptp(image.astype(int))) // 3
    found = dr.segment.find_maxima(image, prominence=least, diagonal=diagonal)
    expected = h_maxima(image.astype(float), least, footprint=footprint)
    at = tuple(found[list("zyx"[-image.ndim :])].to_numpy().astype(int).T)
    if dtype is np.uint8:
        assert expected[at].all()
    else:
        np.testing.assert_array_equal(np.argwhere(expected), np.stack(at, axis=1))


def test_floats_and_their_order_are_those_of_whole_numbers() -> None:
    values = np.random.default_rng(1).permutation(80 * 90).reshape(80, 90)
    whole = dr.segment.find_maxima(values, prominence=2000)
    for dtype in (np.float32, np.float64):
        found = dr.segment.find_maxima(values.astype(dtype), prominence=2000)
        assert found.equals(whole)


def test_what_is_not_known_has_no_say() -> None:
    image = np.zeros((9, 9))
    image[4, 2], image[4, 6], image[2, 2], image[0, 0] = 50, 60, np.nan, np.inf
    found = dr.segment.find_maxima(image)
    assert found["x"].tolist() == [2, 6]
    assert found["prominence"].tolist() == [50, 60]
    assert len(dr.segment.find_maxima(np.full((4, 4), np.nan))) == 0


@pytest.mark.parametrize("value", [0, 7])
def test_an_even_image_has_no_peak(value: int) -> None:
    for shape in ((5, 6), (1, 1), (3, 4, 5)):
        assert len(dr.segment.find_maxima(np.full(shape, value, np.uint16), prominence=0)) == 0


def test_each_frame_has_its_own_peaks() -> None:
    stack = np.zeros((2, 9, 9), np.uint8)
    stack[0, 2, 2] = stack[1, 5, 5] = stack[1, 2, 7] = 99
    found = dr.segment.find_maxima(Image.of(stack, "tyx", scale=(1, 2, 2), units=("s", "um", "um")))
    assert found.data[["t", "y", "x"]].to_numpy().tolist() == [[0, 4, 4], [1, 4, 14], [1, 10, 10]]


@pytest.mark.parametrize("scale", [1e-3, 1, 100])
def test_what_stands_out_by_a_tenth_of_the_range_is_found_whatever_the_scale(scale: float) -> None:
    row = np.array([[0, 100, 50, 59, 50, 61, 50, np.nan, 0, np.inf]]) * scale
    assert dr.segment.find_maxima(row)["x"].tolist() == [1, 5]
    assert dr.segment.find_maxima(row[:, :7])["x"].tolist() == [1, 5]


def test_each_frame_has_a_range_of_its_own() -> None:
    stack = np.zeros((2, 5, 9), np.uint16)
    stack[0, 2, 2], stack[0, 2, 6], stack[1, 2, 4] = 1000, 90, 90
    found = dr.segment.find_maxima(Image.of(stack, "tyx"))
    assert found.data[["t", "x"]].to_numpy().tolist() == [[0, 2], [1, 4]]


def test_recipes_of_the_first_version_keep_their_ten_grey_values() -> None:
    recipe = dr.Recipe.parse(
        """
        darkroom: 1
        inputs: {image: {kind: image}}
        steps:
          - {id: found, op: segment.find_maxima@1, inputs: {image: image}}
          - {id: peaks, op: morphology.h_maxima@1, inputs: {image: image}}
          - {id: pits, op: morphology.h_minima@1, inputs: {image: image}}
        outputs: [found, peaks, pits]
        """
    )
    assert [dict(step.params) for step in recipe.steps] == [
        {"prominence": 10.0}, {"height": 10.0}, {"height": 10.0}
    ]  # fmt: skip

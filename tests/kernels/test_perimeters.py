"""Perimeters against scikit-image, and what windows and contours say about the same objects."""

import numpy as np
import pytest
from kernels.objects import ragged
from numpy.testing import assert_allclose, assert_array_equal
from skimage.measure import euler_number, perimeter_crofton, regionprops

from napari_darkroom.kernels.contours import contours, traced_perimeters
from napari_darkroom.kernels.perimeters import perimeters as perimeters_of
from napari_darkroom.kernels.runs import runs_of_index
from napari_darkroom.kernels.windows import crofton_perimeters, windows

SQUARE = (1.0, 1.0)


def perimeters(index, count):
    return perimeters_of(runs_of_index(index[None], count))


@pytest.mark.parametrize("seed", range(4))
def test_perimeters_are_those_of_scikit_image(seed):
    index, count = ragged(seed)
    expected = regionprops(index)
    found = windows(index, count)
    assert_allclose(perimeters(index, count), [p.perimeter for p in expected], rtol=1e-12)
    four = [p.perimeter_crofton for p in expected]
    assert_allclose(crofton_perimeters(found, SQUARE), four, rtol=1e-12)
    two = [perimeter_crofton(p.image, 2) for p in expected]
    assert_allclose(crofton_perimeters(found, SQUARE, 2), two, rtol=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_euler_numbers_are_those_of_scikit_image_and_of_the_contours(seed):
    index, count = ragged(seed, share=0.5)
    found, walked = windows(index, count), contours(index, count)
    images = [p.image for p in regionprops(index)]
    assert_array_equal(found.euler, [euler_number(image, 2) for image in images])
    assert_array_equal(found.euler_strict, [euler_number(image, 1) for image in images])
    assert_array_equal(walked.parts - walked.holes, found.euler)
    assert walked.holes.max() > 0


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64])
def test_touching_objects_do_not_see_each_other(dtype):
    index = np.zeros((8, 12), dtype)
    index[2:6, 2:6] = 1
    alone = [f(index, 1) for f in (perimeters, windows, contours)]
    index[2:6, 6:10] = 2
    assert_array_equal(perimeters(index, 2), alone[0][[0, 0]])
    for both, one in ((windows(index, 2), alone[1]), (contours(index, 2), alone[2])):
        for name, values in vars(one).items():
            assert_array_equal(getattr(both, name), values[[0, 0]], err_msg=name)


def test_an_object_that_fills_the_image_has_its_whole_outline():
    index = np.ones((5, 9), np.int32)
    walked = contours(index, 1)
    assert (walked.parts[0], walked.holes[0], walked.tall[0], walked.wide[0]) == (1, 0, 10, 18)
    assert windows(index, 1).euler[0] == 1
    assert perimeters(index, 1)[0] == 2 * (4 + 8)


@pytest.mark.parametrize(
    ("size", "edges", "corners"), [((1, 1), 4, 2), ((2, 2), 8, 4), ((3, 5), 16, 4)]
)
def test_traced_perimeters_of_rectangles(size, edges, corners):
    walked = contours(np.pad(np.ones(size, np.int32), 1), 1)
    expected = edges - corners * (2 - np.sqrt(2))
    assert traced_perimeters(walked, SQUARE)[0] == pytest.approx(expected, rel=1e-15)


def test_traced_perimeters_see_the_size_of_pixels():
    walked = contours(np.pad(np.ones((3, 5), np.int32), 1), 1)
    expected = 2 * 3 * 2.0 + 2 * 5 * 3.0 - 4 * (5 - np.sqrt(13))
    assert traced_perimeters(walked, (2.0, 3.0))[0] == pytest.approx(expected, rel=1e-15)


def test_a_part_within_a_hole_is_a_part():
    index = np.zeros((11, 11), np.int32)
    index[1:10, 1:10] = 1
    index[3:8, 3:8] = 0
    index[5, 5] = 1
    walked = contours(index, 1)
    assert (walked.parts[0], walked.holes[0]) == (2, 1)
    assert walked.tall[0] + walked.wide[0] == 36 + 4


@pytest.mark.parametrize("spacing", [(0.5, 0.5), (1.0, 0.25), (2.0, 3.0)])
def test_crofton_perimeters_see_the_size_of_pixels(spacing):
    """Of a large ellipse that is a circle in the world."""
    radius = 120.0
    reach = [int(radius / size) + 2 for size in spacing]
    y, x = (np.arange(-n, n + 1) * size for n, size in zip(reach, spacing, strict=True))
    index = (y[:, None] ** 2 + x**2 <= radius**2).astype(np.int32)
    circle = 2 * np.pi * radius
    found = windows(index, 1)
    assert crofton_perimeters(found, spacing)[0] == pytest.approx(circle, rel=0.03)
    scaled = crofton_perimeters(found, tuple(3 * size for size in spacing))
    assert_allclose(scaled, 3 * crofton_perimeters(found, spacing), rtol=1e-14)


def test_nothing_has_no_perimeters():
    index = np.zeros((4, 4), np.int32)
    assert perimeters(index, 0).shape == (0,)
    assert crofton_perimeters(windows(index, 0), SQUARE).shape == (0,)
    assert traced_perimeters(contours(index, 0), SQUARE).shape == (0,)

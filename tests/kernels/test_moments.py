"""Invariants of shape against scikit-image, and what they do not change with."""

import numpy as np
import pytest
from kernels.objects import boxes, ends, ragged
from numpy.testing import assert_allclose, assert_array_equal
from skimage.measure import regionprops

from napari_darkroom.kernels.enclosing import enclosing_circles
from napari_darkroom.kernels.moments import hu_moments
from napari_darkroom.kernels.zernike import ORDERS, zernike_moments


def test_hu_moments_are_those_of_scikit_image():
    index, _ = ragged(2)
    expected = np.array([part.moments_hu for part in regionprops(index)])
    assert_allclose(hu_moments(index, *boxes(index)), expected, rtol=1e-9, atol=1e-15)


def test_hu_moments_of_pixels_that_are_not_square():
    """A wide pixel is two square ones; to split it changes no third moment."""
    index, _ = ragged(3)
    square = np.repeat(index, 2, axis=1)
    fine, wide = hu_moments(square, *boxes(square)), hu_moments(index, *boxes(index), (1.0, 2.0))
    for third in (2, 3, 4, 6):
        assert_allclose(wide[:, third], fine[:, third], rtol=1e-9, atol=1e-15)
    large = np.bincount(index.ravel())[1:] > 60
    assert_allclose(wide[large, 0], fine[large, 0], rtol=0.01)


def zernike(index, **kind):
    count = int(index.max())
    return zernike_moments(index, count, enclosing_circles(ends(index)), **kind)


def test_zernike_moments_do_not_change_with_place_and_quarter_turns():
    index, _ = ragged(4)
    straight, moved = zernike(index), zernike(np.pad(index, ((13, 0), (7, 0))))
    turned = zernike(np.ascontiguousarray(np.rot90(index)))
    for order in ORDERS:
        assert_allclose(moved[order], straight[order], rtol=1e-9, atol=1e-12)
        assert_allclose(turned[order], straight[order], rtol=1e-9, atol=1e-12)


def test_zernike_moments_by_their_definition():
    """A sum of the conjugate polynomials over the pixels, over the area of the circle."""
    index, _ = ragged(5)
    found = zernike(index)
    circles = enclosing_circles(ends(index))
    for k, part in enumerate(regionprops(index)):
        if circles.radius[k] == 0:
            continue
        y, x = ((part.coords - [circles.y[k], circles.x[k]]) / circles.radius[k]).T
        r, angle = np.hypot(y, x), np.arctan2(x, y)
        polynomials = {
            (0, 0): 1,
            (2, 0): 2 * r**2 - 1,
            (3, 1): 3 * r**3 - 2 * r,
            (4, 2): 4 * r**4 - 3 * r**2,
            (9, 9): r**9,
            (8, 0): 70 * r**8 - 140 * r**6 + 90 * r**4 - 20 * r**2 + 1,
        }
        for (n, m), radial in polynomials.items():
            whole = np.abs(np.sum(radial * np.exp(1j * m * angle)))
            expected = whole / (np.pi * circles.radius[k] ** 2)
            assert found[n, m][k] == pytest.approx(expected, rel=1e-6, abs=1e-8)


def test_an_open_disc_loses_but_pixels_on_its_circle():
    index, _ = ragged(6)
    closed, opened = zernike(index), zernike(index, closed=False)
    area = np.pi * enclosing_circles(ends(index)).radius ** 2
    lost = (closed[0, 0] - opened[0, 0]) * area
    some = np.isfinite(lost)
    assert_allclose(lost[some], np.rint(lost[some]), atol=1e-9)
    assert lost[some].min() > -1e-9


def test_a_single_pixel_has_no_zernike_moments():
    index = np.zeros((3, 3), int)
    index[1, 1] = 1
    assert_array_equal([values[0] for values in zernike(index).values()], np.nan)

"""Balls around points against the distance of every pixel."""

import numpy as np
import pytest

from napari_darkroom.kernels.balls import paint_balls


def _expected(shape, centres, radii):
    labels = np.zeros(shape, np.int32)
    grid = np.moveaxis(np.indices(shape, float), 0, -1)
    for n in range(len(centres), 0, -1):
        nearest = np.floor(centres[n - 1] + 0.5).astype(int)
        if (nearest < 0).any() or (nearest >= shape).any():
            continue
        reached = radii[n - 1] > 0
        middle = np.where(reached, centres[n - 1], nearest)
        off = (grid - middle) / np.where(reached, radii[n - 1], 1e-9)
        labels[(off**2).sum(axis=-1) <= 1 + 1e-9] = n
        labels[tuple(nearest)] = n
    return labels


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [(9,), (7, 11), (5, 1, 8), (2, 3, 4, 5)])
def test_all_pixels_within_the_radius_have_the_lowest_number(shape, seed):
    random = np.random.default_rng(seed)
    centres = random.uniform(-1, 12, (12, len(shape))).round(seed % 2)
    radii = random.choice([0, 0.4, 1, 2.5, 4], centres.shape)
    labels = np.zeros(shape, np.int32)
    paint_balls(labels, centres, radii)
    np.testing.assert_array_equal(labels, _expected(shape, centres, radii))


def test_a_pixel_just_at_the_radius_belongs_to_the_ball():
    labels = np.zeros((1, 7), np.int32)
    paint_balls(labels, np.array([[0.0, 3.0]]), np.array([[0.3, 0.1 + 0.2 + 1.7]]))
    np.testing.assert_array_equal(labels, [[0, 1, 1, 1, 1, 1, 0]])


@pytest.mark.parametrize("place", [(np.nan, 1.0), (-0.6, 1.0), (1.0, 2.5), (1e30, 1.0)])
def test_a_place_outside_or_missing_paints_nothing(place):
    labels = np.zeros((3, 3), np.int32)
    paint_balls(labels, np.array([place]), np.full((1, 2), 2.0))
    assert not labels.any()


def test_without_points_nothing_is_painted():
    labels = np.zeros((3, 3), np.int32)
    paint_balls(labels, np.empty((0, 2)), np.empty((0, 2)))
    assert not labels.any()

"""The magic wand."""

from __future__ import annotations

import dask.array as da
import numpy as np
import pytest
from dask import delayed
from numpy.testing import assert_array_equal

import napari_darkroom as dr
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Image, Points
from napari_darkroom.ops.segment import flood

CELLS = np.zeros((20, 20), np.uint8)
CELLS[3:8, 3:8], CELLS[12:16, 12:16] = 100, 200
CELLS[8, 8] = 100


def flooded(image: object, points: object, **given: object) -> np.ndarray:
    given_points = points if isinstance(points, Points) else Points.of(points)
    return np.asarray(dr.segment.flood(image, given_points, **given))


def test_each_point_has_the_object_it_lies_in() -> None:
    labels = flooded(CELLS, [[5, 5], [13, 13]])
    assert_array_equal(labels, np.select([CELLS == 100, CELLS == 200], [1, 2]))
    straight = flooded(CELLS, [[5, 5]], diagonal=False)
    assert_array_equal(straight > 0, (CELLS == 100) & (np.arange(20) < 8))


def test_numbers_tell_the_rows_and_the_first_of_two_wins() -> None:
    labels = flooded(CELLS, [[50, 5], [5, 5], [13.4, 12.6], [6, 6], [0, 0], [-0.6, 3]])
    assert np.unique(labels).tolist() == [2, 3, 5]
    assert (labels[4, 4], labels[13, 13], labels[0, 19]) == (2, 3, 5)
    whole = flooded(CELLS, [[13, 13], [5, 5]], tolerance=100)
    # The flood from the brighter cell stops at the ground, the other covers all but it.
    assert_array_equal(whole, np.where(CELLS == 200, 1, 2))


def test_pixels_of_truth_values_are_flooded_too() -> None:
    assert_array_equal(flooded(dr.Image.of(CELLS > 0), [[5, 5]]) > 0, CELLS == 100)


def test_a_flood_goes_through_what_another_took() -> None:
    row = np.array([[0, 5, 10, 15, 20]], np.uint8)
    assert flooded(row, [[0, 2], [0, 0]], tolerance=5).tolist() == [[2, 1, 1, 1, 0]]
    assert flooded(row, [[0, 2], [0, 0]], tolerance=15).tolist() == [[1, 1, 1, 1, 1]]
    assert flooded(row, [[0, 1], [0, 0]], tolerance=15).tolist() == [[1, 1, 1, 1, 1]]
    assert flooded(row, [[0, 3], [0, 2]], tolerance=5).tolist() == [[0, 2, 1, 1, 1]]


def test_the_default_is_a_tenth_of_the_range_of_what_is_finite() -> None:
    row = np.array([[0, 9, 10, 11, 100, np.nan, np.inf]])
    assert flooded(row, [[0, 0]]).tolist() == [[1, 1, 1, 0, 0, 0, 0]]
    assert flooded(row, [[0, 6]]).tolist() == [[0, 0, 0, 0, 0, 0, 1]]


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.uint64, np.int64])
def test_the_ends_of_a_type_are_no_wrap(dtype: type) -> None:
    info = np.iinfo(dtype)
    row = np.array([[info.min, info.min + 2, info.max, info.max - 3]], dtype)
    assert flooded(row, [[0, 0], [0, 2]], tolerance=2.9).tolist() == [[1, 1, 2, 0]]


def test_missing_pixels_and_points_on_them() -> None:
    assert not flooded(np.full((4, 5), np.nan), [[1, 1]]).any()
    assert not flooded(CELLS, []).any()
    row = np.array([[1.0, np.nan, 1.0]])
    assert flooded(row, [[0, 1], [0, 2]]).tolist() == [[0, 0, 2]]


def test_every_colour_must_be_near() -> None:
    image = np.zeros((6, 6, 4), np.uint8)
    image[:, 3:, 1] = 90
    image[..., 3] = np.arange(6)
    for tolerance, count in ((89, 18), (90, 36)):
        assert np.count_nonzero(flooded(image, [[1, 1]], tolerance=tolerance)) == count


def test_times_are_apart_and_a_point_without_z_is_in_every_plane() -> None:
    movie = np.zeros((2, 3, 9, 9), np.uint8)
    movie[0, :, 2:4, 2:4], movie[1, 0, 2:6, 2:6] = 50, 70
    image = Image.of(movie, "tzyx")
    labels = flooded(image, Points.of([[3, 3]]))
    assert_array_equal(labels[0], movie[0] > 0)
    # In the second and third plane the point lies on the ground.
    assert labels[1].all()
    one = flooded(image, Points.of([[1, 0, 3, 3]], image.calibration))
    assert_array_equal(one, (movie == 70).astype(int))
    with pytest.raises(InputError, match="missing there"):
        flooded(movie[0, 0], Points.of([[1, 3, 3], [2, 3, 3]]))


def test_another_byte_order_and_a_calibration() -> None:
    image = Image.of(CELLS.astype(">u2"), "yx", scale=(0.5, 0.25), units="um")
    points = Points.of([[5, 5]], image.calibration)
    assert points.data[["y", "x"]].to_numpy().tolist() == [[2.5, 1.25]]
    labels = dr.segment.flood(image, points)
    assert_array_equal(labels.data, CELLS == 100)
    assert labels.calibration == image.calibration


def test_frames_without_a_point_are_not_read() -> None:
    read = []

    def frame(t: int) -> np.ndarray:
        read.append(t)
        return CELLS

    frames = [da.from_delayed(delayed(frame)(t), CELLS.shape, CELLS.dtype) for t in range(3)]
    known = Calibration.of(("t", "y", "x"))
    labels = flood(Image(da.stack(frames), known), Points.of([[1, 5, 5]], known))
    assert_array_equal(np.unique(np.nonzero(labels.data)[0]), [1])
    assert read == [1]

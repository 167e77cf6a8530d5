"""Objects around points."""

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError, ParameterError
from napari_darkroom.core.values import Image, Points

GRID = Calibration.of("zyx", (2.0, 0.5, 0.5), "um", (5.0, 6.0, 7.0))
VOLUME = Image(np.zeros((7, 21, 25), np.uint8), GRID)


def test_points_are_numbered_in_their_order() -> None:
    points = Points.of([[3, 5, 9], [0, 0, 0], [6, 20, 24]], GRID)
    labels = dr.labels.from_points(VOLUME, points)
    assert labels.dtype == np.int32
    assert [labels.data[at] for at in [(3, 5, 9), (0, 0, 0), (6, 20, 24)]] == [1, 2, 3]
    assert np.count_nonzero(labels.data) == 3
    assert labels.calibration == GRID


def test_a_point_marks_the_pixel_that_it_lies_in() -> None:
    points = Points.of([[2.4, 3.6], [2.5, 0.49]])
    labels = dr.labels.from_points(Image.of(np.zeros((6, 6))), points)
    np.testing.assert_array_equal(np.argwhere(labels.data), [[2, 4], [3, 0]])


def test_a_radius_is_physical() -> None:
    centre = np.array([3.0, 10.0, 12.0])
    labels = dr.labels.from_points(VOLUME, Points.of([centre], GRID), radius="2.2 um")
    distance = (np.argwhere(np.ones(VOLUME.shape)) - centre) * GRID.scale
    expected = ((distance**2).sum(axis=1) <= 2.2**2).reshape(VOLUME.shape)
    np.testing.assert_array_equal(labels.data > 0, expected)


def test_the_first_of_two_that_overlap_wins() -> None:
    points = Points.of([[10, 10], [10, 14]])
    both = dr.labels.from_points(Image.of(np.zeros((21, 25))), points, radius=4)
    first = dr.labels.from_points(Image.of(np.zeros((21, 25))), Points.of([[10, 10]]), radius=4)
    np.testing.assert_array_equal(both.data == 1, first.data == 1)
    assert both.data[10, 18] == 2


def test_the_number_of_a_point_outside_is_left_out() -> None:
    points = Points.of([[1, 1], [-1, 3], [50, 3], [4, 4]])
    labels = dr.labels.from_points(Image.of(np.zeros((9, 9))), points, radius=2)
    assert set(np.unique(labels.data)) == {0, 1, 4}


def test_points_without_a_place_in_time_are_at_every_time() -> None:
    image = Image.of(np.zeros((3, 9, 9)), "tyx")
    plane = image.calibration.select([1, 2])
    everywhere = dr.labels.from_points(image, Points.of([[4, 4]], plane), radius=1)
    np.testing.assert_array_equal((everywhere.data == 1).sum(axis=(1, 2)), [5, 5, 5])
    once = dr.labels.from_points(image, Points.of([[1.3, 4, 4]], image.calibration), radius=1)
    np.testing.assert_array_equal((once.data == 1).sum(axis=(1, 2)), [0, 5, 0])


def test_a_disc_in_one_plane_of_a_stack() -> None:
    labels = dr.labels.from_points(VOLUME, Points.of([[3, 9, 9]], GRID), radius="0, 2, 2")
    np.testing.assert_array_equal((labels.data > 0).sum(axis=(1, 2)), [0, 0, 0, 13, 0, 0, 0])


def test_nothing_placed_is_nothing_found() -> None:
    assert not dr.labels.from_points(VOLUME, Points.of([], GRID)).data.any()


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ParameterError, match="radius"):
        dr.labels.from_points(VOLUME, Points.of([[1, 1, 1]], GRID), radius=-1)
    flat = Image(np.zeros((21, 25)), GRID.select([1, 2]))
    with pytest.raises(InputError, match="z is missing there"):
        dr.labels.from_points(flat, Points.of([[1, 1, 1], [2, 1, 1]], GRID))


def test_found_spots_of_several_sizes_are_objects_each_of_its_own() -> None:
    y, x = np.mgrid[:90, :120]
    image = np.random.default_rng(1).normal(10, 1, (90, 120)).astype(np.float32)
    true = np.zeros((90, 120), np.int32)
    for number, (row, column, radius) in enumerate([(20, 20, 3), (45, 80, 9), (70, 30, 5)], 1):
        true[np.hypot(y - row, x - column) <= radius] = number
    given = Image.of(image + 60 * (true > 0), "yx", 0.25, "um")
    spots = dr.segment.find_spots(given, diameter=4, largest_diameter=24, sizes=8)
    labels = dr.labels.from_points(given, spots, sizes="diameter")
    assert len(spots.data) == labels.data.max() == 3
    for number in (1, 2, 3):
        ours, theirs = labels.data == number, true == number
        assert (ours & theirs).sum() / (ours | theirs).sum() > 0.7
    assert labels.calibration == given.calibration


def test_a_diameter_is_one_in_the_world() -> None:
    measured = {"diameter": (np.array([4400.0]), Column("Wide.", "nm"))}
    own = dr.labels.from_points(
        VOLUME, Points.of([[3, 10, 12]], GRID, measured), radius=9, sizes="diameter"
    )
    same = dr.labels.from_points(VOLUME, Points.of([[3, 10, 12]], GRID), radius="2.2 um")
    np.testing.assert_array_equal(own.data, same.data)


@pytest.mark.parametrize("diameter", [None, np.nan, -1.0])
def test_points_without_a_diameter_are_refused(diameter: float | None) -> None:
    cells = {} if diameter is None else {"diameter": (np.array([diameter]), Column("d", "um"))}
    with pytest.raises(InputError, match="diameter"):
        dr.labels.from_points(VOLUME, Points.of([[3, 10, 12]], GRID, cells), sizes="diameter")

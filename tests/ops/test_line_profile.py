"""Profiles along lines against scikit-image, in the world, with channels, planes and holes."""

import numpy as np
import pytest
from skimage.measure import profile_line

import napari_darkroom as dr
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError, UnitError
from napari_darkroom.ops.measure.paths import paths

RANDOM = np.random.default_rng(0)
ENDS = [((5, 5), (5, 25)), ((5, 5), (25, 5)), ((22.3, 7.1), (8.6, 30.4)), ((9, 33), (20.5, 4))]


def line(*ends, **fields):
    return dr.Shapes.of([("line", ends)], **fields)


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("width", [1, 2, 5])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32", "float64"])
def test_lines_are_those_of_scikit_image(ends, width, dtype):
    image = (RANDOM.random((31, 40)) * 120).astype(dtype)
    table = dr.measure.line_profile(image, line(*ends), width=width)
    expected = profile_line(image.astype(float), *ends, linewidth=width, order=1)
    np.testing.assert_allclose(table["value"], expected, rtol=1e-9)
    assert table["distance"].iloc[-1] == pytest.approx(np.hypot(*np.subtract(*ends)))


def test_nearest_pixels():
    image = RANDOM.random((31, 40))
    table = dr.measure.line_profile(image, line((5.2, 5.3), (24.8, 30.1)), interpolation="nearest")
    expected = profile_line(image, (5.2, 5.3), (24.8, 30.1), order=0)
    np.testing.assert_array_equal(table["value"], expected)


def test_a_ramp_is_read_off_along_a_path_round_a_corner():
    y, x = np.mgrid[:30, :40]
    path = dr.Shapes.of([("path", [(3, 4), (3, 24), (18, 24)])])
    table = dr.measure.line_profile(100.0 * y + x, path)
    assert len(table) == 36
    np.testing.assert_allclose(table["distance"], np.arange(36), atol=1e-12)
    corner = table.iloc[20]
    assert (corner["y"], corner["x"], corner["value"]) == (3, 24, 324)
    assert table["value"].iloc[-1] == 1824


def test_distances_and_positions_are_in_the_unit_of_the_image():
    grid = Calibration.of("yx", [0.5, 0.25], "um", [10, 20])
    y, x = np.mgrid[:30, :40]
    image = dr.Image(1.0 * y + 0 * x, grid, "ramp")
    drawn = dr.Shapes.of([("line", [(2, 4), (12, 4)])], grid)
    table = dr.measure.line_profile(image, drawn, width=3)
    assert table.attrs["units"]["distance"] == "um"
    assert table["distance"].iloc[-1] == 5
    # The smaller side of a pixel is the step.
    assert len(table) == 21
    np.testing.assert_allclose(table["value"], 2 + table["distance"] / 0.5)
    assert (table["position_y"][0], table["position_x"][0]) == (11, 21)


def test_a_width_is_across_also_where_pixels_are_not_square():
    grid = Calibration.of("yx", [0.5, 0.25], "um")
    image = dr.Image(np.zeros((40, 80)), grid)
    drawn = dr.Shapes.of([("line", [(10, 20), (20, 40)])], grid)
    (path,) = paths("here", image, drawn)
    world = path.band(5) * (0.5, 0.25)
    steps = np.diff(world, axis=1)
    np.testing.assert_allclose(np.hypot(steps[..., 0], steps[..., 1]), 0.25)
    along = world[1, 2] - world[0, 2]
    np.testing.assert_allclose(steps @ along, 0, atol=1e-12)
    np.testing.assert_allclose(world[:, 2], path.places * (0.5, 0.25))


def test_every_channel_plane_and_time_unless_the_line_has_a_place_there():
    image = dr.Image.of(RANDOM.random((2, 3, 4, 20, 30)), "tczyx", channels=("a", "b", "c"))
    flat = dr.Shapes.of([("line", [(2, 3), (2, 13)])], Calibration.default(2))
    table = dr.measure.line_profile(image, flat)
    assert len(table) == 2 * 3 * 4 * 11
    assert table.attrs["keys"] == ["t", "channel", "z", "shape", "point"]
    one = table[(table["t"] == 1) & (table["channel"] == "b") & (table["z"] == 2)]
    np.testing.assert_array_equal(one["value"], image.data[1, 1, 2, 2, 3:14])
    placed = dr.Shapes.of([("line", [(1, 2, 2, 3), (1, 2, 2, 13)])], Calibration.of("tzyx"))
    table = dr.measure.line_profile(image, placed)
    assert (table["t"].unique().tolist(), table["z"].unique().tolist()) == ([1], [2])


def test_colours_are_channels():
    image = RANDOM.integers(0, 255, (20, 30, 3)).astype(np.uint8)
    table = dr.measure.line_profile(image, line((2, 3), (2, 13)))
    green = table[table["channel"] == "green"]["value"]
    np.testing.assert_array_equal(green, image[2, 3:14, 1])


def test_missing_pixels_and_the_outside():
    image = np.full((9, 9), 4.0)
    image[4, 4] = np.nan
    table = dr.measure.line_profile(image, line((4, 0), (4, 12)))
    values = table["value"].to_numpy()
    assert np.isnan(values[[4, 9, 10, 11, 12]]).all()
    assert (np.delete(values, [4, 9, 10, 11, 12]) == 4).all()
    wide = dr.measure.line_profile(image, line((4, 0), (4, 8)), width=3)["value"]
    assert (wide == 4).all()


def test_outlines_of_shapes_are_walked_around():
    corners = [(5, 5), (5, 15), (15, 15), (15, 5)]
    ellipse = dr.Shapes.of([("ellipse", corners)])
    around = dr.measure.line_profile(np.ones((30, 30)), ellipse)
    assert around["distance"].iloc[-1] == pytest.approx(2 * np.pi * 5, rel=1e-3)
    radius = np.hypot(around["y"] - 10, around["x"] - 10)
    np.testing.assert_allclose(radius, 5, rtol=1e-3)
    square = dr.measure.line_profile(np.ones((30, 30)), dr.Shapes.of([("rectangle", corners)]))
    assert square["distance"].iloc[-1] == 40


def test_no_shapes_and_a_line_without_length():
    image = np.ones((30, 30), np.uint8)
    some = dr.measure.line_profile(image, line((2, 3), (2, 13)))
    none = dr.measure.line_profile(image, dr.Shapes.of([]))
    assert len(none) == 0
    assert list(none.dtypes) == list(some.dtypes)
    assert list(none) == list(some)
    assert dr.measure.line_profile(image, line((2, 3), (2, 3)))["value"].tolist() == [1]


def test_what_does_not_fit_is_told():
    stack = dr.Image.of(np.ones((5, 9, 9)), "zyx")
    slanted = dr.Shapes.of([("line", [(0, 2, 3), (3, 2, 8)])], Calibration.of("zyx"))
    with pytest.raises(InputError, match="runs along z from 0 to 3"):
        dr.measure.line_profile(stack, slanted)
    calibrated = dr.Image.of(np.ones((9, 9)), "yx", scale=0.5, units="um")
    with pytest.raises(UnitError, match="in pixel along y"):
        dr.measure.line_profile(calibrated, line((2, 3), (2, 8)))

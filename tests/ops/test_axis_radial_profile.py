"""Profiles along z and time, and by the distance from points."""

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError, UnitError

RANDOM = np.random.default_rng(0)


def _statistics(values):
    v = values.astype(float)
    return [v.size, v.mean(), v.std(), v.min(), v.max(), v.sum()]


NAMES = ["num_pixels", "mean", "std", "min", "max", "sum"]


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int64", "float32", "float64"])
def test_planes_of_a_stack(dtype):
    stack = (RANDOM.random((6, 20, 30)) * 100).astype(dtype)
    image = dr.Image.of(stack, "zyx", [2, 0.5, 0.5], ["um"] * 3)
    table = dr.measure.axis_profile(image)
    assert table["z"].tolist() == list(range(6))
    assert table["position"].tolist() == [0, 2, 4, 6, 8, 10]
    assert table.attrs["units"]["position"] == "um"
    np.testing.assert_allclose(table[NAMES], [_statistics(p) for p in stack], rtol=1e-10)


def test_frames_of_a_series_object_by_object():
    series = RANDOM.integers(0, 4000, (5, 3, 20, 30)).astype(np.uint16)
    image = dr.Image.of(series, "tzyx", [30, 1, 1, 1], ["s", "pixel", "pixel", "pixel"])
    labels = np.zeros((3, 20, 30), np.int32)
    labels[:2, 2:9, 3:9], labels[1:, 12:, 12:] = 700, 5
    table = dr.measure.axis_profile(image, dr.Labels.of(labels))
    assert table.attrs["keys"] == ["label", "t"]
    assert table["label"].tolist() == [5] * 5 + [700] * 5
    assert table["position"].tolist() == [0, 30, 60, 90, 120] * 2
    expected = [_statistics(one[labels == label]) for label in (5, 700) for one in series]
    np.testing.assert_allclose(table[NAMES], expected, rtol=1e-12)
    deep = dr.measure.axis_profile(image, dr.Labels.of(labels), axis="z")
    # An object has rows in its planes alone.
    assert deep[deep["t"] == 0].groupby("label")["z"].apply(list).to_dict() == {
        5: [1, 2],
        700: [0, 1],
    }
    one = deep[(deep["t"] == 3) & (deep["label"] == 5) & (deep["z"] == 2)].iloc[0]
    np.testing.assert_allclose(one[NAMES], _statistics(series[3, 2][labels[2] == 5]))


def test_an_object_that_moves_and_one_that_comes_and_goes():
    labels = np.zeros((3, 9, 9), int)
    labels[0, :3, :3] = labels[1, 3:6, 3:6] = labels[2, 6:, 6:] = 1
    labels[1, 0, 8] = 2
    image = dr.Image.of(RANDOM.random((3, 9, 9)), "tyx")
    table = dr.measure.axis_profile(image, dr.Labels.of(labels, "tyx"))
    assert table[["label", "t"]].to_numpy().tolist() == [[1, 0], [1, 1], [1, 2], [2, 1]]


def test_mask_channels_and_missing_pixels():
    series = RANDOM.random((3, 2, 8, 9))
    mask = RANDOM.random((8, 9)) > 0.4
    series[1, 0, :4] = np.nan
    series[2, 1] = np.nan
    image = dr.Image.of(series, "tcyx", channels=("a", "b"))
    table = dr.measure.axis_profile(image, mask=dr.Mask.of(mask))
    assert table["channel"].tolist() == ["a"] * 3 + ["b"] * 3
    counted = mask & ~np.isnan(series[1, 0])
    np.testing.assert_allclose(
        table.iloc[1][NAMES].astype(float), _statistics(series[1, 0][counted])
    )
    assert table.iloc[5]["num_pixels"] == 0
    assert np.isnan(table.iloc[5]["mean"])
    assert table.iloc[5]["sum"] == 0


def test_a_plane_is_one_place():
    table = dr.measure.axis_profile(np.ones((4, 5)), axis="t")
    assert (len(table), table["t"][0], table["mean"][0]) == (1, 0, 1)


def test_rings_of_a_radial_ramp():
    y, x = np.mgrid[:61, :61]
    ramp = np.hypot(y - 30, x - 30)
    table = dr.measure.radial_profile(ramp, dr.Points.of([[30, 30]]), radius=20, rings=10)
    assert table["radius_end"].tolist() == list(range(2, 21, 2))
    assert (table["min"] >= table["radius_start"]).all()
    assert (table["max"][:-1] < table["radius_end"][:-1]).all()
    assert table["max"].iloc[-1] == 20
    assert table["num_pixels"].sum() == (ramp <= 20).sum()
    middle = dr.measure.radial_profile(ramp, radius=20, rings=10)
    np.testing.assert_array_equal(middle, table)


def test_rings_are_round_in_the_world():
    grid = Calibration.of("yx", [0.5, 0.25], "um")
    y, x = np.mgrid[:60, :120]
    image = dr.Image(np.hypot(0.5 * (y - 30), 0.25 * (x - 60)), grid)
    centre = dr.Points.of([[30, 60]], grid)
    for radius in ("10 um", 40):
        table = dr.measure.radial_profile(image, centre, radius=radius, rings=20)
        assert table.attrs["units"]["radius_end"] == "um"
        assert table["radius_end"].iloc[-1] == 10
        assert (
            (table["mean"] >= table["radius_start"]) & (table["mean"] <= table["radius_end"])
        ).all()


def test_shells_of_a_volume_with_flat_voxels():
    grid = Calibration.of("zyx", [2, 0.5, 0.5], "um")
    z, y, x = np.mgrid[:15, :41, :41]
    away = np.sqrt((2 * (z - 7)) ** 2 + (0.5 * (y - 20)) ** 2 + (0.5 * (x - 20)) ** 2)
    table = dr.measure.radial_profile(
        dr.Image(away, grid), dr.Points.of([[7, 20, 20]], grid), radius="8 um", rings=4
    )
    counts, _ = np.histogram(away, np.linspace(0, 8, 5))
    assert table["num_pixels"].tolist() == counts.tolist()
    np.testing.assert_allclose(table["sum"].sum(), away[away <= 8].sum())


def test_points_without_a_plane_are_in_each_and_those_with_a_time_at_that():
    image = dr.Image.of(RANDOM.random((2, 3, 20, 20)), "tzyx")
    flat = dr.Points.of([[5, 5], [9, 12]], Calibration.default(2))
    table = dr.measure.radial_profile(image, flat, radius=4, rings=2)
    assert len(table) == 2 * 3 * 2 * 2
    assert table.attrs["keys"] == ["t", "z", "point", "ring"]
    placed = dr.Points.of([[1, 0, 5, 5]], Calibration.of("tzyx"))
    table = dr.measure.radial_profile(image, placed, radius=4, rings=2)
    assert table["t"].tolist() == [1, 1]
    assert "z" not in table


def test_missing_pixels_the_outside_and_no_points():
    image = np.ones((9, 9), np.float32)
    image[4, 4] = np.nan
    table = dr.measure.radial_profile(image, dr.Points.of([[4, 4], [-50, 3]]), radius=3, rings=3)
    assert table["num_pixels"].tolist() == [0, 8, 20, 0, 0, 0]
    assert np.isnan(table["mean"][0])
    none = dr.measure.radial_profile(image, dr.Points.of([]), radius=3, rings=3)
    assert len(none) == 0
    assert list(none.dtypes) == list(table.dtypes)


def test_what_does_not_fit_is_told():
    with pytest.raises(InputError, match="differ along x"):
        dr.measure.axis_profile(np.ones((4, 5)), np.ones((4, 6), int))
    image = dr.Image.of(np.ones((9, 9)), "yx", scale=0.5, units="um")
    with pytest.raises(UnitError, match="in pixel along y"):
        dr.measure.radial_profile(image, dr.Points.of([[4, 4]]))

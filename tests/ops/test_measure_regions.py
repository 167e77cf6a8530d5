"""The table of objects against scikit-image, and its edge cases."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage
from skimage.measure import regionprops_table

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError
from napari_darkroom.engine.run import run


def blobs(shape, seed=2):
    random = np.random.default_rng(seed)
    smooth = ndimage.gaussian_filter(random.random(shape), 2)
    found, _ = ndimage.label(smooth > np.quantile(smooth, 0.7))
    return np.where(found > 0, 5 * found - 2, 0), random.normal(100, 30, shape)


SHARED = {
    "label": "label",
    "num_pixels": "num_pixels",
    "area": "area",
    "axis_major_length": "axis_major_length",
    "axis_minor_length": "axis_minor_length",
    "solidity": "solidity",
    "intensity_mean": "intensity_mean",
    "intensity_min": "intensity_min",
    "intensity_max": "intensity_max",
    "intensity_std": "intensity_std",
}


def compare(ours, theirs, names, rtol=1e-9):
    for name, other in names.items():
        assert_allclose(ours[name], theirs[other], rtol=rtol, atol=1e-6, err_msg=name)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
def test_planes_are_measured_as_scikit_image_does(dtype):
    labels, image = blobs((80, 90))
    image = image.clip(0).astype(dtype)
    ours = dr.measure.regions(labels, image)
    names = SHARED | {"perimeter": "perimeter", "eccentricity": "eccentricity"}
    names |= {f"centroid_{a}": f"centroid-{i}" for i, a in enumerate("yx")}
    names |= {f"bbox_min_{a}": f"bbox-{i}" for i, a in enumerate("yx")}
    names |= {f"bbox_max_{a}": f"bbox-{i + 2}" for i, a in enumerate("yx")}
    wanted = {other.split("-")[0] for other in names.values()}
    theirs = regionprops_table(labels, image.astype(float), sorted(wanted))
    assert len(ours) > 15
    compare(ours, theirs, names)


def test_square_pixels_scale_lengths_and_areas():
    labels, _ = blobs((60, 61))
    names = ("area", "perimeter", "axis_major_length", "axis_minor_length")
    value = dr.Labels.of(labels, scale=(0.5, 0.5), units=("um", "um"))
    ours = dr.measure.regions(value)
    theirs = regionprops_table(labels, properties=names, spacing=(0.5, 0.5))
    compare(ours, theirs, {name: name for name in names})
    assert ours.attrs["units"]["perimeter"] == "um"
    assert ours.attrs["units"]["area"] == "um^2"


def test_oblong_pixels_have_areas_and_axes_and_no_perimeter():
    labels, _ = blobs((60, 61))
    names = ("area", "axis_major_length", "axis_minor_length")
    ours = dr.measure.regions(dr.Labels.of(labels, scale=(2, 0.5), units=("um", "um")))
    theirs = regionprops_table(labels, properties=names, spacing=(2, 0.5))
    compare(ours, theirs, {name: name for name in names})
    assert ours["perimeter"].isna().all()


@pytest.mark.filterwarnings("ignore:Failed to get convex hull image")
@pytest.mark.parametrize("spacing", [(1, 1, 1), (3, 0.5, 0.5)])
def test_volumes_are_measured_as_scikit_image_does(spacing):
    labels, image = blobs((14, 40, 41))
    ours = dr.measure.regions(
        dr.Labels.of(labels, scale=spacing, units=("um",) * 3),
        dr.Image.of(image, scale=spacing, units=("um",) * 3),
    )
    names = (
        SHARED
        | {"volume": "area"}
        | {f"centroid_{a}": f"centroid-{i}" for i, a in enumerate("zyx")}
    )
    del names["area"], names["axis_minor_length"], names["axis_major_length"], names["solidity"]
    if spacing == (1, 1, 1):
        compare(
            ours,
            regionprops_table(labels, image, ("label", "area", "centroid")),
            {"centroid_z": "centroid-0"},
        )
    theirs = regionprops_table(
        labels,
        image,
        (
            "label",
            "num_pixels",
            "area",
            "intensity_mean",
            "intensity_min",
            "intensity_max",
            "intensity_std",
        ),
        spacing=spacing,
    )
    names = {ours: other for ours, other in names.items() if other in theirs}
    compare(ours, theirs, names)
    assert len(names) == 7


def test_an_ellipsoid_has_its_own_axes():
    z, y, x = np.mgrid[:41, :61, :81]
    ball = ((z - 20) / 8) ** 2 + ((y - 30) / 14) ** 2 + ((x - 40) / 25) ** 2 <= 1
    table = dr.measure.regions(ball.astype(int))
    assert table["axis_major_length"][0] == pytest.approx(50, rel=0.01)
    assert table["axis_minor_length"][0] == pytest.approx(16, rel=0.02)
    assert 0.9 < table["solidity"][0] <= 1


def test_an_object_of_one_voxel_fills_its_hull():
    labels = np.zeros((5, 6, 7), int)
    labels[2, 3, 4] = 1
    labels[0, 0, :3] = 2
    labels[4, 2:4, 1:5] = 3
    assert_array_equal(dr.measure.regions(labels)["solidity"], [1, 1, 1])


def test_time_and_channels_are_rows_and_columns():
    labels = np.zeros((2, 8, 9), int)
    labels[0, 1:3, 1:3] = 4
    labels[1, 4:6, 2:7] = 4
    image = np.arange(2 * 2 * 8 * 9).reshape(2, 2, 8, 9)
    table = dr.measure.regions(
        dr.Labels.of(labels, "tyx"), dr.Image.of(image, "ctyx", channels=("dna", "actin"))
    )
    assert table[["t", "label", "num_pixels"]].to_numpy().tolist() == [[0, 4, 4], [1, 4, 10]]
    assert table["intensity_mean_dna"][0] == image[0, 0, 1:3, 1:3].mean()
    assert table["intensity_mean_actin"][1] == image[1, 1, 4:6, 2:7].mean()


def test_colours_are_columns():
    labels = np.zeros((6, 6), int)
    labels[1:4, 1:4] = 1
    image = np.random.default_rng(0).integers(0, 255, (6, 6, 3), np.uint8)
    table = dr.measure.regions(labels, dr.Image.of(image, "yx", rgb=True))
    for k, colour in enumerate(("red", "green", "blue")):
        assert table[f"intensity_mean_{colour}"][0] == pytest.approx(image[1:4, 1:4, k].mean())


def test_missing_pixels_are_left_out_of_intensities_alone():
    labels = np.ones((3, 3), int)
    image = np.arange(9.0).reshape(3, 3)
    image[0, 0] = np.nan
    table = dr.measure.regions(labels, image)
    assert table["num_pixels"][0] == 9
    assert table["intensity_mean"][0] == 4.5
    assert table["intensity_min"][0] == 1


@pytest.mark.parametrize("ndim", [2, 3])
def test_no_objects_are_no_rows_and_all_columns(ndim):
    some = dr.measure.regions(np.ones((5,) * ndim, int), np.ones((5,) * ndim))
    none = dr.measure.regions(np.zeros((5,) * ndim, int), np.ones((5,) * ndim))
    assert len(none) == 0
    assert list(none.columns) == list(some.columns)


def test_places_are_those_of_the_world():
    labels = np.zeros((10, 10), int)
    labels[2:5, 6:9] = 1
    value = dr.Labels.of(labels, scale=(0.5, 2), units=("um", "um"), translate=(100, -7))
    table = run("measure.regions", {"labels": value})["table"]
    assert table.data["position_y"][0] == 100 + 3 * 0.5
    assert table.data["position_x"][0] == -7 + 7 * 2
    assert table.columns["position_y"].unit == "um"


def test_every_column_has_a_definition_and_a_key():
    labels, image = blobs((40, 40))
    table = run("measure.regions", {"labels": dr.Labels.of(labels), "image": dr.Image.of(image)})
    table = table["table"]
    assert all(column.definition.endswith(".") for column in table.columns.values())
    assert table.keys == ("label",)


def test_negative_numbers_are_refused():
    with pytest.raises(InputError, match="negative number -2"):
        dr.measure.regions(np.array([[1, -2]]))


def test_axes_of_mixed_units_are_refused_with_the_way_out():
    value = dr.Labels.of(np.ones((3, 3), int), scale=(1, 0.5), units=("pixel", "um"))
    with pytest.raises(ValueError, match=r"geometry\.set_pixel_size"):
        dr.measure.regions(value)

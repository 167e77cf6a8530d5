"""Values of parameters: what is read, what is refused, what a recipe keeps."""

import math

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError, ParameterError, UnitError
from napari_darkroom.core.parameter_values import read_value
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.model import Recipe

BLANK = """
darkroom: 1
inputs:
  dna: {kind: image}
  cells: {kind: mask}
steps:
- {id: cut, op: mask.apply@1, inputs: {image: dna, mask: cells}, params: {outside: nan}}
outputs: [cut]
"""


def test_missing_as_a_value_survives_the_text_of_a_recipe():
    recipe = Recipe.parse(BLANK)
    assert Recipe.parse(recipe.text()) == recipe
    assert find("mask.apply").canonical({"outside": math.nan})["outside"] == "nan"
    image, mask = np.ones((4, 5), np.float32), np.eye(4, 5, dtype=bool)
    cut = recipe.run(image, mask)["cut"].data
    np.testing.assert_array_equal(np.isnan(cut), ~mask)


@pytest.mark.parametrize("value", [math.nan, "nan"])
def test_missing_is_no_limit(value):
    with pytest.raises(ParameterError, match="NaN is none"):
        dr.threshold.manual(np.eye(4), lower=value)


def test_limits_the_wrong_way_round_are_refused():
    with pytest.raises(ParameterError, match=r"lower = 0\.7 is above upper = 0\.2"):
        dr.threshold.manual(np.eye(4), lower=0.7, upper=0.2)


def test_a_fraction_is_no_index():
    with pytest.raises(ParameterError, match="first and a last index"):
        dr.geometry.crop(np.eye(5), x=(1.9, 3.9))


@pytest.mark.parametrize("size", [0.325, "0.325", "1 s", "1 um^2", "1, 2, 3 um", "-1 um", "0 um"])
def test_a_pixel_size_has_a_unit_of_length_and_is_above_0(size):
    with pytest.raises(ParameterError, match="pixel_size = "):
        dr.geometry.set_pixel_size(dr.Image.of(np.eye(4)), pixel_size=size)


def test_a_size_along_an_axis_that_is_not_there_is_refused():
    with pytest.raises(ParameterError, match="a size along z is given"):
        dr.geometry.set_pixel_size(dr.Image.of(np.eye(4)), z_step="1 um")


def test_a_part_keeps_its_place_when_it_is_calibrated():
    part = dr.geometry.crop(dr.Image.of(np.eye(9)), x=(4, 8))
    sized = dr.geometry.set_pixel_size(part, pixel_size="0.5 um")
    assert sized.calibration.translate == (0.0, 2.0)


@pytest.mark.parametrize("size", ["3 um^2", "3um^2", "3 µm²", "3 um2", "3e-6 mm^2"])
def test_spellings_of_an_area(size):
    numbers = np.zeros((8, 8), int)
    numbers[:2, :6] = 1
    numbers[4:6, :5] = 2
    kept = dr.labels.remove_small(dr.Labels.of(numbers, scale=0.5, units="um"), min_size=size)
    assert set(np.unique(kept.data)) == {0, 1}


def test_a_length_of_whole_pixels_is_whole():
    image = np.random.default_rng(0).random((20, 21))
    calibrated = dr.Image.of(image, scale=0.2, units="um")
    np.testing.assert_array_equal(
        dr.morphology.opening(calibrated, radius="0.6 um").data,
        dr.morphology.opening(image, radius=3),
    )


def test_a_length_is_no_area():
    labels = dr.Labels.of(np.ones((4, 4), int), scale=0.5, units="um")
    with pytest.raises(UnitError, match=r"labels\.remove_small: min_size = 3 um, .* um\^2"):
        dr.labels.remove_small(labels, min_size="3 um")
    with pytest.raises(UnitError, match=r"filters\.gaussian: sigma = 1 s"):
        dr.filters.gaussian(dr.Image.of(np.eye(4), scale=1, units="um"), sigma="1 s")


def test_one_unit_for_all_spatial_axes():
    image = dr.Image.of(np.zeros((2, 4, 5)), axes="tyx", scale=0.5, units="mm")
    assert image.calibration.scale == (1.0, 0.5, 0.5)
    assert image.calibration.units == ("pixel", "mm", "mm")


@pytest.mark.parametrize("units", ["kg", "um^2", ("K", "um")])
def test_space_is_not_measured_in(units):
    with pytest.raises(InputError, match="neither a length nor an angle"):
        dr.Image.of(np.eye(4), units=units)


def test_a_sigma_may_be_an_array():
    image = np.random.default_rng(0).random((9, 9))
    np.testing.assert_array_equal(
        dr.filters.gaussian(image, sigma=np.array([1, 2])),
        dr.filters.gaussian(image, sigma=(1, 2)),
    )


@pytest.mark.parametrize("given", [2**53 + 1, str(2**53 + 1), np.int64(2**53 + 1)])
def test_a_large_whole_number_is_the_one_that_was_given(given: object) -> None:
    assert read_value(Parameter("seed", "integer", 0), given) == 2**53 + 1

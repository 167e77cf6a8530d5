"""Objects measured on several images at once, and what the images are called in the columns."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError, ParameterError

random = np.random.default_rng(5)
LABELS = np.kron(np.arange(6).reshape(2, 3), np.ones((8, 9), int))
PIXELS = {name: random.integers(0, 4000, LABELS.shape, np.uint16) for name in ("dna", "actin")}


def image(name, pixels=None, **given):
    data = PIXELS[name] if pixels is None else pixels
    return dr.Image.of(data, name=name, scale=0.5, units="um", **given)


@pytest.fixture
def labels():
    return dr.Labels.of(LABELS, name="cells")


def test_each_image_gives_what_it_gives_alone(labels):
    both = dr.measure.regions(labels, [image("dna"), image("actin")], preset="everything")
    for name in PIXELS:
        alone = dr.measure.regions(labels, image(name), preset="everything")
        for column in alone:
            same = column if column in both else f"{column}_{name}"
            assert_array_equal(alone[column], both[same], err_msg=column)
    assert len(both.columns) < 2 * len(alone.columns)


@pytest.mark.parametrize("name", ["texture", "granularity", "radial_distribution"])
def test_patterns_are_measured_on_each_image_as_on_it_alone(labels, name):
    measure = getattr(dr.measure, name)
    both = measure(labels, [image("dna"), image("actin")], image_names="nucleus, fibres")
    assert both.attrs["units"]["label"] == ""
    for given, called in (("dna", "nucleus"), ("actin", "fibres")):
        alone = measure(labels, image(given))
        measured = [column for column in alone if column != "label"]
        for column in measured:
            assert_array_equal(alone[column], both[f"{column}_{called}"], err_msg=column)
            assert called in both.attrs["definitions"][f"{column}_{called}"]
    assert len(both.columns) == 1 + 2 * len(measured)
    with pytest.raises(InputError, match="differ along y"):
        measure(labels, [image("dna"), image("actin", np.ones((9, 27)))])
    with pytest.raises(InputError, match="needs the input image"):
        measure(labels, [])


def test_a_list_of_one_is_the_image_itself(labels):
    alone = dr.measure.regions(labels, image("dna"))
    assert dr.measure.regions(labels, [image("dna")]).equals(alone)


@pytest.mark.parametrize(
    ("names", "given", "expected"),
    [
        (["DNA", "F-actin · blurred"], "", ["DNA", "F_actin_blurred"]),
        (["dna", "dna"], "", ["dna", "dna_2"]),
        (["", ""], "", ["image", "image_2"]),
        (["dna", "actin"], "nucleus, fibres", ["nucleus", "fibres"]),
        (["dna"], "nucleus", ["nucleus"]),
    ],
)
def test_images_have_their_own_names_or_those_that_are_given(labels, names, given, expected):
    images = [image(name, LABELS) for name in names]
    table = dr.measure.regions(labels, images, image_names=given)
    found = [c.removeprefix("intensity_mean_") for c in table if c.startswith("intensity_mean")]
    assert found == expected


def test_channels_have_names_of_their_own_or_behind_that_of_the_image(labels):
    stack = np.stack([LABELS, LABELS])
    two = image("stack", stack, axes="cyx", channels=("red", "far"))

    def means(images, **given):
        table = dr.measure.regions(labels, images, **given)
        return [c.removeprefix("intensity_mean_") for c in table if "mean" in c]

    assert means(two) == ["red", "far"]
    assert means(two, image_names="a, b") == ["a", "b"]
    assert means([two, image("dna")]) == ["stack_red", "stack_far", "dna"]
    assert means([two, image("dna")], image_names="a, b") == ["a_red", "a_far", "b"]
    assert means([two, image("dna")], image_names="a, b, c") == ["a", "b", "c"]


def test_other_programs_columns_have_the_names_too(labels):
    images = [image("dna"), image("actin")]
    cellprofiler = dr.measure.regions(labels, images, preset="cellprofiler")
    assert {"Intensity_MeanIntensity_dna", "Intensity_MeanIntensity_actin"} <= {*cellprofiler}
    skimage = dr.measure.regions(labels, images, preset="scikit_image")
    assert {"intensity_mean-0", "intensity_mean-1"} <= {*skimage}


@pytest.mark.parametrize("given", ["dna", "a, b, c"])
def test_another_number_of_names_is_refused(labels, given):
    with pytest.raises(ParameterError, match="2 needed"):
        dr.measure.regions(labels, [image("dna"), image("actin")], image_names=given)


def test_names_without_an_image_are_refused(labels):
    with pytest.raises(ParameterError, match="1 given, 0 needed"):
        dr.measure.regions(labels, image_names="dna")


def test_every_image_lies_on_the_grid_of_the_labels(labels):
    with pytest.raises(InputError, match="differ along y"):
        dr.measure.regions(labels, [image("dna"), image("actin", np.ones((9, 27)))])
    other = dr.Image.of(PIXELS["actin"], scale=0.6, units="um")
    with pytest.raises(InputError, match="pixel size"):
        dr.measure.regions(dr.Labels.of(LABELS, scale=0.5, units="um"), [image("dna"), other])


RECIPE = """
darkroom: 1
inputs:
  cells: {kind: labels}
  dna: {kind: image}
  actin: {kind: image}
steps:
  - {id: table, op: measure.regions@1, inputs: {labels: cells, image: [dna, actin]}}
outputs: [table]
"""


def test_a_recipe_names_them_as_it_calls_them_whatever_their_files_are_called(labels):
    recipe = dr.Recipe.parse(RECIPE)
    assert recipe.steps[0].params == {"image_names": "dna, actin"}
    assert dr.Recipe.parse(recipe.text()).text() == recipe.text()
    files = [image("well_7_d0", PIXELS["dna"]), image("well_7_d1", PIXELS["actin"])]
    table = recipe.run(labels, *files)["table"]
    direct = dr.measure.regions(labels, files, image_names="dna, actin")
    assert table.data.equals(direct)


def test_one_in_brackets_is_one():
    recipe = dr.Recipe.parse(RECIPE.replace("[dna, actin]", "[dna]"))
    assert recipe.steps[0].inputs["image"] == "dna"
    assert recipe.steps[0].params == {}


def test_a_written_table_tells_the_names_and_is_verified(labels, tmp_path):
    paths = {name: tmp_path / f"{name}.tif" for name in (*PIXELS, "cells")}
    for name in PIXELS:
        dr.write(paths[name], image(name))
    dr.write(paths["cells"], labels)
    cells = dr.read(paths["cells"], kind="labels")
    table = dr.measure.regions(cells, [dr.read(paths[name]) for name in PIXELS])
    assert {"intensity_mean_dna", "intensity_mean_actin"} <= {*table}
    dr.write(tmp_path / "table.csv", table)
    assert dr.verify(tmp_path / "table.csv").outcome == "same bits"

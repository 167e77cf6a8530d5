"""A kymograph in the window: beside its movie, and every layer keeps its calibration."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from desk import WAIT, Desk
from napari.layers import Layer

import napari_darkroom as dr
from napari_darkroom.plugin.layers import to_value
from napari_darkroom.plugin.placement import layer_calibration
from napari_darkroom.plugin.saving import save_recipe
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.step_form import StepForm
from napari_darkroom.recipe.model import Recipe

SIZES = {"scale": (30, 0.5, 0.5), "units": ("s", "um", "um"), "axis_labels": ("t", "y", "x")}


@pytest.fixture
def movie(desk: Desk) -> Desk:
    """Return a desk with a movie of a moving spot, and a line along its way."""
    pixels = np.zeros((10, 31, 40), np.uint16)
    for t in range(10):
        pixels[t, 15, 5 + 3 * t] = 100
    desk.viewer.add_image(pixels, name="movie", **SIZES)
    line = np.array([[5, 15, 0], [5, 15, 39]])
    desk.viewer.add_shapes([line], shape_type="line", name="way", **SIZES)
    desk.viewer.layers.selection.active = desk.viewer.layers["movie"]
    return desk


def kymograph_of(movie: Desk) -> Layer:
    (shown,) = movie.run("kymograph")
    assert shown.name == "movie · kymograph"
    return shown


def test_it_lies_beside_its_movie_and_no_layer_loses_its_units(movie: Desk) -> None:
    before = {layer.name: layer_calibration(layer) for layer in movie.viewer.layers}
    shown = kymograph_of(movie)
    for name, calibration in before.items():
        assert layer_calibration(movie.viewer.layers[name]) == calibration
    assert [str(unit) for unit in movie.viewer.layers.units] == [
        "second",
        "micrometer",
        "micrometer",
    ]
    whole = movie.viewer.layers["movie"].extent.world
    own = shown.extent.world
    assert own[0][-1] > whole[1][-1]
    assert own[0][0] == pytest.approx(whole[0][1], abs=0.5)
    assert own[1][-1] - own[0][-1] == pytest.approx(39 * 0.5)
    assert not any("nconsistent" in text for text in movie.said)


def test_its_value_has_seconds_and_micrometres(movie: Desk) -> None:
    value = to_value(kymograph_of(movie))
    assert value.calibration.axes == ("t", "s")
    assert value.calibration.units == ("s", "um")
    assert value.calibration.scale == (30, 0.5)
    np.testing.assert_array_equal(value.data.argmax(axis=1), 5 + 3 * np.arange(10))


def test_what_is_made_of_it_lies_on_it(movie: Desk) -> None:
    shown = kymograph_of(movie)
    movie.viewer.layers.selection.active = shown
    form = movie.find("otsu")
    assert form.inputs["image"].layer() is shown
    (mask,) = movie.press_run(form)
    np.testing.assert_array_equal(mask.extent.world, shown.extent.world)
    assert to_value(mask).calibration == to_value(shown).calibration
    assert to_value(mask).data.sum() == 10


def test_opened_from_a_file_it_lies_beside_too(movie: Desk, tmp_path: Path) -> None:
    value = to_value(kymograph_of(movie))
    dr.write(tmp_path / "kymograph.tif", value)
    movie.viewer.layers.remove("movie · kymograph")
    (opened,) = movie.viewer.open(tmp_path / "kymograph.tif", plugin="napari-darkroom")
    assert opened.extent.world[0][-1] > movie.viewer.layers["movie"].extent.world[1][-1]
    assert [str(unit) for unit in movie.viewer.layers.units][-2:] == ["micrometer"] * 2
    assert layer_calibration(opened) == value.calibration
    assert not any("nconsistent" in text for text in movie.said)


def test_a_wider_line_changes_it_in_place(movie: Desk) -> None:
    shown = kymograph_of(movie)
    place = shown.extent.world
    step = StepForm(movie.viewer, Session.of(movie.viewer).history.graph.steps[-1].id)
    movie.qtbot.addWidget(step)
    step.fields["width"].set_value(5)
    step.apply()
    movie.qtbot.waitUntil(lambda: shown.data.max() == 20, timeout=WAIT)
    np.testing.assert_array_equal(shown.extent.world, place)
    assert to_value(shown).calibration.units == ("s", "um")


def test_the_recipe_gives_the_same(movie: Desk, tmp_path: Path) -> None:
    shown = kymograph_of(movie)
    save_recipe(Session.of(movie.viewer), tmp_path / "recipe.yaml")
    recipe = Recipe.load(tmp_path / "recipe.yaml")
    layers = movie.viewer.layers
    again = recipe.run(layers["movie"], layers["way"])["kymograph"]
    assert again.calibration == to_value(shown).calibration
    np.testing.assert_array_equal(again.data, shown.data)
    dr.write(tmp_path / "kymograph.tif", to_value(shown))
    assert dr.read(tmp_path / "kymograph.tif").calibration == again.calibration

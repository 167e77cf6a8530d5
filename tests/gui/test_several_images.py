"""Objects measured on several layers at once, as somebody does it in the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from desk import WAIT, Desk

from napari_darkroom.plugin.saving import save_recipe
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.step_form import StepForm
from napari_darkroom.recipe.model import Recipe, Step

NAMES = ("DNA", "actin", "tubulin")


@pytest.fixture
def cells(desk: Desk, blobs: np.ndarray) -> Desk:
    """Return a desk with three images of one field, and objects found in the first."""
    for factor, name in enumerate(NAMES, start=1):
        desk.viewer.add_image(blobs * factor, name=name, scale=(0.5, 0.5), units=("um", "um"))
    desk.viewer.layers.selection.active = desk.viewer.layers["DNA"]
    desk.run("otsu")
    desk.run("connected")
    return desk


def measured_on(cells: Desk) -> list[str]:
    table = cells.table().table
    assert table is not None
    names = [name.partition("intensity_mean_")[2] for name in map(str, table.data.columns)]
    return [name for name in names if name]


def last_step(cells: Desk) -> Step:
    return Session.of(cells.viewer).history.graph.steps[-1]


def test_three_layers_are_columns_of_one_table(cells: Desk, tmp_path: Path) -> None:
    layers = cells.viewer.layers
    form = cells.find("measure objects")
    choice = form.inputs["image"]
    assert choice.layers() == [layers["DNA"]]
    choice.set_layers([layers[name] for name in NAMES])
    cells.press_run(form)
    assert measured_on(cells) == list(NAMES)
    assert last_step(cells).inputs["image"] == ("dna", "actin", "tubulin")
    assert last_step(cells).params["image_names"] == "DNA, actin, tubulin"
    save_recipe(Session.of(cells.viewer), tmp_path / "recipe.yaml")
    again = Recipe.parse((tmp_path / "recipe.yaml").read_text("utf-8"))
    results = again.run(*(np.asarray(layers[name].data) for name in NAMES))
    ours = results["measurements"].data
    theirs = cells.table().table.data
    means = [f"intensity_mean_{name}" for name in NAMES]
    np.testing.assert_array_equal(ours[means], theirs[means])


def test_one_layer_less_in_the_step_is_one_column_less(cells: Desk) -> None:
    layers = cells.viewer.layers
    form = cells.find("measure objects")
    form.inputs["image"].set_layers([layers[name] for name in NAMES])
    cells.press_run(form)
    step = StepForm(cells.viewer, last_step(cells).id)
    cells.qtbot.addWidget(step)
    assert step.inputs["image"].layers() == [layers[name] for name in NAMES]
    step.inputs["image"].set_layers([layers["DNA"], layers["tubulin"]])
    step.apply()
    cells.qtbot.waitUntil(lambda: measured_on(cells) == ["DNA", "tubulin"], timeout=WAIT)
    Session.of(cells.viewer).undo()
    cells.qtbot.waitUntil(lambda: measured_on(cells) == list(NAMES), timeout=WAIT)
    assert step.inputs["image"].layers() == [layers[name] for name in NAMES]


def test_none_may_be_chosen(cells: Desk) -> None:
    form = cells.find("measure objects")
    form.inputs["image"].set_layers([])
    cells.viewer.add_image(np.zeros((60, 80)), name="later")
    assert form.inputs["image"].layers() == []
    cells.press_run(form)
    assert "image" not in last_step(cells).inputs
    assert measured_on(cells) == []


def test_an_image_is_chosen_at_once_where_one_is_needed(desk: Desk, blobs: np.ndarray) -> None:
    """Also where a layer is selected that the operation does not take."""
    layers = desk.viewer.layers
    for name in ("DNA", "actin"):
        desk.viewer.add_image(blobs, name=name)
    desk.viewer.add_points([[3.0, 4.0]], name="places")
    layers.selection.active = layers["places"]
    form = desk.find("classes (k-means)")
    choice = form.inputs["image"]
    assert [choice.item(i).text() for i in range(choice.count())] == ["DNA", "actin"]
    assert choice.layers() == [layers["actin"]]
    layers.remove("actin")
    assert choice.layers() == [layers["DNA"]]
    # What is selected meanwhile does not take the choice away, what somebody chooses stays.
    desk.viewer.add_labels(np.ones((60, 80), int), name="cells")
    assert choice.layers() == [layers["DNA"]]
    (classes,) = desk.press_run(form)
    assert np.unique(classes.data).tolist() == [1, 2, 3]
    choice.set_layers([])
    desk.viewer.add_image(blobs, name="later")
    assert choice.layers() == []

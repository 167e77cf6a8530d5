"""A recipe comes into a viewer: dropped, connected to layers, run, edited, undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QApplication

from napari_darkroom.core.errors import RecipeError
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.files import write
from napari_darkroom.plugin.layers import to_value
from napari_darkroom.plugin.recipe_dialog import RecipeDialog
from napari_darkroom.plugin.recipe_reader import get_recipe_reader
from napari_darkroom.plugin.saving import save_recipe
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.plugin.table.docks import open_table
from napari_darkroom.recipe.history import Status
from napari_darkroom.recipe.model import Recipe

NUCLEI = """
darkroom: 1
name: Nuclei
description: Segments nuclei and measures them.
inputs:
  actin: {kind: image, description: Where intensities are measured.}
  dna: {kind: image, channel: dna}
steps:
- {id: smooth, op: filters.gaussian@1, inputs: {image: dna}, params: {sigma: 1}}
- {id: mask, op: threshold.otsu@1, inputs: {image: smooth}}
- {id: nuclei, op: segment.connected_components@1, inputs: {mask: mask}, title: Nuclei}
- {id: table, op: measure.regions@1, inputs: {labels: nuclei, image: actin}}
outputs: [nuclei, table]
"""


@pytest.fixture
def recipe_file(tmp_path: Path) -> Path:
    path = tmp_path / "nuclei.yaml"
    path.write_text(NUCLEI, encoding="utf-8")
    return path


def drop(desk: Desk, path: Path) -> RecipeDialog:
    """Open a file as napari does when it is dropped, and return the dialog that comes."""
    desk.viewer.open(str(path), plugin="napari-darkroom")
    found: list[RecipeDialog] = []

    def there() -> None:
        found[:] = dialogs()
        assert found

    desk.qtbot.waitUntil(there, timeout=WAIT)
    return found[0]


def dialogs() -> list[RecipeDialog]:
    widgets = QApplication.topLevelWidgets()
    return [one for one in widgets if isinstance(one, RecipeDialog) and one.isVisible()]


def press_run(desk: Desk, dialog: RecipeDialog) -> Session:
    desk.qtbot.mouseClick(dialog.run_button, Qt.MouseButton.LeftButton)
    settle(desk)
    return Session.of(desk.viewer)


def settle(desk: Desk) -> None:
    session = Session.of(desk.viewer)
    moving = (Status.WAITING, Status.STALE, Status.RUNNING)

    def done() -> None:
        states = [session.history.status(one.id) for one in session.history.graph.steps]
        assert session.scheduler.idle
        assert not set(states) & set(moving)

    desk.qtbot.waitUntil(done, timeout=WAIT)


def names(desk: Desk) -> list[str]:
    return [layer.name for layer in desk.viewer.layers]


def two_channels(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs, name="cell dna")
    desk.viewer.add_image(blobs[::-1].copy(), name="cell actin")


def test_a_dropped_recipe_asks_and_runs(desk: Desk, blobs: np.ndarray, recipe_file: Path) -> None:
    two_channels(desk, blobs)
    dialog = drop(desk, recipe_file)
    chosen = {name: choice.layer().name for name, choice in dialog.inputs.items()}
    assert chosen == {"actin": "cell actin", "dna": "cell dna"}
    session = press_run(desk, dialog)
    assert not dialogs()
    assert names(desk) == ["cell dna", "cell actin", "Nuclei"]
    expected = Recipe.parse(NUCLEI.replace(", channel: dna", "")).run(
        actin=to_value(desk.viewer.layers["cell actin"]), dna=to_value(desk.viewer.layers[0])
    )
    np.testing.assert_array_equal(desk.viewer.layers["Nuclei"].data, expected["nuclei"].data)
    (table,) = tables_of(desk.viewer.layers["Nuclei"]).values()
    assert table.data.equals(expected["table"].data)
    assert [step.id for step in session.history.graph.steps] == [
        "smooth", "mask", "nuclei", "table"
    ]  # fmt: skip


def test_one_undo_takes_it_back_and_one_redo_brings_it(
    desk: Desk, blobs: np.ndarray, recipe_file: Path
) -> None:
    two_channels(desk, blobs)
    session = press_run(desk, drop(desk, recipe_file))
    session.undo()
    assert not session.history.graph.steps
    assert names(desk) == ["cell dna", "cell actin"]
    session.redo()
    settle(desk)
    assert "Nuclei" in names(desk)


def test_what_lies_between_can_be_shown_and_changed(
    desk: Desk, blobs: np.ndarray, recipe_file: Path
) -> None:
    two_channels(desk, blobs)
    session = press_run(desk, drop(desk, recipe_file))
    before = np.array(desk.viewer.layers["Nuclei"].data)
    session.show("mask")
    settle(desk)
    assert session.layer("mask") is not None
    session.change("smooth", params={"sigma": 4})
    settle(desk)
    assert not np.array_equal(desk.viewer.layers["Nuclei"].data, before)


def test_names_that_are_taken_are_numbered(
    desk: Desk, blobs: np.ndarray, recipe_file: Path
) -> None:
    two_channels(desk, blobs)
    press_run(desk, drop(desk, recipe_file))
    session = press_run(desk, drop(desk, recipe_file))
    ids = [step.id for step in session.history.graph.steps]
    assert ids[4:] == ["smooth_2", "mask_2", "nuclei_2", "table_2"]
    assert session.history.graph.step("mask_2").inputs == {"image": "smooth_2"}
    assert len(session.history.graph.inputs) == 2


def test_a_result_can_be_an_input_and_labels_a_mask(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs, name="cells")
    (mask,) = desk.run("otsu")
    (objects,) = desk.run("connected components")
    recipe = Recipe.parse(
        "darkroom: 1\ninputs:\n  inside: {kind: mask}\nsteps:\n"
        "- {id: grown, op: morphology.opening@1, inputs: {image: inside}}\noutputs: [grown]\n"
    )
    dialog = RecipeDialog(desk.viewer, recipe, None)
    dialog.show()
    dialog.inputs["inside"].set_layer(objects)
    session = press_run(desk, dialog)
    step = session.history.graph.step("grown")
    between = session.history.graph.step(str(step.inputs["image"]))
    assert find(between.op).id == "mask.from_labels"
    assert between.inputs == {"labels": session.reference(objects)}
    assert session.layer(between.id) is None
    assert mask in desk.viewer.layers


def test_cancelling_changes_nothing(desk: Desk, blobs: np.ndarray, recipe_file: Path) -> None:
    two_channels(desk, blobs)
    dialog = drop(desk, recipe_file)
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    session = Session.of(desk.viewer)
    assert not dialogs()
    assert not session.history.graph.steps
    assert session.history.timeline.undo_title == ""


def test_images_may_be_opened_while_it_asks(
    desk: Desk, blobs: np.ndarray, recipe_file: Path
) -> None:
    dialog = drop(desk, recipe_file)
    assert not dialog.run_button.isEnabled()
    two_channels(desk, blobs)
    assert dialog.run_button.isEnabled()
    dialog.reject()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("darkroom: 99\ninputs: {a: {kind: image}}\nsteps: []\noutputs: [a]\n", "format 99"),
        (NUCLEI.replace("threshold.otsu@1", "threshold.otto@1"), "threshold.otto"),
        (NUCLEI.replace("sigma", "sigmoid"), "sigmoid"),
        ("darkroom: 1\nx: !!python/object:os.system {}\n", "python/object"),
    ],
)
def test_a_bad_recipe_is_told(desk: Desk, tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecipeError, match=reason):
        desk.viewer.open(str(path), plugin="napari-darkroom")
    assert not dialogs()


def test_other_yaml_files_are_left_to_others(tmp_path: Path) -> None:
    other = tmp_path / "conda.yaml"
    other.write_text("name: env\ndependencies: [darkroom]\n", encoding="utf-8")
    assert get_recipe_reader(str(other)) is None
    assert get_recipe_reader(str(tmp_path / "missing.yaml")) is None
    assert get_recipe_reader([]) is None


# What was made by hand


@pytest.fixture
def with_points(
    make_desk: Callable[..., Desk], blobs: np.ndarray, tmp_path: Path
) -> tuple[Path, np.ndarray]:
    """Return a recipe with points that were set by hand, and the objects that it gave."""
    desk = make_desk()
    desk.viewer.add_image(blobs, name="cells")
    desk.viewer.add_points([[12, 15], [30, 25]], name="seeds")
    (objects,) = desk.run("labels from points")
    save_recipe(Session.of(desk.viewer), tmp_path / "seeds.yaml")
    return tmp_path / "seeds.yaml", np.array(objects.data)


def test_points_are_taken_on_the_image_that_they_were_set_on(
    with_points: Any, desk: Desk, blobs: np.ndarray
) -> None:
    path, objects = with_points
    desk.viewer.add_image(blobs.copy(), name="the same")
    dialog = drop(desk, path)
    (choice,) = dialog.manual.values()
    assert choice.fits
    assert choice.kept
    session = press_run(desk, dialog)
    ((step,),) = [session.history.graph.steps]
    np.testing.assert_array_equal(session.layer(step.id).data, objects)
    (points,) = [one for one in desk.viewer.layers if type(one).__name__ == "Points"]
    assert session.history.sources[session.reference(points)].manual


@pytest.mark.parametrize("answer", ["use anyway", "the layer own"])
def test_another_image_needs_a_decision(
    with_points: Any, desk: Desk, blobs: np.ndarray, answer: str
) -> None:
    path, _ = with_points
    desk.viewer.add_image(blobs + 1, name="another")
    own = desk.viewer.add_points([[48, 50]], name="own")
    dialog = drop(desk, path)
    (choice,) = dialog.manual.values()
    assert not choice.decided
    assert not dialog.run_button.isEnabled()
    assert "another image" in dialog.complaint.text()
    # Without the points there would be no labels.
    assert "switch off" not in " ".join(map(choice.itemText, range(choice.count())))
    choose(choice, answer)
    session = press_run(desk, dialog)
    (step,) = session.history.graph.steps
    found = set(np.unique(session.layer(step.id).data)) - {0}
    assert len(found) == (1 if answer == "the layer own" else 2)
    assert (session.reference(own) is not None) == (answer == "the layer own")


def choose(choice: Any, beginning: str) -> None:
    """Choose the entry of a box that begins like that."""
    texts = [choice.itemText(i) for i in range(choice.count())]
    choice.setCurrentIndex(next(i for i, one in enumerate(texts) if one.startswith(beginning)))


def test_corrections_can_be_left_out(
    make_desk: Callable[..., Desk], blobs: np.ndarray, tmp_path: Path
) -> None:
    first = make_desk()
    first.viewer.add_image(blobs, name="cells")
    (mask,) = first.run("otsu")
    mask.paint((1, 1), 1)
    Session.of(first.viewer).painting.look()
    settle(first)
    save_recipe(Session.of(first.viewer), tmp_path / "painted.yaml")
    desk = make_desk()
    desk.viewer.add_image(blobs[::-1].copy(), name="another")
    dialog = drop(desk, tmp_path / "painted.yaml")
    (choice,) = dialog.manual.values()
    choose(choice, "switch off")
    session = press_run(desk, dialog)
    states = [session.history.status(step.id) for step in session.history.graph.steps]
    assert states == [Status.CURRENT, Status.OFF]


def test_a_channel_is_asked_for_and_found(desk: Desk, tmp_path: Path, blobs: np.ndarray) -> None:
    from napari_darkroom.core.values import Image

    stack = np.stack([blobs, blobs[::-1]])
    write(tmp_path / "c.tif", Image.of(stack, "cyx", channels=("actin", "dna")))
    desk.viewer.open(str(tmp_path / "c.tif"), plugin="napari-darkroom")
    recipe = Recipe.parse(NUCLEI)
    dialog = RecipeDialog(desk.viewer, recipe, None)
    assert dialog.inputs["dna"].layer().name == "c dna"
    desk.viewer.layers.clear()
    whole = desk.viewer.add_image(stack, name="whole", axis_labels=("c", "y", "x"))
    dialog.inputs["dna"].set_layer(whole)
    dialog.run()
    assert "channel" in dialog.complaint.text()
    assert not Session.of(desk.viewer).history.graph.steps
    dialog.reject()


def test_a_recipe_is_given_a_table_that_was_opened(desk: Desk, tmp_path: Path) -> None:
    recipe, cells = tmp_path / "large.yaml", tmp_path / "cells.csv"
    recipe.write_text(
        """
darkroom: 1
name: Large ones
inputs:
  measured: {kind: table}
steps:
- {id: large, op: measure.filter_table@1, inputs: {measurements: measured},
   params: {column: size, lower: 5}}
outputs: [large]
""",
        encoding="utf-8",
    )
    cells.write_text("label,size\n12,4\n3,9\n700,5\n", encoding="utf-8")
    dialog = drop(desk, recipe)
    assert not dialog.run_button.isEnabled()
    open_table(desk.viewer).commands.open_file(cells)
    desk.qtbot.waitUntil(dialog.run_button.isEnabled, timeout=WAIT)
    assert dialog.tables["measured"].currentText() == "cells.csv"
    session = press_run(desk, dialog)
    (step,) = session.history.graph.steps
    assert session.scheduler.value(step.id).data["label"].tolist() == [3, 700]
    assert session.history.sources["cells"].file == cells

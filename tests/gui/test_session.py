"""The record of a viewer: what is clicked, painted, renamed, undone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk
from napari.layers import Labels

import napari_darkroom as dr
from napari_darkroom.core.errors import DarkroomError, RecipeError
from napari_darkroom.plugin.layers import is_preview, to_value
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.plugin.step_form import StepForm
from napari_darkroom.recipe.history import Status


def settle(desk: Desk) -> Session:
    """Wait until nothing runs and nothing is stale."""
    session = Session.of(desk.viewer)
    session.painting.look()
    desk.qtbot.waitUntil(lambda: session.scheduler.idle, timeout=WAIT)
    return session


def statuses(session: Session) -> dict[str, Status]:
    return {step.id: session.history.status(step.id) for step in session.history.graph.steps}


@pytest.fixture
def chain(desk: Desk, blobs: np.ndarray) -> dict[str, Any]:
    """Blur, threshold, label and measure; return the layers by the name of their step."""
    source = desk.viewer.add_image(blobs, name="dna", scale=(0.5, 0.5), units=("um", "um"))
    (blurred,) = desk.run("gaussian", sigma=1)
    (mask,) = desk.run("otsu")
    (objects,) = desk.run("connected")
    desk.run("measure objects")
    return {"dna": source, "blurred": blurred, "mask": mask, "objects": objects}


def table_of(desk: Desk) -> Any:
    """Return the table of objects; that of corrections is kept beside it."""
    found = [entry for layer in desk.viewer.layers for entry in tables_of(layer).items()]
    (table,) = [one for key, one in found if key == "measurements"]
    return table.data


def replayed(session: Session, source: Any) -> dict[str, Any]:
    recipe = session.recipe()
    manual = {n: s.value for n, s in session.history.sources.items() if s.manual}
    names = [name for name in recipe.inputs if name not in manual]
    given = {name: to_value(source) for name in names}
    return recipe.run({**given, **{n: v for n, v in manual.items() if n in recipe.inputs}})


def test_what_is_clicked_is_a_recipe(desk: Desk, chain: dict[str, Any]) -> None:
    session = settle(desk)
    graph = session.history.graph
    assert [step.id for step in graph.steps] == ["blurred", "mask", "objects", "measurements"]
    assert list(graph.inputs) == ["dna"]
    assert graph.step("measurements").inputs == {"labels": "objects", "image": "dna"}
    results = replayed(session, chain["dna"])
    np.testing.assert_array_equal(results["objects"].data, chain["objects"].data)


def test_renaming_moving_hiding_and_deleting_layers_breaks_nothing(
    desk: Desk, chain: dict[str, Any]
) -> None:
    layers = desk.viewer.layers
    chain["dna"].name, chain["mask"].name = "mask", "dna"
    chain["blurred"].visible = False
    layers.move(0, 4)
    layers.remove(chain["blurred"])
    session = settle(desk)
    session.change("blurred", params={"sigma": 3})
    settle(desk)
    assert chain["blurred"] not in layers
    expected = dr.threshold.otsu(dr.filters.gaussian(to_value(chain["dna"]), sigma=3))
    np.testing.assert_array_equal(chain["mask"].data, expected.data)
    assert set(statuses(session).values()) == {Status.CURRENT}


def test_a_deleted_result_can_be_shown_again(desk: Desk, chain: dict[str, Any]) -> None:
    session = settle(desk)
    before = chain["mask"].data.copy()
    desk.viewer.layers.remove(chain["mask"])
    session.change("blurred", params={"sigma": 2})
    settle(desk)
    assert session.layer("mask") is None
    session.change("blurred", params={"sigma": 1})
    session.show("mask")
    settle(desk)
    layer = session.layer("mask")
    assert layer is not None
    np.testing.assert_array_equal(layer.data, before)


def test_a_slider_in_the_past_moves_layers_and_table(desk: Desk, chain: dict[str, Any]) -> None:
    session, count = settle(desk), len(desk.viewer.layers)
    before = table_of(desk)
    form = StepForm(desk.viewer, "blurred")
    desk.qtbot.addWidget(form)
    form.fields["sigma"].set_value(4)
    desk.qtbot.waitUntil(lambda: session.history.graph.step("blurred").params != {}, timeout=WAIT)
    settle(desk)
    assert len(desk.viewer.layers) == count
    smooth = dr.filters.gaussian(to_value(chain["dna"]), sigma=4)
    np.testing.assert_array_equal(chain["blurred"].data, smooth.data)
    expected = dr.segment.connected_components(dr.threshold.otsu(smooth))
    np.testing.assert_array_equal(chain["objects"].data, expected.data)
    after = table_of(desk)
    assert not after["num_pixels"].equals(before["num_pixels"])
    wanted = dr.measure.regions(expected, to_value(chain["dna"]))
    assert after["num_pixels"].tolist() == wanted["num_pixels"].tolist()


def test_painting_is_a_step_that_follows(desk: Desk, chain: dict[str, Any]) -> None:
    session = settle(desk)
    objects: Labels = chain["objects"]
    objects.selected_label = int(objects.data.max()) + 1
    objects.brush_size = 5
    objects.paint((20, 5), objects.selected_label)
    painted = objects.data == objects.selected_label
    session = settle(desk)
    assert [step.id for step in session.history.graph.steps][3:] == ["corrected", "measurements"]
    assert session.history.graph.step("measurements").inputs["labels"] == "corrected"
    assert session.reference(objects) == "corrected"
    assert len(table_of(desk)) == 7
    session.change("blurred", params={"sigma": 2})
    settle(desk)
    assert (objects.data[painted] == objects.data[painted][0]).all()
    assert objects.data[painted][0] > 0
    assert len(np.unique(objects.data)) - 1 == len(table_of(desk))
    results = replayed(session, chain["dna"])
    np.testing.assert_array_equal(results["corrected"].data, objects.data)


def test_painting_twice_is_one_step_and_painting_back_none(
    desk: Desk, chain: dict[str, Any]
) -> None:
    objects: Labels = chain["objects"]
    objects.paint((20, 5), 9)
    settle(desk)
    objects.paint((40, 5), 10)
    session = settle(desk)
    steps = [step.id for step in session.history.graph.steps]
    assert steps.count("corrected") == 1
    assert "corrected_2" not in steps
    objects.undo()
    objects.undo()
    settle(desk)
    assert "corrected" not in [step.id for step in session.history.graph.steps]
    assert session.reference(objects) == "objects"


def test_undo_and_redo_of_painting_show_it_in_the_layer(desk: Desk, chain: dict[str, Any]) -> None:
    objects: Labels = chain["objects"]
    before = objects.data.copy()
    objects.paint((20, 5), 9)
    painted = objects.data.copy()
    session = settle(desk)
    session.undo()
    settle(desk)
    np.testing.assert_array_equal(objects.data, before)
    assert len(table_of(desk)) == 6
    session.redo()
    settle(desk)
    np.testing.assert_array_equal(objects.data, painted)
    assert len(table_of(desk)) == 7


def test_undo_takes_results_away_and_redo_brings_them_back(
    desk: Desk, chain: dict[str, Any]
) -> None:
    session = settle(desk)
    chain["objects"].name = "nuclei"
    data = chain["objects"].data.copy()
    session.undo()
    session.undo()
    settle(desk)
    assert chain["objects"] not in desk.viewer.layers
    assert chain["mask"] in desk.viewer.layers
    assert session.history.timeline.redo_title == "Connected components"
    session.redo()
    session.redo()
    settle(desk)
    assert chain["objects"] in desk.viewer.layers
    assert chain["objects"].name == "nuclei"
    np.testing.assert_array_equal(chain["objects"].data, data)
    assert len(table_of(desk)) == 6


def test_undo_of_the_first_step_leaves_the_image(desk: Desk, blobs: np.ndarray) -> None:
    source = desk.viewer.add_image(blobs)
    desk.run("gaussian")
    session = settle(desk)
    session.undo()
    session.undo()
    assert list(desk.viewer.layers) == [source]


def test_a_duplicate_is_a_branch_of_its_own(desk: Desk, chain: dict[str, Any]) -> None:
    session = settle(desk)
    layers = desk.viewer.layers
    layers.selection = {chain["mask"]}
    from napari.layers._layer_actions import _duplicate_layer
    from napari.layers.utils._link_layers import layer_is_linked

    assert not layer_is_linked(chain["mask"])
    _duplicate_layer(layers)
    settle(desk)
    (copy,) = [one for one in layers if one.name.endswith("copy")]
    assert session.reference(copy) == "mask_2"
    before = copy.data.copy()
    session.change("mask", params={"dark_objects": True})
    settle(desk)
    np.testing.assert_array_equal(copy.data, before)
    assert not np.array_equal(chain["mask"].data, before)


def test_a_branch_stands_beside_its_step(desk: Desk, chain: dict[str, Any]) -> None:
    session = settle(desk)
    copy = session.branch("mask", below=True)
    session.change(copy, params={"dark_objects": True})
    settle(desk)
    first, second = session.layer("mask"), session.layer(copy)
    assert first is not None
    assert second is not None
    assert first.name != second.name
    np.testing.assert_array_equal(first.data, 1 - second.data)
    assert session.layer("objects_2") is not None


def test_a_step_that_is_off_is_passed_over(desk: Desk, chain: dict[str, Any]) -> None:
    session = settle(desk)
    session.switch("blurred", on=False)
    settle(desk)
    assert not chain["blurred"].visible
    expected = dr.threshold.otsu(to_value(chain["dna"]))
    np.testing.assert_array_equal(chain["mask"].data, expected.data)
    session.switch("blurred", on=True)
    settle(desk)
    assert chain["blurred"].visible
    with pytest.raises(RecipeError, match="cannot be switched off"):
        session.switch("mask", on=False)


def test_deleting_a_step_bridges_it_or_says_what_would_not_fit(
    desk: Desk, chain: dict[str, Any]
) -> None:
    session = settle(desk)
    with pytest.raises(RecipeError, match="works on mask"):
        session.remove("mask")
    session.remove("blurred")
    settle(desk)
    assert chain["blurred"] not in desk.viewer.layers
    assert session.history.graph.step("mask").inputs == {"image": "dna"}
    session.remove_with_below("mask")
    settle(desk)
    assert list(desk.viewer.layers) == [chain["dna"]]


def test_a_step_can_be_put_between_others(desk: Desk, chain: dict[str, Any]) -> None:
    desk.viewer.layers.selection.active = chain["blurred"]
    form = desk.find("median")
    form.inputs["image"].set_layer(chain["blurred"])
    assert form.insert.isVisibleTo(form)
    form.insert.setChecked(True)
    desk.press_run(form)
    session = settle(desk)
    assert session.history.graph.step("mask").inputs == {"image": "smoothed"}
    assert not form.insert.isChecked()


def test_a_step_moves_to_another_image(desk: Desk, chain: dict[str, Any]) -> None:
    other = desk.viewer.add_image(chain["dna"].data[::-1].copy(), name="er")
    other.scale, other.units = chain["dna"].scale, chain["dna"].units
    session = settle(desk)
    form = StepForm(desk.viewer, "blurred")
    desk.qtbot.addWidget(form)
    form.inputs["image"].set_layer(other)
    desk.qtbot.waitUntil(lambda: "er" in session.history.graph.inputs, timeout=WAIT)
    settle(desk)
    expected = dr.filters.gaussian(to_value(other), sigma=1)
    np.testing.assert_array_equal(chain["blurred"].data, expected.data)


def test_an_edit_that_fails_is_marked_and_can_be_undone(desk: Desk, chain: dict[str, Any]) -> None:
    session = settle(desk)
    session.change("blurred", params={"sigma": "1 s"})
    settle(desk)
    assert statuses(session)["blurred"] is Status.FAILED
    assert statuses(session)["measurements"] is Status.BLOCKED
    session.undo()
    settle(desk)
    assert set(statuses(session).values()) == {Status.CURRENT}


def test_the_console_records_too(desk: Desk, blobs: np.ndarray) -> None:
    layer = desk.viewer.add_image(blobs, name="dna")
    blurred = dr.apply(desk.viewer, "filters.gaussian", layer, sigma=2)
    mask = dr.apply(desk.viewer, "threshold.otsu", blurred)
    objects = dr.apply(desk.viewer, "segment.connected_components", mask=mask)
    table = dr.apply(desk.viewer, "measure.regions", objects, image=layer)
    assert len(table) == 6
    session = settle(desk)
    assert [step.id for step in session.history.graph.steps] == [
        "blurred", "mask", "objects", "measurements",
    ]  # fmt: skip
    assert dr.apply(desk.viewer, "filters.gaussian", layer, sigma=2) is blurred
    with pytest.raises(DarkroomError, match="sigma"):
        dr.apply(desk.viewer, "filters.gaussian", layer, sigma="1 s")
    with pytest.raises(DarkroomError, match="must be a layer"):
        dr.apply(desk.viewer, "filters.gaussian", blobs)
    assert len(session.history.graph.steps) == 4


def test_shapes_are_an_input_made_by_hand(desk: Desk, blobs: np.ndarray) -> None:
    image = desk.viewer.add_image(blobs, name="dna")
    shapes = desk.viewer.add_shapes([np.array([[5, 5], [5, 30], [25, 30], [25, 5]])])
    mask = dr.apply(desk.viewer, "mask.from_shapes", image, shapes)
    first = int(mask.data.sum())
    shapes.add(np.array([[40, 40], [40, 60], [55, 60], [55, 40]]))
    session = settle(desk)
    desk.qtbot.waitUntil(lambda: int(mask.data.sum()) > first, timeout=WAIT)
    assert session.history.sources["shapes"].manual
    session.undo()
    settle(desk)
    assert int(mask.data.sum()) == first
    assert len(shapes.data) == 1


def test_a_result_knows_how_it_was_made(desk: Desk, chain: dict[str, Any]) -> None:
    settle(desk)
    made = chain["mask"].metadata["provenance"]
    assert [step["op"] for step in made["recipe"]["steps"]] == [
        "filters.gaussian@1", "threshold.otsu@1",
    ]  # fmt: skip
    assert made["output"] == "mask"
    assert made["versions"]["napari-darkroom"] == dr.__version__
    assert len(made["inputs"]["dna"]["digest"]) == 32


def test_the_input_takes_what_was_changed_in_place(desk: Desk, blobs: np.ndarray) -> None:
    layer = desk.viewer.add_image(blobs.copy(), name="dna")
    desk.run("gaussian", sigma=1)
    layer.data[:30] = 0
    layer.refresh()
    desk.run("otsu")
    settle(desk)
    desk.viewer.layers.selection.active = layer
    (blurred,) = desk.run("gaussian", sigma=2)
    settle(desk)
    expected = dr.filters.gaussian(to_value(layer), sigma=2)
    np.testing.assert_array_equal(blurred.data, expected.data)


def test_a_change_in_the_past_is_seen_before_it_is_done(desk: Desk, chain: dict[str, Any]) -> None:
    session, count = settle(desk), len(desk.viewer.layers)
    desk.dock.show()
    desk.dock.choose_step("blurred")
    form = desk.dock.step_form
    assert form is not None
    seen: list[bool] = []
    desk.viewer.layers.events.inserted.connect(lambda event: seen.append(is_preview(event.value)))
    form.fields["sigma"].set_value(3)
    desk.qtbot.waitUntil(lambda: bool(seen), timeout=WAIT)
    assert seen == [True]
    desk.qtbot.waitUntil(lambda: len(desk.viewer.layers) == count, timeout=WAIT)
    settle(desk)
    expected = dr.filters.gaussian(to_value(chain["dna"]), sigma=3)
    np.testing.assert_array_equal(chain["blurred"].data, expected.data)
    form.preview.check.click()
    form.preview.check.click()
    assert not form.preview.on
    form.fields["sigma"].set_value(4)
    desk.qtbot.waitUntil(
        lambda: session.history.graph.step("blurred").params == {"sigma": "4 pixel"}, timeout=WAIT
    )
    settle(desk)
    assert seen == [True]


def test_corrections_that_no_longer_fit_are_told_and_kept(
    desk: Desk, chain: dict[str, Any]
) -> None:
    objects: Labels = chain["objects"]
    objects.paint((20, 5), 9)
    session = settle(desk)
    assert session.history.done["corrected"].remarks == ("6 → 7 objects", "1 correction")
    assert session.title("objects") == f"{objects.name}, before it was corrected"
    assert "Correct objects: changes" in {t.name for t in tables_of(objects).values()}
    session.change("mask", params={"dark_objects": True})
    session.wait()
    assert session.history.done["corrected"].remarks[1] == "1 correction, 1 not applied"
    assert any("not applied" in text for text in desk.said)
    session.undo()
    session.wait()
    assert session.history.done["corrected"].remarks[1] == "1 correction"
    assert 9 in objects.data


def test_corrections_can_be_switched_off(desk: Desk, chain: dict[str, Any]) -> None:
    objects: Labels = chain["objects"]
    before = objects.data.copy()
    objects.paint((20, 5), 9)
    session = settle(desk)
    session.switch("corrected", on=False)
    session.wait()
    assert len(table_of(desk)) == 6
    session.switch("corrected", on=True)
    session.wait()
    assert len(table_of(desk)) == 7
    assert not np.array_equal(objects.data, before)


def test_the_last_result_is_seen_after_an_undo_though_intermediates_are_hidden(
    desk: Desk, chain: dict[str, Any]
) -> None:
    session, mask, objects = Session.of(desk.viewer), chain["mask"], chain["objects"]
    session.show_intermediates(False)
    assert (mask.visible, objects.visible) == (False, True)
    while objects in desk.viewer.layers:
        session.undo()
        session.wait()
    assert mask.visible
    session.redo()
    session.wait()
    while objects not in desk.viewer.layers:
        session.redo()
        session.wait()
    assert (mask.visible, objects.visible) == (False, True)
    session.show_intermediates(True)
    assert mask.visible


def test_a_mask_is_hidden_under_its_objects_until_they_go(desk: Desk, blobs: np.ndarray) -> None:
    image = desk.viewer.add_image(blobs, name="cells")
    mask = dr.apply(desk.viewer, "threshold.otsu", image)
    assert mask.visible
    dr.apply(desk.viewer, "segment.connected_components", mask)
    assert (image.visible, mask.visible) == (True, False)
    # Hidden, and still the mask that is meant where no objects are asked for.
    desk.viewer.layers.selection.active = image
    assert desk.find("fill holes").inputs["mask"].layer() is mask
    Session.of(desk.viewer).undo()
    assert mask.visible


def test_a_step_that_removes_objects_says_how_many_there_were(
    desk: Desk, chain: dict[str, Any]
) -> None:
    dr.apply(desk.viewer, "labels.clear_border", chain["objects"])
    session = settle(desk)
    step = session.history.graph.steps[-1].id
    layer, before = session.layer(step), chain["objects"]
    counts = [len(np.unique(one.data)) - 1 for one in (before, layer)]
    assert session.history.done[step].remarks == (f"{counts[0]} → {counts[1]} objects",)
    told = layer.metadata["provenance"]["counts"]
    assert [told["objects"], told[step]] == counts

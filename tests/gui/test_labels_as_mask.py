"""Labels painted by hand stand in where an operation wants a mask."""

from __future__ import annotations

import numpy as np
from desk import Desk

import napari_darkroom as dr
from napari_darkroom.core.values import Mask
from napari_darkroom.engine.run import run
from napari_darkroom.plugin.layers import kind_of


def painted() -> np.ndarray:
    data = np.zeros((20, 20), np.int32)
    data[2:9, 2:9] = 7
    data[4:6, 4:6] = 0
    data[12:15, 12:15] = -1
    return data


def test_labels_are_filled_as_a_mask(desk: Desk) -> None:
    layer = desk.viewer.add_labels(painted(), name="cells")
    form = desk.find("fill holes")
    assert form.inputs["mask"].currentText() == "cells (as mask)"
    (filled,) = desk.press_run(form)
    assert desk.said == []
    assert kind_of(filled) == "mask"
    (expected,) = run("morphology.fill_holes", {"mask": Mask.of(painted() > 0)}).values()
    np.testing.assert_array_equal(filled.data, expected.data)
    np.testing.assert_array_equal(layer.data, painted())


def test_a_mask_is_chosen_before_labels(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    (mask,) = desk.run("otsu")
    desk.viewer.add_labels(painted(), name="cells")
    desk.viewer.layers.selection.active = desk.viewer.layers[0]
    form = desk.find("fill holes")
    assert form.inputs["mask"].layer() is mask
    assert form.inputs["mask"].itemText(1) == "cells (as mask)"


def test_a_form_opened_before_its_mask_is_there_takes_it_once_it_comes(
    desk: Desk, blobs: np.ndarray
) -> None:
    truth = desk.viewer.add_labels(painted(), name="truth", visible=False)
    image = desk.viewer.add_image(blobs)
    form = desk.find("split touching")
    assert form.inputs["mask"].layer() is truth
    mask = dr.apply(desk.viewer, "threshold.otsu", image)
    assert form.inputs["mask"].layer() is mask


def test_what_somebody_chose_stays_when_others_come(desk: Desk, blobs: np.ndarray) -> None:
    image = desk.viewer.add_image(blobs)
    first = dr.apply(desk.viewer, "threshold.otsu", image)
    form = desk.find("fill holes")
    form.inputs["mask"].set_layer(first)
    second = dr.apply(desk.viewer, "threshold.automatic", image)
    assert desk.viewer.layers.selection.active is second
    assert form.inputs["mask"].layer() is first


def test_a_layer_that_is_seen_is_chosen_before_one_that_is_hidden(desk: Desk) -> None:
    seen = desk.viewer.add_labels(painted(), name="cells")
    desk.viewer.add_labels(painted(), name="truth", visible=False)
    desk.viewer.layers.selection.active = None
    assert desk.find("clear border").inputs["labels"].layer() is seen


def test_labels_stay_labels_where_these_are_wanted(desk: Desk) -> None:
    desk.viewer.add_labels(painted(), name="cells")
    assert desk.find("clear border").inputs["labels"].currentText() == "cells"


def test_all_selected_labels_are_taken_as_masks(desk: Desk) -> None:
    for name in ("a", "b"):
        desk.viewer.add_labels(painted(), name=name)
    form = desk.find("fill holes")
    form.scope.set_scope("selected")
    desk.viewer.layers.select_all()
    assert [kind_of(layer) for layer in desk.press_run(form)] == ["mask", "mask"]


def test_labels_are_not_put_in_for_an_optional_mask_unasked(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    labels = desk.viewer.add_labels(painted(), name="cells")
    assert desk.viewer.layers.selection.active is labels
    choice = desk.find("image statistics").inputs["mask"]
    assert choice.layer() is None
    assert "cells (as mask)" in [choice.itemText(i) for i in range(choice.count())]

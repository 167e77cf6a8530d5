"""Running an operation: what appears, what is updated, what is left alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from desk import Desk
from napari.layers import Labels
from qtpy.QtCore import Qt

from napari_darkroom.engine.run import run
from napari_darkroom.plugin.layers import kind_of, to_value

ANGLE = [[0.8, -0.6], [0.6, 0.8]]
PLACE: dict[str, Any] = {
    "scale": [0.5, 0.25],
    "units": ["um", "um"],
    "axis_labels": ["y", "x"],
    "translate": [10, 20],
    "rotate": ANGLE,
    "shear": [0.1],
    "affine": [[1, 0, 5], [0, 2, 6], [0, 0, 1]],
}


def test_result_has_the_place_of_its_input(desk: Desk, blobs: np.ndarray) -> None:
    source = desk.viewer.add_image(blobs, name="cells", **PLACE)
    (result,) = desk.run("gaussian", sigma="1.5 um")
    assert result.name == "cells · blurred"
    assert (result.units, result.axis_labels) == (source.units, source.axis_labels)
    for name in ("scale", "translate", "rotate", "shear"):
        np.testing.assert_allclose(getattr(result, name), getattr(source, name))
    np.testing.assert_allclose(result.affine.affine_matrix, source.affine.affine_matrix)
    assert list(desk.viewer.layers) == [source, result]
    assert desk.viewer.layers.selection.active is result


def test_sample_opens_and_is_blurred(desk: Desk) -> None:
    desk.viewer.open_sample("napari-darkroom", "nuclei")
    truth, nuclei = desk.viewer.layers
    assert not truth.visible
    assert desk.viewer.layers.selection.active is nuclei
    desk.viewer.layers.selection.active = nuclei
    (result,) = desk.run("gaussian blur", sigma="1 um")
    expected = run("filters.gaussian", {"image": to_value(nuclei)}, {"sigma": "1 um"})["image"]
    np.testing.assert_array_equal(result.data, expected.data)
    assert [str(unit) for unit in result.units] == ["micrometer", "micrometer"]
    assert list(desk.viewer.layers) == [truth, nuclei, result]


def test_running_again_updates_its_own_result(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs, name="cells", **PLACE)
    (first,) = desk.run("gaussian", sigma=1)
    before = first.data
    (second,) = desk.run("gaussian", sigma=4)
    assert second is first
    assert len(desk.viewer.layers) == 2
    assert first.data.std() < before.std()


def test_keep_both_adds_another(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    (first,) = desk.run("gaussian", sigma=1)
    before = first.data.copy()
    form = desk.find("gaussian")
    form.keep_both.setChecked(True)
    form.fields["sigma"].set_value(4)
    (second,) = desk.press_run(form)
    assert second is not first
    np.testing.assert_array_equal(first.data, before)
    assert len({layer.name for layer in desk.viewer.layers}) == 3


def test_what_was_painted_stays_when_the_step_runs_again(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    (mask,) = desk.run("otsu")
    assert kind_of(mask) == "mask"
    before = mask.data.copy()
    mask.paint((1, 1), 1)
    painted = np.flatnonzero(mask.data != before)
    assert painted.size
    desk.viewer.layers.selection.active = desk.viewer.layers[0]
    (again,) = desk.run("otsu", dark_objects=True)
    assert again is mask
    assert mask.data.ravel()[painted].all()
    others = np.delete(np.arange(before.size), painted)
    np.testing.assert_array_equal(mask.data.ravel()[others], 1 - before.ravel()[others])


def test_undone_painting_counts_as_none(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    (mask,) = desk.run("otsu")
    mask.paint((1, 1), 1)
    mask.undo()
    assert desk.run("otsu") == [mask]


def test_duplicate_of_a_result_is_left_alone(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    (first,) = desk.run("gaussian", sigma=1)
    data, attributes, kind = first.as_layer_data_tuple()
    copy = desk.viewer.add_layer(type(first)(data.copy(), **{**attributes, "name": "copy"}))
    assert kind == "image"
    kept = copy.data.copy()
    assert desk.run("gaussian", sigma=3) == [first]
    np.testing.assert_array_equal(copy.data, kept)


def test_painting_on_a_result_never_reaches_the_input(desk: Desk) -> None:
    labels = desk.viewer.add_labels(np.ones((20, 20), np.int32))
    (part,) = desk.run("crop", x=[5, 15])
    part.paint((2, 2), 9)
    assert labels.data.max() == 1


def test_result_of_the_same_operation_on_its_result_is_new(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    form = desk.find("gaussian")
    (once,) = desk.press_run(form)
    form.inputs["image"].set_layer(once)
    before = once.data.copy()
    (twice,) = desk.press_run(form)
    assert twice is not once
    np.testing.assert_array_equal(once.data, before)


def test_all_selected_layers(desk: Desk, blobs: np.ndarray) -> None:
    layers = [desk.viewer.add_image(blobs * k, name=f"c{k}") for k in (1, 2, 3)]
    form = desk.find("gaussian")
    form.scope.set_scope("selected")
    desk.viewer.layers.selection = {layers[0], layers[2]}
    results = desk.press_run(form)
    assert [layer.name for layer in results] == ["c1 · blurred", "c3 · blurred"]
    for layer, result in zip((layers[0], layers[2]), results, strict=True):
        expected = run("filters.gaussian", {"image": to_value(layer)})["image"]
        np.testing.assert_array_equal(result.data, expected.data)


def test_selected_layers_that_do_not_fit_are_passed_over(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    labels = desk.viewer.add_labels(np.zeros((4, 4), int))
    form = desk.find("gaussian")
    form.scope.set_scope("selected")
    desk.viewer.layers.selection = {labels}
    desk.qtbot.mouseClick(form.run_button, Qt.MouseButton.LeftButton)
    assert "None of the selected layers fits" in desk.said[-1]


def test_region_of_a_shape_keeps_its_place(desk: Desk, blobs: np.ndarray) -> None:
    source = desk.viewer.add_image(blobs, scale=[2, 2], units=["um", "um"], translate=[4, 6])
    desk.viewer.add_shapes([[[20, 30], [60, 100]]], shape_type="rectangle", name="here")
    desk.viewer.layers.selection.active = source
    form = desk.find("gaussian")
    form.scope.set_scope("region")
    (result,) = desk.press_run(form)
    np.testing.assert_allclose(result.translate, [20, 30])
    part = run("geometry.crop", {"image": to_value(source)}, {"y": (8, 29), "x": (12, 48)})
    expected = run("filters.gaussian", {"image": part["result"]})["image"]
    np.testing.assert_array_equal(result.data, expected.data)
    form.scope.set_scope("one")
    (whole,) = desk.press_run(form)
    assert whole is not result


def test_region_without_shapes_is_said(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    form = desk.find("gaussian")
    form.scope.set_scope("region")
    desk.qtbot.mouseClick(form.run_button, Qt.MouseButton.LeftButton)
    assert "no Shapes layer" in desk.said[-1]


@pytest.mark.parametrize("axes", ["planes", "volume"])
def test_planes_or_volume(desk: Desk, axes: Any) -> None:
    data = np.random.default_rng(0).normal(size=(6, 20, 20)).astype(np.float32)
    source = desk.viewer.add_image(data)
    form = desk.find("gaussian")
    assert not form.axes.isHidden()
    form.axes.set_axes(axes)
    (result,) = desk.press_run(form)
    expected = run("filters.gaussian", {"image": to_value(source)}, axes=axes)["image"]
    np.testing.assert_array_equal(result.data, expected.data)


def test_planes_are_not_offered_where_there_is_one(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    assert desk.find("gaussian").axes.isHidden()


@pytest.mark.parametrize("axes", [None, "planes", "stack"])
def test_of_what_a_threshold_is_found(desk: Desk, axes: Any) -> None:
    data = np.random.default_rng(0).normal(size=(2, 3, 20, 20)).astype(np.float32)
    data *= np.arange(1, 7).reshape(2, 3, 1, 1)
    source = desk.viewer.add_image(data, axis_labels=("t", "z", "y", "x"))
    form = desk.find("otsu")
    box = form.axes
    assert [box.itemText(i) for i in range(box.count())] == ["each frame", "planes", "whole stack"]
    box.set_axes(axes)
    (result,) = desk.press_run(form)
    over = {None: ("t",), "planes": ("t", "z"), "stack": ()}[axes]
    expected = run("threshold.otsu", {"image": to_value(source)}, over=over)["mask"]
    np.testing.assert_array_equal(to_value(result).data, expected.data)


def test_colours_meet_a_readable_error(desk: Desk) -> None:
    desk.viewer.add_image(np.zeros((8, 8, 3), np.uint8), rgb=True, name="tissue")
    assert desk.run("otsu") == []
    assert desk.said == [
        "error: threshold.otsu works on grey values and tissue is an RGB image. Convert it first "
        "with color.to_gray."
    ]
    assert len(desk.viewer.layers) == 1


def test_bad_parameter_is_said_and_nothing_runs(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    form = desk.find("gaussian")
    form.fields["sigma"].set_value("1, 2, 3 pixel")
    assert desk.press_run(form) == []
    assert "one for each spatial axis" in desk.said[-1]


def test_one_bad_layer_does_not_stop_the_others(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs, name="grey")
    desk.viewer.add_image(np.zeros((8, 8, 3), np.uint8), rgb=True, name="tissue")
    form = desk.find("otsu")
    form.scope.set_scope("selected")
    desk.viewer.layers.select_all()
    (mask,) = desk.press_run(form)
    assert mask.name == "grey · mask"
    assert desk.said[-1].startswith("error: tissue: ")


def test_look_of_the_input_is_kept(desk: Desk, blobs: np.ndarray) -> None:
    source = desk.viewer.add_image(blobs, colormap="magma", contrast_limits=(0, 80))
    (blurred,) = desk.run("gaussian", sigma=1)
    assert blurred.colormap.name == "magma"
    assert blurred.contrast_limits == [0, 80]
    desk.viewer.layers.selection.active = source
    (scaled,) = desk.run("rescale")
    np.testing.assert_allclose(scaled.contrast_limits, [0, 1])


def test_mask_then_labels(desk: Desk, blobs: np.ndarray) -> None:
    desk.viewer.add_image(blobs)
    desk.run("otsu")
    (labels,) = desk.run("connected")
    assert isinstance(labels, Labels)
    assert kind_of(labels) == "labels"
    assert labels.data.max() == 6

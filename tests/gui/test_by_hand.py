"""What is painted is never lost, and never shown where it does not belong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from desk import Desk
from napari.layers import Labels
from napari.layers._layer_actions import _duplicate_layer
from record import check, settle

import napari_darkroom as dr
from napari_darkroom.plugin.showing import tables_of


@pytest.fixture
def mask(desk: Desk, blobs: np.ndarray) -> Any:
    source = desk.viewer.add_image(blobs, name="dna", scale=(0.5, 0.5), units=("um", "um"))
    return dr.apply(desk.viewer, "threshold.otsu", source)


@pytest.fixture
def objects(desk: Desk, mask: Any) -> Labels:
    layer = dr.apply(desk.viewer, "segment.connected_components", mask)
    layer.brush_size = 8
    return layer


@pytest.fixture
def from_file(desk: Desk, blobs: np.ndarray, tmp_path: Any) -> Labels:
    from napari.layers._source import layer_source

    file = tmp_path / "cells.tif"
    file.write_bytes(b"its pixels are given here")
    with layer_source(path=str(file)):
        return desk.viewer.add_labels((blobs > 50).astype(np.uint8), name="cells")


def steps(desk: Desk) -> list[str]:
    return [step.id for step in settle(desk).history.graph.steps]


def test_an_edit_right_after_a_stroke_keeps_the_stroke(desk: Desk, objects: Labels) -> None:
    session = settle(desk)
    objects.paint((5, 30), 9)
    session.rename("objects", "cells")
    assert "corrected" in steps(desk)
    assert objects.data[5, 30] > 0
    check(session)


def test_strokes_before_the_first_is_applied_are_one_step(desk: Desk, objects: Labels) -> None:
    session = settle(desk)
    objects.paint((5, 30), 9)
    session.painting.look()
    objects.paint((5, 40), 9)
    session.painting.look()
    objects.paint((5, 50), 10)
    painted = objects.data.copy()
    assert steps(desk) == ["mask", "objects", "corrected"]
    np.testing.assert_array_equal(objects.data, painted)
    check(session)


def test_a_stroke_is_taken_back_before_it_is_applied(desk: Desk, objects: Labels) -> None:
    session, before = settle(desk), objects.data.copy()
    objects.paint((5, 30), 9)
    session.painting.look()
    session.undo()
    settle(desk)
    np.testing.assert_array_equal(objects.data, before)


def test_a_layer_that_undo_has_brought_back_is_painted_on(desk: Desk, objects: Labels) -> None:
    session = settle(desk)
    session.undo()
    session.redo()
    settle(desk)
    assert objects in desk.viewer.layers
    objects.paint((5, 30), 9)
    assert "corrected" in steps(desk)
    check(session)


def test_painting_undone_and_another_layer_painted(desk: Desk, mask: Any, objects: Labels) -> None:
    session = settle(desk)
    objects.paint((5, 30), 9)
    settle(desk)
    session.undo()
    mask.brush_size = 8
    mask.paint((5, 30), 1)
    assert steps(desk) == ["mask", "corrected", "objects"]
    assert session.reference(objects) == "objects"
    assert session.reference(mask) == "corrected"
    check(session)


def test_a_deleted_correction_and_a_new_one_are_two(desk: Desk, mask: Any, objects: Labels) -> None:
    session = settle(desk)
    objects.paint((5, 30), 9)
    settle(desk)
    session.remove("corrected")
    mask.brush_size = 8
    mask.paint((5, 30), 1)
    settle(desk)
    assert session.reference(mask) != "corrected"
    session.undo()
    session.undo()
    settle(desk)
    assert session.reference(objects) == "corrected"
    check(session)


def test_a_copy_of_what_is_just_painted_is_painted_too(desk: Desk, objects: Labels) -> None:
    session = settle(desk)
    objects.paint((5, 30), 9)
    desk.viewer.layers.selection = {objects}
    _duplicate_layer(desk.viewer.layers)
    settle(desk)
    (copy,) = [one for one in desk.viewer.layers if one.name.endswith("copy")]
    assert copy.data[5, 30] > 0
    np.testing.assert_array_equal(copy.data, objects.data)
    check(session)


def test_painting_on_a_copy_leaves_the_original(desk: Desk, objects: Labels) -> None:
    session = settle(desk)
    objects.paint((5, 30), 9)
    settle(desk)
    copy = session.branch("corrected")
    settle(desk)
    before, second = objects.data.copy(), session.layer(copy)
    assert isinstance(second, Labels)
    second.brush_size = 8
    second.paint((55, 30), 12)
    settle(desk)
    assert second.data[55, 30] > 0
    np.testing.assert_array_equal(objects.data, before)
    check(session)


def test_painting_on_labels_of_a_file_is_undone(desk: Desk, from_file: Labels) -> None:
    before = from_file.data.copy()
    dr.apply(desk.viewer, "labels.remove_small", from_file)
    session = settle(desk)
    from_file.paint((5, 30), 3)
    settle(desk)
    assert session.reference(from_file) == "corrected"
    session.undo()
    settle(desk)
    np.testing.assert_array_equal(from_file.data, before)
    assert "provenance" not in from_file.metadata
    session.redo()
    settle(desk)
    assert from_file.data[5, 30] == 3
    check(session)


def test_a_second_image_of_a_name_is_not_the_first(desk: Desk, blobs: np.ndarray) -> None:
    first = desk.viewer.add_image(blobs, name="dna")
    second = desk.viewer.add_image(blobs[::-1].copy())
    dr.apply(desk.viewer, "filters.gaussian", first)
    session = settle(desk)
    session.undo()
    first.name, second.name = "er", "dna"
    dr.apply(desk.viewer, "filters.gaussian", second)
    assert session.reference(second) == "dna"
    assert session.reference(first) is None


def test_a_title_is_undone_in_the_layer_list(desk: Desk, objects: Labels) -> None:
    session, name = settle(desk), objects.name
    session.rename("objects", "cells")
    session.rename("objects", "nuclei")
    assert objects.name == "nuclei"
    session.undo()
    assert objects.name == "cells"
    session.undo()
    assert objects.name == name
    session.redo()
    assert objects.name == "cells"


def test_features_go_with_their_table(desk: Desk, objects: Labels) -> None:
    dr.apply(desk.viewer, "measure.regions", objects)
    assert "num_pixels" in objects.features
    settle(desk).undo()
    settle(desk)
    assert "num_pixels" not in objects.features


def test_a_table_comes_back_with_its_layer(desk: Desk, objects: Labels) -> None:
    dr.apply(desk.viewer, "measure.regions", objects)
    session = settle(desk)
    desk.viewer.layers.remove(objects)
    session.show("objects")
    settle(desk)
    layer = session.layer("objects")
    assert layer is not None
    assert list(tables_of(layer)) == ["measurements"]


def test_lazy_labels_are_painted_and_the_result_is_kept(desk: Desk) -> None:
    import dask.array as da

    labels = np.zeros((40, 40), np.uint8)
    labels[5:15, 5:15], labels[20:30, 20:30] = 1, 2
    layer = desk.viewer.add_labels(da.from_array(labels, chunks=20), name="lazy")
    result = dr.apply(desk.viewer, "labels.remove_small", layer, min_size=1)
    session = settle(desk)
    result.paint((35, 35), 3)
    assert "corrected" in steps(desk)
    session.undo()
    settle(desk)
    np.testing.assert_array_equal(np.asarray(result.data), labels)


def test_what_cannot_come_back_is_let_go(desk: Desk, objects: Labels) -> None:
    session = settle(desk)
    objects.name = "nuclei"
    session.undo()
    settle(desk)
    session.rename("mask", "bright")
    again = dr.apply(desk.viewer, "segment.connected_components", session.layer("mask"))
    assert session.reference(again) == "objects"
    assert again is not objects
    assert again.name == "bright · objects"
    assert session.painting.value(objects) is None


def test_what_was_undone_is_run_again(desk: Desk, blobs: np.ndarray) -> None:
    source = desk.viewer.add_image(blobs, name="dna")
    first = dr.apply(desk.viewer, "filters.gaussian", source)
    settle(desk).undo()
    second = dr.apply(desk.viewer, "filters.gaussian", source)
    assert second in desk.viewer.layers
    np.testing.assert_array_equal(second.data, first.data)
    check(settle(desk))


def test_the_same_run_twice_on_labels_is_no_edit(desk: Desk, from_file: Labels) -> None:
    dr.apply(desk.viewer, "labels.remove_small", from_file)
    session = settle(desk)
    state = session.history.timeline.now
    dr.apply(desk.viewer, "labels.remove_small", from_file)
    assert settle(desk).history.timeline.now is state


def test_a_copy_has_no_tables_of_the_original(desk: Desk, objects: Labels) -> None:
    dr.apply(desk.viewer, "measure.regions", objects)
    desk.viewer.layers.selection = {objects}
    _duplicate_layer(desk.viewer.layers)
    settle(desk)
    (copy,) = [one for one in desk.viewer.layers if one.name.endswith("copy")]
    assert tables_of(objects)
    assert not tables_of(copy)
    assert "num_pixels" not in copy.features

"""Points and shapes that a step has found: layers that follow it, and are nobody's drawing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import Desk
from record import check, settle

import napari_darkroom as dr
from napari_darkroom.core.values import Points
from napari_darkroom.plugin.layers import kind_of, to_value
from napari_darkroom.plugin.session import Session

PLACED = {"scale": (0.5, 0.5), "units": "um", "translate": (10, 20), "axis_labels": ("y", "x")}


@pytest.fixture
def chain(desk: Desk, blobs: np.ndarray) -> dict[str, Any]:
    """Return an image, its objects, and the points in them."""
    image = desk.viewer.add_image(blobs, name="dna", **PLACED)
    (mask,) = desk.run("otsu threshold")
    (objects,) = desk.press_run(desk.find("connected components"))
    (points,) = desk.press_run(desk.find("objects to points"))
    assert desk.said == []
    return {"image": image, "mask": mask, "objects": objects, "points": points}


def test_points_lie_in_their_objects(chain: dict[str, Any]) -> None:
    points, objects = chain["points"], chain["objects"]
    assert kind_of(points) == "points"
    np.testing.assert_allclose(points.scale, objects.scale)
    np.testing.assert_allclose(points.translate, objects.translate)
    at = np.rint(points.data).astype(int)
    assert objects.data[tuple(at.T)].tolist() == points.features["label"].tolist()
    expected = dr.labels.to_points(to_value(objects))
    shown = to_value(points)
    assert isinstance(shown, Points)
    assert shown.data.equals(expected.data)
    assert (shown.columns, shown.keys) == (expected.columns, expected.keys)


def test_the_layer_follows_what_is_changed_above(desk: Desk, chain: dict[str, Any]) -> None:
    session, points = settle(desk), chain["points"]
    points.border_color = "red"
    before = len(points.data)
    session.change("points", params={"place": "innermost"})
    settle(desk)
    assert len(points.data) == before
    assert (points.data == np.rint(points.data)).all()
    session.change("mask", params={"dark_objects": True})
    check(settle(desk))
    assert session.layer("points") is points
    assert len(points.data) != before
    assert (points.border_color == [1, 0, 0, 1]).all()
    session.undo()
    session.undo()
    check(settle(desk))
    assert len(points.data) == before
    shown = to_value(points)
    assert isinstance(shown, Points)
    assert shown.data.equals(dr.labels.to_points(to_value(chain["objects"])).data)


def test_no_object_gives_an_empty_layer(desk: Desk) -> None:
    labels = desk.viewer.add_labels(np.zeros((9, 9), np.int32), name="none")
    points = dr.apply(desk.viewer, "labels.to_points", labels)
    assert len(points.data) == 0
    labels.data = np.eye(9, dtype=np.int32)
    labels.refresh()
    session = settle(desk)
    check(session)
    assert session.layer("points") is points
    assert len(points.data) == 1


def test_what_a_step_has_found_is_not_moved_by_hand(desk: Desk, chain: dict[str, Any]) -> None:
    session, points = settle(desk), chain["points"]
    before, steps = points.data.copy(), session.history.graph.steps
    points.add([[1.0, 2.0]])
    settle(desk)
    np.testing.assert_array_equal(points.data, before)
    assert session.history.graph.steps == steps
    assert "Duplicate the layer" in desk.said[-1]
    check(session)


def test_a_duplicate_is_a_drawing_of_ones_own(desk: Desk, chain: dict[str, Any]) -> None:
    from napari.layers._layer_actions import _duplicate_layer

    session = settle(desk)
    desk.viewer.layers.selection = {chain["points"]}
    _duplicate_layer(desk.viewer.layers)
    (own,) = [one for one in desk.viewer.layers if one.name.endswith("copy")]
    assert session.reference(own) is None
    own.data = own.data[:2]
    markers = dr.apply(desk.viewer, "labels.from_points", chain["image"], own)
    assert markers.data.max() == 2
    own.add([[1.0, 1.0]])
    check(settle(desk))
    assert markers.data.max() == 3


def test_points_are_an_input_of_the_next_step(desk: Desk, chain: dict[str, Any]) -> None:
    form = desk.find("markers from points")
    form.inputs["image"].set_layer(chain["image"])
    assert form.inputs["points"].layer() is chain["points"]
    (markers,) = desk.press_run(form)
    assert markers.data.max() == len(chain["points"].data)
    session = settle(desk)
    session.change("mask", params={"dark_objects": True})
    check(settle(desk))
    assert markers.data.max() == len(chain["points"].data)


def test_a_session_with_points_is_saved_and_opened(
    make_desk: Callable[..., Desk], blobs: np.ndarray, tmp_path: Path
) -> None:
    dr.write(tmp_path / "cells.tif", dr.Image.of(blobs, "yx", scale=0.5, units="um"))
    first = make_desk()
    first.viewer.open(str(tmp_path / "cells.tif"), plugin="napari-darkroom")
    first.run("otsu threshold")
    first.run("connected components")
    (points,) = first.run("objects to points")
    session = settle(first)
    wanted = session.scheduler.value("points")
    points.size = 9
    (tmp_path / "kept").mkdir()
    session.save(tmp_path / "kept")
    second = make_desk()
    Session.of(second.viewer).open(tmp_path / "kept")
    opened = settle(second)
    check(opened)
    layer = opened.layer("points")
    assert layer is not None
    assert isinstance(wanted, Points)
    shown = to_value(layer)
    assert isinstance(shown, Points)
    assert shown.data.equals(wanted.data)


def test_the_layer_tells_in_a_file_how_it_was_made(desk: Desk, tmp_path: Path) -> None:
    numbers = np.zeros((9, 9), np.int32)
    numbers[2:4, 3:6] = 4
    dr.write(tmp_path / "cells.tif", dr.Labels.of(numbers, "yx", scale=0.5, units="um"))
    (cells,) = desk.viewer.open(str(tmp_path / "cells.tif"), plugin="napari-darkroom")
    points = dr.apply(desk.viewer, "labels.to_points", cells)
    settle(desk)
    dr.write(tmp_path / "points.csv", points)
    assert dr.verify(tmp_path / "points.csv").outcome == "same bits"
    dr.write(tmp_path / "markers.tif", dr.labels.from_points(to_value(cells), points))
    told = dr.read(tmp_path / "markers.tif").metadata["provenance"]["recipe"]["steps"]
    assert [one["op"] for one in told] == ["labels.to_points@1", "labels.from_points@1"]

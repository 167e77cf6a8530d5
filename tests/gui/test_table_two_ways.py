"""A row shows its object and an object its row: in planes, volumes, time, and volumes in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from desk import Desk
from napari.layers import Labels
from napari.utils._proxies import ReadOnlyWrapper
from napari.utils.interactions import mouse_press_callbacks, mouse_release_callbacks
from qtpy.QtCore import Qt

from napari_darkroom.tables.conditions import Between

SCALES = {"t": 3.0, "z": 2.0, "y": 0.5, "x": 0.5}
# Labels neither dense nor in order: number, place along each axis, half of the side.
OBJECTS = [
    (700, {"t": 0, "z": 1, "y": 5, "x": 8}, 1),
    (3, {"t": 2, "z": 4, "y": 20, "x": 30}, 2),
    (41, {"t": 1, "z": 2, "y": 30, "x": 10}, 3),
    (12, {"t": 1, "z": 2, "y": 8, "x": 40}, 2),
]
# In time a number is another object in every frame.
AGAIN = (700, {"t": 2, "z": 3, "y": 32, "x": 40}, 3)


@dataclass
class Event:
    """What napari hands to mouse callbacks."""

    viewer: Any
    position: tuple[float, ...]
    type: str
    modifiers: tuple[str, ...] = ()
    view_direction: Any = None
    is_dragging: bool = False
    handled: bool = False

    @property
    def dims_displayed(self) -> list[int]:
        return list(self.viewer.dims.displayed)

    @property
    def dims_point(self) -> list[float]:
        return list(self.viewer.dims.point)


@dataclass
class Scene:
    """A viewer with measured labels."""

    desk: Desk
    axes: str

    @property
    def objects(self) -> list[tuple[int, dict[str, int], int]]:
        return [*OBJECTS, AGAIN] if "t" in self.axes else OBJECTS

    @property
    def layer(self) -> Labels:
        layer = self.desk.viewer.layers["cells"]
        assert isinstance(layer, Labels)
        return layer

    def world(self, place: dict[str, int]) -> tuple[float, ...]:
        return tuple(SCALES[axis] * place[axis] for axis in self.axes)

    def go(self, place: dict[str, int]) -> None:
        """Move the sliders to a place."""
        for axis in self.desk.viewer.dims.not_displayed:
            self.desk.viewer.dims.set_point(axis, self.world(place)[axis])

    def click(self, place: dict[str, int]) -> None:
        """Click in the canvas."""
        self.go(place)
        viewer = self.desk.viewer
        for type_, call in [
            ("mouse_press", mouse_press_callbacks),
            ("mouse_release", mouse_release_callbacks),
        ]:
            event = Event(viewer, self.world(place), type_)
            call(viewer, ReadOnlyWrapper(event, exceptions=("handled",)))

    def click_row(self, row: int) -> None:
        view = self.desk.table().view
        rect = view.visualRect(view.model().index(row, 0))
        self.desk.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())

    def keys(self, rows: Any) -> list[tuple[int, ...]]:
        """Return number and frame of rows of the table."""
        state = self.desk.table().state
        assert state is not None
        frame = state.table.data.iloc[rows]
        names = ["label", *(["t"] if "t" in self.axes else [])]
        return [tuple(one) for one in frame[names].to_numpy().tolist()]

    def key(self, label: int, place: dict[str, int]) -> tuple[int, ...]:
        return (label, place["t"]) if "t" in self.axes else (label,)


@pytest.fixture(params=["yx", "zyx", "tyx", "tzyx"])
def scene(request: pytest.FixtureRequest, make_desk: Any) -> Scene:
    scene = Scene(make_desk(show=True), request.param)
    shape = tuple({"t": 3, "z": 6, "y": 40, "x": 50}[axis] for axis in scene.axes)
    data = np.zeros(shape, np.int32)
    for label, place, half in scene.objects:
        plane = [slice(place[axis] - half, place[axis] + half + 1) for axis in "yx"]
        data[(*(place[axis] for axis in scene.axes[:-2]), *plane)] = label
    scene.desk.viewer.add_labels(
        data,
        name="cells",
        scale=[SCALES[axis] for axis in scene.axes],
        units=["s" if axis == "t" else "um" for axis in scene.axes],
        axis_labels=list(scene.axes),
    )
    scene.desk.run("measure objects")
    return scene


@pytest.mark.parametrize("column", ["label", "num_pixels", "centroid_x"])
def test_rows_show_objects_and_objects_rows_sorted_and_filtered(scene: Scene, column: str) -> None:
    dock, viewer = scene.desk.table(), scene.desk.viewer
    state = dock.state
    assert state is not None
    dock.view.sortByColumn(state.columns.index(column), Qt.SortOrder.DescendingOrder)
    state.set_conditions([Between("num_pixels", low=10)])
    known = {scene.key(label, place): place for label, place, _ in scene.objects}
    shown = scene.keys(state.rows)
    small = {scene.key(label, place) for label, place, half in scene.objects if half == 1}
    assert set(shown) == known.keys() - small
    for row, key in enumerate(shown):
        scene.click_row(row)
        place = scene.world(known[key])
        assert scene.layer.selected_label == key[0]
        np.testing.assert_allclose(viewer.scene.camera.center[-2:], place[-2:])
        hidden = list(viewer.dims.not_displayed)
        np.testing.assert_allclose([viewer.dims.point[i] for i in hidden], place[:-2])
    for label, place, half in scene.objects:
        scene.click(place)
        # What is filtered out has no row to select.
        expected = [scene.key(label, place)] if half > 1 else []
        assert scene.keys(state.selection.rows) == expected
        if expected:
            current = dock.view.currentIndex().row()
            assert scene.keys(state.rows[[current]]) == expected


def test_objects_of_other_planes_and_frames_are_not_under_the_cursor(scene: Scene) -> None:
    state = scene.desk.table().state
    assert state is not None
    label, place, _ = OBJECTS[1]
    scene.click(place)
    assert scene.keys(state.selection.rows) == [scene.key(label, place)]
    scene.click({**place, "t": 1, "z": 2, "y": 38, "x": 2})
    assert scene.keys(state.selection.rows) == [scene.key(label, place)]
    if scene.axes != "yx":
        scene.click({**place, "t": 0, "z": 0})
        assert scene.keys(state.selection.rows) == [scene.key(label, place)]

"""Tables of points, of tracks and of images: rows and what is in the canvas are one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import Desk
from napari.utils._proxies import ReadOnlyWrapper
from napari.utils.interactions import mouse_press_callbacks, mouse_release_callbacks
from qtpy.QtCore import Qt

from napari_darkroom.plugin.table.dock import TableDock
from napari_darkroom.plugin.table.docks import open_table
from napari_darkroom.tables.conditions import Between
from napari_darkroom.tables.save import save_table

PLACE: Any = {"scale": (2, 0.5, 0.5), "units": ("um",) * 3, "axis_labels": ("z", "y", "x")}
# z, y, x of points that are in no order.
SPOTS = np.array([[3, 20, 30], [0, 5, 10], [4, 30, 12], [1.5, 8, 40]])
# Number, frame, y, x: the numbers neither dense nor in order.
TRACKS = np.array(
    [[70, 0, 5, 8], [70, 1, 6, 12], [70, 2, 7, 16], [3, 1, 30, 40], [3, 2, 30, 36]], float
)


@pytest.fixture
def desk(make_desk: Any) -> Desk:
    desk = make_desk(show=True)
    desk.viewer.window._qt_window.resize(1200, 900)
    return desk


def opened(desk: Desk) -> TableDock:
    dock = open_table(desk.viewer)
    desk.qtbot.wait(50)
    return dock


def go_to(dock: TableDock, row: int) -> None:
    dock.view.setCurrentIndex(dock.view.model().index(row, 0))


def click_at(desk: Desk, *place: float) -> None:
    """Click in the canvas at a place in the world."""
    viewer = desk.viewer
    for type_, callbacks in (
        ("mouse_press", mouse_press_callbacks),
        ("mouse_release", mouse_release_callbacks),
    ):
        event = ReadOnlyWrapper(
            _Event(type_, place, tuple(viewer.dims.displayed)), exceptions=("handled",)
        )
        callbacks(viewer, event)


class _Event:
    def __init__(self, type_: str, position: tuple[float, ...], shown: tuple[int, ...]) -> None:
        self.type, self.position, self.dims_displayed = type_, position, list(shown)
        self.view_direction, self.modifiers, self.handled = None, (), False
        self.button, self.is_dragging = 1, False


def test_points_are_rows_and_rows_points(desk: Desk) -> None:
    layer = desk.viewer.add_points(
        SPOTS, name="spots", size=3, features={"score": [0.4, 0.1, 0.9, 0.2]}, **PLACE
    )
    dock = opened(desk)
    assert dock.choice.currentText() == "spots: points"
    frame = dock.table.data
    assert frame["point"].tolist() == [0, 1, 2, 3]
    assert frame["position_z"].tolist() == [6, 0, 8, 3]
    assert dock.table.columns["position_z"].unit == "um"
    assert frame["score"].tolist() == [0.4, 0.1, 0.9, 0.2]
    # A row shows its point, in its plane, also when the rows are sorted.
    dock.view.sortByColumn(list(frame).index("score"), Qt.SortOrder.DescendingOrder)
    go_to(dock, 0)
    assert set(layer.selected_data) == {2}
    assert desk.viewer.dims.point[0] == 8
    np.testing.assert_allclose(desk.viewer.scene.camera.center[-2:], [15, 6])
    # A box around points selects their rows.
    layer.selected_data = {0, 3}
    assert dock.state.selection.rows.tolist() == [0, 3]
    layer.selected_data = set()
    assert not len(dock.state.selection)
    # A click on a point too.
    desk.viewer.dims.set_point(0, 0)
    click_at(desk, 0, 2.5, 5)
    assert dock.state.selection.rows.tolist() == [1]
    # What is filtered out is not selected.
    dock.state.set_conditions([Between("score", low=0.3)])
    layer.selected_data = {0, 1}
    assert dock.state.selection.rows.tolist() == [0]


def test_points_that_are_added_moved_and_deleted_are_in_the_table(desk: Desk) -> None:
    layer = desk.viewer.add_points(SPOTS, name="spots", **PLACE)
    dock = opened(desk)
    layer.add([2, 2, 2])
    desk.qtbot.waitUntil(lambda: len(dock.table.data) == 5, timeout=2000)
    layer.selected_data = {0}
    layer.remove_selected()
    desk.qtbot.waitUntil(lambda: len(dock.table.data) == 4, timeout=2000)
    assert dock.table.data["x"].tolist() == [10, 12, 40, 2]
    layer.data = SPOTS + 1
    desk.qtbot.waitUntil(lambda: dock.table.data["x"][0] == 31, timeout=2000)


def test_a_saved_table_of_points_links_to_them_again(desk: Desk, tmp_path: Path) -> None:
    desk.viewer.add_points(SPOTS + 1, name="others", **PLACE)
    layer = desk.viewer.add_points(SPOTS, name="spots", features={"score": [4, 1, 9, 2]}, **PLACE)
    dock = opened(desk)
    dock.choice.setCurrentIndex(dock.choice.findText("spots: points"))
    save_table(tmp_path / "spots.csv", dock.table)
    dock.commands.open_file(tmp_path / "spots.csv")
    assert dock.choice.key.startswith("file ")
    assert dock.choice.layer is layer
    go_to(dock, 2)
    assert set(layer.selected_data) == {2}
    assert not [one for one in desk.said if not one.startswith("info")]


def test_two_layers_of_points_have_a_table_each(desk: Desk) -> None:
    desk.viewer.add_points(SPOTS, name="one", **PLACE)
    desk.viewer.add_points(SPOTS[:2], name="other", **PLACE)
    dock = opened(desk)
    dock.state.select(np.array([1]))
    dock.choice.setCurrentIndex(dock.choice.findText("one: points"))
    assert (len(dock.table.data), len(dock.state.selection)) == (4, 0)
    dock.choice.setCurrentIndex(dock.choice.findText("other: points"))
    assert dock.state.selection.rows.tolist() == [1]
    desk.viewer.layers.remove("other")
    assert dock.choice.currentText() == "one: points"


def test_places_of_tracks_are_rows(desk: Desk) -> None:
    place: Any = {"axis_labels": ("t", "y", "x"), "scale": (1, 0.5, 0.5)}
    desk.viewer.add_image(np.zeros((3, 40, 50)), name="movie", **place)
    features = {"speed": [1.0, 2, 3, 4, 5]}
    layer = desk.viewer.add_tracks(TRACKS, name="paths", features=features, **place)
    dock = opened(desk)
    assert dock.choice.currentText() == "paths: tracks"
    assert dock.table.keys == ("track_id", "t")
    frame = dock.table.data
    np.testing.assert_array_equal(frame[["track_id", "t", "y", "x"]], layer.data)
    row = int(np.flatnonzero((frame["track_id"] == 70) & (frame["t"] == 2))[0])
    go_to(dock, row)
    assert desk.viewer.dims.point[0] == 2
    np.testing.assert_allclose(desk.viewer.scene.camera.center[-2:], [3.5, 8])
    # A click on a track selects its row of this frame; one far from all selects nothing.
    desk.viewer.dims.set_point(0, 1)
    click_at(desk, 1, 15, 20)
    (chosen,) = dock.state.selection.rows
    assert (frame["track_id"][chosen], frame["t"][chosen]) == (3, 1)
    dock.state.select(np.zeros(0, int))
    click_at(desk, 1, 1, 24)
    assert not len(dock.state.selection)


def test_a_row_of_an_image_goes_to_its_frame(desk: Desk) -> None:
    place: Any = {"axis_labels": ("t", "y", "x"), "scale": (2, 0.5, 0.5)}
    desk.viewer.add_image(np.arange(4 * 9.0).reshape(4, 3, 3), name="movie", **place)
    desk.run("image statistics")
    dock = desk.table()
    assert dock.table.data["t"].tolist() == [0, 1, 2, 3]
    assert dock.head.count.text() == "4 rows"
    go_to(dock, 2)
    assert desk.viewer.dims.point[0] == 4
    assert desk.said == []

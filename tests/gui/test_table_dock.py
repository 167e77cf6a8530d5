"""The table: a row shows its object, an object its row, whatever the order."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from desk import WAIT, Desk
from napari.layers import Labels
from napari.utils._proxies import ReadOnlyWrapper
from napari.utils.interactions import (
    mouse_move_callbacks,
    mouse_press_callbacks,
    mouse_release_callbacks,
)
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QFileDialog

from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.plots.chart import Kind
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.showing import show_table
from napari_darkroom.plugin.table.dock import TableDock
from napari_darkroom.plugin.table.docks import open_table
from napari_darkroom.tables import separated
from napari_darkroom.tables.load import load_table

# Neither dense nor in order, at places (z, y, x).
OBJECTS = {12: (1, 5, 8), 3: (4, 20, 30), 700: (2, 30, 10)}


def stack() -> np.ndarray:
    data = np.zeros((6, 40, 50), np.int32)
    for label, (z, y, x) in OBJECTS.items():
        data[z, y - 1 : y + 2, x - 1 : x + 2] = label
    data[4, 19:22, 32] = 3
    return data


@pytest.fixture
def measured(make_desk: Any) -> Desk:
    desk = make_desk(show=True)
    place = {"scale": [2, 0.5, 0.5], "units": ["um"] * 3, "translate": [10, 0, 0]}
    desk.viewer.add_labels(stack(), name="cells", **place)
    desk.run("measure objects")
    return desk


def click_row(desk: Desk, row: int) -> None:
    view = desk.table().view
    rect = view.visualRect(view.model().index(row, 0))
    desk.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def shown_label(table: TableDock) -> int:
    return int(table.view.model().index(table.view.currentIndex().row(), 0).data())


class Event:
    """What napari hands to mouse callbacks."""

    def __init__(self, viewer: Any, position: tuple[float, ...], type_: str) -> None:
        self.position, self.type = position, type_
        self.view_direction = None
        self.dims_displayed = list(viewer.dims.displayed)
        self.dims_point = list(viewer.dims.point)
        self.is_dragging = False
        self.modifiers: tuple[str, ...] = ()
        self.handled = False


def click_canvas(viewer: Any, *positions: tuple[float, ...]) -> None:
    """Press at the first place, move over the others, and let go."""
    press = Event(viewer, positions[0], "mouse_press")
    mouse_press_callbacks(viewer, ReadOnlyWrapper(press, exceptions=("handled",)))
    for position in positions[1:]:
        move = Event(viewer, position, "mouse_move")
        mouse_move_callbacks(viewer, ReadOnlyWrapper(move, exceptions=("handled",)))
    release = Event(viewer, positions[-1], "mouse_release")
    mouse_release_callbacks(viewer, ReadOnlyWrapper(release, exceptions=("handled",)))


def test_measuring_opens_the_table(measured: Desk) -> None:
    table = measured.table()
    assert table.isVisible()
    assert table.head.count.text() == "3 objects"
    header = table.view.model().headerData(0, Qt.Orientation.Horizontal)
    assert header.startswith("label")


def test_row_shows_its_object(measured: Desk) -> None:
    viewer, layer = measured.viewer, measured.viewer.layers["cells"]
    for row, label in enumerate([3, 12, 700]):
        click_row(measured, row)
        z, y, x = OBJECTS[label]
        assert layer.selected_label == label
        assert viewer.dims.point[0] == 10 + 2 * z
        np.testing.assert_allclose(viewer.scene.camera.center[-2:], (0.5 * y, 0.5 * x), atol=0.5)


def test_row_shows_its_object_after_sorting(measured: Desk) -> None:
    table = measured.table()
    table.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    click_row(measured, 0)
    assert measured.viewer.layers["cells"].selected_label == 700
    click_row(measured, 2)
    assert measured.viewer.layers["cells"].selected_label == 3


@pytest.mark.parametrize("order", [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
def test_object_shows_its_row(measured: Desk, order: Qt.SortOrder) -> None:
    table, viewer = measured.table(), measured.viewer
    table.view.sortByColumn(1, order)
    for label, (z, y, x) in OBJECTS.items():
        viewer.dims.set_point(0, 10 + 2 * z)
        center = viewer.scene.camera.center
        click_canvas(viewer, (10 + 2 * z, 0.5 * y, 0.5 * x))
        assert shown_label(table) == label
        assert viewer.scene.camera.center == center


def test_selection_stays_with_its_object_while_sorting(measured: Desk) -> None:
    table = measured.table()
    click_row(measured, 1)
    assert shown_label(table) == 12
    table.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert shown_label(table) == 12
    assert measured.viewer.layers["cells"].selected_label == 12


def test_background_and_drags_select_nothing(measured: Desk) -> None:
    table = measured.table()
    click_row(measured, 1)
    measured.viewer.dims.set_point(0, 10 + 2 * 4)
    click_canvas(measured.viewer, (18, 0, 0))
    click_canvas(measured.viewer, (18, 10, 15), (18, 11, 15))
    assert shown_label(table) == 12


def test_features_find_rows_by_label(measured: Desk) -> None:
    layer = measured.viewer.layers["cells"]
    # napari's own table takes the place of a row for its label.
    assert len(layer.features) == 701
    for label in OBJECTS:
        assert layer.features["label"][label] == label
        assert layer._label_index[label] == label
    assert np.isnan(layer.features["num_pixels"][4])


def test_table_is_saved_as_it_is(
    measured: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = measured.table()
    table.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    chosen = str(tmp_path / "cells"), ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    measured.qtbot.mouseClick(table.head.save, Qt.MouseButton.LeftButton)
    saved(measured)
    back = load_table(tmp_path / "cells.csv")
    assert table.table is not None
    pd.testing.assert_frame_equal(back.data, table.table.data)
    assert "Saved" in measured.said[-1]


def saved(desk: Desk) -> None:
    """Wait until nothing is being saved."""
    filing = Session.of(desk.viewer).filing
    desk.qtbot.waitUntil(lambda: not filing.busy, timeout=WAIT)


def test_saving_tells_how_far_it_is_and_is_cancelled(
    measured: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, write = threading.Event(), separated.written

    def wait_and_write(cells: Any) -> list[Any]:
        assert go_on.wait(30)
        return write(cells)

    monkeypatch.setattr(separated, "written", wait_and_write)
    monkeypatch.setattr(separated, "_BLOCK", 1)
    (tmp_path / "cells.csv").write_text("earlier")
    dock = measured.table()
    dock.commands.save(tmp_path / "cells.csv")
    measured.qtbot.waitUntil(lambda: not dock.saving.isHidden(), timeout=WAIT)
    assert dock.saving.text.text() == "Saving cells.csv…"
    measured.qtbot.mouseClick(dock.saving.cancel, Qt.MouseButton.LeftButton)
    go_on.set()
    saved(measured)
    assert dock.saving.isHidden()
    assert [one.name for one in tmp_path.iterdir()] == ["cells.csv"]
    assert (tmp_path / "cells.csv").read_text() == "earlier"
    assert measured.said == []


def test_table_that_cannot_be_saved_is_said(measured: Desk, tmp_path: Path) -> None:
    measured.table().commands.save(tmp_path / "missing" / "cells.csv")
    saved(measured)
    assert measured.said[-1].startswith("error: ")
    assert list(tmp_path.iterdir()) == []


def test_objects_of_labels_that_are_removed_are_marked(measured: Desk) -> None:
    dock = measured.table()
    assert dock.state is not None
    dock.state.sort_by("num_pixels", descending=True)
    dock.head.plot.setChecked(True)
    assert dock.plot is not None
    dock.plot.controls.kind.setCurrentText(Kind.SCATTER.value)
    measured.viewer.layers.remove("cells")
    measured.qtbot.wait(300)
    dock.select_row(1)
    dock.commands.mark({"verdict": "rejected", "reason": "debris"})
    measured.qtbot.waitUntil(lambda: "verdict" in dock.table.data, timeout=8000)
    assert dock.choice.currentText().startswith("cells (removed): Measure objects")
    assert (dock.table.data["verdict"] == "rejected").tolist().index(True) == 1
    assert dock.state.sort == ("num_pixels", True)
    assert dock.plot.controls.kind.currentText() == Kind.SCATTER.value


def test_table_stays_when_its_layer_is_removed(measured: Desk) -> None:
    dock = measured.table()
    dock.state.sort_by("label", descending=True)
    measured.viewer.layers.clear()
    assert dock.choice.currentText() == "cells (removed): Measure objects"
    assert dock.state.sort == ("label", True)
    click_row(measured, 1)
    assert dock.head.save.isEnabled()
    assert not dock.colour_strip.isVisible()
    session = Session.of(measured.viewer)
    session.undo()
    assert dock.table is None
    session.redo()
    session.wait()
    assert dock.choice.currentText() == "cells (removed): Measure objects"


def test_measuring_again_shows_the_new_numbers(measured: Desk) -> None:
    layer = measured.viewer.layers["cells"]
    layer.data[layer.data == 12] = 0
    measured.run("measure objects")
    assert measured.table().head.count.text() == "2 objects"
    assert measured.table().choice.count() == 1


def test_frames_of_a_movie(make_desk: Any) -> None:
    desk = make_desk(show=True)
    movie = np.zeros((3, 20, 20), np.uint8)
    movie[0, 2:5, 2:5] = 4
    movie[2, 12:15, 12:15] = 4
    layer = desk.viewer.add_labels(movie, axis_labels=["t", "y", "x"])
    desk.run("measure objects")
    click_row(desk, 1)
    assert desk.viewer.dims.point[0] == 2
    desk.viewer.dims.set_point(0, 0)
    click_canvas(desk.viewer, (0, 3, 3))
    table = desk.table()
    assert table.view.currentIndex().row() == 0
    desk.qtbot.wait(200)
    assert layer.features["centroid_x"][4] == 3
    desk.viewer.dims.set_point(0, 2)
    desk.qtbot.wait(200)
    assert layer.features["centroid_x"][4] == 13
    desk.viewer.dims.set_point(0, 1)
    desk.qtbot.wait(200)
    assert len(layer.features) == 0


def test_hundred_thousand_rows_sort_and_link(make_napari_viewer: Any) -> None:
    viewer = make_napari_viewer()
    count = 100_000
    labels = np.random.default_rng(0).permutation(count) + 1
    frame = pd.DataFrame({"label": labels, "centroid_y": labels % 300, "centroid_x": labels // 300})
    meaning = {name: Column(f"The {name}.") for name in frame}
    layer = viewer.add_labels(np.zeros((400, 400), np.int32))
    show_table(layer, "test|x||table", Table(frame, meaning))
    dock = open_table(viewer)
    dock.show_table(layer, "test|x||table")
    dock.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    dock.view.setCurrentIndex(dock.view.model().index(77_777, 0))
    assert isinstance(layer, Labels)
    assert layer.selected_label == 77_778
    assert open_table(viewer) is dock


def test_object_is_searched_where_the_table_does_not_tell(make_napari_viewer: Any) -> None:
    viewer = make_napari_viewer()
    data = np.zeros((30, 30), np.uint8)
    data[10:13, 20:23] = 5
    layer = viewer.add_labels(data)
    table = Table(pd.DataFrame({"label": [5]}), {"label": Column("Number.")})
    show_table(layer, "test|x||table", table)
    dock = open_table(viewer)
    dock.show_table(layer, "test|x||table")
    dock.view.setCurrentIndex(dock.view.model().index(0, 0))
    np.testing.assert_allclose(viewer.scene.camera.center[-2:], (11, 21))


def test_row_of_a_measured_region_shows_its_object(measured: Desk) -> None:
    viewer, layer = measured.viewer, measured.viewer.layers["cells"]
    viewer.add_shapes([[[5, 2], [18, 18]]], shape_type="rectangle")
    viewer.layers.selection.active = layer
    form = measured.find("measure objects")
    form.scope.set_scope("region")
    measured.press_run(form)
    table = measured.table()
    assert table.head.count.text() == "2 objects"
    click_row(measured, 0)
    z, y, x = OBJECTS[3]
    assert layer.selected_label == 3
    assert viewer.dims.point[0] == 10 + 2 * z
    np.testing.assert_allclose(viewer.scene.camera.center[-2:], (0.5 * y, 0.5 * x), atol=0.5)


def test_everything_open_fits_on_a_small_screen(measured: Desk) -> None:
    table, window = measured.table(), measured.viewer.window._qt_window
    for switch in (table.head.filter, table.head.colour, table.head.plot):
        switch.setChecked(True)
    table.colour_strip.column.setCurrentIndex(2)
    measured.qtbot.wait(100)
    assert table.colour_strip.bar.isVisible()
    assert table.minimumSizeHint().width() < 500
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 700


def test_plot_that_was_pushed_aside_comes_back(measured: Desk) -> None:
    table = measured.table()
    table.head.plot.setChecked(True)
    table.splitter.setSizes([1, 0])
    assert table.splitter.sizes()[1] == 0
    table.head.plot.setChecked(False)
    table.head.plot.setChecked(True)
    assert table.splitter.sizes()[1] > 0

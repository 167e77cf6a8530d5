"""Selecting and filtering in the table and in the canvas: two views of the same objects."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from desk import Desk
from napari.layers import Labels
from napari.layers._layer_actions import _duplicate_layer
from napari.utils._proxies import ReadOnlyWrapper
from napari.utils.interactions import mouse_press_callbacks, mouse_release_callbacks
from qtpy.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, Qt
from qtpy.QtGui import QGuiApplication

from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.plugin.showing import show_table
from napari_darkroom.plugin.table.docks import table_docks
from napari_darkroom.tables.colouring import colouring_of
from napari_darkroom.tables.conditions import Between, Contains

NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
# Neither dense nor in order: the places (t, y, x) of objects, the first number twice.
MOVIE = [(0, 12, 5, 8), (0, 3, 20, 30), (1, 700, 30, 10), (2, 12, 25, 40), (2, 41, 8, 12)]
SIZES = {12: 1, 3: 2, 700: 3, 41: 1}


@pytest.fixture
def movie(make_desk: Any) -> Desk:
    desk = make_desk(show=True)
    data = np.zeros((3, 40, 50), np.int32)
    for t, label, y, x in MOVIE:
        half = SIZES[label]
        data[t, y - half : y + half + 1, x - half : x + half + 1] = label
    place = {"scale": [1, 0.5, 0.5], "units": ["s", "um", "um"], "axis_labels": ["t", "y", "x"]}
    desk.viewer.add_labels(data, name="cells", **place)
    desk.run("measure objects")
    return desk


def layer_of(desk: Desk) -> Labels:
    return desk.viewer.layers["cells"]


def click(desk: Desk, row: int, held: Qt.KeyboardModifier = NONE) -> None:
    view = desk.table().view
    rect = view.visualRect(view.model().index(row, 0))
    desk.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, rect.center())


def selected(desk: Desk) -> list[tuple[int, int]]:
    state = desk.table().state
    assert state is not None
    frame = state.table.data.iloc[state.selected_in_order()]
    return list(zip(frame["t"].tolist(), frame["label"].tolist(), strict=True))


class Event:
    """What napari hands to mouse callbacks."""

    def __init__(self, viewer: Any, position: Any, type_: str, held: tuple[str, ...]) -> None:
        self.position, self.type, self.modifiers = position, type_, held
        self.view_direction = None
        self.dims_displayed = list(viewer.dims.displayed)
        self.dims_point = list(viewer.dims.point)
        self.is_dragging = False
        self.handled = False


def click_object(desk: Desk, number: int, *held: str) -> None:
    t, _, y, x = MOVIE[number]
    viewer = desk.viewer
    viewer.dims.set_point(0, t)
    for type_, call in [
        ("mouse_press", mouse_press_callbacks),
        ("mouse_release", mouse_release_callbacks),
    ]:
        event = Event(viewer, (t, 0.5 * y, 0.5 * x), type_, held)
        call(viewer, ReadOnlyWrapper(event, exceptions=("handled",)))


def colour(desk: Desk, number: int) -> np.ndarray:
    """Return the colour that an object has in the frame in which it is, once all is drawn."""
    t, label, _, _ = MOVIE[number]
    desk.viewer.dims.set_point(0, t)
    desk.qtbot.wait(120)
    return np.asarray(layer_of(desk).get_color(label) if label else 0)


def test_ctrl_adds_and_shift_selects_a_range(movie: Desk) -> None:
    click(movie, 0)
    click(movie, 2, CTRL)
    assert selected(movie) == [(0, 3), (1, 700)]
    click(movie, 4, SHIFT)
    assert selected(movie) == [(0, 3), (1, 700), (2, 12), (2, 41)]
    click(movie, 2, CTRL)
    assert selected(movie) == [(0, 3), (2, 12), (2, 41)]
    click(movie, 1)
    assert selected(movie) == [(0, 12)]
    assert movie.table().head.count.text() == "5 objects"


def test_ranges_that_overlap_and_all_rows_are_selected(movie: Desk) -> None:
    view = movie.table().view
    model, flag = view.model(), QItemSelectionModel.SelectionFlag.Toggle
    ranges = QItemSelection(model.index(0, 0), model.index(1, 0))
    ranges.append(QItemSelectionRange(model.index(1, 1), model.index(3, 2)))
    ranges.append(QItemSelectionRange())
    view.selectionModel().select(ranges, flag)
    assert len(selected(movie)) == 4
    movie.qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(selected(movie)) == len(movie.table().table.data) == 5
    assert movie.table().head.count.text() == "5 objects · 5 selected"
    view.selectionModel().select(QItemSelection(), QItemSelectionModel.SelectionFlag.Clear)
    assert selected(movie) == []


def test_keys_move_on_and_stretch(movie: Desk) -> None:
    view = movie.table().view
    click(movie, 0)
    movie.qtbot.keyClick(view, Qt.Key.Key_Down)
    assert selected(movie) == [(0, 12)]
    assert layer_of(movie).selected_label == 12
    movie.qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    assert selected(movie) == [(0, 12), (1, 700)]
    movie.qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    assert len(selected(movie)) == 5


@pytest.mark.parametrize("order", [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
def test_clicks_in_the_canvas_select_rows_in_any_order(movie: Desk, order: Qt.SortOrder) -> None:
    table = movie.table()
    column = table.state.columns.index("num_pixels")
    table.view.sortByColumn(column, order)
    click_object(movie, 3)
    assert selected(movie) == [(2, 12)]
    click_object(movie, 0, "Control")
    click_object(movie, 2, "Shift")
    assert sorted(selected(movie)) == [(0, 12), (1, 700), (2, 12)]
    click_object(movie, 0, "Control")
    assert sorted(selected(movie)) == [(1, 700), (2, 12)]
    assert table.head.count.text() == "5 objects · 2 selected"


def test_a_filter_is_typed_shown_changed_and_taken_away(movie: Desk) -> None:
    table, strip = movie.table(), movie.table().filter_strip
    movie.qtbot.mouseClick(table.head.filter, Qt.MouseButton.LeftButton)
    assert strip.isVisible()
    strip.column.set_column("num_pixels")
    movie.qtbot.keyClicks(strip.low, "10,5")
    movie.qtbot.mouseClick(strip.add_button, Qt.MouseButton.LeftButton)
    assert table.state.conditions == (Between("num_pixels", low=10.5),)
    assert table.head.count.text() == "2 of 5 objects"
    assert table.chips.isVisible()
    click(movie, 1)
    assert selected(movie) == [(1, 700)]
    click_object(movie, 0)
    assert selected(movie) == []
    movie.qtbot.keyClicks(strip.high, "1")
    movie.qtbot.keyClick(strip.high, Qt.Key.Key_Return)
    assert "above" in strip.complaint.text()
    strip.edit(Between("num_pixels", high=9))
    strip.add()
    assert table.state.conditions == (Between("num_pixels", high=9),)
    movie.qtbot.wait(100)
    buttons = table.chips.findChildren(type(table.head.filter))
    (close,) = [one for one in buttons if one.text() == "×" and one.isVisible()]
    movie.qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert table.head.count.text() == "5 objects"
    assert not table.chips.isVisible()


def test_what_is_filtered_out_is_hidden_and_comes_back(movie: Desk) -> None:
    table, layer = movie.table(), layer_of(movie)
    own, colours = layer.colormap, [colour(movie, number) for number in range(5)]
    data = layer.data.copy()
    table.state.set_conditions([Between("num_pixels", low=20)])
    table.head.seen.setCurrentIndex(1)
    hidden = [bool(colour(movie, number)[3] == 0) for number in range(5)]
    assert hidden == [True, False, False, True, True]
    np.testing.assert_allclose(colour(movie, 1), colours[1], atol=1e-6)
    table.state.set_conditions([])
    assert layer.colormap is own or colour(movie, 0)[3] == 1
    assert layer.colormap is own
    np.testing.assert_array_equal(layer.data, data)


def test_the_same_number_has_its_own_colour_in_each_frame(movie: Desk) -> None:
    table, layer = movie.table(), layer_of(movie)
    own, number = layer.colormap, len(movie.viewer.layers)
    table.state.colour_by(colouring_of(table.table.data["t"], "gray"))
    assert colour(movie, 0)[:3].tolist() == [0, 0, 0]
    np.testing.assert_allclose(colour(movie, 3)[:3], 1)
    assert len(movie.viewer.layers) == number
    table.state.colour_by(None)
    colour(movie, 0)
    assert layer.colormap is own


def test_several_selected_objects_stand_out(movie: Desk) -> None:
    table, own = movie.table(), layer_of(movie).colormap
    before = colour(movie, 0)
    click(movie, 0)
    click(movie, 1, CTRL)
    np.testing.assert_allclose(colour(movie, 0), before, atol=1e-6)
    assert colour(movie, 4)[3] < 0.5
    table.head.seen.setCurrentIndex(2)
    assert colour(movie, 4)[3] == 0
    table.head.seen.setCurrentIndex(0)
    click(movie, 2)
    colour(movie, 0)
    assert layer_of(movie).colormap is own


def test_colours_that_somebody_chooses_stay(movie: Desk) -> None:
    table, layer = movie.table(), layer_of(movie)
    table.state.colour_by(colouring_of(table.table.data["t"]))
    colour(movie, 0)
    layer.new_colormap()
    chosen = layer.colormap
    assert table.state.colouring is None
    movie.qtbot.wait(120)
    assert layer.colormap is chosen


def test_a_duplicate_has_the_layers_own_colours(movie: Desk) -> None:
    table, layer, own = movie.table(), layer_of(movie), layer_of(movie).colormap
    table.state.colour_by(colouring_of(table.table.data["t"]))
    colour(movie, 0)
    layers = movie.viewer.layers
    layers.selection = {layer}
    _duplicate_layer(layers)
    movie.qtbot.wait(120)
    copy = next(one for one in layers if one is not layer)
    numbers = np.array([0, 3, 12, 700])
    np.testing.assert_allclose(copy.colormap.map(numbers), own.map(numbers), atol=1e-6)
    assert table.choice.count() == 1
    table.state.colour_by(None)
    colour(movie, 0)
    assert layer.colormap is own


def test_a_second_dock_leaves_the_colours_of_the_first(movie: Desk) -> None:
    table, layer, own = movie.table(), layer_of(movie), layer_of(movie).colormap
    table.state.colour_by(colouring_of(table.table.data["t"], "gray"))
    colour(movie, 0)
    table.commands.open_beside()
    second = next(one for one in table_docks(movie.viewer) if one is not table)
    np.testing.assert_allclose(colour(movie, 3)[:3], 1)
    assert table.state.colouring is not None
    second.state.colour_by(colouring_of(second.table.data["label"]))
    movie.qtbot.wait(120)
    assert table.state.colouring is None
    second.state.colour_by(None)
    colour(movie, 0)
    assert layer.colormap is own


def test_the_layer_gets_its_colours_back_when_the_dock_goes(movie: Desk) -> None:
    table, layer, own = movie.table(), layer_of(movie), layer_of(movie).colormap
    table.state.colour_by(colouring_of(table.table.data["t"]))
    colour(movie, 0)
    with movie.qtbot.waitSignal(table.destroyed):
        movie.viewer.window.remove_dock_widget(table)
        table.deleteLater()
    assert layer.colormap is own


def test_rows_are_copied_as_they_are_shown(movie: Desk) -> None:
    table = movie.table()
    table.state.show_columns(["label", "num_pixels"])
    table.state.sort_by("num_pixels", descending=True)
    table.commands.copy()
    clipboard = QGuiApplication.clipboard()
    lines = clipboard.text().splitlines()
    assert lines[:3] == ["label\tnum_pixels", "700\t49", "3\t25"]
    click(movie, 0)
    table.commands.copy()
    assert clipboard.text() == "label\tnum_pixels\n700\t49\n"


def test_statistics_are_of_what_is_shown_and_selected(movie: Desk) -> None:
    table = movie.table()
    column = table.state.columns.index("num_pixels")
    table.view.setCurrentIndex(table.view.model().index(2, column))
    table.statistics.update_now()
    assert "n 5 · mean 20.2 · median 9" in table.statistics.text()
    table.state.select(np.array([0, 2]))
    table.statistics.update_now()
    assert "selected: n 2 · mean 37" in table.statistics.text()


def test_the_table_is_looked_at_in_the_same_way_when_measured_again(movie: Desk) -> None:
    table = movie.table()
    table.state.set_conditions([Between("num_pixels", low=9)])
    table.state.sort_by("num_pixels")
    layer = layer_of(movie)
    layer.data[1] = 0
    movie.run("measure objects")
    assert movie.table() is table
    assert table.head.count.text() == "4 objects"
    assert table.state.conditions == (Between("num_pixels", low=9),)
    assert table.state.sort == ("num_pixels", False)


def test_columns_are_dragged_and_hidden(movie: Desk) -> None:
    table = movie.table()
    header = table.view.horizontalHeader()
    names = table.state.columns
    header.moveSection(1, 0)
    movie.qtbot.waitUntil(lambda: table.state.columns[:2] == (names[1], names[0]))
    assert [header.visualIndex(i) for i in range(3)] == [0, 1, 2]
    table.columns_menu.aboutToShow.emit()
    action = next(a for a in table.columns_menu.actions() if a.text() == names[2])
    action.trigger()
    assert names[2] not in table.state.columns
    assert table.view.model().columnCount() == len(names) - 1


def test_bad_tables_are_shown_and_break_nothing(movie: Desk) -> None:
    layer, dock = layer_of(movie), movie.table()
    bad = {
        "empty": {"label": np.zeros(0, int), "area": np.zeros(0)},
        "twice": {"label": [12, 12, 9999], "area": [1.0, np.nan, 2.0]},
        "huge": {"label": np.array([2**40, 12]), "area": [1.0, np.inf]},
        "words": {"note": ["a", None]},
    }
    for name, cells in bad.items():
        frame = pd.DataFrame(cells)
        keys = ("label",) if "label" in cells else ()
        table = Table(frame, {one: Column("") for one in frame}, keys)
        show_table(layer, name, table)
        dock.show_table(layer, name)
        dock.head.plot.setChecked(True)
        dock.state.sort_by(frame.columns[-1], descending=True)
        dock.state.colour_by(colouring_of(frame[frame.columns[-1]]))
        dock.view.selectAll()
        dock.state.set_conditions([Contains(frame.columns[-1], "")])
        movie.qtbot.wait(150)
        assert dock.state.table is table
        dock.state.colour_by(None)
    dock.show_table(layer, "twice")
    dock.state.set_conditions([])
    click_object(movie, 0)
    assert dock.state.selection.rows.tolist() == [0, 1]
    dock.view.setCurrentIndex(dock.view.model().index(dock.state.places(np.array([2]))[0], 0))
    assert layer.selected_label == 9999


def test_words_filter_without_a_window_of_numbers(movie: Desk) -> None:
    table, strip = movie.table(), movie.table().filter_strip
    table.state.set_conditions([Contains("label", "12")])
    assert table.head.count.text() == "2 of 5 objects"
    strip.edit(Contains("label", "12"))
    assert strip.low.text() == ""

"""Points and tracks coloured by a column of their table, in place, and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from desk import Desk
from napari.layers import Points, Tracks

from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.plugin.showing import show_table
from napari_darkroom.plugin.table.dock import TableDock
from napari_darkroom.plugin.table.docks import open_table
from napari_darkroom.plugin.table.layer_tables import layer_table
from napari_darkroom.plugin.table.scale import scale_colours
from napari_darkroom.tables.colouring import MISSING, STEPS, Colouring
from napari_darkroom.tables.conditions import Between
from napari_darkroom.tables.view import Objects

SPOTS = np.array([[3, 20, 30], [0, 5, 10], [4, 30, 12], [1, 8, 40]])
SCORE = [0.4, 0.0, 1.0, np.nan]
OWN = ["red", "blue", "red", "white"]
# Number, frame, y, x, in no order: napari sorts them.
PATHS = np.array([[70, 1, 6, 12], [3, 2, 30, 36], [70, 0, 5, 8], [3, 1, 30, 40]], float)
SPEED = np.array([0.5, 0.2, 0.0, 1.0])
FIRST, LAST = 0, STEPS - 1


@pytest.fixture
def desk(make_desk: Any) -> Desk:
    return make_desk(show=True)


def opened(desk: Desk) -> TableDock:
    dock = open_table(desk.viewer)
    desk.qtbot.wait(50)
    return dock


def colours(*steps: int) -> np.ndarray:
    return scale_colours("viridis")[list(steps)]


def spots(desk: Desk) -> Points:
    return desk.viewer.add_points(
        SPOTS, name="spots", face_color=OWN, features={"score": SCORE}, size=4
    )


def test_points_have_the_colours_of_a_column_and_their_own_again(desk: Desk) -> None:
    layer = spots(desk)
    own, dock = layer.face_color.copy(), opened(desk)
    assert not dock.head.colour.isHidden()
    dock.head.colour.click()
    assert dock.colour_strip.isVisible()
    dock.colour_strip.column.set_column("score")
    dock.look.update()
    middle = round(0.4 * LAST)
    np.testing.assert_allclose(layer.face_color, colours(middle, FIRST, LAST, MISSING))
    assert len(desk.viewer.layers) == 1
    # Only some rows, hidden in the image and not removed.
    dock.state.see(Objects.ROWS)
    dock.state.set_conditions([Between("score", low=0.3)])
    dock.look.update()
    assert layer.shown.tolist() == [True, False, True, False]
    dock.state.see(Objects.ALL)
    dock.state.colour_by(None)
    dock.look.update()
    assert layer.shown.all()
    np.testing.assert_array_equal(layer.face_color, own)


def test_points_that_are_added_are_coloured_and_a_choice_of_colours_stays(desk: Desk) -> None:
    layer, dock = spots(desk), opened(desk)
    dock.state.colour_by(Colouring("x", low=0, high=40))
    dock.look.update()
    layer.add([2, 2, 40])
    desk.qtbot.waitUntil(lambda: len(dock.table.data) == 5, timeout=2000)
    dock.look.update()
    np.testing.assert_allclose(layer.face_color[-2:], colours(LAST, LAST))
    layer.face_color = "green"
    assert dock.state.colouring is None
    dock.look.update()
    np.testing.assert_allclose(layer.face_color[:, :3], np.tile([[0, 128 / 255, 0]], (5, 1)))


def test_a_duplicate_of_coloured_points_has_their_own_colours(desk: Desk) -> None:
    layer = spots(desk)
    own, dock = layer.face_color.copy(), opened(desk)
    dock.state.colour_by(Colouring("x", low=0, high=40))
    dock.look.update()
    data, attributes, kind = layer.as_layer_data_tuple()
    copy = desk.viewer._add_layer_from_data(data, {**attributes, "name": "copy"}, kind)[0]
    np.testing.assert_array_equal(copy.face_color, own)


def paths(desk: Desk) -> Tracks:
    return desk.viewer.add_tracks(PATHS, name="paths", features={"speed": SPEED})


def test_tracks_have_the_colours_of_a_column_and_their_own_again(desk: Desk) -> None:
    layer = paths(desk)
    own, dock = layer.track_colors.copy(), opened(desk)
    frame = dock.table.data
    assert frame["speed"].tolist() == [1.0, 0.2, 0.0, 0.5]
    dock.state.colour_by(Colouring("speed", low=0, high=1))
    dock.look.update()
    steps = [LAST, round(0.2 * LAST), FIRST, round(0.5 * LAST)]
    np.testing.assert_allclose(layer.track_colors, colours(*steps))
    # The rows that are selected stand out, what is filtered out is hidden.
    dock.state.select(np.array([0, 1]))
    dock.look.update()
    np.testing.assert_allclose(layer.track_colors[:, 3], [1, 1, 0.25, 0.25])
    dock.state.select(np.zeros(0, int))
    dock.state.see(Objects.ROWS)
    dock.state.set_conditions([Between("track_id", high=10)])
    dock.look.update()
    np.testing.assert_allclose(layer.track_colors[:, 3], [1, 1, 0, 0])
    dock.state.set_conditions([])
    dock.state.colour_by(None)
    dock.look.update()
    np.testing.assert_array_equal(layer.track_colors, own)
    assert layer.color_by == "track_id"


def test_another_property_for_tracks_takes_the_table_s_colours_off(desk: Desk) -> None:
    layer, dock = paths(desk), opened(desk)
    dock.state.colour_by(Colouring("x", low=0, high=40))
    dock.look.update()
    layer.color_by = "speed"
    assert dock.state.colouring is None
    theirs = layer.track_colors.copy()
    dock.look.update()
    np.testing.assert_array_equal(layer.track_colors, theirs)


def test_the_time_of_tracks_without_names_of_axes_is_called_t(desk: Desk) -> None:
    layer = desk.viewer.add_tracks(PATHS, name="paths")
    frame = opened(desk).table.data
    assert list(frame.columns[:4]) == ["track_id", "t", "y", "x"]
    deep = np.insert(layer.data, 2, 4, axis=1)
    desk.viewer.add_tracks(deep, name="deep")
    assert list(layer_table(desk.viewer.layers["deep"]).data.columns[:5]) == [
        "track_id", "t", "z", "y", "x",
    ]  # fmt: skip


@pytest.mark.parametrize("names", [[], ["A1", "A2"], ["70", "nine"]])
def test_a_table_of_tracks_may_be_empty_or_name_them_by_words(desk: Desk, names: Any) -> None:
    layer = paths(desk)
    own, dock = layer.track_colors.copy(), opened(desk)
    cells = pd.DataFrame({"track": np.array(names, object), "score": np.arange(len(names)) * 1.0})
    columns = {"track": Column("Its name."), "score": Column("A score.")}
    show_table(layer, "made", Table(cells, columns, ("track",), "others"))
    dock.refresh()
    dock.show_table(layer, "made")
    named = "70" in names
    assert dock.head.colour.isHidden() is not named
    dock.state.colour_by(Colouring("score", low=0, high=1))
    dock.look.update()
    known = layer.data[:, 0] == 70
    if named:
        np.testing.assert_allclose(layer.track_colors[known], colours(FIRST, FIRST))
    else:
        np.testing.assert_array_equal(layer.track_colors, own)
    assert not any("error" in one for one in desk.said)


def test_a_table_that_cannot_colour_takes_the_colours_of_the_one_before_off(desk: Desk) -> None:
    layer = paths(desk)
    own, dock = layer.track_colors.copy(), opened(desk)
    dock.state.colour_by(Colouring("speed", low=0, high=1))
    dock.look.update()
    cells = pd.DataFrame({"score": [1.0, 2.0]})
    show_table(layer, "made", Table(cells, {"score": Column("A score.")}, (), "others"))
    dock.refresh()
    dock.show_table(layer, "made")
    np.testing.assert_array_equal(layer.track_colors, own)

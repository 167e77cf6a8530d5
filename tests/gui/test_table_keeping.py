"""Only some objects are kept: new labels by steps of the record."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from desk import Desk
from napari.layers import Points
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QToolButton

from napari_darkroom.plugin.layers import kind_of
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.table.words_on_canvas import INKS
from napari_darkroom.tables.colouring import colouring_of
from napari_darkroom.tables.conditions import Between, Contains, Inside

# Neither dense nor in order: number, place (t, y, x) and half the side.
OBJECTS = [(0, 12, 5, 8, 1), (0, 3, 20, 30, 2), (1, 700, 30, 10, 3), (1, 12, 25, 40, 2)]

COPIES = len(INKS)


@pytest.fixture
def movie(make_desk: Any) -> Desk:
    desk = make_desk(show=True)
    data = np.zeros((2, 40, 50), np.int32)
    for t, label, y, x, half in OBJECTS:
        data[t, y - half : y + half + 1, x - half : x + half + 1] = label
    desk.viewer.add_labels(data, name="cells", axis_labels=["t", "y", "x"])
    desk.run("measure objects")
    return desk


def keep(desk: Desk) -> list[list[int]]:
    """Press the button and return the numbers left in each frame of the new layer."""
    dock = desk.table()
    before = list(desk.viewer.layers)
    button = next(
        one for one in dock.chips.findChildren(QToolButton) if one.text() == "Keep only these"
    )
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    Session.of(desk.viewer).wait()
    (made,) = [layer for layer in desk.viewer.layers if layer not in before]
    return [np.unique(frame[frame > 0]).tolist() for frame in np.asarray(made.data)]


def test_ranges_are_steps_that_decide_anew(movie: Desk) -> None:
    session = Session.of(movie.viewer)
    movie.table().state.set_conditions(
        [Between("num_pixels", low=10), Between("centroid_x", high=35)]
    )
    assert keep(movie) == [[3], [700]]
    assert movie.said[-1].endswith("Kept 2 of 4 objects.")
    steps = session.history.graph.steps
    assert [step.op.partition("@")[0] for step in steps[1:]] == ["labels.filter"] * 2
    assert not any(
        source.manual and source.value.kind == "table"
        for source in session.history.sources.values()
    )
    assert np.unique(movie.viewer.layers["cells"].data).tolist() == [0, 3, 12, 700]
    session.undo()
    assert len(movie.viewer.layers) == 1
    assert len(session.history.graph.steps) == 1


def test_a_recipe_of_what_was_kept_gives_the_table_too(movie: Desk) -> None:
    movie.table().state.set_conditions([Between("num_pixels", low=10)])
    keep(movie)
    session = Session.of(movie.viewer)
    measured, kept = (step.id for step in session.history.graph.steps)
    for dead_ends in (True, False):
        outputs = session.recipe(dead_ends=dead_ends).outputs
        assert [name for name in outputs if name in (measured, kept)] == [measured, kept]


def test_rejected_objects_that_are_kept_are_told(movie: Desk) -> None:
    dock = movie.table()
    dock.state.select(np.array([3]))
    dock.marks_menu.reject.trigger()
    movie.qtbot.waitUntil(lambda: "verdict" in dock.table.data.columns, timeout=8000)
    dock.state.set_conditions([Between("num_pixels", low=1)])
    keep(movie)
    assert "Kept 4 of 4 objects. 1 of them you rejected" in movie.said[-1]


def test_rejected_objects_are_removed_by_their_mark(movie: Desk) -> None:
    dock = movie.table()
    dock.state.select(np.array([3]))
    dock.marks_menu.reject.trigger()
    movie.qtbot.waitUntil(lambda: "verdict" in dock.table.data.columns, timeout=8000)
    dock.state.set_conditions([Contains("verdict", "rejected", without=True)])
    assert keep(movie) == [[3, 12], [12]]
    steps = Session.of(movie.viewer).history.graph.steps
    assert [s.op.partition("@")[0] for s in steps[2:]] == ["measure.filter_table", "labels.filter"]


def test_a_drawn_gate_is_kept_as_the_objects_within(movie: Desk) -> None:
    gate = Inside("centroid_x", "num_pixels", ((0, 0), (20, 0), (20, 60), (0, 60)))
    movie.table().state.set_conditions([gate])
    assert keep(movie) == [[12], [700]]


def written(words: Points) -> list[str]:
    """Return what is written, of which dark copies make the edge."""
    return sorted(words.text.values[::COPIES])


def words_at(desk: Desk, frame: int) -> Points:
    """Return the words in a frame."""
    desk.viewer.dims.set_point(0, frame)
    desk.qtbot.wait(200)
    return next(layer for layer in desk.viewer.layers if isinstance(layer, Points))


def test_values_are_written_over_their_objects(movie: Desk) -> None:
    dock = movie.table()
    dock.state.colour_by(colouring_of(dock.table.data["num_pixels"]))
    dock.state.set_conditions([Between("num_pixels", low=10)])
    dock.head.colour.setChecked(True)
    dock.colour_strip.texts.setChecked(True)
    seen = [written(words_at(movie, frame)) for frame in (0, 1)]
    assert seen == [["25"], ["25", "49"]]
    words = words_at(movie, 1)
    white = words.data[COPIES - 1 :: COPIES]
    np.testing.assert_allclose(white[np.argsort(white[:, 2])][0], [1, 30, 10])
    assert kind_of(words) is None
    assert movie.viewer.layers.selection.active is not words
    dock.state.set_conditions([])
    dock.state.select(np.flatnonzero(dock.table.data["t"] == 0)[:2])
    assert written(words_at(movie, 0)) == ["25", "9"]
    dock.colour_strip.texts.setChecked(False)
    assert not any(isinstance(layer, Points) for layer in movie.viewer.layers)


def test_values_stand_in_every_plane_of_their_object(make_desk: Any) -> None:
    desk = make_desk(show=True)
    data = np.zeros((6, 40, 50), np.int32)
    data[0:4, 5:15, 5:15], data[2:6, 20:38, 20:38] = 12, 3
    desk.viewer.add_labels(data, name="cells")
    desk.run("measure objects")
    dock = desk.table()
    dock.state.colour_by(colouring_of(dock.table.data["num_pixels"]))
    dock.head.colour.setChecked(True)
    dock.colour_strip.texts.setChecked(True)
    for plane, texts in [(0, ["400"]), (3, ["1296", "400"]), (5, ["1296"])]:
        desk.viewer.dims.set_point(0, plane)
        desk.qtbot.wait(150)
        words = next(layer for layer in desk.viewer.layers if isinstance(layer, Points))
        assert written(words) == texts
        assert set(words.data[:, 0]) == {plane}

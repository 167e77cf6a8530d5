"""Values written on their objects: seen in planes and volumes, on any ground, and once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from desk import Desk
from napari.layers import Points
from qtpy.QtCore import QPoint

from napari_darkroom.plugin.table.words_on_canvas import INKS, with_room
from napari_darkroom.tables.colouring import colouring_of

SETTLED_MS = 400


def labelled(make_desk: Any, data: np.ndarray) -> Desk:
    """Return a viewer with labels that are coloured by their size."""
    desk: Desk = make_desk(show=True)
    desk.viewer.add_labels(data, name="cells", opacity=1)
    desk.run("measure objects")
    dock = desk.table()
    dock.head.colour.setChecked(True)
    dock.state.colour_by(colouring_of(dock.table.data["num_pixels"]))
    return desk


@pytest.fixture
def volume(make_desk: Any) -> Desk:
    data = np.zeros((16, 40, 50), np.int32)
    data[2:14, 5:17, 5:17], data[2:14, 20:38, 20:48] = 12, 3
    return labelled(make_desk, data)


def picture(desk: Desk) -> np.ndarray:
    """Return what is drawn on the canvas."""
    desk.qtbot.wait(SETTLED_MS)
    return np.asarray(desk.viewer.screenshot(canvas_only=True, flash=False))[..., :3].astype(int)


def words(desk: Desk) -> Points:
    return next(one for one in desk.viewer.layers if isinstance(one, Points))


def write(desk: Desk) -> None:
    desk.table().colour_strip.texts.setChecked(True)


def test_values_are_seen_in_three_dimensions(volume: Desk) -> None:
    volume.viewer.dims.ndisplay = 3
    volume.viewer.scene.camera.angles = (20, -30, 60)
    # In a volume napari needs to know where the mouse is before a layer comes.
    volume.qtbot.mouseMove(volume.viewer.window._qt_viewer.canvas.native, QPoint(5, 5))
    without = picture(volume)
    write(volume)
    seen = picture(volume)
    changed = np.abs(seen - without).max(axis=-1) > 60
    assert changed.sum() > 60
    assert (seen[changed].min(axis=-1) > 220).sum() > 20
    volume.table().colour_strip.texts.setChecked(False)
    np.testing.assert_array_equal(picture(volume), without)


@pytest.mark.parametrize("above", [0.5, 1])
def test_values_are_white_with_a_dark_edge_on_bright_objects_and_beside_them(
    make_desk: Any, above: float
) -> None:
    data = np.zeros((60, 80), np.int32)
    data[5:55, 40:42], data[5:9, 5:9] = 7, 2
    desk = labelled(make_desk, data)
    desk.viewer.scene.camera.zoom *= above
    desk.viewer.scene.camera.center = (0, 29.5, 40.5)
    without = picture(desk)
    write(desk)
    seen = picture(desk)
    bright = without.max(axis=-1) > 150
    white, dark = seen.min(axis=-1) > 220, seen.max(axis=-1) < 60
    assert (white & ~bright).sum() > 10
    assert (dark & bright).sum() > 10


def test_values_are_written_once_and_follow_the_canvas(volume: Desk) -> None:
    write(volume)
    layer, zoom = words(volume), volume.viewer.scene.camera.zoom
    came: list[Any] = []
    volume.viewer.layers.events.inserted.connect(came.append)
    written: list[Any] = []
    layer.events.data.connect(written.append)
    volume.qtbot.wait(3 * SETTLED_MS)
    assert not came
    assert not written
    apart = np.ptp(layer.data[: len(INKS), 2])
    volume.viewer.scene.camera.zoom = zoom / 2
    # The edge is as wide on the screen as before.
    volume.qtbot.waitUntil(lambda: np.isclose(np.ptp(layer.data[: len(INKS), 2]), 2 * apart))
    assert words(volume) is layer
    assert not came


def test_values_of_other_frames_take_no_room(make_desk: Any) -> None:
    desk = make_desk(show=True)
    data = np.zeros((4, 40, 50), np.int32)
    for frame in range(4):
        data[frame, 10 : 16 + frame, 20 + frame : 30 + frame] = 300
        data[frame, 28:36, 20 + frame : 30 + frame] = 7
    desk.viewer.add_labels(data, name="cells", axis_labels=["t", "y", "x"])
    desk.run("measure objects")
    dock = desk.table()
    dock.head.colour.setChecked(True)
    dock.state.colour_by(colouring_of(dock.table.data["num_pixels"]))
    write(desk)
    for frame in (3, 1, 0, 2):
        desk.viewer.dims.set_point(0, frame)
        desk.qtbot.wait(SETTLED_MS)
        layer = words(desk)
        assert set(layer.text.values) == {str(10 * (6 + frame)), "80"}
        assert set(layer.data[:, 0]) == {frame}


def test_a_layer_of_values_that_is_removed_stays_away(volume: Desk) -> None:
    write(volume)
    volume.viewer.layers.remove(words(volume))
    volume.qtbot.wait(SETTLED_MS)
    assert not volume.table().colour_strip.texts.isChecked()
    assert not any(isinstance(one, Points) for one in volume.viewer.layers)
    write(volume)
    assert words(volume)


def test_of_words_that_lie_over_others_the_first_stand() -> None:
    places = np.array([[0.0, 0.0], [5.0, 10.0], [0.0, 40.0], [15.0, 0.0], [-4.0, -300.0]])
    assert with_room(places, ["123"] * 5).tolist() == [0, 2, 3, 4]
    assert with_room(places[::-1], ["123"] * 5).tolist() == [0, 1, 2, 4]
    assert with_room(places[:0], []).tolist() == []

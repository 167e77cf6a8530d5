"""The work of an afternoon by clicks: from an image to a table, corrected, changed, exported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from desk import WAIT, Desk
from napari.layers import Labels
from napari.utils.interactions import mouse_press_callbacks, mouse_release_callbacks
from pandas.testing import assert_frame_equal
from qtpy.QtCore import Qt

import napari_darkroom as dr
from napari_darkroom.plugin.dock import HISTORY
from napari_darkroom.plugin.saving import save_script
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.recipe.history import Status
from napari_darkroom.tables.load import load_table

LEFT = Qt.MouseButton.LeftButton


def settle(desk: Desk) -> Session:
    """Wait until nothing runs and nothing is stale."""
    session = Session.of(desk.viewer)
    session.painting.look()
    desk.qtbot.waitUntil(lambda: session.scheduler.idle, timeout=WAIT)
    desk.dock.history.refresh()
    return session


def begin(desk: Desk, path: Path, sigma: float, min_distance: float, min_size: float) -> Labels:
    """Open a file, blur, threshold, split, remove what is small and measure; return the objects."""
    desk.viewer.open(str(path), plugin="napari-darkroom")
    desk.run("gaussian blur", sigma=sigma)
    desk.run("otsu")
    desk.run("split touching", min_distance=min_distance)
    (objects,) = desk.run("remove small objects", min_size=min_size)
    desk.run("measure objects")
    assert isinstance(objects, Labels)
    return objects


def paint(desk: Desk, layer: Labels, place: tuple[int, int]) -> None:
    """Press and release the left button over a labels layer, with the brush in hand."""
    layer.mode = "paint"
    layer.selected_label = int(layer.data.max()) + 1
    layer.brush_size = 7
    for type_ in ("mouse_press", "mouse_release"):
        event = SimpleNamespace(
            type=type_,
            position=layer.data_to_world(place),
            view_direction=None,
            dims_displayed=[0, 1],
            dims_point=[0, 0],
            button=1,
            modifiers=[],
            handled=False,
            is_dragging=False,
        )
        (mouse_press_callbacks if type_ == "mouse_press" else mouse_release_callbacks)(layer, event)
    layer.mode = "pan_zoom"


def free_place(layer: Labels) -> tuple[int, int]:
    """Return a place whose surroundings hold no object."""
    from scipy import ndimage

    inside = np.pad(np.asarray(layer.data) == 0, 1, constant_values=False)
    depth = ndimage.distance_transform_edt(inside)[1:-1, 1:-1]
    row, column = np.unravel_index(int(np.argmax(depth)), depth.shape)
    return int(row), int(column)


def mix_up(desk: Desk) -> None:
    """Rename layers, some after one another, and turn their order round."""
    layers = desk.viewer.layers
    names = [layer.name for layer in layers]
    for layer, name in zip(layers, names[1:] + names[:1], strict=True):
        layer.name = f"my {name}"
    layers.move_multiple(list(range(len(layers)))[::-1], 0)


def set_sigma(desk: Desk, step: str, sigma: float) -> None:
    """Turn to the history, click the line of a step, and type another sigma."""
    desk.qtbot.mouseClick(desk.dock.switch.buttons[HISTORY], LEFT)
    view = desk.dock.history.view
    index = view.entries.index(view.entries.row(step))
    view.scrollTo(index)
    place = view.visualRect(index).center()
    desk.qtbot.mouseClick(view.viewport(), LEFT, pos=place)
    form = desk.dock.step_form
    assert form is not None
    assert form.step == step
    form.fields["sigma"].set_value(sigma)
    form.apply()


def table_of(desk: Desk) -> Any:
    """Return the one table there is."""
    (table,) = [
        one
        for layer in desk.viewer.layers
        for key, one in tables_of(layer).items()
        if "." not in key
    ]
    return table


def press(desk: Desk, name: str) -> None:
    """Press one of the buttons over the history."""
    desk.qtbot.mouseClick(desk.dock.history.buttons[name], LEFT)


def run_elsewhere(desk: Desk, image: Path, folder: Path) -> Path:
    """Export the script, run it in a folder of its own by another process; return its results."""
    folder.mkdir()
    (folder / image.name).write_bytes(image.read_bytes())
    save_script(Session.of(desk.viewer), folder / "analysis.py")
    done = subprocess.run(
        [sys.executable, "analysis.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "results"


def assert_same_bits(desk: Desk, objects: Labels, results: Path) -> None:
    """Assert that files hold what the window shows."""
    session = Session.of(desk.viewer)
    reference = str(session.reference(objects))
    read = dr.read(results / f"{reference}.tif", kind="labels")
    np.testing.assert_array_equal(read.data, objects.data)
    shown = session.scheduler.value(reference)
    assert shown is not None
    assert read.calibration == shown.calibration  # type: ignore[union-attr]  # labels
    stored, table = load_table(results / "measurements.csv"), table_of(desk)
    assert_frame_equal(stored.data, table.data, check_exact=True)
    assert stored.columns == table.columns


def afternoon(desk: Desk, path: Path, out: Path, **settings: float) -> None:
    """Do all of it, and check at every turn what a person would look at."""
    first_sigma = settings["sigma"]
    objects = begin(desk, path, **settings)
    before = objects.data.copy()
    paint(desk, objects, free_place(objects))
    session = settle(desk)
    painted = objects.data != before
    assert painted.any()
    count = len(np.unique(objects.data)) - 1
    assert len(table_of(desk).data) == count
    mix_up(desk)
    set_sigma(desk, "blurred", first_sigma * 2)
    settle(desk)
    assert all(session.history.status(s.id) is Status.CURRENT for s in session.history.graph.steps)
    assert not np.array_equal(objects.data, before)
    assert len(set(objects.data[painted])) == 1
    assert objects.data[painted][0] > 0
    changed, changed_table = objects.data.copy(), table_of(desk).data
    assert len(changed_table) == len(np.unique(changed)) - 1
    press(desk, "undo")
    press(desk, "undo")
    settle(desk)
    np.testing.assert_array_equal(objects.data, before)
    press(desk, "redo")
    settle(desk)
    assert (objects.data != before).sum() == painted.sum()
    press(desk, "redo")
    settle(desk)
    np.testing.assert_array_equal(objects.data, changed)
    press(desk, "undo")
    settle(desk)
    session.save(out / "session")
    assert (out / "session" / "recipe.yaml").is_file()
    assert_same_bits(desk, objects, run_elsewhere(desk, path, out / "elsewhere"))

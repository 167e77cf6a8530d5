"""Take the pictures of the window that the documentation shows.

Run ``python docs/development/screenshots.py``.

It opens a real viewer (on a machine without a screen under ``xvfb-run -a -s "-screen 0
1600x1000x24"``), works in it as a person would, and writes docs/images.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import imageio.v3 as iio
import napari
import numpy as np
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QApplication

from napari_darkroom.plugin.dock import DarkroomDock
from napari_darkroom.plugin.table_dock import open_table

IMAGES = Path(__file__).resolve().parents[1] / "images"
SIZE = (1500, 950)
PATIENCE = 120.0


def wait_until(ready: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError("The window did not finish.")
        QApplication.processEvents()
        time.sleep(0.01)


def settle(seconds: float = 0.4) -> None:
    """Let the window draw itself."""
    end = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > end)


def run(
    dock: DarkroomDock, words: str, layers: dict[str, str] | None = None, **settings: str
) -> None:
    """Search an operation, choose layers by input, set parameters and run it."""
    dock.search.setText(words)
    dock.list.choose_first()
    form = dock.form
    if form is None:
        raise LookupError(f"No operation answers to {words!r}.")
    for name, value in settings.items():
        form.fields[name].set_value(value)
    for name, layer in (layers or {}).items():
        form.inputs[name].set_layer(dock.viewer.layers[layer])
    done: list[object] = []
    form.ran.connect(done.append)
    form.run_button.click()
    wait_until(lambda: bool(done))


def save(viewer: napari.Viewer, name: str) -> None:
    """Write the window to a file, and refuse a black picture."""
    settle()
    picture = np.asarray(viewer.screenshot(canvas_only=False, flash=False))[..., :3]
    if picture.std() < 5:
        raise RuntimeError("The picture is empty: is there a screen?")
    IMAGES.mkdir(exist_ok=True)
    iio.imwrite(IMAGES / name, picture)


def open_window() -> tuple[napari.Viewer, DarkroomDock]:
    """Return a viewer of a fixed size with the Darkroom dock."""
    viewer = napari.Viewer(title="napari", show=True)
    window = viewer.window._qt_window
    window.resize(*SIZE)
    dock = DarkroomDock(viewer)
    viewer.window.add_dock_widget(dock, name="Darkroom", area="right")
    settle()
    return viewer, dock


def nuclei_to_table() -> None:
    """Picture the way from an image to a table."""
    viewer, dock = open_window()
    viewer.open_sample("napari-darkroom", "nuclei")
    viewer.layers.remove("nuclei truth")
    viewer.layers.selection.active = viewer.layers["nuclei"]
    dock.choose_by_id("filters.gaussian")
    viewer.reset_view()
    save(viewer, "dock.png")
    run(dock, "top hat", radius="15 um")
    run(dock, "gaussian", sigma="1 um")
    run(dock, "otsu")
    run(dock, "split touching", min_distance="4 um")
    viewer.layers[-1].opacity = 0.55
    for layer in viewer.layers[1:-1]:
        layer.visible = False
    run(dock, "measure objects", {"image": "nuclei"})
    dock.search.clear()
    viewer.layers.selection.active = viewer.layers[-1]
    table = open_table(viewer)
    settle()
    viewer.reset_view()
    table.view.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    table.view.selectRow(1)
    viewer.scene.camera.zoom *= 1.8
    save(viewer, "table.png")
    viewer.close()


def search_and_volume() -> None:
    """Picture the search, and a form for a volume."""
    viewer, dock = open_window()
    viewer.open_sample("napari-darkroom", "nuclei_3d")
    viewer.layers.remove(viewer.layers[-1])
    viewer.layers.selection.active = viewer.layers[0]
    dock.search.setText("smooth")
    dock.list.choose_first()
    viewer.reset_view()
    save(viewer, "search.png")
    viewer.close()


if __name__ == "__main__":
    nuclei_to_table()
    search_and_volume()

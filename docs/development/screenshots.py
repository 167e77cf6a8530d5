"""Take the pictures of the window that the documentation shows.

Run ``python docs/development/screenshots.py``, with names such as ``history`` for some of them.

It opens a real viewer (on a machine without a screen under ``xvfb-run -a -s "-screen 0
1600x1000x24"``), clicks and types in it as a person would, and writes docs/images.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import napari
import numpy as np
from napari.layers import Labels, Layer
from PIL import Image
from qtpy.QtCore import QPoint, Qt
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QApplication, QDockWidget, QSplitter, QWidget
from scipy.spatial import cKDTree

import napari_darkroom as dr
from napari_darkroom.io.samples import samples
from napari_darkroom.plots.chart import Kind
from napari_darkroom.plugin.dock import HISTORY, DarkroomDock
from napari_darkroom.plugin.form import OperationForm
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.step_form import StepForm
from napari_darkroom.plugin.table.dock import TableDock
from napari_darkroom.plugin.table.docks import open_table
from napari_darkroom.tables.colouring import colouring_of
from napari_darkroom.tables.conditions import Between

IMAGES = Path(__file__).resolve().parents[1] / "images"
SIZE = (1320, 840)
DOCK_WIDTH = 360
PATIENCE = 120.0
LEFT = Qt.MouseButton.LeftButton


def wait_until(ready: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError("The window did not finish.")
        QApplication.processEvents()
        time.sleep(0.01)


def settle(seconds: float = 0.5) -> None:
    """Let the window draw itself."""
    end = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > end)


class Desk:
    """A viewer with an image and the Darkroom dock, and a hand that clicks in it."""

    def __init__(self, path: Path) -> None:
        self.viewer = napari.Viewer(title="napari", show=True)
        self.window = self.viewer.window._qt_window
        self.window.resize(*SIZE)
        self.viewer.open(str(path), plugin="napari-darkroom")
        docked, dock = self.viewer.window.add_plugin_dock_widget("napari-darkroom", "Darkroom")
        self.dock: DarkroomDock = dock
        self.docked: QDockWidget = docked
        self.session = Session.of(self.viewer)
        settle()
        self.window.resizeDocks([docked], [DOCK_WIDTH], Qt.Orientation.Horizontal)
        settle()
        self.fit()

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Press and release the left button."""
        QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, place or QPoint())
        settle(0.1)

    def fit(self, zoom: float = 1.0) -> None:
        """Let the image fill the canvas, or more than that."""
        self.viewer.reset_view()
        self.viewer.scene.camera.zoom *= 1.08 * zoom

    def find(self, words: str) -> OperationForm:
        """Type into the search, press Return, and return the form that opens."""
        self.click(self.dock.switch.buttons[0])
        self.dock.search.clear()
        QTest.keyClicks(self.dock.search, words)
        QTest.keyClick(self.dock.search, Qt.Key.Key_Return)
        form = self.dock.form
        if form is None:
            raise LookupError(f"No operation answers to {words!r}.")
        return form

    def run(
        self, words: str, layers: dict[str, Layer] | None = None, **settings: str
    ) -> Layer | None:
        """Search an operation, choose layers by input, set parameters, run; return the layer."""
        form = self.find(words)
        for name, layer in (layers or {}).items():
            form.inputs[name].set_layer(layer)
        for name, value in settings.items():
            form.fields[name].set_value(value)
        done: list[list[Layer]] = []
        form.ran.connect(done.append)
        self.click(form.run_button)
        wait_until(lambda: bool(done))
        self.wait()
        return next(iter(done[0]), None)

    def divide(self, upper: int) -> None:
        """Drag the line between the list and the form to a place."""
        splitter = self.dock.findChild(QSplitter)
        splitter.setSizes([upper, splitter.height() - upper])
        settle(0.2)

    def without_table(self) -> None:
        """Close the dock of the tables."""
        for docked in self.window.findChildren(QDockWidget):
            if docked.widget().findChild(TableDock) or isinstance(docked.widget(), TableDock):
                docked.hide()
        settle(0.2)

    def wait(self) -> None:
        """Wait until nothing is painted, runs or is stale."""
        settle(0.6)
        wait_until(lambda: self.session.scheduler.idle)
        settle(0.3)

    def history(self, step: str) -> StepForm | None:
        """Turn to the history and click the line of a step or input."""
        self.click(self.dock.switch.buttons[HISTORY])
        view = self.dock.history.view
        index = view.entries.index(view.entries.row(step))
        view.scrollTo(index)
        place = view.visualRect(index)
        self.click(view.viewport(), QPoint(place.center().x(), place.top() + 10))
        return self.dock.step_form

    def preview(self, form: OperationForm | StepForm) -> None:
        """Tick Preview, and wait until it is there."""
        self.click(form.preview.check, QPoint(8, form.preview.check.height() // 2))
        settle(0.3)
        wait_until(lambda: not form.preview.run.busy)
        settle()

    def canvas_place(self, place: Iterable[float]) -> QPoint:
        """Return where a place in the world is seen on the canvas."""
        canvas = self.viewer.window._qt_viewer.canvas.native
        camera = self.viewer.scene.camera
        y, x = (np.asarray(place) - camera.center[-2:]) * camera.zoom
        return QPoint(round(canvas.width() / 2 + x), round(canvas.height() / 2 + y))

    def pick(self, layer: Labels, tool: str, label: int) -> None:
        """Take a tool and a label in hand, as the controls of the layer do."""
        self.viewer.layers.selection.active = layer
        layer.mode, layer.selected_label = tool, label

    def stroke(self, layer: Labels, places: Iterable[Iterable[float]]) -> None:
        """Draw with the left button over the canvas, from place to place in the world."""
        canvas = self.viewer.window._qt_viewer.canvas.native
        points = [self.canvas_place(place) for place in places]
        none = Qt.KeyboardModifier.NoModifier
        self.viewer.layers.selection.active = layer
        QTest.mousePress(canvas, LEFT, none, points[0])
        for point in points:
            QTest.mouseMove(canvas, point)
            settle(0.05)
        QTest.mouseRelease(canvas, LEFT, none, points[-1])
        self.wait()

    def save(self, name: str) -> None:
        """Write the window to a file."""
        settle()
        save(np.asarray(self.viewer.screenshot(canvas_only=False, flash=False))[..., :3], name)

    def save_dock(self, name: str) -> None:
        """Write the dock alone to a file."""
        settle()
        whole = self.viewer.screenshot(canvas_only=False, flash=False)
        corner = self.docked.mapTo(self.window, QPoint(0, 0))
        ratio = whole.shape[1] / self.window.width()
        left, top = round(corner.x() * ratio), round(corner.y() * ratio)
        right = left + round(self.docked.width() * ratio)
        save(whole[top : top + round(self.docked.height() * ratio), left:right, :3], name)

    def close(self) -> None:
        """Close the window."""
        self.viewer.close()
        settle(0.2)


def save(picture: np.ndarray, name: str) -> None:
    """Write a picture in 256 colours, and refuse a black one."""
    if picture.std() < 5:
        raise RuntimeError("The picture is empty: is there a screen?")
    IMAGES.mkdir(exist_ok=True)
    colours = palette(picture)
    # Pillow's own search of the nearest colour tints flat grounds.
    nearest = cKDTree(colours).query(picture.reshape(-1, 3))[1].astype(np.uint8)
    written = Image.frombytes("P", picture.shape[1::-1], nearest.tobytes())
    written.putpalette(colours.tobytes())
    written.save(IMAGES / name, optimize=True)


def palette(picture: np.ndarray) -> np.ndarray:
    """Return the colours of grounds, those seen most, and those seen little that stand out."""
    whole = Image.fromarray(picture)
    found, counts = np.unique(picture.reshape(-1, 3), axis=0, return_counts=True)
    parts = [found[np.argsort(counts)[::-1][:64]]]
    for method, number in ((Image.Quantize.MEDIANCUT, 112), (Image.Quantize.MAXCOVERAGE, 80)):
        values = np.array(whole.quantize(number, method).getpalette(), dtype=np.uint8)
        parts.append(values[: 3 * number].reshape(-1, 3))
    return np.concatenate(parts)


def segment(desk: Desk) -> Labels:
    """Blur, threshold, split and measure, as the guide does; return the objects."""
    desk.run("top hat", radius="20 um")
    desk.run("gaussian", sigma="0.75 um")
    desk.run("otsu")
    objects = desk.run("split touching", min_distance="3.5 um")
    if not isinstance(objects, Labels):
        raise TypeError("The objects are no labels.")
    desk.run("measure objects")
    desk.click(desk.dock.history.buttons["intermediates"])
    return objects


def form(desk: Desk) -> None:
    """Picture the form of an operation."""
    desk.find("gaussian")
    desk.save("dock.png")


def search(desk: Desk) -> None:
    """Picture the search."""
    desk.find("object")
    desk.divide(560)
    desk.save_dock("search.png")


def preview(desk: Desk) -> None:
    """Picture a threshold before it is applied."""
    desk.run("gaussian", sigma="0.75 um")
    desk.divide(300)
    desk.preview(desk.find("otsu"))
    desk.fit(1.4)
    desk.wait()
    desk.save("preview.png")


def learning(desk: Desk) -> None:
    """Picture how an operation works."""
    form = desk.find("gaussian")
    form.fields["sigma"].set_value("0.75 um")
    desk.divide(120)
    desk.click(form.learning.fold)
    desk.save_dock("learning.png")


def table(desk: Desk) -> None:
    """Picture the way from an image to a table."""
    segment(desk)
    desk.dock.search.clear()
    shown = open_table(desk.viewer)
    settle()
    state = shown.state
    if state is None:
        raise LookupError("There is no table.")
    state.show_columns(["label", "area", "solidity", "intensity_mean", "perimeter"])
    state.sort_by("area", descending=True)
    state.colour_by(colouring_of(state.table.data["area"]))
    for button in (shown.head.colour, shown.head.plot):
        desk.click(button)
    settle()
    plot = shown.plot
    if plot is None:
        raise LookupError("There is no plot.")
    plot.controls.kind.setCurrentText(Kind.SCATTER.value)
    plot.controls.x_column.set_column("area")
    plot.controls.y_column.set_column("intensity_mean")
    settle()
    state.select_where(Between("area", 150, 190))
    desk.fit(1.3)
    desk.save("table.png")


def history(desk: Desk) -> None:
    """Picture the history with a branch, and a step of it with its preview."""
    objects = segment(desk)
    desk.without_table()
    desk.history("objects")
    desk.dock.history.commands.branch_step.trigger()
    desk.wait()
    branch = desk.session.history.graph.steps[-1].id
    desk.dock.step_form.fields["min_distance"].set_value("6 um")
    desk.wait()
    desk.session.layer(branch).visible = False
    objects.contour = 2
    desk.session.layer("blurred").visible = True
    desk.viewer.layers.selection.active = objects
    desk.divide(390)
    desk.preview(desk.history("mask"))
    desk.fit(1.4)
    desk.wait()
    desk.save("history.png")


def correct(desk: Desk) -> None:
    """Picture what was painted: two nuclei joined, one taken out, one added."""
    objects = segment(desk)
    desk.without_table()
    desk.click(desk.dock.switch.buttons[HISTORY])
    desk.fit(1.4)
    settle()
    kept, joined, taken_out, free = (147.0, 75.6), (142.6, 84.4), (109.0, 114.0), (129.0, 132.0)
    desk.pick(objects, "fill", int(objects.get_value(kept, world=True) or 0))
    desk.stroke(objects, [joined])
    desk.pick(objects, "fill", 0)
    desk.stroke(objects, [taken_out])
    desk.pick(objects, "paint", 1 + int(objects.data.max()))
    objects.brush_size = 24
    desk.stroke(objects, [free])
    desk.divide(390)
    desk.history("corrected")
    desk.save("correct.png")


PICTURES = {
    "form": form,
    "search": search,
    "preview": preview,
    "learning": learning,
    "table": table,
    "history": history,
    "correct": correct,
}


def take(names: Iterable[str]) -> None:
    """Take pictures, each in a window of its own, of an image in a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "nuclei.tif"
        dr.write(path, samples()["nuclei"].load()[0])
        for name in names:
            desk = Desk(path)
            PICTURES[name](desk)
            desk.close()


if __name__ == "__main__":
    take(sys.argv[1:] or PICTURES)

"""How soon a changed parameter is seen: from the change to the picture drawn anew, in a viewer.

``python tests/benchmarks/preview.py`` prints one table: the median and the worst of 20 changes in
milliseconds, the pause that gathers changes included. It draws on a virtual screen (Xvfb) where
there is no other.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import numpy as np

CHANGES = 20
SIDE = 30_000
CHUNK = 1000


def main() -> None:
    """Print the table."""
    print(f"{'operation':20}{'image':28}{'median ms':>10}{'worst ms':>10}  note")
    for image, make in images().items():
        for operation, values in operations().items():
            times, note = measure(make, operation, values)
            print(f"{operation:20}{image:28}{median(times):10.0f}{max(times):10.0f}  {note}")


def operations() -> dict[str, Callable[[int], dict[str, Any]]]:
    """Return the operations by id, each with the parameters of its n-th change."""
    return {
        "filters.gaussian": lambda n: {"sigma": 1 + 0.2 * n},
        "threshold.otsu": lambda n: {"bins": 64 + n, "dark_objects": bool(n % 2)},
        "threshold.manual": lambda n: {"lower": 1000 + 50 * n},
    }


def images() -> dict[str, Callable[[], Any]]:
    """Return what makes the images: arrays, or a list of the levels of a pyramid."""
    return {
        "2048²": lambda: pattern(2048),
        "8192²": lambda: pattern(8192),
        "30,000² lazy pyramid": pyramid,
        "30,000² lazy": lambda: lazy(1),
    }


def pattern(side: int) -> np.ndarray:
    """Return spots on an uneven ground, with noise."""
    y, x = np.ogrid[:side, :side]
    rng = np.random.default_rng(0)
    spots = 1500 * (np.sin(x / 9) * np.sin(y / 11) > 0.5) + 500 * np.sin(x / 700)
    return (1500 + spots + rng.normal(0, 80, (side, side)).astype(np.float32)).astype(np.uint16)


def lazy(step: int) -> Any:
    """Return the large image, of which each block is computed when it is asked for."""
    import dask.array as da

    tile = pattern(CHUNK)
    side = SIDE // step
    blocks = da.zeros((side, side), chunks=CHUNK, dtype=np.uint16)

    def fill(block: np.ndarray) -> np.ndarray:
        return tile[: block.shape[0], : block.shape[1]].copy()

    return blocks.map_blocks(fill, dtype=np.uint16, meta=np.empty((0, 0), np.uint16))


def pyramid() -> list[Any]:
    """Return the large image and coarser ones."""
    return [lazy(step) for step in (1, 2, 4, 8, 16, 32)]


def measure(
    make: Callable[[], Any], operation: str, values: Callable[[int], dict[str, Any]]
) -> tuple[list[float], str]:
    """Return the milliseconds of every change, and what the panel says of the preview."""
    import napari

    viewer = napari.Viewer(show=True)
    viewer.window.resize(1400, 1000)
    data = make()
    single = not isinstance(data, list) and hasattr(data, "dask")
    # napari itself would compute the whole of a lazy image without levels to show it.
    layer = viewer.add_image(data, contrast_limits=(0, 4000), visible=not single)
    panel, settings = _panel(viewer, operation, layer)
    drawn = _drawings(viewer)
    pump(lambda: False, 1.0)
    settings.update(values(0))
    panel.set_on(True)
    pump(lambda: "Preview" in viewer.layers, 120)
    pump(lambda: False, 1.0)
    times = [
        _one(panel, viewer.layers["Preview"], settings, values(n), drawn)
        for n in range(1, CHANGES + 1)
    ]
    note = str(panel.status.text())
    panel.set_on(False)
    viewer.close()
    pump(lambda: False, 0.2)
    return times, note


def _panel(viewer: Any, operation: str, layer: Any) -> tuple[Any, dict[str, Any]]:
    from napari_darkroom.engine.catalog import operations as catalog
    from napari_darkroom.plugin.preview import PreviewPanel
    from napari_darkroom.plugin.request import Request

    declared, settings = catalog()[operation], {}  # type: ignore[var-annotated]  # by name

    def request() -> Request:
        return Request(declared, {"image": [layer]}, declared.canonical(settings), None)

    panel = PreviewPanel(viewer, declared, request)
    viewer.window.add_dock_widget(panel, name="Preview")
    return panel, settings


def _drawings(viewer: Any) -> list[float]:
    """Return a list that gets the time of every drawing of the canvas."""
    times: list[float] = []
    canvas = viewer.window._qt_window._qt_viewer.canvas._scene_canvas
    canvas.events.draw.connect(lambda _: times.append(time.perf_counter()), position="last")
    return times


def _one(
    panel: Any, layer: Any, settings: dict[str, Any], new: dict[str, Any], drawn: list[float]
) -> float:
    changes: list[float] = []

    def note(_: Any) -> None:
        changes.append(time.perf_counter())

    layer.events.set_data.connect(note)
    settings.update(new)
    start = time.perf_counter()
    panel.changed()
    pump(lambda: bool(changes), 60)
    set_ = changes[0]
    layer.events.set_data.disconnect(note)
    pump(lambda: bool(drawn) and drawn[-1] > set_, 60)
    milliseconds = 1000 * (drawn[-1] - start)
    pump(lambda: False, 0.15)
    return milliseconds


def pump(done: Callable[[], bool], seconds: float) -> None:
    """Let the window work until something is done or some time is over."""
    from qtpy.QtCore import QEventLoop
    from qtpy.QtWidgets import QApplication

    end = time.perf_counter() + seconds
    for _ in _until(end):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 1)
        if done():
            return


def _until(end: float) -> Iterator[None]:
    while time.perf_counter() < end:
        yield
        time.sleep(0.0005)


if __name__ == "__main__":
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        xvfb = shutil.which("xvfb-run")
        if xvfb is None:
            sys.exit("There is no screen: install Xvfb.")
        screen = ["-a", "-s", "-screen 0 1600x1200x24"]
        os.execv(xvfb, [xvfb, *screen, sys.executable, *sys.argv])  # noqa: S606 - itself, on a screen
    main()

"""The live preview: what it shows, what it follows, and that it leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import dask.array as da
import numpy as np
import pytest
from desk import WAIT
from napari.layers import Image, Labels, Layer
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QVBoxLayout, QWidget

from napari_darkroom.core.annotations import ImageArray, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.registry import registry
from napari_darkroom.core.values import Mask
from napari_darkroom.engine.catalog import operations
from napari_darkroom.engine.run import run
from napari_darkroom.plugin.layer_choice import LayerChoice
from napari_darkroom.plugin.layers import is_preview, kind_of, taken_as, to_value
from napari_darkroom.plugin.preview import KEY, PreviewPanel
from napari_darkroom.plugin.request import Request
from napari_darkroom.plugin.view import visible_window


class Form(QWidget):
    """What the panel needs of a form: settings, and layers by input."""

    def __init__(self, viewer: Any, id_: str, layers: dict[str, list[Layer]]) -> None:
        super().__init__()
        self.viewer, self.layers = viewer, layers
        self.settings: dict[str, Any] = {}
        self.axes: Any = None
        self.operation = operations()[id_]
        self.panel = PreviewPanel(viewer, self.operation, self.request)
        QVBoxLayout(self).addWidget(self.panel)

    def request(self) -> Request:
        parameters = self.operation.canonical(self.settings)
        return Request(self.operation, self.layers, parameters, self.axes)

    def set(self, **settings: Any) -> None:
        self.settings.update(settings)
        self.panel.changed()

    @property
    def shown(self) -> Layer | None:
        return next((one for one in self.viewer.layers if is_preview(one)), None)


@pytest.fixture
def viewer(make_napari_viewer: Callable[..., Any]) -> Any:
    return make_napari_viewer()


@pytest.fixture
def make_form(viewer: Any, said: list[str], qtbot: Any) -> Callable[..., Form]:
    def make(id_: str, *layers: Layer) -> Form:
        names = [one.name for one in operations()[id_].inputs]
        form = Form(viewer, id_, {name: [one] for name, one in zip(names, layers, strict=False)})
        viewer.window.add_dock_widget(form, name=id_)
        return form

    return make


def click(qtbot: Any, form: Form) -> None:
    """Click the tick box."""
    check = form.panel.check
    qtbot.mouseClick(check, Qt.MouseButton.LeftButton, pos=check.rect().center() / 4)
    if not form.panel.on:
        check.click()


def wait_for(qtbot: Any, form: Form, expected: Callable[[Layer], bool]) -> Layer:
    """Wait for a preview of which something holds, and return its layer."""
    qtbot.waitUntil(
        lambda: form.shown is not None and form.shown.visible and expected(form.shown),
        timeout=WAIT,
    )
    layer = form.shown
    assert layer is not None
    return layer


def same(expected: Any) -> Callable[[Layer], bool]:
    """Return whether a layer has some pixels."""
    return lambda layer: np.array_equal(np.asarray(layer.data), np.asarray(expected))


def fit_to(viewer: Any, zoom: float = 2.0, centre: tuple[float, float] = (30, 40)) -> None:
    viewer.scene.camera.zoom = zoom
    viewer.scene.camera.center = (0, *centre)


def idle(qtbot: Any, form: Form) -> None:
    """Wait until nothing is at work and nothing waits."""
    qtbot.wait(80)
    qtbot.waitUntil(lambda: not form.panel.run.busy, timeout=WAIT)


def test_tick_shows_what_the_operation_would_give(
    viewer: Any, make_form: Any, qtbot: Any, blobs: np.ndarray
) -> None:
    source = viewer.add_image(blobs, name="cells", colormap="magma", contrast_limits=(0, 90))
    fit_to(viewer)
    form = make_form("filters.gaussian", source)
    qtbot.wait(80)
    assert form.shown is None
    form.set(sigma=2)
    click(qtbot, form)
    expected = run("filters.gaussian", {"image": to_value(source)}, {"sigma": 2})["image"]
    layer = wait_for(qtbot, form, same(expected.data))
    assert (layer.name, layer.colormap.name, layer.contrast_limits) == ("Preview", "magma", [0, 90])
    assert list(viewer.layers) == [source, layer]
    assert viewer.layers.selection.active is source
    assert set(viewer.layers.selection) == {source}
    assert form.panel.status.text() == "exact"


def test_a_changed_parameter_updates_the_same_layer(
    viewer: Any, make_form: Any, qtbot: Any, blobs: np.ndarray
) -> None:
    source = viewer.add_image(blobs)
    fit_to(viewer)
    form = make_form("threshold.manual", source)
    form.settings["lower"] = 20
    click(qtbot, form)
    first = wait_for(qtbot, form, same(blobs >= 20))
    for lower in (30, 40, 50):
        form.set(lower=lower)
    assert wait_for(qtbot, form, same(blobs >= 50)) is first
    assert isinstance(first, Labels)
    assert form.panel.plot.limits == (50,)
    qtbot.waitUntil(lambda: form.panel.plot.histogram is not None, timeout=WAIT)
    click(qtbot, form)
    assert list(viewer.layers) == [source]


def test_a_preview_is_nobodys_input(
    viewer: Any, make_form: Any, qtbot: Any, blobs: np.ndarray
) -> None:
    source = viewer.add_image(blobs)
    form = make_form("filters.gaussian", source)
    click(qtbot, form)
    layer = wait_for(qtbot, form, lambda _: True)
    assert kind_of(layer) is None
    assert taken_as(layer, ("image", "mask", "labels")) is None
    choice = LayerChoice(lambda one: taken_as(one, ("image",)) is not None)
    qtbot.addWidget(choice)
    choice.refresh(list(viewer.layers))
    assert [choice.itemData(i) for i in range(choice.count())] == [source]
    with pytest.raises(InputError, match="run the operation first"):
        to_value(layer)


def test_what_is_seen_of_a_large_image_is_enough(viewer: Any, make_form: Any, qtbot: Any) -> None:
    data = np.random.default_rng(0).integers(0, 999, (3000, 3000)).astype(np.uint16)
    source = viewer.add_image(data, scale=(0.5, 0.5), units=("um", "um"), translate=(7, 9))
    form = make_form("filters.gaussian", source)
    form.settings["sigma"] = 1
    viewer.canvas.size = (400, 600)
    # A pixel of the screen is four of the image.
    fit_to(viewer, 0.5, (757, 759))
    click(qtbot, form)
    layer = wait_for(qtbot, form, lambda one: one.scale[0] == 2)
    assert layer.data.size < 400 * 700
    assert form.panel.status.text() == "approximate: every 4th pixel"
    fit_to(viewer, 8, (757, 759))
    layer = wait_for(qtbot, form, lambda one: one.scale[0] == 0.5)
    assert layer.data.size < 150 * 200
    assert form.panel.status.text() == "exact"
    full = run("filters.gaussian", {"image": to_value(source)}, {"sigma": 1})["image"]
    y, x = np.round((np.asarray(layer.translate) - (7, 9)) / 0.5).astype(int)
    part = full.data[y : y + layer.data.shape[0], x : x + layer.data.shape[1]]
    np.testing.assert_array_equal(layer.data, part)


def test_pan_moves_the_preview(viewer: Any, make_form: Any, qtbot: Any) -> None:
    data = np.random.default_rng(0).random((400, 400)).astype(np.float32)
    source = viewer.add_image(data)
    form = make_form("filters.gaussian", source)
    viewer.canvas.size = (100, 100)
    fit_to(viewer, 1, (100, 100))
    click(qtbot, form)
    layer = wait_for(qtbot, form, lambda one: tuple(one.translate) == (50, 50))
    fit_to(viewer, 1, (250, 300))
    assert wait_for(qtbot, form, lambda one: tuple(one.translate) == (200, 250)) is layer
    fit_to(viewer, 1, (5000, 300))
    wait_for(qtbot, form, lambda one: one.translate[0] == 399)


def test_slider_shows_the_plane(viewer: Any, make_form: Any, qtbot: Any) -> None:
    data = np.random.default_rng(0).random((9, 40, 50)).astype(np.float32)
    source = viewer.add_image(data, scale=(3, 1, 1))
    fit_to(viewer)
    form = make_form("filters.gaussian", source)
    form.settings["sigma"] = "1, 2, 2 pixel"
    full = run("filters.gaussian", {"image": to_value(source)}, form.settings)["image"]
    viewer.dims.set_current_step(0, 2)
    click(qtbot, form)
    layer = wait_for(qtbot, form, same(full.data[2:3]))
    viewer.dims.set_current_step(0, 7)
    assert wait_for(qtbot, form, same(full.data[7:8])) is layer
    assert layer.translate[0] == 21
    form.axes, form.settings["sigma"] = "planes", 2
    form.panel.changed()
    flat = run("filters.gaussian", {"image": to_value(source)}, {"sigma": 2}, axes="planes")
    wait_for(qtbot, form, same(flat["image"].data[7:8]))


def test_volume_is_previewed_where_it_is_seen_in_3d(
    viewer: Any, make_form: Any, qtbot: Any
) -> None:
    data = np.random.default_rng(0).random((9, 20, 30)).astype(np.float32)
    source = viewer.add_image(data)
    form = make_form("threshold.manual", source)
    form.settings["lower"] = 0.5
    viewer.dims.ndisplay = 3
    click(qtbot, form)
    wait_for(qtbot, form, same(data >= 0.5))


def test_level_that_fits_is_taken(viewer: Any, make_form: Any, qtbot: Any) -> None:
    read: list[tuple[int, ...]] = []

    def load(block: np.ndarray) -> np.ndarray:
        read.append(block.shape)
        return block + np.arange(block.shape[1], dtype=np.uint16)

    def level(side: int) -> Any:
        lazy = da.zeros((side, side), chunks=512, dtype=np.uint16)
        return lazy.map_blocks(load, dtype=np.uint16, meta=np.empty((0, 0), np.uint16))

    levels = [level(side) for side in (16384, 4096, 1024)]
    source = viewer.add_image(levels, multiscale=True, contrast_limits=(0, 512), visible=False)
    viewer.canvas.size = (500, 500)
    fit_to(viewer, 500 / 16384, (8192, 8192))
    read.clear()
    form = make_form("threshold.otsu", source)
    click(qtbot, form)
    layer = wait_for(qtbot, form, lambda _: True)
    assert tuple(layer.scale) == (32, 32)
    assert "every 32nd pixel" in form.panel.status.text()
    fit_to(viewer, 1, (8192, 8192))
    layer = wait_for(qtbot, form, lambda one: tuple(one.scale) == (1, 1))
    assert form.panel.status.text() == "approximate: statistics of a sample"
    assert layer.data.any()
    assert not layer.data.all()
    idle(qtbot, form)
    assert sum(a * b for a, b in read) < 10_000_000


def test_lazy_image_without_levels_shows_its_middle(
    viewer: Any, make_form: Any, qtbot: Any
) -> None:
    data = da.zeros((12_000, 12_000), chunks=1000, dtype=np.uint8)
    source = viewer.add_image(data, contrast_limits=(0, 1), visible=False)
    viewer.canvas.size = (500, 500)
    fit_to(viewer, 500 / 12_000, (6000, 6000))
    form = make_form("threshold.manual", source)
    click(qtbot, form)
    layer = wait_for(qtbot, form, lambda _: True)
    assert layer.data.shape == (1500, 1500)
    assert "zoom in: the preview shows the middle" in form.panel.status.text()
    fit_to(viewer, 1, (6000, 6000))
    wait_for(qtbot, form, lambda one: one.data.shape[0] < 600)
    assert form.panel.status.text() == "exact"


def test_colours_look_like_colours(viewer: Any, make_form: Any, qtbot: Any) -> None:
    data = np.random.default_rng(0).integers(0, 256, (40, 50, 3)).astype(np.uint8)
    source = viewer.add_image(data, rgb=True)
    fit_to(viewer)
    form = make_form("filters.gaussian", source)
    form.settings["sigma"] = 1
    click(qtbot, form)
    layer = wait_for(qtbot, form, lambda _: True)
    assert layer.rgb
    full = run("filters.gaussian", {"image": to_value(source)}, {"sigma": 1})["image"]
    np.testing.assert_allclose(layer.data * 256, full.data)


def test_labels_as_mask_and_masks_are_taken(viewer: Any, make_form: Any, qtbot: Any) -> None:
    cells = np.zeros((40, 50), np.int32)
    cells[4:20, 5:20] = 7
    cells[8:12, 9:14] = 0
    source = viewer.add_labels(cells)
    fit_to(viewer)
    form = make_form("morphology.fill_holes", source)
    click(qtbot, form)
    expected = run("morphology.fill_holes", {"mask": Mask.of(cells > 0)})["mask"]
    layer = wait_for(qtbot, form, same(expected.data))
    assert form.panel.plot.isHidden()
    source.data_setitem((np.array([30]), np.array([30])), 3)
    wait_for(qtbot, form, lambda one: bool(one.data[30, 30]))
    assert form.shown is layer


def test_error_stands_in_the_panel_and_hides_the_picture(
    viewer: Any, make_form: Any, qtbot: Any, blobs: np.ndarray, said: list[str]
) -> None:
    form = make_form("threshold.manual", viewer.add_image(blobs))
    click(qtbot, form)
    layer = wait_for(qtbot, form, lambda _: True)
    form.set(lower=9, upper=3)
    qtbot.waitUntil(lambda: "nothing lies between" in form.panel.status.text(), timeout=WAIT)
    assert not layer.visible
    form.set(bins=3)
    qtbot.waitUntil(lambda: "no parameter 'bins'" in form.panel.status.text(), timeout=WAIT)
    del form.settings["bins"]
    form.set(upper=30)
    wait_for(qtbot, form, same((blobs >= 9) & (blobs <= 30)))
    assert said == []


def test_before_and_after(viewer: Any, make_form: Any, qtbot: Any, blobs: np.ndarray) -> None:
    form = make_form("filters.gaussian", viewer.add_image(blobs))
    click(qtbot, form)
    layer = wait_for(qtbot, form, lambda _: True)
    form.panel.compare.setDown(True)
    form.panel.compare.pressed.emit()
    assert not layer.visible
    form.panel.compare.released.emit()
    assert layer.visible
    held = next(call for key, call in viewer.keymap.items() if str(key) == KEY)(viewer)
    next(held)
    assert not layer.visible
    with pytest.raises(StopIteration):
        next(held)
    assert layer.visible
    click_off(form)
    assert KEY not in map(str, viewer.keymap)


def click_off(form: Form) -> None:
    form.panel.check.click()
    assert not form.panel.on


def test_stop_takes_it_away_until_something_changes(
    viewer: Any, make_form: Any, qtbot: Any, blobs: np.ndarray
) -> None:
    source = viewer.add_image(blobs)
    form = make_form("threshold.manual", source)
    click(qtbot, form)
    wait_for(qtbot, form, lambda _: True)
    form.set(lower=30)
    form.panel.stop()
    idle(qtbot, form)
    viewer.scene.camera.zoom *= 2
    idle(qtbot, form)
    assert list(viewer.layers) == [source]
    assert form.panel.on
    form.set(lower=40)
    wait_for(qtbot, form, lambda _: True)


def test_somebody_removes_the_preview(
    viewer: Any, make_form: Any, qtbot: Any, blobs: np.ndarray
) -> None:
    source = viewer.add_image(blobs)
    form = make_form("filters.gaussian", source)
    told: list[bool] = []
    form.panel.toggled.connect(told.append)
    click(qtbot, form)
    viewer.layers.remove(wait_for(qtbot, form, lambda _: True))
    assert told == [True, False]
    idle(qtbot, form)
    assert list(viewer.layers) == [source]


def test_one_preview_in_a_viewer(
    viewer: Any, make_form: Any, qtbot: Any, blobs: np.ndarray
) -> None:
    source = viewer.add_image(blobs)
    first, second = make_form("filters.gaussian", source), make_form("threshold.otsu", source)
    click(qtbot, first)
    wait_for(qtbot, first, lambda one: isinstance(one, Image))
    click(qtbot, second)
    wait_for(qtbot, second, lambda one: isinstance(one, Labels))
    assert not first.panel.on
    assert len(viewer.layers) == 2
    assert KEY in map(str, viewer.keymap)


def test_form_goes_away(viewer: Any, make_form: Any, qtbot: Any, blobs: np.ndarray) -> None:
    source = viewer.add_image(blobs)
    form = make_form("filters.gaussian", source)
    click(qtbot, form)
    wait_for(qtbot, form, lambda _: True)
    form.panel.changed()
    viewer.window.remove_dock_widget(form)
    form.deleteLater()
    qtbot.waitUntil(lambda: list(viewer.layers) == [source], timeout=WAIT)
    viewer.scene.camera.zoom *= 2
    qtbot.wait(100)
    assert list(viewer.layers) == [source]


def test_a_form_that_is_not_seen_shows_nothing(
    make_napari_viewer: Callable[..., Any], qtbot: Any, blobs: np.ndarray
) -> None:
    viewer = make_napari_viewer(show=True)
    source = viewer.add_image(blobs)
    form = Form(viewer, "filters.gaussian", {"image": [source]})
    viewer.window.add_dock_widget(form, name="Form")
    form.panel.set_on(True)
    wait_for(qtbot, form, lambda _: True)
    form.hide()
    idle(qtbot, form)
    assert list(viewer.layers) == [source]
    form.show()
    wait_for(qtbot, form, lambda _: True)
    assert form.panel.on


def test_histogram_comes_back_with_the_preview(
    viewer: Any, make_form: Any, qtbot: Any, blobs: np.ndarray
) -> None:
    form = make_form("threshold.otsu", viewer.add_image(blobs))
    form.panel.set_on(True)
    form.panel.set_on(False)
    form.panel.set_on(True)
    qtbot.waitUntil(lambda: form.panel.plot.histogram is not None, timeout=WAIT)
    qtbot.waitUntil(lambda: len(form.panel.plot.limits) == 1, timeout=WAIT)
    histogram = form.panel.plot.histogram
    assert histogram.counts.sum() == blobs.size
    form.panel.plot.resize(202, 70)
    (x,) = form.panel.plot.line_places(histogram)
    assert x == pytest.approx(1 + 200 * histogram.place(form.panel.plot.limits[0]))
    assert not form.panel.plot.grab().isNull()


def test_tables_have_no_preview(viewer: Any, make_form: Any, qtbot: Any) -> None:
    form = make_form("measure.regions")
    assert form.panel.isHidden()


def test_no_layer_is_said(viewer: Any, make_form: Any, qtbot: Any) -> None:
    form = make_form("filters.gaussian")
    form.layers = {"image": []}
    click(qtbot, form)
    qtbot.waitUntil(lambda: form.panel.status.text() == "Add image first.", timeout=WAIT)


def test_composites_are_not_mixed_with_the_preview(
    viewer: Any, make_form: Any, qtbot: Any, blobs: np.ndarray
) -> None:
    source = viewer.add_image(blobs, blending="additive", colormap="green")
    form = make_form("filters.gaussian", source)
    click(qtbot, form)
    layer = wait_for(qtbot, form, lambda _: True)
    assert layer.blending == "translucent_no_depth"
    assert layer.colormap.name == "green"


class Gate:
    """An operation that waits until it is let through."""

    def __init__(self) -> None:
        self.entered, self.open = Event(), Event()
        self.seen: list[float] = []
        self.inside = self.most_inside = 0


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()

    @operation(title="Wait", family="awaited", halo=lambda ndim, **_: [0] * ndim)
    def wait(image: ImageArray, *, value: float = 0.0) -> SameArray:
        """Wait at the gate, and give the value."""
        gate.seen.append(value)
        gate.inside += 1
        gate.most_inside = max(gate.most_inside, gate.inside)
        gate.entered.set()
        gate.open.wait(30)
        gate.inside -= 1
        return np.full_like(image, value)

    yield gate
    gate.open.set()
    registry.remove("awaited.wait")


def start(qtbot: Any, make_form: Any, viewer: Any, gate: Gate) -> Form:
    source = viewer.add_image(np.zeros((20, 20), np.float32), name="source")
    form: Form = make_form("awaited.wait", source)
    form.settings["value"] = 1
    click(qtbot, form)
    qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    return form


def test_stale_runs_are_dropped(viewer: Any, make_form: Any, qtbot: Any, gate: Gate) -> None:
    form = start(qtbot, make_form, viewer, gate)
    shown: list[float] = []
    form.panel.run.made.connect(
        lambda one: shown.append(float(one.preview.values["result"].data.max()))
    )
    for value in (2, 3, 4):
        form.set(value=value)
        qtbot.wait(150)
    gate.open.set()
    wait_for(qtbot, form, lambda one: one.data.max() == 4)
    idle(qtbot, form)
    assert gate.seen == [1, 4]
    assert shown == [4]
    assert gate.most_inside == 1


def test_switched_off_while_running(viewer: Any, make_form: Any, qtbot: Any, gate: Gate) -> None:
    form = start(qtbot, make_form, viewer, gate)
    click_off(form)
    gate.open.set()
    idle(qtbot, form)
    assert [layer.name for layer in viewer.layers] == ["source"]


def test_input_removed_while_running(viewer: Any, make_form: Any, qtbot: Any, gate: Gate) -> None:
    form = start(qtbot, make_form, viewer, gate)
    form.layers = {"image": []}
    viewer.layers.clear()
    gate.open.set()
    idle(qtbot, form)
    assert len(viewer.layers) == 0


def test_viewer_closed_while_running(
    viewer: Any, make_form: Any, qtbot: Any, gate: Gate, said: list[str]
) -> None:
    form = start(qtbot, make_form, viewer, gate)
    running = form.panel.run
    form.set(value=5)
    viewer.close()
    gate.open.set()
    qtbot.waitUntil(lambda: not running.busy, timeout=WAIT)
    assert gate.seen == [1]
    assert said == []


def test_window_of_a_turned_layer(viewer: Any) -> None:
    layer = viewer.add_image(np.zeros((100, 200)), rotate=90, scale=(2, 2))
    viewer.canvas.size = (100, 100)
    corner = layer.data_to_world((50, 100))
    fit_to(viewer, 1, tuple(corner))
    window = visible_window(viewer, layer)
    assert window.visible["y"] == (25, 76)
    assert window.visible["x"] == (75, 126)
    assert window.step == {"y": 1, "x": 1}


def test_window_of_layers_in_different_units(viewer: Any) -> None:
    first = viewer.add_image(np.zeros((100, 100)), scale=(0.5, 0.5), units=("um", "um"))
    second = viewer.add_image(np.zeros((100, 100)), scale=(500, 500), units=("nm", "nm"))
    viewer.canvas.size = (20, 20)
    viewer.reset_view()
    assert visible_window(viewer, first) == visible_window(viewer, second)


def test_window_with_axes_in_another_order(viewer: Any) -> None:
    layer = viewer.add_image(np.zeros((10, 40, 50)))
    viewer.dims.order = (1, 0, 2)
    viewer.dims.set_current_step(1, 13)
    window = visible_window(viewer, layer)
    assert window.visible["y"] == 13
    assert window.visible["z"] == (0, 10)
    assert set(window.step) == {"z", "x"}

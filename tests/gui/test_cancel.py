"""Cancelling, progress, and closing the viewer while something runs."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

import numpy as np
import pandas as pd
import pytest
from desk import WAIT, Desk
from napari.utils import progress
from qtpy.QtCore import Qt, QTimer

from napari_darkroom.core.annotations import ImageArray, LabelsArray, Poll, SameArray
from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.registry import registry
from napari_darkroom.core.values import Image, Table
from napari_darkroom.plugin.activity import STEPS
from napari_darkroom.plugin.form import OperationForm
from napari_darkroom.plugin.session import Session


class Gate:
    """An operation that waits in every plane until it is let through."""

    def __init__(self) -> None:
        self.entered, self.open = Event(), Event()
        self.calls = self.inside = self.most_inside = 0


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()

    @operation(title="Wait", family="gated", dimensions=(2,))
    def wait(image: ImageArray) -> SameArray:
        """Wait at the gate."""
        gate.calls += 1
        gate.inside += 1
        gate.most_inside = max(gate.inside, gate.most_inside)
        gate.entered.set()
        opened = gate.open.wait(30)
        gate.inside -= 1
        if not opened:
            raise TimeoutError
        return image

    @operation(title="Wait", family="gated", dimensions=(2,))
    def wait_and_ask(image: ImageArray, *, poll: Poll = None) -> SameArray:
        """Wait at the gate, and ask meanwhile whether to go on."""
        gate.inside += 1
        gate.entered.set()
        try:
            while poll is not None and not gate.open.wait(0.01):
                poll()
        finally:
            gate.inside -= 1
        return image

    @operation(title="Wait", family="gated", dimensions=(2,))
    def wait_on_labels(labels: LabelsArray) -> SameArray:
        """Wait at the gate."""
        wait(labels)
        return labels

    @operation(title="Wait", family="gated")
    def wait_and_measure(image: Image) -> Table:
        """Wait at the gate, and count."""
        wait(image)
        return Table(pd.DataFrame({"count": [3]}), {"count": Column("A count.")}, keys=("count",))

    yield gate
    for id_ in [one for one in registry if one.startswith("gated.")]:
        registry.remove(id_)


@pytest.fixture
def desk(gate: Gate, desk: Desk) -> Iterator[Desk]:
    """Return a desk that is left before the operations are: its window may ask for them till then.

    What still stands at the gate is let through first.
    """
    yield desk
    gate.open.set()
    desk.qtbot.waitUntil(form_worker(gate), timeout=WAIT)


def begin(desk: Desk, gate: Gate) -> OperationForm:
    desk.viewer.add_image(np.zeros((4, 8, 8)), name="stack")
    return start(desk, "gated.wait", gate)


def start(desk: Desk, id_: str, gate: Gate) -> OperationForm:
    """Open a form, press Run, and return it when the operation stands at the gate."""
    gate.entered.clear()
    form = OperationForm(desk.viewer, registry[id_])
    desk.viewer.window.add_dock_widget(form, name="Wait")
    desk.qtbot.mouseClick(form.run_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    return form


def test_window_stays_alive_and_tells_that_it_works(desk: Desk, gate: Gate) -> None:
    form = begin(desk, gate)
    assert not form.run_button.isEnabled()
    assert not form.cancel_button.isHidden()
    desk.qtbot.waitUntil(lambda: len(progress._all_instances) == 1, timeout=WAIT)
    assert [bar.desc for bar in progress._all_instances] == ["Wait"]
    gate.open.set()
    desk.qtbot.waitUntil(lambda: len(desk.viewer.layers) == 2, timeout=WAIT)
    assert form.run_button.isEnabled()
    assert form.cancel_button.isHidden()
    desk.qtbot.waitUntil(lambda: len(progress._all_instances) == 0, timeout=WAIT)


def test_window_answers_while_a_step_runs(desk: Desk, gate: Gate) -> None:
    form = begin(desk, gate)
    handled: list[int] = []
    clock = QTimer()
    clock.timeout.connect(lambda: handled.append(gate.inside))
    clock.start(1)
    layer = desk.viewer.layers["stack"]
    for number in range(20):
        desk.viewer.dims.set_current_step(0, number % 4)
        layer.visible = not layer.visible
        desk.qtbot.mouseClick(form.keep_both, Qt.MouseButton.LeftButton)
        before = len(handled)
        desk.qtbot.waitUntil(lambda before=before: len(handled) >= before + 5, timeout=WAIT)
    clock.stop()
    assert len(handled) >= 100
    assert set(handled) == {1}
    assert not form.keep_both.isChecked()
    gate.open.set()
    desk.qtbot.waitUntil(lambda: len(desk.viewer.layers) == 2, timeout=WAIT)


def test_progress_goes_up_to_the_end(desk: Desk, gate: Gate) -> None:
    gate.open.set()
    desk.viewer.add_image(np.zeros((4, 8, 8)))
    form = OperationForm(desk.viewer, registry["gated.wait"])
    desk.qtbot.addWidget(form)
    seen: list[int] = []
    form.progress.valueChanged.connect(seen.append)
    desk.press_run(form)
    assert STEPS in seen
    assert seen[:-1] == sorted(seen[:-1])


def test_cancel_drops_the_result_at_once(desk: Desk, gate: Gate) -> None:
    form = begin(desk, gate)
    desk.qtbot.mouseClick(form.cancel_button, Qt.MouseButton.LeftButton)
    assert form.run_button.isEnabled()
    desk.qtbot.waitUntil(lambda: len(progress._all_instances) == 0, timeout=WAIT)
    worker = form_worker(gate)
    gate.open.set()
    desk.qtbot.waitUntil(worker, timeout=WAIT)
    assert len(desk.viewer.layers) == 1
    assert gate.calls == 1
    assert desk.said == []


def test_cancel_ends_an_operation_that_asks_within_a_plane(desk: Desk, gate: Gate) -> None:
    desk.viewer.add_image(np.zeros((4, 8, 8)), name="stack")
    form = start(desk, "gated.wait_and_ask", gate)
    desk.qtbot.mouseClick(form.cancel_button, Qt.MouseButton.LeftButton)
    # The gate is still shut.
    desk.qtbot.waitUntil(form_worker(gate), timeout=WAIT)
    assert form.run_button.isEnabled()
    assert len(desk.viewer.layers) == 1
    assert desk.said == []


def form_worker(gate: Gate) -> Any:
    """Return whether no thread stands at the gate any more."""
    return lambda: gate.inside == 0


def test_new_run_after_cancel_is_not_troubled_by_the_old(desk: Desk, gate: Gate) -> None:
    form = begin(desk, gate)
    desk.qtbot.mouseClick(form.cancel_button, Qt.MouseButton.LeftButton)
    gate.open.set()
    (result,) = desk.press_run(form)
    desk.qtbot.waitUntil(form_worker(gate), timeout=WAIT)
    assert list(desk.viewer.layers)[1:] == [result]


def test_cancelled_runs_do_not_pile_up(desk: Desk, gate: Gate) -> None:
    form = begin(desk, gate)
    for _ in range(3):
        desk.qtbot.mouseClick(form.cancel_button, Qt.MouseButton.LeftButton)
        assert form.run_button.isEnabled()
        desk.qtbot.mouseClick(form.run_button, Qt.MouseButton.LeftButton)
        desk.qtbot.wait(50)
    gate.open.set()
    desk.qtbot.waitUntil(lambda: len(desk.viewer.layers) == 2, timeout=WAIT)
    desk.qtbot.waitUntil(form_worker(gate), timeout=WAIT)
    assert gate.most_inside == 2
    # One plane of the two that began and were cancelled, all four of the last.
    assert gate.calls == 6
    assert form.run_button.isEnabled()


def test_inputs_are_those_of_the_moment_of_run(desk: Desk, gate: Gate) -> None:
    begin(desk, gate)
    layer = desk.viewer.layers["stack"]
    layer.scale = (9, 9, 9)
    layer.data = np.ones((4, 8, 8))
    gate.open.set()
    desk.qtbot.waitUntil(lambda: len(desk.viewer.layers) == 2, timeout=WAIT)
    np.testing.assert_array_equal(desk.viewer.layers[1].scale, [1, 1, 1])
    assert desk.viewer.layers[1].data.max() == 0


def test_what_is_painted_during_a_run_is_not_mixed_into_it(desk: Desk, gate: Gate) -> None:
    painted = desk.viewer.add_labels(np.ones((2, 8, 8), np.uint8), name="cells")
    form = start(desk, "gated.wait_on_labels", gate)
    painted.data_setitem((np.array([1]), np.array([2]), np.array([3])), 9)
    gate.open.set()
    desk.qtbot.waitUntil(lambda: len(desk.viewer.layers) == 2, timeout=WAIT)
    result = desk.viewer.layers[1]
    # The run is of what was there, and what was painted is a change that runs anew.
    desk.qtbot.waitUntil(lambda: result.data.max() == 9, timeout=WAIT)
    np.testing.assert_array_equal(result.data, painted.data)
    assert form.run_button.isEnabled()
    session = Session.of(desk.viewer)
    assert session.history.timeline.undo_title == "Paint on cells"
    session.undo()
    desk.qtbot.waitUntil(lambda: result.data.max() == 1, timeout=WAIT)
    assert painted.data.max() == 1


def test_choices_are_those_of_the_moment_of_run(desk: Desk, gate: Gate, said: list[str]) -> None:
    desk.viewer.add_image(np.zeros((1, 8, 8)), name="stack")
    gate.open.set()
    form = OperationForm(desk.viewer, registry["gated.wait"])
    desk.viewer.window.add_dock_widget(form, name="Wait")
    (first,) = desk.press_run(form)
    other = desk.viewer.add_image(np.ones((1, 8, 8)), name="other")
    form.inputs["image"].set_layer(other)
    gate.open.clear()
    gate.entered.clear()
    form.keep_both.setChecked(True)
    desk.qtbot.mouseClick(form.run_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    form.keep_both.setChecked(False)
    form.scope.set_scope("selected")
    gate.open.set()
    desk.qtbot.waitUntil(lambda: len(desk.viewer.layers) == 4, timeout=WAIT)
    assert first in desk.viewer.layers
    assert desk.viewer.layers.selection.active.name == "other · Wait"


def test_result_arrives_though_its_input_is_gone(desk: Desk, gate: Gate) -> None:
    begin(desk, gate)
    desk.viewer.layers.clear()
    gate.open.set()
    desk.qtbot.waitUntil(lambda: len(desk.viewer.layers) == 1, timeout=WAIT)
    assert desk.viewer.layers[0].name == "stack · Wait"


def test_table_is_shown_alone_though_its_layer_is_gone(desk: Desk, gate: Gate) -> None:
    desk.viewer.add_image(np.zeros((8, 8)), name="cells")
    start(desk, "gated.wait_and_measure", gate)
    desk.viewer.layers.clear()
    gate.open.set()
    desk.qtbot.waitUntil(lambda: bool(desk.said), timeout=WAIT)
    assert desk.said == ["info: cells was removed meanwhile: its table is shown alone."]
    dock = desk.table()
    assert dock.table is not None
    assert list(dock.table.data["count"]) == [3]
    assert dock.choice.currentText().startswith("cells (removed)")
    assert dock.head.save.isEnabled()
    dock.view.setCurrentIndex(dock.view.model().index(0, 0))
    desk.viewer.add_image(np.zeros((8, 8)))
    assert dock.table is not None


def test_run_is_not_offered_where_the_layers_are_gone(desk: Desk, gate: Gate) -> None:
    form = begin(desk, gate)
    desk.viewer.layers.clear()
    desk.qtbot.mouseClick(form.cancel_button, Qt.MouseButton.LeftButton)
    assert not form.run_button.isEnabled()


def test_what_was_done_is_shown_though_a_later_layer_breaks(desk: Desk) -> None:
    @operation(title="Break", family="gated")
    def breaks_on_one(image: ImageArray) -> SameArray:
        """Break where a pixel is 1."""
        if image.max() == 1:
            raise RuntimeError("a bug")
        return image

    for value in (0, 1, 2):
        desk.viewer.add_image(np.full((4, 4), value), name=f"c{value}")
    form = OperationForm(desk.viewer, registry["gated.breaks_on_one"])
    desk.qtbot.addWidget(form)
    form.scope.set_scope("selected")
    desk.viewer.layers.select_all()
    shown = desk.press_run(form)
    assert [layer.name for layer in shown] == ["c0 · Break", "c2 · Break"]
    assert desk.said == ["error: c1: RuntimeError: a bug"]
    assert form.run_button.isEnabled()


def test_viewer_closes_while_something_runs(desk: Desk, gate: Gate) -> None:
    begin(desk, gate)
    desk.viewer.close()
    gate.open.set()
    desk.qtbot.waitUntil(form_worker(gate), timeout=WAIT)
    assert len(progress._all_instances) == 0
    assert desk.said == []


def test_unexpected_error_frees_the_form(desk: Desk, blobs: np.ndarray) -> None:
    @operation(title="Break", family="gated")
    def broken(image: ImageArray) -> SameArray:
        """Break."""
        raise RuntimeError("a bug")

    desk.viewer.add_image(blobs)
    form = OperationForm(desk.viewer, registry["gated.broken"])
    desk.qtbot.addWidget(form)
    assert desk.press_run(form) == []
    assert desk.said == ["error: RuntimeError: a bug"]
    assert form.run_button.isEnabled()
    desk.qtbot.waitUntil(lambda: len(progress._all_instances) == 0, timeout=WAIT)

"""Who waits for a step is told what became of it, whatever that is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk
from record import check, settle

import napari_darkroom as dr
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.engine.catalog import find
from napari_darkroom.plugin.request import Request
from napari_darkroom.recipe.history import Status


@pytest.fixture
def blurred(desk: Desk, blobs: np.ndarray) -> Any:
    source = desk.viewer.add_image(blobs, name="dna")
    return dr.apply(desk.viewer, "filters.gaussian", source)


def test_a_run_behind_a_step_that_has_failed_says_so(desk: Desk, blurred: Any) -> None:
    session = settle(desk)
    session.change("blurred", params={"sigma": "1 s"})
    settle(desk)
    assert session.history.status("blurred") is Status.FAILED
    with pytest.raises(DarkroomError, match="blurred failed"):
        dr.apply(desk.viewer, "threshold.otsu", blurred)
    desk.viewer.layers.selection.active = blurred
    form = desk.find("otsu")
    form.inputs["image"].set_layer(blurred)
    assert desk.press_run(form) == []
    assert "blurred failed" in form.complaint.text()
    assert form.run_button.isEnabled()


def test_undo_while_somebody_waits(desk: Desk, blurred: Any) -> None:
    session, median = settle(desk), find("filters.median")
    request = Request(median, {"image": [blurred]}, median.canonical({}))
    steps = session.run([request])
    with desk.qtbot.waitSignal(session.failed, timeout=WAIT) as failed:
        session.promises.tell_of(steps)
        session.undo()
    assert failed.args[0] == steps[0]
    assert "taken back" in failed.args[1]
    settle(desk)
    assert [step.id for step in session.history.graph.steps] == ["blurred"]
    check(session)


def test_a_step_that_runs_for_a_form_is_cancelled_elsewhere(desk: Desk, blurred: Any) -> None:
    desk.viewer.layers.selection.active = blurred
    form = desk.find("median")
    form.inputs["image"].set_layer(blurred)
    form.start()
    session = form.session
    (step,) = form.runs.steps
    session.cancel(step)
    desk.qtbot.waitUntil(lambda: not form.runs.working, timeout=WAIT)
    assert form.run_button.isEnabled()
    assert step not in session.history.graph.names


def test_what_is_up_to_date_is_told_at_once(desk: Desk, blurred: Any) -> None:
    source = desk.viewer.layers["dna"]
    assert dr.apply(desk.viewer, "filters.gaussian", source) is blurred

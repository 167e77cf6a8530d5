"""Whether a viewer shows what its record gives: every layer and table, replayed from the inputs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from desk import WAIT, Desk

from napari_darkroom.core.values import Table, Value
from napari_darkroom.engine.job import Job
from napari_darkroom.plugin.display import outputs
from napari_darkroom.plugin.layers import is_preview, to_value
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.recipe.graph import Graph, root
from napari_darkroom.recipe.history import Status
from napari_darkroom.recipe.run import StepError, run_step


def settle(desk: Desk) -> Session:
    """Wait until nothing runs and nothing is stale."""
    session = Session.of(desk.viewer)
    session.painting.look()
    desk.qtbot.waitUntil(lambda: session.scheduler.idle, timeout=WAIT)
    return session


def replay(session: Session) -> Mapping[str, Value]:
    """Return all that the record gives, computed from its inputs one step after the other."""
    known: dict[str, Value] = {n: s.value for n, s in session.history.sources.items()}
    for step in session.history.graph.steps:
        try:
            known |= run_step(step, known, Job())
        except (StepError, KeyError):
            assert session.history.status(step.id) in (Status.FAILED, Status.BLOCKED, Status.OFF)
    return known


def check(session: Session) -> None:
    """Assert that every layer and table is what the record gives now, and that none is missing."""
    graph, known = session.history.graph, replay(session)
    for layer in session.viewer.layers:
        reference = session.reference(layer)
        if is_preview(layer) or (reference is None and not session.bindings.is_result(layer)):
            continue
        assert reference is not None, f"{layer.name} shows a step that is gone"
        # The layer of a step that is off is hidden, and keeps what it showed.
        if reference in known and _is_on(graph, reference):
            _check_same(to_value(layer), known[reference], f"{layer.name}: {reference}")
    tables = [table for layer in session.viewer.layers for table in tables_of(layer).items()]
    for reference, table in tables:
        assert root(reference) in {step.id for step in graph.steps}, f"{reference} is gone"
        if reference in known and session.history.status(root(reference)) is Status.CURRENT:
            _check_same(table, known[reference], reference)
    _check_all_shown(session, known)


def _is_on(graph: Graph, reference: str) -> bool:
    return root(reference) in graph.inputs or graph.step(root(reference)).enabled


def _check_all_shown(session: Session, known: Mapping[str, Value]) -> None:
    graph: Graph = session.history.graph
    for step in graph.steps:
        status = session.history.status(step.id)
        assert status not in (Status.STALE, Status.WAITING, Status.RUNNING), f"{step.id}: {status}"
        if step.id in session.display.aside or status is not Status.CURRENT:
            continue
        for reference in outputs(step):
            if not isinstance(known[reference], Table):
                shown = session.layer(reference) is not None
                over = session.bindings.taken_over(reference, graph)
                assert shown or over, f"{reference} is not shown"


def _check_same(shown: Value, expected: Value, what: str) -> None:
    assert shown.kind == expected.kind, what
    if isinstance(shown, Table):
        assert isinstance(expected, Table)
        assert shown.data.equals(expected.data), what
        return
    assert not isinstance(expected, Table)
    np.testing.assert_array_equal(np.asarray(shown.data), np.asarray(expected.data), what)
    assert shown.calibration == expected.calibration, what

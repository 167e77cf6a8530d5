"""A table of the session is an input like any layer, and its columns are offered."""

from __future__ import annotations

import numpy as np
import pytest
from desk import Desk
from napari.layers import Labels

from napari_darkroom.engine.catalog import find
from napari_darkroom.plugin.column_field import ColumnField
from napari_darkroom.plugin.fields import OptionalField
from napari_darkroom.plugin.limit_field import LimitField
from napari_darkroom.plugin.request import Request
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.step_form import StepForm
from napari_darkroom.plugin.table_input import TableInputChoice


@pytest.fixture
def measured(desk: Desk) -> Desk:
    labels = np.zeros((40, 50), np.int32)
    labels[2:5, 2:5], labels[10:20, 10:20], labels[25:38, 30:48] = 3, 5, 9
    desk.viewer.add_labels(labels, name="cells")
    _measure(desk)
    return desk


def _measure(desk: Desk) -> None:
    layers = {"labels": [desk.viewer.layers["cells"]], "image": []}
    session = Session.of(desk.viewer)
    session.run([Request(find("measure.regions"), layers, {})])
    session.wait()


def _columns(field: ColumnField) -> list[str]:
    return [field.combo.itemText(i) for i in range(field.combo.count())]


def test_without_a_table_nothing_runs_and_the_form_says_why(desk: Desk) -> None:
    desk.viewer.add_labels(np.eye(5, dtype=int), name="cells")
    form = desk.find("filter objects")
    assert desk.press_run(form) == []
    assert "needs the input measurements: table. Measure objects first" in desk.said[-1]


def test_objects_are_filtered_by_a_column_of_their_table(measured: Desk) -> None:
    form = measured.find("filter objects")
    choice, column = form.inputs["measurements"], form.fields["column"]
    assert isinstance(choice, TableInputChoice)
    assert isinstance(column, ColumnField)
    assert [choice.itemText(i) for i in range(choice.count())] == ["cells: Measure objects"]
    assert "solidity" in _columns(column)
    assert column.value() == "area"
    form.fields["lower"].set_value(50)
    (kept,) = measured.press_run(form)
    assert isinstance(kept, Labels)
    assert np.unique(kept.data).tolist() == [0, 5, 9]
    assert measured.said == []
    step = form.session.history.graph.steps[-1]
    assert dict(step.inputs)["measurements"] == form.session.history.graph.steps[0].id


def test_a_table_that_comes_later_is_offered_at_once(desk: Desk) -> None:
    desk.viewer.add_labels(np.eye(9, dtype=int) * 3, name="cells")
    form = desk.find("filter objects")
    assert form.inputs["measurements"].count() == 0
    _measure(desk)
    assert form.inputs["measurements"].count() == 1
    assert isinstance(form.fields["column"], ColumnField)
    assert "num_pixels" in _columns(form.fields["column"])


def test_rows_of_a_table_are_filtered_and_shown(measured: Desk) -> None:
    form = measured.find("filter rows")
    assert form.run_button.isEnabled()
    form.fields["lower"].set_value(50)
    measured.press_run(form)
    assert measured.said == []
    session = form.session
    table = session.scheduler.value(session.history.graph.steps[-1].id)
    assert table.data["label"].tolist() == [5, 9]


def test_a_step_shows_its_table_and_another_column_is_an_edit(measured: Desk) -> None:
    form = measured.find("filter objects")
    form.fields["lower"].set_value(50)
    (kept,) = measured.press_run(form)
    session = form.session
    step = session.history.graph.steps[-1].id
    edit = StepForm(measured.viewer, step)
    measured.qtbot.addWidget(edit)
    assert edit.inputs["measurements"].reference() == session.history.graph.steps[0].id
    assert edit.fields["column"].value() == "area"
    edit.fields["column"].set_value("label")
    edit.fields["lower"].set_value(9)
    edit.apply()
    session.wait()
    assert np.unique(kept.data).tolist() == [0, 9]


def test_a_limit_is_recorded_with_the_unit_of_its_column(measured: Desk) -> None:
    form = measured.find("filter objects")
    limit = form.fields["lower"]
    assert isinstance(limit, OptionalField)
    assert isinstance(limit.inner, LimitField)
    limit.set_value(50)
    assert limit.inner.unit.text() == "pixel²"
    measured.press_run(form)
    assert form.session.history.graph.steps[-1].params["lower"] == "50 pixel^2"
    form.fields["column"].set_value("solidity")
    assert limit.value() == "50"
    form.fields["column"].set_value("area")
    limit.set_value("0.5 um^2")
    assert limit.value() == "0.5 um^2"


def test_an_unknown_column_is_refused_with_the_nearest(measured: Desk) -> None:
    form = measured.find("filter objects")
    form.fields["column"].set_value("soliditie")
    assert measured.press_run(form) == []
    assert "Did you mean 'solidity'?" in measured.said[-1]

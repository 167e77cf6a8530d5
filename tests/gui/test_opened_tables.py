"""Tables from files and scripts are inputs of operations like any layer, and part of the record."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from desk import Desk
from napari.layers import Labels
from qtpy.QtCore import QSettings

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError
from napari_darkroom.plugin.saving import save_script
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.session_folder import saved as saved_session
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.plugin.step_form import StepForm
from napari_darkroom.plugin.table.docks import open_table, table_dock
from napari_darkroom.plugin.table_reader import get_table_reader
from napari_darkroom.recipe.archive import save_zip
from napari_darkroom.tables.conditions import Between

# Neither dense nor in order.
OBJECTS = {12: (5, 8), 3: (20, 30), 700: (30, 10)}


@pytest.fixture(autouse=True)
def memory(tmp_path: Path) -> None:
    form, scope = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    QSettings.setPath(form, scope, str(tmp_path / "settings"))


def show_cells(desk: Desk) -> Labels:
    data = np.zeros((40, 50), np.int32)
    for half, (label, (y, x)) in enumerate(OBJECTS.items()):
        data[y - half : y + half + 1, x - half : x + half + 1] = label
    return desk.viewer.add_labels(data, name="cells")


@pytest.fixture
def cells(desk: Desk) -> Labels:
    return show_cells(desk)


@pytest.fixture
def treatments(tmp_path: Path) -> Path:
    path = tmp_path / "treatments.csv"
    frame = pd.DataFrame({"label": [700, 12, 3], "dose": [1.5, 0.0, 4.0], "drug": ["a", "b", "a"]})
    frame.to_csv(path, index=False)
    return path


def test_an_opened_table_is_chosen_in_a_form_and_recorded_with_its_file(
    desk: Desk, cells: Labels, treatments: Path
) -> None:
    form = desk.find("filter objects")
    assert form.inputs["measurements"].count() == 0
    open_table(desk.viewer).commands.open_file(treatments)
    choice = form.inputs["measurements"]
    assert [choice.itemText(i) for i in range(choice.count())] == ["treatments.csv"]
    form.fields["column"].set_value("dose")
    form.fields["lower"].set_value(1)
    (kept,) = desk.press_run(form)
    assert np.unique(kept.data).tolist() == [0, 3, 700]
    history = form.session.history
    name = dict(history.graph.steps[-1].inputs)["measurements"]
    assert (name, history.graph.inputs[name].kind) == ("treatments", "table")
    assert history.sources[name].file == treatments
    assert not history.sources[name].manual
    # Run again: the same step and the same input.
    form.fields["lower"].set_value(3)
    desk.press_run(form)
    assert np.unique(kept.data).tolist() == [0, 3]
    assert len(history.graph.steps) == 1
    edit = StepForm(desk.viewer, history.graph.steps[0].id)
    desk.qtbot.addWidget(edit)
    assert edit.inputs["measurements"].table() is history.sources[name].value
    edit.fields["lower"].set_value(1)
    edit.apply()
    form.session.wait()
    assert np.unique(kept.data).tolist() == [0, 3, 700]
    assert list(history.graph.inputs) == ["cells", "treatments"]


def test_a_step_that_reads_only_an_opened_table_is_shown_with_its_labels(
    desk: Desk, cells: Labels, treatments: Path
) -> None:
    dock = open_table(desk.viewer)
    dock.commands.open_file(treatments)
    form = desk.find("filter rows")
    form.fields["column"].set_value("drug")
    form.fields["text"].set_value("a")
    desk.press_run(form)
    assert desk.said == []
    assert dock.choice.layer is cells
    assert dock.table.data["label"].tolist() == [700, 3]
    dock.view.setCurrentIndex(dock.view.model().index(0, 0))
    assert cells.selected_label == 700


def test_without_labels_it_is_shown_alone(desk: Desk, treatments: Path) -> None:
    dock = open_table(desk.viewer)
    dock.commands.open_file(treatments)
    assert dock.choice.currentText().startswith("treatments.csv")
    assert "removed" not in dock.choice.currentText()
    form = desk.find("filter rows")
    form.fields["column"].set_value("dose")
    form.fields["lower"].set_value(1)
    desk.press_run(form)
    assert not any("removed" in one or "error" in one for one in desk.said)
    assert dock.table.data["label"].tolist() == [700, 3]


@pytest.fixture
def saved(desk: Desk, cells: Labels, treatments: Path, tmp_path: Path) -> Labels:
    """Save a session with a step that reads the table, and return what it kept."""
    open_table(desk.viewer).commands.open_file(treatments)
    (kept,) = desk.run("filter objects", column="dose", lower=1)
    Session.of(desk.viewer).save(tmp_path / "session")
    return kept


def reopened(make_desk: Any, folder: Path) -> Desk:
    other = make_desk()
    session = Session.of(other.viewer)
    session.open(folder)
    session.wait()
    return other


def test_a_saved_session_reads_the_file_again(
    saved: Labels, treatments: Path, tmp_path: Path, make_desk: Any
) -> None:
    other = reopened(make_desk, tmp_path / "session")
    assert Session.of(other.viewer).history.sources["treatments"].file == treatments
    np.testing.assert_array_equal(other.viewer.layers[saved.name].data, saved.data)
    # It is offered in forms, and its step shows it.
    form = other.find("filter rows")
    assert form.inputs["measurements"].reference() == "treatments"


@pytest.mark.parametrize("alone", [False, True])
def test_a_table_that_no_step_reads_comes_back_with_its_session(
    treatments: Path, tmp_path: Path, make_desk: Any, alone: bool
) -> None:
    desk = make_desk(show=True)
    desk.viewer.layers.selection.active = show_cells(desk)
    if alone:
        # None of its objects is in the labels.
        treatments.write_text("label,dose,drug\n70,1.5,a\n12000,0,b\n")
    desk.run("measure objects")
    dock = open_table(desk.viewer)
    dock.commands.open_file(treatments)
    before = dock.table.data
    dock.state.set_conditions([Between("dose", low=1)])
    dock.state.show_columns(["dose", "label"])
    Session.of(desk.viewer).save(tmp_path / "session")
    assert not any(one.startswith("warning") for one in desk.said)
    # The session has it, whatever becomes of the file.
    treatments.unlink()
    other = reopened(make_desk, tmp_path / "session")
    dock = other.table()
    other.qtbot.waitUntil(lambda: "dose" in dock.table.data, timeout=5000)
    pd.testing.assert_frame_equal(dock.table.data, before)
    assert dock.table.keys == ("label",)
    assert dock.choice.currentText().startswith("treatments" if alone else "cells: treatments")
    assert dock.state.columns == ("dose", "label")
    assert dock.state.conditions == (Between("dose", low=1),)
    assert (dock.choice.layer is None) is alone
    if not alone:
        dock.state.set_conditions([])
        dock.state.select(dock.state.rows_of({"label": 700}))
        dock.view.pointed.emit(0)
        assert dock.choice.layer.selected_label == 700
    # Once more, with what was brought back, and a step that reads it.
    form = other.find("filter rows")
    assert "treatments.csv" in [
        form.inputs["measurements"].itemText(i) for i in range(form.inputs["measurements"].count())
    ]
    Session.of(other.viewer).save(tmp_path / "again")
    assert (tmp_path / "again" / "tables" / "opened_1.csv").is_file()


def test_a_damaged_table_that_no_step_reads_is_told_and_costs_nothing_else(
    desk: Desk, cells: Labels, treatments: Path, tmp_path: Path, make_desk: Any
) -> None:
    desk.viewer.layers.selection.active = cells
    desk.run("measure objects")
    open_table(desk.viewer).commands.open_file(treatments)
    Session.of(desk.viewer).save(tmp_path / "session")
    (tmp_path / "session" / "tables" / "opened_1.csv").write_text("label\n1\n")
    other = reopened(make_desk, tmp_path / "session")
    (told,) = [one for one in other.said if one.startswith("warning")]
    assert "A table that no step reads is left out." in told
    assert "The steps that read it wait" not in told
    assert "label" in open_table(other.viewer).table.data


def test_an_archive_has_the_tables_that_no_step_reads(
    desk: Desk, cells: Labels, treatments: Path, tmp_path: Path, make_desk: Any
) -> None:
    desk.viewer.layers.selection.active = cells
    desk.run("measure objects")
    open_table(desk.viewer).commands.open_file(treatments)
    save_zip(tmp_path / "session.zip", saved_session(Session.of(desk.viewer)))
    other = reopened(make_desk, tmp_path / "session.zip")
    tables = tables_of(other.viewer.layers["cells"]).values()
    assert any(list(one.data.columns) == ["label", "dose", "drug"] for one in tables)


@pytest.mark.usefixtures("saved")
def test_a_file_that_has_changed_is_told(treatments: Path, tmp_path: Path, make_desk: Any) -> None:
    treatments.write_text("label,dose\n12,9\n")
    other = reopened(make_desk, tmp_path / "session")
    assert any("treatments.csv has changed" in one for one in other.said)


def test_columns_named_by_hand_are_kept_with_the_record(
    desk: Desk, cells: Labels, tmp_path: Path, make_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, texts = tmp_path / "other.csv", iter(["ObjectNumber", "none"])
    pd.DataFrame({"ObjectNumber": [3, 700], "Size": [1, 2]}).to_csv(path, index=False)
    monkeypatch.setattr(
        "napari_darkroom.plugin.table.loading.QInputDialog.getItem", lambda *_: (next(texts), True)
    )
    open_table(desk.viewer).commands.open_file(path)
    (kept,) = desk.run("filter objects", column="Size", lower=2)
    assert np.unique(kept.data).tolist() == [0, 700]
    Session.of(desk.viewer).save(tmp_path / "session")
    path.unlink()
    other = reopened(make_desk, tmp_path / "session")
    np.testing.assert_array_equal(other.viewer.layers[kept.name].data, kept.data)


def test_a_script_gives_tables(desk: Desk, cells: Labels, treatments: Path) -> None:
    session = Session.of(desk.viewer)
    measured = dr.apply(desk.viewer, "measure.regions", cells)
    read = dr.read(treatments)
    joined = dr.apply(desk.viewer, "measure.join", measured, read)
    assert joined.set_index("label")["dose"].to_dict() == {12: 0.0, 3: 4.0, 700: 1.5}
    first, second = session.history.graph.steps
    name = dict(second.inputs)["others"]
    assert dict(second.inputs)["measurements"] == first.id
    assert session.history.sources[name].file == treatments
    # The same table once more is the same input; one of the script's own is made by hand.
    kept = dr.apply(desk.viewer, "labels.filter", cells, joined, column="dose", lower=2)
    assert np.unique(kept.data).tolist() == [0, 3]
    assert dict(session.history.graph.steps[-1].inputs)["measurements"] == second.id
    own = pd.DataFrame({"label": [12, 3, 700], "group": [1, 2, 3]})
    kept = dr.apply(desk.viewer, "labels.filter", cells, own, column="group", upper=1)
    assert np.unique(kept.data).tolist() == [0, 12]
    given = dict(session.history.graph.steps[-1].inputs)["measurements"]
    assert session.history.sources[given].manual
    number = len(session.history.graph.inputs)
    dr.apply(desk.viewer, "labels.filter", cells, own, column="group", lower=2)
    assert len(session.history.graph.inputs) == number
    with pytest.raises(InputError, match="A table is wanted, not int"):
        dr.apply(desk.viewer, "labels.filter", cells, 3)


def test_tables_that_are_dropped_are_opened(
    desk: Desk, cells: Labels, treatments: Path, tmp_path: Path
) -> None:
    desk.viewer.open(str(treatments), plugin="napari-darkroom")
    desk.qtbot.waitUntil(lambda: table_dock(desk.viewer) is not None, timeout=5000)
    assert desk.table().choice.layer is cells
    assert len(desk.viewer.layers) == 1
    points = tmp_path / "points.csv"
    points.write_text("index,axis-0,axis-1\n0,1,2\n")
    assert get_table_reader(str(points)) is None
    assert get_table_reader([]) is None
    assert get_table_reader(str(tmp_path / "missing.csv")) is None


def test_the_frame_is_asked_for_where_numbers_come_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, asked = tmp_path / "tracks.csv", list[str]()
    pd.DataFrame({"label": [3, 3], "frame": [0, 1], "v": [1, 2]}).to_csv(path, index=False)

    def answer(_: Any, __: str, question: str, offered: list[str], at: int, ___: bool) -> Any:
        asked.append(question)
        return offered[at], True

    monkeypatch.setattr("napari_darkroom.plugin.table.loading.QInputDialog.getItem", answer)
    dock = open_table(desk.viewer)
    dock.commands.open_file(path)
    assert len(asked) == 2
    assert dock.table.keys == ("t", "label")


def test_the_script_of_the_session_reads_the_table(
    desk: Desk, saved: Labels, tmp_path: Path
) -> None:
    path = tmp_path / "again.py"
    save_script(Session.of(desk.viewer), path)
    assert 'dr.read("treatments.csv", kind="table")' in path.read_text(encoding="utf-8")
    subprocess.run([sys.executable, path.name], cwd=tmp_path, check=True, timeout=120)
    (result,) = (tmp_path / "results").glob("*.tif")
    np.testing.assert_array_equal(dr.read(result).data, saved.data)

"""Tables from files: marked, undone, saved with the session, measured again as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from desk import Desk
from napari.layers import Labels
from qtpy.QtCore import QSettings, Qt
from qtpy.QtWidgets import QFileDialog, QInputDialog

import napari_darkroom as dr
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.table.dock import TableDock
from napari_darkroom.plugin.table.docks import open_table

# Neither dense nor in order.
OBJECTS = {12: (5, 8), 3: (20, 30), 700: (30, 10)}
REJECTED = {"verdict": "rejected", "reason": "debris"}


@pytest.fixture(autouse=True)
def memory(tmp_path: Path) -> None:
    form, scope = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    QSettings.setPath(form, scope, str(tmp_path / "settings"))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder with labels, an image, and the table of another program."""
    labels, image = np.zeros((40, 50), np.int32), np.zeros((40, 50), np.float32)
    for label, (y, x) in OBJECTS.items():
        labels[y - 1 : y + 2, x - 1 : x + 2] = label
        image[y - 1 : y + 2, x - 1 : x + 2] = label / 4
    dr.write(tmp_path / "cells.tif", dr.Labels.of(labels))
    dr.write(tmp_path / "dna.tif", dr.Image.of(image))
    cells = pd.DataFrame({"ObjectNumber": [3, 700, 12], "Area": [1.5, 2.5, 9]})
    cells.to_csv(tmp_path / "other.csv", index=False)
    return tmp_path


@pytest.fixture
def desk(make_desk: Any, files: Path) -> Desk:
    desk = make_desk(show=True)
    desk.viewer.open(files / "cells.tif", plugin="napari-darkroom", layer_type="labels")
    return desk


def cells_of(desk: Desk) -> Labels:
    return next(one for one in desk.viewer.layers if isinstance(one, Labels))


def load(desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch) -> TableDock:
    """Open a table; of one of another program the first column names the object."""
    answers = iter(["ObjectNumber", "none"])
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: (next(answers), True))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dock = open_table(desk.viewer)
    dock.commands.load()
    return dock


def texts(dock: TableDock) -> list[str]:
    return [dock.choice.itemText(i) for i in range(dock.choice.count())]


def verdicts(dock: TableDock) -> list[str] | None:
    table = dock.table
    known = table is not None and "verdict" in table.data.columns
    return table.data["verdict"].tolist() if known else None


def paint(desk: Desk, label: int) -> None:
    y, x = OBJECTS[label]
    cells_of(desk).selected_label = label
    cells_of(desk).paint((y + 3, x), label)


def test_objects_of_a_table_from_a_file_are_marked(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock = load(desk, files / "other.csv", monkeypatch)
    session = Session.of(desk.viewer)
    before = texts(dock)
    assert dock.choice.layer is cells_of(desk)
    dock.state.sort_by("Area", descending=True)
    dock.state.select(np.array([0, 2]))
    dock.commands.mark(REJECTED)
    desk.qtbot.waitUntil(lambda: verdicts(dock) == ["rejected", "", "rejected"], timeout=8000)
    assert len(texts(dock)) == 1
    assert dock.state.sort == ("Area", True)
    assert dock.state.selection.rows.tolist() == [0, 2]
    assert len(session.history.graph.steps) == 1
    assert session.history.sources["other"].manual
    dock.state.select(np.array([1]))
    dock.commands.mark({"class": "G1"})
    desk.qtbot.waitUntil(lambda: dock.table.data["class"].tolist() == ["", "G1", ""], timeout=8000)
    assert len(session.history.graph.steps) == 1
    session.undo()
    desk.qtbot.waitUntil(lambda: dock.table.data["class"].tolist() == ["", "", ""], timeout=8000)
    session.undo()
    desk.qtbot.waitUntil(lambda: verdicts(dock) is None, timeout=8000)
    assert texts(dock) == before
    assert session.history.graph.steps == ()
    session.redo()
    desk.qtbot.waitUntil(lambda: verdicts(dock) == ["rejected", "", "rejected"], timeout=8000)
    assert not [one for one in desk.said if one.startswith(("error", "warning"))]


def test_marks_on_a_table_from_a_file_come_back_with_the_session(
    desk: Desk, files: Path, make_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock = load(desk, files / "other.csv", monkeypatch)
    dock.state.select(np.array([1]))
    dock.commands.mark(REJECTED)
    desk.qtbot.waitUntil(lambda: verdicts(dock) == ["", "rejected", ""], timeout=8000)
    dock.state.sort_by("Area")
    Session.of(desk.viewer).save(files / "saved")
    other = make_desk(show=True)
    session = Session.of(other.viewer)
    session.open(files / "saved")
    session.wait()
    again = other.table()
    assert verdicts(again) == ["", "rejected", ""]
    assert again.choice.layer is cells_of(other)
    assert again.state.sort == ("Area", False)
    assert texts(again) == ["cells: other.csv"]
    again.view.setCurrentIndex(again.view.model().index(1, 0))
    assert cells_of(other).selected_label == 700
    assert not [one for one in other.said if one.startswith(("error", "warning"))]


def test_a_table_without_labels_is_marked_too(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.viewer.layers.clear()
    dock = load(desk, files / "other.csv", monkeypatch)
    before = texts(dock)
    dock.state.select(np.array([0]))
    dock.commands.mark(REJECTED)
    desk.qtbot.waitUntil(lambda: verdicts(dock) == ["rejected", "", ""], timeout=8000)
    assert texts(dock) == before
    Session.of(desk.viewer).undo()
    desk.qtbot.waitUntil(lambda: verdicts(dock) is None, timeout=8000)
    assert texts(dock) == before
    assert "removed" not in "".join(desk.said)


def test_what_is_stale_stays_stale_when_it_is_marked(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock = load(desk, files / "other.csv", monkeypatch)
    paint(desk, 700)
    desk.qtbot.waitUntil(dock.banner.isVisible, timeout=5000)
    dock.state.select(np.array([0]))
    dock.commands.mark(REJECTED)
    desk.qtbot.waitUntil(lambda: verdicts(dock) == ["rejected", "", ""], timeout=8000)
    assert dock.state.stale.tolist() == [False, True, False]
    assert dock.banner.isVisible()


def test_a_table_measured_elsewhere_is_measured_again_in_the_same_way(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    params = {"preset": "intensity", "also": "num_pixels"}
    image, labels = dr.read(files / "dna.tif"), dr.read(files / "cells.tif", kind="labels")
    dr.write(files / "measured.csv", dr.measure.regions(labels, image, **params))
    dock = load(desk, files / "measured.csv", monkeypatch)
    names = list(dock.table.data.columns)
    paint(desk, 700)
    desk.qtbot.waitUntil(dock.banner.isVisible, timeout=5000)
    desk.qtbot.mouseClick(dock.banner.button, Qt.MouseButton.LeftButton)
    assert "measured in the image dna.tif" in desk.said[-1]
    assert Session.of(desk.viewer).history.graph.steps == ()
    desk.viewer.add_image(np.zeros((40, 50), np.float32), name="another")
    (layer,) = desk.viewer.open(files / "dna.tif", plugin="napari-darkroom")
    desk.viewer.add_image(np.ones((40, 50), np.float32), name="one more")
    desk.qtbot.mouseClick(dock.banner.button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(dock.commands.is_recorded, timeout=20_000)
    assert list(dock.table.data.columns) == names
    now = dock.table.data.set_index("label")
    assert now["num_pixels"].tolist() == [9, 9, int((cells_of(desk).data == 700).sum())]
    expected = layer.data[cells_of(desk).data == 700].mean()
    assert now.loc[700, "intensity_mean"] == pytest.approx(expected)


def test_marks_stay_when_a_table_from_a_file_is_measured_again(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dr.write(files / "own.csv", dr.measure.regions(dr.read(files / "cells.tif", kind="labels")))
    dock, session = load(desk, files / "own.csv", monkeypatch), Session.of(desk.viewer)
    row = dock.table.data["label"].tolist().index(700)
    dock.state.select(np.array([row]))
    dock.commands.mark(REJECTED)
    desk.qtbot.waitUntil(lambda: "rejected" in (verdicts(dock) or []), timeout=8000)
    paint(desk, 700)
    desk.qtbot.waitUntil(dock.banner.isVisible, timeout=5000)
    desk.qtbot.mouseClick(dock.banner.button, Qt.MouseButton.LeftButton)
    size = int((cells_of(desk).data == 700).sum())

    def painted() -> bool:
        return bool(dock.table.data["num_pixels"].max() == size)

    desk.qtbot.waitUntil(lambda: painted() and verdicts(dock) is not None, timeout=20_000)
    marked = dock.table.data.set_index("label")["verdict"]
    assert marked.to_dict() == {3: "", 12: "", 700: "rejected"}
    assert not dock.banner.isVisible()
    # One press, one edit.
    session.undo()
    desk.qtbot.waitUntil(lambda: not painted(), timeout=20_000)
    assert verdicts(dock)[row] == "rejected"
    assert not [one for one in desk.said if one.startswith(("error", "warning"))]


def test_of_another_programs_table_it_is_said_what_is_needed(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock = load(desk, files / "other.csv", monkeypatch)
    paint(desk, 12)
    desk.qtbot.waitUntil(dock.banner.isVisible, timeout=5000)
    desk.qtbot.mouseClick(dock.banner.button, Qt.MouseButton.LeftButton)
    assert desk.said[-1].startswith("error: Nobody knows how this table was measured")
    assert "Measure objects, and choose there the image and the columns" in desk.said[-1]
    assert dock.banner.isVisible()


def test_a_table_with_a_key_twice_is_looked_at_coloured_and_marked(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = {"ObjectNumber": [700, 3, 700, 9999], "Area": [1.5, 2.5, 9, 4]}
    pd.DataFrame(cells).to_csv(files / "twice.csv", index=False)
    dock = load(desk, files / "twice.csv", monkeypatch)
    for switch in (dock.head.colour, dock.head.plot, dock.head.filter):
        desk.qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    dock.colour_strip.column.setCurrentText("Area")
    dock.state.sort_by("Area")
    dock.view.setCurrentIndex(dock.view.model().index(3, 0))
    assert cells_of(desk).selected_label == 700
    dock.state.select(np.array([0]))
    dock.commands.mark(REJECTED)
    expected = ["rejected", "", "rejected", ""]
    desk.qtbot.waitUntil(lambda: verdicts(dock) == expected, timeout=8000)
    desk.qtbot.wait(150)
    assert not [one for one in desk.said if one.startswith(("error", "warning"))]


@pytest.mark.parametrize("content", ["ObjectNumber,Area\n", "note,Area\na,1\nb,2\n"])
def test_a_table_without_rows_or_keys_breaks_nothing(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    (files / "bare.csv").write_text(content)
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: ("none", True))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(files / "bare.csv"), ""))
    dock = open_table(desk.viewer)
    dock.commands.load()
    for switch in (dock.head.colour, dock.head.plot, dock.head.filter):
        desk.qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    dock.filter_strip.column.setCurrentText("Area")
    desk.qtbot.mouseClick(dock.filter_strip.add_button, Qt.MouseButton.LeftButton)
    dock.view.selectAll()
    desk.qtbot.wait(150)
    assert dock.table is not None
    dock.marks_menu.reject.trigger()
    rows = len(dock.table.data)
    assert dock.head.count.text().startswith(f"{rows} row")
    errors = [one for one in desk.said if one.startswith("error")]
    assert ["no keys" in one for one in errors] == [True] * bool(rows)


def test_labels_that_are_removed_leave_the_table(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock = load(desk, files / "other.csv", monkeypatch)
    dock.state.select(np.array([0]))
    dock.commands.mark(REJECTED)
    desk.qtbot.waitUntil(lambda: verdicts(dock) == ["rejected", "", ""], timeout=8000)
    desk.viewer.layers.clear()
    assert verdicts(dock) == ["rejected", "", ""]
    dock.state.select(np.array([1]))
    dock.commands.mark(REJECTED)
    desk.qtbot.waitUntil(lambda: verdicts(dock) == ["rejected", "rejected", ""], timeout=8000)
    assert len(texts(dock)) == 1


def test_what_is_measured_already_is_shown_when_it_is_measured_again(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.viewer.open(files / "dna.tif", plugin="napari-darkroom")
    desk.run("measure objects")
    dock = desk.table()
    assert dock.table is not None
    dr.write(files / "measured.csv", dock.table)
    load(desk, files / "measured.csv", monkeypatch)
    assert not dock.commands.is_recorded()
    # The record measures what is painted by itself, and has the table that is asked for.
    paint(desk, 700)
    desk.qtbot.waitUntil(dock.banner.isVisible, timeout=5000)
    desk.qtbot.wait(1000)
    desk.qtbot.mouseClick(dock.banner.button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(dock.commands.is_recorded, timeout=8000)
    painted = int((cells_of(desk).data == 700).sum())
    desk.qtbot.waitUntil(
        lambda: dock.table.data.set_index("label")["num_pixels"][700] == painted, timeout=8000
    )
    assert not dock.banner.isVisible()


def test_what_columns_mean_is_asked_again_when_that_is_wanted(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["none", "ObjectNumber", "none"])
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: (next(answers), True))
    commands = open_table(desk.viewer).commands
    dock = desk.table()
    commands.open_file(files / "other.csv")
    commands.open_file(files / "other.csv")
    assert dock.choice.layer is None
    again = next(one for one in commands.menu.actions() if one.text().startswith("Ask again"))
    again.trigger()
    commands.open_file(files / "other.csv")
    assert dock.choice.layer is cells_of(desk)
    assert next(answers, "all were used") == "all were used"

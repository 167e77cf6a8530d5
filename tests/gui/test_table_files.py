"""Tables from files, and labels that are changed after they were measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from desk import WAIT, Desk
from qtpy.QtCore import QSettings, Qt
from qtpy.QtWidgets import QFileDialog, QInputDialog, QMessageBox

import napari_darkroom as dr
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.table.dock import TableDock
from napari_darkroom.plugin.table.docks import open_table
from napari_darkroom.tables.conditions import Between
from napari_darkroom.tables.load import load_table
from napari_darkroom.tables.save import save_table

# Neither dense nor in order.
OBJECTS = {12: (5, 8), 3: (20, 30), 700: (30, 10)}


@pytest.fixture(autouse=True)
def memory(tmp_path: Path) -> None:
    form, scope = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    QSettings.setPath(form, scope, str(tmp_path / "settings"))


@pytest.fixture
def desk(make_desk: Any) -> Desk:
    desk = make_desk(show=True)
    data = np.zeros((40, 50), np.int32)
    for label, (y, x) in OBJECTS.items():
        data[y - 1 : y + 2, x - 1 : x + 2] = label
    desk.viewer.add_labels(np.zeros((40, 50), np.int32), name="others")
    desk.viewer.add_labels(data, name="cells")
    return desk


def load(dock: TableDock, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dock.commands.load()


def answer(monkeypatch: pytest.MonkeyPatch, *texts: str) -> list[str]:
    asked, left = [], iter(texts)

    def get_item(_: Any, __: str, question: str, *___: Any) -> tuple[str, bool]:
        asked.append(question)
        return next(left), True

    monkeypatch.setattr(QInputDialog, "getItem", get_item)
    return asked


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_a_saved_table_links_to_its_labels_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    layer = desk.viewer.layers["cells"]
    desk.viewer.layers.selection.active = layer
    desk.run("measure objects")
    path = tmp_path / f"t{suffix}"
    save_table(path, desk.table().table)
    desk.viewer.layers.selection.active = desk.viewer.layers["others"]
    load(desk.table(), path, monkeypatch)
    dock = desk.table()
    assert dock.choice.key == f"file {path}"
    assert dock.choice.layer is layer
    dock.view.setCurrentIndex(dock.view.model().index(2, 0))
    assert layer.selected_label == 700
    np.testing.assert_allclose(desk.viewer.scene.camera.center[-2:], OBJECTS[700])


def test_columns_of_another_program_are_asked_for_once(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "MyExpt_Cells.csv"
    pd.DataFrame({"ObjectNumber": [3, 700], "Area": [1.5, 2.5]}).to_csv(path, index=False)
    dock = open_table(desk.viewer)
    asked = answer(monkeypatch, "ObjectNumber", "none")
    load(dock, path, monkeypatch)
    assert len(asked) == 2
    assert dock.choice.layer is desk.viewer.layers["cells"]
    assert dock.table.keys == ("label",)
    dock.view.setCurrentIndex(dock.view.model().index(1, 0))
    np.testing.assert_allclose(desk.viewer.scene.camera.center[-2:], OBJECTS[700])
    load(dock, path, monkeypatch)
    assert len(asked) == 2


def test_a_table_without_labels_is_shown_alone(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "other.csv"
    pd.DataFrame({"ID": [8000], "note": ["=1"]}).to_csv(path, index=False)
    dock = open_table(desk.viewer)
    answer(monkeypatch, "ID", "none")
    load(dock, path, monkeypatch)
    assert dock.choice.layer is None
    assert dock.head.count.text() == "1 object"
    dock.view.setCurrentIndex(dock.view.model().index(0, 0))
    assert "shown alone" in desk.said[-1]
    load(dock, tmp_path / "missing.csv", monkeypatch)
    assert desk.said[-1].startswith("error: ")


def test_objects_that_are_painted_on_are_stale_until_measured_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = desk.viewer.layers["cells"]
    path = tmp_path / "t.csv"
    dr.write(path, dr.measure.regions(dr.Labels.of(layer.data.copy())))
    dock = open_table(desk.viewer)
    load(dock, path, monkeypatch)
    assert dock.table.data["num_pixels"].tolist() == [9, 9, 9]
    layer.selected_label = 700
    layer.paint((33, 10), 700)
    desk.qtbot.waitUntil(dock.banner.isVisible, timeout=5000)
    assert dock.state.stale.tolist() == [False, False, True]
    assert dock.banner.text.text().startswith("1 object was changed")
    desk.qtbot.mouseClick(dock.banner.button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(dock.commands.is_recorded, timeout=8000)
    assert not dock.banner.isVisible()
    assert dock.table.data["num_pixels"].tolist() == [9, 9, int((layer.data == 700).sum())]


def test_saving_a_filtered_table_asks_for_its_rows(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.viewer.layers.selection.active = desk.viewer.layers["cells"]
    desk.run("measure objects")
    dock = desk.table()
    dock.state.set_conditions([Between("label", high=100)])
    for choice, count in [("All 3 rows", 3), ("The 2 shown", 2)]:
        path = tmp_path / f"{count}.xlsx"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, p=path: (str(p), ""))

        def click(box: QMessageBox, text: str = choice) -> int:
            next(one for one in box.buttons() if one.text() == text).click()
            return 0

        monkeypatch.setattr(QMessageBox, "exec", click)
        desk.qtbot.mouseClick(dock.head.save, Qt.MouseButton.LeftButton)
        desk.qtbot.waitUntil(path.is_file, timeout=WAIT)
        desk.qtbot.waitUntil(lambda: not Session.of(desk.viewer).filing.busy, timeout=WAIT)
        assert len(load_table(path).data) == count


def test_two_tables_stand_side_by_side(desk: Desk) -> None:
    desk.viewer.layers.selection.active = desk.viewer.layers["cells"]
    desk.run("measure objects")
    desk.table().commands.open_beside()
    docks = [w for w in desk.viewer.window.dock_widgets.values() if isinstance(w, TableDock)]
    assert len(docks) == 2
    docks[1].state.select(np.array([1]))
    assert docks[0].state.selection.rows.tolist() == []
    assert open_table(desk.viewer) is docks[0]

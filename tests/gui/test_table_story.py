"""An hour of a biologist: 300 nuclei, the 20 brightest coloured, two rejected, an Excel file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import Desk
from qtpy.QtCore import QPoint, Qt
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox

from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.table.dock import TableDock
from napari_darkroom.tables.load import load_table

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ROWS, COLUMNS, STEP = 15, 20, 12


@pytest.fixture
def nuclei(make_desk: Any) -> Desk:
    """Return a viewer with 300 nuclei; their numbers are neither dense nor in order."""
    desk = make_desk(show=True)
    random = np.random.default_rng(5)
    image = np.zeros((ROWS * STEP, COLUMNS * STEP), np.float32)
    labels = np.zeros(image.shape, np.int32)
    numbers = random.permutation(3 * ROWS * COLUMNS)[: ROWS * COLUMNS] + 1
    for place, number in enumerate(numbers):
        y, x = (STEP * one + 3 for one in divmod(place, COLUMNS))
        labels[y : y + 7, x : x + 7] = number
        image[y : y + 7, x : x + 7] = random.uniform(50, 250)
    desk.viewer.add_image(image, name="dna")
    desk.viewer.add_labels(labels, name="nuclei")
    form = desk.find("measure objects")
    form.inputs["image"].set_layer(desk.viewer.layers["dna"])
    desk.press_run(form)
    return desk


def cell(dock: TableDock, row: int, column: str) -> QPoint:
    """Scroll to a cell and return where it is."""
    assert dock.state is not None
    index = dock.view.model().index(row, dock.state.columns.index(column))
    dock.view.scrollTo(index)
    return dock.view.visualRect(index).center()


def click(desk: Desk, row: int, column: str = "label", held: Qt.KeyboardModifier = NONE) -> None:
    dock = desk.table()
    desk.qtbot.mouseClick(dock.view.viewport(), LEFT, held, cell(dock, row, column))


def click_heading(desk: Desk, column: str) -> None:
    dock = desk.table()
    place = cell(dock, 0, column)
    header = dock.view.horizontalHeader()
    desk.qtbot.mouseClick(header.viewport(), LEFT, pos=QPoint(place.x(), header.height() // 2))


def actions(menu: QMenu) -> dict[str, QAction]:
    return {one.text(): one for one in menu.actions()}


def right_click(desk: Desk, row: int, column: str) -> QMenu:
    dock = desk.table()
    place = cell(dock, row, column)
    desk.qtbot.mouseClick(dock.view.viewport(), Qt.MouseButton.RightButton, pos=place)
    dock.view.customContextMenuRequested.emit(place)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def _saved(desk: Desk, path: Path) -> Any:
    """Return the rows of a file as soon as it is written."""
    desk.qtbot.waitUntil(lambda: any("Saved" in text for text in desk.said), timeout=8000)
    return load_table(path).data


def test_the_twenty_brightest_two_rejected_and_an_excel_file(
    nuclei: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock, layer = nuclei.table(), nuclei.viewer.layers["nuclei"]
    assert dock.head.count.text() == "300 objects"
    whole = dock.table.data.set_index("label")["intensity_mean"]
    brightest = whole.sort_values(ascending=False).index[:20].tolist()

    # The 20 brightest: largest first, then all from the twentieth on.
    click_heading(nuclei, "intensity_mean")
    click_heading(nuclei, "intensity_mean")
    assert dock.state.sort == ("intensity_mean", True)
    click(nuclei, 0, "intensity_mean")
    click(nuclei, 19, "intensity_mean", Qt.KeyboardModifier.ShiftModifier)
    assert dock.head.count.text() == "300 objects · 20 selected"
    menu = right_click(nuclei, 19, "intensity_mean")
    offered = [text for text in actions(menu) if text.startswith("Show only")]
    assert "≥" in offered[0]
    actions(menu)[offered[0]].trigger()
    menu.close()
    assert dock.head.count.text() == "20 of 300 objects · 20 selected"
    assert dock.table.data["label"].iloc[dock.state.rows].tolist() == brightest

    # Coloured, and they alone are seen.
    nuclei.qtbot.mouseClick(dock.head.colour, LEFT)
    dock.colour_strip.column.setCurrentText("intensity_mean")
    dock.head.seen.setCurrentText("rows shown")
    click(nuclei, 0)
    nuclei.qtbot.wait(150)
    seen = [label for label in whole.index if layer.get_color(label)[3] > 0]
    assert sorted(seen) == sorted(brightest)
    assert len({tuple(layer.get_color(label)) for label in brightest}) > 5

    # Two are no nuclei.
    click(nuclei, 3)
    click(nuclei, 7, held=Qt.KeyboardModifier.ControlModifier)
    dock.marks_menu.aboutToShow.emit()
    actions(dock.marks_menu.reasons)["debris"].trigger()
    rejected = {brightest[3], brightest[7]}
    nuclei.qtbot.waitUntil(lambda: "verdict" in dock.table.data.columns, timeout=8000)
    assert dock.head.count.text() == "20 of 300 objects · 2 selected"
    assert dock.head.seen.currentText() == "rows shown"
    assert dock.colour_strip.column.column == "intensity_mean"
    assert dock.table.data["label"].iloc[dock.state.rows].tolist() == brightest

    # The twenty, with what was decided, for Excel.
    path = tmp_path / "brightest.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.extend(one.text() for one in box.buttons())
        next(one for one in box.buttons() if one.text() == "The 20 shown").click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    nuclei.qtbot.mouseClick(dock.head.save, LEFT)
    assert asked[:2] == ["All 300 rows", "The 20 shown"]
    saved = _saved(nuclei, path).set_index("label")
    assert set(saved.index) == set(brightest)
    assert set(saved.index[saved["verdict"] == "rejected"]) == rejected
    assert saved.loc[list(rejected), "reason"].tolist() == ["debris", "debris"]
    assert not [text for text in nuclei.said if text.startswith(("error", "warning"))]
    assert len(Session.of(nuclei.viewer).history.graph.steps) == 2


def test_a_right_click_filters_by_words_and_marks(nuclei: Desk) -> None:
    dock = nuclei.table()
    click(nuclei, 4)
    marks = actions(right_click(nuclei, 4, "label"))
    assert marks["Reject"].isEnabled()
    marks["Accept"].trigger()
    nuclei.qtbot.waitUntil(lambda: "verdict" in dock.table.data.columns, timeout=8000)
    menu = right_click(nuclei, 4, "verdict")
    actions(menu)["Show only verdict = accepted"].trigger()
    assert dock.head.count.text().startswith("1 of 300 objects")
    menu.close()
    dock.state.set_conditions([])
    offered = [one for one in actions(right_click(nuclei, 5, "reason")) if "Show only" in one]
    assert offered == ["Show only reason = empty", "Show only reason ≠ empty"]

"""Objects accepted, rejected and classified by hand: recorded, undone, saved, found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import Desk
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QInputDialog, QToolButton

from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.tables.conditions import Between, Contains, Equals

# Neither dense nor in order.
OBJECTS = {12: (5, 8), 3: (20, 30), 700: (30, 10)}


@pytest.fixture
def measured(make_desk: Any) -> Desk:
    desk = make_desk(show=True)
    data = np.zeros((40, 50), np.int32)
    for label, (y, x) in OBJECTS.items():
        data[y - 1 : y + 2, x - 1 : x + 2] = label
    desk.viewer.add_labels(data, name="cells")
    desk.run("measure objects")
    return desk


def session(desk: Desk) -> Session:
    return Session.of(desk.viewer)


def wait(desk: Desk, ready: Any) -> None:
    desk.qtbot.waitUntil(ready, timeout=8000)


def click(desk: Desk, row: int) -> None:
    view = desk.table().view
    rect = view.visualRect(view.model().index(row, 0))
    desk.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def press(desk: Desk, key: Qt.Key) -> None:
    # Keys of actions are for the window that is in front.
    desk.viewer.window._qt_window.activateWindow()
    desk.table().view.setFocus()
    desk.qtbot.wait(50)
    desk.qtbot.keyClick(desk.table().view, key)


def column(desk: Desk, name: str) -> list[str] | None:
    table = desk.table().table
    if table is None or name not in table.data.columns:
        return None
    return table.data[name].tolist()


def test_keys_mark_the_selected_objects(measured: Desk) -> None:
    dock = measured.table()
    dock.state.sort_by("label", descending=True)
    click(measured, 0)
    press(measured, Qt.Key.Key_R)
    wait(measured, lambda: column(measured, "verdict") == ["", "", "rejected"])
    assert dock.state.sort == ("label", True)
    assert dock.state.selection.rows.tolist() == [2]
    assert dock.choice.count() == 1
    assert dock.state.columns[:4] == ("label", "verdict", "reason", "class")
    dock.state.select(np.array([0, 1]))
    press(measured, Qt.Key.Key_A)
    wait(measured, lambda: column(measured, "verdict") == ["accepted", "accepted", "rejected"])
    assert len(session(measured).history.graph.steps) == 2
    press(measured, Qt.Key.Key_Delete)
    wait(measured, lambda: column(measured, "verdict") == ["", "", "rejected"])


def test_reasons_and_classes_are_asked_for(measured: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: ("too =dark", True))
    click(measured, 1)
    measured.table().marks_menu.ask_reason.trigger()
    wait(measured, lambda: column(measured, "reason") == ["", "too =dark", ""])
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: ("round", True))
    measured.table().marks_menu.ask_class.trigger()
    wait(measured, lambda: column(measured, "class") == ["", "round", ""])
    assert column(measured, "verdict") == ["", "rejected", ""]
    menu = measured.table().marks_menu
    menu.aboutToShow.emit()
    assert menu.reasons.actions()[0].text() == "too =dark"


def test_the_reason_of_all_that_are_selected_is_offered_first(
    measured: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock, asked = measured.table(), list[tuple[list[str], int]]()

    def give_up(*given: Any) -> tuple[str, bool]:
        asked.append((given[3], given[4]))
        return "", False

    monkeypatch.setattr(QInputDialog, "getItem", give_up)
    dock.state.select(np.array([0]))
    dock.commands.mark({"verdict": "rejected", "reason": "debris"})
    wait(measured, lambda: column(measured, "reason") is not None)
    for rows in ([0], [1], [0, 1]):
        dock.state.select(np.array(rows))
        dock.marks_menu.ask_reason.trigger()
    assert [offered[place] for offered, place in asked] == ["debris", "", ""]
    assert all("out of focus" in offered for offered, _ in asked)


def test_a_column_of_few_words_offers_them_to_filter_by(measured: Desk) -> None:
    dock = measured.table()
    strip = dock.filter_strip
    dock.state.select(np.array([0]))
    dock.commands.mark({"verdict": "rejected", "class": "cell"})
    wait(measured, lambda: column(measured, "verdict") is not None)
    dock.head.filter.click()
    strip.column.set_column("verdict")
    assert [strip.values.itemText(i) for i in range(strip.values.count())] == [
        "empty", "rejected", "with text…",
    ]  # fmt: skip
    assert strip.words.isHidden()
    strip.values.setCurrentIndex(1)
    measured.qtbot.mouseClick(strip.add_button, Qt.MouseButton.LeftButton)
    assert dock.state.conditions == (Equals("verdict", "rejected"),)
    assert dock.head.count.text() == "1 of 3 objects"
    chips = [one.text() for one in dock.chips.findChildren(QToolButton)]
    assert "verdict = rejected  −2" in chips
    strip.values.setCurrentIndex(2)
    assert not strip.words.isHidden()
    measured.qtbot.keyClicks(strip.words, "reject")
    strip.without.setChecked(True)
    measured.qtbot.keyClick(strip.words, Qt.Key.Key_Return)
    assert dock.state.conditions[-1] == Contains("verdict", "reject", without=True)
    strip.edit(Equals("verdict", ""))
    assert strip.values.currentData() == ""
    assert strip.words.isHidden()
    strip.column.set_column("label")
    assert strip.values.isHidden()
    assert strip.words.isHidden()
    assert not strip.low.isHidden()


def test_objects_without_a_mark_can_be_kept(measured: Desk) -> None:
    dock = measured.table()
    dock.state.select(np.array([0]))
    dock.commands.mark({"verdict": "rejected"})
    wait(measured, lambda: column(measured, "verdict") == ["rejected", "", ""])
    dock.state.set_conditions([Equals("verdict", "")])
    dock.commands.keep_shown()
    wait(measured, lambda: len(measured.viewer.layers) == 2)
    kept = measured.viewer.layers[-1].data
    assert np.unique(kept).tolist() == [0, 12, 700]


def test_undo_takes_marks_back_one_by_one(measured: Desk) -> None:
    click(measured, 0)
    press(measured, Qt.Key.Key_A)
    wait(measured, lambda: column(measured, "verdict") == ["accepted", "", ""])
    measured.table().state.set_conditions([Between("num_pixels", low=1)])
    press(measured, Qt.Key.Key_R)
    wait(measured, lambda: column(measured, "verdict") == ["rejected", "", ""])
    session(measured).undo()
    wait(measured, lambda: column(measured, "verdict") == ["accepted", "", ""])
    session(measured).undo()
    wait(
        measured,
        lambda: measured.table().table is not None and "verdict" not in measured.table().table.data,
    )
    assert measured.table().choice.count() == 1
    assert measured.table().state.conditions == (Between("num_pixels", low=1),)
    session(measured).redo()
    wait(measured, lambda: column(measured, "verdict") == ["accepted", "", ""])


def test_marks_stay_with_objects_that_are_measured_again(measured: Desk) -> None:
    click(measured, 2)
    press(measured, Qt.Key.Key_R)
    wait(measured, lambda: column(measured, "verdict") == ["", "", "rejected"])
    layer = measured.viewer.layers["cells"]
    data = layer.data.copy()
    data[data == 3] = 0
    data[0:2, 0:2] = 1
    layer.data = data
    wait(measured, lambda: column(measured, "label") == [1, 12, 700])
    wait(measured, lambda: column(measured, "verdict") == ["", "", "rejected"])
    assert list(tables_of(layer)) == ["marked"]


def test_rejected_objects_are_filtered_out_and_hidden(measured: Desk) -> None:
    click(measured, 1)
    press(measured, Qt.Key.Key_R)
    wait(measured, lambda: column(measured, "verdict") == ["", "rejected", ""])
    dock, layer = measured.table(), measured.viewer.layers["cells"]
    dock.state.set_conditions([Contains("verdict", "rejected", without=True)])
    dock.head.seen.setCurrentIndex(1)
    measured.qtbot.wait(150)
    assert dock.head.count.text() == "2 of 3 objects"
    assert [bool(layer.get_color(label)[3] > 0) for label in (3, 12, 700)] == [True, False, True]


def test_marks_are_saved_with_the_session(measured: Desk, make_desk: Any, tmp_path: Path) -> None:
    click(measured, 1)
    press(measured, Qt.Key.Key_R)
    wait(measured, lambda: column(measured, "verdict") == ["", "rejected", ""])
    session(measured).save(tmp_path / "s")
    other = make_desk(show=True)
    Session.of(other.viewer).open(tmp_path / "s")
    Session.of(other.viewer).wait()
    wait(other, lambda: column(other, "verdict") == ["", "rejected", ""])
    assert other.table().choice.count() == 1

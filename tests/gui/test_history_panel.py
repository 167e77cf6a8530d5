"""The history in the dock: read, clicked, typed into, undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk
from qtpy.QtCore import QModelIndex, QPoint, QRect, Qt, QTimer
from qtpy.QtGui import QColor
from qtpy.QtWidgets import QApplication, QLineEdit, QMenu, QMessageBox, QPushButton

from napari_darkroom.core.annotations import ImageArray, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.registry import registry
from napari_darkroom.plugin.dock import HISTORY, OPERATIONS
from napari_darkroom.plugin.entries import Entry
from napari_darkroom.plugin.form import OperationForm
from napari_darkroom.plugin.history_line import Areas, areas
from napari_darkroom.plugin.history_model import ENTRY, tooltip
from napari_darkroom.recipe.history import Done, Status

LEFT = Qt.MouseButton.LeftButton


def settle(desk: Desk) -> None:
    """Wait until nothing runs, and show it."""
    desk.qtbot.waitUntil(lambda: desk.dock.session.scheduler.idle, timeout=WAIT)
    desk.dock.history.refresh()


def shown(desk: Desk) -> dict[str, Entry]:
    desk.dock.history.refresh()
    return {one.id: one for one in desk.dock.history.view.entries.entries}


def index_of(desk: Desk, id_: str) -> QModelIndex:
    model = desk.dock.history.view.entries
    return model.index(model.row(id_))


def rect_of(desk: Desk, id_: str) -> QRect:
    view = desk.dock.history.view
    view.scrollTo(index_of(desk, id_))
    return QRect(view.visualRect(index_of(desk, id_)))


def parts_of(desk: Desk, id_: str) -> Areas:
    line = desk.dock.history.view.fontMetrics().lineSpacing()
    return areas(rect_of(desk, id_), line, index_of(desk, id_).data(ENTRY))


def click(desk: Desk, place: QPoint, button: Qt.MouseButton = LEFT) -> None:
    desk.qtbot.mouseClick(desk.dock.history.view.viewport(), button, pos=place)


def select(desk: Desk, id_: str) -> None:
    click(desk, parts_of(desk, id_).title.center())


def press(desk: Desk, name: str) -> None:
    desk.qtbot.mouseClick(desk.dock.history.buttons[name], LEFT)


def answer(words: str) -> list[str]:
    """Click a button of the question that is about to be asked; the list gets what it asks."""
    asked: list[str] = []

    def click_it() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        next(one for one in box.findChildren(QPushButton) if words in one.text()).click()

    QTimer.singleShot(0, click_it)
    return asked


@pytest.fixture
def chain(desk: Desk, blobs: np.ndarray) -> dict[str, Any]:
    """Blur, threshold, label and measure; turn to the history."""
    dna = desk.viewer.add_image(blobs, name="dna")
    (blurred,) = desk.run("gaussian", sigma="2 pixel")
    (mask,) = desk.run("otsu")
    (objects,) = desk.run("connected")
    desk.run("measure objects")
    assert desk.dock.switch.page == OPERATIONS  # a run leaves the page in front
    desk.qtbot.mouseClick(desk.dock.switch.buttons[HISTORY], LEFT)
    desk.dock.resize(320, 800)
    settle(desk)
    return {"dna": dna, "blurred": blurred, "mask": mask, "objects": objects}


def test_an_empty_history_says_what_it_is_for(desk: Desk) -> None:
    desk.dock.switch.choose(HISTORY)
    assert desk.dock.switch.buttons[HISTORY].text() == "History"
    panel = desk.dock.history
    assert not panel.view.isVisibleTo(panel)
    assert not panel.commands.undo.isEnabled()
    assert not panel.commands.delete.isEnabled()
    panel.exports.refresh()
    offered = [action.text() for action in panel.exports.actions() if action.isEnabled()]
    assert [text for text in offered if text] == ["Open session folder…", "Open session zip…"]


def test_what_is_run_is_listed(desk: Desk, chain: dict[str, Any]) -> None:
    assert desk.dock.switch.buttons[HISTORY].text() == "History (4)"
    found = shown(desk)
    assert list(found) == ["dna", "blurred", "mask", "objects", "measurements"]
    assert chain["blurred"].name == "dna · " + found["blurred"].title
    assert (found["blurred"].changes, found["blurred"].inputs) == ("sigma 2 px", "dna")
    assert {one.status for one in found.values()} == {Status.CURRENT}
    assert found["blurred"].seconds > 0
    assert found["blurred"].nbytes == chain["blurred"].data.nbytes
    assert found["objects"].remarks == ("6 objects",)
    assert "6 objects" in tooltip(found["objects"])


def test_the_lineage_of_the_selected_layer_is_marked(desk: Desk, chain: dict[str, Any]) -> None:
    for name, marked in [("dna", ["dna"]), ("mask", ["dna", "blurred", "mask"])]:
        desk.viewer.layers.selection.active = chain[name]
        assert [one.id for one in shown(desk).values() if one.in_lineage] == marked
        assert [one.id for one in shown(desk).values() if one.selected] == [name]


def test_selecting_a_layer_is_followed_by_itself(desk: Desk, chain: dict[str, Any]) -> None:
    desk.viewer.layers.selection.active = chain["mask"]
    entries = desk.dock.history.view.entries
    desk.qtbot.waitUntil(lambda: entries.entries[2].selected, timeout=WAIT)


def test_a_step_that_is_clicked_opens_its_form(desk: Desk, chain: dict[str, Any]) -> None:
    with desk.qtbot.waitSignal(desk.dock.history.chosen) as told:
        select(desk, "blurred")
    assert told.args == ["blurred"]
    form = desk.dock.step_form
    assert form is not None
    assert (form.step, form.fields["sigma"].value()) == ("blurred", "2 pixel")
    desk.qtbot.keyClick(desk.dock.history.view, Qt.Key.Key_Down)
    assert desk.dock.step_form is not None
    assert desk.dock.step_form.step == "mask"


def test_an_input_has_no_form(desk: Desk, chain: dict[str, Any]) -> None:
    select(desk, "dna")
    assert desk.dock.step_form is None
    assert not desk.dock.history.commands.delete.isEnabled()
    assert not desk.dock.history.commands.rename.isEnabled()


def test_pages_keep_their_forms(desk: Desk, chain: dict[str, Any]) -> None:
    select(desk, "mask")
    desk.dock.switch.choose(OPERATIONS)
    assert desk.dock.form is not None
    assert desk.dock.form.operation.id == "measure.regions"
    desk.dock.switch.choose(HISTORY)
    assert desk.dock.step_form is not None
    assert desk.dock.step_form.step == "mask"
    desk.dock.choose_by_id("measure.regions")
    assert desk.dock.switch.page == OPERATIONS
    desk.dock.choose_step("blurred")
    assert desk.dock.switch.page == HISTORY
    assert desk.dock.step_form.step == "blurred"


def test_the_box_switches_a_step_off_and_on(desk: Desk, chain: dict[str, Any]) -> None:
    before = np.array(chain["objects"].data)
    click(desk, parts_of(desk, "blurred").check.center())
    settle(desk)
    assert shown(desk)["blurred"].status is Status.OFF
    assert "switched off" in tooltip(shown(desk)["blurred"])
    click(desk, parts_of(desk, "blurred").check.center())
    settle(desk)
    assert shown(desk)["blurred"].enabled
    np.testing.assert_array_equal(chain["objects"].data, before)


def test_what_cannot_be_switched_off_stays_on_and_says_why(
    desk: Desk, chain: dict[str, Any]
) -> None:
    click(desk, parts_of(desk, "objects").check.center())
    assert shown(desk)["objects"].enabled
    assert any("labels" in text for text in desk.said)


def test_space_switches_the_current_step(desk: Desk, chain: dict[str, Any]) -> None:
    select(desk, "blurred")
    desk.qtbot.keyClick(desk.dock.history.view, Qt.Key.Key_Space)
    assert not shown(desk)["blurred"].enabled


def test_undo_and_redo_tell_what_they_do(desk: Desk, chain: dict[str, Any]) -> None:
    undo, redo = desk.dock.history.commands.undo, desk.dock.history.commands.redo
    assert "Measure objects" in undo.toolTip()
    assert "Ctrl+Alt+Z" in undo.toolTip()
    assert not redo.isEnabled()
    press(desk, "undo")
    settle(desk)
    assert list(shown(desk)) == ["dna", "blurred", "mask", "objects"]
    assert "Measure objects" in redo.toolTip()
    press(desk, "redo")
    settle(desk)
    assert "measurements" in shown(desk)


def test_undo_and_redo_have_keys_on_both_pages(
    make_desk: Callable[..., Desk], blobs: np.ndarray
) -> None:
    desk = make_desk(show=True)
    desk.viewer.add_image(blobs, name="dna")
    desk.run("gaussian")
    desk.dock.window().activateWindow()
    desk.qtbot.waitUntil(desk.dock.isActiveWindow)
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    for page in (OPERATIONS, HISTORY):
        desk.dock.switch.choose(page)
        desk.dock.history.refresh()
        desk.qtbot.keyClick(desk.dock, Qt.Key.Key_Z, control)
        assert "blurred" not in shown(desk)
        desk.qtbot.keyClick(desk.dock, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
        assert "blurred" in shown(desk)


def test_the_form_of_a_step_that_is_undone_goes(desk: Desk, chain: dict[str, Any]) -> None:
    select(desk, "measurements")
    assert desk.dock.step_form is not None
    press(desk, "undo")
    settle(desk)
    assert desk.dock.forms.form is None
    press(desk, "redo")
    settle(desk)
    assert desk.dock.step_form is not None
    assert desk.dock.step_form.step == "measurements"


def test_delete_takes_out_a_step_that_others_can_do_without(
    desk: Desk, chain: dict[str, Any]
) -> None:
    select(desk, "blurred")
    desk.qtbot.keyClick(desk.dock.history.view, Qt.Key.Key_Delete)
    settle(desk)
    assert list(shown(desk)) == ["dna", "mask", "objects", "measurements"]
    assert shown(desk)["mask"].inputs == "dna"


@pytest.mark.parametrize(
    ("button", "left"),
    [
        ("Cancel", ["dna", "blurred", "mask", "objects", "measurements"]),
        ("Delete 3 steps", ["dna", "blurred"]),
    ],
)
def test_delete_asks_where_others_need_the_step(
    desk: Desk, chain: dict[str, Any], button: str, left: list[str]
) -> None:
    select(desk, "mask")
    asked = answer(button)
    press(desk, "delete")
    assert "dna · objects" in asked[0]
    assert "Measure objects" in asked[0]
    settle(desk)
    assert list(shown(desk)) == left


def test_a_branch_stands_indented_and_is_chosen(desk: Desk, chain: dict[str, Any]) -> None:
    select(desk, "mask")
    desk.dock.history.commands.branch_all.trigger()
    settle(desk)
    levels = {id_: one.place.level for id_, one in shown(desk).items()}
    assert levels == {
        "dna": 0,
        "blurred": 0,
        "mask_2": 1,
        "objects_2": 1,
        "measurements_2": 1,
        "mask": 0,
        "objects": 0,
        "measurements": 0,
    }
    assert desk.dock.step_form is not None
    assert desk.dock.step_form.step == "mask_2"
    select(desk, "measurements")
    assert not desk.dock.history.commands.branch_all.isEnabled()
    desk.dock.history.commands.branch_step.trigger()
    settle(desk)
    assert "measurements_3" in shown(desk)


def test_the_branch_button_offers_both_ways(desk: Desk, chain: dict[str, Any]) -> None:
    select(desk, "mask")
    menu = desk.dock.history.buttons["branch"].menu()
    assert menu is not None
    assert [a.text() for a in menu.actions()] == [
        "Branch this step",
        "Branch with all that follows",
    ]


def test_f2_renames_a_step_and_its_layer(desk: Desk, chain: dict[str, Any]) -> None:
    select(desk, "mask")
    view = desk.dock.history.view
    view.setFocus()
    desk.qtbot.keyClick(view, Qt.Key.Key_F2)
    editor = view.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    desk.qtbot.keyClicks(editor, "nuc")
    # What a running step tells meanwhile leaves alone what is being typed.
    view.entries.dataChanged.emit(index_of(desk, "mask"), index_of(desk, "mask"))
    desk.qtbot.keyClicks(editor, "lei")
    desk.qtbot.keyClick(editor, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: shown(desk)["mask"].title == "nuclei", timeout=WAIT)
    assert chain["mask"].name == "nuclei"
    assert shown(desk)["objects"].inputs == "nuclei"


def test_a_double_click_shows_the_layer_again(desk: Desk, chain: dict[str, Any]) -> None:
    desk.viewer.layers.remove(chain["mask"])
    select(desk, "mask")
    place = parts_of(desk, "mask").title.center()
    desk.qtbot.mouseDClick(desk.dock.history.view.viewport(), LEFT, pos=place)
    settle(desk)
    layer = desk.dock.session.layer("mask")
    assert layer in desk.viewer.layers
    np.testing.assert_array_equal(layer.data, chain["mask"].data)
    select(desk, "dna")
    desk.qtbot.keyClick(desk.dock.history.view, Qt.Key.Key_Return)
    assert desk.viewer.layers.selection.active is chain["dna"]


def test_intermediate_results_are_hidden_and_shown(desk: Desk, chain: dict[str, Any]) -> None:
    button = desk.dock.history.buttons["intermediates"]
    if not desk.dock.session.intermediates_visible:
        press(desk, "intermediates")
    press(desk, "intermediates")
    settle(desk)
    assert not button.isChecked()
    assert "Show" in button.toolTip()
    assert (chain["dna"].visible, chain["mask"].visible) == (True, False)
    press(desk, "intermediates")
    settle(desk)
    assert button.isChecked()
    assert chain["mask"].visible


@pytest.fixture
def gate() -> Iterator[tuple[Operation, Event]]:
    """Make an operation that waits at a gate."""
    opened = Event()

    @operation(title="Wait", family="gated_history", dimensions=(2,))
    def wait_here(image: ImageArray) -> SameArray:
        """Wait at the gate."""
        opened.wait(30)
        return image

    yield registry["gated_history.wait_here"], opened
    opened.set()
    registry.remove("gated_history.wait_here")


def test_a_running_step_is_cancelled_by_its_cross(
    desk: Desk, chain: dict[str, Any], gate: tuple[Operation, Event]
) -> None:
    form = OperationForm(desk.viewer, gate[0])
    desk.qtbot.addWidget(form)
    form.inputs["image"].set_layer(chain["dna"])
    form.start()
    desk.qtbot.waitUntil(lambda: shown(desk)["wait_here"].status is Status.RUNNING, timeout=WAIT)
    click(desk, parts_of(desk, "wait_here").button.center())
    gate[1].set()
    settle(desk)
    assert "wait_here" not in shown(desk)


def test_a_step_that_failed_says_why_and_is_tried_again(desk: Desk, chain: dict[str, Any]) -> None:
    history = desk.dock.session.history
    done = history.done["objects"]
    history.done["objects"] = Done(done.key, error="The disk is <full>.")
    found = shown(desk)
    assert (found["objects"].status, found["objects"].error) == (
        Status.FAILED,
        "The disk is <full>.",
    )
    assert "The disk is &lt;full&gt;." in tooltip(found["objects"])
    click(desk, parts_of(desk, "objects").button.center())
    settle(desk)
    assert shown(desk)["objects"].status is Status.CURRENT


def test_the_menu_of_a_step_offers_what_can_be_done(desk: Desk, chain: dict[str, Any]) -> None:
    view = desk.dock.history.view
    select(desk, "blurred")
    view.customContextMenuRequested.emit(parts_of(desk, "blurred").title.center())
    menu = next(m for m in desk.dock.history.findChildren(QMenu) if m.isVisible())
    offered = [a.text() for a in menu.actions() if a.isVisible() and a.text()]
    assert offered == [
        "Show layer",
        "Rename",
        "Switch off",
        "Branch this step",
        "Branch with all that follows",
        "Delete",
    ]
    menu.close()
    view.customContextMenuRequested.emit(QPoint(5, view.height() - 2))
    select(desk, "dna")


@pytest.mark.parametrize(
    ("status", "name"),
    [(Status.CURRENT, "#3fa65a"), (Status.FAILED, "#e5707a"), (Status.OFF, "#8d95a0")],
)
def test_the_mark_has_the_colour_of_its_state(
    desk: Desk, chain: dict[str, Any], status: Status, name: str
) -> None:
    history = desk.dock.session.history
    if status is Status.FAILED:
        history.done["blurred"] = Done(history.done["blurred"].key, error="It broke.")
    if status is Status.OFF:
        desk.dock.session.switch("blurred", False)
    assert shown(desk)["blurred"].status is status
    where = parts_of(desk, "blurred").mark.toPoint()
    picture = desk.dock.history.view.viewport().grab().toImage()
    around = {
        picture.pixelColor(where + QPoint(x, y)).name() for x in range(-4, 5) for y in range(-4, 5)
    }
    assert QColor(name).name() in around


def test_the_history_fits_into_the_narrowest_dock(desk: Desk, chain: dict[str, Any]) -> None:
    assert desk.dock.history.minimumSizeHint().width() <= 300 - 16
    desk.dock.resize(300, 800)
    desk.dock.grab()
    parts = parts_of(desk, "objects")
    assert parts.check.right() <= desk.dock.history.view.viewport().width()
    assert desk.dock.history.save_button.geometry().right() <= desk.dock.history.width()


def test_a_storm_of_changes_is_shown_in_few_strokes(desk: Desk, chain: dict[str, Any]) -> None:
    told: list[int] = []
    desk.dock.history.refreshed.connect(lambda: told.append(1))
    for _ in range(200):
        desk.dock.session.changed.emit()
    desk.qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert len(told) < 10


def test_arrow_keys_turn_the_pages(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(show=True)
    desk.dock.window().activateWindow()
    desk.qtbot.waitUntil(desk.dock.isActiveWindow)
    first, second = desk.dock.switch.buttons
    first.setFocus()
    desk.qtbot.keyClick(first, Qt.Key.Key_Right)
    assert desk.dock.switch.page == HISTORY
    desk.qtbot.keyClick(second, Qt.Key.Key_Left)
    assert desk.dock.switch.page == OPERATIONS

"""The dock: search, list and forms."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from desk import WAIT, Desk
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QApplication

from napari_darkroom.core.errors import ParameterError, UnknownOperationError
from napari_darkroom.engine.catalog import operations
from napari_darkroom.plugin.dock import DarkroomDock
from napari_darkroom.plugin.fields import OptionalField
from napari_darkroom.plugin.form import OperationForm
from napari_darkroom.plugin.layer_choice import LayerChoice, elided
from napari_darkroom.plugin.measure_field import UnitBox
from napari_darkroom.plugin.number_box import NumberBox
from napari_darkroom.plugin.operation_list import OPERATION
from napari_darkroom.plugin.session import Session

# What is recorded while one works stands in no menu, and so in no list.
LISTED = [operation.id for operation in operations().values() if operation.menu]


def test_every_operation_is_listed(desk: Desk) -> None:
    assert {operation.id for operation in desk.dock.list.found()} == set(LISTED)


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("gaussian blur", "filters.gaussian"),
        ("OTSU", "threshold.otsu"),
        ("crop", "geometry.crop"),
        ("watershed", "segment.watershed"),
        ("calibrate", "geometry.set_pixel_size"),
        ("otzu", "threshold.otsu"),
        ("gausian", "filters.gaussian"),
        ("mdeian", "filters.median"),
        ("split nuclei", "segment.split_touching"),
        ("hot pixels", "filters.median"),
        ("split touching", "segment.split_touching"),
    ],
)
def test_search_finds_by_words(desk: Desk, words: str, id_: str) -> None:
    assert desk.type(words).operation.id == id_


@pytest.mark.parametrize("word", ["area", "count", "nuclei"])
def test_search_finds_what_is_measured(desk: Desk, word: str) -> None:
    desk.qtbot.keyClicks(desk.dock.search, word)
    assert "measure.regions" in {operation.id for operation in desk.dock.list.found()}


def test_the_best_hit_of_a_search_is_in_sight_whatever_is_chosen(desk: Desk) -> None:
    desk.find("grow seeds")
    desk.dock.search.clear()
    desk.qtbot.keyClicks(desk.dock.search, "measure")
    assert desk.dock.list.verticalScrollBar().value() == 0
    assert desk.dock.list.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize(
    ("word", "id_"), [("measure", "measure.regions"), ("threshold", "threshold.otsu")]
)
def test_of_titles_that_fit_alike_the_plainest_is_the_first(
    desk: Desk, word: str, id_: str
) -> None:
    desk.qtbot.keyClicks(desk.dock.search, word)
    desk.qtbot.keyClick(desk.dock.search, Qt.Key.Key_Return)
    assert desk.dock.form.operation.id == id_


def test_search_without_a_hit_is_empty_and_harmless(desk: Desk) -> None:
    desk.qtbot.keyClicks(desk.dock.search, "tax return")
    desk.qtbot.keyClick(desk.dock.search, Qt.Key.Key_Return)
    assert desk.dock.list.found() == []
    assert "Nothing fits “tax return”" in desk.dock.list.nothing.text()
    assert not desk.dock.list.nothing.isHidden()
    assert desk.dock.form is None
    desk.dock.search.clear()
    assert len(desk.dock.list.found()) == len(LISTED)
    assert desk.dock.list.nothing.isHidden()


def test_click_on_an_operation_opens_its_form(desk: Desk) -> None:
    item = next(i for i in desk.dock.list.items() if i.data(0, OPERATION).name == "median")
    desk.dock.list.scrollToItem(item)
    place = desk.dock.list.visualItemRect(item).center()
    desk.qtbot.mouseClick(desk.dock.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.dock.form is not None
    assert desk.dock.form.operation.id == "filters.median"


def test_what_was_set_is_there_again(desk: Desk) -> None:
    desk.find("gaussian").fields["sigma"].set_value(7)
    desk.find("otsu")
    assert desk.find("gaussian").fields["sigma"].value() == "7 pixel"


def test_down_goes_into_the_list(desk: Desk) -> None:
    desk.qtbot.keyClicks(desk.dock.search, "median")
    desk.qtbot.keyClick(desk.dock.search, Qt.Key.Key_Down)
    assert desk.dock.form is not None
    assert desk.dock.form.operation.id == "filters.median"


def test_unknown_id_is_said(desk: Desk) -> None:
    desk.dock.choose_by_id("filters.median")
    assert desk.dock.form is not None
    with pytest.raises(UnknownOperationError):
        desk.dock.choose_by_id("filters.nothing")


def test_form_takes_the_active_layer(desk: Desk) -> None:
    first = desk.viewer.add_image(np.zeros((4, 4)), name="first")
    desk.viewer.add_image(np.zeros((4, 4)), name="second")
    desk.viewer.layers.selection.active = first
    assert desk.find("median").inputs["image"].layer() is first


def test_only_what_fits_is_offered(desk: Desk) -> None:
    desk.viewer.add_image(np.zeros((4, 4)), name="grey")
    desk.viewer.add_image(np.zeros((4, 4, 3), np.uint8), rgb=True, name="colour")
    labels = desk.viewer.add_labels(np.zeros((4, 4), int), name="cells")
    assert desk.find("to_gray").inputs["image"].layers()[0].name == "colour"
    form = desk.find("measure objects")
    assert form.inputs["labels"].layers() == [labels]
    assert form.inputs["image"].layers() == []


def test_intervals_of_axes_that_are_not_there_are_hidden(desk: Desk) -> None:
    desk.viewer.add_image(np.zeros((4, 5)))
    form = desk.find("crop")
    assert [name for name, field in form.fields.items() if not field.isHidden()] == ["x", "y"]


def test_everything_says_what_it_is(desk: Desk) -> None:
    form = desk.find("gaussian")
    tip = form.fields["sigma"].toolTip()
    assert "standard deviation" in tip
    assert "500 pixel" in tip


def test_every_form_fits_into_the_dock(desk: Desk, subtests: pytest.Subtests) -> None:
    placed: dict[str, Any] = {"scale": [3, 0.325, 0.325], "units": ["um"] * 3, "name": "long " * 20}
    desk.viewer.add_image(np.zeros((2, 4, 5)), **placed)
    desk.viewer.add_labels(np.zeros((2, 4, 5), int), **placed)
    desk.viewer.add_shapes(name="long " * 20)
    for id_ in LISTED:
        with subtests.test(id_):
            # A dock of its own: what is not on the screen is styled only once.
            dock = DarkroomDock(desk.viewer)
            desk.qtbot.addWidget(dock)
            dock.choose_by_id(id_)
            assert dock.form is not None
            _check_width(dock.form)


def _check_width(form: OperationForm) -> None:
    form.scope.set_scope("region")
    for field in form.fields.values():
        if isinstance(field, OptionalField):
            field.check.setChecked(True)
    # The dock has margins, and a bar where the form is longer than it.
    assert form.minimumSizeHint().width() <= 300 - 16 - 16
    form.resize(268, 800)
    form.grab()  # what is not on the screen is laid out only when it is painted
    boxes = [box for box in form.findChildren(UnitBox) if box.isVisibleTo(form)]
    assert [box.width() for box in boxes] == [box.sizeHint().width() for box in boxes]
    assert form.run_button.geometry().right() < form.width()


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("600", "sigma = 600 pixel: must be at least 0 and at most 500 pixel"),
        ("-2", "sigma = -2 pixel: must be at least 0"),
    ],
)
def test_run_refuses_what_was_typed_before_the_box_is_left(
    desk: Desk, typed: str, refusal: str
) -> None:
    desk.viewer.add_image(np.zeros((4, 4), np.float32))
    form = desk.find("gaussian")
    box = form.findChild(NumberBox)
    assert box is not None
    box.selectAll()
    desk.qtbot.keyClicks(box, typed)
    form.run_button.click()
    assert any(refusal in text for text in desk.said)
    assert box.typed() == typed


def test_run_takes_what_was_typed_before_the_box_is_left(desk: Desk) -> None:
    desk.viewer.add_image(np.zeros((4, 4), np.float32))
    form = desk.find("gaussian")
    box = form.findChild(NumberBox)
    assert box is not None
    box.selectAll()
    desk.qtbot.keyClicks(box, "1,5")
    with desk.qtbot.waitSignal(form.ran, timeout=WAIT) as ran:
        form.run_button.click()
    session = Session.of(desk.viewer)
    step = session.history.graph.step(str(session.reference(ran.args[0][0])))
    assert step.params == {"sigma": "1.5 pixel"}


def test_long_names_of_layers_show_their_end_and_are_said_in_full(desk: Desk) -> None:
    first, second = (
        "experiment of a long name " * 4 + "red",
        "experiment of a long name " * 4 + "blue",
    )
    desk.viewer.add_image(np.zeros((4, 4)), name=first)
    desk.viewer.add_image(np.zeros((4, 4)), name=second)
    choice = desk.find("median").inputs["image"]
    assert isinstance(choice, LayerChoice)
    assert second in choice.toolTip()
    choice.setCurrentIndex(1)
    assert first in choice.toolTip()
    tips = [choice.itemData(i, Qt.ItemDataRole.ToolTipRole) for i in (0, 1)]
    assert tips == [second, first]
    assert choice.view().textElideMode() == Qt.TextElideMode.ElideMiddle
    assert elided(first, choice.fontMetrics(), 150).endswith("red")
    choice.resize(150, 24)
    pictures = []
    for index in (0, 1):
        choice.setCurrentIndex(index)
        pictures.append(choice.grab().toImage())
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("words", ["threshold (local)", "gaussian"])
def test_run_is_in_sight_however_low_the_dock_is(desk: Desk, blobs: np.ndarray, words: str) -> None:
    desk.viewer.add_image(blobs)
    form = desk.find(words)
    desk.dock.setParent(None)
    desk.dock.resize(340, 380)
    desk.dock.show()
    QApplication.processEvents()
    assert desk.dock.height() == 380
    assert form.run_button.visibleRegion().boundingRect() == form.run_button.rect()


def test_a_form_shows_what_counts_for_the_choice_that_is_made(desk: Desk) -> None:
    form = desk.find("local threshold")
    rows, fields = form.settings.rows, form.settings.fields
    shown = {
        "mean": [],
        "bernsen": ["least_contrast", "white_level"],
        "niblack": ["deviation_weight"],
        "sauvola": ["deviation_weight", "white_level"],
    }
    for method, expected in shown.items():
        fields["method"].combo.setCurrentText(method)
        found = [name for name, one in fields.items() if rows.isRowVisible(one)]
        assert found == [n for n in fields if not fields[n].parameter.decided_by or n in expected]
    # What is not shown is kept, and does not stop a run.
    desk.viewer.add_image(np.eye(8))
    fields["deviation_weight"].set_value(99)
    with pytest.raises(ParameterError, match="at most 10"):
        form.settings.request()
    fields["method"].combo.setCurrentText("mean")
    assert form.settings.request().parameters["deviation_weight"] == 0.2
    assert fields["deviation_weight"].value() == "99"


def test_a_second_input_is_another_layer_unless_somebody_says_so(desk: Desk) -> None:
    one, other = (desk.viewer.add_labels(np.eye(8, dtype=int), name=name) for name in "ab")
    form = desk.find("compare objects with the truth")
    labels, truth = form.inputs["labels"], form.inputs["truth"]
    assert (labels.layer(), truth.layer()) == (other, one)
    labels.setCurrentIndex(labels.findData(one))
    assert (labels.layer(), truth.layer()) == (one, other)
    # What was preferred once is not what somebody has asked for.
    other.name = "renamed"
    labels.setCurrentIndex(labels.findData(other))
    assert (labels.layer(), truth.layer()) == (other, one)
    key = Qt.Key.Key_Up if truth.currentIndex() else Qt.Key.Key_Down
    desk.qtbot.keyClick(truth, key)
    assert (labels.layer(), truth.layer()) == (other, other)
    labels.setCurrentIndex(labels.findData(one))
    truth.set_layer(one)
    assert (labels.layer(), truth.layer()) == (one, one)
    desk.viewer.add_labels(np.eye(8, dtype=int), name="c")
    assert truth.layer() is one


def test_a_second_input_is_the_same_layer_where_there_is_no_other(desk: Desk) -> None:
    (only,) = [desk.viewer.add_labels(np.eye(8, dtype=int))]
    form = desk.find("compare objects with the truth")
    assert form.inputs["truth"].layer() is only
    second = desk.viewer.add_labels(np.eye(8, dtype=int))
    assert {form.inputs[name].layer() for name in ("labels", "truth")} == {only, second}

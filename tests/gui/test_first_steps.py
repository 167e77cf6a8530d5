"""What somebody meets who is new: where to begin, results in sight, names that follow, patience."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from desk import Desk
from napari._app_model import get_app_model
from napari.layers import Layer
from qtpy.QtWidgets import QFileDialog

from napari_darkroom.plugin import working_line
from napari_darkroom.plugin.start_page import StartPage
from napari_darkroom.plugin.working_line import WorkingLine
from napari_darkroom.recipe.shipped import shipped


def _run(desk: Desk, words: str, layer: Layer) -> Layer:
    form = desk.find(words)
    form.settings.first.set_layer(layer)
    (shown,) = desk.press_run(form)
    return shown


def test_the_dock_begins_with_what_can_be_opened_and_run(desk: Desk) -> None:
    page = desk.dock.forms.form
    assert isinstance(page, StartPage)
    page.samples.actions()[2].trigger()
    assert [layer.name for layer in desk.viewer.layers] == ["coins"]
    page.recipes.aboutToShow.emit()
    assert {one.text() for one in page.recipes.actions()} == {*shipped()}
    assert all(len(one.toolTip()) > len(one.text()) for one in page.recipes.actions())
    desk.find("gaussian blur")
    assert desk.dock.forms.form is not page
    desk.dock.choose_step("none")
    desk.dock.switch.choose(0)
    assert desk.dock.form is not None


def test_new_results_are_above_what_would_hide_them(desk: Desk, blobs: np.ndarray) -> None:
    viewer = desk.viewer
    dna = viewer.add_image(blobs, name="dna")
    viewer.add_image(blobs, name="actin")
    hidden = viewer.add_image(blobs, name="hidden", visible=False)
    first = _run(desk, "otsu", dna)
    names = [layer.name for layer in viewer.layers]
    assert names == ["dna", "actin", "dna · mask", "hidden"]
    blurred = _run(desk, "gaussian blur", dna)
    # Labels lie on images: an image goes under them, and they stay in sight.
    assert viewer.layers.index(blurred) == 2
    second = _run(desk, "triangle", dna)
    assert viewer.layers.index(second) == viewer.layers.index(first) + 1
    assert viewer.layers.index(hidden) == len(viewer.layers) - 1


def test_channels_that_shine_through_stay_where_they_are(desk: Desk, blobs: np.ndarray) -> None:
    dna = desk.viewer.add_image(blobs, name="dna", blending="additive")
    desk.viewer.add_image(blobs, name="actin", blending="additive")
    blurred = _run(desk, "gaussian blur", dna)
    assert [layer.name for layer in desk.viewer.layers] == ["dna", "dna · blurred", "actin"]
    assert blurred.blending == "additive"


def test_results_follow_the_names_of_what_they_were_made_of(desk: Desk, blobs: np.ndarray) -> None:
    dna = desk.viewer.add_image(blobs, name="C1")
    blurred = _run(desk, "gaussian blur", dna)
    mask = _run(desk, "otsu", blurred)
    dna.name = "nuclei"
    assert (blurred.name, mask.name) == ("nuclei · blurred", "nuclei · mask")
    mask.name = "bright"
    assert _run(desk, "connected components", mask).name == "bright · objects"
    dna.name = "DAPI"
    assert (blurred.name, mask.name) == ("DAPI · blurred", "bright")
    assert desk.dock.session.title("mask") == "bright"


def test_results_of_long_names_are_told_apart(desk: Desk, blobs: np.ndarray) -> None:
    names = [f"2024-03-05 plate 7 well A01 site 3 {dye}" for dye in ("DAPI", "Phalloidin")]
    results = [
        _run(desk, "gaussian blur", desk.viewer.add_image(blobs, name=name)) for name in names
    ]
    shown = [layer.name for layer in results]
    assert shown == ["2024-…ite 3 DAPI · blurred", "2024-…Phalloidin · blurred"]


def test_a_long_step_says_for_how_long_it_works(
    desk: Desk, blobs: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(desk, "otsu", _run(desk, "gaussian blur", desk.viewer.add_image(blobs, name="dna")))
    session = desk.dock.session
    (line,) = desk.dock.findChildren(WorkingLine)
    # The steps are done, and it has seen it.
    line.refresh()
    assert not line.isVisibleTo(desk.dock)
    monkeypatch.setattr(session.history, "running", {"blurred": 0.25, "mask": 0.0, "gone": 0.1})
    times = iter([100.0, 140.2])
    monkeypatch.setattr(working_line, "monotonic", lambda: next(times))
    line.refresh()
    assert line.text() == ""
    line.refresh()
    assert line.text() == "dna · blurred: working, 40 s, 25%, 1 more"
    assert line.isVisibleTo(desk.dock)
    monkeypatch.setattr(session.history, "running", {})
    monkeypatch.setattr(working_line, "monotonic", lambda: 150.0)
    line.refresh()
    assert not line.isVisibleTo(desk.dock)


def test_a_session_is_saved_under_a_name_that_is_typed_and_then_again(
    desk: Desk, blobs: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(desk, "gaussian blur", desk.viewer.add_image(blobs, name="dna"))
    exports, offered = desk.dock.history.exports, []
    (line,) = desk.dock.findChildren(WorkingLine)
    told: list[str] = []
    exports.refresh()
    assert not exports.again.isVisible()

    def ask(parent: Any, title: str, name: str) -> tuple[str, str]:
        offered.append(Path(name).name)
        return str(tmp_path / "day 1"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    filing = desk.dock.session.filing
    filing.began.connect(lambda: told.append(line.text()))
    actions = {one.text(): one for one in exports.actions()}
    with desk.qtbot.waitSignal(filing.ended, timeout=60_000):
        actions["Save session folder…"].trigger()
    assert (tmp_path / "day 1" / "recipe.yaml").is_file()
    exports.refresh()
    assert exports.again.text() == "Save session in “day 1”"
    _run(desk, "otsu", desk.viewer.layers["dna"])
    with desk.qtbot.waitSignal(filing.ended, timeout=60_000):
        exports.again.trigger()
    assert "threshold.otsu" in (tmp_path / "day 1" / "recipe.yaml").read_text()
    exports.refresh()
    with desk.qtbot.waitSignal(filing.ended, timeout=60_000):
        actions["Save session folder…"].trigger()
    assert offered == ["session", "day 1 2"]
    assert told[0].startswith("Saving day 1: ")
    assert not line.isVisibleTo(desk.dock)


@pytest.mark.filterwarnings("ignore:projection mode:UserWarning")
def test_a_form_without_a_fitting_layer_says_how_to_get_one(desk: Desk) -> None:
    numbers = np.zeros((8, 8), np.uint8)
    numbers[2:5, 2:5] = 3
    image = desk.viewer.add_image(numbers, name="from elsewhere")
    form = desk.find("measure objects")
    hint = form.settings.hints["labels"]
    assert hint.isVisibleTo(form)
    assert "Convert to Labels" in hint.text()
    desk.viewer.layers.selection.active = image
    get_app_model().commands.execute_command("napari.layer.convert_to_labels").result()
    assert not hint.isVisibleTo(form)
    assert form.settings.first.layer().name == "from elsewhere"

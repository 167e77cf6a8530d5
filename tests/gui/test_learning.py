"""The section "How it works": formula, code with the values that are set, and Copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from qtpy.QtCore import Qt
from qtpy.QtGui import QColor
from qtpy.QtWidgets import QApplication, QScrollArea

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Image
from napari_darkroom.engine.catalog import find, operations
from napari_darkroom.engine.run import run
from napari_darkroom.plugin.code_view import CodeView
from napari_darkroom.plugin.learning import LearningPanel
from napari_darkroom.plugin.measure_field import make_field
from napari_darkroom.plugin.style import style_sheet

DOCK_WIDTH = 300


@pytest.fixture
def open_panel(qtbot: Any) -> Callable[..., LearningPanel]:
    def make(id_: str = "filters.gaussian") -> LearningPanel:
        panel = LearningPanel(find(id_))
        qtbot.addWidget(panel)
        panel.show()
        qtbot.mouseClick(panel.fold, Qt.MouseButton.LeftButton)
        return panel

    return make


def test_it_is_closed_until_it_is_asked_for(qtbot: Any) -> None:
    panel = LearningPanel(find("filters.gaussian"))
    qtbot.addWidget(panel)
    panel.show()
    panel.set_parameters({"sigma": "2 pixel"})
    assert not panel.formula.isVisible()
    assert panel.code.code() == ""
    qtbot.mouseClick(panel.fold, Qt.MouseButton.LeftButton)
    assert panel.formula.isVisible()
    assert "Σ" in panel.formula.text()
    assert "sigma = (2.0, 2.0)\n" in panel.code.code()
    assert panel.call.code() == 'dr.filters.gaussian(image, sigma="2 pixel")'
    qtbot.mouseClick(panel.fold, Qt.MouseButton.LeftButton)
    assert not panel.formula.isVisible()


def test_code_follows_the_parameters(open_panel: Callable[..., LearningPanel]) -> None:
    panel = open_panel()
    assert "sigma = (1.0, 1.0)\n" in panel.code.code()
    panel.set_parameters({"sigma": "3", "mode": "wrap"})
    assert "sigma = (3.0, 3.0)\n" in panel.code.code()
    assert 'mode = "wrap"\n' in panel.code.code()


def test_code_follows_the_editors_of_a_form(
    qtbot: Any, open_panel: Callable[..., LearningPanel]
) -> None:
    panel = open_panel()
    fields = {p.name: make_field(p) for p in panel.operation.parameters}
    for field in fields.values():
        qtbot.addWidget(field)
    panel.follow(fields)
    fields["sigma"].set_value("4 pixel")
    assert "sigma = (4.0, 4.0)\n" in panel.code.code()
    fields["sigma"].set_value("600 pixel")
    assert "at most 500" in panel.complaint.text()
    fields["sigma"].set_value("1 um")
    panel.set_place(Calibration.of("zyx", [2, 0.5, 0.5], ["um"] * 3))
    assert "sigma = (0.5, 2.0, 2.0)  # 1 um\n" in panel.code.code()
    panel.set_place(Calibration.of("zyx", [2, 0.5, 0.5], ["um"] * 3), ("y", "x"))
    assert "sigma = (2.0, 2.0)  # 1 um\n" in panel.code.code()


@pytest.mark.parametrize(
    ("id_", "parameters"),
    [
        ("filters.gaussian", {"sigma": "1 um", "mode": "nearest"}),
        ("filters.median", {"radius": "2, 1 pixel", "shape": "square"}),
        ("threshold.otsu", {"dark_objects": True}),
        ("threshold.manual", {"lower": "20"}),
    ],
)
def test_copied_code_gives_the_result_of_the_operation(
    qtbot: Any,
    open_panel: Callable[..., LearningPanel],
    blobs: np.ndarray,
    id_: str,
    parameters: dict[str, Any],
) -> None:
    image = Image.of(blobs, scale=0.5, units="um")
    panel = open_panel(id_)
    panel.set_parameters(parameters)
    panel.set_place(image.calibration)
    qtbot.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    assert panel.copy_button.text() == "Copied"
    names: dict[str, Any] = {"image": blobs.copy()}
    exec(QApplication.clipboard().text(), names)  # noqa: S102 - the code is what is tested
    ((name, result),) = run(id_, {"image": image}, parameters).items()
    np.testing.assert_allclose(names[name], result.data, atol=1e-3)


@pytest.mark.parametrize(
    ("sigma", "said"), [("5 parrots", "parrots"), ("-1", "at least 0"), ("1 um", "pixel size")]
)
def test_what_is_not_allowed_is_told_and_not_copied(
    open_panel: Callable[..., LearningPanel], sigma: str, said: str
) -> None:
    panel = open_panel()
    panel.set_parameters({"sigma": sigma})
    assert said in panel.complaint.text()
    assert panel.complaint.isVisible()
    assert not panel.code.isVisible()
    assert not panel.copy_button.isEnabled()
    panel.set_parameters({"sigma": "2"})
    assert not panel.complaint.isVisible()
    assert panel.code.isVisible()
    assert panel.copy_button.isEnabled()


def test_copied_is_said_of_what_is_shown(
    qtbot: Any, open_panel: Callable[..., LearningPanel]
) -> None:
    panel = open_panel()
    qtbot.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    panel.set_parameters({"sigma": "2"})
    assert panel.copy_button.text() == "Copy"


@pytest.mark.parametrize("operation", operations().values(), ids=lambda o: o.id)
def test_it_fits_a_dock_and_shows_all_lines(qtbot: Any, operation: Operation) -> None:
    panel = LearningPanel(operation)
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(panel)
    area.setStyleSheet(style_sheet())
    area.resize(DOCK_WIDTH, 900)
    area.show()
    panel.fold.click()
    QApplication.processEvents()
    assert area.horizontalScrollBar().maximum() == 0
    assert panel.formula.text() == operation.formula
    for view in (panel.call, panel.code):
        assert view.verticalScrollBar().maximum() == 0
        assert view.width() <= DOCK_WIDTH
    assert panel.code.code().endswith(operation.equivalent.code.splitlines()[-1])


def test_without_formula_and_code_there_is_no_section(qtbot: Any) -> None:
    silent = LearningPanel(_without_notes(find("filters.gaussian")))
    qtbot.addWidget(silent)
    assert silent.isHidden()


def _without_notes(operation: Operation) -> Operation:
    def function(image: Any) -> Any:
        """Do nothing."""
        return image

    return replace(operation, function=function)


def _keyword_colour(view: CodeView) -> QColor:
    formats = view.document().firstBlock().layout().formats()
    return formats[0].format.foreground().color()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_colours_can_be_read_in_either_theme(
    make_napari_viewer: Callable[..., Any], theme: str
) -> None:
    viewer = make_napari_viewer(show=True)
    panel = LearningPanel(find("filters.gaussian"))
    viewer.window.add_dock_widget(panel, name="learn")
    viewer.theme = "light" if theme == "dark" else "dark"
    panel.fold.click()
    QApplication.processEvents()
    viewer.theme = theme
    QApplication.processEvents()
    on_dark = _keyword_colour(panel.code).lightness() > 150
    assert on_dark == (theme == "dark")

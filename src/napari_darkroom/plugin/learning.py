"""How an operation works: its formula, and code that does the same without Darkroom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qtpy.QtCore import Qt
from qtpy.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.lesson import darkroom_line, equivalent_claim, equivalent_code
from napari_darkroom.plugin.code_view import CodeView
from napari_darkroom.plugin.fields import Field
from napari_darkroom.plugin.style import rich_text

_STYLE = """
QToolButton#fold { border: none; background: transparent; padding: 2px 0; }
QLabel#formula { background-color: rgba(127, 137, 150, 36); border-radius: 3px;
                 padding: 6px; font-size: 12px; }
QLabel#hint { font-size: 11px; }
QPlainTextEdit#code { background-color: rgba(127, 137, 150, 36); border: none;
                      border-radius: 3px; padding: 3px; }
"""


class LearningPanel(QWidget):
    """A section *How it works* for the form of an operation; it is closed to begin with.

    Parameters
    ----------
    operation : Operation

    Attributes
    ----------
    fold : QToolButton
        Opens and closes it.
    formula : QLabel
        What is computed.
    call : CodeView
        The line in Darkroom.
    code : CodeView
        The same in NumPy, SciPy or scikit-image; it runs as pasted.
    copy_button : QPushButton
        Puts the code on the clipboard.
    complaint : QLabel
        Why no code can be given for what is set.
    """

    def __init__(self, operation: Operation) -> None:
        super().__init__()
        self.operation = operation
        self._read: Callable[[], Mapping[str, Any]] = dict
        self._calibration: Calibration | None = None
        self._axes: Sequence[str] | None = None
        self.fold = QToolButton()
        self.formula = _text(operation.formula, "formula")
        self.call, self.code = CodeView(), CodeView()
        self._call_heading = _text("In Darkroom", "hint")
        self.copy_button = QPushButton("Copy")
        self.complaint = _text("", "complaint")
        self._content = QWidget()
        self._lay_out()
        self.fold.toggled.connect(self._open)
        self.copy_button.clicked.connect(lambda _: self._copy())
        self._open(False)
        self.setVisible(bool(operation.formula or operation.equivalent.code))

    def follow(self, fields: Mapping[str, Field]) -> None:
        """Show what stands in the editors of a form, and go on doing so.

        Parameters
        ----------
        fields : mapping of str to Field
            By the names of the parameters.
        """
        self._read = lambda: {name: field.value() for name, field in fields.items()}
        for field in fields.values():
            field.changed.connect(self._refresh)
        self._refresh()

    def set_parameters(self, parameters: Mapping[str, Any]) -> None:
        """Show values by name, as Python or a recipe has them."""
        given = dict(parameters)
        self._read = lambda: given
        self._refresh()

    def set_place(self, calibration: Calibration | None, axes: Sequence[str] | None = None) -> None:
        """Say where the pixels lie: physical lengths become pixels with it.

        Parameters
        ----------
        calibration : Calibration, optional
            That of the first input; None for a plane in pixels.
        axes : sequence of str, optional
            The spatial axes that are treated together; by default all.
        """
        self._calibration, self._axes = calibration, axes
        self._refresh()

    def _lay_out(self) -> None:
        self.setStyleSheet(_STYLE)
        self.fold.setObjectName("fold")
        self.fold.setText("How it works")
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.call.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.copy_button.setToolTip("Copy the code, to be pasted into a notebook or console.")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addWidget(self.fold)
        outer.addWidget(self._content)
        lines = QVBoxLayout(self._content)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        for widget in (self.formula, self._call_heading, self.call):
            lines.addWidget(widget)
        lines.addLayout(self._code_heading())
        for below in (self.code, self.complaint, *self._remarks()):
            lines.addWidget(below)

    def _code_heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(_text("Without Darkroom", "hint"), 1)
        row.addWidget(self.copy_button)
        return row

    def _remarks(self) -> list[QLabel]:
        """Return how far the code is the same, and the sources."""
        claim = _text(equivalent_claim(self.operation), "hint")
        sources = _text(rich_text(self.operation.sections.get("References", "")), "hint")
        sources.setTextFormat(Qt.TextFormat.RichText)
        return [label for label in (claim, sources) if label.text()]

    def _open(self, wanted: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if wanted else Qt.ArrowType.RightArrow
        self.fold.setArrowType(arrow)
        self._content.setVisible(wanted)
        self._refresh()

    def _refresh(self) -> None:
        """Show the code of what is set; what is not allowed is told in its place."""
        if not self.fold.isChecked():
            return
        try:
            given = self._read()
            line = darkroom_line(self.operation, given)
            code = equivalent_code(self.operation, given, self._calibration, self._axes)
        except DarkroomError as error:
            line, code, complaint = "", "", str(error)
        else:
            complaint = ""
        self.call.show_code(line)
        self.code.show_code(code)
        self.complaint.setText(complaint)
        self.complaint.setVisible(bool(complaint))
        for widget in (self._call_heading, self.call, self.code):
            widget.setVisible(not complaint)
        self.copy_button.setEnabled(bool(code))
        self.copy_button.setText("Copy")

    def _copy(self) -> None:
        clipboard = QApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self.code.code() + "\n")
            self.copy_button.setText("Copied")


def _text(text: str, look: str) -> QLabel:
    """Return a label that wraps and can be selected."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setObjectName(look)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

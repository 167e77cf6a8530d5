"""Colouring the objects by a column: which, on what scale, between what values."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from qtpy.QtCore import QRectF, QSize, Qt
from qtpy.QtGui import QImage, QPainter, QPaintEvent
from qtpy.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from superqt import QFlowLayout

from napari_darkroom.core.units import unit_text
from napari_darkroom.plugin.table.column_choice import ColumnChoice
from napari_darkroom.plugin.table.filter_strip import typed_number
from napari_darkroom.plugin.table.scale import SCALES, scale_colours
from napari_darkroom.tables.colouring import STEPS, Colouring, colouring_of
from napari_darkroom.tables.conditions import categories, is_number
from napari_darkroom.tables.view import TableView

_FIELD_WIDTH = 76
_BAR_WIDTH, _BAR_HEIGHT = 150, 12
_OWN_COLOURS = "own colours"
_NO_WORD = "empty"


class ColourBar(QWidget):
    """A strip of a colour scale, from the lower end to the upper one."""

    def __init__(self) -> None:
        super().__init__()
        self._scale = ""
        self.setMinimumHeight(_BAR_HEIGHT)
        self.setMinimumWidth(60)
        self.setMaximumWidth(_BAR_WIDTH)

    def show_scale(self, name: str) -> None:
        """Show another scale."""
        self._scale = name
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return how large it wants to be."""
        return QSize(_BAR_WIDTH, _BAR_HEIGHT)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        """Paint the scale."""
        if not self._scale:
            return
        colours = np.rint(255 * scale_colours(self._scale)[:STEPS]).astype(np.uint8)
        image = QImage(colours.tobytes(), STEPS, 1, 4 * STEPS, QImage.Format.Format_RGBA8888)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        bar = QRectF(0, (self.height() - _BAR_HEIGHT) / 2, self.width(), _BAR_HEIGHT)
        painter.drawImage(bar, image)


class ColourStrip(QWidget):
    """A line that colours the objects in the image, and is their colour bar."""

    def __init__(self) -> None:
        super().__init__()
        self._view: TableView | None = None
        self.column = ColumnChoice(_OWN_COLOURS)
        self.scale = QComboBox()
        self.scale.addItems(SCALES)
        self.low, self.high = QLineEdit(), QLineEdit()
        self.bar = ColourBar()
        self.unit = QLabel()
        self.unit.setObjectName("hint")
        self.whole = QPushButton("Whole range")
        self.texts = QCheckBox("Write values")
        self.texts.setToolTip(
            "Write the value of each object on it. Zoom in where some have no room."
        )
        self._lay_out()
        self.column.currentIndexChanged.connect(lambda _: self._choose())
        self.scale.currentTextChanged.connect(lambda _: self._set())
        self.whole.clicked.connect(lambda _: self._choose())
        for field in (self.low, self.high):
            field.editingFinished.connect(self._set)

    def _lay_out(self) -> None:
        for field in (self.low, self.high):
            field.setFixedWidth(_FIELD_WIDTH)
            field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._detail = (
            self.low, self.bar, self.high, self.unit, self.scale, self.whole, self.texts,
        )  # fmt: skip
        line = QFlowLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setVerticalSpacing(3)
        height = self.column.sizeHint().height()
        for part in (QLabel("Colour objects by"), self.column, *self._detail):
            part.setMinimumHeight(height)
            line.addWidget(part)

    def show_view(self, view: TableView | None) -> None:
        """Show the colours of another view, or of the same one as they are now."""
        self._view = view
        self.column.show_view(view)
        colouring = None if view is None else view.colouring
        blocked = self.column.blockSignals(True), self.scale.blockSignals(True)
        self.column.set_column("" if colouring is None else colouring.column)
        if colouring is not None and view is not None:
            self.scale.setCurrentText(colouring.colormap)
            self.bar.show_scale(colouring.colormap)
            self._show_ends(view, colouring)
            self.unit.setText(unit_text(view.table.columns[colouring.column].unit))
        self.column.blockSignals(blocked[0])
        self.scale.blockSignals(blocked[1])
        for part in self._detail:
            part.setVisible(colouring is not None)
        if colouring is not None and view is not None:
            self.whole.setVisible(is_number(view.table.data[colouring.column]))

    def _show_ends(self, view: TableView, colouring: Colouring) -> None:
        """Show the ends of the scale: numbers that can be typed, or the first and the last word."""
        cells = view.table.data[colouring.column]
        texts = [f"{end:.5g}" for end in (colouring.low, colouring.high)]
        if not is_number(cells):
            words = categories(cells)[1] or [""]
            texts = [words[0] or _NO_WORD, words[-1] or _NO_WORD]
        for field, text in zip((self.low, self.high), texts, strict=True):
            field.setText(text)
            field.setToolTip("" if is_number(cells) else text)
            field.setCursorPosition(0)
            field.setReadOnly(not is_number(cells))

    def _choose(self) -> None:
        """Colour by the column that was chosen, over the whole range of its values."""
        if self._view is None:
            return
        name = self.column.column
        cells = self._view.table.data[name] if name else None
        self._view.colour_by(
            None if cells is None else colouring_of(cells, self.scale.currentText())
        )

    def _set(self) -> None:
        """Colour on the scale and between the values that were set."""
        if self._view is None or self._view.colouring is None:
            return
        known = self._view.colouring
        numbers = is_number(self._view.table.data[known.column])
        low, high = self.low.text(), self.high.text()
        self._view.colour_by(
            replace(
                known,
                colormap=self.scale.currentText(),
                low=_limit(low, known.low) if numbers else known.low,
                high=_limit(high, known.high) if numbers else known.high,
            )
        )
        self.show_view(self._view)


def _limit(text: str, known: float) -> float:
    """Return an end of the scale; what shows the same digits as before is the same."""
    number = typed_number(text, math.nan)
    if number is None or math.isnan(number) or text == f"{known:.5g}":
        return known
    return number


def colouring_text(colouring: Colouring | None) -> str:
    """Return what a button says of a colouring."""
    return "Colour" if colouring is None else f"Colour: {colouring.column}"

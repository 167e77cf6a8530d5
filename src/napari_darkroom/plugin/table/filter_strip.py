"""Choosing rows by a column: a line in which one filter is set."""

from __future__ import annotations

import math

from qtpy.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from napari_darkroom.core.units import unit_text
from napari_darkroom.plugin.table.column_choice import ColumnChoice
from napari_darkroom.tables.conditions import (
    Between,
    Condition,
    Contains,
    Equals,
    categories,
    is_number,
)
from napari_darkroom.tables.statistics import summary
from napari_darkroom.tables.view import TableView

_FIELD_WIDTH = 90
# A column with up to so many different texts has them offered.
_FEW = 12
_WORDS = "with text…"


class FilterStrip(QWidget):
    """A line in which one filter is set."""

    def __init__(self) -> None:
        super().__init__()
        self._view: TableView | None = None
        self.column = ColumnChoice()
        self.low, self.high, self.words = QLineEdit(), QLineEdit(), QLineEdit()
        self.values = QComboBox()
        self.values.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.values.currentIndexChanged.connect(lambda _: self._suit_value())
        self.without = QCheckBox("not")
        self.unit = QLabel()
        self.unit.setObjectName("hint")
        self._between = QLabel("to")
        self.add_button = QPushButton("Filter")
        self.complaint = QLabel()
        self.complaint.setObjectName("complaint")
        for field in (self.low, self.high):
            field.setFixedWidth(_FIELD_WIDTH)
            field.returnPressed.connect(self.add)
        self.words.returnPressed.connect(self.add)
        self.words.setPlaceholderText("text in it")
        self.words.setMaximumWidth(2 * _FIELD_WIDTH)
        self.column.currentIndexChanged.connect(lambda _: self._suit_column())
        self.add_button.clicked.connect(lambda _: self.add())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        parts = (
            QLabel("Show rows with"), self.column, self.low, self._between, self.high,
            self.without, self.values, self.words, self.unit, self.add_button, self.complaint,
        )  # fmt: skip
        for part in parts:
            line.addWidget(part)
        line.addStretch(1)

    def show_view(self, view: TableView | None) -> None:
        """Filter another view."""
        self._view = view
        self.column.show_view(view)
        self._suit_column()

    def edit(self, condition: Condition) -> None:
        """Take a filter that is set into the line."""
        self.column.set_column(condition.columns[0])
        if isinstance(condition, Between):
            self.low.setText("" if math.isinf(condition.low) else f"{condition.low:.12g}")
            self.high.setText("" if math.isinf(condition.high) else f"{condition.high:.12g}")
        elif isinstance(condition, Contains):
            self.values.setCurrentIndex(self.values.count() - 1)
            self.words.setText(condition.words)
            self.without.setChecked(condition.without)
        elif isinstance(condition, Equals):
            self.values.setCurrentIndex(self.values.findData(condition.value))
            self.without.setChecked(condition.without)

    def add(self) -> None:
        """Set the filter that the line tells."""
        condition = self._condition()
        if self._view is not None and condition is not None:
            self._view.add_conditions(condition)

    def _condition(self) -> Condition | None:
        name = self.column.column
        self.complaint.clear()
        if self._view is None or not name:
            return None
        if not is_number(self._view.table.data[name]):
            value, without = self.values.currentData(), self.without.isChecked()
            if value is not None:
                return Equals(name, value, without)
            return Contains(name, self.words.text().strip(), without)
        low, high = (
            typed_number(self.low.text(), -math.inf),
            typed_number(self.high.text(), math.inf),
        )
        if low is None or high is None:
            self.complaint.setText("Type numbers, or leave a side empty.")
            return None
        if low > high:
            self.complaint.setText("The first number is above the second.")
            return None
        return Between(name, low, high)

    def _suit_column(self) -> None:
        name = self.column.column
        if self._view is None or not name:
            return
        cells = self._view.table.data[name]
        number = is_number(cells)
        for part in (self.low, self._between, self.high):
            part.setVisible(number)
        self.without.setVisible(not number)
        self._offer_values([] if number else categories(cells)[1])
        self.unit.setText(unit_text(self._view.table.columns[name].unit) if number else "")
        for field in (self.low, self.high, self.words, self.complaint):
            field.clear()
        if number:
            found = summary(cells)
            self.low.setPlaceholderText(f"{found.smallest:.4g}" if found.count else "")
            self.high.setPlaceholderText(f"{found.largest:.4g}" if found.count else "")

    def _offer_values(self, texts: list[str]) -> None:
        """Offer the different texts of a column where they are few, and words in any."""
        blocked = self.values.blockSignals(True)
        self.values.clear()
        for text in texts if len(texts) <= _FEW else ():
            self.values.addItem(text or "empty", text)
        if self.values.count():
            self.values.addItem(_WORDS, None)
        self.values.blockSignals(blocked)
        self._suit_value()

    def _suit_value(self) -> None:
        """Ask for words only where no value is chosen."""
        self.values.setVisible(self.values.count() > 0)
        asks = self.values.currentData() is None and not self.without.isHidden()
        self.words.setVisible(asks)


def typed_number(text: str, empty: float) -> float | None:
    """Return a number that was typed, `empty` for nothing, None for what is none."""
    text = text.strip().replace(" ", "")
    if not text:
        return empty
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None

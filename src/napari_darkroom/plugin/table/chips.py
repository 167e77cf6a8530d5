"""The filters that are set, as chips to change or to take away."""

from __future__ import annotations

from functools import partial

from qtpy.QtCore import Qt, Signal
from qtpy.QtWidgets import QHBoxLayout, QToolButton, QWidget
from superqt import QFlowLayout

from napari_darkroom.core.units import unit_text
from napari_darkroom.plugin.present import present
from napari_darkroom.tables.conditions import Condition
from napari_darkroom.tables.view import TableView


class Chips(QWidget):
    """The filters that are set, each to be changed or taken away."""

    edited = Signal(object)
    """A filter is to be changed."""
    kept = Signal()
    """Only what is shown is to be kept."""

    def __init__(self) -> None:
        super().__init__()
        self._view: TableView | None = None
        self._flow = QFlowLayout(self)
        self._flow.setContentsMargins(0, 0, 0, 0)

    def show_view(self, view: TableView | None) -> None:
        """Show the filters of a view as they are now."""
        self._view = view
        while self._flow.count() > 0:
            item = self._flow.takeAt(0)
            widget = present(present(item).widget())
            widget.hide()
            widget.deleteLater()
        conditions = () if view is None else view.conditions
        for condition, count in zip(conditions, () if view is None else view.left_out, strict=True):
            self._flow.addWidget(self._chip(condition, count))
        if conditions:
            self._flow.addWidget(self._keep_button())
        if len(conditions) > 1:
            everything = QToolButton()
            everything.setObjectName("switch")
            everything.setText("Clear all")
            everything.clicked.connect(lambda _: self._drop_all())
            self._flow.addWidget(everything)
        self.setVisible(bool(conditions))

    def _keep_button(self) -> QWidget:
        button = QToolButton()
        button.setObjectName("switch")
        button.setText("Keep only these")
        button.setToolTip(
            "Make new labels with only these objects, as steps of the history. The labels that "
            "were measured stay as they are."
        )
        button.clicked.connect(lambda _: self.kept.emit())
        return button

    def _drop_all(self) -> None:
        if self._view is not None:
            self._view.set_conditions([])

    def _chip(self, condition: Condition, count: int) -> QWidget:
        view = self._view
        chip = QWidget()
        chip.setObjectName("chip")
        chip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(chip)
        line.setContentsMargins(6, 0, 2, 0)
        line.setSpacing(2)
        unit = "" if view is None else unit_text(view.table.columns[condition.columns[0]].unit)
        text = QToolButton()
        text.setText(f"{condition.text(unit)}  −{count:,}")
        rows = f"{count:,} row{'' if count == 1 else 's'}"
        text.setToolTip(f"Leaves out {rows} of the table. Click to change this filter.")
        text.clicked.connect(partial(self._edit, condition))
        close = QToolButton()
        close.setText("×")
        close.setToolTip("Take this filter away")
        close.clicked.connect(partial(self._drop, condition))
        line.addWidget(text)
        line.addWidget(close)
        return chip

    def _edit(self, condition: Condition, _: bool = False) -> None:
        self.edited.emit(condition)

    def _drop(self, condition: Condition, _: bool = False) -> None:
        if self._view is not None:
            self._view.drop_condition(condition)

"""One line that tells what a column comes to: for what is shown, and for what is selected."""

from __future__ import annotations

import numpy as np
from qtpy.QtCore import QTimer
from qtpy.QtWidgets import QLabel

from napari_darkroom.core.units import unit_text
from napari_darkroom.tables.conditions import is_number
from napari_darkroom.tables.statistics import Summary, summary
from napari_darkroom.tables.view import TableView

_PAUSE_MS = 50


class StatisticsLine(QLabel):
    """Statistics of one column."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hint")
        self.setMinimumWidth(40)
        self.setTextInteractionFlags(self.textInteractionFlags())
        self._asked: tuple[TableView | None, str] = (None, "")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.update_now)

    def show_column(self, view: TableView | None, column: str) -> None:
        """Show the statistics of a column, as soon as nothing else is to be done."""
        self._asked = (view, column)
        self._pause.start()

    def update_now(self) -> None:
        """Show the statistics that were asked for."""
        view, column = self._asked
        known = view is not None and column in view.table.data.columns
        self.setText(_line(view, column) if view is not None and known else "")
        hint = "Click a cell to see the statistics of its column."
        # In a narrow window the line may be longer than there is room.
        self.setToolTip(f"{self.text()}<br>{hint}" if known else "")


def _line(view: TableView, column: str) -> str:
    cells = view.table.data[column]
    unit = unit_text(view.table.columns[column].unit)
    name = f"<b>{column}</b>" + (f" ({unit})" if unit else "")
    which = "shown" if view.filtered else "all"
    parts = [f"{name} &nbsp; {which}: {_told(summary(cells.iloc[view.rows]), is_number(cells))}"]
    if len(view.selection) > 1:
        chosen = summary(cells.iloc[view.selection.rows])
        parts.append(f"selected: {_told(chosen, is_number(cells))}")
    return " &nbsp;|&nbsp; ".join(parts)


def _told(found: Summary, number: bool) -> str:
    told = [f"n {found.count:,}"]
    if found.missing:
        told.append(f"missing {found.missing:,}")
    if number:
        values = {
            "mean": found.mean,
            "median": found.median,
            "deviation": found.deviation,
            "min": found.smallest,
            "max": found.largest,
        }
        told += [f"{name} {_number(value)}" for name, value in values.items()]
    return " · ".join(told)


def _number(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.4g}"

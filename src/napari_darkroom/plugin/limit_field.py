"""The editor of a limit to the values of a column: a number in the unit of that column."""

from __future__ import annotations

from typing import Any

from qtpy.QtWidgets import QLabel

from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.units import Measure, known_unit, same_dimension, unit_text
from napari_darkroom.core.values import Table
from napari_darkroom.plugin.fields import Field, bounds, number_text
from napari_darkroom.plugin.number_box import NumberBox, split_unit


class LimitField(Field):
    """A number; beside it stands the unit of the column that it is a limit of."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.box = NumberBox(*bounds(parameter))
        self.box.edited.connect(self.changed)
        self.unit = QLabel()
        self.row.addWidget(self.box, 1)
        self.row.addWidget(self.unit)
        self._unit = ""

    def value(self) -> str:
        """Return the number with its unit, ``50 um^2``; one that was typed is the one meant.

        Raises
        ------
        ParameterError
            If a comma in it may part the thousands.
        """
        number, typed = split_unit(self.box.typed())
        return f"{number_text(self.parameter, number)} {typed or self._unit}".strip()

    def set_value(self, value: Any) -> None:
        """Show a number, or a text such as ``50 um^2``."""
        try:
            float(value)
        except ValueError:
            limit = Measure.parse(value)
            self._show_unit(limit.unit)
            self.box.set_number(limit.values[0])
        else:
            self.box.set_number(float(value))

    def offer(self, table: Table | None, column: str) -> None:
        """Take the unit of a column; one that was set stays where it measures the same."""
        if table is None or column not in table.columns:
            return
        unit = known_unit(table.columns[column].unit)
        if not (unit and self._unit and same_dimension(unit, self._unit)):
            self._show_unit(unit)

    def _show_unit(self, unit: str) -> None:
        self._unit = unit
        self.unit.setText(unit_text(unit))
        self.unit.setVisible(bool(unit))

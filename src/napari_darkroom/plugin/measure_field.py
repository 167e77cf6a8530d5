"""The editor of lengths, sizes and other numbers with a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from qtpy.QtWidgets import QComboBox, QLabel, QLineEdit, QSizePolicy, QStackedWidget, QToolButton

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.units import (
    PIXEL,
    Measure,
    canonical_unit,
    conversion_factor,
    format_number,
    power_unit,
    unit_text,
)
from napari_darkroom.plugin.column_field import ColumnField
from napari_darkroom.plugin.fields import (
    BooleanField,
    ChoiceField,
    Field,
    IntervalField,
    NumberField,
    OptionalField,
    TextField,
    bounds,
    number_text,
)
from napari_darkroom.plugin.limit_field import LimitField
from napari_darkroom.plugin.number_box import NumberBox, split_unit

_PHYSICAL_UNITS = {"um": ("um", "nm", "mm"), "s": ("s", "ms", "min")}
_FAR = 1e9

# The example of a description, as in "Time between frames, ``30 s``".
_EXAMPLE = re.compile(r"``(\d[\d.]* [a-z]+)``")


class UnitBox(QComboBox):
    """A choice of units that is always as wide as their names."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)


class MeasureField(Field):
    """A number with a unit, or one number an axis; says beside it what it is in the other unit."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.box = NumberBox(*bounds(parameter))
        self.line = QLineEdit()
        self.line.setPlaceholderText("one number for each axis")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.box)
        self.stack.addWidget(self.line)
        self.unit = UnitBox()
        self.each = QToolButton()
        self.each.setText("…")
        self.each.setCheckable(True)
        self.each.setToolTip("Give one number for each axis, as in “1, 2, 2”.")
        several = parameter.most > 1 if parameter.type == "physical" else parameter.type != "size"
        self.each.setVisible(several)
        self.equivalent = QLabel()
        self.equivalent.setWordWrap(True)
        self.equivalent.setObjectName("hint")
        self._spacing: tuple[float, ...] = ()
        self._spacing_unit = PIXEL
        self._axes: tuple[str, ...] = ()
        self._set_units(_offered(parameter))
        self._unit_before = self._unit()
        self._lay_out()

    def _lay_out(self) -> None:
        self.row.addWidget(self.stack, 1)
        self.row.addWidget(self.unit)
        self.row.addWidget(self.each)
        self.box.edited.connect(self._edited)
        self.box.editingFinished.connect(self._take_unit)
        self.line.textChanged.connect(self._edited)
        self.unit.currentIndexChanged.connect(self._unit_changed)
        self.each.toggled.connect(self._toggle_each)

    def value(self) -> str:
        """Return the numbers with their unit, ``1.3 um``; one that was typed is the one meant.

        Raises
        ------
        ParameterError
            If a comma may part the thousands.
        """
        if self.each.isChecked():
            numbers = str(self.line.text()).strip()
            return numbers if split_unit(numbers.split(",")[-1])[1] else f"{numbers} {self._unit()}"
        number, unit = split_unit(self.box.typed())
        if not number:
            return ""
        return f"{number_text(self.parameter, number)} {unit or self._unit()}"

    def set_value(self, value: Any) -> None:
        """Show a number of pixels, or a text such as ``1.3 um``."""
        measure = Measure.parse(value)
        self._show_unit(measure.unit)
        self.box.set_number(measure.values[0])
        self.line.setText(", ".join(map(format_number, measure.values)))
        self.each.setChecked(len(measure.values) > 1)

    def _show_unit(self, unit: str) -> None:
        if self.unit.findData(unit) < 0:
            self.unit.addItem(unit_text(unit), unit)
        self.unit.setCurrentIndex(self.unit.findData(unit))

    def _take_unit(self) -> None:
        """Show a unit that was typed behind the number where units are chosen."""
        number, typed = split_unit(self.box.typed())
        if not typed:
            return
        try:
            unit = canonical_unit(typed)
        except DarkroomError:
            # It stays as it was typed: Run says what is wrong with it.
            return
        self._show_unit(unit)
        self.box.set_text(number)

    def adapt(self, calibration: Calibration, axes: tuple[str, ...], shape: dict[str, int]) -> None:
        """Offer the unit of the image's pixel size."""
        if self.parameter.type == "physical":
            return
        try:
            spacing, unit = calibration.spacing(axes)
        except DarkroomError:
            spacing, unit = (), PIXEL
        power = len(axes) if self.parameter.type == "size" else 1
        # A unit that goes is turned into pixels by the size that it was set with.
        self._set_units((PIXEL,) if unit == PIXEL else (PIXEL, power_unit(unit, power)))
        self._spacing = () if unit == PIXEL else spacing
        self._spacing_unit = power_unit(unit, power)
        self._axes = axes
        self._set_range()
        self._show_equivalent()

    def _unit(self) -> str:
        return str(self.unit.currentData())

    def _set_units(self, units: Sequence[str]) -> None:
        known = [self.unit.itemData(i) for i in range(self.unit.count())]
        current = self._unit()
        if known and current not in units:
            if self._factor(current, PIXEL) is None:
                units = [*units, current]
            else:
                self.unit.setCurrentIndex(self.unit.findData(PIXEL))
        if known == list(units):
            return
        self.unit.blockSignals(True)
        self.unit.clear()
        for unit in units:
            self.unit.addItem(unit_text(unit), unit)
        self.unit.setCurrentIndex(max(self.unit.findData(current), 0))
        self.unit.blockSignals(False)
        self._unit_before = self._unit()

    def _pixel_size(self) -> float:
        """Return a pixel's length along the last axis, or its area or volume for a size."""
        if self.parameter.type != "size":
            return self._spacing[-1] if self._spacing else 1.0
        size = 1.0
        for length in self._spacing:
            size *= length
        return size

    def _factor(self, before: str, after: str) -> float | None:
        """Return what keeps the meaning of a number in another unit, None where nothing does."""
        if before == after or not self._spacing or PIXEL not in (before, after):
            return 1.0 if before == after else None
        physical = after if before == PIXEL else before
        try:
            size = self._pixel_size() * conversion_factor(self._spacing_unit, physical)
        except DarkroomError:
            return None
        return size if before == PIXEL else 1 / size

    def _unit_changed(self) -> None:
        """Keep what the number means; where that is impossible, keep the number."""
        before, after = self._unit_before, self._unit()
        self._unit_before = after
        factor, number = self._factor(before, after), self.box.number()
        self._set_range()
        if factor is not None and number is not None:
            self.box.set_number(float(f"{number * factor:.6g}"))
        self._edited()

    def _set_range(self) -> None:
        low, high = bounds(self.parameter)
        zoom = self._factor(PIXEL, self._unit()) or 1.0
        self.box.set_range(low * zoom, min(high * zoom, _FAR))

    def _toggle_each(self, each: bool) -> None:
        if each and not self.line.text():
            number = self.box.number()
            self.line.setText(self.box.typed() if number is None else format_number(number))
        self.stack.setCurrentIndex(int(each))
        self._edited()

    def _edited(self) -> None:
        self._show_equivalent()
        self.changed.emit()

    def _show_equivalent(self) -> None:
        self.equivalent.setText("" if self.each.isChecked() else self._equivalent())
        self.equivalent.setVisible(bool(self.equivalent.text()))

    def _equivalent(self) -> str:
        number, size = self.box.number(), self._pixel_size()
        if not self._spacing or number is None or self._unit() not in (PIXEL, self._spacing_unit):
            return ""
        other = next(
            (u for i in range(self.unit.count()) if (u := self.unit.itemData(i)) != self._unit()),
            "",
        )
        if self.parameter.type == "size":
            return f"= {number * size if other != PIXEL else number / size:.4g} {unit_text(other)}"
        sizes = {
            axis: (number * s if other != PIXEL else number / s)
            for axis, s in zip(self._axes, self._spacing, strict=True)
        }
        return f"= {_by_axis(sizes)} {unit_text(other)}"


def _offered(parameter: Parameter) -> tuple[str, ...]:
    """Return the units that a parameter begins with; any other may be typed."""
    if parameter.type != "physical":
        return (PIXEL,)
    return _PHYSICAL_UNITS.get(parameter.like, (parameter.like,))


def _by_axis(sizes: dict[str, float]) -> str:
    """Return ``1.5``, or ``0.5 (z), 1.5 (y, x)`` where the axes differ."""
    grouped: dict[str, list[str]] = {}
    for axis, size in sizes.items():
        grouped.setdefault(f"{size:.4g}", []).append(axis)
    if len(grouped) == 1:
        return next(iter(grouped))
    return ", ".join(f"{number} ({', '.join(axes)})" for number, axes in grouped.items())


def make_field(parameter: Parameter) -> Field:
    """Return the editor of a parameter, showing its default."""
    makers: dict[str, type[Field]] = {
        "length": MeasureField,
        "size": MeasureField,
        "physical": MeasureField,
        "limit": LimitField,
        "interval": IntervalField,
        "integer": NumberField,
        "number": NumberField,
        "boolean": BooleanField,
        "choice": ChoiceField,
        "text": TextField,
    }
    field = ColumnField(parameter) if parameter.names_column else makers[parameter.type](parameter)
    if parameter.type in ("number", "limit") and parameter.default is None:
        field.set_value(0)
    example = _EXAMPLE.search(parameter.description)
    if parameter.type == "physical" and parameter.default is None:
        field.set_value(example.group(1) if example else f"1 {parameter.like}")
    elif isinstance(field, MeasureField) and parameter.default is None:
        field.set_value(1)
    if parameter.optional and parameter.type != "interval":
        field = OptionalField(field)
    if parameter.default is not None:
        field.set_value(parameter.default)
    return field

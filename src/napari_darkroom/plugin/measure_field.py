"""The editor of lengths, sizes and other numbers with a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from qtpy.QtWidgets import QComboBox, QLabel, QLineEdit, QStackedWidget, QToolButton

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.units import PIXEL, Measure, format_number, power_unit
from napari_darkroom.plugin.fields import (
    BooleanField,
    ChoiceField,
    Field,
    IntegerField,
    IntervalField,
    NumberField,
    OptionalField,
    PlainSpinBox,
    TextField,
    bounds,
)

_PHYSICAL_UNITS = ("um", "nm", "mm", "arcsec", "deg", "s", "ms")
_FAR = 1e9

# The example of a description, as in "Time between frames, ``30 s``".
_EXAMPLE = re.compile(r"``(\d[\d.]* [a-z]+)``")


class MeasureField(Field):
    """A number with a unit, or one number an axis; says beside it what it is in the other unit."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.spin = PlainSpinBox()
        self.spin.setRange(*bounds(parameter))
        self.line = QLineEdit()
        self.line.setPlaceholderText("one number for each axis")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.spin)
        self.stack.addWidget(self.line)
        self.unit = QComboBox()
        self.each = QToolButton()
        self.each.setText("…")
        self.each.setCheckable(True)
        self.each.setToolTip("Give one number for each axis, as in “1, 2, 2”.")
        self.each.setVisible(parameter.type != "size")
        self.equivalent = QLabel()
        self.equivalent.setObjectName("hint")
        self._spacing: tuple[float, ...] = ()
        self._axes: tuple[str, ...] = ()
        self._set_units(_PHYSICAL_UNITS if parameter.type == "physical" else (PIXEL,))
        self._unit_before = self._unit()
        self._lay_out()

    def _lay_out(self) -> None:
        self.row.addWidget(self.stack, 3)
        self.row.addWidget(self.unit, 2)
        self.row.addWidget(self.each)
        self.spin.valueChanged.connect(self._edited)
        self.line.textChanged.connect(self._edited)
        self.unit.currentIndexChanged.connect(self._unit_changed)
        self.each.toggled.connect(self._toggle_each)

    def value(self) -> str:
        """Return the numbers with their unit, ``1.3 um``."""
        numbers = self.line.text() if self.each.isChecked() else format_number(self.spin.value())
        return f"{numbers.strip()} {self._unit()}"

    def set_value(self, value: Any) -> None:
        """Show a number of pixels, or a text such as ``1.3 um``."""
        measure = Measure.parse(value)
        if self.unit.findData(measure.unit) < 0:
            self.unit.addItem(unit_text(measure.unit), measure.unit)
        self.unit.setCurrentIndex(self.unit.findData(measure.unit))
        self.spin.setValue(measure.values[0])
        self.line.setText(", ".join(map(format_number, measure.values)))
        self.each.setChecked(len(measure.values) > 1)

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
        self._axes = axes
        self._set_range()
        self._show_equivalent()

    def _unit(self) -> str:
        return str(self.unit.currentData())

    def _set_units(self, units: Sequence[str]) -> None:
        known = [self.unit.itemData(i) for i in range(self.unit.count())]
        if known == list(units):
            return
        current = self._unit()
        if current not in units and known:
            self.unit.setCurrentIndex(0)
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

    def _unit_changed(self) -> None:
        """Keep what the number means; where that is impossible, keep the number."""
        before, after = self._unit_before, self._unit()
        self._unit_before = after
        factor = 1.0
        if self._spacing and before != after and PIXEL in (before, after):
            factor = self._pixel_size() if before == PIXEL else 1 / self._pixel_size()
        number = self.spin.value() * factor
        self._set_range()
        self.spin.setValue(float(f"{number:.6g}"))
        self._edited()

    def _set_range(self) -> None:
        low, high = bounds(self.parameter)
        zoom = self._pixel_size() if self._unit() != PIXEL and self._spacing else 1.0
        self.spin.setRange(low * zoom, min(high * zoom, _FAR))

    def _toggle_each(self, each: bool) -> None:
        if each and not self.line.text():
            self.line.setText(format_number(self.spin.value()))
        self.stack.setCurrentIndex(int(each))
        self._edited()

    def _edited(self) -> None:
        self._show_equivalent()
        self.changed.emit()

    def _show_equivalent(self) -> None:
        self.equivalent.setText("" if self.each.isChecked() else self._equivalent())
        self.equivalent.setVisible(bool(self.equivalent.text()))

    def _equivalent(self) -> str:
        if not self._spacing:
            return ""
        number, size = self.spin.value(), self._pixel_size()
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


def _by_axis(sizes: dict[str, float]) -> str:
    """Return ``1.5``, or ``0.5 (z), 1.5 (y, x)`` where the axes differ."""
    grouped: dict[str, list[str]] = {}
    for axis, size in sizes.items():
        grouped.setdefault(f"{size:.4g}", []).append(axis)
    if len(grouped) == 1:
        return next(iter(grouped))
    return ", ".join(f"{number} ({', '.join(axes)})" for number, axes in grouped.items())


def unit_text(unit: str) -> str:
    """Return a unit as it is printed: ``µm²`` for ``um^2``."""
    text = "µ" + unit[1:] if unit.startswith("um") else unit
    return text.replace("^2", "²").replace("^3", "³")


def make_field(parameter: Parameter) -> Field:
    """Return the editor of a parameter, showing its default."""
    makers: dict[str, type[Field]] = {
        "length": MeasureField,
        "size": MeasureField,
        "physical": MeasureField,
        "interval": IntervalField,
        "integer": IntegerField,
        "boolean": BooleanField,
        "choice": ChoiceField,
        "text": TextField,
    }
    bounded = None not in (
        parameter.minimum if parameter.above is None else parameter.above,
        parameter.maximum if parameter.below is None else parameter.below,
    )
    number = NumberField if bounded else TextField
    field = makers.get(parameter.type, number)(parameter)
    if parameter.type == "number" and not bounded:
        field.set_value(parameter.default if parameter.default is not None else 0)
    example = _EXAMPLE.search(parameter.description)
    if parameter.type == "physical" and parameter.default is None and example:
        field.set_value(example.group(1))
    if parameter.optional and parameter.type != "interval":
        field = OptionalField(field)
    if parameter.default is not None:
        field.set_value(parameter.default)
    return field

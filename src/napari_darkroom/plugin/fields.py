"""The editors of parameters: one for every type that an operation may declare."""

from __future__ import annotations

from typing import Any

from qtpy.QtCore import QLocale, Qt, Signal
from qtpy.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.units import format_number

DECIMALS = 8
_FAR = 10**9


class Field(QWidget):
    """An editor of one parameter; `changed` is emitted after every edit."""

    changed = Signal()

    def __init__(self, parameter: Parameter) -> None:
        super().__init__()
        self.parameter = parameter
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)

    def value(self) -> Any:
        """Return what is set, in the form that a recipe has it."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value in the form that a recipe has it."""
        raise NotImplementedError

    def adapt(self, calibration: Calibration, axes: tuple[str, ...], shape: dict[str, int]) -> None:
        """Fit the editor to the image that the operation is to run on."""


class PlainSpinBox(QDoubleSpinBox):
    """A spin box that shows a number in the shortest way and steps by its size."""

    def __init__(self) -> None:
        super().__init__()
        self.setLocale(QLocale.c())
        self.setDecimals(DECIMALS)
        self.setKeyboardTracking(False)
        self.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def textFromValue(self, value: float) -> str:  # noqa: N802 - Qt's name
        """Return the number without trailing zeros."""
        return format_number(round(float(value), DECIMALS))


class NumberField(Field):
    """A number with bounds."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.spin = PlainSpinBox()
        low, high = bounds(parameter)
        self.spin.setRange(low, high)
        self.spin.valueChanged.connect(lambda _: self.changed.emit())
        self.row.addWidget(self.spin, 1)

    def value(self) -> float:
        """Return the number."""
        return float(self.spin.value())

    def set_value(self, value: Any) -> None:
        """Show a number."""
        self.spin.setValue(float(value))


class TextField(Field):
    """A text, or a number without bounds: any size is typed alike, and so is nan."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.line = QLineEdit()
        if parameter.type == "number":
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.row.addWidget(self.line, 1)

    def value(self) -> str:
        """Return the text; the operation reads and checks it."""
        return str(self.line.text()).strip()

    def set_value(self, value: Any) -> None:
        """Show a text or number."""
        self.line.setText(format_number(float(value)) if isinstance(value, int | float) else value)


class IntegerField(Field):
    """A whole number."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.spin = QSpinBox()
        self.spin.setKeyboardTracking(False)
        self.spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        low, high = bounds(parameter)
        self.spin.setRange(int(max(low, -_FAR)), int(min(high, _FAR)))
        self.spin.valueChanged.connect(lambda _: self.changed.emit())
        self.row.addWidget(self.spin, 1)

    def value(self) -> int:
        """Return the number."""
        return int(self.spin.value())

    def set_value(self, value: Any) -> None:
        """Show a number."""
        self.spin.setValue(int(value))


class BooleanField(Field):
    """Yes or no."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.check = QCheckBox()
        self.check.toggled.connect(lambda _: self.changed.emit())
        self.row.addWidget(self.check, 1)

    def value(self) -> bool:
        """Return whether it is ticked."""
        return bool(self.check.isChecked())

    def set_value(self, value: Any) -> None:
        """Tick it or not."""
        self.check.setChecked(bool(value))


class ChoiceField(Field):
    """One of a few names."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.combo = QComboBox()
        self.combo.addItems(list(parameter.choices))
        self.combo.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.row.addWidget(self.combo, 1)

    def value(self) -> str:
        """Return the name."""
        return str(self.combo.currentText())

    def set_value(self, value: Any) -> None:
        """Choose a name."""
        self.combo.setCurrentText(str(value))


class IntervalField(Field):
    """A range of indices; each end may be open."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.start = self._end("start", -1)
        self.stop = self._end("end", 0)
        self.row.addWidget(self.start, 1)
        self.row.addWidget(QLabel("to"))
        self.row.addWidget(self.stop, 1)

    def _end(self, open_text: str, minimum: int) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(minimum, _FAR)
        spin.setSpecialValueText(open_text)
        spin.setValue(minimum)
        spin.setKeyboardTracking(False)
        spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        spin.valueChanged.connect(lambda _: self.changed.emit())
        return spin

    def value(self) -> list[int | None] | None:
        """Return the first index kept and the first not kept, None where both ends are open."""
        ends = [
            None if spin.value() == spin.minimum() else int(spin.value())
            for spin in (self.start, self.stop)
        ]
        return None if self.parameter.optional and ends == [None, None] else ends

    def set_value(self, value: Any) -> None:
        """Show a range."""
        for spin, end in zip((self.start, self.stop), value or (None, None), strict=True):
            spin.setValue(spin.minimum() if end is None else int(end))

    def adapt(self, calibration: Calibration, axes: tuple[str, ...], shape: dict[str, int]) -> None:
        """Offer the indices that the axis of the parameter's name has."""
        length = shape.get(self.parameter.name)
        for spin in (self.start, self.stop):
            spin.setMaximum(_FAR if length is None else length)


class OptionalField(Field):
    """A tick box before another editor; without the tick the parameter is left out."""

    def __init__(self, inner: Field) -> None:
        super().__init__(inner.parameter)
        self.inner = inner
        self.check = QCheckBox()
        self.check.setToolTip("Tick to set a value.")
        inner.setEnabled(False)
        self.check.toggled.connect(inner.setEnabled)
        self.check.toggled.connect(lambda _: self.changed.emit())
        inner.changed.connect(self.changed)
        self.row.addWidget(self.check)
        self.row.addWidget(inner, 1)

    def value(self) -> Any:
        """Return the value, None without the tick."""
        return self.inner.value() if self.check.isChecked() else None

    def set_value(self, value: Any) -> None:
        """Show a value, or take the tick away for None."""
        self.check.setChecked(value is not None)
        if value is not None:
            self.inner.set_value(value)

    def adapt(self, calibration: Calibration, axes: tuple[str, ...], shape: dict[str, int]) -> None:
        """Fit the inner editor."""
        self.inner.adapt(calibration, axes, shape)


def bounds(parameter: Parameter) -> tuple[float, float]:
    """Return the smallest and largest number that a spin box may offer."""
    least = 10.0**-DECIMALS
    low = parameter.minimum if parameter.above is None else parameter.above + least
    high = parameter.maximum if parameter.below is None else parameter.below - least
    return (-_FAR if low is None else float(low)), (_FAR if high is None else float(high))

"""The editors of parameters: one for every type that an operation may declare."""

from __future__ import annotations

from typing import Any

from qtpy.QtCore import Signal
from qtpy.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.units import format_number
from napari_darkroom.plugin.number_box import NumberBox, point_number

_FAR = 10**9
_LEAST = 1e-8


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


class NumberField(Field):
    """A number: any size is typed alike, and so is nan; the operation reads and checks it."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.box = NumberBox(*bounds(parameter), whole=parameter.type == "integer")
        self.box.edited.connect(self.changed)
        self.row.addWidget(self.box, 1)

    def value(self) -> str:
        """Return the number as it is shown, with a decimal point.

        Raises
        ------
        ParameterError
            If a comma in it may part the thousands.
        """
        return number_text(self.parameter, self.box.typed())

    def set_value(self, value: Any) -> None:
        """Show a number, or a text such as ``nan``."""
        self.box.set_text(format_number(float(value)) if isinstance(value, int | float) else value)


class TextField(Field):
    """A text."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.line = QLineEdit()
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.row.addWidget(self.line, 1)

    def value(self) -> str:
        """Return the text; the operation reads and checks it."""
        return str(self.line.text()).strip()

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.line.setText(str(value))


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
        self.start = self._end("start")
        self.stop = self._end("end")
        self.row.addWidget(self.start, 1)
        self.row.addWidget(QLabel("to"))
        self.row.addWidget(self.stop, 1)

    def _end(self, open_text: str) -> NumberBox:
        box = NumberBox(0, _FAR, whole=True)
        box.line.setPlaceholderText(open_text)
        box.edited.connect(self.changed)
        return box

    def value(self) -> list[int | str | None] | None:
        """Return the first index kept and the first not kept, None where both ends are open."""
        ends = [_index(box.typed()) for box in (self.start, self.stop)]
        return None if self.parameter.optional and ends == [None, None] else ends

    def set_value(self, value: Any) -> None:
        """Show a range."""
        for box, end in zip((self.start, self.stop), value or (None, None), strict=True):
            box.set_text("" if end is None else str(end))

    def adapt(self, calibration: Calibration, axes: tuple[str, ...], shape: dict[str, int]) -> None:
        """Let the arrows end where the axis of the parameter's name does."""
        length = shape.get(self.parameter.name, _FAR)
        for box in (self.start, self.stop):
            box.set_range(0, length)


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
    """Return the smallest and largest number that the arrows of a box lead to."""
    low = parameter.minimum if parameter.above is None else parameter.above + _LEAST
    high = parameter.maximum if parameter.below is None else parameter.below - _LEAST
    return (-_FAR if low is None else float(low)), (_FAR if high is None else float(high))


def number_text(parameter: Parameter, typed: str) -> str:
    """Return a typed number with a decimal point.

    Raises
    ------
    ParameterError
        If a comma in it may part the thousands; the text names the parameter.
    """
    try:
        return point_number(typed)
    except ParameterError as error:
        raise ParameterError(f"{parameter.name}: {error}") from error


def _index(typed: str) -> int | str | None:
    """Return an index, None for an open end; the operation says what is wrong with other texts."""
    try:
        return int(typed) if typed else None
    except ValueError:
        return typed

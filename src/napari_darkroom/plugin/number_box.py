"""The box that numbers are typed into: it keeps every keystroke, and steps within bounds."""

from __future__ import annotations

import math
import re

from qtpy.QtCore import Qt, Signal
from qtpy.QtGui import QValidator
from qtpy.QtWidgets import QAbstractSpinBox, QLineEdit

from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.units import format_number
from napari_darkroom.plugin.present import present

_TYPED = re.compile(
    r"(?P<number>[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?)\s*(?P<unit>.*)", re.IGNORECASE
)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_DIGITS = 12
_LEAST_STEP = 1e-3


class NumberBox(QAbstractSpinBox):
    """A text that means a number: what is typed stays as typed, bounds hold the steps alone.

    A spin box of Qt drops the keystrokes that do not suit its bounds, and so turns ``1,5`` into
    15. Here the operation judges what was typed, and says what is wrong.

    Parameters
    ----------
    low, high : float
        Where the arrows end.
    whole : bool
        Whether the arrows go in whole numbers.
    """

    edited = Signal()

    def __init__(self, low: float, high: float, *, whole: bool = False) -> None:
        super().__init__()
        self._low, self._high, self._whole = low, high, whole
        self.line: QLineEdit = present(self.lineEdit())
        self.line.textChanged.connect(lambda _: self.edited.emit())
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def set_range(self, low: float, high: float) -> None:
        """Say where the arrows end."""
        self._low, self._high = low, high

    def range(self) -> tuple[float, float]:
        """Return where the arrows end."""
        return self._low, self._high

    def typed(self) -> str:
        """Return the text that is shown, whether or not the box still has the focus."""
        return str(self.text()).strip()

    def set_text(self, text: str) -> None:
        """Show a text."""
        self.line.setText(text)

    def number(self) -> float | None:
        """Return the number that is shown, None where the text is none."""
        try:
            return float(point_number(self.typed()))
        except (ValueError, ParameterError):
            return None

    def set_number(self, number: float) -> None:
        """Show a number in the shortest way."""
        self.set_text(format_number(float(f"{float(number):.{_DIGITS}g}")))

    def validate(self, text: str | None, place: int) -> tuple[QValidator.State, str, int]:
        """Take every text."""
        return QValidator.State.Acceptable, text or "", place

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:  # noqa: N802 - Qt's name
        """Return which arrows lead somewhere; an empty box begins at its low end."""
        flag = QAbstractSpinBox.StepEnabledFlag
        number = self.number()
        if number is None or not math.isfinite(number):
            return flag.StepNone if self.typed() else flag.StepUpEnabled
        up = flag.StepUpEnabled if number < self._high else flag.StepNone
        down = flag.StepDownEnabled if number > self._low else flag.StepNone
        return up | down

    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """Go up or down by about a tenth of the number."""
        number = self.number()
        if number is None or not math.isfinite(number):
            if not self.typed():
                self.set_number(self._low)
            return
        wanted = number + steps * self._step(number, outwards=steps * number >= 0)
        self.set_number(min(max(wanted, self._low), self._high))
        self.selectAll()

    def _step(self, number: float, *, outwards: bool) -> float:
        # Down from 1 it goes in the steps of 0.9, not in those of 1.
        size = abs(number) * (1 if outwards else 0.99)
        step = 10.0 ** (math.floor(math.log10(size)) - 1) if size else 0.1
        return max(step, 1.0 if self._whole else _LEAST_STEP)


def split_unit(text: str) -> tuple[str, str]:
    """Split ``0.65 um`` into the number and the unit that was typed behind it, if any was."""
    found = _TYPED.fullmatch(text.strip())
    return (text.strip(), "") if found is None else (found["number"], found["unit"])


def point_number(text: str) -> str:
    """Return a number with a decimal point for one with a comma; any other text as it is.

    Raises
    ------
    ParameterError
        If the comma may as well part the thousands, as in ``1,500``.
    """
    found = _TYPED.fullmatch(text)
    if found is None or found["unit"]:
        return text
    if _THOUSANDS.fullmatch(text):
        digits = text.replace(",", "")
        raise ParameterError(
            f"{text} may be {text.replace(',', '.')} or {digits}: write the one that you mean."
        )
    return text.replace(",", ".")

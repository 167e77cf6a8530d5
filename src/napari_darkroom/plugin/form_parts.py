"""The pieces that the form of an operation is put together from."""

from __future__ import annotations

from napari.layers import Layer
from qtpy.QtCore import Qt
from qtpy.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from napari_darkroom.core.calibration import SPATIAL_AXES
from napari_darkroom.core.operation import Input, Operation
from napari_darkroom.plugin.fields import Field, OptionalField
from napari_darkroom.plugin.layer_choice import LayerChoice
from napari_darkroom.plugin.layers import kind_of, taken_as
from napari_darkroom.plugin.layers_choice import LayersChoice
from napari_darkroom.plugin.measure_field import MeasureField

_SPIN_WIDTH, _BOX_WIDTH = 76, 56


def narrow(form: QWidget) -> None:
    """Let the editors of a form shrink to the width of a dock; they ask for their longest text."""
    for spin in form.findChildren(QAbstractSpinBox):
        spin.setMinimumWidth(_SPIN_WIDTH)
    boxes: list[QWidget] = [*form.findChildren(QComboBox), *form.findChildren(QLineEdit)]
    for box in boxes:
        if not isinstance(box.parentWidget(), QAbstractSpinBox | MeasureField):
            box.setMinimumWidth(_BOX_WIDTH)


def scrolling(*parts: QWidget) -> QScrollArea:
    """Return parts below one another in an area that scrolls up and down where it is too low."""
    body = QWidget()
    lines = QVBoxLayout(body)
    lines.setContentsMargins(8, 8, 8, 8)
    lines.setSpacing(8)
    for part in parts:
        lines.addWidget(part)
    lines.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    return area


def lay_out_form(form: QWidget, area: QScrollArea, *below: QLayout | QWidget) -> None:
    """Lay out a form: what scrolls, and below it what is always seen."""
    outer = QVBoxLayout(form)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    outer.addWidget(area, 1)
    foot = QVBoxLayout()
    foot.setContentsMargins(8, 4, 8, 4)
    foot.setSpacing(4)
    for one in below:
        if isinstance(one, QLayout):
            foot.addLayout(one)
        else:
            foot.addWidget(one)
    outer.addLayout(foot)


def heading(operation: Operation) -> QWidget:
    """Return the title of an operation over its summary."""
    box = QWidget()
    lines = QVBoxLayout(box)
    lines.setContentsMargins(0, 0, 0, 4)
    lines.setSpacing(2)
    title = QLabel(operation.title)
    title.setObjectName("title")
    title.setWordWrap(True)
    summary = QLabel(operation.summary)
    summary.setObjectName("hint")
    summary.setWordWrap(True)
    lines.addWidget(title)
    lines.addWidget(summary)
    return box


def input_choice(operation: Operation, declared: Input) -> LayerChoice | LayersChoice:
    """Return the editor of an input, which offers the layers that fit."""

    def fits(layer: Layer) -> bool:
        colours = operation.rgb != "only" or getattr(layer, "rgb", False)
        return taken_as(layer, declared.kinds) is not None and colours

    def as_mask(layer: Layer) -> bool:
        return kind_of(layer) not in declared.kinds

    if declared.many:
        return LayersChoice(fits, as_mask, optional=declared.optional)
    choice = LayerChoice(fits, as_mask, optional=declared.optional)
    choice.setPlaceholderText(f"no {' or '.join(declared.kinds)} layer")
    return choice


def measure_in(field: Field) -> MeasureField | None:
    """Return the editor of a number with a unit that a field is or holds."""
    inner = field.inner if isinstance(field, OptionalField) else field
    return inner if isinstance(inner, MeasureField) else None


def is_axis_interval(field: Field) -> bool:
    """Whether a field sets a range of the axis that it is named after."""
    return field.parameter.type == "interval" and field.parameter.name in ("t", "c", *SPATIAL_AXES)


def bounds_text(bounds: str) -> str:
    """Return the bounds of a parameter as they stand in a tooltip."""
    return f"({bounds[0].upper()}{bounds[1:]}.)" if bounds else ""

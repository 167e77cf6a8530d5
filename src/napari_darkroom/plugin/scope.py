"""What an operation runs on: one layer, all selected ones or a region; planes or the volume."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from napari.layers import Layer, Shapes
from qtpy.QtCore import Signal
from qtpy.QtWidgets import QComboBox, QHBoxLayout, QWidget

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.plan import Axes
from napari_darkroom.plugin.layer_choice import LayerChoice

if TYPE_CHECKING:
    from collections.abc import Sequence

Scope: TypeAlias = Literal["one", "selected", "region"]

_SCOPES: tuple[tuple[str, Scope], ...] = (
    ("this layer", "one"),
    ("all selected layers", "selected"),
    ("region of", "region"),
)
_AXES: tuple[tuple[str, Axes], ...] = (("volume", "volume"), ("planes", "planes"))


class ScopeRow(QWidget):
    """Chooses among one layer, all selected ones, and the region of a Shapes layer."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scope_box = QComboBox()
        for text, scope in _SCOPES:
            self.scope_box.addItem(text, scope)
        self.shapes = LayerChoice(lambda layer: isinstance(layer, Shapes))
        self.shapes.setToolTip("The box around its selected shapes, or around all of them.")
        self.shapes.setPlaceholderText("add a Shapes layer")
        self.shapes.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.scope_box, 1)
        row.addWidget(self.shapes, 1)
        self.scope_box.currentIndexChanged.connect(self._chosen)

    def _chosen(self) -> None:
        self.shapes.setVisible(self.scope == "region")
        self.changed.emit()

    @property
    def scope(self) -> Scope:
        """What is chosen."""
        return self.scope_box.currentData()

    def set_scope(self, scope: Scope) -> None:
        """Choose a scope."""
        self.scope_box.setCurrentIndex(self.scope_box.findData(scope))

    def refresh(self, layers: Sequence[Layer]) -> None:
        """Offer the Shapes layers there are."""
        self.shapes.refresh(layers)


class AxesBox(QComboBox):
    """Chooses between planes and the volume."""

    def __init__(self) -> None:
        super().__init__()
        for text, axes in _AXES:
            self.addItem(text, axes)
        self.setToolTip("Treat z, y, x together, or every plane y, x alone.")

    @property
    def axes(self) -> Axes:
        """What is chosen."""
        return self.currentData()

    def set_axes(self, axes: Axes) -> None:
        """Choose planes or volume."""
        self.setCurrentIndex(self.findData(axes))


def offers_axes(operation: Operation, calibration: Calibration | None) -> bool:
    """Whether both planes and a volume are possible."""
    both = {2, 3} <= set(operation.dimensions)
    array = operation.level == "array" and operation.walk == "spatial"
    return both and array and calibration is not None and {"z", "y", "x"} <= set(calibration.axes)

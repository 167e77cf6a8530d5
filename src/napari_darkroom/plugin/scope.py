"""What an operation runs on: one layer, all selected ones or a region; planes, volume or stack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from napari.layers import Layer, Shapes
from qtpy.QtCore import QSignalBlocker, Signal
from qtpy.QtWidgets import QComboBox, QHBoxLayout, QWidget

from napari_darkroom.core.calibration import SPATIAL_AXES, Calibration
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.plan import Axes
from napari_darkroom.plugin.layer_choice import LayerChoice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Scope: TypeAlias = Literal["one", "selected", "region"]

_SCOPES: tuple[tuple[str, Scope], ...] = (
    ("this layer", "one"),
    ("all selected layers", "selected"),
    ("region of", "region"),
)
_AXES: Mapping[Axes | None, str] = {
    None: "each frame",
    "volume": "volume",
    "planes": "planes",
    "stack": "whole stack",
}


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
    """Chooses among what is treated at once: planes, volumes, the whole stack."""

    def __init__(self) -> None:
        super().__init__()
        self._offered: list[Axes | None] = []
        self.offer(["volume", "planes"])
        self.setToolTip(
            "What is treated at once: each plane y, x alone, the volume z, y, x, or where each "
            "pixel is decided by numbers of the whole, all axes with time and channels."
        )

    def offer(self, choices: Sequence[Axes | None]) -> None:
        """Offer some choices; what is chosen stays where it is still among them."""
        if self._offered == list(choices):
            return
        chosen = self.axes if self._offered else None
        with QSignalBlocker(self):
            self.clear()
            self.addItems([_AXES[one] for one in choices])
        self._offered = list(choices)
        self.set_axes(chosen)

    @property
    def axes(self) -> Axes | None:
        """What is chosen."""
        return self._offered[self.currentIndex()]

    def set_axes(self, axes: Axes | None) -> None:
        """Choose one of what is offered, the first where it is not among it."""
        self.setCurrentIndex(self._offered.index(axes) if axes in self._offered else 0)


def offered_axes(operation: Operation, calibration: Calibration | None) -> list[Axes | None]:
    """Return what can be treated at once, the usual first; empty where there is no choice."""
    if calibration is None or operation.level != "array" or operation.walk != "spatial":
        return []
    names = set(calibration.axes)
    deep = {"z", "y", "x"} <= names
    if {2, 3} <= set(operation.dimensions):
        return ["volume", "planes"] if deep else []
    if operation.dimensions or operation.limits is None or operation.limits.apply is None:
        return []
    # Numbers of the whole, as a threshold: of which whole they are is a choice.
    stack: list[Axes | None] = ["stack"] if names - set(SPATIAL_AXES) else []
    usual: list[Axes | None] = [None, "planes"] if deep else [None]
    return usual + stack if len(usual + stack) > 1 else []

"""What a plot beside a table shows, as plain values that a session keeps, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from napari_darkroom.plots.chart import Kind
from napari_darkroom.plugin.table.gates import Shape
from napari_darkroom.tables.view_text import conditions_text, conditions_told

if TYPE_CHECKING:
    from napari_darkroom.plugin.table.plot_panel import PlotPanel

_KIND, _SHAPE, _LOG, _GATE = "kind", "gate shape", "logarithmic", "gate"
_PAIR = "channels"


def plot_text(panel: PlotPanel) -> dict[str, Any]:
    """Return what a plot shows, and the gate that is drawn in it."""
    shape: Shape | None = panel.controls.shape.currentData()
    return {
        _KIND: panel.chart.kind.name.lower(),
        **{name: choice.column for name, choice in panel.controls.columns.items()},
        _PAIR: list(panel.controls.pair.currentData() or ()),
        _LOG: panel.controls.logarithmic.isChecked(),
        _SHAPE: "" if shape is None else shape.name.lower(),
        _GATE: conditions_text(panel.gated),
    }


def take_plot(panel: PlotPanel, told: Mapping[str, Any]) -> list[str]:
    """Let a plot show what `plot_text` told; return words for what could not be brought back.

    Where a column is gone the plot keeps the one that it has.
    """
    kind = next((one for one in Kind if one.name.lower() == told.get(_KIND)), None)
    if panel.view is None or kind is None:
        return []
    panel.controls.kind.setCurrentIndex(panel.controls.kind.findData(kind))
    lost = []
    for name, choice in panel.controls.columns.items():
        column = str(told.get(name) or "")
        if choice.findData(column) >= 0:
            choice.set_column(column)
        elif column:
            lost.append(f"there is no column {column} now")
    pair = told.get(_PAIR)
    panel.controls.choose_pair(tuple(pair) if isinstance(pair, list) else ())
    panel.controls.logarithmic.setChecked(told.get(_LOG) is True)
    shape = next((one for one in Shape if one.name.lower() == told.get(_SHAPE)), None)
    panel.controls.shape.setCurrentIndex(max(panel.controls.shape.findData(shape), 0))
    conditions, gone = conditions_told(panel.view.table, told.get(_GATE))
    if gone:
        lost.append("its gate is gone with a column")
    elif conditions and not lost:
        panel.gate_to(tuple(conditions))
    return lost

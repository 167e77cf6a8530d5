"""Showing what a run gave: layers for grids, the table dock for tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from napari.layers import Layer
from napari.utils.notifications import show_info

from napari_darkroom.core.values import Table
from napari_darkroom.plugin.results import Result, show_grid, show_table
from napari_darkroom.plugin.table_dock import open_table
from napari_darkroom.plugin.task import Outcome

if TYPE_CHECKING:
    from napari import Viewer


def show_outcome(viewer: Viewer, outcome: Outcome) -> list[Layer]:
    """Show the results of a run; return the layers that show the grids among them."""
    shown = []
    for result in outcome.results:
        if isinstance(result.value, Table):
            _show_table(viewer, result, result.value)
        else:
            keep, watched = outcome.task.keep_both, outcome.task.earlier
            shown.append(show_grid(viewer, result, keep_both=keep, watched=watched))
    return shown


def _show_table(viewer: Viewer, result: Result, table: Table) -> None:
    dock = open_table(viewer)
    if result.like is not None and result.like in viewer.layers:
        show_table(result.like, result.key, table)
        dock.show_table(result.like, result.key)
        return
    source = "Its layer" if result.like is None else result.like.name
    show_info(f"{source} was removed meanwhile: its table is shown alone.")
    dock.show_alone(table, result.key, source)

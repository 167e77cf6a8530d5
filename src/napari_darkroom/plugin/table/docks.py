"""The docks of tables that a viewer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qtpy.QtCore import Qt

from napari_darkroom.plugin.table.dock import TableDock

if TYPE_CHECKING:
    from napari import Viewer

# Of the window, where that is tall: a plot and its axes are to be seen.
_HEIGHT, _SHARE = 300, 0.42


def open_table(viewer: Viewer) -> TableDock:
    """Return the viewer's table dock, opened below the canvas where there is none yet."""
    widget = table_dock(viewer)
    if widget is not None:
        dock = widget.parentWidget()
        if dock is not None:
            dock.show()
        return widget
    widget = TableDock(viewer)
    docked = viewer.window.add_dock_widget(widget, name="Table", area="bottom")
    window = docked.parentWidget()
    if window is not None:
        # The layers keep their height, so that the window need not become taller than the screen.
        corner, area = Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea
        window.setCorner(corner, area)
        height = max(_HEIGHT, round(_SHARE * window.height()))
        window.resizeDocks([docked], [height], Qt.Orientation.Vertical)
    return widget


def table_dock(viewer: Viewer) -> TableDock | None:
    """Return the viewer's table dock, None where there is none."""
    return next(iter(table_docks(viewer)), None)


def table_docks(viewer: Viewer) -> list[TableDock]:
    """Return all docks of tables of a viewer, the first one first."""
    widgets = viewer.window.dock_widgets.values()
    return [widget for widget in widgets if isinstance(widget, TableDock)]

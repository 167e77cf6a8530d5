"""The rows of a table, and a plot of them at their side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qtpy.QtCore import Qt, QTimer
from qtpy.QtWidgets import QSplitter, QWidget

if TYPE_CHECKING:
    from napari_darkroom.plugin.table.plot_panel import PlotPanel

_LEAST_ROWS = 80
_PLOT_SHARE = 0.48


class TableAndPlot(QSplitter):
    """Holds a table and, once it is asked for, a plot.

    Parameters
    ----------
    rows : QWidget
        The table.

    Attributes
    ----------
    plot : PlotPanel or None
        None until it is added: what draws is imported then.
    """

    def __init__(self, rows: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.plot: PlotPanel | None = None
        rows.setMinimumHeight(_LEAST_ROWS)
        self.addWidget(rows)
        self.setCollapsible(0, False)

    def add_plot(self) -> PlotPanel:
        """Return the plot, which is added to the table."""
        from napari_darkroom.plugin.table.plot_panel import PlotPanel

        self.plot = PlotPanel()
        self.addWidget(self.plot)
        self.setStretchFactor(0, 1)
        return self.plot

    def make_room_for_plot(self) -> None:
        """Give the plot its share where it has less, or was pushed aside."""
        self._share_out()
        # Once more when the layout knows how wide it is.
        QTimer.singleShot(0, self._share_out)

    def _share_out(self) -> None:
        whole = max(sum(self.sizes()), self.width())
        share = round(_PLOT_SHARE * whole)
        if self.sizes()[-1] < share:
            self.setSizes([whole - share, share])

"""The dock with the tables: numbers and image are two views of the same objects."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Mapping
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from qtpy.QtCore import QPoint, Qt
from qtpy.QtWidgets import QVBoxLayout

from napari_darkroom.core.values import Table
from napari_darkroom.plots.suited import suited_chart
from napari_darkroom.plugin.layer_choice import watch_layers
from napari_darkroom.plugin.panel import Panel, pages_with_hint
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.table.canvas import CanvasLink
from napari_darkroom.plugin.table.chips import Chips
from napari_darkroom.plugin.table.colour_strip import ColourStrip
from napari_darkroom.plugin.table.columns_menu import ColumnsMenu, header_menu
from napari_darkroom.plugin.table.commands import TableCommands
from napari_darkroom.plugin.table.dock_text import ToldDock
from napari_darkroom.plugin.table.features import FrameFeatures
from napari_darkroom.plugin.table.filter_strip import FilterStrip
from napari_darkroom.plugin.table.head import TableHead, open_with
from napari_darkroom.plugin.table.layer_tables import LayerTables
from napari_darkroom.plugin.table.look import ObjectsLook, look_for
from napari_darkroom.plugin.table.marks_menu import MarksMenu
from napari_darkroom.plugin.table.rows_menu import rows_menu
from napari_darkroom.plugin.table.rows_view import RowsView
from napari_darkroom.plugin.table.saving_line import SavingLine
from napari_darkroom.plugin.table.scrolled import ScrolledLines
from napari_darkroom.plugin.table.stale import StaleBanner, StaleWatch
from napari_darkroom.plugin.table.statistics_line import StatisticsLine
from napari_darkroom.plugin.table.table_and_plot import TableAndPlot
from napari_darkroom.plugin.table.value_texts import ValueTexts
from napari_darkroom.tables.conditions import Condition
from napari_darkroom.tables.view import Aspect, TableView

if TYPE_CHECKING:
    from napari import Viewer

    from napari_darkroom.plugin.table.plot_panel import PlotPanel

_EMPTY = "No table yet. Measure objects: Layers › Measure › Measure objects, or open a file (⋯)."


class TableDock(Panel):
    """Shows the tables that were measured on the viewer's layers.

    Parameters
    ----------
    napari_viewer : Viewer
    """

    def __init__(self, napari_viewer: Viewer) -> None:
        super().__init__(napari_viewer)
        self.head = TableHead(self.viewer)
        self.choice = self.head.choice
        self.filter_strip, self.chips = FilterStrip(), Chips()
        self.colour_strip = ColourStrip()
        self.statistics = StatisticsLine()
        self.view = RowsView()
        self.state: TableView | None = None
        self._states: dict[str, TableView] = {}
        self._told = ToldDock({})
        self.link = CanvasLink(self, self.viewer)
        self.look = ObjectsLook(self, self.viewer)
        self.texts = ValueTexts(self, self.viewer)
        self.features = FrameFeatures(self, self.viewer)
        self.stale, self.banner = StaleWatch(self), StaleBanner()
        self.saving = SavingLine()
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.commands = TableCommands(self)
        self.columns_menu = ColumnsMenu(self)
        self.marks_menu = MarksMenu(self.view, self.commands.mark)
        open_with(self.head.columns, self.columns_menu)
        open_with(self.head.mark, self.marks_menu)
        open_with(self.head.more, self.commands.menu)
        self.splitter = TableAndPlot(self.view)
        self._pages = pages_with_hint(_EMPTY)
        self._pages.addWidget(self.splitter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 6, 8, 4)
        outer.setSpacing(4)
        outer.addWidget(self.head)
        outer.addWidget(self._body(), 1)

    def _body(self) -> ScrolledLines:
        """Return what is below the first line."""
        body = ScrolledLines()
        body.lines.addWidget(self.banner)
        body.lines.addWidget(self.saving)
        body.lines.addWidget(self.filter_strip)
        body.lines.addWidget(self.chips)
        body.lines.addWidget(self.colour_strip)
        for strip in (self.filter_strip, self.chips, self.colour_strip):
            strip.hide()
        body.lines.addWidget(self._pages, 1)
        body.lines.addWidget(self.statistics)
        return body

    def _connect(self) -> None:
        self.choice.chosen.connect(self._show_chosen)
        self.head.save.clicked.connect(lambda _: self.commands.ask_and_save())
        self.head.filter.toggled.connect(self.filter_strip.setVisible)
        self.head.colour.toggled.connect(self.colour_strip.setVisible)
        self.head.plot.toggled.connect(self._open_plot)
        self.chips.edited.connect(self._edit_filter)
        self.chips.kept.connect(self.commands.keep_shown)
        self.banner.button.clicked.connect(lambda _: self.commands.measure_again())
        self.stale.changed.connect(lambda: self.banner.show_view(self.state))
        self.colour_strip.texts.toggled.connect(self.texts.switch)
        self.texts.left.connect(lambda: self.colour_strip.texts.setChecked(False))
        self.view.pointed.connect(self.link.show)
        self.link.found.connect(self.view.go_to)
        header = present(self.view.horizontalHeader())
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_header_menu)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_rows_menu)
        watch_layers(self.viewer, self, self.refresh)
        parts = self.look, self.features, self.texts, self.choice.own, self.link
        leave = _leaving(*parts)
        # Of a window that closes the canvas may go before this dock does.
        self.viewer.window._qt_window.destroyed.connect(leave)
        self.destroyed.connect(leave)

    @property
    def table(self) -> Table | None:
        """The table that is shown."""
        return None if self.state is None else self.state.table

    @property
    def plot(self) -> PlotPanel | None:
        """The plot beside the table, None until it was asked for."""
        return self.splitter.plot

    def views(self) -> ItemsView[str, TableView]:
        """Return how tables are looked at, by the key of each."""
        return self._states.items()

    def bring_back(self, told: Mapping[str, Any]) -> None:
        """Set the dock up as `dock_text` told, as its tables arrive."""
        self._told = ToldDock(told)
        self._told.begin(self)

    def refresh(self) -> None:
        """Offer the tables of the layers that there are now."""
        self.choice.refresh()

    def show_table(self, layer: Layer, key: str) -> None:
        """Show one table of a layer; a profile, or pairs of values, at once as a plot too."""
        self.choice.set_table(layer, key)
        if self.state is not None and suited_chart(self.state.table) is not None:
            self.head.plot.setChecked(True)

    def show_alone(self, table: Table, key: str, source: str) -> None:
        """Show a table that has no layer, and offer it as long as the dock is there.

        Parameters
        ----------
        key : str
            Of its origin and output.
        source : str
            Whose it is: the name that the layer had, or of the file.
        """
        self.choice.add_alone(table, key, source)

    def select_row(self, row: int) -> None:
        """Select a row of the table, wherever it is shown; the canvas stays as it is."""
        if self.state is not None:
            self.state.select(_only(row))
            self.view.go_to(row)

    def _show_chosen(self) -> None:
        layer, key, table = self.choice.layer, self.choice.identity, self.choice.table
        if self.state is not None and table is self.state.table:
            self._link(layer)
            return
        if self.state is not None and self._changed in self.state.listeners:
            self.state.listeners.remove(self._changed)
        self.state = None if table is None else self._state_of(key, table)
        if self.state is not None:
            self.state.listeners.append(self._changed)
        self.view.show_view(self.state)
        self._link(layer)
        self._show_state()
        self._told.set_up(self)

    def _state_of(self, key: str, table: Table) -> TableView:
        """Return how a table was looked at last, also where its numbers are others now."""
        known = self._states.get(key)
        if known is None:
            self._states[key] = self._told.view(key, table)
        elif known.table is not table:
            self._states[key] = known.renewed(table)
        return self._states[key]

    def _link(self, layer: Layer | None) -> None:
        self.link.follow(layer, self.state)
        self.look.follow(layer, self.state)
        self.texts.follow(layer, self.state)
        self.features.follow(layer, self.choice.key, self.state)
        watched = layer is not None and not self.commands.follows_labels()
        self.stale.follow(layer if watched else None, self.choice.identity, self.state)
        coloured = self.state is not None and look_for(layer, self.state) is not None
        self.head.suit_layer(coloured)
        self.colour_strip.setVisible(coloured and self.head.colour.isChecked())

    def _show_state(self) -> None:
        """Let all parts show how the table is looked at."""
        has_table = self.state is not None
        self._pages.setCurrentIndex(int(has_table))
        for part in (
            self.head, self.filter_strip, self.chips, self.colour_strip, self.columns_menu,
            self.marks_menu, self.banner,
        ):  # fmt: skip
            part.show_view(self.state)
        if self.plot is not None:
            self.plot.show_view(self.state)
        self._tell()

    def _changed(self, aspect: Aspect) -> None:
        if aspect is Aspect.ROWS:
            self.chips.show_view(self.state)
        elif aspect is Aspect.COLOURS:
            self.head.seen.show_view(self.state)
            self.colour_strip.show_view(self.state)
        self._tell()

    def _tell(self) -> None:
        """Say how many rows there are, and what the column comes to in which one is."""
        self.head.tell(self.state)
        self.statistics.show_column(self.state, self._column())

    def _column(self) -> str:
        """Return the column of the statistics: of the current cell, else of the order."""
        if self.state is None:
            return ""
        sort = self.state.sort[0] if self.state.sort is not None else ""
        named = [name for name in self.state.columns if name not in self.state.table.keys]
        return self.view.current_column or sort or next(iter(named), "")

    def _edit_filter(self, condition: Condition) -> None:
        self.head.filter.setChecked(True)
        self.filter_strip.edit(condition)

    def _open_header_menu(self, place: QPoint) -> None:
        header = present(self.view.horizontalHeader())
        column = header.logicalIndexAt(place)
        if self.state is not None and column >= 0:
            menu = header_menu(self, self.state, self.state.columns[column])
            menu.popup(header.mapToGlobal(place))

    def _open_rows_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if self.state is not None and index.isValid():
            cell = int(self.state.rows[index.row()]), self.state.columns[index.column()]
            self.marks_menu.fill()
            others = [*self.marks_menu.actions(), self.commands.copy_action]
            others += self.commands.row_actions(cell[0])
            menu = rows_menu(self, self.state, cell, others)
            menu.popup(present(self.view.viewport()).mapToGlobal(place))

    def _open_plot(self, on: bool) -> None:
        """Show the plot beside the table, or put it away."""
        plot = self.plot
        if plot is None:
            plot = self.splitter.add_plot()
            plot.pointed.connect(self.link.show)
            plot.pointed.connect(self.view.go_to)
            plot.show_view(self.state)
        plot.setVisible(on)
        if on:
            self.splitter.make_room_for_plot()


def _only(row: int) -> Any:
    import numpy as np

    return np.array([row], dtype=np.intp)


def _leaving(
    *parts: ObjectsLook | FrameFeatures | ValueTexts | LayerTables | CanvasLink,
) -> Callable[..., None]:
    left = list(parts)

    def leave(_: Any = None) -> None:
        while left:
            left.pop(0).leave()

    return leave

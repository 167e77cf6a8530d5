"""How a dock of tables was set up, as plain values that a session keeps, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from napari.utils.notifications import show_warning

from napari_darkroom.core.values import Table
from napari_darkroom.plugin.table.marking import MARKED_OF
from napari_darkroom.plugin.table.plot_text import plot_text, take_plot
from napari_darkroom.plugin.table.scale import SCALES
from napari_darkroom.recipe.graph import root
from napari_darkroom.tables.view import TableView
from napari_darkroom.tables.view_text import view_text, view_told

if TYPE_CHECKING:
    from napari_darkroom.plugin.table.dock import TableDock

_TABLE, _TABLES, _STRIPS, _VALUES, _PLOT = "table", "tables", "open", "values", "plot"


def dock_text(dock: TableDock, names: Collection[str], beside: Mapping[str, str]) -> dict[str, Any]:
    """Return how a dock is set up.

    Parameters
    ----------
    names : collection of str
        The inputs and steps whose tables are told of.
    beside : mapping of str to str
        What other tables that are told of are called, by their keys.
    """
    known = {_reference(key, view.table): view for key, view in dock.views()}
    views = {
        beside.get(key, key): view_text(view)
        for key, view in known.items()
        if root(key) in names or key in beside
    }
    shown = _reference(dock.choice.identity, dock.table)
    return {
        _TABLE: shown if root(shown) in names else beside.get(shown, ""),
        _TABLES: {key: told for key, told in views.items() if told},
        _STRIPS: [name for name, switch in _switches(dock).items() if switch.isChecked()],
        _VALUES: dock.texts.on,
        _PLOT: None if dock.plot is None else plot_text(dock.plot),
    }


class ToldDock:
    """How a dock was set up in a session that is opened; its tables arrive later.

    Parameters
    ----------
    told : mapping
        As `dock_text` gives it; what is not as it should be counts as not told.
    """

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._table = str(told.get(_TABLE) or "")
        tables = _mapping(told.get(_TABLES))
        self._views = {key: _mapping(one) for key, one in tables.items()}
        strips = told.get(_STRIPS)
        self._strips = strips if isinstance(strips, list) else []
        self._values = told.get(_VALUES) is True
        self._plot = _mapping(told.get(_PLOT))

    def begin(self, dock: TableDock) -> None:
        """Let a dock show, as soon as it is there, the table that was shown."""
        if self._table:
            dock.choice.expect(self._table)

    def view(self, key: str, table: Table) -> TableView:
        """Return how a table was looked at; what cannot be brought back is told."""
        view, gone = view_told(table, self._views.pop(key, {}), SCALES)
        if gone:
            show_warning(f"Of the table {table.name} is not brought back: {', '.join(gone)}.")
        return view

    def set_up(self, dock: TableDock) -> None:
        """Open what was open, once the table is there that was shown."""
        if not self._table or dock.choice.identity != self._table:
            return
        self._table = ""
        for name, switch in _switches(dock).items():
            if name in self._strips:
                switch.setChecked(True)
        dock.colour_strip.texts.setChecked(self._values)
        if self._plot and dock.plot is not None:
            lost = take_plot(dock.plot, self._plot)
            if lost:
                show_warning(f"The plot is not brought back as it was: {', '.join(lost)}.")


def _reference(key: str, table: Table | None) -> str:
    """Return what names a table in the record; of one with marks, that which was marked."""
    return key if table is None else str(table.metadata.get(MARKED_OF, key))


def _switches(dock: TableDock) -> dict[str, Any]:
    return {"filter": dock.head.filter, "colour": dock.head.colour, "plot": dock.head.plot}


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}

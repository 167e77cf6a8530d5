"""Choosing which columns are shown."""

from __future__ import annotations

from functools import partial

from qtpy.QtCore import QEvent, QObject, Qt
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QMenu, QWidget

from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.table.model import column_tip
from napari_darkroom.tables.view import TableView


class ColumnsMenu(QMenu):
    """All columns with a tick at those that are shown; it stays open while one ticks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: TableView | None = None
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)
        self.installEventFilter(self)

    def show_view(self, view: TableView | None) -> None:
        """Offer the columns of another view."""
        self._view = view

    def eventFilter(  # noqa: N802 - Qt's name
        self, watched: QObject | None, event: QEvent | None
    ) -> bool:
        """Keep the menu open when a tick is set."""
        if event is not None and event.type() == QEvent.Type.MouseButtonRelease:
            action = self.activeAction()
            if action is not None and action.isCheckable():
                action.trigger()
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        self.clear()
        view = self._view
        if view is None:
            return
        everything = present(self.addAction("Show all"))
        everything.triggered.connect(lambda _: view.show_columns(self._in_order(view)))
        self.addSeparator()
        for name in self._in_order(view):
            action = QAction(name, self)
            action.setCheckable(True)
            action.setChecked(name in view.columns)
            action.setToolTip(column_tip(view, name))
            action.toggled.connect(partial(self._switch, name))
            self.addAction(action)

    def _in_order(self, view: TableView) -> list[str]:
        return list(dict.fromkeys([*view.columns, *map(str, view.table.data.columns)]))

    def _switch(self, name: str, on: bool) -> None:
        """Show or hide a column; one that is shown again stands where it was in the menu."""
        if self._view is None:
            return
        ticked = [one.text() for one in self.actions() if one.isCheckable() and one.isChecked()]
        self._view.show_columns(ticked or [name])
        del on


def header_menu(parent: QWidget, view: TableView, name: str) -> QMenu:
    """Return what can be done with one column."""
    menu = QMenu(parent)
    up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
    for text, order in (("Smallest first", up), ("Largest first", down)):
        descending = order is down
        action = present(menu.addAction(text))
        action.triggered.connect(partial(_sort, view, name, descending))
    own = present(menu.addAction("Order of the table"))
    own.triggered.connect(lambda _: view.sort_by(None))
    menu.addSeparator()
    hide = present(menu.addAction(f"Hide {name}"))
    hide.setEnabled(len(view.columns) > 1)
    hide.triggered.connect(
        lambda _: view.show_columns([one for one in view.columns if one != name])
    )
    return menu


def _sort(view: TableView, name: str, descending: bool, _: bool = False) -> None:
    view.sort_by(name, descending=descending)

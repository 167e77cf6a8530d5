"""The rows and columns on the screen, and how a person selects in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from qtpy.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from qtpy.QtGui import QMouseEvent
from qtpy.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.table.model import TableModel
from napari_darkroom.tables.selection import How
from napari_darkroom.tables.view import Aspect, TableView

_ROW_HEIGHT = 22
_WIDEST = 180
_LEAST_HEIGHT = 120
_LOOKED_AT = 200
_Flag = QItemSelectionModel.SelectionFlag


class RowsView(QTableView):
    """Shows a `TableView`; what is selected stands there and not with Qt.

    Qt keeps ranges, and a hundred thousand of them take it minutes.
    """

    pointed = Signal(int)
    """A person has gone to a row of the table."""

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSortingEnabled(True)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setItemDelegate(_RowDelegate(self))
        rows, columns = present(self.verticalHeader()), present(self.horizontalHeader())
        rows.hide()
        rows.setDefaultSectionSize(_ROW_HEIGHT)
        columns.setHighlightSections(False)
        columns.setSectionsMovable(True)
        columns.setResizeContentsPrecision(_LOOKED_AT)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        columns.sectionMoved.connect(lambda *_: QTimer.singleShot(0, self._take_order))
        self.shown: TableView | None = None
        self._column = ""

    def show_view(self, view: TableView | None) -> None:
        """Show another view of a table, or none."""
        earlier = self.model()
        if isinstance(earlier, TableModel):
            earlier.leave()
            if self._follow in earlier.view.listeners:
                earlier.view.listeners.remove(self._follow)
        self.shown = view
        model = None if view is None else TableModel(view, self)
        self.setModel(model)
        if view is None or model is None:
            return
        self.setSelectionModel(_RowSelection(model, self))
        view.listeners.append(self._follow)
        self._show_sort()
        self.fit_columns()

    def fit_columns(self) -> None:
        """Make each column as wide as what it holds."""
        self.resizeColumnsToContents()
        for column in range(present(self.model()).columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column), _WIDEST))

    def selectionCommand(  # noqa: N802 - Qt's name
        self, index: QModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Return what a click does: one for the menu leaves selected what it falls on."""
        menu = isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.RightButton
        if menu and index.isValid() and self.is_selected(index.row()):
            return _Flag.NoUpdate
        command = super().selectionCommand(index, event)
        pressed = event is not None and event.type() == QEvent.Type.MouseButtonPress
        if pressed and command & _Flag.Toggle and index.isValid() and self.is_selected(index.row()):
            # Qt would ask its own selection, which is empty, and select what is to be let go.
            return (command & ~_Flag.Toggle) | _Flag.Deselect
        return command

    def is_selected(self, place: int) -> bool:
        """Whether the row that is shown at a place is selected."""
        return self.shown is not None and bool(self.shown.selection.mask[self.shown.rows[place]])

    def go_to(self, row: int) -> None:
        """Make a row of the table the current one, and scroll to it."""
        if self.shown is None:
            return
        place = int(self.shown.places(np.array([row]))[0])
        if place < 0:
            return
        column = self.current_column
        at = self.shown.columns.index(column) if column else 0
        index = present(self.model()).index(place, at)
        present(self.selectionModel()).setCurrentIndex(index, _Flag.NoUpdate)
        # Nobody has asked for another column.
        self._column = column
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def currentChanged(  # noqa: N802 - Qt's name
        self, current: QModelIndex, previous: QModelIndex
    ) -> None:
        """Keep in mind which column a person looks at, also where rows are filtered then."""
        super().currentChanged(current, previous)
        if self.shown is not None and current.isValid():
            self._column = self.shown.columns[current.column()]

    @property
    def current_column(self) -> str:
        """The column in which a person went last, empty for none that is shown."""
        known = self.shown is not None and self._column in self.shown.columns
        return self._column if known else ""

    def point(self, places: NDArray[np.intp], how: How, stretch: bool) -> None:
        """Let a person point at places; the view that is shown selects them."""
        if self.shown is None:
            return
        self.shown.point(places, how, stretch=stretch)
        # By the keyboard rows are selected before one of them becomes the current one.
        place = int(places[0]) if len(places) == 1 else self.currentIndex().row()
        if how is not How.DROP and len(places) and 0 <= place < len(self.shown.rows):
            self.pointed.emit(int(self.shown.rows[place]))

    def _follow(self, aspect: Aspect) -> None:
        if aspect is Aspect.ORDER:
            self._show_sort()
        elif aspect is Aspect.COLUMNS:
            self.fit_columns()
            self._show_sort()
        elif aspect is Aspect.COLOURS and self.shown is not None:
            self._make_room_for_colours(self.shown)
        present(self.viewport()).update()

    def _make_room_for_colours(self, view: TableView) -> None:
        colouring = view.colouring
        if colouring is not None and colouring.column in view.columns:
            self.resizeColumnToContents(view.columns.index(colouring.column))

    def _show_sort(self) -> None:
        """Let the header tell by which column the rows are ordered."""
        view = self.shown
        if view is None:
            return
        name, descending = view.sort or ("", False)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header = present(self.horizontalHeader())
        blocked = header.blockSignals(True)
        column = view.columns.index(name) if name in view.columns else -1
        header.setSortIndicator(column, order)
        header.blockSignals(blocked)

    def _take_order(self) -> None:
        """Let the view have the columns in the order to which they were dragged."""
        header = present(self.horizontalHeader())
        if self.shown is None or _in_place(header):
            return
        names = [self.shown.columns[header.logicalIndex(i)] for i in range(header.count())]
        blocked = header.blockSignals(True)
        for place in range(header.count()):
            header.moveSection(header.visualIndex(place), place)
        header.blockSignals(blocked)
        self.shown.show_columns(names)


class _RowSelection(QItemSelectionModel):
    """Hands on what Qt wants selected, and keeps nothing but the current cell."""

    def __init__(self, model: TableModel, view: RowsView) -> None:
        super().__init__(model, view)
        self._view = view

    def select(
        self, what: QModelIndex | QItemSelection, command: QItemSelectionModel.SelectionFlag
    ) -> None:
        """Let the view of the table select."""
        how = _how(command)
        if how is None:
            return
        self._view.point(_places(what), how, bool(command & _Flag.Current))


class _RowDelegate(QStyledItemDelegate):
    """Paints the rows as selected that the view of the table has selected."""

    def __init__(self, view: RowsView) -> None:
        super().__init__(view)
        self._view = view

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem | None, index: QModelIndex
    ) -> None:
        """Set what a cell looks like."""
        super().initStyleOption(option, index)
        if option is not None and self._view.is_selected(index.row()):
            option.state |= QStyle.StateFlag.State_Selected


def _in_place(header: QHeaderView) -> bool:
    return all(header.visualIndex(i) == i for i in range(header.count()))


def _how(command: QItemSelectionModel.SelectionFlag) -> How | None:
    if command & _Flag.Toggle:
        return How.TOGGLE
    if command & _Flag.Clear:
        return How.ONLY
    if command & _Flag.Select:
        return How.ADD
    return How.DROP if command & _Flag.Deselect else None


def _places(what: QModelIndex | QItemSelection) -> NDArray[np.intp]:
    if isinstance(what, QModelIndex):
        return np.array([what.row()] if what.isValid() else [], dtype=np.intp)
    parts = [what[i] for i in range(what.count())]
    # Ranges of several columns overlap, and a million places are slow to compare.
    pointed = np.zeros(1 + max((one.bottom() for one in parts), default=-1), dtype=bool)
    for one in parts:
        pointed[one.top() : one.bottom() + 1] = True
    return np.flatnonzero(pointed)

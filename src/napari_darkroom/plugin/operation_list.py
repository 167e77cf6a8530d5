"""The list of operations by menu, each with its title and one line of what it does."""

from __future__ import annotations

from collections.abc import Sequence

from qtpy.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from qtpy.QtGui import QColor, QFont, QPainter
from qtpy.QtWidgets import (
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.search import Search
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.style import plain_words

OPERATION = Qt.ItemDataRole.UserRole
SUMMARY = Qt.ItemDataRole.UserRole + 1
RANK = Qt.ItemDataRole.UserRole + 2
PLACE = Qt.ItemDataRole.UserRole + 3

_GREY = QColor("#8d95a0")
_CHOSEN = QColor(47, 111, 235, 110)
_UNDER = QColor(127, 137, 150, 40)
_MARGIN = 8


class OperationList(QTreeWidget):
    """Operations under the names of their menus; `chosen` tells which one was picked."""

    chosen = Signal(object)

    def __init__(self, operations: Sequence[Operation]) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setMouseTracking(True)
        self.setItemDelegate(_TwoLines(self))
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        groups: dict[str, QTreeWidgetItem] = {}
        listed = [operation for operation in operations if operation.listed]
        self._search = Search(listed)
        for operation in listed:
            menu = operation.menu.partition("/")[0] or operation.package or operation.family
            if menu not in groups:
                groups[menu] = self._add_group(menu)
            groups[menu].addChild(_item(operation))
        for group in groups.values():
            group.sortChildren(0, Qt.SortOrder.AscendingOrder)
            group.setExpanded(True)
        self.nothing = QLabel()
        self.nothing.setObjectName("empty")
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.nothing.hide()
        QVBoxLayout(self.viewport()).addWidget(self.nothing)
        self.currentItemChanged.connect(self._current_changed)

    def _add_group(self, menu: str) -> QTreeWidgetItem:
        group = _Item([plain_words(menu)])
        group.setData(0, PLACE, self.topLevelItemCount())
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.addTopLevelItem(group)
        return group

    def _current_changed(self, item: QTreeWidgetItem | None) -> None:
        operation = None if item is None else item.data(0, OPERATION)
        if operation is not None:
            self.chosen.emit(operation)

    def items(self) -> list[QTreeWidgetItem]:
        """Return the items of all operations, from above."""
        return [item for group in self._groups() for item in _children(group)]

    def _groups(self) -> list[QTreeWidgetItem]:
        return [present(self.topLevelItem(i)) for i in range(self.topLevelItemCount())]

    def found(self) -> list[Operation]:
        """Return the operations that the search has left."""
        return [item.data(0, OPERATION) for item in self.items() if not item.isHidden()]

    def search(self, text: str) -> None:
        """Leave the operations in which every word of `text` occurs, the best fitting first."""
        fitting = self._search.ranks(text)
        for item in self.items():
            rank = fitting.get(item.data(0, OPERATION).id)
            item.setHidden(rank is None)
            item.setData(0, RANK, rank)
        for group in self._groups():
            shown = [item for item in _children(group) if not item.isHidden()]
            group.setHidden(not shown)
            group.setData(0, RANK, min((item.data(0, RANK) for item in shown), default=0))
        self.sortItems(0, Qt.SortOrder.AscendingOrder)
        self.nothing.setText(f"Nothing fits “{text.strip()}”. Try one word, such as “blur”.")
        self.nothing.setVisible(not fitting)
        if text.strip():
            # The best hit stands first, whatever is chosen.
            self.scrollToTop()
        elif self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

    def select(self, operation: Operation) -> None:
        """Choose an operation."""
        for item in self.items():
            if item.data(0, OPERATION) is operation:
                self.setCurrentItem(item)

    def choose_first(self) -> None:
        """Choose the first operation that the search has left."""
        first = next((item for item in self.items() if not item.isHidden()), None)
        if first is not None:
            self.setCurrentItem(first)


class _Item(QTreeWidgetItem):
    """An item that stands by how well it fits, then at its place, then by its title."""

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        return _order(self) < _order(other)


def _order(item: QTreeWidgetItem) -> tuple[int, int, str]:
    return item.data(0, RANK) or 0, item.data(0, PLACE) or 0, str(item.text(0)).casefold()


def _children(group: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [present(group.child(i)) for i in range(group.childCount())]


def _item(operation: Operation) -> QTreeWidgetItem:
    item = _Item([operation.title])
    item.setData(0, OPERATION, operation)
    item.setData(0, SUMMARY, operation.summary)
    item.setToolTip(0, operation.id)
    return item


class _TwoLines(QStyledItemDelegate):
    """Paints a title over a grey summary, and groups as small headings."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of two lines, of one for a group."""
        line = option.fontMetrics.lineSpacing()
        is_group = index.data(OPERATION) is None
        return QSize(100, line + 12 if is_group else 2 * line + 8)

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one item."""
        painter = present(painter)
        painter.save()
        rect = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        if index.data(OPERATION) is None:
            _paint_heading(painter, option, rect, str(index.data()))
        else:
            _paint_lines(painter, option, rect, index)
        painter.restore()


def _paint_heading(painter: QPainter, option: QStyleOptionViewItem, rect: QRect, text: str) -> None:
    font = QFont(option.font)
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.0)
    font.setPointSizeF(max(font.pointSizeF() * 0.85, 6.0))
    painter.setFont(font)
    painter.setPen(_GREY)
    flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect.adjusted(0, 0, 0, -3), int(flags), text)


def _paint_lines(
    painter: QPainter,
    option: QStyleOptionViewItem,
    rect: QRect,
    index: QModelIndex | QPersistentModelIndex,
) -> None:
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, _CHOSEN)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, _UNDER)
    line = option.fontMetrics.lineSpacing()
    painter.setPen(option.widget.palette().windowText().color())
    upper = QRect(rect.left(), rect.top() + 4, rect.width(), line)
    painter.drawText(upper, int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
    painter.setPen(_GREY)
    font = QFont(option.font)
    font.setPointSizeF(max(font.pointSizeF() * 0.9, 6.0))
    painter.setFont(font)
    text = painter.fontMetrics().elidedText(
        str(index.data(SUMMARY)), Qt.TextElideMode.ElideRight, rect.width()
    )
    painter.drawText(upper.translated(0, line), int(Qt.AlignmentFlag.AlignVCenter), text)

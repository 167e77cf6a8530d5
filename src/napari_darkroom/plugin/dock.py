"""The dock of all operations: search one, set it, run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qtpy.QtCore import QEvent, QObject, Qt
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import (
    QLineEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.catalog import operations
from napari_darkroom.plugin.form import OperationForm
from napari_darkroom.plugin.operation_list import OperationList
from napari_darkroom.plugin.panel import Panel, pages_with_hint

if TYPE_CHECKING:
    from napari import Viewer

_WELCOME = "Choose an operation above to set and run it."


class DarkroomDock(Panel):
    """A list of the operations with a search, and under it the form of the chosen one.

    Parameters
    ----------
    napari_viewer : Viewer
    """

    def __init__(self, napari_viewer: Viewer) -> None:
        super().__init__(napari_viewer)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search operations, such as “blur” or “threshold”")
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.list = OperationList(list(operations().values()))
        self.search.textChanged.connect(self.list.search)
        self.list.chosen.connect(self.choose)
        self._forms: dict[str, OperationForm] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._pages = pages_with_hint(_WELCOME)
        self._lay_out()

    def _lay_out(self) -> None:
        upper = QWidget()
        lines = QVBoxLayout(upper)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addWidget(self.search)
        lines.addWidget(self.list)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(upper)
        splitter.addWidget(self._pages)
        splitter.setSizes([340, 300])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.addWidget(splitter)
        self.setMinimumWidth(300)

    @property
    def form(self) -> OperationForm | None:
        """The form that is shown."""
        page = self._pages.currentWidget()
        inner = page.widget() if isinstance(page, QScrollArea) else None
        return inner if isinstance(inner, OperationForm) else None

    def choose(self, operation: Operation) -> None:
        """Show the form of an operation, with what was set there before."""
        if operation.id not in self._forms:
            self._forms[operation.id] = OperationForm(self.viewer, operation)
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QScrollArea.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(self._forms[operation.id])
            self._pages.addWidget(area)
            self._areas[operation.id] = area
        form = self._forms[operation.id]
        form.prefer_active_layer()
        self._pages.setCurrentWidget(self._areas[operation.id])

    def choose_by_id(self, id_: str) -> None:
        """Select an operation in the list, as a click on it does.

        Raises
        ------
        UnknownOperationError
            If none has that id.
        """
        self.search.clear()
        self.list.select(operations()[id_])

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        """Let Return choose the first operation found, and Down go into the list."""
        if watched is self.search and isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.choose_first()
                return True
            if pressed and event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                self.list.choose_first()
                return True
        return bool(super().eventFilter(watched, event))

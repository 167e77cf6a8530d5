"""The Darkroom dock: operations to run, the history of what was done, and the form of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qtpy.QtCore import QEvent, QObject, QSize, Qt, QTimer
from qtpy.QtGui import QKeyEvent, QShowEvent
from qtpy.QtWidgets import (
    QApplication,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.catalog import operations
from napari_darkroom.plugin.form import OperationForm
from napari_darkroom.plugin.form_pages import FormPages
from napari_darkroom.plugin.history_panel import HistoryPanel
from napari_darkroom.plugin.operation_list import OperationList
from napari_darkroom.plugin.origin_banner import OriginBanner
from napari_darkroom.plugin.page_switch import PageSwitch
from napari_darkroom.plugin.panel import Panel
from napari_darkroom.plugin.rehearsing import Rehearsing
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.start_page import StartPage
from napari_darkroom.plugin.step_form import StepForm
from napari_darkroom.plugin.working_line import WorkingLine

if TYPE_CHECKING:
    from napari import Viewer

OPERATIONS, HISTORY = 0, 1
_WIDTH = 400
# The window is there by then, and its first layers.
_REHEARSE_AFTER_MS = 1500
_START = "start"
_NO_STEP = "Choose a step above to see and change how it was made."
_INPUT = "This is an input: it was not made here."


class DarkroomDock(Panel):
    """The operations with a search, or the steps that were run; under it the form of the chosen.

    Parameters
    ----------
    napari_viewer : Viewer
    """

    def __init__(self, napari_viewer: Viewer) -> None:
        super().__init__(napari_viewer)
        self.session = Session.of(self.viewer)
        self.origin = OriginBanner(self.viewer, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search operations, such as “blur” or “threshold”")
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.list = OperationList(list(operations().values()))
        self.history = HistoryPanel(self.viewer, self.session)
        self.switch = PageSwitch(["Operations", "History"])
        self.forms = FormPages()
        self._upper = QStackedWidget()
        self._operation: Operation | None = None
        self._step = ""
        self.rehearsing = Rehearsing.of(QApplication.instance() or self)
        self._shown = QTimer(self)
        self._lay_out()
        self._connect()
        self._follow()
        self._show_operation()

    def _lay_out(self) -> None:
        searching = QWidget()
        lines = QVBoxLayout(searching)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addWidget(self.search)
        lines.addWidget(self.list)
        self._upper.addWidget(searching)
        self._upper.addWidget(self.history)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._upper)
        splitter.addWidget(self.forms)
        splitter.setSizes([340, 300])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.setSpacing(6)
        outer.addWidget(self.origin)
        outer.addWidget(self.switch)
        outer.addWidget(splitter, 1)
        outer.addWidget(WorkingLine(self.session))
        self.setMinimumWidth(300)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.list.search)
        self.list.chosen.connect(self.choose)
        self.switch.switched.connect(self._turn)
        self.history.chosen.connect(self._choose_step)
        self.history.refreshed.connect(self._follow)
        self._shown.setSingleShot(True)
        self._shown.timeout.connect(self._rehearse)
        # The dock's own: they work whichever page is in front.
        self.addActions([self.history.commands.undo, self.history.commands.redo])

    @property
    def form(self) -> OperationForm | None:
        """The form of an operation that is shown."""
        form = self.forms.form
        return form if isinstance(form, OperationForm) else None

    @property
    def step_form(self) -> StepForm | None:
        """The form of a step that is shown."""
        form = self.forms.form
        return form if isinstance(form, StepForm) else None

    def choose(self, operation: Operation) -> None:
        """Show the form of an operation, with what was set there before."""
        self._operation = operation
        self.switch.choose(OPERATIONS)
        self._show_operation()

    def choose_by_id(self, id_: str) -> None:
        """Select an operation in the list, as a click on it does.

        Raises
        ------
        UnknownOperationError
            If none has that id.
        """
        operation = operations()[id_]
        self.switch.choose(OPERATIONS)
        self.search.clear()
        self.list.select(operation)

    def choose_step(self, id_: str) -> None:
        """Select a step in the history, as a click on it does."""
        self.switch.choose(HISTORY)
        self.history.select(id_)

    def _turn(self, page: int) -> None:
        self._upper.setCurrentIndex(page)
        if page == OPERATIONS:
            self._show_operation()
        else:
            self._show_step()

    def _show_operation(self) -> None:
        operation = self._operation
        if operation is None:
            self.forms.open(_START, lambda: StartPage(self.viewer))
            return
        form = self.forms.open(operation.id, lambda: OperationForm(self.viewer, operation))
        if isinstance(form, OperationForm):
            form.prefer_active_layer()

    def _choose_step(self, id_: str) -> None:
        self._step = id_
        self._show_step()

    def _show_step(self) -> None:
        steps = {step.id: step.op for step in self.session.history.graph.steps}
        if self._step in steps:
            key = (self._step, steps[self._step])
            self.forms.open(key, lambda: StepForm(self.viewer, self._step))
        else:
            graph = self.session.history.graph
            is_input = self._step in graph.inputs
            self.forms.say(_INPUT if is_input else _NO_STEP if graph.steps else "")

    def _follow(self) -> None:
        """Follow the history: how long it is, and which forms are still of a step."""
        count = self.history.count
        self.switch.buttons[HISTORY].setText(f"History ({count})" if count else "History")
        steps = self.session.history.graph.steps
        self.forms.keep([_START, *operations(), *((step.id, step.op) for step in steps)])
        if self.switch.page == HISTORY and self.forms.form is None:
            self._show_step()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a width that leaves most of a small screen to the picture."""
        return QSize(_WIDTH, super().sizeHint().height())

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802 - Qt's name
        """Rehearse the operations once the window is there."""
        super().showEvent(event)
        self._shown.start(_REHEARSE_AFTER_MS)

    def _rehearse(self) -> None:
        scheduler = self.session.scheduler
        self.rehearsing.begin(lambda: not scheduler.idle)

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

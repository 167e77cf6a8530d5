"""The form of a step that has been recorded: what is changed there is computed anew at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from napari.layers import Layer
from qtpy.QtCore import QElapsedTimer, QTimer, Signal
from qtpy.QtWidgets import QHBoxLayout, QLabel, QPushButton

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.preview import can_preview
from napari_darkroom.plugin.activity import STEPS
from napari_darkroom.plugin.form import complaint_label, progress_line
from napari_darkroom.plugin.form_parts import heading, lay_out_form, scrolling
from napari_darkroom.plugin.learning import LearningPanel
from napari_darkroom.plugin.panel import Panel
from napari_darkroom.plugin.preview import PreviewPanel
from napari_darkroom.plugin.recording import changed_parameters
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.settings import Settings
from napari_darkroom.plugin.table_input import TableInputChoice
from napari_darkroom.recipe.history import Status
from napari_darkroom.recipe.model import Step

if TYPE_CHECKING:
    from napari import Viewer

_PAUSE_MS = 120
# Edits that follow one another sooner than this are one, as while a number is being typed.
_ONE_EDIT_MS = 1500
_HINT = "Changes apply at once, to this step and to all that was made of it."


class StepForm(Panel):
    """Changes one step of the record.

    Parameters
    ----------
    viewer : Viewer
    step : str
        Its id.
    """

    gone = Signal()
    """The step is no longer there."""

    def __init__(self, viewer: Viewer, step: str) -> None:
        super().__init__(viewer)
        self.step = step
        self.session = Session.of(self.viewer)
        self.operation = find(self._declared().op)
        self.settings = Settings(self.viewer, self.operation)
        self.inputs, self.fields = self.settings.inputs, self.settings.fields
        self.preview = PreviewPanel(self.viewer, self.operation, self.settings.request)
        self.learning = LearningPanel(self.operation)
        self.cancel_button = QPushButton("Cancel")
        self.progress = progress_line()
        self.complaint = complaint_label()
        self._showing = False
        self._wanted: bool | None = None
        self._since_edit = QElapsedTimer()
        self._state: object = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self.apply)
        self._lay_out()
        self._show()
        self.settings.changed.connect(self._changed)
        self.preview.check.clicked.connect(self._want)
        self.learning.follow(self.fields)
        self.learning.set_place(*self.settings.place)
        self.session.settled.connect(self._settled)
        self.cancel_button.clicked.connect(lambda _: self.session.cancel(self.step))
        self.session.changed.connect(self._follow)
        self._follow()

    def _declared(self) -> Step:
        return self.session.history.graph.step(self.step)

    def _lay_out(self) -> None:
        hint = QLabel(_HINT)
        hint.setObjectName("hint")
        hint.setWordWrap(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        self.cancel_button.hide()
        parts = heading(self.operation), self.settings, self.preview, hint, self.learning
        lay_out_form(self, scrolling(*parts), row, self.progress, self.complaint)

    def _show(self) -> None:
        """Show what the step is set to."""
        step = self._declared()
        self._showing = True
        for name, choice in self.inputs.items():
            given = step.inputs.get(name, ())
            if isinstance(choice, TableInputChoice):
                choice.set_reference(str(given))
                continue
            references = (given,) if isinstance(given, str) else given
            layers = [self.session.layer(one) for one in references]
            known = [layer for layer in layers if layer is not None]
            choice.set_layers(known)
            # What has no layer of its own cannot be chosen among layers.
            self.settings.rows.setRowVisible(choice, len(known) == len(references))
        self.settings.show_settings(step.params, step.axes)
        self._shown = step
        self._showing = False

    def _changed(self) -> None:
        if not self._showing:
            self._show_at_once()
            self._later.start()

    def _show_at_once(self) -> None:
        """Preview the change on what is seen, before the whole is there."""
        if self.preview.on:
            self.preview.changed()
        elif self._wanted is not False and can_preview(self.operation):
            self.preview.set_on(True)

    def _want(self, on: bool) -> None:
        self._wanted = on

    def _settled(self, step: str) -> None:
        """Take the preview away where what it promised is there."""
        if step == self.step:
            self._leave_preview()

    def _leave_preview(self) -> None:
        if self._wanted:
            self.preview.stop()
        else:
            self.preview.set_on(False)

    def apply(self) -> None:
        """Change the step to what is set, and let it run."""
        self._later.stop()
        try:
            request = self.settings.request()
            params = changed_parameters(self.operation, request.parameters)
            fields = {"params": params, "axes": request.axes}
            self.session.change(
                self.step,
                amend=self._goes_on(),
                layers=self._other_layers(),
                tables=request.tables,
                **fields,
            )
        except DarkroomError as error:
            self._complain(str(error))
            return
        self._state = self.session.history.timeline.now
        self._since_edit.start()
        self._shown = self._declared()

    def _goes_on(self) -> bool:
        """Whether the edit belongs to the one before."""
        last = self._state is self.session.history.timeline.now
        return last and self._since_edit.elapsed() < _ONE_EDIT_MS

    def _other_layers(self) -> dict[str, list[Layer]]:
        """Return the layers that were chosen anew; an input whose layer is not shown stays."""
        step, chosen = self._declared(), dict[str, list[Layer]]()
        for name, choice in self.inputs.items():
            if isinstance(choice, TableInputChoice):
                continue
            given = step.inputs.get(name, ())
            before = [
                self.session.layer(one) for one in ([given] if isinstance(given, str) else given)
            ]
            if None not in before and choice.layers() != before:
                chosen[name] = choice.layers()
        return chosen

    def _follow(self) -> None:
        """Show how the step stands; after undo, what it is set to then."""
        history = self.session.history
        if self.step not in {step.id for step in history.graph.steps}:
            self.gone.emit()
            return
        if not self._declared().enabled:
            self._leave_preview()
        running = history.running.get(self.step)
        self.progress.setVisible(running is not None)
        self.progress.setValue(int(STEPS * (running or 0.0)))
        self.cancel_button.setVisible(running is not None)
        failed = history.status(self.step) is Status.FAILED
        self._complain(history.done[self.step].error if failed else "")
        if self._declared() != self._shown and not self._later.isActive():
            self._show()

    def _complain(self, text: str) -> None:
        self.complaint.setText(text)
        self.complaint.setVisible(bool(text))

"""The form of one operation: what it is set to, what to run it on, and Run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from napari.layers import Layer
from napari.utils.notifications import show_error
from qtpy.QtCore import Signal
from qtpy.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
)

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.operation import Operation
from napari_darkroom.plugin.activity import STEPS
from napari_darkroom.plugin.form_parts import heading, lay_out_form, narrow, scrolling
from napari_darkroom.plugin.layers import kind_of
from napari_darkroom.plugin.learning import LearningPanel
from napari_darkroom.plugin.panel import Panel
from napari_darkroom.plugin.preview import PreviewPanel
from napari_darkroom.plugin.request import Request, on_region, on_selected
from napari_darkroom.plugin.runs import Runs
from napari_darkroom.plugin.scope import ScopeRow
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.settings import Settings

if TYPE_CHECKING:
    from napari import Viewer


class OperationForm(Panel):
    """Everything that a run of one operation needs, on one form.

    Parameters
    ----------
    viewer : Viewer
        Whose layers it offers, and where results are shown.
    operation : Operation
    """

    ran = Signal(list)
    """The layers that show the results of a run."""

    def __init__(self, viewer: Viewer, operation: Operation) -> None:
        super().__init__(viewer)
        self.operation = operation
        self.session = Session.of(self.viewer)
        self.settings = Settings(self.viewer, operation)
        self.inputs, self.fields, self.axes = (
            self.settings.inputs,
            self.settings.fields,
            self.settings.axes,
        )
        self.scope = ScopeRow()
        self.keep_both = QCheckBox("Keep both")
        self.insert = QCheckBox("What follows uses it")
        self.run_button = QPushButton("Run")
        self.cancel_button = QPushButton("Cancel")
        self.progress = progress_line()
        self.complaint = complaint_label()
        self.preview = PreviewPanel(self.viewer, operation, self.settings.request)
        self.learning = LearningPanel(operation)
        self.runs = Runs(self.session, self)
        self._lay_out()
        narrow(self)
        self._connect()
        self._adapt()

    def _lay_out(self) -> None:
        text = "Which layers, or which part of one, are worked on."
        self.settings.add_row("run_on", self.scope, text)
        parts = heading(self.operation), self.settings, self.preview, self.insert, self.learning
        row = self._button_row()
        lay_out_form(self, scrolling(*parts), row, self.progress, self.complaint)

    def _button_row(self) -> QHBoxLayout:
        self.run_button.setObjectName("primary")
        self.cancel_button.hide()
        self.keep_both.setToolTip(
            "Running again changes the earlier result, and all that was made of it. Tick to add "
            "a second one beside it."
        )
        self.insert.setToolTip(
            "Tick to put this step between the chosen layer and all that was made of it."
        )
        row = QHBoxLayout()
        row.addWidget(self.keep_both)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.run_button)
        return row

    def _connect(self) -> None:
        self.run_button.clicked.connect(lambda _: self.start())
        self.cancel_button.clicked.connect(lambda _: self.cancel())
        self.settings.adapted.connect(self._adapt)
        self.settings.changed.connect(self.preview.changed)
        self.learning.follow(self.fields)
        self.scope.changed.connect(self._adapt)
        self.runs.progressed.connect(self.progress.setValue)
        self.runs.finished.connect(self._finished)

    def refresh(self) -> None:
        """Offer the layers that there are now."""
        self.settings.refresh()

    def prefer_active_layer(self) -> None:
        """Choose the layer that is active in the layer list, if it fits and nothing is at work."""
        active = self.viewer.layers.selection.active
        if not self.runs.working and active is not None and not self._made(active):
            self.settings.first.set_layer(active)

    def _made(self, layer: Layer) -> bool:
        """Whether a layer is a result of this operation: who comes back wants to run it anew."""
        reference = self.session.reference(layer)
        steps = {step.id: step.op for step in self.session.history.graph.steps}
        return steps.get(str(reference)) == self.operation.reference

    def _adapt(self) -> None:
        """Fit what can be done to the layers that there are."""
        layer, several = self.settings.first.layer(), self.scope.scope == "selected"
        self.scope.refresh(list(self.viewer.layers))
        ready = self.settings.ready
        self.settings.first.setEnabled(not several and ready)
        self.run_button.setEnabled(not self.runs.working and (ready or several))
        self.learning.set_place(*self.settings.place)
        self.insert.setVisible(self.scope.scope == "one" and self._has_followers(layer))

    def _has_followers(self, layer: Layer | None) -> bool:
        """Whether other steps read what a layer shows, and could read the result instead."""
        reference = None if layer is None else self.session.reference(layer)
        if layer is None or reference is None:
            return False
        same_kind = self.operation.outputs[0].kind in (None, kind_of(layer))
        return same_kind and bool(self.session.history.graph.below(reference))

    def start(self) -> None:
        """Record a run with the inputs and parameters as they are now, and begin."""
        if self.runs.working:
            return
        try:
            requests = self.requests()
            steps = self.session.run(requests)
        except DarkroomError as error:
            self._complain(str(error))
            self.ran.emit([])
            return
        self._complain("")
        self.preview.stop()
        self.insert.setChecked(False)
        names = {s: self._name(request) for s, request in zip(steps, requests, strict=True)}
        self.runs.wait_for(steps, names)
        self._working(True)

    def _name(self, request: Request) -> str:
        """Return what people call the first input of a run."""
        first = self.operation.inputs[0].name
        if first in request.tables:
            return self.session.title(request.tables[first])
        return str(request.layers[first][0].name)

    def requests(self) -> list[Request]:
        """Return what Run would do now.

        Raises
        ------
        DarkroomError
            If an input is missing or a parameter not allowed.
        """
        request = self.settings.request()
        request = request.with_options(
            keep_both=bool(self.keep_both.isChecked()),
            insert=bool(self.insert.isChecked() and self.insert.isVisibleTo(self)),
            step=next(iter(self.runs.steps), ""),
        )
        if self.scope.scope == "selected":
            return on_selected(request, self.viewer.layers)
        if self.scope.scope == "region":
            return [on_region(request, self.scope.shapes.layer())]
        return [request]

    def cancel(self) -> None:
        """Give up the run."""
        self.runs.cancel()
        self._working(False)

    def _complain(self, text: str) -> None:
        """Say what went wrong, in napari's corner and, to be read in peace, on the form."""
        self.complaint.setText(text)
        self.complaint.setVisible(bool(text))
        if text:
            show_error(text)

    def _finished(self, shown: list[Layer], errors: list[str]) -> None:
        self._working(False)
        if len(shown) == 1 and shown[-1] in self.viewer.layers:
            self.viewer.layers.selection.active = shown[-1]
        for error in errors:
            self._complain(error)
        self.ran.emit(shown)

    def _working(self, working: bool) -> None:
        self.progress.setValue(0)
        self.progress.setVisible(working)
        self.cancel_button.setVisible(working)
        self._adapt()


def progress_line() -> QProgressBar:
    """Return a thin bar that keeps its place, so that nothing jumps when it is shown."""
    bar = QProgressBar()
    bar.setRange(0, STEPS)
    bar.setTextVisible(False)
    bar.setFixedHeight(4)
    policy = bar.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    bar.setSizePolicy(policy)
    bar.hide()
    return bar


def complaint_label() -> QLabel:
    """Return a label for an error, hidden as long as there is none."""
    label = QLabel()
    label.setObjectName("complaint")
    label.setWordWrap(True)
    label.hide()
    return label

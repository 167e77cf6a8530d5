"""The form of one operation: its inputs, its parameters, what to run it on, and Run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from napari.utils.notifications import show_error
from qtpy.QtCore import Qt, Signal
from qtpy.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from napari_darkroom.core.calibration import SPATIAL_AXES
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.operation import Operation
from napari_darkroom.plugin.fingerprint import Watched
from napari_darkroom.plugin.form_parts import (
    bounds_text,
    heading,
    input_choice,
    is_axis_interval,
    measure_in,
    narrow,
)
from napari_darkroom.plugin.layer_choice import LayerChoice, LayersChoice, watch_layers
from napari_darkroom.plugin.layers import RECORD, layer_shape
from napari_darkroom.plugin.measure_field import make_field
from napari_darkroom.plugin.outcome import show_outcome
from napari_darkroom.plugin.panel import Panel
from napari_darkroom.plugin.placement import layer_calibration
from napari_darkroom.plugin.request import Request, error_text, make_task, on_region, on_selected
from napari_darkroom.plugin.results import candidates, source_name
from napari_darkroom.plugin.scope import AxesBox, ScopeRow, offers_axes
from napari_darkroom.plugin.style import plain_words, rich_text
from napari_darkroom.plugin.task import Outcome, Task
from napari_darkroom.plugin.worker import STEPS, Queue, Run

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
        self.inputs = {i.name: input_choice(operation, i) for i in operation.inputs}
        self.fields = {p.name: make_field(p) for p in operation.parameters}
        self.scope = ScopeRow()
        self.axes = AxesBox()
        self.keep_both = QCheckBox("Keep both")
        self.run_button = QPushButton("Run")
        self.cancel_button = QPushButton("Cancel")
        self.progress = QProgressBar()
        self.complaint = QLabel()
        self._form = QFormLayout()
        self._run: Run | None = None
        self._queue = Queue()
        self._lay_out()
        narrow(self)
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(6)
        self._form.setHorizontalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for declared in self.operation.inputs:
            self._add_row(declared.name, self.inputs[declared.name], declared.description)
        for parameter in self.operation.parameters:
            field = self.fields[parameter.name]
            text = " ".join(filter(None, [parameter.description, bounds_text(parameter.bounds())]))
            self._add_row(parameter.name, field, text)
            measure = measure_in(field)
            if measure is not None:
                measure.equivalent.hide()
                self._form.addRow("", measure.equivalent)
        self._add_row("run_on", self.scope, "Which layers, or which part of one, are worked on.")
        self._add_row("treat_as", self.axes, str(self.axes.toolTip()))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.setSpacing(8)
        outer.addWidget(heading(self.operation))
        outer.addLayout(self._form)
        outer.addLayout(self._button_row())
        outer.addWidget(self.progress)
        self.complaint.setObjectName("complaint")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        outer.addWidget(self.complaint)
        outer.addStretch(1)

    def _add_row(self, name: str, widget: QWidget, description: str) -> None:
        label = QLabel(plain_words(name))
        label.setToolTip(rich_text(description))
        widget.setToolTip(rich_text(description))
        label.setBuddy(widget)
        self._form.addRow(label, widget)

    def _button_row(self) -> QHBoxLayout:
        self.run_button.setObjectName("primary")
        self.cancel_button.hide()
        self.progress.setRange(0, STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        # It keeps its place, so that nothing jumps when a run begins.
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()
        self.keep_both.setToolTip(
            "Running again updates the earlier result, unless it was painted on. Tick to add a "
            "second one beside it."
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
        self._first_input().currentIndexChanged.connect(lambda _: self._adapt())
        self.scope.changed.connect(self._adapt)
        self.axes.currentIndexChanged.connect(lambda _: self._adapt())
        watch_layers(self.viewer, self, self.refresh)
        queue = self._queue

        def drop(_: Any = None) -> None:
            queue.cancel()

        self.destroyed.connect(drop)

    def _first_input(self) -> LayerChoice | LayersChoice:
        return self.inputs[self.operation.inputs[0].name]

    def refresh(self) -> None:
        """Offer the layers that there are now."""
        layers = list(self.viewer.layers)
        active = self.viewer.layers.selection.active
        first = self._first_input()
        first.refresh(layers, active)
        for choice in self.inputs.values():
            if choice is not first:
                choice.refresh(layers, self._source() or active)
        self.scope.refresh(layers)
        self._adapt()

    def _source(self) -> Layer | None:
        """Return the layer that the first input was made from: intensities are measured in it."""
        made = self._first_input().layer()
        name = "" if made is None or RECORD not in made.metadata else source_name(made.name)
        return next(
            (one for one in self.viewer.layers if one.name == name and one is not made), None
        )

    def prefer_active_layer(self) -> None:
        """Choose the layer that is active in the layer list, if it fits and nothing is at work."""
        active = self.viewer.layers.selection.active
        if self._run is None and active is not None and not self._made(active):
            self._first_input().set_layer(active)

    def _made(self, layer: Layer) -> bool:
        """Whether a layer is a result of this operation: who comes back wants to run it anew."""
        return bool(layer.metadata.get(RECORD, {}).get("operation") == self.operation.reference)

    def _adapt(self) -> None:
        """Fit units, ranges and choices to the first input."""
        layer = self._first_input().layer()
        several = self.scope.scope == "selected"
        self._first_input().setEnabled(not several and layer is not None)
        self.run_button.setEnabled(self._run is None and (layer is not None or several))
        calibration = None if layer is None else layer_calibration(layer)
        show = offers_axes(self.operation, calibration)
        self._form.setRowVisible(self.axes, show)
        if layer is None or calibration is None:
            return
        wanted = SPATIAL_AXES[1:] if show and self.axes.axes == "planes" else SPATIAL_AXES
        axes = tuple(name for name in calibration.axes if name in wanted)
        shape = layer_shape(layer)
        for field in self.fields.values():
            field.adapt(calibration, axes, shape)
            if is_axis_interval(field):
                self._form.setRowVisible(field, field.parameter.name in shape)

    def start(self) -> None:
        """Take the inputs and parameters as they are now, and run."""
        if self._run is not None:
            return
        try:
            tasks = self.tasks()
        except DarkroomError as error:
            self._complain(str(error))
            return
        self._complain("")
        self._run = Run([self._watching(task) for task in tasks])
        self._run.progressed.connect(self.progress.setValue)
        self._run.finished.connect(self._finished)
        self._run.broken.connect(self._finished)
        self._working(True)
        self._queue.add(self._run)

    def _complain(self, text: str) -> None:
        """Say what went wrong, in napari's corner and, to be read in peace, on the form."""
        self.complaint.setText(text)
        self.complaint.setVisible(bool(text))
        if text:
            show_error(text)

    def _watching(self, task: Task) -> Task:
        """Return a task that looks at the results it may update, off the main thread."""
        if task.keep_both:
            return task
        layers = [layer for key in task.keys for layer in candidates(self.viewer, key)]
        return replace(task, earlier=tuple(Watched(layer) for layer in layers))

    def cancel(self) -> None:
        """Drop the run."""
        if self._run is not None:
            self._run.cancel()
            self._ended()

    def tasks(self) -> list[Task]:
        """Return what Run would do now.

        Raises
        ------
        DarkroomError
            If an input is missing or a parameter not allowed.
        """
        request = Request(
            self.operation,
            {name: choice.layers() for name, choice in self.inputs.items()},
            self.operation.canonical({n: f.value() for n, f in self.fields.items()}),
            self.axes.axes if self._form.isRowVisible(self.axes) else None,
            keep_both=bool(self.keep_both.isChecked()),
            several=self.scope.scope == "selected",
        )
        if request.several:
            return on_selected(request, self.viewer.layers)
        if self.scope.scope == "region":
            return on_region(request, self.scope.shapes.layer())
        return [make_task(request)]

    def _finished(self, outcomes: list[Outcome]) -> None:
        self._ended()
        shown = [layer for outcome in outcomes for layer in show_outcome(self.viewer, outcome)]
        several = any(outcome.task.several for outcome in outcomes)
        if shown and not several and shown[-1] in self.viewer.layers:
            self.viewer.layers.selection.active = shown[-1]
        for outcome in outcomes:
            if outcome.error:
                self._complain(error_text(outcome))
        self.ran.emit(shown)

    def _ended(self) -> None:
        self._run = None
        self._working(False)

    def _working(self, working: bool) -> None:
        self.progress.setValue(0)
        self.progress.setVisible(working)
        self.cancel_button.setVisible(working)
        self._adapt()

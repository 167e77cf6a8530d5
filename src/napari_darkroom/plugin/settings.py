"""What an operation is set to: its inputs, its parameters, what is treated at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from qtpy.QtCore import Qt, Signal
from qtpy.QtWidgets import QFormLayout, QLabel, QWidget

from napari_darkroom.core.calibration import SPATIAL_AXES, Calibration
from napari_darkroom.core.operation import Input, Operation
from napari_darkroom.core.values import Table
from napari_darkroom.engine.plan import Axes
from napari_darkroom.plugin.column_field import ColumnField
from napari_darkroom.plugin.fields import ChoiceField, Field, OptionalField
from napari_darkroom.plugin.form_parts import (
    bounds_text,
    input_choice,
    is_axis_interval,
    measure_in,
    narrow,
)
from napari_darkroom.plugin.input_hint import input_hints
from napari_darkroom.plugin.layer_choice import LayerChoice, watch_layers
from napari_darkroom.plugin.layers import layer_shape
from napari_darkroom.plugin.layers_choice import LayersChoice
from napari_darkroom.plugin.limit_field import LimitField
from napari_darkroom.plugin.measure_field import make_field
from napari_darkroom.plugin.placement import layer_calibration
from napari_darkroom.plugin.request import Request
from napari_darkroom.plugin.scope import AxesBox, offered_axes
from napari_darkroom.plugin.session import Session
from napari_darkroom.plugin.style import plain_words, rich_text
from napari_darkroom.plugin.table_input import TableInputChoice
from napari_darkroom.recipe.graph import main_input, root

if TYPE_CHECKING:
    from napari import Viewer


class Settings(QWidget):
    """The rows of a form that say what an operation runs on and how.

    Parameters
    ----------
    viewer : Viewer
        Whose layers it offers.
    operation : Operation
    """

    changed = Signal()
    """A parameter, an input or the choice of planes is another."""
    adapted = Signal()
    """The rows were fitted to the first input, as it is now."""

    def __init__(self, viewer: Viewer, operation: Operation) -> None:
        super().__init__()
        self.viewer = viewer
        self.operation = operation
        self.inputs = {i.name: self._choice(i) for i in operation.inputs}
        self.hints = input_hints(operation)
        self.fields = {p.name: make_field(p) for p in operation.parameters}
        self.axes = AxesBox()
        self.rows = QFormLayout(self)
        self._lay_out()
        narrow(self)
        self._connect()
        self.refresh()

    def _choice(self, declared: Input) -> LayerChoice | LayersChoice | TableInputChoice:
        if declared.kinds == ("table",):
            return TableInputChoice(self.viewer, optional=declared.optional)
        return input_choice(self.operation, declared)

    @property
    def tables(self) -> dict[str, TableInputChoice]:
        """The choices of tables by input."""
        return {n: c for n, c in self.inputs.items() if isinstance(c, TableInputChoice)}

    def _lay_out(self) -> None:
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setVerticalSpacing(6)
        self.rows.setHorizontalSpacing(8)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for declared in self.operation.inputs:
            self.add_row(declared.name, self.inputs[declared.name], declared.description)
            if declared.name in self.hints:
                self.rows.addRow(self.hints[declared.name])
        for parameter in self.operation.parameters:
            field = self.fields[parameter.name]
            text = " ".join(filter(None, [parameter.description, bounds_text(parameter.bounds())]))
            self.add_row(parameter.name, field, text)
            measure = measure_in(field)
            if measure is not None:
                measure.equivalent.hide()
                self.rows.addRow("", measure.equivalent)
        self.add_row("treat_as", self.axes, str(self.axes.toolTip()))

    def add_row(self, name: str, widget: QWidget, description: str) -> None:
        """Add a row: a label with a tooltip, and its editor."""
        label = QLabel(plain_words(name))
        label.setToolTip(rich_text(description))
        widget.setToolTip(rich_text(description))
        label.setBuddy(widget)
        self.rows.addRow(label, widget)

    def _connect(self) -> None:
        # Others would be changed before it is known who has chosen.
        self.first.currentIndexChanged.connect(lambda _: self._keep_apart())
        for choice in self.inputs.values():
            choice.currentIndexChanged.connect(lambda _: self._chosen())
        for field in self.fields.values():
            if isinstance(field, ColumnField):
                field.changed.connect(self._offer_columns)
            if isinstance(field, ChoiceField):
                field.changed.connect(self._show_what_counts)
            field.changed.connect(self.changed)
        self._show_what_counts()
        self.axes.currentIndexChanged.connect(lambda _: self._chosen())
        watch_layers(self.viewer, self, self.refresh)
        if self.tables:
            session = Session.of(self.viewer)
            session.changed.connect(self._offer_tables)
            session.settled.connect(self._offer_tables)

    def _show_what_counts(self) -> None:
        """Show the parameters that have a say with the choices that are made."""
        for field in self.fields.values():
            if not field.parameter.decided_by:
                continue
            self.rows.setRowVisible(field, self._counts(field))
            measure = measure_in(field)
            if measure is not None:
                told = bool(measure.equivalent.text())
                self.rows.setRowVisible(measure.equivalent, self._counts(field) and told)

    def _counts(self, field: Field) -> bool:
        """Whether a parameter has a say with the choices that are made."""
        made = {n: f.value() for n, f in self.fields.items() if isinstance(f, ChoiceField)}
        return field.parameter.has_say(made)

    def _offer_tables(self, _: object = None) -> None:
        """Offer the tables that there are now, and their columns."""
        for choice in self.tables.values():
            choice.refresh([])
        self._offer_columns()

    def _offer_columns(self) -> None:
        """Offer the columns of the chosen table where one of them is to be named."""
        table = next((one.table() for one in self.tables.values()), None)
        for field in self.fields.values():
            if isinstance(field, ColumnField):
                field.offer(table)
        self._offer_units(table)

    def _offer_units(self, table: Table | None) -> None:
        """Let limits be in the unit of the column that is named."""
        named = next((f.value() for f in self.fields.values() if isinstance(f, ColumnField)), "")
        for field in self.fields.values():
            limit = field.inner if isinstance(field, OptionalField) else field
            if isinstance(limit, LimitField):
                limit.offer(table, named)

    def _chosen(self) -> None:
        self.adapt()
        self.changed.emit()

    def _keep_apart(self) -> None:
        """Choose another layer where nobody asked for the one that the first input has too."""
        first = self.first.layer()
        if first is None:
            return
        for choice in self.inputs.values():
            same = choice is not self.first and choice.layer() is first
            if same and isinstance(choice, LayerChoice):
                choice.refresh(list(self.viewer.layers), taken=first)

    @property
    def first(self) -> LayerChoice | LayersChoice | TableInputChoice:
        """The choice of the first input."""
        return self.inputs[self.operation.inputs[0].name]

    def refresh(self) -> None:
        """Offer the layers that there are now."""
        layers = list(self.viewer.layers)
        active = self.viewer.layers.selection.active
        self.first.refresh(layers, active)
        for choice in self.inputs.values():
            if isinstance(choice, LayerChoice) and choice is not self.first:
                choice.refresh(layers, self._source() or active, self.first.layer())
            elif choice is not self.first:
                choice.refresh(layers, self._source() or active)
        self.adapt()

    def _source(self) -> Layer | None:
        """Return the layer that the first input was made from: intensities are measured in it."""
        session, made = Session.of(self.viewer), self.first.layer()
        reference = None if made is None else session.reference(made)
        if reference is None:
            return None
        graph = session.history.graph
        while root(reference) not in graph.inputs:
            reference = main_input(graph.step(root(reference)))
        layer = session.layer(reference)
        return None if layer is made else layer

    def adapt(self) -> None:
        """Fit units, ranges and choices to the first input."""
        self._offer_columns()
        layer = self.first.layer()
        calibration = None if layer is None else layer_calibration(layer)
        offered = offered_axes(self.operation, calibration)
        if offered:
            self.axes.offer(offered)
        self.rows.setRowVisible(self.axes, bool(offered))
        for name, hint in self.hints.items():
            self.rows.setRowVisible(hint, not self.inputs[name].layers())
        calibration, axes = self.place
        if layer is not None and calibration is not None and axes is not None:
            shape = layer_shape(layer)
            for field in self.fields.values():
                field.adapt(calibration, axes, shape)
                if is_axis_interval(field):
                    self.rows.setRowVisible(field, field.parameter.name in shape)
        self.adapted.emit()

    @property
    def place(self) -> tuple[Calibration | None, tuple[str, ...] | None]:
        """Calibration of the first input, and the spatial axes that are treated together."""
        layer = self.first.layer()
        if layer is None:
            return None, None
        calibration = layer_calibration(layer)
        wanted = SPATIAL_AXES[1:] if self.chosen_axes == "planes" else SPATIAL_AXES
        return calibration, tuple(name for name in calibration.axes if name in wanted)

    @property
    def ready(self) -> bool:
        """Whether there is something for the first input."""
        first = self.first
        if isinstance(first, TableInputChoice):
            return first.reference() is not None
        return first.layer() is not None

    @property
    def chosen_axes(self) -> Axes | None:
        """Planes, volume or stack; None for the usual, or where there is no choice."""
        return self.axes.axes if self.rows.isRowVisible(self.axes) else None

    def request(self) -> Request:
        """Return what is set now.

        Raises
        ------
        ParameterError
            If a parameter is not allowed.
        """
        return Request(
            self.operation,
            {name: choice.layers() for name, choice in self.inputs.items()},
            # What is hidden and has no say must not be what a run fails by.
            self.operation.canonical(
                {n: f.value() for n, f in self.fields.items() if self._counts(f)}
            ),
            self.chosen_axes,
            {name: one for name, c in self.tables.items() if (one := c.reference())},
        )

    def show_settings(self, parameters: Mapping[str, Any], axes: Axes | None) -> None:
        """Show parameters in the form of a recipe, those that are not named by their default."""
        complete = self.operation.canonical(parameters)
        for name, field in self.fields.items():
            field.set_value(complete[name])
        if axes is not None:
            self.axes.set_axes(axes)

"""From a row that names a setting of another operation to the form of that operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from napari.layers import Layer

from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Table
from napari_darkroom.engine.catalog import operations
from napari_darkroom.engine.plan import Axes
from napari_darkroom.recipe.graph import main_input, root

if TYPE_CHECKING:
    from napari import Viewer

    from napari_darkroom.plugin.dock import DarkroomDock
    from napari_darkroom.plugin.session import Session


# How a table says of what its settings were found, and how a form does.
_AT_ONCE: Mapping[str, Axes] = {"plane": "planes", "stack": "stack"}


@dataclass(frozen=True)
class RowSetting:
    """A choice of an operation that a row of a table names."""

    operation: Operation
    parameter: str
    value: str

    @property
    def text(self) -> str:
        """What the menu offers."""
        return f"{self.operation.title}: {self.value}…"


def row_setting(table: Table, row: int) -> RowSetting | None:
    """Return the setting that a row names, None for none.

    A column names settings where an operation is its source, has a parameter of its name, and
    the cell is one of the choices of that.
    """
    found = (
        RowSetting(operation, name, value)
        for name, operation, choices in _named(table)
        if (value := str(table.data[name].iloc[row])) in choices
    )
    return next(found, None)


def _named(table: Table) -> Iterator[tuple[str, Operation, tuple[Any, ...]]]:
    known = operations()
    for name, about in table.columns.items():
        if about.source in known:
            operation = known[about.source]
            for parameter in operation.parameters:
                if parameter.name == name and parameter.choices:
                    yield name, operation, tuple(parameter.choices)


def open_setting(session: Session, setting: RowSetting, key: str, layer: Layer | None) -> None:
    """Show the form of the operation with the setting, on the layer that the table is of.

    Parameters
    ----------
    key : str
        The table as the history knows it: what its step was set to is taken over by name.
    """
    dock = _darkroom_dock(session.viewer)
    dock.choose_by_id(setting.operation.id)
    form = dock.form
    if form is None:
        return
    steps = {step.id: step for step in session.history.graph.steps}
    step = steps.get(root(key))
    given = {} if step is None else step.params
    common = {name: given[name] for name in form.fields if name in given}
    form.settings.show_settings({**common, setting.parameter: setting.value}, None)
    for name, choice in form.inputs.items():
        reference = None if step is None else step.inputs.get(name)
        choice.set_layer(_layer(session, reference) if isinstance(reference, str) else None)
    if layer is not None:
        form.settings.first.set_layer(layer)
    # What can be treated at once follows from the layer.
    form.settings.axes.set_axes(_AT_ONCE.get(str(given.get("found_in"))))


def _layer(session: Session, reference: str) -> Layer | None:
    """Return the layer of an input of a step: labels that are taken as a mask have none as such."""
    graph, layer = session.history.graph, session.layer(reference)
    while layer is None and root(reference) not in graph.inputs:
        reference = main_input(graph.step(root(reference)))
        layer = session.layer(reference)
    return layer


def _darkroom_dock(viewer: Viewer) -> DarkroomDock:
    """Return the viewer's Darkroom dock, opened where there is none yet."""
    from napari_darkroom.plugin.dock import DarkroomDock

    for widget in viewer.window.dock_widgets.values():
        if isinstance(widget, DarkroomDock):
            outer = widget.parentWidget()
            if outer is not None:
                outer.show()
                outer.raise_()
            return widget
    return viewer.window.add_plugin_dock_widget("napari-darkroom", "Darkroom")[1]

"""From what a form says to steps of the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from napari.layers import Layer

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.given_names import with_names
from napari_darkroom.core.operation import Input, Operation
from napari_darkroom.core.values import Grid, Kind
from napari_darkroom.engine.catalog import find, operation_of
from napari_darkroom.ops.geometry import crop
from napari_darkroom.ops.mask import from_labels
from napari_darkroom.plugin.layer_input import declared, same_source, source_of
from napari_darkroom.plugin.layers import kind_of
from napari_darkroom.plugin.opened_tables import OpenedTables
from napari_darkroom.plugin.region import index_ranges, world_corners
from napari_darkroom.plugin.request import Request
from napari_darkroom.recipe.graph import Graph
from napari_darkroom.recipe.history import History, Source
from napari_darkroom.recipe.model import Step

References = Mapping[str, str | tuple[str, ...]]


@dataclass
class Recording:
    """The edit that a press of Run amounts to, while it is put together.

    Attributes
    ----------
    history : History
        The record; it is not changed here.
    reference_of : callable
        What a layer shows, None where that is nothing yet.
    opened : OpenedTables
        The tables that no step gives.
    graph, sources : Graph, dict of str to Source
        As they will be.
    bound : list of (Layer, str)
        Layers that become inputs.
    steps : list of str
        The steps that were asked for.
    aside : set of str
        Steps that were put in between, whose results nobody asked to see.
    """

    history: History
    reference_of: Callable[[Layer], str | None]
    opened: OpenedTables
    graph: Graph = field(init=False)
    sources: dict[str, Source] = field(init=False)
    bound: list[tuple[Layer, str]] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    aside: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.graph = self.history.graph
        self.sources = dict(self.history.sources)
        self._taken = self.history.names

    def add(self, request: Request) -> str:
        """Record one run; return the id of its step, a new one or that which it changes.

        Raises
        ------
        DarkroomError
            If an input is missing or does not fit.
        """
        operation = request.operation
        inputs = {
            one.name: given for one in operation.inputs if (given := self._given(one, request))
        }
        _check_complete(operation, inputs)
        called = {name: [one.name for one in many] for name, many in request.layers.items()}
        params = changed_parameters(operation, with_names(operation, request.parameters, called))
        wanted = (params, request.axes)
        earlier = self._earlier(operation, inputs, request, wanted if request.keep_both else None)
        if earlier is not None:
            self.graph = self.graph.change(earlier, params=params, axes=request.axes, enabled=True)
            self.steps.append(earlier)
            return earlier
        step = self._step(operation, inputs, params, request.axes)
        if request.insert:
            self.graph = self.graph.insert(step, _first(operation, inputs))
        else:
            self.graph = self.graph.append(step)
        self.steps.append(step.id)
        return step.id

    def change(
        self,
        step: str,
        layers: Mapping[str, Sequence[Layer]],
        tables: Mapping[str, str],
        fields: Mapping[str, Any],
    ) -> None:
        """Record a change of a step: its fields, and other layers or tables for some inputs.

        Raises
        ------
        DarkroomError
            If that does not fit.
        """
        known = self.graph.step(step)
        inputs, operation = dict(known.inputs), find(known.op)
        for one in operation.inputs:
            if one.name in layers:
                inputs[one.name] = self._input(one, layers[one.name], None)
        if "params" in fields:
            fields = {
                **fields,
                "params": _renamed(operation, known.params, fields["params"], layers),
            }
        inputs |= {name: self.refer_to_table(one) for name, one in tables.items()}
        given = {name: reference for name, reference in inputs.items() if reference}
        self.graph = self.graph.change(step, inputs=given, **fields)

    def refer(self, layer: Layer) -> str:
        """Return what a layer shows; one that is new becomes an input.

        An input whose layer has got other pixels or another place since is looked at anew.
        """
        known = self.reference_of(layer)
        if known is None:
            known = next((name for one, name in self.bound if one is layer), None)
        if known is not None and known not in self.sources:
            return known
        source = source_of(layer)
        if known is None:
            known = self.free_name(layer.name)
            self.graph = self.graph.with_input(known, declared(source))
            self.bound.append((layer, known))
            self.sources[known] = source
        elif not same_source(self.sources[known], source):
            self.sources[known] = source
        return known

    def refer_to_table(self, reference: str) -> str:
        """Return what names a table in the record; one that was opened becomes an input."""
        if reference not in self.opened:
            return reference
        opened = self.opened[reference]
        for name in self.graph.inputs:
            if self.sources.get(name) is opened.source:
                return name
        name = self.free_name(opened.name.partition(".")[0])
        self.graph = self.graph.with_input(name, opened.declared)
        self.sources[name] = opened.source
        return name

    def free_name(self, wanted: str) -> str:
        """Return a name that nothing has, also not in what undo can go back to."""
        return self.graph.free_name(wanted, self._taken)

    def _given(self, one: Input, request: Request) -> Any:
        """Return what an input is to read: a table of the record, or what layers show."""
        table = request.tables.get(one.name)
        if table:
            return self.refer_to_table(table)
        return self._input(one, request.layers[one.name], request.region)

    def _input(self, one: Input, layers: Sequence[Layer], region: Layer | None) -> Any:
        found = tuple(self._fitting(one, layer, region) for layer in layers)
        return found[0] if len(found) == 1 else found

    def _fitting(self, one: Input, layer: Layer, region: Layer | None) -> str:
        """Return the reference to a layer, through steps that crop it and make a mask of it."""
        reference = self.refer(layer)
        if region is not None and kind_of(layer) in ("image", "labels", "mask"):
            reference = self._cropped(layer, reference, region)
        return self.as_one_of(reference, one.kinds)

    def as_one_of(self, reference: str, kinds: Sequence[Kind]) -> str:
        """Return what is of one of some kinds: a mask of labels where only a mask is wanted."""
        kind = self.graph.kinds[reference]
        if kind == "labels" and kind not in kinds and "mask" in kinds:
            return self._between(operation_of(from_labels), reference, {})
        return reference

    def _cropped(self, layer: Layer, reference: str, region: Layer) -> str:
        value = source_of(layer).value
        if not isinstance(value, Grid):
            return reference
        ranges = index_ranges(value, world_corners(region))
        params = {name: list(interval) for name, interval in ranges.items()}
        return self._between(operation_of(crop), reference, params)

    def _between(self, operation: Operation, reference: str, params: Mapping[str, Any]) -> str:
        """Return a step that was put in between, the same one for the same purpose."""
        inputs = {operation.inputs[0].name: reference}
        step = self._step(operation, inputs, changed_parameters(operation, params), None)
        for known in self.graph.steps:
            same = (known.op, known.inputs, known.params) == (step.op, step.inputs, step.params)
            if same and known.enabled:
                return known.id
        self.graph = self.graph.append(step)
        self.aside.add(step.id)
        return step.id

    def _earlier(
        self, operation: Operation, inputs: References, request: Request, settings: Any
    ) -> str | None:
        """Return the step that ran the same operation on the same inputs, the form's own first.

        Parameters
        ----------
        settings : (dict, str) or None
            Parameters and axes that it must have had.
        """
        found = [
            step.id
            for step in self.graph.steps
            if step.op == operation.reference and dict(step.inputs) == dict(inputs)
            if settings is None or (dict(step.params), step.axes) == settings
        ]
        return request.step if request.step in found else next(iter(found), None)

    def _step(
        self, operation: Operation, inputs: References, params: Mapping[str, Any], axes: Any
    ) -> Step:
        name = self.free_name(operation.noun or operation.name)
        return Step(id=name, op=operation.reference, inputs=inputs, params=params, axes=axes)


def changed_parameters(operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that differ from the defaults, in canonical form."""
    defaults = operation.canonical({})
    complete = operation.canonical(given)
    return {name: value for name, value in complete.items() if value != defaults[name]}


def _renamed(
    operation: Operation,
    before: Mapping[str, Any],
    params: Mapping[str, Any],
    layers: Mapping[str, Sequence[Layer]],
) -> dict[str, Any]:
    """Return parameters in which other layers have their own names, where nobody set any."""
    kept = {
        one.name
        for one in operation.parameters
        if one.names_input not in layers or params.get(one.name) != before.get(one.name)
    }
    called = {name: [one.name for one in many] for name, many in layers.items()}
    return with_names(operation, {n: v for n, v in params.items() if n in kept}, called)


def _check_complete(operation: Operation, inputs: References) -> None:
    for one in operation.inputs:
        if not one.optional and not inputs.get(one.name):
            advice = "Open or make a layer of that kind."
            if one.kinds == ("table",):
                advice = "Measure objects first or open a table, and choose it."
            raise InputError(
                f"{operation.title} needs the input {one.name}: {' or '.join(one.kinds)}. {advice}"
            )


def _first(operation: Operation, inputs: References) -> str:
    given = inputs[operation.inputs[0].name]
    return given if isinstance(given, str) else given[0]

"""Keeping only the objects in the rows that are shown: new labels, by steps of the record."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Layer

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.units import Measure, known_unit
from napari_darkroom.core.values import Table
from napari_darkroom.engine.catalog import operation_of
from napari_darkroom.ops.labels import filter as filter_labels
from napari_darkroom.ops.measure import filter_table
from napari_darkroom.plugin.recording import changed_parameters
from napari_darkroom.recipe.graph import Graph, root
from napari_darkroom.recipe.history import Source
from napari_darkroom.recipe.model import RecipeInput, Step
from napari_darkroom.tables.conditions import Between, Contains, Equals, categories
from napari_darkroom.tables.view import TableView

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


def keep_shown(session: Session, layer: Layer, reference: str, view: TableView) -> str:
    """Record that only the objects of the rows shown are kept; return the step that gives them.

    Ranges and whole words are steps that decide anew when objects are measured again. What a step
    cannot say, as a gate drawn by hand, is kept as the list of the objects that were within.

    Parameters
    ----------
    layer : Layer
        The labels that were measured.
    reference : str
        The step that gave the table.

    Raises
    ------
    InputError
        If the table is of no step, or the layer is not of the record.
    """
    labels = session.reference(layer)
    known = {step.id for step in session.history.graph.steps}
    if labels is None or root(reference) not in known:
        raise InputError(
            "This table is of no step of the history. Measure the objects here first, then filter."
        )
    session.painting.look()
    steps = _Steps(session, labels, reference)
    steps.add(view)
    session.let_go()
    title = f"Keep {len(view.rows):,} of {len(view.table.data):,} objects"
    session.history.do(title, steps.graph, steps.sources)
    session.display.aside |= set(steps.made[:-1])
    session.display.wanted(steps.made[-1])
    session.reconcile()
    return steps.made[-1]


class _Steps:
    """The steps that keep objects, while they are put together."""

    def __init__(self, session: Session, labels: str, table: str) -> None:
        self._names = session.history.names
        self._labels, self._table, self._measured = labels, table, table
        self.graph: Graph = session.history.graph
        self.sources = dict(session.history.sources)
        self.made: list[str] = []

    def add(self, view: TableView) -> None:
        others = [one for one in view.conditions if not isinstance(one, Between)]
        worded = [one for one in others if isinstance(one, Contains | Equals)]
        texts = {one: _whole_text(view, one) for one in worded}
        for condition in view.conditions:
            if isinstance(condition, Between):
                unit = known_unit(view.table.columns[condition.column].unit)
                self._keep_range(condition, unit)
        for condition, text in texts.items():
            if text is not None:
                side = "outside" if condition.without else "inside"
                params = {"column": condition.column, "text": text, "keep": side}
                self._table = self._step(filter_table, (self._table,), params)
        if self._table != self._measured:
            self._keep_rows(self._table)
        if any(not isinstance(one, Contains | Equals) or texts[one] is None for one in others):
            self._keep_rows(self._list_of(view))

    def _keep_range(self, condition: Between, unit: str) -> None:
        params = {
            "column": condition.column,
            "lower": _limit(condition.low, unit),
            "upper": _limit(condition.high, unit),
        }
        self._labels = self._step(filter_labels, (self._labels, self._measured), params)

    def _keep_rows(self, table: str) -> None:
        """Keep the objects that have a row."""
        self._labels = self._step(filter_labels, (self._labels, table), {"column": "label"})

    def _list_of(self, view: TableView) -> str:
        """Return an input with the objects of the rows shown."""
        keys, rows = list(view.table.keys), np.sort(view.rows)
        frame = view.table.data[keys].iloc[rows].reset_index(drop=True)
        columns = {name: view.table.columns[name] for name in keys}
        name = self.graph.free_name(f"{root(self._measured)}_chosen", self._names)
        declared = RecipeInput(kind="table", description="Objects chosen by hand.")
        self.graph = self.graph.with_input(name, declared)
        self.sources[name] = Source(Table(frame, columns, view.table.keys, "chosen"), manual=True)
        return name

    def _step(self, function: Any, given: tuple[str, ...], params: Mapping[str, Any]) -> str:
        operation = operation_of(function)
        taken = {*self._names, *self.made}
        id_ = self.graph.free_name(operation.noun or operation.name, taken)
        names = [one.name for one in operation.inputs]
        step = Step(
            id=id_,
            op=operation.reference,
            inputs=dict(zip(names, given, strict=False)),
            params=changed_parameters(operation, params),
        )
        self.graph = self.graph.append(step)
        self.made.append(id_)
        return id_


def _limit(end: float, unit: str) -> float | Measure | None:
    """Return an end of a range as a step has it: with its unit, None for an open one."""
    if math.isinf(end):
        return None
    return Measure((float(end),), unit) if unit else float(end)


def _whole_text(view: TableView, condition: Contains | Equals) -> str | None:
    """Return the one text of a column that is meant, None where it is not just one."""
    if isinstance(condition, Equals):
        # An empty text is none to a step.
        return condition.value or None
    words = condition.words.casefold()
    texts = categories(view.table.data[condition.column])[1]
    found = [text for text in texts if words in text.casefold()]
    cells = view.table.data[condition.column]
    return found[0] if len(found) == 1 and not cells.isna().any() else None

"""Marks that are set by hand, as a step of the record that undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Table
from napari_darkroom.engine.catalog import operation_of
from napari_darkroom.ops.measure import annotate
from napari_darkroom.plugin.recording import Recording
from napari_darkroom.recipe.graph import Graph, main_input, references, root
from napari_darkroom.recipe.history import Source, State
from napari_darkroom.recipe.model import RecipeInput, Step
from napari_darkroom.tables.marks import set_marks

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session

# The entries of a table's metadata with the table whose objects were marked in it, and the key that
# this one has where it is of no step.
MARKED_OF, LOADED_AS = "darkroom marked", "darkroom loaded"


def is_marking(step: Step) -> bool:
    """Whether a step sets marks on the objects of a table."""
    return step.op == operation_of(annotate).reference


def mark(
    session: Session,
    reference: str,
    table: Table,
    rows: NDArray[np.intp],
    fields: Mapping[str, str],
) -> None:
    """Set marks on the objects of some rows, as one edit of the record.

    The first ones put a step behind the table, later ones change what that step reads.

    Parameters
    ----------
    reference : str
        What gave the table: a step, or an input.
    table : Table
        As it is shown.
    fields : mapping of str to str
        What to set: see `tables.marks.set_marks`.

    Raises
    ------
    InputError
        If the rows of the table cannot be told apart.
    """
    session.painting.look()
    history, marked = session.history, partial(_set, table, rows, fields)
    made = _with_marks(history.names, history.timeline.now, reference, marked)
    session.let_go()
    history.do(_title(len(rows), fields), made.graph, made.sources)
    session.reconcile()


def mark_opened(
    session: Session,
    key: str,
    table: Table,
    rows: NDArray[np.intp],
    fields: Mapping[str, str],
) -> None:
    """Set marks on rows of a table that was opened: with them it becomes an input of the record.

    One undo takes both back. See `mark`.

    Parameters
    ----------
    key : str
        What names it among the tables that were opened (`Session.opened`).

    Raises
    ------
    InputError
        If it is none of them, or its rows cannot be told apart.
    """
    if key not in session.opened:
        raise InputError(
            "This table is of no step of the history and of no file, so that marks could not be "
            "kept. Measure the objects here first, or open the table from its file."
        )
    session.painting.look()
    history, marked = session.history, partial(_set, table, rows, fields)
    recording = Recording(history, session.reference, session.opened)
    name = recording.refer_to_table(key)
    made = _with_marks(history.names, State(recording.graph, recording.sources), name, marked)
    session.let_go()
    history.do(_title(len(rows), fields), made.graph, made.sources)
    session.reconcile()


def marks_behind(session: Session, reference: str) -> Table | None:
    """Return the marks that a table of the record shows, None where nothing was marked in it."""
    graph, sources = session.history.graph, session.history.sources
    step = next((one for one in graph.steps if one.id == root(reference)), None)
    if step is None or not is_marking(step):
        return None
    source = sources.get(str(step.inputs[operation_of(annotate).inputs[1].name]))
    marks = None if source is None else source.value
    return marks if isinstance(marks, Table) else None


def keep_marks(session: Session, reference: str, marks: Table) -> None:
    """Put marks behind the table of a step that has just been recorded, as part of that edit.

    Objects that are not there any more keep their marks, should they come back.
    """
    history = session.history
    if any(is_marking(one) and main_input(one) == reference for one in history.graph.steps):
        return
    names = {*history.names, *history.graph.names}
    graph, name = _with_step(history.graph, names, reference)
    history.amend(graph, {**history.sources, name: Source(marks, manual=True)})
    marking = next(one.id for one in graph.steps if name in references(one))
    session.display.wanted(marking)
    session.reconcile()


def _with_marks(
    names: set[str], state: State, reference: str, marked: Callable[[Table | None], Table]
) -> State:
    """Return the graph and the sources with marks on what gave a table."""
    graph, name = _with_step(state.graph, {*names, *state.graph.names}, reference)
    source = state.sources.get(name)
    before = source.value if source is not None and isinstance(source.value, Table) else None
    return State(graph, {**state.sources, name: Source(marked(before), manual=True)})


def _set(
    table: Table, rows: NDArray[np.intp], fields: Mapping[str, str], before: Table | None
) -> Table:
    return set_marks(before, table, rows, fields)


def _with_step(graph: Graph, names: set[str], reference: str) -> tuple[Graph, str]:
    """Return the graph with a step that marks the objects of a table, and what it reads them of."""
    operation = operation_of(annotate)
    first, second = (one.name for one in operation.inputs)
    step = None if root(reference) in graph.inputs else graph.step(root(reference))
    if step is not None and is_marking(step):
        name = str(step.inputs[second])
        if sum(name in references(one) for one in graph.steps) == 1:
            return graph, name
        # A branch keeps its own marks.
        graph, own = _with_input(graph, names, root(reference))
        return graph.change(step.id, inputs={**step.inputs, second: own}), own
    graph, name = _with_input(graph, names, root(reference))
    id_ = graph.free_name(operation.noun or operation.name, names)
    marking = Step(id=id_, op=operation.reference, inputs={first: reference, second: name})
    return graph.insert(marking, reference), name


def _with_input(graph: Graph, names: set[str], marked: str) -> tuple[Graph, str]:
    name = graph.free_name(f"{marked}_marks", names)
    declared = RecipeInput(kind="table", description=f"Marked by hand in {marked}.")
    return graph.with_input(name, declared), name


def _title(count: int, fields: Mapping[str, str]) -> str:
    told = next((text for text in fields.values() if text), "")
    objects = f"{count:,} object{'' if count == 1 else 's'}"
    return f"Mark {objects}: {told}" if told else f"Take the marks off {objects}"

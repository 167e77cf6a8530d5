"""Tables of the record that were read and not measured."""

from __future__ import annotations

from napari_darkroom.recipe.graph import Graph, references, root


def table_above(graph: Graph, reference: str) -> str:
    """Return the first input of a table that was made of tables alone, empty for a measured one."""
    steps = [graph.step(id_) for id_ in graph.above(reference)]
    read = {root(reference), *(root(name) for step in steps for name in references(step))}
    inputs = {name: one.kind for name, one in graph.inputs.items() if name in read}
    return next(iter(inputs), "") if set(inputs.values()) == {"table"} else ""

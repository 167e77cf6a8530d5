"""A session as a recipe."""

from __future__ import annotations

from napari_darkroom.core.errors import RecipeError
from napari_darkroom.recipe.graph import Graph, main_input, references, root
from napari_darkroom.recipe.history import History
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.packages import packages_of


def session_recipe(history: History, dead_ends: bool = True, name: str = "") -> Recipe:
    """Return the record as a recipe.

    Its outputs are what nothing else was made of, the tables that objects were chosen by, and the
    objects that tables were measured on.

    Parameters
    ----------
    dead_ends : bool
        Whether branches that led to no table are kept, where there is a table.

    Raises
    ------
    RecipeError
        If nothing has been recorded.
    """
    graph = history.graph
    if not graph.steps:
        raise RecipeError("Nothing has been recorded yet: run an operation first.")
    ends, tables = graph.ends(), _last_tables(graph)
    if dead_ends:
        wanted = [step.id for step in graph.steps if step.id in {*ends, *tables}]
    elif tables:
        wanted = [step.id for step in graph.steps if step.id in _made_with(graph, ends, tables)]
    else:
        wanted = [graph.steps[-1].id]
    outputs = _with_objects(graph, wanted)
    part = graph.towards(outputs)
    return Recipe(
        name=name,
        inputs=dict(part.inputs),
        steps=part.steps,
        outputs=tuple(outputs),
        packages=packages_of(part.steps),
    )


def _last_tables(graph: Graph) -> list[str]:
    """Return the tables of which no other table was made, read by other steps or not."""
    tables = [step for step in graph.steps if graph.kinds[step.id] == "table"]
    followed = {name for step in tables for name in references(step)}
    return [step.id for step in tables if step.id not in followed]


def _made_with(graph: Graph, ends: list[str], tables: list[str]) -> set[str]:
    """Return the tables, and the ends that one of them led to."""
    return {*tables, *(end for end in ends if not {*tables}.isdisjoint(graph.above(end)))}


def _with_objects(graph: Graph, names: list[str]) -> list[str]:
    """Return the names, before each table what it was measured on."""
    outputs: list[str] = []
    for name in names:
        measured = main_input(graph.step(name))
        if graph.kinds[name] == "table" and root(measured) not in graph.inputs:
            outputs.append(measured)
        outputs.append(name)
    return list(dict.fromkeys(outputs))

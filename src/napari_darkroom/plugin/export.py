"""A session as a recipe."""

from __future__ import annotations

from napari_darkroom.core.errors import RecipeError
from napari_darkroom.recipe.graph import Graph, main_input, root
from napari_darkroom.recipe.history import History
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.packages import packages_of


def session_recipe(history: History, dead_ends: bool = True, name: str = "") -> Recipe:
    """Return the record as a recipe.

    Its outputs are what nothing else was made of, and the objects that tables were measured on.

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
    outputs = _outputs(graph)
    tables = [one for one in outputs if graph.kinds[one] == "table"]
    if not dead_ends:
        outputs = _with_objects(graph, tables) if tables else [graph.steps[-1].id]
    part = graph.towards(outputs)
    return Recipe(
        name=name,
        inputs=dict(part.inputs),
        steps=part.steps,
        outputs=tuple(outputs),
        packages=packages_of(part.steps),
    )


def _outputs(graph: Graph) -> list[str]:
    return _with_objects(graph, graph.ends())


def _with_objects(graph: Graph, names: list[str]) -> list[str]:
    """Return the names, before each table what it was measured on."""
    outputs: list[str] = []
    for name in names:
        measured = main_input(graph.step(name))
        if graph.kinds[name] == "table" and root(measured) not in graph.inputs:
            outputs.append(measured)
        outputs.append(name)
    return list(dict.fromkeys(outputs))

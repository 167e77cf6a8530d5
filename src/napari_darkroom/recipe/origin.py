"""The recipe that made a result, taken from what the result itself tells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from napari_darkroom.core.errors import RecipeError
from napari_darkroom.core.values import Value
from napari_darkroom.engine.files import read
from napari_darkroom.recipe.applied import applied, input_name
from napari_darkroom.recipe.model import Recipe

_OTHER_WAYS = "Give a recipe, or a result that Darkroom has written."


def recipe_of_file(path: str | Path) -> tuple[Recipe, dict[str, Any]]:
    """Return the recipe that made a result file, and the whole of its provenance.

    Raises
    ------
    FileError
        If the file cannot be read.
    RecipeError
        If it does not tell of a recipe, or of one that is not valid here.
    """
    return recipe_of(read(path), str(path))


def recipe_of(value: Value, source: str) -> tuple[Recipe, dict[str, Any]]:
    """Return the recipe that made a value, and the whole of its provenance.

    Of what ``darkroom apply`` made it is one of a single step.

    Parameters
    ----------
    value : value
        A result.
    source : str
        What messages call it.

    Raises
    ------
    RecipeError
        If it does not tell of a recipe, or of one that is not valid here.
    """
    origin = value.metadata.get("provenance")
    if not isinstance(origin, Mapping):
        raise RecipeError(f"{source} does not tell how it was made. {_OTHER_WAYS}")
    told = dict(origin)
    if "recipe" not in told and "operation" in told and isinstance(told.get("inputs"), Mapping):
        content = applied(told)
        told["inputs"] = {input_name(name): one for name, one in told["inputs"].items()}
        return Recipe.of(content, f"What {source} tells of its operation"), told
    if "recipe" not in told:
        made_by = f" It was made by {told['operation']} alone." if "operation" in told else ""
        raise RecipeError(f"{source} does not tell of a recipe.{made_by} {_OTHER_WAYS}")
    return Recipe.of(told["recipe"], f"The recipe in {source}"), told

"""Recipes that are dropped on napari, or opened in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

RECIPE_SUFFIXES = (".yaml", ".yml")
# What napari takes for: read, and there is no layer in it.
_NO_LAYERS = [(None,)]
_KEY = re.compile(rb"^darkroom\s*:", re.MULTILINE)
_BEGINNING = 65536

Reader = Callable[[str | Sequence[str]], list[tuple[None]]]


def get_recipe_reader(path: str | Sequence[str]) -> Reader | None:
    """Return the function that opens a recipe of Darkroom, None for any other file."""
    names = [path] if isinstance(path, str) else list(path)
    return read_recipes if names and all(map(_is_recipe, map(Path, names))) else None


def read_recipes(path: str | Sequence[str]) -> list[tuple[None]]:
    """Ask in the window which layer is which input of a recipe; no layer is added by that.

    Raises
    ------
    DarkroomError
        If it is no valid recipe.
    """
    from napari import current_viewer
    from qtpy.QtCore import QTimer

    from napari_darkroom.plugin.recipe_dialog import ask_for_inputs
    from napari_darkroom.recipe.model import Recipe

    names = [path] if isinstance(path, str) else list(path)
    for name in names:
        recipe, viewer = Recipe.load(Path(name)), current_viewer()
        if viewer is not None:
            # When napari is done with the file.
            later: Any = partial(ask_for_inputs, viewer, recipe, Path(name).parent)
            QTimer.singleShot(0, later)
    return list(_NO_LAYERS)


def _is_recipe(path: Path) -> bool:
    """Whether a file begins like a recipe of Darkroom: other programs have YAML files too."""
    if path.suffix.lower() not in RECIPE_SUFFIXES:
        return False
    try:
        with path.open("rb") as file:
            return _KEY.search(file.read(_BEGINNING)) is not None
    except OSError:
        return False

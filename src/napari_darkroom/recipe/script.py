"""A recipe as a Python script that is pleasant to read, and runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from napari_darkroom import __version__
from napari_darkroom.recipe.layout import comment, docstring
from napari_darkroom.recipe.manual import FOLDER
from napari_darkroom.recipe.statements import Statements, described

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe


def python_script(
    recipe: Recipe, files: Mapping[str, str] | None = None, manual: str = FOLDER
) -> str:
    """Return a Python script that does what a recipe does, bit for bit.

    Parameters
    ----------
    recipe : Recipe
        What it does.
    files : mapping of str to str, optional
        The files of the inputs by name, as the script shall name them; by default
        ``<input>.tif``, and ``<input>.csv`` for tables.
    manual : str
        The folder of the inputs that were made by hand.

    Returns
    -------
    str
        The text of the script. It writes the outputs into the folder ``results``.

    Raises
    ------
    RecipeError
        If `files` names what is no input, or a step cannot stand in a script.
    """
    lines = Statements(recipe, files or {}, manual)
    steps = [f"{comment(lines.heading(step))}\n{lines.step(step)}" for step in recipe.steps]
    parts = [
        docstring(*introduction(recipe)),
        "\n".join(lines.imports()),
        'out = Path("results")',
        "\n".join(_inputs(recipe, lines)),
        *steps,
        "\n".join([comment("The results"), *lines.writing()]),
    ]
    return "\n\n".join(parts) + "\n"


def introduction(recipe: Recipe) -> list[str]:
    """Return the paragraphs that say what a recipe does and where it comes from."""
    name = recipe.name or "Steps of a recipe"
    ended = name if name[-1:] in ".!?" else f"{name}."
    origin = (
        f"Written by napari-darkroom {__version__}. Run it where the files are that it reads; the "
        "results go into a folder beside them."
    )
    return [ended, recipe.description, origin]


def _inputs(recipe: Recipe, lines: Statements) -> list[str]:
    told = {name: (described(one), lines.reading(name)) for name, one in recipe.inputs.items()}
    return [part for pair in told.values() for part in pair if part]

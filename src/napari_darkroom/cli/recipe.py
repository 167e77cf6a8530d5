"""``darkroom recipe``: check recipes, list those that come with Darkroom, and what to read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from napari_darkroom.cli.recipe_texts import add_texts
from napari_darkroom.cli.text import say, two_columns
from napari_darkroom.core.errors import FileError, RecipeError, choices

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe

_EPILOG = """\
examples:
  darkroom recipe list
  darkroom recipe check my-recipe.yaml
  darkroom recipe describe results/cells/nuclei.tif
  darkroom recipe diff old.yaml new.yaml
  darkroom recipe script count-nuclei --out count_nuclei.py
  darkroom recipe notebook my-recipe.yaml --out my-recipe.ipynb

A recipe is a file, the name of one that comes with Darkroom or, for what one reads (describe, diff,
script, notebook), a result that Darkroom wrote, which knows its recipe.
"""


def configure(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
    """Add the arguments of the command."""
    del arguments
    parser.epilog = _EPILOG
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="say whether a recipe is valid, and what it needs and gives",
        description="Say whether a recipe is valid, and what it needs and gives. Nothing runs.",
    )
    check.add_argument("file", metavar="FILE", help="the recipe, or the name of a shipped one")
    check.set_defaults(execute=_check)
    listing = actions.add_parser(
        "list",
        help="list the recipes that come with Darkroom",
        description="List the recipes that come with Darkroom; 'darkroom run' takes their names.",
    )
    listing.set_defaults(execute=_list)
    for action in (check, listing, *add_texts(actions)):
        action.add_argument(
            "--debug",
            action="store_true",
            default=argparse.SUPPRESS,
            help="show the traceback of an error",
        )


def load(given: str) -> Recipe:
    """Return the recipe in a file, or the shipped one of that name.

    Raises
    ------
    RecipeError
        If there is neither, or it is not valid.
    """
    from napari_darkroom.recipe.model import Recipe
    from napari_darkroom.recipe.shipped import shipped

    names = shipped()
    if given in names:
        return Recipe.load(names[given])
    if not Path(given).exists():
        raise RecipeError(
            f"There is no recipe {given!r}: give a file, or the name of a recipe that comes with "
            f"Darkroom. {choices(names, given)}"
        )
    try:
        return Recipe.load(given)
    except FileError as error:
        # On the command line a recipe is no input: what it says cannot be done at all.
        raise RecipeError(str(error)) from error


def folder_of(given: str) -> Path | None:
    """Return where a recipe lies, with what was made by hand for it; None for a shipped one."""
    from napari_darkroom.recipe.shipped import shipped

    return None if given in shipped() else Path(given).parent


def _check(options: argparse.Namespace) -> int:
    from napari_darkroom.batch.patterns import run_command

    recipe = load(options.file)
    say(f"{options.file} is a valid recipe{f': {recipe.name}' if recipe.name else ''}.")
    rows = [("needs", ", ".join(f"{n} ({i.kind})" for n, i in recipe.inputs.items()))]
    rows += [("does", ", ".join(f"{step.id} ({step.op})" for step in recipe.steps))]
    rows += [("gives", ", ".join(recipe.outputs))]
    say(two_columns(rows))
    say(f"Run it: {run_command(recipe, options.file)}")
    return 0


def _list(options: argparse.Namespace) -> int:
    from napari_darkroom.recipe.model import Recipe
    from napari_darkroom.recipe.shipped import shipped

    del options
    rows = [(name, Recipe.load(path).description) for name, path in shipped().items()]
    say(two_columns(rows, indent=""))
    return 0

"""``darkroom recipe describe``, ``diff``, ``script``, ``notebook``: recipes for people to read."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari_darkroom.cli.text import say
from napari_darkroom.core.errors import FileError, ParameterError, RecipeError

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe

SAME, DIFFERENT = 0, 1
_FILE = "a recipe, the name of a shipped one, or a result that Darkroom wrote"
_TEXTS = {
    "describe": "write what a recipe does as prose for a methods section, with what it cites",
    "script": "write a recipe as a Python script",
    "notebook": "write a recipe as a Jupyter notebook",
}


def add_texts(actions: Any) -> list[argparse.ArgumentParser]:
    """Add the actions to the parser of ``darkroom recipe``; return their parsers."""
    makers = {"describe": _description, "script": _script, "notebook": _notebook}
    parsers = []
    for name, summary in _TEXTS.items():
        parser = actions.add_parser(name, help=summary, description=_sentence(summary))
        parser.add_argument("file", metavar="FILE", help=_FILE)
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="file to write [default: the terminal]"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="replace the file if it is there"
        )
        parser.set_defaults(execute=_writing(makers[name]))
        parsers.append(parser)
    return [*parsers, _add_difference(actions)]


def _sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _add_difference(actions: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(
        "diff",
        help="tell what differs between two recipes",
        description="Tell what was changed from recipe A to recipe B. Like diff: the exit code is "
        "0 where they do the same, 1 where they differ and 2 where one cannot be read.",
    )
    parser.add_argument("a", metavar="A", help=_FILE)
    parser.add_argument("b", metavar="B", help="the other one")
    parser.set_defaults(execute=_difference)
    return parser


def _writing(
    make: Callable[[Recipe, Mapping[str, Any]], str],
) -> Callable[[argparse.Namespace], int]:
    """Return the function of an action that makes a text of a recipe."""

    def execute(options: argparse.Namespace) -> int:
        text = make(*source(options.file))
        if options.out is None:
            say(text.rstrip("\n"))
            return 0
        _write(options.out, text, Path(options.file), overwrite=options.overwrite)
        say(str(options.out))
        return 0

    return execute


def _write(target: Path, text: str, given: Path, *, overwrite: bool) -> None:
    from napari_darkroom.core.atomic import write_text

    if given.exists() and target.resolve() == given.resolve():
        raise ParameterError(f"--out {target} is the file that is read: give another name.")
    if target.exists() and not overwrite:
        raise ParameterError(f"--out {target} is there already: give another name, or --overwrite.")
    write_text(target, text)


def source(given: str) -> tuple[Recipe, dict[str, Any]]:
    """Return a recipe and, where it is that of a result file, its provenance.

    Raises
    ------
    RecipeError
        If there is none, it is not valid, or the result cannot be read.
    """
    from napari_darkroom.cli.recipe import load
    from napari_darkroom.io.formats import readable_suffixes
    from napari_darkroom.recipe.origin import recipe_of_file
    from napari_darkroom.tables.formats import table_suffixes

    if given.lower().endswith((*table_suffixes(), *readable_suffixes())):
        try:
            return recipe_of_file(given)
        except FileError as error:
            # As in `load`: no exit code of a recipe that is another one.
            raise RecipeError(str(error)) from error
    return load(given), {}


def _description(recipe: Recipe, origin: Mapping[str, Any]) -> str:
    return recipe.describe(origin)


def _script(recipe: Recipe, origin: Mapping[str, Any]) -> str:
    return recipe.script(_files(recipe, origin))


def _notebook(recipe: Recipe, origin: Mapping[str, Any]) -> str:
    return recipe.notebook(_files(recipe, origin))


def _files(recipe: Recipe, origin: Mapping[str, Any]) -> dict[str, str]:
    """Return the files that a result was made of, save what was made by hand for the recipe."""
    known = {name: about.get("file") for name, about in origin.get("inputs", {}).items()}
    return {
        name: file
        for name, file in known.items()
        if file and name in recipe.inputs and recipe.inputs[name].manual is None
    }


def _difference(options: argparse.Namespace) -> int:
    from napari_darkroom.recipe.difference import compare

    changes = compare(source(options.a)[0], source(options.b)[0])
    for change in changes:
        say(str(change))
    return DIFFERENT if changes else SAME

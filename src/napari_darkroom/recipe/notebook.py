"""A recipe as a Jupyter notebook: a cell a step, and its result under it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.layout import one_line
from napari_darkroom.recipe.manual import FOLDER, needed
from napari_darkroom.recipe.script import introduction
from napari_darkroom.recipe.statements import Statements, described

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe, Step

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!$])")
_LONGEST_ID = 64
_METADATA = """{
 "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
 "language_info": {"name": "python"}
}"""


def jupyter_notebook(
    recipe: Recipe, files: Mapping[str, str] | None = None, manual: str = FOLDER
) -> str:
    """Return a Jupyter notebook that does what a recipe does, bit for bit; nothing has run in it.

    Parameters
    ----------
    recipe, files, manual
        As for `recipe.script.python_script`.

    Returns
    -------
    str
        The text of the file, format 4.5; the same recipe always gives the same.

    Raises
    ------
    RecipeError
        If `files` names what is no input, or a step cannot stand in a notebook.
    """
    lines = Statements(recipe, files or {}, manual)
    cells = [
        _cell(number, name, kind, source)
        for number, (name, kind, source) in enumerate(_sources(recipe, lines), start=1)
    ]
    content = {
        "cells": cells,
        "metadata": json.loads(_METADATA),
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _sources(recipe: Recipe, lines: Statements) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and source of each cell."""
    title, *others = map(_plain, introduction(recipe))
    yield "title", "markdown", "\n\n".join([f"# {title.rstrip('.')}", *filter(None, others)])
    imports = "\n".join([*lines.imports(), "", 'out = Path("results")'])
    yield "imports", "code", imports
    names = lines.variables
    for name, declared in recipe.inputs.items():
        told = described(declared)
        shown = names[name] if name in needed(recipe) else ""
        parts = [told, lines.reading(name), shown]
        yield f"input-{name}", "code", "\n".join(filter(None, parts))
    for step in recipe.steps:
        yield f"about-{step.id}", "markdown", _about(step, lines)
        yield from _results(step, lines)
    yield "about-results", "markdown", "## The results"
    yield "results", "code", "\n".join(lines.writing())


def _about(step: Step, lines: Statements) -> str:
    """Return the heading of a step, and what its operation does."""
    return f"## {_plain(lines.heading(step))}\n\n{find(step.op).summary}"


def _results(step: Step, lines: Statements) -> Iterator[tuple[str, str, str]]:
    """Yield the cell that runs a step and shows its first result, and one for each other result."""
    names = lines.variables
    yield step.id, "code", f"{lines.step(step)}\n{names[step.id]}"
    for output in find(step.op).outputs[1:]:
        if step.enabled:
            reference = f"{step.id}.{output.name}"
            yield reference.replace(".", "-"), "code", names[reference]


def _cell(number: int, name: str, kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": f"{number:03}-{name}"[:_LONGEST_ID],
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it is: a recipe may come from a stranger."""
    return _MARKUP.sub(r"\\\1", one_line(text))

"""What was made by hand for a recipe: its files, and when they are taken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from napari_darkroom.core.digest import digest
from napari_darkroom.core.errors import FileError, RecipeError
from napari_darkroom.core.values import Value
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.kept import check_place, copy_kept, keep, kept_hash, read_kept
from napari_darkroom.recipe.model import Manual

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe, Step

FOLDER = "manual"
_NO_DIGESTS: Mapping[str, str] = MappingProxyType({})


def manual_inputs(recipe: Recipe) -> dict[str, Manual]:
    """Return the inputs of a recipe that were made by hand, and what is known of their files."""
    return {name: one.manual for name, one in recipe.inputs.items() if one.manual is not None}


def manual_path(recipe: Recipe, folder: Path, name: str) -> Path:
    """Return where the file of a manual input lies, beside the recipe in `folder`."""
    return folder / FOLDER / manual_inputs(recipe)[name].file


def load_manual(recipe: Recipe, folder: Path) -> dict[str, Value]:
    """Read all manual inputs of a recipe.

    Parameters
    ----------
    recipe : Recipe
        What needs them.
    folder : Path
        Where the recipe lies; the files are in its folder ``manual``.

    Raises
    ------
    FileError
        If one is missing, is not the file that was saved, is damaged, or is a link out of the
        folder.
    """
    return {name: load_one(recipe, folder, name) for name in manual_inputs(recipe)}


def load_one(recipe: Recipe, folder: Path, name: str) -> Value:
    """Read one manual input of a recipe; see `load_manual`."""
    declared = manual_inputs(recipe)[name]
    kind = recipe.inputs[name].kind
    try:
        return read_kept(manual_path(recipe, folder, name), kind, declared.sha256, folder)
    except FileError as error:
        raise FileError(f"The manual input {name!r}: {error}") from error


def save_manual(
    folder: Path, values: Mapping[str, Value], made_on: Mapping[str, str] = _NO_DIGESTS
) -> dict[str, Manual]:
    """Write manual inputs into the folder ``manual``, each whole or not at all.

    The same content always gives the same file. Labels and masks become compressed TIFF files,
    tables, points and shapes CSV files with their sidecar.

    Parameters
    ----------
    folder : Path
        Where the recipe lies; it must exist.
    values : mapping of str to value
        The values by the name of the recipe's input.
    made_on : mapping of str to str
        Digests of the other inputs, which all of these were made on.

    Returns
    -------
    dict of str to Manual
        What the recipe has to say of each.

    Raises
    ------
    FileError
        If one cannot be written.
    """
    place = folder / FOLDER
    try:
        place.mkdir(exist_ok=True)
    except OSError as error:
        raise FileError(f"The folder {place} cannot be made: {error.strerror}.") from error
    kept = {name: keep(place, name, value) for name, value in values.items()}
    return {
        name: Manual(file=path.name, sha256=kept_hash(path), made_on=dict(made_on))
        for name, path in kept.items()
    }


def copy_manual(recipe: Recipe, source: Path, target: Path) -> None:
    """Copy the manual inputs that lie beside a recipe in `source` to one in `target`, as they are.

    Raises
    ------
    FileError
        If one is a link out of the folder, or cannot be written.
    """
    for name in manual_inputs(recipe):
        path = manual_path(recipe, source, name)
        if path.is_file():
            check_place(path, source)
            copy_kept(path, target / FOLDER)


def needed(recipe: Recipe) -> set[str]:
    """Return the inputs that outputs or steps use; a step that is switched off uses its first."""
    used = {name for step in recipe.steps for name in _used(step)}
    return (used | set(recipe.outputs)) & set(recipe.inputs)


def _used(step: Step) -> list[str]:
    first = find(step.op).inputs[0].name
    inputs = step.inputs.items() if step.enabled else [(first, step.inputs[first])]
    given = [one for _, one in inputs]
    return [name for one in given for name in ((one,) if isinstance(one, str) else one)]


def add_manual(recipe: Recipe, given: Mapping[str, Value], folder: Path | None) -> dict[str, Value]:
    """Return the inputs of a run: what is given, and the manual inputs that were made on it.

    Parameters
    ----------
    recipe : Recipe
        What is run.
    given : mapping of str to value
        What the steps get of the inputs that were given: all that are not manual, at least.
    folder : Path or None
        Where the recipe lies, None where that is not known.

    Raises
    ------
    RecipeError
        If a manual input that is needed was made on other images.
    FileError
        As `load_manual`.
    """
    waiting = [n for n in manual_inputs(recipe) if n in needed(recipe) and n not in given]
    if not waiting:
        return dict(given)
    found = {name: digest(value) for name, value in given.items()}
    for name in waiting:
        if folder is None or not made_on_these(recipe, name, found):
            raise RecipeError(_refusal(recipe, name, found, folder))
    loaded = {name: load_one(recipe, folder, name) for name in waiting} if folder else {}
    return {**given, **loaded}


def made_on_these(recipe: Recipe, name: str, found: Mapping[str, str]) -> bool:
    """Return whether a manual input was made on the images that are given.

    Parameters
    ----------
    found : mapping of str to str
        Digests of what is given for the other inputs.
    """
    by_hand = manual_inputs(recipe)
    made_on = {n: d for n, d in by_hand[name].made_on.items() if n in found or n not in by_hand}
    alone = recipe.inputs.keys() == by_hand.keys()
    return all(found.get(n) == d for n, d in made_on.items()) and bool(made_on or alone)


def _refusal(recipe: Recipe, name: str, found: Mapping[str, str], folder: Path | None) -> str:
    declared = recipe.inputs[name]
    about = f": {declared.description.rstrip('.')}" if declared.description else ""
    return (
        f"The recipe needs the manual input {name!r} ({declared.kind} made by hand{about}). "
        f"{_reason(manual_inputs(recipe)[name], found, folder)} Give it with --input {name}=FILE "
        f"(in Python: {name}=...), draw it anew in the window, or switch off "
        f"{_users(recipe, name)} (enabled: false)."
    )


def _reason(manual: Manual, found: Mapping[str, str], folder: Path | None) -> str:
    if folder is None:
        return (
            f"Its file {FOLDER}/{manual.file} lies beside the recipe, and where that is was not "
            "told (in Python: folder=...)."
        )
    if not manual.made_on:
        return f"{FOLDER}/{manual.file} does not tell which images it was made on."
    made_on = ", ".join(f"{name} {_short(one)}" for name, one in manual.made_on.items())
    given = ", ".join(f"{name} {_short(found.get(name, 'missing'))}" for name in manual.made_on)
    return f"{FOLDER}/{manual.file} was made on another image ({made_on}; given: {given})."


def _short(digest_text: str) -> str:
    return digest_text[:8]


def _users(recipe: Recipe, name: str) -> str:
    steps = [step.id for step in recipe.steps if name in _used(step)]
    return f"the step {', '.join(steps)}" if len(steps) == 1 else f"the steps {', '.join(steps)}"

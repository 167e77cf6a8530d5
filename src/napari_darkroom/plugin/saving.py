"""Writing a session to files: as a recipe, a script, a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from napari_darkroom.core.atomic import write_text
from napari_darkroom.recipe.manual import FOLDER, manual_inputs, save_manual

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session
    from napari_darkroom.recipe.model import Recipe


def save_recipe(session: Session, path: Path) -> list[Path]:
    """Write the session as a recipe, and what was made by hand into a folder beside it.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    DarkroomError
        If nothing was recorded, or something cannot be written.
    """
    return _save_recipe(session, session.recipe(name=path.stem), path)


def save_main_recipe(session: Session, path: Path) -> list[Path]:
    """Write the session as a recipe without the branches that led nowhere; see `save_recipe`."""
    return _save_recipe(session, session.recipe(dead_ends=False, name=path.stem), path)


def save_script(session: Session, path: Path) -> list[Path]:
    """Write the session as a Python script; see `save_recipe`."""
    recipe = with_manual(session, session.recipe(dead_ends=False, name=path.stem), path.parent)
    write_text(path, recipe.script(input_files(session, recipe, path.parent)))
    return [path, *_manual_folder(recipe, path)]


def save_notebook(session: Session, path: Path) -> list[Path]:
    """Write the session as a Jupyter notebook; see `save_recipe`."""
    recipe = with_manual(session, session.recipe(dead_ends=False, name=path.stem), path.parent)
    write_text(path, recipe.notebook(input_files(session, recipe, path.parent)))
    return [path, *_manual_folder(recipe, path)]


def with_manual(session: Session, recipe: Recipe, folder: Path) -> Recipe:
    """Write what was made by hand into a folder beside a recipe, and return one that tells of it.

    Raises
    ------
    FileError
        If it cannot be written.
    """
    known = {name: one for name, one in session.history.sources.items() if name in recipe.inputs}
    by_hand = {name: source.value for name, source in known.items() if source.manual}
    if not by_hand:
        return recipe
    made_on = {name: source.digest for name, source in known.items() if name not in by_hand}
    kept = save_manual(folder, by_hand, made_on)
    inputs = {
        name: one.model_copy(update={"manual": kept.get(name, one.manual)})
        for name, one in recipe.inputs.items()
    }
    return recipe.model_copy(update={"inputs": inputs})


def input_files(session: Session, recipe: Recipe, folder: Path) -> dict[str, str]:
    """Return the files of a recipe's inputs as a script in `folder` finds them.

    Files in that folder are told by their place in it, others by their full path; inputs without
    a file, and those made by hand, are left out.
    """
    files = {}
    for name, source in session.history.sources.items():
        if name in recipe.inputs and source.file is not None and not source.manual:
            file = source.file.resolve()
            inside = file.is_relative_to(folder.resolve())
            files[name] = (file.relative_to(folder.resolve()) if inside else file).as_posix()
    return files


def _save_recipe(session: Session, recipe: Recipe, path: Path) -> list[Path]:
    whole = with_manual(session, recipe, path.parent)
    return [whole.save(path), *_manual_folder(whole, path)]


def _manual_folder(recipe: Recipe, path: Path) -> list[Path]:
    return [path.parent / FOLDER] if manual_inputs(recipe) else []

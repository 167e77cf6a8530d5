"""Writing a session to files: as a recipe, a script, a notebook, an archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from napari_darkroom.batch.patterns import run_command
from napari_darkroom.core.atomic import write_text
from napari_darkroom.core.values import Grid
from napari_darkroom.engine.job import Job
from napari_darkroom.plugin.filing import Errand
from napari_darkroom.plugin.session_folder import tell
from napari_darkroom.plugin.taking import take
from napari_darkroom.recipe.archive import save_zip
from napari_darkroom.recipe.manual import FOLDER, manual_inputs, save_manual

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session
    from napari_darkroom.recipe.model import Recipe


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes
    ----------
    paths : tuple of Path
        Files and folders.
    remark : str
        What is still to be done by hand.
    """

    paths: tuple[Path, ...]
    remark: str = ""


def save_recipe(session: Session, path: Path) -> Written:
    """Write the session as a recipe, and what was made by hand into a folder beside it.

    Raises
    ------
    DarkroomError
        If nothing was recorded, or something cannot be written.
    """
    return _save_recipe(session, session.recipe(name=path.stem), path)


def save_main_recipe(session: Session, path: Path) -> Written:
    """Write the session as a recipe without the branches that led nowhere; see `save_recipe`."""
    return _save_recipe(session, session.recipe(dead_ends=False, name=path.stem), path)


def save_script(session: Session, path: Path) -> Written:
    """Write the session as a Python script; see `save_recipe`."""
    return _save_code(session, path, lambda recipe, files: recipe.script(files))


def save_notebook(session: Session, path: Path) -> Written:
    """Write the session as a Jupyter notebook; see `save_recipe`."""
    return _save_code(session, path, lambda recipe, files: recipe.notebook(files))


def save_archive(session: Session, path: Path) -> Errand[Written]:
    """Write the session as one zip archive, without the images that came from files."""
    return _archiving(session, path, images=False)


def save_full_archive(session: Session, path: Path) -> Errand[Written]:
    """Write the session as one zip archive with all its images, save those computed on demand."""
    return _archiving(session, path, images=True)


def _archiving(session: Session, path: Path, *, images: bool) -> Errand[Written]:
    taken = take(session, None)
    there = {name: one.value for name, one in taken.sources.items() if images}
    whole = {n: one for n, one in there.items() if not (isinstance(one, Grid) and one.lazy)}

    def work(job: Job) -> list[str]:
        saved, lost = taken.saved(job)
        save_zip(path, saved, {n: one for n, one in whole.items() if n in saved.sources})
        return lost

    def end(lost: list[str]) -> Written:
        tell(lost)
        return Written((path,))

    return Errand(f"Saving {path.name}", work, end, needed=True)


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
    files, here = {}, folder.resolve()
    for name, source in session.history.sources.items():
        if name in recipe.inputs and source.file is not None and not source.manual:
            file = source.file.resolve()
            beside = file.is_relative_to(here)
            files[name] = (file.relative_to(here) if beside else file).as_posix()
    return files


def _save_recipe(session: Session, recipe: Recipe, path: Path) -> Written:
    whole = with_manual(session, recipe, path.parent)
    whole.save(path)
    told = f"On other images: {run_command(whole, path.name)}"
    return Written((path, *_manual_folder(whole, path)), told)


def _save_code(
    session: Session, path: Path, code: Callable[[Recipe, dict[str, str]], str]
) -> Written:
    recipe = with_manual(session, session.recipe(dead_ends=False, name=path.stem), path.parent)
    files = input_files(session, recipe, path.parent)
    write_text(path, code(recipe, files))
    return Written((path, *_manual_folder(recipe, path)), _still_to_save(recipe, files))


def _still_to_save(recipe: Recipe, files: dict[str, str]) -> str:
    without = [name for name in recipe.inputs if name not in {*files, *manual_inputs(recipe)}]
    if not without:
        return ""
    return (
        f"These inputs came from no file: {', '.join(without)}. Save their layers beside it, under "
        "the names that it reads."
    )


def _manual_folder(recipe: Recipe, path: Path) -> list[Path]:
    return [path.parent / FOLDER] if manual_inputs(recipe) else []

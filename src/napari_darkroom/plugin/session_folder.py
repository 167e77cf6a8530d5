"""A session on disk and back: what is saved of it, and how it is opened."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from napari.utils.notifications import show_info, show_warning

from napari_darkroom.core.errors import RecipeError
from napari_darkroom.engine.job import Job
from napari_darkroom.plugin.failures import Failures
from napari_darkroom.plugin.filing import Errand
from napari_darkroom.plugin.reopening import Reopening
from napari_darkroom.plugin.saved_inputs import SavedInputs
from napari_darkroom.plugin.saved_view import SavedView
from napari_darkroom.plugin.taking import take
from napari_darkroom.recipe.archive import load_zip
from napari_darkroom.recipe.folder import load_session, save_session
from napari_darkroom.recipe.saved import Saved
from napari_darkroom.recipe.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from napari_darkroom.plugin.session import Session

CACHE = "cache"
CACHE_BYTES = 4 * 2**30


def saved(session: Session) -> Saved:
    """Return a session as it is saved into an archive; its files are read and hashed here.

    Raises
    ------
    RecipeError
        If nothing has been recorded.
    """
    told, lost = take(session, None).saved(Job())
    tell(lost)
    return told


def saving(session: Session, folder: Path) -> Errand[Path]:
    """Return what saves a session, as it is now, into a folder; `opening` brings it back.

    Results are kept in its folder ``cache``, from then on and in the background; that one may be
    deleted at any time.

    Raises
    ------
    RecipeError
        If nothing has been recorded.
    FileError
        By the errand, if the folder cannot be written, or holds other things.
    """
    taken = take(session, folder)

    def work(job: Job) -> list[str]:
        told, lost = taken.saved(job)
        save_session(folder, told)
        return lost

    def end(lost: list[str]) -> Path:
        tell(lost)
        cache = session.history.cache
        cache.store = Store(folder / CACHE, CACHE_BYTES)
        session.folder = folder
        for key in cache.in_memory():
            session.scheduler.in_background(partial(cache.keep_on_disk, key))
        return folder

    return Errand(f"Saving {folder.name}", work, end, needed=True)


def opening(session: Session, place: Path) -> Errand[Path]:
    """Return what opens a session from its folder, or from a zip archive, unpacked beside itself.

    Input layers come back at once, results as they are computed or found in the cache. One undo
    takes away all steps. What is missing or has changed is told, and the steps that need it wait.

    The record that there is must be empty, for two histories cannot be one; layers that no step
    reads stay as they are.

    Raises
    ------
    RecipeError
        If the viewer has a history already; by the errand, if the session's recipe is not valid or
        of a newer version.
    FileError
        By the errand, if there is no session, or it is damaged.
    """
    _check_empty(session)

    def work(job: Job) -> tuple[Path, SavedInputs]:
        folder = _free_folder(place) if place.is_file() else place
        found = load_zip(place, folder, job) if place.is_file() else load_session(folder, job)
        return folder, SavedInputs(found, SavedView(found.view), folder)

    def end(read: tuple[Path, SavedInputs]) -> Path:
        folder, inputs = read
        _check_empty(session)
        if place.is_file():
            show_info(f"Unpacked into {folder}")
        _begin(session, folder, inputs)
        return folder

    return Errand(f"Opening {place.name}", work, end)


def tell(lost: Iterable[str]) -> None:
    """Tell what is not in a saved session."""
    for line in lost:
        show_warning(line)


def _begin(session: Session, folder: Path, inputs: SavedInputs) -> None:
    """Bring a session that was read into the viewer."""
    inputs.open_others()
    session.history.cache.store = Store(folder / CACHE, CACHE_BYTES)
    session.folder = folder
    session.absent = inputs.absent
    recipe = inputs.saved.recipe
    Failures(session, [step.id for step in recipe.steps if step.enabled])
    Reopening(session, recipe, inputs, inputs.view).begin(f"Open {folder.name}")
    if inputs.problems:
        show_warning("\n".join(inputs.problems))


def _check_empty(session: Session) -> None:
    if session.history.graph.steps:
        raise RecipeError(
            "This window has a history already, and two cannot become one. Open the session in a "
            "window of its own, or undo all steps here first."
        )


def _free_folder(archive: Path) -> Path:
    """Return a folder of an archive's name that is not there yet."""
    folder, number = archive.with_suffix(""), 1
    while folder.exists():
        number += 1
        folder = archive.with_name(f"{archive.stem}_{number}")
    return folder

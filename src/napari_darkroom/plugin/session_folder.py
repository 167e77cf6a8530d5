"""A session on disk and back: what is saved of it, and how it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from napari.utils.notifications import show_info, show_warning

from napari_darkroom.core.errors import FileError, RecipeError
from napari_darkroom.core.values import Grid, Value
from napari_darkroom.plugin.failures import Failures
from napari_darkroom.plugin.opened_file import reading_options
from napari_darkroom.plugin.reopening import Reopening
from napari_darkroom.plugin.saved_inputs import SavedInputs
from napari_darkroom.plugin.saved_view import SavedView
from napari_darkroom.plugin.view_state import left_out, view_of
from napari_darkroom.recipe.archive import load_zip
from napari_darkroom.recipe.folder import load_session, save_session
from napari_darkroom.recipe.history import Source
from napari_darkroom.recipe.saved import FileSource, Saved
from napari_darkroom.recipe.store import Store

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session

CACHE = "cache"
CACHE_BYTES = 4 * 2**30


@dataclass
class _Parts:
    """The inputs of a session by how they are kept."""

    files: dict[str, FileSource] = field(default_factory=dict)
    manual: dict[str, Value] = field(default_factory=dict)
    data: dict[str, Value] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


def saved(session: Session, folder: Path | None = None) -> Saved:
    """Return a session as it is saved.

    Parameters
    ----------
    folder : Path, optional
        Where it will be saved: from there the files of layers that no step reads are told.

    Raises
    ------
    RecipeError
        If nothing has been recorded.
    """
    told, lost = _saved(session, folder)
    for line in lost:
        show_warning(line)
    return told


def save(session: Session, folder: Path) -> None:
    """Save a session into a folder; `open_` brings it back.

    Results are kept in its folder ``cache``, from now on and in the background; that one may be
    deleted at any time.

    Raises
    ------
    FileError
        If the folder cannot be written, or holds other things.
    RecipeError
        If nothing has been recorded.
    """
    save_session(folder, saved(session, folder))
    cache = session.history.cache
    cache.store = Store(folder / CACHE, CACHE_BYTES)
    for key in cache.in_memory():
        session.scheduler.in_background(partial(cache.keep_on_disk, key))


def open_(session: Session, place: Path) -> None:
    """Open a session from its folder, or from a zip archive, which is unpacked beside itself.

    Input layers come back at once, results as they are computed or found in the cache. One undo
    takes away all steps. What is missing or has changed is told, and the steps that need it wait.

    The record that there is must be empty, for two histories cannot be one; layers that no step
    reads stay as they are.

    Raises
    ------
    FileError
        If there is no session, or it is damaged.
    RecipeError
        If its recipe is not valid or of a newer version, or the viewer has a history already.
    """
    if session.history.graph.steps:
        raise RecipeError(
            "This window has a history already, and two cannot become one. Open the session in a "
            "window of its own, or undo all steps here first."
        )
    folder = _unpacked(place) if place.is_file() else place
    found = load_session(folder)
    view = SavedView(found.view)
    inputs = SavedInputs(found, view, folder)
    session.history.cache.store = Store(folder / CACHE, CACHE_BYTES)
    session.absent = inputs.absent
    Failures(session, [step.id for step in found.recipe.steps if step.enabled])
    Reopening(session, found.recipe, inputs, view).begin(f"Open {folder.name}")
    if inputs.problems:
        show_warning("\n".join(inputs.problems))


def _unpacked(archive: Path) -> Path:
    """Unpack an archive into a folder of its name, and return that."""
    folder, number = archive.with_suffix(""), 1
    while folder.exists():
        number += 1
        folder = archive.with_name(f"{archive.stem}_{number}")
    load_zip(archive, folder)
    show_info(f"Unpacked into {folder}")
    return folder


def _saved(session: Session, folder: Path | None) -> tuple[Saved, list[str]]:
    recipe, parts = session.recipe(), _Parts()
    known = {n: one for n, one in session.history.sources.items() if n in recipe.inputs}
    for name, source in known.items():
        _sort(session, name, source, parts)
    absent = {n: one for n, one in session.absent.items() if n in recipe.inputs and n not in known}
    told = Saved(
        recipe,
        parts.manual,
        {**absent, **parts.files},
        parts.data,
        view_of(session, folder),
        made_on={name: one.digest for name, one in known.items() if not one.manual},
    )
    return told, [*parts.lost, *_told_left_out(session)]


def _sort(session: Session, name: str, source: Source, parts: _Parts) -> None:
    """Put an input where it is kept: as a file, as made by hand, as pixels."""
    lazy = isinstance(source.value, Grid) and source.value.lazy
    file = None if source.manual else _file_source(session, name, source)
    if source.manual and not lazy:
        parts.manual[name] = source.value
    elif file is not None:
        parts.files[name] = file
    elif not lazy:
        parts.data[name] = source.value
    else:
        parts.lost.append(
            f"{session.title(name)} is computed on demand and comes from no file that Darkroom "
            "reads: it is not in the saved session. Open it by hand after the session."
        )


def _file_source(session: Session, name: str, source: Source) -> FileSource | None:
    if source.file is None:
        return None
    try:
        layer = session.shown_by(name)
        options = reading_options(source.file, source.options, source.value, layer)
        return None if options is None else FileSource.of(source.file, options)
    except FileError:
        # It was removed since it was opened; the pixels are kept instead.
        return None


def _told_left_out(session: Session) -> Iterator[str]:
    names = left_out(session)
    if names:
        yield (
            f"Not in the saved session, for no step reads it and it has no file: {', '.join(names)}"
        )

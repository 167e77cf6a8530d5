"""What a session is made of at one moment, to be saved in another thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Grid, Table, Value
from napari_darkroom.engine.job import Job
from napari_darkroom.plugin.opened_file import Reading, reading_options
from napari_darkroom.plugin.view_state import left_out, unread_tables, view_of
from napari_darkroom.recipe.history import Source
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.saved import FileSource, Saved

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


@dataclass
class _Parts:
    """The inputs of a session by how they are kept."""

    files: dict[str, FileSource] = field(default_factory=dict)
    manual: dict[str, Value] = field(default_factory=dict)
    data: dict[str, Value] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Taken:
    """A session as it was when `take` was called; its files are read later, in any thread.

    Attributes
    ----------
    recipe : Recipe
    sources : mapping of str to Source
        The inputs that are there.
    readings : mapping of str to Reading
        How their layers were read.
    options : mapping of str to (dict or None)
        What `reading_options` tells of those whose readers count on the main thread.
    titles : mapping of str to str
        What people call the inputs.
    absent : mapping of str to FileSource
        The inputs that were missing already.
    view : mapping
        How it is seen.
    tables : mapping of str to Table
        Those that no step reads.
    lost : tuple of str
        What is not saved.
    """

    recipe: Recipe
    sources: Mapping[str, Source]
    readings: Mapping[str, Reading]
    options: Mapping[str, dict[str, Any] | None]
    titles: Mapping[str, str]
    absent: Mapping[str, FileSource]
    view: Mapping[str, Any]
    tables: Mapping[str, Table]
    lost: tuple[str, ...]

    def saved(self, job: Job) -> tuple[Saved, list[str]]:
        """Return it as it is saved, and what is not; files are read and hashed, pixels too.

        Raises
        ------
        Cancelled
            If the job was stopped.
        """
        parts = _Parts()
        for number, (name, source) in enumerate(self.sources.items()):
            self._sort(name, source, parts, job.part(number, len(self.sources)))
        told = Saved(
            self.recipe,
            parts.manual,
            {**self.absent, **parts.files},
            parts.data,
            self.view,
            made_on={name: one.digest for name, one in self.sources.items() if not one.manual},
            tables=self.tables,
        )
        return told, [*parts.lost, *self.lost]

    def _sort(self, name: str, source: Source, parts: _Parts, job: Job) -> None:
        """Put an input where it is kept: as a file, as made by hand, as pixels."""
        lazy = isinstance(source.value, Grid) and source.value.lazy
        file = None if source.manual else self._file_source(name, source, job)
        if source.manual and not lazy:
            parts.manual[name] = source.value
        elif file is not None:
            parts.files[name] = file
        elif not lazy:
            parts.data[name] = source.value
        else:
            parts.lost.append(
                f"{self.titles[name]} is computed on demand and comes from no file that Darkroom "
                "reads: it is not in the saved session. Open it by hand after the session."
            )

    def _file_source(self, name: str, source: Source, job: Job) -> FileSource | None:
        if source.file is None:
            return None
        known = (
            self.options[name] if name in self.options else _read_again(source, self.readings[name])
        )
        try:
            return None if known is None else FileSource.of(source.file, known, job)
        except FileError:
            # It was removed since it was opened; the pixels are kept instead.
            return None


def take(session: Session, folder: Path | None) -> Taken:
    """Return what a session is made of now; for the main thread.

    Parameters
    ----------
    folder : Path or None
        Where it will be saved: from there the files of layers that no step reads are told.

    Raises
    ------
    RecipeError
        If nothing has been recorded.
    """
    recipe = session.recipe()
    sources = {n: one for n, one in session.history.sources.items() if n in recipe.inputs}
    readings = {name: Reading.of(session.shown_by(name)) for name in sources}
    absent = session.absent.items()
    return Taken(
        recipe,
        sources,
        readings,
        {n: _read_again(sources[n], one) for n, one in readings.items() if one.foreign},
        {name: session.title(name) for name in sources},
        {n: one for n, one in absent if n in recipe.inputs and n not in sources},
        view_of(session, folder),
        dict(_unread(session)),
        tuple(_told_left_out(session)),
    )


def _unread(session: Session) -> Iterator[tuple[str, Table]]:
    for key, name in unread_tables(session).items():
        table = session.opened[key].source.value
        if isinstance(table, Table):
            yield name, table


def _read_again(source: Source, reading: Reading) -> dict[str, Any] | None:
    if source.file is None:
        return None
    try:
        return reading_options(source.file, source.options, source.value, reading)
    except FileError:
        return None


def _told_left_out(session: Session) -> Iterator[str]:
    names = left_out(session)
    if names:
        yield (
            f"Not in the saved session, for no step reads it and it has no file: {', '.join(names)}"
        )

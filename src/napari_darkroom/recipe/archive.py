"""A session in one file to hand on: a zip archive, read without trust in who made it."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from napari_darkroom.core.atomic import replacing, write_text
from napari_darkroom.core.errors import FileError, RecipeError
from napari_darkroom.core.values import Value
from napari_darkroom.engine.job import Job
from napari_darkroom.recipe.folder import (
    INPUTS,
    RECIPE,
    TABLES,
    VALUES,
    VERSIONS,
    VIEW,
    load_session,
    write_parts,
)
from napari_darkroom.recipe.manual import FOLDER
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.saved import Saved

README, SCRIPT = "README.txt", "recipe.py"
LARGEST = 16 * 2**30
# Pixels stand in it compressed already, so more is no archive of ours.
_LARGEST_RATIO, _SMALL = 200, 16 * 2**20
_FILES = frozenset({RECIPE, INPUTS, VIEW, VERSIONS, README, SCRIPT})
_IN_FOLDERS = re.compile(rf"(?:{FOLDER}|{VALUES}|{TABLES})/[A-Za-z0-9_][A-Za-z0-9_. -]{{0,127}}")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHUNK = 2**20
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def save_zip(path: str | Path, saved: Saved, data: Mapping[str, Value] | None = None) -> Path:
    """Write a session as one zip archive; the same content always gives the same bytes.

    Parameters
    ----------
    path : path
        The archive; one that is there is replaced, whole or not at all.
    saved : Saved
        The session. Of the files of its inputs name and hash are told, not the folder.
    data : mapping of str to value, optional
        Inputs from files whose pixels go with it. Those without a file always do.

    Returns
    -------
    Path
        The archive.

    Raises
    ------
    FileError
        If it cannot be written.
    """
    target, told = Path(path), dict(data or {})
    with _draft_folder() as draft, replacing(target) as (part,):
        sources = {
            name: replace(source, path=draft / source.path.name)
            for name, source in saved.sources.items()
            if name not in told
        }
        whole = replace(saved, sources=sources, data={**saved.data, **told})
        write_parts(draft, draft, whole)
        kept = [p for p in sorted(draft.glob(f"{VALUES}/*")) if p.suffix != ".json"]
        files = {p.stem: f"{VALUES}/{p.name}" for p in kept}
        recipe = Recipe.load(draft / RECIPE)
        _write_script(draft / SCRIPT, recipe, files)
        write_text(draft / README, _readme(recipe, sources, files))
        _pack(draft, part)
    return target


def _write_script(path: Path, recipe: Recipe, files: Mapping[str, str]) -> None:
    """Write the script; a recipe whose operations only their own process has gets none."""
    with suppress(RecipeError):
        write_text(path, recipe.script(files))


def load_zip(path: str | Path, folder: str | Path, job: Job | None = None) -> Saved:
    """Unpack a session from a zip archive into a folder of its own, and read it.

    Nothing is written outside of the folder, and nothing at all where the archive holds what does
    not belong into a session.

    Parameters
    ----------
    path : path
        The archive.
    folder : path
        Made if missing; it must be empty.
    job : Job, optional
        Where the progress goes, and what stops it.

    Returns
    -------
    Saved
        The session, as `load_session` gives it.

    Raises
    ------
    FileError
        If it is no archive of a session, is damaged or too large, or the folder cannot be made.
    RecipeError
        If its recipe is not valid, or it is of a newer version.
    """
    source, target = Path(path), Path(folder)
    _check_empty(target)
    with _draft_folder(target.parent) as draft:
        _unpack(source, draft)
        load_session(draft)
        try:
            # Of an empty folder that is there already, on any system.
            if target.is_dir():
                target.rmdir()
            draft.replace(target)
        except OSError as error:
            raise FileError(f"{target} cannot be written: {error.strerror}.") from error
    return load_session(target, job)


@contextmanager
def _draft_folder(parent: Path | None = None) -> Iterator[Path]:
    try:
        draft = Path(tempfile.mkdtemp(prefix=".part-", dir=parent))
    except OSError as error:
        raise FileError(f"Nothing can be written in {parent}: {error.strerror}.") from error
    try:
        # Its own rights are for this user alone; those of a folder in it are the usual ones.
        inner = draft / "session"
        inner.mkdir()
        yield inner
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _readme(recipe: Recipe, sources: Mapping[str, object], files: Mapping[str, str]) -> str:
    missing = ", ".join(sources) or "none"
    inside = ", ".join(files) or "none"
    return (
        f"{recipe.name or 'A recipe'} of napari-darkroom. Inputs in this archive: {inside}; to be "
        f"given: {missing}.\n"
        f"Run it: pip install napari-darkroom, unpack, then darkroom run {RECIPE} INPUT --out "
        f"results, or python {SCRIPT} beside the images.\n"
        f"{VERSIONS} tells what it was made with, {INPUTS} the hashes of the inputs.\n"
    )


def _pack(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            about = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
            # Neither the day nor the system it was made on has a say in the bytes.
            about.create_system, about.external_attr = 3, 0o644 << 16
            about.compress_type = zipfile.ZIP_DEFLATED
            about.file_size = path.stat().st_size
            with path.open("rb") as file, archive.open(about, "w") as member:
                shutil.copyfileobj(file, member, _CHUNK)


def _check_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileError(f"{folder} is not empty: unpack the archive into a folder of its own.")
    if not folder.parent.is_dir():
        raise FileError(f"{folder} cannot be made: there is no folder {folder.parent}.")


def _unpack(source: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
            _check_members(source, members)
            for member in members:
                _extract(archive, member, folder / member.filename)
    except FileError:
        raise
    except (OSError, zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError) as error:
        raise FileError(f"{source} cannot be read as a zip archive: {error}.") from error


def _check_members(source: Path, members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    for name in names:
        if name not in _FILES and not _IN_FOLDERS.fullmatch(name):
            raise FileError(
                f"{source} holds {name!r}, which is no part of a session. It may hold "
                f"{', '.join(sorted(_FILES))} and files in {FOLDER}/, {VALUES}/ and {TABLES}/; "
                "nothing was unpacked."
            )
    if len({name.casefold() for name in names}) != len(names):
        raise FileError(f"{source} holds a name twice; nothing was unpacked.")
    if any(member.compress_type not in _PACKED for member in members):
        raise FileError(f"{source} is packed in a way that sessions are not; nothing was unpacked.")
    size = sum(member.file_size for member in members)
    most = min(LARGEST, max(_SMALL, _LARGEST_RATIO * source.stat().st_size))
    if size > most:
        raise FileError(
            f"{source} would unpack to {size} bytes, and {most} are allowed for an archive of its "
            "size; nothing was unpacked."
        )


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    """Write one member; as a file, whatever it says it is, and no longer than it says."""
    target.parent.mkdir(exist_ok=True)
    left = member.file_size
    with archive.open(member) as packed, target.open("xb") as file:
        while chunk := packed.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise FileError(f"{member.filename} is longer than it says; nothing was unpacked.")
            file.write(chunk)

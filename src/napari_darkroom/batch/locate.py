"""Finding the inputs of a result again, by the hashes that it tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from napari_darkroom.core.digest import file_hash
from napari_darkroom.core.errors import DarkroomError, FileError
from napari_darkroom.core.values import Value
from napari_darkroom.engine.files import read
from napari_darkroom.recipe.manual import FOLDER
from napari_darkroom.recipe.provenance import value_digest
from napari_darkroom.recipe.run import as_input

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import RecipeInput

_IMAGES = "images.csv"
_KEPT = "inputs"


@dataclass(frozen=True)
class Found:
    """An input that was found again.

    Attributes
    ----------
    value : value
        What its file holds.
    path : Path
        The file.
    same_value : bool
        Whether it is read as the same value as it was.
    """

    value: Value
    path: Path
    same_value: bool


@dataclass(frozen=True)
class Search:
    """Where inputs are looked for.

    Attributes
    ----------
    folders : tuple of Path
        Searched in this order for files of the right name.
    values : tuple of Path
        Searched for inputs that had no file of their own, or another name.
    deep : Path or None
        The folder that was named by the user, which is searched first, with all folders in it. A
        file of the name in it that is another one is an error, wherever else the right one is.
    listed : tuple of Path
        The files that the batch's table of images names.
    """

    folders: tuple[Path, ...]
    values: tuple[Path, ...]
    deep: Path | None = None
    listed: tuple[Path, ...] = ()

    @classmethod
    def around(cls, result: Path, inputs: Path | None, image: str = "") -> Search:
        """Return where the inputs of a result may be: where it is told, beside it, by the batch.

        Parameters
        ----------
        image : str
            The image of a table that was joined over many; empty for a result of one, which lies
            in a folder of its name.

        Raises
        ------
        FileError
            If the folder that is told does not exist.
        """
        if inputs is not None and not inputs.is_dir():
            raise FileError(f"{inputs} is no folder: name the folder that the inputs are in.")
        own = result.absolute().parent
        near = [own, own / FOLDER, own / _KEPT, own.parent, own.parent / FOLDER]
        values = (inputs, inputs / _KEPT) if inputs else (own, own / _KEPT)
        return cls(
            tuple(near),
            values,
            inputs,
            tuple(_listed(own.parent, own.name) if not image else _listed(own, image)),
        )

    def find(self, name: str, declared: RecipeInput, told: Mapping[str, str]) -> Found:
        """Return an input.

        Parameters
        ----------
        name : str
            Its name.
        declared : RecipeInput
            What it is.
        told : mapping of str to str
            What the result tells of it: ``file``, ``sha256``, ``digest``.

        Raises
        ------
        FileError
            If it is not found, or only files of its name that have changed.
        """
        file = told.get("file", "")
        if not _is_name(file):
            raise FileError(
                f"The provenance names the file {file!r} for {name}, which leads elsewhere: a name "
                "without a folder is allowed."
            )
        others: list[str] = []
        for candidates in (self._told(file), self._around(file)):
            for path in dict.fromkeys(one for one in candidates if one.is_file()):
                found = _try(path, name, declared, told)
                if found is not None:
                    return found
                if path.name == file:
                    others.append(f"{path} ({_shown(path)})")
            if others:
                # In the folder that was named it is another file; a copy elsewhere is not that one.
                break
        raise FileError(_missing(name, file, told, others))

    def _told(self, file: str) -> Iterator[Path]:
        """Yield the files of the name in the folder that was named, then the others."""
        if self.deep is None:
            return
        if file:
            yield self.deep / file
            yield from sorted(path for path in self.deep.rglob("*") if path.name == file)
        yield from _files(self.values)

    def _around(self, file: str) -> Iterator[Path]:
        """Yield where the file may be; what had no file may be under any name."""
        if file:
            yield from (folder / file for folder in self.folders)
            yield from (path for path in self.listed if path.name == file)
        elif self.deep is None:
            yield from _files(self.values)


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield what may hold an input under another name."""
    for folder in folders:
        if folder.is_dir():
            yield from sorted(one for one in folder.iterdir() if one.suffix != ".json")


def _is_name(file: str) -> bool:
    """Whether a text is the name of a file, on any system, or nothing."""
    return (
        file in (PurePosixPath(file).name, PureWindowsPath(file).name)
        and file != ".."
        and (PureWindowsPath(file).name == PurePosixPath(file).name)
    )


def _try(path: Path, name: str, declared: RecipeInput, told: Mapping[str, str]) -> Found | None:
    """Return what a file holds if it has the hash that is told, or the same pixels."""
    sha256, digest = told.get("sha256", ""), told.get("digest", "")
    same_file = bool(sha256) and file_hash(path) == sha256
    if not same_file and not digest:
        return None
    try:
        value = read(path, kind=None if declared.kind == "image" else declared.kind)
        same_value = value_digest(as_input(name, declared, value)) == digest
    except DarkroomError:
        # A file of the right hash that cannot be read is told; another one is just not it.
        if same_file:
            raise
        return None
    if not (same_file or same_value):
        return None
    return Found(value, path, same_value or not digest)


def _shown(path: Path) -> str:
    return f"SHA-256 {file_hash(path)[:12]}…"


def _missing(name: str, file: str, told: Mapping[str, str], others: Sequence[str]) -> str:
    if others:
        return (
            f"The input {name} has changed: {file} had the SHA-256 {told.get('sha256', '')[:12]}…, "
            f"and found are {', '.join(others)}. Name the folder of the file as it was: --inputs "
            "DIR."
        )
    if not file and not told.get("digest"):
        return (
            f"The input {name} was an array that is computed on demand, or that was gone or "
            "changed before the result was written: it tells neither a file nor a digest to find "
            "it by. Save it, and make the result from its file."
        )
    what = file or f"a value without a file, digest {told.get('digest', '')[:12]}…"
    return (
        f"The input {name} ({what}) is not beside the result. Name the folder that it is in: "
        "--inputs DIR."
    )


def _listed(folder: Path, image: str) -> Iterator[Path]:
    """Yield the files that a batch's table of images names for an image."""
    table = folder / _IMAGES
    if not table.is_file():
        return
    try:
        data = read(table, kind="table").data
    except DarkroomError:
        # A table of another program: it names nothing.
        return
    if "image" not in data:
        return
    rows = data[data["image"].astype(str) == image]
    for column in (name for name in rows.columns if str(name).startswith("file_")):
        for text in rows[column].dropna().astype(str):
            # As it was named when the batch ran: from the folder that one stood in.
            yield from (Path(text), table.parent / text, table.parent.parent / text)

"""The file ``inputs.json`` of a session: where each input that is not made by hand comes from."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from napari_darkroom.core.errors import FileError, RecipeError
from napari_darkroom.recipe.model import Digest, FileName, Name
from napari_darkroom.recipe.saved import FileSource

FORMAT = 1
_KEY = "darkroom_session"
_STRICT = ConfigDict(frozen=True, extra="forbid")


class ListedFile(BaseModel):
    """A file that an input came from; its path as seen from the session's folder."""

    model_config = _STRICT
    path: str
    sha256: Digest
    size: int
    options: Mapping[str, Any] = Field(default_factory=dict)

    @classmethod
    def of(cls, source: FileSource, folder: Path) -> ListedFile:
        """Return what a session in `folder` tells of a source."""
        path = _relative(source.path, folder)
        return cls(path=path, sha256=source.sha256, size=source.size, options=source.options)

    def source(self, folder: Path) -> FileSource:
        """Return the source, as a session in `folder` tells it."""
        path = Path(os.path.normpath(folder.absolute() / self.path))
        return FileSource(path, self.sha256, self.size, self.options)


class ListedValue(BaseModel):
    """A value without a file of its own: its file in the folder ``inputs`` or ``tables``."""

    model_config = _STRICT
    file: FileName
    sha256: Digest


class Listed(BaseModel):
    """All that the file tells."""

    model_config = _STRICT
    darkroom_session: int
    files: Mapping[Name, ListedFile] = Field(default_factory=dict)
    values: Mapping[Name, ListedValue] = Field(default_factory=dict)
    tables: Mapping[Name, ListedValue] = Field(default_factory=dict)


def read_inputs(path: Path) -> Listed:
    """Return what the file tells.

    Raises
    ------
    FileError
        If it is damaged or of another program.
    RecipeError
        If it is of a newer version.
    """
    content = read_json(path)
    version = content.get(_KEY)
    if isinstance(version, int) and version > FORMAT:
        raise RecipeError(
            f"{path.parent} is a session of format {version}; this version of Darkroom reads up to "
            f"{FORMAT}. Update napari-darkroom to open it."
        )
    try:
        return Listed.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ", ".join(map(str, first["loc"]))
        raise FileError(
            f"{path} is damaged, or is of another program: {where}: {first['msg']}."
        ) from error


def read_json(path: Path) -> dict[str, Any]:
    """Return the mapping in a JSON file.

    Raises
    ------
    FileError
        If there is none.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise FileError(f"{path} is damaged and cannot be read ({error}).") from error
    if not isinstance(content, dict):
        raise FileError(f"{path} is damaged: it holds no mapping.")
    return content


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a mapping of plain values.

    Raises
    ------
    RecipeError
        If it holds something else.
    """
    try:
        text = json.dumps(dict(content), indent=2, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError) as error:
        raise RecipeError(f"{path.name} cannot hold this ({error}): give plain values.") from error
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _relative(path: Path, folder: Path) -> str:
    """Return a path as seen from a folder; on another drive of Windows as it is."""
    try:
        return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()
    except ValueError:
        return path.absolute().as_posix()

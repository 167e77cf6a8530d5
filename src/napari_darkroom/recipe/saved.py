"""What a session is when it is not open: all that brings it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from napari_darkroom.core.digest import file_hash
from napari_darkroom.core.values import Table, Value
from napari_darkroom.engine.job import Job
from napari_darkroom.recipe.model import Recipe


@dataclass(frozen=True)
class FileSource:
    """The file that an input came from.

    Attributes
    ----------
    path : Path
        Where it is.
    sha256 : str
        Its hash.
    size : int
        Its length in bytes.
    options : mapping
        What was chosen when it was read, as plain values: the image in the file, the channel.
    """

    path: Path
    sha256: str
    size: int
    options: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls, path: Path, options: Mapping[str, Any] | None = None, job: Job | None = None
    ) -> FileSource:
        """Return the source of a file as it is now.

        Raises
        ------
        FileError
            If it cannot be read.
        Cancelled
            If the job was stopped.
        """
        sha256 = _hash(path, job or Job())
        return cls(path, sha256, path.stat().st_size, dict(options or {}))

    def problem(self, job: Job | None = None) -> str:
        """Return what is wrong with the file now, nothing if it is as it was.

        It is read as a whole, which may take a while.
        """
        if not self.path.is_file():
            return f"{self.path} does not exist"
        same_size = self.path.stat().st_size == self.size
        if not same_size or _hash(self.path, job or Job()) != self.sha256:
            return f"{self.path} has changed since the session was saved"
        return ""


def _hash(path: Path, job: Job) -> str:
    size = path.stat().st_size if path.is_file() else 0
    return file_hash(path, lambda done: job.step(done, size))


@dataclass(frozen=True)
class Saved:
    """A session as it is saved.

    Attributes
    ----------
    recipe : Recipe
        Its steps. What it says of the files of manual inputs is made anew when it is saved.
    manual : mapping of str to value
        What was made by hand, by the name of the input.
    sources : mapping of str to FileSource
        The inputs that came from files.
    data : mapping of str to value
        The inputs that have no file.
    tables : mapping of str to Table
        Tables that no step reads, by what the view calls them.
    view : mapping
        How it was seen, as plain values.
    made_on : mapping of str to str
        Digests of the inputs that what was made by hand was made on; where it is empty, what the
        recipe tells is kept.
    problems : tuple of str
        What was found wrong when it was loaded: the input, and what to do.
    missing : set of str
        The inputs whose files were missing then, or had changed.
    lost : tuple of str
        What was found wrong with tables that no step reads.
    """

    recipe: Recipe
    manual: Mapping[str, Value] = field(default_factory=dict)
    sources: Mapping[str, FileSource] = field(default_factory=dict)
    data: Mapping[str, Value] = field(default_factory=dict)
    view: Mapping[str, Any] = field(default_factory=dict)
    made_on: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()
    tables: Mapping[str, Table] = field(default_factory=dict)
    lost: tuple[str, ...] = ()

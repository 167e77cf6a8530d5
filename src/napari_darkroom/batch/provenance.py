"""Where results come from: hashes of the files, versions of the libraries that matter."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from napari_darkroom import __version__
from napari_darkroom.core.errors import FileError

# Those whose numbers end up in results; the rest of the environment has no say.
_LIBRARIES = (
    "connected-components-3d",
    "edt",
    "fastremap",
    "fill-voids",
    "numba",
    "numpy",
    "opencv-python-headless",
    "scikit-image",
    "scipy",
    "tifffile",
)


def versions() -> dict[str, str]:
    """Return the versions of Darkroom, Python and the libraries that compute."""
    found = {"napari-darkroom": __version__, "python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises
    ------
    FileError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error


def numbered(files: Mapping[str, Sequence[Path]]) -> dict[str, Path]:
    """Return one entry a file: ``images`` with two files gives ``images`` and ``images 2``."""
    return {
        name if position == 1 else f"{name} {position}": path
        for name, paths in files.items()
        for position, path in enumerate(paths, start=1)
    }


def provenance(inputs: Mapping[str, Path], **made_by: Any) -> dict[str, Any]:
    """Return what a result file tells of its origin; the same run always tells the same.

    Parameters
    ----------
    inputs : mapping of str to Path
        The files by the name of the input.
    **made_by : object
        What made the result, as plain values: ``recipe`` or ``operation`` and ``parameters``.
    """
    hashes = {name: {"file": path.name, "sha256": file_hash(path)} for name, path in inputs.items()}
    return {**made_by, "inputs": hashes, "versions": versions()}

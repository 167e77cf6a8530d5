"""Where results come from: hashes of the files, versions of the libraries that matter."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari_darkroom import __version__
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.catalog import find

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe

# Those whose numbers end up in results; the rest of the environment has no say.
LIBRARIES = (
    "connected-components-3d",
    "edt",
    "fastremap",
    "fill-voids",
    "numba",
    "numpy",
    "opencv-python-headless",
    "pandas",
    "scikit-image",
    "scipy",
    "tifffile",
)
_MISSING = "not installed"


def versions() -> dict[str, str]:
    """Return the versions of Darkroom, Python and the libraries that compute."""
    darkroom = {"napari-darkroom": __version__, "python": platform.python_version()}
    return darkroom | libraries()


def libraries() -> dict[str, str]:
    """Return the versions of the libraries that compute.

    OpenCV stands in it as ``cv2`` too: its module tells which one computes, whatever the name of
    the distribution that it came with.
    """
    import cv2

    return {name: _version(name) for name in LIBRARIES} | {"cv2": cv2.__version__}


def packages(operations: Iterable[str | Operation]) -> dict[str, dict[str, str]]:
    """Return package and version of each operation that is not Darkroom's own, by reference.

    The package is the name that Python imports; one that is not installed, such as ``__main__``
    for a notebook, has no version.
    """
    others = [one for one in map(find, operations) if one.package]
    return {
        one.reference: {"package": one.package, "version": _package_version(one.package)}
        for one in others
    }


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return _MISSING


@lru_cache
def _package_version(package: str) -> str:
    """Return the version of the distribution that a package came with, named where several did."""
    names = sorted(set(packages_distributions().get(package, ())))
    if len(names) == 1:
        return _version(names[0])
    return ", ".join(f"{name} {_version(name)}" for name in names) or _MISSING


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


def provenance(
    inputs: Mapping[str, Path], operations: Iterable[str | Operation] = (), **made_by: Any
) -> dict[str, Any]:
    """Return what a result file tells of its origin; the same run always tells the same.

    Parameters
    ----------
    inputs : mapping of str to Path
        The files by the name of the input.
    operations : iterable of str or Operation
        Those that were run; the packages of others' operations are told.
    **made_by : object
        What made the result, as plain values: ``recipe`` or ``operation`` and ``parameters``.
    """
    hashes = {name: {"file": path.name, "sha256": file_hash(path)} for name, path in inputs.items()}
    origin = {**made_by, "inputs": hashes, "versions": versions()}
    others = packages(operations)
    return origin | ({"packages": others} if others else {})


def provenance_of(recipe: Recipe, inputs: Mapping[str, Path]) -> dict[str, Any]:
    """Return what the results of a recipe tell of their origin."""
    operations = [step.op for step in recipe.steps]
    return provenance(inputs, operations, recipe=recipe.model_dump(mode="json"))

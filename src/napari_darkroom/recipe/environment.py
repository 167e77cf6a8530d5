"""What computes: versions of Darkroom and its libraries, packages of operations, the machine."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from napari_darkroom import __version__
from napari_darkroom.core.digest import text_digest
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.packages import package_version

# Those whose numbers end up in results; the rest of the environment has no say.
LIBRARIES = (
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
_LINUX_PROCESSOR = Path("/proc/cpuinfo")


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


@lru_cache
def machine() -> dict[str, str]:
    """Return operating system, architecture and processor, on which the last bit may depend."""
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "processor": _processor(),
    }


@lru_cache
def environment_digest() -> str:
    """Return one digest of all that computes: part of the key of a cached result.

    It changes with the version of Darkroom or of a library that computes, and with the
    architecture of the machine. It is made once, for none of it changes while Darkroom runs.
    """
    computing = {"napari-darkroom": __version__, **libraries()}
    told = (f"{name} {number}" for name, number in computing.items())
    return text_digest(platform.system(), platform.machine(), *told)


def packages(operations: Iterable[str | Operation]) -> dict[str, dict[str, str]]:
    """Return package and version of each operation that is not Darkroom's own, by reference.

    A function of one's own has its module, such as ``__main__``, and the digest of its source
    (`recipe.packages`).
    """
    others = [one for one in map(find, operations) if one.module]
    return {
        one.reference: {"package": one.package, "version": package_version([one])} for one in others
    }


@lru_cache
def _version(distribution: str) -> str:
    # Looked up on disk, and asked for with every result that is written.
    try:
        return version(distribution)
    except PackageNotFoundError:
        return _MISSING


def _processor() -> str:
    """Return the name of the processor's family, as the system tells it."""
    try:
        lines = _LINUX_PROCESSOR.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    told = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(told, "") or platform.processor() or platform.machine()

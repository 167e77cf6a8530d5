"""Which installed package a module came with: what pip calls it, and of which version."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    entry_points,
    packages_distributions,
)
from pathlib import Path

ENTRY_POINT_GROUP = "napari_darkroom.operations"


def package_of(module: str) -> str:
    """Return the name by which the package of a module is installed.

    It may be another than the name that Python imports: ``scikit-image`` brings ``skimage``. An
    entry point tells it best, since an editable installation lists no files. Where several
    packages share an import name, it is the one that brought the module's file. What no package
    brought (a notebook, a script) keeps the import name, ``__main__``.
    """
    root = module.partition(".")[0]
    if root == "__main__":
        return root
    names = _by_entry_point(root) or sorted(set(packages_distributions().get(root, ())))
    return names[0] if len(names) == 1 else _by_file(names, module) or root


def installed(package: str) -> Distribution | None:
    """Return what is known of an installed package, None if it is not installed."""
    try:
        return distribution(package)
    except (PackageNotFoundError, ValueError):
        return None


def version_of(package: str) -> str:
    """Return the version of an installed package, nothing if it is not installed."""
    found = installed(package)
    return found.version if found else ""


def _by_entry_point(root: str) -> list[str]:
    entries = entry_points(group=ENTRY_POINT_GROUP)
    return sorted({e.dist.name for e in entries if e.dist and e.module.partition(".")[0] == root})


def _by_file(names: Iterable[str], module: str) -> str:
    """Return the distribution that brought the file of a loaded module."""
    file = getattr(sys.modules.get(module), "__file__", None)
    for name in names:
        files = distribution(name).files or []
        if file and any(Path(str(one.locate())).resolve() == Path(file).resolve() for one in files):
            return name
    return ""

"""The packages that a recipe's operations came from: recorded, and compared with those here.

Darkroom's own operations need no record. A function of one's own, declared in a notebook or script,
stands under its module (``__main__``); in place of a version it has a digest of its source
(``code 1f0c29…``): the recipe says so that it needs that function, and which.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from napari_darkroom.core.digest import text_digest
from napari_darkroom.core.distribution import version_of
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.catalog import find, unloaded
from napari_darkroom.engine.foreign import PackageWarning
from napari_darkroom.recipe.identity import source_digest

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Step

_CODE = "code "
# A recipe may come from a stranger, and what it names stands in a command to copy.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_VERSION = re.compile(r"[0-9][A-Za-z0-9.+!_-]*")


def packages_of(steps: Iterable[Step]) -> dict[str, str]:
    """Return package and version of all operations that are not Darkroom's own.

    Raises
    ------
    UnknownOperationError
        If an operation is not installed.
    """
    foreign = [one for one in (find(step.op) for step in steps) if one.module]
    by_package: dict[str, dict[str, Operation]] = {}
    for one in sorted(foreign, key=lambda operation: operation.reference):
        by_package.setdefault(one.package, {})[one.reference] = one
    return {name: package_version(list(by_package[name].values())) for name in sorted(by_package)}


def package_version(operations: Sequence[Operation]) -> str:
    """Return the version of some operations of one package; of one's own functions their digest."""
    installed = version_of(operations[0].package)
    return installed or f"{_CODE}{text_digest(*map(source_digest, operations))[:12]}"


def remarks(steps: Iterable[Step], packages: Mapping[str, str]) -> list[str]:
    """Return what differs between the recorded packages and those here, a sentence each."""
    here = packages_of(steps)
    return [
        _difference(name, recorded, here.get(name, ""))
        for name, recorded in packages.items()
        if here.get(name) != recorded
    ]


def warn_of_packages(steps: Iterable[Step], packages: Mapping[str, str]) -> None:
    """Warn of every difference between the recorded packages and those here."""
    for remark in remarks(steps, packages):
        warnings.warn(remark, PackageWarning, stacklevel=3)


def reasons(packages: Mapping[str, str]) -> str:
    """Return why an operation of a recipe may be missing here; nothing where nobody knows."""
    bad = {one.package: str(one) for one in unloaded()}
    told = (bad.get(name) or _missing(name, recorded) for name, recorded in packages.items())
    return " ".join(filter(None, told))


def _difference(name: str, recorded: str, here: str) -> str:
    if recorded.startswith(_CODE) and here.startswith(_CODE):
        return (
            f"The recipe was made with {_told(name, recorded)}, and those declared here are "
            "other ones: the results may differ."
        )
    now = "its operations come from elsewhere here"
    if here and not here.startswith(_CODE):
        now = f"{here} is installed"
    return (
        f"The recipe was made with {_told(name, recorded)}, and {now}: the results may differ."
        f"{_same_version(name, recorded)}"
    )


def _missing(name: str, recorded: str) -> str:
    """Return why an operation of a recorded package may be missing, nothing if it is as it was."""
    here = version_of(name)
    if recorded.startswith(_CODE):
        return (
            f"The recipe was made with {_told(name, recorded)}, declared in a notebook or script: "
            "declare them here with @dr.operation before the recipe is read."
        )
    if not here:
        advice = f": install it (pip install {name})" if _NAME.fullmatch(name) else ""
        return f"The recipe was made with {_told(name, recorded)}, which is not installed{advice}."
    return (
        ""
        if here == recorded
        else (
            f"The recipe was made with {_told(name, recorded)}, and {here} is installed."
            f"{_same_version(name, recorded)}"
        )
    )


def _told(name: str, recorded: str) -> str:
    own = recorded.startswith(_CODE)
    return f"functions of one's own ({name})" if own else f"the package {name} {recorded}"


def _same_version(name: str, recorded: str) -> str:
    """Return how to get the same version; nothing where the text is more than name and number."""
    usable = _NAME.fullmatch(name) and _VERSION.fullmatch(recorded)
    return f" For the same version: pip install {name}=={recorded}." if usable else ""
